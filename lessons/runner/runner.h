/*
 * runner.h - walks a lesson through one lab per lane, and checks each line.
 *
 * The screen, `socket-lab run` and the tests all use this one runner. Lanes go
 * in lockstep: a line begins in every lane, and the next one begins when all
 * lanes are done with it. Nothing here blocks: begin something, then poll
 * runner_fds() and call runner_pump() until it is idle.
 */
#ifndef LESSONS_RUNNER_RUNNER_H
#define LESSONS_RUNNER_RUNNER_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/lab.h"
#include "lessons/lesson/lesson.h"

/* A lane for each combination of the compared toggles' values. */
enum { RUNNER_LANES = LESSON_LANES };

struct runner;

struct runner_options {
    enum isolation isolation;
    /* NAME=VALUE settings of -s; a compared toggle that is set here is not
     * compared: it has this value in every lane. */
    const struct condition *settings;
    int n_settings;
    /* Its lines are not run but played from here; NULL: they are run. */
    const struct recording *recording;
};

/*
 * Find out before anything runs whether the lesson can be run so: ERR_INPUT
 * for an unknown toggle or value, ERR_MACHINE where the isolation that is
 * asked for lacks what the lesson needs. Returns 0 or -1.
 */
int runner_check(const struct lesson *lesson,
                 const struct runner_options *options, struct err *err);

/*
 * Open a lab for each lane of the lesson (which must outlive the runner).
 * Returns NULL with the reason; ERR_INPUT for an unknown toggle or value,
 * ERR_MACHINE for what this machine lacks (the lesson's needs are checked
 * here, before anything runs).
 */
struct runner *runner_open(const struct lesson *lesson,
                           const struct runner_options *options,
                           struct err *err);

/*
 * Whether its worlds can be changed. 0, or -1 with the reason: a recording
 * only goes on, and refuses commands, replays and toggles.
 */
int runner_alive(const struct runner *runner, struct err *err);

/* End all its labs; with NULL it does nothing. */
void runner_close(struct runner *runner);

/* The lesson that it was opened with. */
const struct lesson *runner_lesson(const struct runner *runner);

/* ---- lanes ---- */

/* How many lanes there are, at least 1. */
int runner_lanes(const struct runner *runner);
/* A lane's world, owned by the runner. */
struct lab *runner_lab(const struct runner *runner, int lane);
/* The values that a lane's toggles have now. */
const struct setting *runner_setting(const struct runner *runner, int lane);
/* "reuseaddr=off", "" without toggles; never freed. */
const char *runner_lane_name(const struct runner *runner, int lane);

/*
 * Why this machine can't go on with a lane (lab_fault()), NULL while it can.
 * From then on its lines are not run, and their checks say that reason; the
 * other lanes go on.
 */
const char *runner_fault(const struct runner *runner, int lane);

/* Change a toggle in the running world: the next call that uses it sees it. */
int runner_toggle(struct runner *runner, int lane, const char *name,
                  const char *value, struct err *err);

/* ---- stepping ---- */

/* Index of the next step that has not been taken; n_steps at the end. */
size_t runner_step(const struct runner *runner);

/*
 * Begin the next step: all its lines, or (one_line) its next line only, in
 * which case the step is over with its last line. A STEP_PREDICT or STEP_READ
 * is over at once. Does nothing at the end or while busy.
 */
void runner_advance(struct runner *runner, bool one_line);

/* The script line that ran last or is running, NULL before the first. */
const struct line *runner_line(const struct runner *runner);

/*
 * Queue script lines from the prompt or a key, mostly one, to run in every lane
 * (lane -1) or in one. Returns -1 with the reason, line:NUMBER: before it, when
 * one of them can't be read: then none runs. Their results are in the log, line
 * number 0.
 */
int runner_command(struct runner *runner, int lane, const char *text,
                   struct err *err);

/*
 * Queue what the r key does: `ACTOR: restart`, and then the calls that the
 * actor's last process made up to listen(), or up to connect(), as the
 * script wrote them, so that toggles act. Returns -1 when it never ran.
 */
int runner_replay(struct runner *runner, const char *actor, struct err *err);

/* Whether anything is queued or under way. */
bool runner_busy(const struct runner *runner);

/* What to wait for; returns how many of pfds (at most RUNNER_LANES) are set. */
int runner_fds(const struct runner *runner, struct pollfd *pfds);
/* Longest useful wait in ns; -1 for as long as it takes. */
int64_t runner_timeout(const struct runner *runner);
/* Carry on. Safe to call at any time. */
void runner_pump(struct runner *runner);
/* Wait and pump until nothing is under way. */
void runner_finish(struct runner *runner);

/* ---- results ---- */

/* A lane's checks so far. */
struct end_event runner_lane_totals(const struct runner *runner, int lane);

/* Append the end event to each lane's log (once, when all steps are over). */
void runner_end(struct runner *runner);

/* What came of the call of a script's line in a lane; false: nothing yet. */
bool runner_result(const struct runner *runner, size_t line, int lane,
                   struct result *result);

/*
 * What the kernel gave for the prediction in a lane: true once the line that
 * it is about has run there, with its result.
 */
bool runner_predicted(const struct runner *runner, size_t predict, int lane,
                      struct result *result);

/*
 * The same, with what the call filled in where the question is about that
 * (runner_answer.c).
 */
bool runner_answer(const struct runner *runner, size_t predict, int lane,
                   struct came *answer);

#endif
