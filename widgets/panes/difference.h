/*
 * difference.h - where twin lanes first went different ways.
 *
 * Lanes run the same lines, so their calls can be laid beside each other; the
 * first pair with unlike results is what a lesson is about.
 */
#ifndef WIDGETS_PANES_DIFFERENCE_H
#define WIDGETS_PANES_DIFFERENCE_H

#include "lessons/runner/runner.h"

/* Lane 0 is compared with each other lane. All zero at first. */
struct difference {
    size_t seen[RUNNER_LANES]; /* cursor into lane 0's log, per other lane */
    const struct event *ours[RUNNER_LANES];   /* the call in lane 0 */
    const struct event *theirs[RUNNER_LANES]; /* the call in the other one */
};

/* Look at the calls that came since the last time; waits for rest. */
void difference_update(struct difference *twin, const struct runner *runner);

/* The same for two logs: lane 0's and that of another lane. */
void difference_compare(struct difference *twin, const struct log *ours,
                        const struct log *theirs, int lane);

/* Whether this call is where its lane first differs from its twin. */
bool difference_differs(const struct difference *twin,
                        const struct event *call);

/*
 * What sets a lane apart, for people: "SO_REUSEADDR off", or "old off, new on"
 * where two toggles are compared; "" where there is
 * only one lane. Returns out.
 */
const char *difference_label(const struct runner *runner, int lane, char *out,
                             size_t size);

#endif
