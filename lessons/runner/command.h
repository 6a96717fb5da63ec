/*
 * command.h - private to the runner: lines from the prompt or a key, which
 * wait in a queue until the lanes are free for them.
 */
#ifndef LESSONS_RUNNER_COMMAND_H
#define LESSONS_RUNNER_COMMAND_H

#include "lessons/runner/lane.h"
#include "lessons/runner/runner.h"

/*
 * The lines that were typed at once, most often one; it may differ from lane to
 * lane where it is a replay's.
 */
struct command {
    struct command *next;
    struct script scripts[RUNNER_LANES]; /* owned; without lines: not there */
    size_t at;                           /* the line that is to be run */
    bool replay; /* not begun in a lane where one before it failed */
    bool first;  /* the replay's first, which nothing went before */
};

/*
 * Read lines for one of the n lanes, or for all of them (-1). An actor that a
 * lane knows already need not name its host again, and a name may be one that a
 * command gives which waits still. Returns NULL with the reason
 * (line:NUMBER: ...) when one can't be read, or there is none.
 */
struct command *command_read(const struct lane *lanes, int n, int lane,
                             const struct command *waiting, const char *text,
                             struct err *err);

/*
 * The lines that restart an actor and have it make its calls again, in each
 * lane what its process there had made (role.c); as a list. NULL with
 * the reason when it never ran in any.
 */
struct command *command_replay(struct lane *lanes, int n, const char *actor,
                               struct err *err);

/* The line of that lane that is to be run; NULL: none there. */
const struct line *command_line(const struct command *command, int lane);

/*
 * Its line is over: go to the next, or free it where there is none. Returns
 * what the list begins with then.
 */
struct command *command_over(struct command *command);

/* Free one command; returns what is behind it in its list. */
struct command *command_drop(struct command *command);

#endif
