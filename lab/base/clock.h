/*
 * clock.h - the one clock that the program waits by, and sums of waits.
 *
 * All times and waits are nanoseconds.
 */
#ifndef LAB_BASE_CLOCK_H
#define LAB_BASE_CLOCK_H

#include <poll.h>
#include <stdint.h>

/* Time on CLOCK_MONOTONIC, which nobody sets (clock_gettime(2)). */
int64_t clock_now(void);

/* The shorter of two waits, of which -1 is for ever. */
int64_t clock_sooner(int64_t a, int64_t b);

/* How long it is from now until then; 0 when that is past. */
int64_t clock_left(int64_t until, int64_t now);

/*
 * Wait that long for the n descriptors; -1 is for as long as it takes. As
 * ppoll(2), whose time is in ns: many waits are shorter than poll()'s ms. No
 * signal is blocked or let in.
 */
int clock_poll(struct pollfd *pfds, nfds_t n, int64_t ns);

#endif
