/*
 * report.h - what a run prints: text, TAP, JSON lines or JUnit XML.
 *
 * A report reads the lanes' logs and nothing else, so that it can say nothing
 * that has not happened. Formats are described in LESSONS.md; each is one file,
 * report_text.c, report_tap.c, report_json.c, report_junit.c and
 * report_receipt.c.
 */
#ifndef LESSONS_REPORT_H
#define LESSONS_REPORT_H

#include <stdio.h>

#include "lessons/runner.h"

struct report;

/* "text", "tap", "json", "junit" or "receipt"; NULL for any other name or no
 * memory. */
struct report *report_open(const char *format, FILE *out);

/* One lesson's run begins; file is its name as on the command line. */
void report_begin(struct report *report, const char *file,
                  const struct runner *runner);
/* Report the events that came since the last time. */
void report_update(struct report *report, const struct runner *runner);
/* The run is over. */
void report_end(struct report *report, const struct runner *runner);
/* A lesson that did not run at all, because this machine can't. */
void report_unable(struct report *report, const char *file, const char *why);

/* All that a report knows of the runs that are over. */
struct report_sum {
    struct end_event all;
    int runs; /* those that were unable included */
    int unable;
    int error; /* errno of the first write that failed, else 0 */
};

/* The sum so far. Between two runs it is the whole state of a report. */
struct report_sum report_sum(const struct report *report);

/*
 * Go on where another report on the same output left off, in another process
 * perhaps. Not while a run is under way.
 */
void report_go_on(struct report *report, const struct report_sum *sum);

/* Whether output could not be written, so that going on is of no use. */
bool report_broken(const struct report *report);

/*
 * Free a report that was broken off: nothing more is written, so that what
 * is there can't be taken for a whole one.
 */
void report_drop(struct report *report);

/*
 * Finish the whole report and free it. Returns 0, or -1 when the output could
 * not be written (a full disk, a closed pipe), with errno set to the reason.
 */
int report_close(struct report *report);

#endif
