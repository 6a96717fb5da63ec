/*
 * recording_inside.h - private to recordings: their records one by one.
 */
#ifndef LESSONS_RECORDING_RECORDING_INSIDE_H
#define LESSONS_RECORDING_RECORDING_INSIDE_H

#include <jansson.h>
#include <stdio.h>

#include "lab/recorded.h"
#include "lessons/recording/recording.h"

enum {
    RECORDING_VERSION = 1,
    RECORDING_FRAME = 134, /* bytes kept of a packet: all of its headers */
    NOTE_KNOWN = SOCKNOTE_V6ONLY, /* a `culprit` has this bit for `known` */
    EXPIRES_UNIT = 1000000,       /* ns; the ends of timers are in ms */
    TIME_UNIT = 1000,             /* ns; times are in microseconds */
};

/* A line of a lane while it is being read. */
struct recording_play {
    const struct lesson *lesson;
    const struct line *line; /* of the script */
    struct lab *lab;
    struct result came; /* what came of its call */
    bool checked;       /* its check has been read */
    bool over;          /* so has its end */
};

/*
 * Have one record (other than `lane`, `line` and `end`) happen. Returns 0, or
 * -1 with what was found and what was expected.
 */
int recording_read(struct recording_play *play, json_t *record,
                   struct err *err);

/* Begin to write a lane, which has not run yet. NULL without memory. */
struct recording_tape *recording_tape(const struct lesson *lesson,
                                      const struct lab *lab);

/*
 * The lane is at rest behind a line of the script (by its index): write all
 * that has happened since, came being the result of its call. Returns 0, or
 * -1 where the line did not hold or the world can't be written down.
 */
int recording_write(struct recording_tape *tape, size_t line,
                    const struct result *came, struct err *err);

/* What was written so far, whole lines; owned by the tape. */
const char *recording_text(struct recording_tape *tape);

/* With NULL it does nothing. */
void recording_tape_free(struct recording_tape *tape);

#endif
