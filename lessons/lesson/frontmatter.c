/*
 * frontmatter.c - the YAML above a lesson: where it ends, and what it holds;
 * the only file that knows libyaml. What a lesson makes of it is said in
 * frontmatter_keys.c.
 *
 * libyaml's document API keeps the place of every node, so each message can
 * name the line that it is about.
 */
#include "lessons/lesson/frontmatter_inside.h"

#include <stdlib.h>
#include <yaml.h>

#include "lessons/text/unseen.h"

/* ---- what is cut off ---- */

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

/* ---- values ---- */

/* libyaml counts lines from 0, at the line behind the first fence. */
static int line_of(const yaml_node_t *node)
{
    return (int)node->start_mark.line + FRONTMATTER_LINE;
}

static struct slice scalar(const yaml_node_t *node)
{
    return (struct slice){(const char *)node->data.scalar.value,
                          node->data.scalar.length};
}

/* NULL is what an empty document has for a root. */
static struct front_value value_of(yaml_document_t *document,
                                   const yaml_node_t *node)
{
    struct front_value value = {
        .document = document, .node = node, .line = FRONTMATTER_LINE};

    if (!node)
        return value;
    value.line = line_of(node);
    if (node->type == YAML_SCALAR_NODE) {
        value.kind = FRONT_TEXT;
        value.text = scalar(node);
    } else if (node->type == YAML_SEQUENCE_NODE) {
        value.kind = FRONT_LIST;
        value.n = (int)(node->data.sequence.items.top -
                        node->data.sequence.items.start);
    } else {
        value.kind = FRONT_MAPPING;
        value.n = (int)(node->data.mapping.pairs.top -
                        node->data.mapping.pairs.start);
    }
    return value;
}

struct front_value front_item(const struct front_value *list, int i)
{
    const yaml_node_t *node = list->node;

    return value_of(list->document,
                    yaml_document_get_node(list->document,
                                           node->data.sequence.items.start[i]));
}

struct front_value front_pair(const struct front_value *mapping, int i,
                              struct front_value *key)
{
    const yaml_node_t *node = mapping->node;
    const yaml_node_pair_t *pair = &node->data.mapping.pairs.start[i];

    *key = value_of(mapping->document,
                    yaml_document_get_node(mapping->document, pair->key));
    return value_of(mapping->document,
                    yaml_document_get_node(mapping->document, pair->value));
}

/* ---- the whole of it ---- */

/*
 * Load the YAML; false, with its complaint noted, when it is none. Of a mistake
 * libyaml always says which one; where it has stopped without a word, it had no
 * memory, which it does not always call by that name.
 */
static bool load(yaml_document_t *document, struct slice yaml,
                 struct problems *problems)
{
    yaml_parser_t parser;
    bool loaded;

    if (!yaml_parser_initialize(&parser)) {
        problems_no_memory(problems);
        return false;
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.at,
                                 yaml.len);
    loaded = yaml_parser_load(&parser, document) != 0;
    if (!loaded && (parser.error == YAML_MEMORY_ERROR || !parser.problem))
        problems_no_memory(problems);
    else if (!loaded)
        problems_add(problems, (int)parser.problem_mark.line + FRONTMATTER_LINE,
                     "%s, YAML was expected", parser.problem);
    yaml_parser_delete(&parser);
    return loaded;
}

int front_open(struct front_value *root, struct slice yaml,
               struct problems *problems)
{
    yaml_document_t *document = malloc(sizeof(*document));

    if (!document) {
        problems_no_memory(problems);
        return -1;
    }
    if (!load(document, yaml, problems)) {
        free(document);
        return -1;
    }
    *root = value_of(document, yaml_document_get_root_node(document));
    return 0;
}

void front_close(struct front_value *root)
{
    yaml_document_delete(root->document);
    free(root->document);
}

/* The lines of the YAML that a node stands on. */
static struct slice lines_of(struct slice yaml, const yaml_node_t *node)
{
    struct slice rest = yaml, found;

    for (size_t i = 0; i < node->start_mark.line; i++)
        slice_line(&rest);
    found = rest;
    for (size_t i = node->start_mark.line; i <= node->end_mark.line; i++)
        slice_line(&rest);
    found.len -= rest.len;
    return found;
}

/* Whether a value has such a character, and its lines in the file have none. */
static bool is_escaped(struct slice yaml, const yaml_node_t *node)
{
    struct slice value = scalar(node), lines = lines_of(yaml, node);

    return unseen_find(value) < value.len && unseen_find(lines) == lines.len;
}

void frontmatter_unseen(struct slice yaml, struct problems *problems)
{
    yaml_document_t document;

    /* That it can't be read was told before. */
    if (load(&document, yaml, NULL)) {
        for (const yaml_node_t *node = document.nodes.start;
             node < document.nodes.top; node++)
            if (node->type == YAML_SCALAR_NODE && is_escaped(yaml, node))
                unseen_warn(scalar(node), line_of(node), problems);
        yaml_document_delete(&document);
    }
}
