/*
 * record.h - `socket-lab record`: lessons are run, and all that happens is
 * written down for machines that can't run them.
 */
#ifndef LESSONS_COMMANDS_RECORD_H
#define LESSONS_COMMANDS_RECORD_H

struct record_options {
    const char *to;      /* a folder; NULL: `recordings` beside the lesson */
    const char *lessons; /* --lessons' folder, NULL for none */
    char *const *names;  /* lessons; none: all that there are */
    int n_names;
};

/*
 * Record them, say on standard output what has become of each, and on
 * standard error what went wrong. A recording that a run still agrees with is
 * left as it is; a lesson that does not hold is not recorded. Returns the exit
 * status (enum status).
 */
int record(const struct record_options *options);

#endif
