/*
 * run.h - `socket-lab run`: lessons and scripts without a screen.
 */
#ifndef LESSONS_COMMANDS_RUN_H
#define LESSONS_COMMANDS_RUN_H

#include "lessons/lesson/catalog.h"
#include "lessons/runner/runner.h"

/* Exit statuses of the program; 128 + a signal's number when one ended it. */
enum status {
    STATUS_HELD = 0,    /* every line held */
    STATUS_FAILED = 1,  /* some did not, or could not for that reason */
    STATUS_INPUT = 2,   /* a script or the command line is wrong */
    STATUS_MACHINE = 3, /* this machine can't run it, or a lane of it */
};

enum { RUN_SIDE_BY_SIDE = 256 }; /* the most lessons that run at once */

struct run_options {
    const char *format;  /* of the report */
    const char *lessons; /* --lessons' folder, NULL for none */
    const char *pcap;    /* --pcap's file, NULL for none */
    char *const *names;  /* files, lessons, "-" for standard input */
    int n_names;
    int side_by_side; /* how many lessons run at once; 0 is 1 */
    struct runner_options runner;
};

/*
 * Read all of them, run one after the other or side by side, report in their
 * order on standard output; what is wrong is said on standard error as well. A
 * file that can't be read is reported as that, and the others run; nothing runs
 * where an option is wrong. SIGINT, SIGTERM and SIGHUP break it off. Returns
 * the exit status; of several runs one that is wrong says more than one that
 * failed, that more than one that was not possible, and that more than one that
 * held.
 */
int run(const struct run_options *options);

/*
 * Load a lesson by what the command line calls it: "-", a file, or a lesson's
 * id, number or file name. *catalog is opened when it is needed for that
 * (zeroed at first, catalog_free() it) and owns what is found in it; else
 * *owned is set to the lesson. NULL with the reason.
 */
const struct lesson *run_load(const char *name, const char *lessons,
                              struct catalog *catalog, struct lesson **owned,
                              struct err *err);

#endif
