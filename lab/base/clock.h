/*
 * clock.h - the one clock that the program waits by, and sums of waits.
 *
 * All times and waits are nanoseconds.
 */
#ifndef LAB_BASE_CLOCK_H
#define LAB_BASE_CLOCK_H

#include <stdint.h>

/* Time on CLOCK_MONOTONIC, which nobody sets (clock_gettime(2)). */
int64_t clock_now(void);

/* The shorter of two waits, of which -1 is for ever. */
int64_t clock_sooner(int64_t a, int64_t b);

/* How long it is from now until then; 0 when that is past. */
int64_t clock_left(int64_t until, int64_t now);

#endif
