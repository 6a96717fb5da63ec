/*
 * report_format.h - private to the reports: what a format is, and what all
 * of them share.
 */
#ifndef LESSONS_REPORT_FORMAT_H
#define LESSONS_REPORT_FORMAT_H

#include <stdio.h>

#include "lessons/report.h"

/* How one format writes what happens; each function writes to report->out. */
struct report_format {
    const char *name;
    void (*open)(struct report *report);
    void (*begin)(struct report *report);
    void (*event)(struct report *report, const struct log *log, size_t index);
    void (*end)(struct report *report);
    void (*unable)(struct report *report, const char *why);
    void (*close)(struct report *report);
};

extern const struct report_format text_format_ops;
extern const struct report_format tap_format_ops;
extern const struct report_format json_format_ops;
extern const struct report_format junit_format_ops;
extern const struct report_format receipt_format_ops;

struct report {
    const struct report_format *format;
    FILE *out;
    struct report_sum sum; /* all runs together */

    /* The run under way. */
    const char *file;  /* not owned */
    const char *title; /* "" where the lesson has none; not owned */
    const char *world; /* "namespace" or "loopback" */
    const char *lane;  /* of the event that is being written; not owned */
    int lane_width;    /* of the longest lane's name */
    size_t seen[RUNNER_LANES]; /* events reported, by lane */
    struct end_event totals;
    int receipts; /* receipt: lines that differ, of this run */

    FILE *cases; /* JUnit: the suite's test cases, kept until their count is
                    known */
    char *cases_text;
    size_t cases_size;
};

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
