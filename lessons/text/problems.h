/*
 * problems.h - what is wrong with a file, all of it.
 *
 * Readers go on after a mistake and note it here. Who only wants to know
 * whether a file is right takes the first; `socket-lab check` prints them all,
 * and adds warnings of what could be better. No reader warns.
 */
#ifndef LESSONS_TEXT_PROBLEMS_H
#define LESSONS_TEXT_PROBLEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"

enum { PROBLEMS_MAX = 200 }; /* further ones are counted, not kept */

struct problem {
    int line;   /* in the file, 0 when it is about the whole file */
    char *text; /* "FILE:LINE: what was found, what was expected"; owned */
};

struct problems {
    const char *name; /* of the file, not owned */
    struct problem list[PROBLEMS_MAX];
    size_t n;
    size_t dropped;     /* how many were too many */
    size_t warnings;    /* how many of them all, dropped or not, only warn */
    bool out_of_memory; /* what was read is not complete, nor is this list */
};

/*
 * Note a problem of a line. Returns -1, so that a reader can return it. Where
 * nobody wants to hear of any, problems is NULL, here and in all readers.
 */
int problems_add(struct problems *problems, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for what is no mistake: "FILE:LINE: warning: what was found, ...".
 */
void problems_warn(struct problems *problems, int line, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* How many are mistakes, those that were too many to keep included. */
size_t problems_errors(const struct problems *problems);

/*
 * Note that there was no memory left. From then on nothing else that was noted
 * is believed: what could not be kept seems to be missing in the file. Returns
 * -1.
 */
int problems_no_memory(struct problems *problems);

/* Note what *err says of a line: a mistake, or the lack of memory. Returns -1.
 */
int problems_err(struct problems *problems, int line, const struct err *err);

/* Whether nothing is wrong. */
bool problems_none(const struct problems *problems);

/* Put them in the order of their lines. */
void problems_sort(struct problems *problems);

/*
 * 0 when nothing is wrong; else -1 with the topmost one in *err, or the lack of
 * memory, if there was one. Frees the messages.
 */
int problems_end(struct problems *problems, struct err *err);

/* Free the messages; name is not owned. */
void problems_free(struct problems *problems);

#endif
