/*
 * bench.h - the bench: the two hosts without a lesson, driven by keys.
 *
 * It is a lesson without steps, written down in bench.c, whose toggles and C
 * programs it uses, and a player that turns a key into script lines. The
 * player waits for each line's result, because a program that can't bind does
 * not go on to listen.
 */
#ifndef WIDGETS_LESSON_BENCH_H
#define WIDGETS_LESSON_BENCH_H

#include "lessons/runner/runner.h"

enum { BENCH_LINES = 12, BENCH_LINE = 96 };

/* The lines that one lane has still to play. */
struct bench_queue {
    const char *lines[BENCH_LINES]; /* never freed; see bench.c */
    int n;
    int next;
    bool program; /* the actor exits when one of its calls fails */
    size_t since; /* in the log: where the line before began */
};

/* All zero at first. */
struct bench {
    struct bench_queue queues[RUNNER_LANES];
};

/*
 * The lesson that the bench is: with SO_REUSEADDR off and on side by side
 * when twin. NULL with the reason in *err; lesson_free() it.
 */
struct lesson *bench_lesson(bool twin, struct err *err);

/*
 * Begin what the key orders in every lane where it can be done. Returns 0, or
 * -1 with the reason in *err when it could be done in none.
 */
int bench_key(struct bench *bench, struct runner *runner, int key,
              struct err *err);

/*
 * Go on with what was begun, when the runner is idle. Returns -1 with the
 * reason when a line could not be queued; what is left is given up then.
 */
int bench_pump(struct bench *bench, struct runner *runner, struct err *err);

/* Whether lines are left to be played. */
bool bench_busy(const struct bench *bench);

/* What could be done next, in words for key_fill(); never freed. */
const char *bench_hint(const struct runner *runner);

#endif
