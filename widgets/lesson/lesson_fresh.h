/*
 * lesson_fresh.h - a world that is still there when the learner has read.
 *
 * Kernels end things by their timers: a TIME-WAIT is gone after a minute. So
 * before anything ends that the screen speaks of, the steps are run again in a
 * second world that nobody sees, which then takes the place of the shown one.
 * A world that the learner has changed is left alone, and so is one where the
 * next lines wait for that very end. When the end has come, the view says what
 * it has changed.
 */
#ifndef WIDGETS_LESSON_LESSON_FRESH_H
#define WIDGETS_LESSON_LESSON_FRESH_H

#include "lessons/runner/runner.h"

struct lesson_view;

/* Part of the lesson's view; all zero at first. */
struct lesson_fresh {
    struct runner *runner;      /* the world in the making, owned; NULL: none */
    size_t step;                /* how far it is to go: to this step, */
    const struct line *line;    /* and to this line of it */
    size_t since[RUNNER_LANES]; /* as in the view, of its own logs */
    size_t looked[RUNNER_LANES]; /* in the shown logs: up to where ends were
                                    looked for */
    int64_t not_before;          /* clock_now() from when on another may come */
    bool refused; /* none could be had; at the next step it is tried again */
    bool waits;   /* it is left alone: the next lines wait for an end */
    char at[16];  /* when this world was put in place, "12:03:11"; or "" */
};

/*
 * Look whether a new world is due, carry on with the one in the making, and put
 * it in place once both worlds rest; say what has come to its end. Returns
 * whether there is something to draw.
 */
bool lesson_fresh_pump(struct lesson_view *view);

/* Begin to make a new world, whether it is due or not. */
void lesson_fresh_begin(struct lesson_view *view);

/* Another world is shown, or none any more: forget all of this. */
void lesson_fresh_reset(struct lesson_view *view);

/* A step is over: what is shown is new in any case. */
void lesson_fresh_step(struct lesson_view *view);

/* The descriptors of the world in the making: how many are set. */
int lesson_fresh_fds(const struct lesson_view *view, struct pollfd *fds);

/* How long it has nothing to do; -1 where there is none. */
int64_t lesson_fresh_timeout(const struct lesson_view *view);

/* What stands in the frame about it: "fresh world, 12:03:11"; or "". */
void lesson_fresh_mark(const struct lesson_view *view, char *out, size_t size);

#endif
