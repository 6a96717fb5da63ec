/*
 * sockets_timer.h - what is left of sockets' timers.
 */
#ifndef WIDGETS_PANES_SOCKETS_TIMER_H
#define WIDGETS_PANES_SOCKETS_TIMER_H

#include "lab/lab.h"

enum { SOCKETS_MINUTES = 1000 }; /* so many seconds are told in minutes */

/* Seconds left of the socket's timer; -1 when none runs. */
int sockets_seconds(const struct lab *lab, const struct sock *sock);

/*
 * Nanoseconds until a number in the pane changes; -1 while nothing counts
 * down.
 */
int64_t sockets_timeout(const struct lab *lab);

#endif
