/*
 * What is typed is read as a script, mostly of one line, once for each lane:
 * lanes may know different actors, and each has its own setting. So a command
 * holds a script a lane, and is done with when every lane is at its end.
 *
 * A replay is a list of such commands, row by row: the first lines of all lanes
 * together, then the second ones. Lanes whose process made fewer calls have
 * nothing in the last rows.
 */
#include "lessons/runner/command.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/text/format.h"

/* Most calls that a replay makes. */
enum { REPLAY_CALLS = 64 };

/* What a replay does in one lane: "restart", and then the calls. */
struct replay {
    const char *texts[1 + REPLAY_CALLS]; /* not owned */
    size_t n;
};

const struct line *command_line(const struct command *command, int lane)
{
    const struct script *script = &command->scripts[lane];

    return command->at < script->n ? &script->lines[command->at] : NULL;
}

struct command *command_over(struct command *command)
{
    bool more = false;

    command->at++;
    for (int i = 0; i < RUNNER_LANES; i++)
        more = more || command_line(command, i);
    return more ? command : command_drop(command);
}

struct command *command_drop(struct command *command)
{
    struct command *next = command->next;

    for (int i = 0; i < RUNNER_LANES; i++)
        script_free(&command->scripts[i]);
    free(command);
    return next;
}

/*
 * `b: ...` with the host of an actor that the lab knows, `b@server: ...`: a
 * line that is read alone has to name it. NULL where nothing is to be added.
 */
static char *with_host(const struct lab *lab, const char *text)
{
    char name[CALL_NAME] = "";
    int end = 0;

    if (sscanf(text, " %31[A-Za-z0-9_-]%n", name, &end) != 1 ||
        text[end] != ':')
        return NULL;
    const struct actor *actor = lab_find(lab, name);
    if (!actor || host_find(name, (int)strlen(name)) != HOSTS)
        return NULL;
    return text_format("%s@%s%s", name, host_name(actor_host(actor)),
                       text + end);
}

/* All lines, each with the host of its actor; owned, NULL without memory. */
static char *with_hosts(const struct lab *lab, const char *text)
{
    struct memory all;
    bool whole = memory_open(&all);

    while (whole && *text) {
        size_t len = strcspn(text, "\n");
        char *line = strndup(text, len);
        char *hosted = line ? with_host(lab, line) : NULL;

        whole = line && fprintf(all.out, "%s\n", hosted ? hosted : line) > 0;
        free(hosted);
        free(line);
        text += len + (text[len] != '\0');
    }
    if (memory_close(&all) && whole)
        return all.text;
    free(all.text);
    return NULL;
}

/*
 * Those names in the script as well. It has as much room as a lane, so none is
 * refused; one for which there is no memory is found missing where it is used.
 */
static void note_names(struct script *script, const struct names *names)
{
    for (int i = 0; names && i < names->n; i++)
        script_note_name(script, names->list[i].name, names->list[i].value,
                         NULL);
}

/* The names that a lane has, and those that lines which wait will give. */
static void know_names(struct script *script, const struct lane *lane,
                       const struct command *waiting, int index)
{
    note_names(script, &lane->names);
    for (; waiting; waiting = waiting->next)
        note_names(script, waiting->scripts[index].names);
}

/* Read one lane's lines; their number, 0, says that no script holds them. */
static int read_lines(struct command *command, int index,
                      const struct lane *lane, const struct command *waiting,
                      const char *text, struct err *err)
{
    struct script *script = &command->scripts[index];
    char *whole = with_hosts(lane->lab, text);

    if (!whole)
        return err_machine(err, "out of memory");
    know_names(script, lane, waiting, index);
    int read = script_parse(script, "line", whole, strlen(whole), 1,
                            lane->setting.toggles, lane->setting.n, err);
    free(whole);
    if (read < 0)
        return -1;
    if (script->n == 0)
        return err_input(err, N_("nothing to do, expected a line of a script"));
    /* The parser counts from 1, as it must to accept a line on its own. */
    for (size_t i = 0; i < script->n; i++)
        script->lines[i].number = 0;
    return 0;
}

/* An empty one; NULL without memory. */
static struct command *command_new(struct err *err)
{
    struct command *command = calloc(1, sizeof(*command));

    if (!command)
        err_machine(err, "out of memory");
    return command;
}

struct command *command_read(const struct lane *lanes, int n, int lane,
                             const struct command *waiting, const char *text,
                             struct err *err)
{
    struct command *command = command_new(err);

    for (int i = 0; command && i < n; i++) {
        if ((lane >= 0 && lane != i) ||
            read_lines(command, i, &lanes[i], waiting, text, err) == 0)
            continue;
        command_drop(command);
        return NULL;
    }
    return command;
}

/* ---- replays ---- */

/* What the actor has to do again in a lane; n is 0 if it never ran there. */
static void replay_plan(struct replay *replay, struct lane *lane,
                        const char *actor)
{
    replay->n = 0;
    const struct actor *known = lab_find(lane->lab, actor);
    if (!known || actor_state(known) == ACTOR_NONE)
        return;
    size_t role = role_find(lane, actor);
    if (role == SIZE_MAX)
        return;
    replay->texts[0] = "restart";
    replay->n =
        1 + role_replay(&lane->roles[role], replay->texts + 1, REPLAY_CALLS);
}

/* A replay's index-th line in every lane that has one; list: those before. */
static struct command *replay_row(const struct lane *lanes, int n,
                                  const char *actor, size_t index,
                                  const struct replay *replays,
                                  const struct command *list, struct err *err)
{
    struct command *command = command_new(err);

    if (!command)
        return NULL;
    command->replay = true;
    command->first = index == 0;
    for (int i = 0; i < n; i++) {
        if (index >= replays[i].n)
            continue;
        char *text = text_format("%s: %s", actor, replays[i].texts[index]);
        int read = text ? read_lines(command, i, &lanes[i], list, text, err)
                        : err_machine(err, "out of memory");
        free(text);
        if (read == 0)
            continue;
        command_drop(command);
        return NULL;
    }
    return command;
}

struct command *command_replay(struct lane *lanes, int n, const char *actor,
                               struct err *err)
{
    struct replay replays[RUNNER_LANES];
    size_t longest = 0;

    for (int i = 0; i < n; i++) {
        replay_plan(&replays[i], &lanes[i], actor);
        if (replays[i].n > longest)
            longest = replays[i].n;
    }
    if (longest == 0)
        err_input(err, "%s has not run yet", actor);

    struct command *list = NULL;
    /* All or nothing: half a replay would leave an actor half way. */
    struct command **end = &list;
    for (size_t index = 0; index < longest; index++) {
        *end = replay_row(lanes, n, actor, index, replays, list, err);
        if (*end) {
            end = &(*end)->next;
            continue;
        }
        while (list)
            list = command_drop(list);
        return NULL;
    }
    return list;
}
