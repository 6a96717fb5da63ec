/*
 * check_lesson.c - looks at a lesson or a script; see check_inside.h.
 *
 * What makes a file no lesson is found by its readers. Here is the rest: what
 * a reader of the lesson would stumble over.
 */
#include "lessons/commands/check_inside.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/commands/lint.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/runner/proof.h"
#include "lessons/text/unseen.h"

/* ---- steps ---- */

/*
 * A question is prose enough, also for the block that follows it. One message
 * does for all groups of a block, which share their prose.
 */
static void check_prose(const struct lesson *lesson, struct problems *problems)
{
    bool excused = false;

    for (size_t i = 0; i < lesson->n_steps; i++) {
        const struct step *step = &lesson->steps[i];
        bool bare = step->kind == STEP_RUN && step->n_prose == 0;

        if (bare && !excused)
            problems_add(problems,
                         lesson->script.lines[step->first_line].number,
                         "a step without prose was found, a paragraph was "
                         "expected above its block");
        excused = bare || step->kind == STEP_PREDICT;
    }
}

/* Whether it is a lesson; a stand-alone script has no prose at all. */
static bool has_frontmatter(const struct lesson *lesson)
{
    return lesson->summary[0] != '\0';
}

/* ---- lanes ---- */

/*
 * Step to the next combination of those toggles' values, as an odometer does;
 * the others stay. False, and all of those are at their first again, after
 * the last one.
 */
static bool setting_next(struct setting *setting, const bool *turned)
{
    for (int i = setting->n - 1; i >= 0; i--) {
        if (!turned[i])
            continue;
        if (++setting->value[i] < setting->toggles[i].n_values)
            return true;
        setting->value[i] = 0;
    }
    return false;
}

/* ---- programs ---- */

/* An actor that only another one's fork() names does nothing yet. */
static bool has_actor(const struct script *script, const char *actor)
{
    for (size_t i = 0; i < script->n; i++)
        if (strcmp(script->lines[i].actor, actor) == 0)
            return true;
    return false;
}

static void check_program(const struct lesson *lesson,
                          const struct program *program,
                          struct problems *problems)
{
    if (!has_actor(&lesson->script, program->actor))
        problems_add(problems, program->line,
                     "a program of %s was found, script lines of it were "
                     "expected",
                     program->actor);
}

/* ---- what is to be tried at the end ---- */

/* Whether it is meant to be typed at the prompt: `server: close(3)`. */
static bool is_order(struct slice code)
{
    size_t end = 0;

    while (end < code.len &&
           (isalnum((unsigned char)code.at[end]) || code.at[end] == '@'))
        end++;
    return end > 0 && end + 1 < code.len && code.at[end] == ':' &&
           code.at[end + 1] == ' ';
}

/* The lines in `try`, in backquotes, must be such that the prompt takes them.
 */
static void check_attempt(const struct lesson *lesson,
                          struct problems *problems)
{
    struct slice rest = slice_of(lesson->attempt ? lesson->attempt : ""), code;
    struct script script = {.n = 0};
    struct err why;
    bool more = true;

    slice_cut(&rest, '`', &more);
    while (more) {
        code = slice_cut(&rest, '`', &more);
        if (is_order(code) &&
            script_parse(&script, "try", code.at, code.len, 0, lesson->toggles,
                         lesson->n_toggles, &why) < 0)
            problems_err(problems, lesson->attempt_line, &why);
        slice_cut(&rest, '`', &more);
    }
    script_free(&script);
}

/* ---- toggles ---- */

/*
 * How many results may be compared for all toggles of a lesson. Conditions can
 * name all toggles at once; what such lines come to is then taken on trust.
 */
enum { LOOKS = 100000 };

/* Whether one of them from that index on is about the toggle. */
static bool in_conditions(const struct conditions *conditions, int from,
                          const char *name)
{
    for (int i = from; i < conditions->n; i++)
        if (strcmp(conditions->list[i].name, name) == 0)
            return true;
    return false;
}

/* Whether an alternative of the line has a condition on it. */
static bool in_alternatives(const struct line *line, const char *name)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (in_conditions(&line->alternatives[i].when, 0, name))
            return true;
    return false;
}

/* Whether the result is not the same for all values, the others as set. */
static bool result_turns(const struct line *line, struct setting *setting,
                         int toggle)
{
    bool differ = false;
    struct result first;

    setting->value[toggle] = 0;
    first = line_expected(line, setting);
    for (int v = 1; v < setting->toggles[toggle].n_values; v++) {
        struct result other;

        setting->value[toggle] = v;
        other = line_expected(line, setting);
        differ = differ || !result_equal(&first, &other);
    }
    setting->value[toggle] = 0;
    return differ;
}

/*
 * Alternatives may name a toggle and come to the same: `0 if t=on, 0`. So all
 * values of the others that they name are gone through.
 */
static bool alternatives_turn(const struct line *line,
                              const struct scope *scope, int toggle, int *looks)
{
    bool turned[SETTING_TOGGLES];
    struct setting setting;

    if (!in_alternatives(line, scope->toggles[toggle].name))
        return false;
    for (int i = 0; i < scope->n; i++)
        turned[i] =
            i != toggle && in_alternatives(line, scope->toggles[i].name);
    setting_defaults(&setting, scope);
    do {
        if (--*looks < 0 || result_turns(line, &setting, toggle))
            return true;
    } while (setting_next(&setting, turned));
    return false;
}

/* A line without the conditions in front of it. */
static const char *bare_text(const struct line *line)
{
    const char *end = line->bracketed ? strchr(line->text, ']') : NULL;

    if (!end)
        return line->text;
    return end + 1 + strspn(end + 1, " \t");
}

/*
 * The next line from *at that runs where the toggle has that value, as far as
 * the condition in front can tell; NULL past the last.
 */
static const struct line *next_where(const struct script *script, size_t *at,
                                     const char *name, const char *value)
{
    while (*at < script->n) {
        const struct line *line = &script->lines[(*at)++];

        const struct condition *front = line->when.list;

        if (!line->bracketed || strcmp(front->name, name) != 0 ||
            strcmp(front->value, value) == 0)
            return line;
    }
    return NULL;
}

/* Whether two values of a toggle leave the same lines in the same order. */
static bool same_lines(const struct script *script, const char *name,
                       const char *one, const char *other)
{
    size_t i = 0, j = 0;
    const struct line *a, *b;

    do {
        a = next_where(script, &i, name, one);
        b = next_where(script, &j, name, other);
        if (a != b &&
            (!a || !b || a->when.n > a->bracketed || b->when.n > b->bracketed ||
             strcmp(bare_text(a), bare_text(b)) != 0))
            return false;
    } while (a);
    return true;
}

/* `[t=off] L` above `[t=on] L` name the toggle, and come to L in any case. */
static bool fronts_turn(const struct script *script,
                        const struct toggle *toggle)
{
    for (int v = 1; v < toggle->n_values; v++)
        if (!same_lines(script, toggle->name, toggle->values[0],
                        toggle->values[v]))
            return true;
    return false;
}

/*
 * Where a toggle can act besides the condition in front: in the one behind an
 * observation, the text of a call or value, and the alternatives. For the first
 * two to name it is to depend on it.
 */
static bool line_turns(const struct line *line, const struct scope *scope,
                       int toggle, int *looks)
{
    const char *name = scope->toggles[toggle].name;

    const char *text = line_template(line);

    return in_conditions(&line->when, line->bracketed, name) ||
           (text && text_uses_toggle(text, scope, toggle)) ||
           alternatives_turn(line, scope, toggle, looks);
}

/* A toggle that changes nothing is a misspelt $NAME or a line that was lost. */
static void check_toggles(const struct lesson *lesson,
                          struct problems *problems)
{
    const struct scope scope = {.toggles = lesson->toggles,
                                .n = lesson->n_toggles};
    int looks = LOOKS;

    for (int t = 0; t < scope.n; t++) {
        bool turns = fronts_turn(&lesson->script, &scope.toggles[t]);

        for (size_t i = 0; i < lesson->script.n && !turns; i++)
            turns = line_turns(&lesson->script.lines[i], &scope, t, &looks);
        if (!turns)
            problems_add(problems, scope.toggles[t].line,
                         "the toggle '%s' was found, but it changes nothing: "
                         "a line that depends on it was expected",
                         scope.toggles[t].name);
    }
}

/* ---- the whole of it ---- */

/* What is wrong with a lesson or a script whose lines can all be read. */
static void check_readable(const struct lesson *lesson,
                           struct problems *problems)
{
    proof_note(lesson, problems);
    predict_check_all(lesson, problems);
    for (int i = 0; i < lesson->n_programs; i++)
        check_program(lesson, &lesson->programs[i], problems);
    check_toggles(lesson, problems);
    check_attempt(lesson, problems);
}

/*
 * What an editor would say of a lesson. Prose and code are read whatever is
 * wrong with a script; without any paragraph they were not, and nothing can be
 * said of a source, say.
 */
static void check_style(const struct lesson *lesson, struct slice file,
                        bool readable, struct problems *problems)
{
    if (readable)
        lint_script(lesson, problems);
    lint_code(lesson, problems);
    lint_blocks(lesson, problems);
    if (readable || lesson->document.n > 0)
        lint_prose(lesson, file, problems);
}

/*
 * What can't be seen, in scripts as well. A byte order mark in front of a file
 * says nothing, and YAML has escapes for any character.
 */
static void check_unseen(struct slice file, struct problems *problems)
{
    struct slice yaml, body;
    int line;

    slice_take(&file, "\xef\xbb\xbf");
    unseen_lint(file, 1, problems);
    if (frontmatter_cut(file, &yaml, &body, &line, NULL) == 0)
        frontmatter_unseen(yaml, problems);
}

/*
 * What follows from lines that can't be read would only be noise, so all that
 * looks at the script as a whole waits until it is readable. What an editor
 * would say of a lesson comes last, so that no mistake is lost behind it.
 */
void check_lesson(const char *text, size_t len, struct problems *problems)
{
    struct lesson *lesson = lesson_read(text, len, problems);
    bool readable;

    /* A lesson that is not whole would be blamed for what it lacks. */
    if (!lesson || problems->out_of_memory) {
        lesson_free(lesson);
        return;
    }
    /* What a broken line would have used can't be known. */
    readable = problems_none(problems);
    if (has_frontmatter(lesson))
        check_prose(lesson, problems);
    if (readable)
        check_readable(lesson, problems);
    if (has_frontmatter(lesson))
        check_style(lesson, (struct slice){text, len}, readable, problems);
    check_unseen((struct slice){text, len}, problems);
    lesson_free(lesson);
}
