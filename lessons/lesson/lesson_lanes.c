/*
 * lesson_lanes.c - what a lesson's lanes differ in: one toggle, or the
 * combinations of two.
 */
#include <ctype.h>
#include <string.h>

#include "lessons/lesson/lesson_inside.h"

bool lesson_compares(const struct lesson *lesson, const char *toggle)
{
    return toggle[0] != '\0' && (strcmp(lesson->compare, toggle) == 0 ||
                                 strcmp(lesson->across, toggle) == 0);
}

/* Whether one of the conditions is about a compared toggle. */
static bool asks_compared(const struct lesson *lesson,
                          const struct conditions *when)
{
    for (int i = 0; i < when->n; i++)
        if (lesson_compares(lesson, when->list[i].name))
            return true;
    return false;
}

/* Whether the text has the $NAME of that toggle. */
static bool has_name(const char *text, const char *toggle)
{
    size_t len = strlen(toggle);

    while (len > 0 && (text = strchr(text, '$'))) {
        text++;
        if (strncmp(text, toggle, len) == 0 &&
            !isalnum((unsigned char)text[len]) && text[len] != '_')
            return true;
    }
    return false;
}

/* Whether the line is another one, or ends otherwise, in some lane. */
static bool line_differs(const struct lesson *lesson, const struct line *line)
{
    const char *text = line_template(line);

    if (asks_compared(lesson, &line->when))
        return true;
    for (int i = 0; i < line->n_alternatives; i++)
        if (asks_compared(lesson, &line->alternatives[i].when))
            return true;
    return text &&
           (has_name(text, lesson->compare) || has_name(text, lesson->across));
}

bool lesson_alike_until(const struct lesson *lesson, size_t line)
{
    for (size_t i = 0; i <= line && i < lesson->script.n; i++)
        if (line_differs(lesson, &lesson->script.lines[i]))
            return false;
    return true;
}

/*
 * Its index if its values make lanes; else -1. A toggle that is set by hand
 * makes none: whoever says -s old=on wants to see that row alone.
 */
static int free_toggle(const struct lesson *lesson, const char *name,
                       const struct condition *fixed, int n)
{
    const struct toggle *toggle =
        toggle_find(lesson->toggles, lesson->n_toggles, name);

    for (int i = 0; i < n; i++)
        if (strcmp(fixed[i].name, name) == 0)
            return -1;
    return toggle ? (int)(toggle - lesson->toggles) : -1;
}

/* How many values it goes through; one where it is not compared. */
static int values_of(const struct lesson *lesson, int toggle)
{
    return toggle < 0 ? 1 : lesson->toggles[toggle].n_values;
}

/*
 * Row by row: the second toggle changes from each lane to the next, so that
 * lanes which are neighbours on the screen are neighbours in the grid.
 */
int lesson_settings(const struct lesson *lesson, const struct condition *fixed,
                    int n, struct setting settings[LESSON_LANES],
                    struct err *err)
{
    const struct scope scope = {.toggles = lesson->toggles,
                                .n = lesson->n_toggles};
    int row = free_toggle(lesson, lesson->compare, fixed, n);
    int column = free_toggle(lesson, lesson->across, fixed, n);
    int columns = values_of(lesson, column);
    int lanes = values_of(lesson, row) * columns;
    struct setting first;

    setting_defaults(&first, &scope);
    for (int i = 0; i < n; i++)
        if (setting_set(&first, fixed[i].name, fixed[i].value, err) != 0)
            return -1;
    /* frontmatter.c has seen to it that they are not more than fit. */
    for (int i = 0; i < lanes && i < LESSON_LANES; i++) {
        settings[i] = first;
        if (row >= 0)
            settings[i].value[row] = i / columns;
        if (column >= 0)
            settings[i].value[column] = i % columns;
    }
    return lanes;
}

/* ---- reading ---- */

/* Whether a compared toggle is there; one that is not named is. */
static int check_compared(const struct lesson *lesson, const char *name,
                          int line, struct problems *problems)
{
    const struct scope scope = {.toggles = lesson->toggles,
                                .n = lesson->n_toggles};
    char known[256];

    if (name[0] == '\0' ||
        toggle_find(lesson->toggles, lesson->n_toggles, name))
        return 0;
    toggle_names(&scope, known, sizeof(known));
    return problems_add(problems, line,
                        "compare '%s' was found, a toggle was expected: %s",
                        name, known);
}

int compare_check(const struct lesson *lesson, int line,
                  struct problems *problems)
{
    const struct toggle *rows =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    const struct toggle *columns =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->across);

    if (check_compared(lesson, lesson->compare, line, problems) != 0 ||
        check_compared(lesson, lesson->across, line, problems) != 0)
        return -1;
    if (!rows || !columns)
        return 0;
    if (rows == columns)
        return problems_add(problems, line,
                            "compare '%s' was found twice, two different "
                            "toggles were expected",
                            lesson->compare);
    if (rows->n_values * columns->n_values > LESSON_LANES)
        return problems_add(problems, line,
                            "%d combinations were found to compare, at most "
                            "%d were expected",
                            rows->n_values * columns->n_values, LESSON_LANES);
    return 0;
}

void compare_check_lives(const struct lesson *lesson, struct problems *problems)
{
    const struct scope scope = {.toggles = lesson->toggles,
                                .n = lesson->n_toggles};
    struct setting lanes[LESSON_LANES];
    int n = lesson_settings(lesson, NULL, 0, lanes, NULL);

    script_check_lives(&lesson->script, &scope, lanes, n, problems);
}
