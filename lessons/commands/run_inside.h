/*
 * run_inside.h - private to `socket-lab run`: what its parts share.
 */
#ifndef LESSONS_COMMANDS_RUN_INSIDE_H
#define LESSONS_COMMANDS_RUN_INSIDE_H

#include <signal.h>

#include "lab/wire/capture.h"
#include "lessons/commands/run.h"
#include "lessons/report/report.h"

/* Where the results of a run go. */
struct outputs {
    struct glossary *glossary; /* for the report; NULL without memory */
    struct report *report;
    struct capture capture; /* its out is NULL where none was asked for */
};

/* One lesson to be run, or a name of which there is none. */
struct job {
    const char *name;            /* as on the command line; not owned */
    const struct lesson *lesson; /* NULL: it can't be read */
    struct lesson *owned; /* the same when no catalog owns it, else NULL */
    struct err err;       /* why there is no lesson */
};

/* What is to be run, in order. */
struct work {
    struct job *jobs; /* owned */
    int n;
    struct catalog catalog; /* opened when a lesson is asked for by name */
};

/*
 * Signals that break a run off. They are blocked and read from a descriptor
 * (signalfd(2)), so that the lanes and they are waited for by one ppoll() and
 * everything is closed in order; actors unblock them for themselves.
 */
struct signals {
    int fd;
    sigset_t old; /* the mask as it was */
};

/* ---- one lesson (run_lesson.c) ---- */

/* The signal that has come, 0 for none. */
int signal_taken(const struct signals *signals);

/*
 * Take all steps of a lesson. With a report, report as things happen; NULL
 * reports nothing. Returns the signal that broke it off, 0 for none.
 */
int run_walk(struct runner *runner, struct report *report,
             const struct signals *signals);

/*
 * Report a file of which nothing runs, and why: it is wrong, or this machine
 * can't run it. Returns a status.
 */
int run_nothing(const char *file, const struct err *err, struct report *report);

/* Close a runner that is at its end, with its packets captured. A status. */
int run_over(struct runner *runner, struct capture *capture);

/*
 * The status of two runs together: what is wrong with the input says more than
 * a failure, and that more than what this machine can't do.
 */
int run_worse(int a, int b);

/* ---- several at once (run_parallel.c) ---- */

/*
 * Run all jobs, options->side_by_side at a time, each in a process of its own.
 * The results come in the order of the jobs, each lesson's once it is over.
 * Returns a status; 128 and more when a signal broke it off.
 */
int run_side_by_side(const struct work *work, const struct run_options *options,
                     struct outputs *outputs, const struct signals *signals);

#endif
