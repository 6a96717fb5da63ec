/*
 * receipt.h - what to hand to an instructor where this kernel does something
 * else than a lesson says.
 *
 * A lesson is written on one kernel and read on many. A line that comes out
 * otherwise is a failed check, and `run` reports it as one; for a learner it
 * is a finding, and this is the slip that says so: line, lane, what the lesson
 * expects, what came, and on which kernel.
 */
#ifndef LESSONS_REPORT_RECEIPT_H
#define LESSONS_REPORT_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lessons/runner/runner.h"

/* "Linux 6.18.2", the kernel that runs here, uname(2); returns out. */
const char *receipt_kernel(char *out, size_t size);

/*
 * Whether the event is a line of the script that the kernel answered otherwise
 * than expected. Not so: a line that was not run, one where the lab could not
 * do its part, and one that was typed.
 */
bool receipt_due(const struct event *event);

/*
 * Write what stands above the lines: the lesson (its title may be ""), the
 * kernel, the kind of world, and the day.
 */
void receipt_begin(FILE *out, const char *title, const char *file,
                   const char *world);

/* Write one line that came out otherwise; lane is the lane's name, or "". */
void receipt_line(FILE *out, const char *lane, const struct event *check);

/*
 * Write the whole receipt of a run so far, and return how many lines differ;
 * nothing is written when none does, nor with a NULL out. A lane that this
 * machine could not go on with counts for nothing. until has the index in each
 * lane's log from which on nothing counts any more; NULL: all counts.
 */
int receipt_write(FILE *out, const struct runner *runner, const size_t *until);

#endif
