/*
 * report.h - what a run prints: text, TAP, JSON lines or JUnit XML.
 *
 * A report reads the lanes' logs and nothing else, so that it can say nothing
 * that has not happened. Whatever the format, it says on which kernel, in which
 * isolation and with which version of the program that was. Formats are
 * described in LESSONS.md; each is one file and a row in report.c.
 */
#ifndef LESSONS_REPORT_REPORT_H
#define LESSONS_REPORT_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "lessons/glossary/glossary.h"
#include "lessons/runner/runner.h"

struct report;

/* Whether there is a format of that name. */
bool report_exists(const char *format);

/*
 * Whether programs read that format. Then all that is read, run and written
 * for it has to be English: see translate_plain().
 */
bool report_is_data(const char *format);

/*
 * Their names, into out: "text, tap, json, junit or receipt", or as a help text
 * has them, with what there is to say of each. Returns out.
 */
char *report_formats(char *out, size_t size, bool help);

/*
 * A report in that format; NULL when there is none such, or no memory. asked is
 * the isolation that was asked for, which is all there is to say of the world
 * of a file that does not run; the glossary explains what failed.
 */
struct report *report_open(const char *format, enum isolation asked,
                           struct glossary *glossary, FILE *out);

/* One lesson's run begins; file is its name as on the command line. */
void report_begin(struct report *report, const char *file,
                  const struct runner *runner);
/*
 * Report what came in the first lane since the last time. The others go on
 * meanwhile and are reported at the end, one after the other: so a report is
 * the same each time, and whoever reads along sees that it goes on.
 */
void report_update(struct report *report, const struct runner *runner);
/*
 * The run is over. Behind what happened in a lane it is said where this machine
 * could not go on with it (runner_fault()).
 */
void report_end(struct report *report, const struct runner *runner);

/*
 * A file of which nothing ran: this machine can't (ERR_MACHINE), or it can't be
 * read or is no script (ERR_INPUT).
 */
void report_nothing(struct report *report, const char *file,
                    const struct err *why);

/* All that a report knows of the runs that are over. */
struct report_sum {
    struct end_event all;
    int runs;   /* files, those that did not run included */
    int unable; /* files that this machine can't run */
    int lanes;  /* and lanes that it could not run to their end */
    int wrong;  /* files that can't be read */
    int error;  /* errno of the first write that failed, else 0 */
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
