/*
 * lane_line.h - private to the runner: how a lane runs one line.
 *
 * lane_line_begin() gives the order, and lane_line_look() judges what came of
 * it, each time that the lab was pumped, until the line is over. It is over
 * when its check is in the log (lane_finish()); lane->line is NULL then.
 */
#ifndef LESSONS_RUNNER_LANE_LINE_H
#define LESSONS_RUNNER_LANE_LINE_H

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
void lane_line_begin(struct lane *lane, const struct line *line,
                     enum line_origin origin);

/* Look how the lane's line stands, which may be its end. */
void lane_line_look(struct lane *lane);

/* Longest useful wait in ns; -1 for as long as it takes. */
int64_t lane_line_timeout(const struct lane *lane);

/*
 * Each family of lines has a function that begins one, and one that looks how
 * it goes when nothing is under way any more. Both may finish the line. First
 * process lines, `ACTOR: ...` (lane_process.c).
 */
void lane_process_begin(struct lane *lane);
/* Look at a process line. */
void lane_process_look(struct lane *lane);

/* Begin an observation, `HOST$ ...` (lane_host.c). */
void lane_host_begin(struct lane *lane);
/* Look at an observation. */
void lane_host_look(struct lane *lane);

/* Begin a wire line, `wire: ...` (lane_wire.c). */
void lane_wire_begin(struct lane *lane);
/* Look at a wire line. */
void lane_wire_look(struct lane *lane);

/*
 * Make the line that is under way ready to run: one that uses names becomes a
 * copy with their values (lane_names.c). False where it can't: it is over then.
 */
bool lane_names_ready(struct lane *lane);

/* Note what a call that has returned gives names to. */
void lane_names_take(struct lane *lane, const struct result *want,
                     const struct call *call, const struct outcome *outcome);

/* Have the line's call give its names anew, as a replay does. */
void lane_names_forget(struct lane *lane);

/* The line's call and the name of its result, for a replay; new memory. */
char *lane_names_call(const struct lane *lane);

#endif
