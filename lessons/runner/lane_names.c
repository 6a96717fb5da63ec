/*
 * Names for what the kernel chose, in a lane: `$port`, `$fd`.
 *
 * A line that uses one is made into one without it just before it runs; a call
 * that gives one has its value noted as soon as it has returned. What an
 * argument gives is only noted where the name has no value yet: with one, it is
 * compared. What a call returns is noted each time.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/runner/lane_line.h"
#include "lessons/text/format.h"

/* ---- before the line ---- */

/* The line above this one that should have given the name; 0 for none. */
static int given_at(const struct lane *lane, const char *name)
{
    const struct script *script = &lane->lesson->script;
    struct line_name names[LINE_NAMES];
    int number = 0;

    for (size_t i = 0; i < script->n && &script->lines[i] != lane->line; i++) {
        int n = line_names(&script->lines[i], &lane->setting, names);

        while (n-- > 0)
            if (strcmp(names[n].name, name) == 0 &&
                (names[n].given || names[n].returned) &&
                line_applies(&script->lines[i], &lane->setting))
                number = script->lines[i].number;
    }
    return number;
}

/* Whether the line uses a name that has no value here; then it is over. */
static bool lacks_name(struct lane *lane)
{
    struct line_name names[LINE_NAMES];
    int n = line_names(lane->line, &lane->setting, names);

    if (n < 0)
        lane_unable(lane, strdup(_("out of memory")));
    for (int i = 0; i < n; i++) {
        const char *name = names[i].name;

        if (names[i].given || names[i].returned ||
            names_value(&lane->names, slice_of(name)))
            continue;
        int line = given_at(lane, name);
        lane_skip(lane, line > 0 ? text_format(_("$%s has no value: line %d "
                                                 "has not given it one"),
                                               name, line)
                                 : text_format(_("$%s has no value"), name));
        return true;
    }
    return n < 0;
}

bool lane_names_ready(struct lane *lane)
{
    struct err err;

    if (lacks_name(lane))
        return false;
    if (!lane->line->late)
        return true;
    line_free(&lane->resolved);
    if (line_resolve(lane->line, &lane->setting, &lane->resolved, &err) < 0) {
        lane_refuse(lane, "", &err);
        return false;
    }
    lane->line = &lane->resolved;
    return true;
}

/* ---- what a call has given ---- */

static void set(struct lane *lane, const char *name, const char *value)
{
    if (!names_set(&lane->names, slice_of(name), value))
        lab_give_up(lane->lab, "more than %d names", SCRIPT_VALUES);
}

void lane_names_take(struct lane *lane, const struct result *want,
                     const struct call *call, const struct outcome *outcome)
{
    char value[ADDR_TEXT];

    for (int i = 0; i < CALL_ARGS; i++) {
        const char *name = call_name_at(call, i);

        if (name && call_value(call, i, outcome, value))
            set(lane, name, value);
    }
    if (!want->name[0] || outcome->ret < 0)
        return;
    snprintf(value, sizeof(value), "%ld", outcome->ret);
    set(lane, want->name, value);
}

/* ---- replays ---- */

void lane_names_forget(struct lane *lane)
{
    struct line_name names[LINE_NAMES];
    int n = line_names(lane->line, &lane->setting, names);

    while (n-- > 0)
        if (names[n].given)
            names_drop(&lane->names, slice_of(names[n].name));
}

char *lane_names_call(const struct lane *lane)
{
    const struct line *line = lane->line;
    struct result want = line_expected(line, &lane->setting);

    return want.name[0] ? text_format("%s = $%s", line->call, want.name)
                        : strdup(line->call);
}
