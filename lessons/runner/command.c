/*
 * A line that is typed is read as a script of one line, once for each lane:
 * lanes may know different actors, and each has its own setting. So a command
 * holds a script a lane, and is done with when every lane is.
 *
 * A replay is a list of such commands, row by row: the first lines of all lanes
 * together, then the second ones. Lanes whose process made fewer calls have
 * nothing in the last rows.
 */
#include "lessons/runner/command.h"
#include "lab/base/translate.h"
#include "lessons/text/format.h"

#include <stdlib.h>
#include <string.h>

#include "lessons/text/file.h"

/* Most calls that a replay makes. */
enum { REPLAY_CALLS = 64 };

/* What a replay does in one lane: "restart", and then the calls. */
struct replay {
    const char *texts[1 + REPLAY_CALLS]; /* not owned */
    size_t n;
};

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

/* Read one lane's line; its number, 0, says that no script holds it. */
static int read_line(struct command *command, int index,
                     const struct lane *lane, const char *text, struct err *err)
{
    struct script *script = &command->scripts[index];
    char *whole = with_host(lane->lab, text);
    const char *line = whole ? whole : text;
    int read = script_parse(script, "line", line, strlen(line), 1,
                            lane->setting.toggles, lane->setting.n, err);

    free(whole);
    if (read < 0)
        return -1;
    if (script->n != 1)
        return err_input(
            err, script->n
                     ? N_("several lines, expected one line of a script")
                     : N_("nothing to do, expected one line of a script"));
    /* The parser counts from 1, as it must to accept the line on its own. */
    script->lines[0].number = 0;
    command->lines[index] = &script->lines[0];
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
                             const char *text, struct err *err)
{
    struct command *command = command_new(err);

    for (int i = 0; command && i < n; i++) {
        if ((lane >= 0 && lane != i) ||
            read_line(command, i, &lanes[i], text, err) == 0)
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

/* A replay's index-th line in every lane that has one. */
static struct command *replay_row(const struct lane *lanes, int n,
                                  const char *actor, size_t index,
                                  const struct replay *replays, struct err *err)
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
        int read = text ? read_line(command, i, &lanes[i], text, err)
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
        *end = replay_row(lanes, n, actor, index, replays, err);
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
