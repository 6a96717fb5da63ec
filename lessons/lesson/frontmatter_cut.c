/*
 * frontmatter_cut.c - where the front matter of a lesson ends, and the one key
 * that the catalog asks for before it reads the rest.
 */
#include "lessons/lesson/lesson_inside.h"

/* libyaml takes quadratic time for deep nesting: so there is a limit. */
enum { YAML_MAX = 16 << 10 };

/* Without the blanks behind it, which nobody sees. */
static bool is_fence(struct slice line)
{
    return slice_begins(line, "---") && slice_is(slice_trim(line), "---");
}

int frontmatter_cut(struct slice file, struct slice *yaml, struct slice *body,
                    int *body_line, struct problems *problems)
{
    struct slice rest = file;

    if (!is_fence(slice_line(&rest)))
        return problems_add(problems, 1,
                            "no front matter was found, a line --- was "
                            "expected");
    *yaml = rest;
    for (int number = FRONTMATTER_LINE; rest.len > 0; number++) {
        struct slice line = slice_line(&rest);

        if (!is_fence(line))
            continue;
        yaml->len = (size_t)(line.at - yaml->at);
        *body = rest;
        *body_line = number + 1;
        if (yaml->len <= YAML_MAX)
            return 0;
        return problems_add(problems, number,
                            "%zu bytes of front matter were found, at most "
                            "%d were expected",
                            yaml->len, YAML_MAX);
    }
    return problems_add(problems, 1,
                        "no end of the front matter was found, a second line "
                        "--- was expected");
}

char *frontmatter_id(struct slice yaml)
{
    /* One key at the beginning of a line: no need of YAML's whole grammar. */
    while (yaml.len > 0) {
        struct slice line = slice_line(&yaml), id;

        if (!slice_take(&line, "id:"))
            continue;
        id = script_strip(line);
        if (id.len >= 2 && (id.at[0] == '"' || id.at[0] == '\''))
            id = (struct slice){id.at + 1, id.len - 2};
        return slice_dup(id);
    }
    return NULL;
}
