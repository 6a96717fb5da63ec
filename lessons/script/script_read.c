/*
 * script_read.c - goes through the lines of a script; see script.h.
 *
 * Toggles are read in a pass of their own, before the lines that use them. Each
 * line is then read by script_line.c, and a mistake in one does not end the
 * reading, so that check can report them all.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/script/script_inside.h"
#include "lessons/text/file.h"

/* ---- toggles ---- */

/* `toggle NAME VALUE...`; an actor called toggle has a colon behind it. */
static bool is_toggle_line(struct slice text)
{
    return slice_is(slice_word(&text), "toggle");
}

/* toggle NAME VALUE VALUE... */
static int read_toggle(struct slice text, struct toggle *toggles, int *n,
                       struct err *err)
{
    int index = *n;

    slice_word(&text); /* the word toggle itself */
    if (toggle_add(toggles, n, slice_word(&text), err) != 0)
        return -1;
    if (text.len == 0)
        return err_input(err,
                         "toggle %s without values was found, toggle NAME "
                         "VALUE VALUE... was expected",
                         toggles[index].name);
    while (text.len > 0)
        if (toggle_add_value(&toggles[index], slice_word(&text), err) != 0)
            return -1;
    return 0;
}

/*
 * In a pass of its own before the lines are read: a toggle may be declared
 * below its first use.
 */
int script_read_toggles(const char *text, size_t len, struct toggle *toggles,
                        int *n, struct problems *problems)
{
    struct slice rest = {text, len};
    int result = 0;

    for (int number = 1; rest.len > 0; number++) {
        struct slice line = script_strip(slice_line(&rest));
        struct err why;

        if (!is_toggle_line(line))
            continue;
        if (read_toggle(line, toggles, n, &why) != 0)
            result = problems_err(problems, number, &why);
        else
            toggles[*n - 1].line = number;
    }
    return result;
}

/* ---- lines ---- */

/* One more line, zeroed; NULL without memory. */
static struct line *next_line(struct script *script)
{
    struct line *lines = memory_one_more(script->lines, script->n,
                                         &script->room, sizeof(*lines));

    if (!lines)
        return NULL;
    script->lines = lines;
    memset(&lines[script->n], 0, sizeof(*lines));
    return &lines[script->n++];
}

/* What conditions ask of the kernel. */
static unsigned asked(const struct conditions *conditions)
{
    unsigned asks = 0;

    for (int i = 0; i < conditions->n; i++)
        asks |= condition_need(&conditions->list[i]);
    return asks;
}

/*
 * Packets and addresses are noted where they are read. A line that itself asks
 * what the kernel can do needs nothing: it runs only where it can be run.
 */
static void note_needs(struct script *script, const struct line *line)
{
    bool kills = line->kind == LINE_SS_KILL && !line_asks(line);
    bool sets = line->kind == LINE_SYSCTL && !line_asks(line);

    script->asks |= asked(&line->when);
    for (int i = 0; i < line->n_alternatives; i++)
        script->asks |= asked(&line->alternatives[i].when);
    script->needs[NEED_SYSCTL] |= sets;
    script->needs[NEED_COUNTER] |= line->kind == LINE_NSTAT && !line_asks(line);
    script->needs[NEED_DESTROY] |= kills;
    script->needs[NEED_DESTROY_TIME_WAIT] |=
        kills && !line->any_state && line->state == STATE_TIME_WAIT;
    script->needs[NEED_SOMAXCONN] |=
        sets && strncmp(line->sysctl, "net.core.", 9) == 0;
}

/* What is returned gets its name when the line has been read. */
static int note_results(struct script *script, const struct line *line,
                        struct err *err)
{
    for (int i = 0; i < line->n_alternatives; i++) {
        const char *name = line->alternatives[i].result.name;

        if (name[0] && script_note_name(script, name, "3", err) != 0)
            return -1;
    }
    return 0;
}

/*
 * Read a line into the script. A line that is wrong stays in it, half read:
 * the script will never run, but check goes on with what follows.
 */
static int add_line(struct script *script, struct slice text, int number,
                    int group, const struct scope *scope,
                    struct problems *problems)
{
    struct line *line;
    struct err why;

    line = next_line(script);
    if (!line)
        return problems_no_memory(problems);
    line->number = number;
    line->group = group;
    line->text = slice_dup(text);
    if (!line->text)
        return problems_no_memory(problems);
    if (line_read(line, text, script, scope, &why) != 0 ||
        note_results(script, line, &why) != 0)
        return problems_err(problems, number, &why);
    note_needs(script, line);
    return 0;
}

/*
 * Line by line. The prompt has one line, whose number is 0 and stays so: then
 * numbers do not count up.
 */
void script_read(struct script *script, const char *text, size_t len,
                 int first_line, const struct scope *scope,
                 struct problems *problems)
{
    struct slice rest = {text, len};
    bool apart = true; /* the next line begins a group */

    if (text_check(text, len, first_line, problems) != 0)
        return;
    for (int number = first_line; rest.len > 0; number += first_line > 0) {
        struct slice written = slice_line(&rest);
        struct slice line = script_strip(written);

        apart = apart || slice_trim(written).len == 0;
        /*
         * Longer ones are no mistake of typing; a call's order also has to fit
         * into one message to its actor (lab/actor/proto.c).
         */
        if (written.len > SCRIPT_LINE_MAX) {
            problems_add(problems, number,
                         "a line of %zu bytes was found, at most %d were "
                         "expected",
                         written.len, SCRIPT_LINE_MAX);
            continue;
        }
        if (line.len == 0 || is_toggle_line(line))
            continue;
        if (script->n == SCRIPT_LINES) {
            problems_add(problems, number,
                         "more than %d lines were found, fewer were expected",
                         SCRIPT_LINES);
            return;
        }
        /* A line may use the names that lines above it give. */
        const struct scope known = {scope->toggles, scope->n, script->names};

        script->n_groups += apart;
        apart = false;
        add_line(script, line, number, script->n_groups - 1, &known, problems);
    }
}

/* ---- the whole of it ---- */

int script_parse(struct script *script, const char *name, const char *text,
                 size_t len, int first_line, const struct toggle *toggles,
                 int n_toggles, struct err *err)
{
    struct problems problems = {.name = name};
    const struct scope scope = {.toggles = toggles, .n = n_toggles};
    /*
     * A failed parse takes back what it has appended. The array of lines may
     * have moved meanwhile, so only the counts are restored.
     */
    const struct script before = *script;
    int n_names = script->names ? script->names->n : 0;
    int result;

    script_read(script, text, len, first_line, &scope, &problems);
    result = problems_end(&problems, err);
    if (result != 0) {
        script_drop_lines(script, before.n);
        script->n_groups = before.n_groups;
        script->n_actors = before.n_actors;
        if (script->names)
            script->names->n = n_names;
        memcpy(script->needs, before.needs, sizeof(script->needs));
        script->asks = before.asks;
    }
    return result;
}
