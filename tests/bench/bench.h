/*
 * bench.h - what the measurements share: clock, medians, rows, and a program
 * that runs in a terminal of its own.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t bench_now(void);

/* The middle one of n values, which are sorted by it. */
double bench_median(double *values, size_t n);

/*
 * Print a row: what was measured, the value beside its limit, "ok" or "OVER"
 * and a note. A limit below 0 is none; a NaN value was not measured.
 */
void bench_row(const char *what, double value, double limit, const char *unit,
               const char *note);

/* How many rows were over their limit so far. */
int bench_over(void);

/*
 * The kernel takes a closed lab's namespaces down behind our back, for some
 * 100 ms and on our processors. Nobody but a benchmark opens the next one at
 * once, so it lets that pass.
 */
void bench_let_kernel_finish(void);

/* Measure whole runs without a screen; a row for each. */
void bench_runs(char *program);

/* Measure what goes over the wire; a row for each figure. */
void bench_wire(void);

/* A program on a terminal of 80 columns by 24 lines. */
struct terminal {
    int fd; /* the terminal's other end */
    pid_t pid;
    int64_t started; /* just before the fork */
};

/* Start argv there; false when that fails. */
bool terminal_open(struct terminal *terminal, char *const argv[]);

/* End the program (SIGTERM, then SIGKILL) and close the terminal. */
void terminal_close(struct terminal *terminal);

/*
 * Read what the program writes until it has been silent for quiet_ms. Returns
 * when the last byte came (bench_now()), or 0 when none did within 5 s.
 */
int64_t terminal_drain(struct terminal *terminal, int quiet_ms);

/* Type text; returns when. */
int64_t terminal_type(struct terminal *terminal, const char *text);

/*
 * Start argv, and give the ms until its first screen stood whole; NaN when
 * it showed none.
 */
double terminal_start_ms(char *const argv[]);

#endif
