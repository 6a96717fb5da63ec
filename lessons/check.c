/*
 * check.c - see check.h.
 *
 * What makes a file no lesson is found by its readers. Here is the rest: what
 * a reader of the lesson would stumble over.
 */
#include "lessons/check.h"

#include <stdlib.h>
#include <string.h>

#include "lessons/lesson_parts.h"
#include "lessons/text.h"

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

/* ---- predictions ---- */

/*
 * Whether a learner could have chosen what the script says will come. A choice
 * `?` is right whatever comes, so it offers everything.
 */
static bool is_offered(const struct predict *predict,
                       const struct result *result)
{
    for (int i = 0; i < predict->n_choices; i++) {
        const struct result *choice = &predict->choices[i].result;

        if (choice->kind == RESULT_ANY ||
            (choice->kind == result->kind &&
             (result->kind == RESULT_BLOCKS ||
              result_match(choice, result->value, result->err))))
            return true;
    }
    return false;
}

/*
 * lane is the toggle's value that the setting was made for; "" without. Only
 * where the script says one result, or `...`: what it leaves open a learner
 * can't be wrong about.
 */
static bool check_answer(const struct lesson *lesson,
                         const struct predict *predict,
                         const struct setting *setting, const char *lane,
                         struct problems *problems)
{
    const struct line *line = &lesson->script.lines[predict->about];
    struct result result;
    char text[64];
    bool found;

    /* In a lane where the line does not run nobody is asked. */
    if (!line_applies(line, setting))
        return true;
    result = line_expected(line, setting, &found);
    if ((result.kind != RESULT_VALUE && result.kind != RESULT_BLOCKS) ||
        is_offered(predict, &result))
        return true;
    problems_add(problems, predict->line,
                 "no choice '%s' was found, but line %d expects it%s%s%s%s",
                 result_format(&result, text, sizeof(text)), line->number,
                 lane[0] != '\0' ? " with " : "",
                 lane[0] != '\0' ? lesson->compare : "",
                 lane[0] != '\0' ? "=" : "", lane);
    return false;
}

/* In each lane the script's own answer must be among the choices. */
static void check_predict(const struct lesson *lesson,
                          const struct predict *predict,
                          struct problems *problems)
{
    const struct scope scope = {lesson->toggles, lesson->n_toggles};
    /*
     * Only the lanes that the lesson shows are tried: other toggles are turned
     * by the learner, who then sees what the kernel says.
     */
    const struct toggle *lanes =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    struct setting setting;

    setting_defaults(&setting, &scope);
    if (lanes == NULL) {
        check_answer(lesson, predict, &setting, "", problems);
        return;
    }
    for (int v = 0; v < lanes->n_values; v++) {
        setting.value[lanes - lesson->toggles] = v;
        check_answer(lesson, predict, &setting, lanes->values[v], problems);
    }
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

/* ---- toggles ---- */

static bool in_conditions(const struct alternative *alternative,
                          const char *name)
{
    for (int i = 0; i < alternative->n_conditions; i++)
        if (strcmp(alternative->conditions[i].name, name) == 0)
            return true;
    return false;
}

/*
 * In a condition or as $NAME, wherever a line may have them.
 *
 * The four places where a toggle can act: the condition in front, the one
 * behind an observation, the text of a call or value, and those of the
 * alternatives.
 */
static bool line_uses(const struct line *line, const struct scope *scope,
                      int toggle)
{
    const char *name = scope->toggles[toggle].name;

    if (strcmp(line->only.name, name) == 0 ||
        in_conditions(&line->when, name) ||
        (line->call && text_uses_toggle(line->call, scope, toggle)) ||
        (line->value && text_uses_toggle(line->value, scope, toggle)))
        return true;
    for (int i = 0; i < line->n_alternatives; i++)
        if (in_conditions(&line->alternatives[i], name))
            return true;
    return false;
}

static bool script_uses(const struct script *script, const struct scope *scope,
                        int toggle)
{
    for (size_t i = 0; i < script->n; i++)
        if (line_uses(&script->lines[i], scope, toggle))
            return true;
    return false;
}

/* A toggle that nothing uses is a misspelt $NAME or a line that was lost. */
static void check_toggles(const struct lesson *lesson,
                          struct problems *problems)
{
    const struct scope scope = {lesson->toggles, lesson->n_toggles};

    for (int i = 0; i < scope.n; i++)
        if (!script_uses(&lesson->script, &scope, i))
            problems_add(problems, 0,
                         "the toggle '%s' was found, but no line uses it",
                         scope.toggles[i].name);
}

/* ---- the whole of it ---- */

/*
 * What follows from lines that can't be read would only be noise, so all that
 * looks at the script as a whole waits until it is readable.
 */
void check_text(const char *text, size_t len, struct problems *problems)
{
    struct lesson *lesson = lesson_read(text, len, problems);
    bool readable;

    if (lesson == NULL)
        return;
    /* What a broken line would have used can't be known. */
    readable = problems_none(problems);
    if (has_frontmatter(lesson))
        check_prose(lesson, problems);
    if (readable && has_frontmatter(lesson) && lesson->script.n == 0)
        problems_add(problems, 0,
                     "no script line was found, a ```lab block was expected");
    for (size_t i = 0; readable && i < lesson->n_predicts; i++)
        check_predict(lesson, &lesson->predicts[i], problems);
    for (int i = 0; readable && i < lesson->n_programs; i++)
        check_program(lesson, &lesson->programs[i], problems);
    if (readable)
        check_toggles(lesson, problems);
    problems_sort(problems);
    lesson_free(lesson);
}

/*
 * Even a file of which nothing can be read is an answer, not a failure: -1 is
 * for a file that can't be opened.
 */
int check_file(const char *file, FILE *out, struct err *err)
{
    struct problems problems = {.name = file};
    char *text;
    size_t len;
    int n;

    if (text_read(file, &text, &len, err) != 0)
        return -1;
    check_text(text, len, &problems);
    free(text);
    for (size_t i = 0; i < problems.n; i++)
        fprintf(out, "%s\n", problems.list[i].text);
    if (problems.dropped > 0)
        fprintf(out, "%s: %zu more problems were found\n", file,
                problems.dropped);
    n = (int)(problems.n + problems.dropped);
    if (problems.out_of_memory)
        n = err_machine(err, "%s: out of memory", file);
    problems_free(&problems);
    return n;
}
