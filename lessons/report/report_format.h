/*
 * report_format.h - private to the reports: what a format is, and what all
 * of them share.
 */
#ifndef LESSONS_REPORT_REPORT_FORMAT_H
#define LESSONS_REPORT_REPORT_FORMAT_H

#include <limits.h>
#include <stdio.h>
#include <sys/utsname.h>

#include "lab/base/memory.h"
#include "lessons/report/report.h"

/*
 * How one format writes what happens; each function writes to report->out.
 * Between begin() and end() there are the checks of one lane after the other,
 * or all events where a format wants them. nothing() is called for a file in
 * place of all of that, with "" as the lane, where it is wrong (ERR_INPUT) or
 * this machine can't run it, and also behind the events of a lane of which not
 * all could be run. A format that has nothing to say where a file or the report
 * begins or ends leaves that function out (NULL).
 */
struct report_format {
    const char *name;
    const char *about; /* for --help, indented by 21; NULL: its name says it */
    bool data;         /* read by programs: the same in all languages */
    void (*open)(struct report *report);
    void (*begin)(struct report *report);
    bool all_events; /* not only checks */
    void (*event)(struct report *report, const struct log *log, size_t index);
    void (*end)(struct report *report);
    void (*nothing)(struct report *report, const struct err *why);
    void (*close)(struct report *report);
};

struct report {
    const struct report_format *format;
    FILE *out;
    struct report_sum sum; /* all runs together */
    enum isolation asked;
    struct glossary *glossary; /* not owned */
    struct utsname machine;    /* uname(2): on which kernel */

    /* The run under way, or the file that does not run. */
    const char *file;     /* not owned */
    char shown[PATH_MAX]; /* the same, safe to print */
    const char *title;    /* "" where the lesson has none; not owned */
    const char *world; /* "namespace" or "loopback"; before a run what was asked
                          for, which may be "auto" */
    bool running;      /* between begin() and end() */
    const char *lane;  /* of what is being written; not owned */
    int64_t t;         /* how far that lane has come, in its log's time */
    int lane_width;    /* of the longest lane's name */
    size_t seen[RUNNER_LANES]; /* events reported, by lane */
    bool stopped; /* the lane that is being written could not go on here */
    int n_unable; /* lanes of this run that could not */
    struct end_event totals;
    int receipts; /* receipt: lines that differ, of this run */

    struct memory cases; /* JUnit: the suite's test cases, kept until their
                            count is known */
};

/* "this machine can't run it", or why else nothing of a file ran. */
const char *report_reason(const struct err *why);

/* A blank line between what is told of one file and of the one before. */
void report_apart(struct report *report);

/*
 * "namespace, Linux 6.18.2, socket-lab 0.1.0": in which world, for people;
 * without a newline.
 */
void report_world(FILE *out, const struct report *report);

/*
 * "FILE:LINE: expected X, got Y", or for a line that was not run why; without
 * a newline.
 */
void report_message(FILE *out, const struct report *report,
                    const struct event *check);

/*
 * What report_message() writes of the check at that index, as the first line,
 * and where it has failed a line for each reason (expect_why()); every line
 * ends with a newline. The caller frees it. NULL without memory: then the
 * report has the verdict and no reasons, which is better than no report.
 */
char *report_reasons(const struct report *report, const struct log *log,
                     size_t index);

#endif
