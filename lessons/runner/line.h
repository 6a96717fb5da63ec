/*
 * line.h - private to the runner: how a lane runs one line.
 *
 * line_begin() gives the order, and line_look() judges what came of it, each
 * time that the lab was pumped, until the line is over. It is over when its
 * check is in the log (lane_finish()); lane->line is NULL then.
 */
#ifndef LESSONS_RUNNER_LINE_H
#define LESSONS_RUNNER_LINE_H

#include "lessons/runner/lane.h"

/* How a line came to be run. */
enum line_origin {
    ORIGIN_SCRIPT,
    ORIGIN_COMMAND, /* typed, or behind a key */
    ORIGIN_REPLAY,  /* one of a replay's; see command.c */
};

/*
 * Begin a line. It may be over at once; where it does not apply it is over
 * without a check. The line must live until the lane is done with it.
 */
void line_begin(struct lane *lane, const struct line *line,
                enum line_origin origin);

/* Look how the lane's line stands, which may be its end. */
void line_look(struct lane *lane);

/* Longest useful wait in ns; -1 for as long as it takes. */
int64_t line_timeout(const struct lane *lane);

/*
 * Each family of lines has a function that begins one, and one that looks how
 * it goes when nothing is under way any more. Both may finish the line. First
 * process lines, `ACTOR: ...` (line_process.c).
 */
void line_process_begin(struct lane *lane);
/* Look at a process line. */
void line_process_look(struct lane *lane);

/* Begin an observation, `HOST$ ...` (line_host.c). */
void line_host_begin(struct lane *lane);
/* Look at an observation. */
void line_host_look(struct lane *lane);

/* Begin a wire line, `wire: ...` (line_wire.c). */
void line_wire_begin(struct lane *lane);
/* Look at a wire line. */
void line_wire_look(struct lane *lane);

#endif
