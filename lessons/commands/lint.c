/*
 * lint.c - looks at a lesson's script and code; see lint.h.
 *
 * Calls of which nothing is expected, calls that an actor's program does not
 * make, blocks that are nearly a script, and code that is too wide. The prose
 * is looked at in lint_prose.c.
 */
#include "lessons/commands/lint.h"

#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/utf8.h"

/* ---- results ---- */

/* Whether the next that the script says of the actor is that it has died. */
static bool dies_next(const struct script *script, size_t at)
{
    const char *actor = script->lines[at].actor;

    for (size_t i = at + 1; i < script->n; i++) {
        const struct line *line = &script->lines[i];

        if (strcmp(line->actor, actor) == 0)
            return line->kind == LINE_KILLED || line->kind == LINE_EXITED;
    }
    return false;
}

/*
 * A line without a result can't fail, so it proves nothing; where really
 * anything may come, `= ?` says so. exit() never returns, and neither does a
 * call that a signal ends.
 */
static void lint_results(const struct script *script, struct problems *problems)
{
    for (size_t i = 0; i < script->n; i++) {
        const struct line *line = &script->lines[i];

        if (line->kind == LINE_CALL && line->n_alternatives == 0 &&
            !slice_is(line_call_name(line), "exit") && !dies_next(script, i))
            problems_warn(problems, line->number,
                          "a call without a result was found, '= RESULT' was "
                          "expected behind it ('= ?' for any)");
    }
}

/* ---- programs ---- */

/* The first line where the actor makes that call; NULL when it never does. */
static const struct line *find_call(const struct script *script,
                                    const char *actor, const char *call)
{
    for (size_t i = 0; i < script->n; i++) {
        const struct line *line = &script->lines[i];

        if (line->kind == LINE_CALL && strcmp(line->actor, actor) == 0 &&
            slice_is(line_call_name(line), call))
            return line;
    }
    return NULL;
}

/*
 * The screen marks the line of the program that runs. A call that is not in it
 * leaves the mark where it was, and the reader at a loss. Calls are looked for
 * by the table of calls, once each, however long the script is. That a program
 * ends without a word of exit() is usual.
 */
static void lint_program(const struct script *script,
                         const struct program *program,
                         struct problems *problems)
{
    const char *call;

    for (int i = 0; (call = call_table_name(i)); i++) {
        const struct line *line = find_call(script, program->actor, call);

        if (line && strcmp(call, "exit") != 0 &&
            program_line(program, call, -1) < 0)
            problems_warn(problems, program->line,
                          "no %s() was found in the program of %s, but line "
                          "%d calls it",
                          call, program->actor, line->number);
    }
}

/* ---- code ---- */

/* Characters, with tabs as wide as they are; a lesson's code is ASCII. */
static int columns(struct slice line)
{
    int n = 0;

    for (size_t i = 0; i < line.len;) {
        size_t length = utf8_read(line.at + i, line.len - i, NULL);

        n = line.at[i] == '\t' ? n / 8 * 8 + 8 : n + 1;
        i += length > 0 ? length : 1;
    }
    return n;
}

/* number is the line of the fence. */
static void lint_width(const char *code, int number, struct problems *problems)
{
    struct slice rest = slice_of(code);

    while (rest.len > 0) {
        int wide = columns(slice_line(&rest));

        number++;
        if (wide > LINT_COLUMNS)
            problems_warn(problems, number,
                          "code of %d columns was found, at most %d were "
                          "expected",
                          wide, LINT_COLUMNS);
    }
}

/*
 * Programs and other code are shown as they are. Not so script lines, which
 * can't be broken, and questions, which are filled like all prose.
 */
void lint_code(const struct lesson *lesson, struct problems *problems)
{
    const struct document *document = &lesson->document;

    for (int i = 0; i < lesson->n_programs; i++)
        lint_width(lesson->programs[i].code, lesson->programs[i].line,
                   problems);
    for (size_t i = 0; i < document->n; i++)
        if (document->paras[i].kind == PARA_CODE)
            lint_width(document->paras[i].code, document->paras[i].line,
                       problems);
}

/* ---- blocks ---- */

/*
 * The word of a fence that makes steps, where another one is found that is
 * nearly it: such a block is shown as it stands, and nothing of it runs.
 */
static const char *meant_block(struct slice word)
{
    static const char *const words[] = {"lab", "predict"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        struct nearest best = {0};

        nearest_try(&best, word.at, word.len, words[i]);
        if ((best.name || slice_begins(word, words[i])) &&
            !slice_is(word, words[i]))
            return words[i];
    }
    return NULL;
}

void lint_blocks(const struct lesson *lesson, struct problems *problems)
{
    for (size_t i = 0; i < lesson->document.n; i++) {
        const struct para *para = &lesson->document.paras[i];
        struct slice info =
            slice_of(para->kind == PARA_CODE && para->info ? para->info : "");
        struct slice word = slice_word(&info);
        const char *meant = meant_block(word);

        if (meant)
            problems_warn(problems, para->line,
                          "a block '%.*s' was found, '%s' was expected: as it "
                          "stands it is only shown",
                          SLICE(word), meant);
    }
}

/* ---- the script ---- */

void lint_script(const struct lesson *lesson, struct problems *problems)
{
    lint_results(&lesson->script, problems);
    for (int i = 0; i < lesson->n_programs; i++)
        lint_program(&lesson->script, &lesson->programs[i], problems);
}
