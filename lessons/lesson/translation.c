/*
 * translation.c - compares a translation with its original; see translation.h.
 *
 * What follows from a difference is not told again: behind the first line of
 * the script that differs, all may be shifted.
 */
#include "lessons/lesson/translation.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/lesson/lesson_inside.h"

/* Two lessons while they are compared. */
struct pair {
    const struct lesson *original;
    const struct lesson *translation;
    struct problems *problems;
};

/* At that line `found` stands, and the original has another text. */
static void differs(struct pair *pair, int line, const char *found, int there,
                    const char *expected)
{
    struct slice a = slice_of(found), b = slice_of(expected);

    problems_add(pair->problems, line,
                 "'%.*s' was found, '%.*s' was expected, as in %s:%d", SLICE(a),
                 SLICE(b), pair->original->file, there > 0 ? there : 1);
}

/* The same of a text that may be missing; true where they are the same. */
static bool same_text(struct pair *pair, int line, const char *found, int there,
                      const char *expected)
{
    if (strcmp(found, expected) == 0)
        return true;
    differs(pair, line, found, there, expected);
    return false;
}

/* The format is of what was found, what was expected, and the original. */
static void differs_in_number(struct pair *pair, int line, const char *format,
                              size_t found, size_t expected)
{
    problems_add(pair->problems, line, format, found, expected,
                 pair->original->file);
}

/* ---- front matter ---- */

static void compare_toggle(struct pair *pair, const struct toggle *toggle,
                           const struct toggle *expected)
{
    bool same = same_text(pair, toggle->line, toggle->name, expected->line,
                          expected->name);

    for (int i = 0; same && i < expected->n_values; i++)
        same = same_text(pair, toggle->line,
                         i < toggle->n_values ? toggle->values[i] : "",
                         expected->line, expected->values[i]);
    if (same && toggle->n_values > expected->n_values)
        differs_in_number(pair, toggle->line,
                          N_("%zu as the number of values was found, %zu was "
                             "expected, as in %s"),
                          (size_t)toggle->n_values, (size_t)expected->n_values);
}

static void compare_toggles(struct pair *pair)
{
    const struct lesson *a = pair->translation, *b = pair->original;

    if (a->n_toggles != b->n_toggles) {
        differs_in_number(pair, FRONTMATTER_LINE,
                          N_("%zu as the number of toggles was found, %zu was "
                             "expected, as in %s"),
                          (size_t)a->n_toggles, (size_t)b->n_toggles);
        return;
    }
    for (int i = 0; i < b->n_toggles; i++)
        compare_toggle(pair, &a->toggles[i], &b->toggles[i]);
}

static void compare_front(struct pair *pair)
{
    const struct lesson *a = pair->translation, *b = pair->original;

    same_text(pair, FRONTMATTER_LINE, a->id, FRONTMATTER_LINE, b->id);
    same_text(pair, FRONTMATTER_LINE, a->compare, FRONTMATTER_LINE, b->compare);
    same_text(pair, FRONTMATTER_LINE, a->across, FRONTMATTER_LINE, b->across);
    if (a->minutes != b->minutes)
        differs_in_number(pair, FRONTMATTER_LINE,
                          N_("%zu as the number of minutes was found, %zu was "
                             "expected, as in %s"),
                          (size_t)a->minutes, (size_t)b->minutes);
    if (a->shows != b->shows)
        problems_add(pair->problems, FRONTMATTER_LINE,
                     "another `view:` was found, that of %s was expected",
                     b->file);
    if (memcmp(a->needs, b->needs, sizeof(b->needs)) != 0)
        problems_add(pair->problems, FRONTMATTER_LINE,
                     "other `needs:` were found, those of %s were expected",
                     b->file);
    compare_toggles(pair);
}

/* ---- the body ---- */

/* Where the last line of the script stands, for what is missing behind it. */
static int end_of_script(const struct script *script)
{
    return script->n > 0 ? script->lines[script->n - 1].number : 1;
}

static bool compare_script(struct pair *pair)
{
    const struct script *a = &pair->translation->script;
    const struct script *b = &pair->original->script;

    for (size_t i = 0; i < a->n || i < b->n; i++) {
        const struct line *found = i < a->n ? &a->lines[i] : NULL;
        const struct line *expected = i < b->n ? &b->lines[i] : NULL;

        if (!same_text(pair, found ? found->number : end_of_script(a),
                       found ? found->text : "",
                       expected ? expected->number : end_of_script(b),
                       expected ? expected->text : ""))
            return false;
    }
    return true;
}

/* Where a step stands in its file, or what comes before it. */
static int step_line(const struct lesson *lesson, const struct step *step)
{
    switch (step->kind) {
    case STEP_RUN: return lesson->script.lines[step->first_line].number;
    case STEP_PREDICT: return lesson->predicts[step->predict].line;
    case STEP_READ: break;
    }
    return end_of_script(&lesson->script);
}

/* The same lines may be in other blocks, or between other questions. */
static void compare_steps(struct pair *pair)
{
    const struct lesson *a = pair->translation, *b = pair->original;

    for (size_t i = 0; i < a->n_steps && i < b->n_steps; i++) {
        const struct step *one = &a->steps[i], *other = &b->steps[i];
        bool same = one->kind == other->kind && one->n_lines == other->n_lines;

        if (same && one->show.panes == other->show.panes &&
            one->show.columns == other->show.columns)
            continue;
        problems_add(pair->problems, step_line(a, one),
                     same ? N_("step %zu was found with another `show`, that "
                               "of %s was expected")
                          : N_("step %zu was found with other lines or another "
                               "question, those of %s were expected"),
                     i + 1, b->file);
        return;
    }
    if (a->n_steps != b->n_steps)
        differs_in_number(pair, end_of_script(&a->script),
                          N_("%zu as the number of steps was found, %zu was "
                             "expected, as in %s"),
                          a->n_steps, b->n_steps);
}

/* What of the call is asked about, as the question says it. */
static const char *about_text(const struct predict *predict)
{
    return predict->fills < 0 ? ""
                              : call_fill_name(predict->call, predict->fills);
}

/* What a choice says; the room is for a result. */
static const char *choice_text(const struct choice *choice, char *out,
                               size_t size)
{
    return choice->filled ? choice->filled
                          : result_format(&choice->result, out, size);
}

static void compare_predict(struct pair *pair, const struct predict *a,
                            const struct predict *b)
{
    char found[64], expected[64];

    if (!same_text(pair, a->line, a->actor, b->line, b->actor) ||
        !same_text(pair, a->line, a->call, b->line, b->call) ||
        !same_text(pair, a->line, about_text(a), b->line, about_text(b)))
        return;
    if (a->n_choices != b->n_choices) {
        differs_in_number(pair, a->line,
                          N_("%zu as the number of choices was found, %zu was "
                             "expected, as in %s"),
                          (size_t)a->n_choices, (size_t)b->n_choices);
        return;
    }
    for (int i = 0; i < b->n_choices; i++)
        if (!same_text(pair, a->line,
                       choice_text(&a->choices[i], found, sizeof(found)),
                       b->line,
                       choice_text(&b->choices[i], expected, sizeof(expected))))
            return;
}

static void compare_predicts(struct pair *pair)
{
    const struct lesson *a = pair->translation, *b = pair->original;

    if (a->n_predicts != b->n_predicts) {
        differs_in_number(pair, end_of_script(&a->script),
                          N_("%zu as the number of questions was found, %zu "
                             "was expected, as in %s"),
                          a->n_predicts, b->n_predicts);
        return;
    }
    for (size_t i = 0; i < b->n_predicts; i++)
        compare_predict(pair, &a->predicts[i], &b->predicts[i]);
}

/* The first line of a program that is another one. */
static void compare_program(struct pair *pair, const struct program *a,
                            const struct program *b)
{
    struct slice found = slice_of(a->code), expected = slice_of(b->code);

    if (!same_text(pair, a->line, a->actor, b->line, b->actor))
        return;
    for (int i = 1; found.len > 0 || expected.len > 0; i++) {
        struct slice one = slice_line(&found), other = slice_line(&expected);

        if (slice_equal(one, other))
            continue;
        problems_add(pair->problems, a->line + i,
                     "'%.*s' was found, '%.*s' was expected, as in %s:%d",
                     SLICE(one), SLICE(other), pair->original->file,
                     b->line + i);
        return;
    }
}

static void compare_programs(struct pair *pair)
{
    const struct lesson *a = pair->translation, *b = pair->original;

    if (a->n_programs != b->n_programs) {
        differs_in_number(pair, FRONTMATTER_LINE,
                          N_("%zu as the number of programs was found, %zu was "
                             "expected, as in %s"),
                          (size_t)a->n_programs, (size_t)b->n_programs);
        return;
    }
    for (int i = 0; i < b->n_programs; i++)
        compare_program(pair, &a->programs[i], &b->programs[i]);
}

void translation_compare(const struct lesson *original,
                         const struct lesson *translation,
                         struct problems *problems)
{
    struct pair pair = {original, translation, problems};

    compare_front(&pair);
    compare_programs(&pair);
    compare_predicts(&pair);
    if (compare_script(&pair) &&
        original->n_predicts == translation->n_predicts)
        compare_steps(&pair);
}
