/*
 * nearest.h - "did you mean ...?": which known name a mistyped one is near.
 */
#ifndef LAB_BASE_NEAREST_H
#define LAB_BASE_NEAREST_H

#include <stddef.h>

/* The best candidate so far; begin with {0} and show it every known name. */
struct nearest {
    const char *name; /* NULL: none is near enough */
    size_t distance;  /* how many letters, and more if any was another */
};

/*
 * Take candidate as the best when it is nearer to the len bytes at typed than
 * the best so far, and near at all: one letter missing, added, other or
 * changed places with the next one, two of these from six letters on. Before
 * all others are names of which letters are merely missing. The candidate is
 * kept, not copied.
 */
void nearest_try(struct nearest *best, const char *typed, size_t len,
                 const char *candidate);

#endif
