/*
 * difference.h - what is not the same in all worlds of a lesson.
 *
 * Lanes run the same lines, so the calls of one can be laid beside those of
 * another: call beside call, by line and actor, wherever they stand. What a
 * call was given, what came of it, and that a world has it at all, is what may
 * differ. For sockets see difference_socks.h.
 */
#ifndef WIDGETS_PANES_DIFFERENCE_H
#define WIDGETS_PANES_DIFFERENCE_H

#include "lessons/runner/runner.h"

enum { DIFFERENCE_MARK = 40 }; /* bytes of a mark */

/* One call that is not the same everywhere. */
struct difference_call {
    const struct event *event; /* as it ended, or as long as it blocks */
    unsigned with; /* the lanes that it differs from; lane 0 is bit 0 */
};

/* All zero at first. */
struct difference {
    struct difference_call *calls; /* of all lanes; owned */
    size_t n, room;
    size_t seen[RUNNER_LANES]; /* events of each lane at the last look */
};

/* Forget all of it, as if it were new. */
void difference_free(struct difference *twin);

/*
 * Look at the calls anew if any came since the last time; waits for rest.
 * Without memory calls are left unmarked.
 */
void difference_update(struct difference *twin, const struct runner *runner);

/* The same for logs: that of each of n lanes. */
void difference_compare(struct difference *twin, const struct log *const *logs,
                        int n);

/*
 * The lanes in which this call of the log is another one, or is not there; 0
 * for a call that is the same everywhere.
 */
unsigned difference_with(const struct difference *twin,
                         const struct event *call);

/*
 * What a difference is marked with: the sign, and with more than two lanes the
 * numbers of those that it differs from, "≠1,3" or "≠2-4"; the sign alone where
 * columns are too few for them. Returns out, which has DIFFERENCE_MARK bytes.
 */
const char *difference_mark(unsigned with, int lanes, int columns, char *out);

/*
 * What sets a lane apart, for people: "SO_REUSEADDR off", or "old off, new on"
 * where two toggles are compared; "" where there is only one lane. Returns out.
 */
const char *difference_label(const struct runner *runner, int lane, char *out,
                             size_t size);

#endif
