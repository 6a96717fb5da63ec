/*
 * record.h - `socket-lab record`: lessons are run, and all that happens is
 * written down for machines that can't run them.
 */
#ifndef LESSONS_COMMANDS_RECORD_H
#define LESSONS_COMMANDS_RECORD_H

#include "lessons/commands/run.h"

/*
 * Record the lessons that the options name, all without one, into the folder
 * `to` (NULL: `recordings` beside the lesson). Say on standard output what has
 * become of each, and on standard error what went wrong. A recording that a run
 * still agrees with is left as it is; a lesson that does not hold is not
 * recorded. Returns the exit status (enum status).
 */
int record(const struct run_options *options, const char *to);

#endif
