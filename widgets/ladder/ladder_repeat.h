/*
 * ladder_repeat.h - which packets of a log are the same, sent once more.
 *
 * Only two packets are compared here; what lies between them, and how much
 * time, is ladder_rows.c's.
 */
#ifndef WIDGETS_LADDER_LADDER_REPEAT_H
#define WIDGETS_LADDER_LADDER_REPEAT_H

#include <stdbool.h>

#include "lab/log/event.h"

/*
 * Whether it may be one of several that a timer has sent: a retransmission, or
 * an acknowledgment alone, as a probe is and its answer. What waits on the wire
 * is none: it is counted there.
 */
bool ladder_may_repeat(const struct event *event);

/*
 * Whether b is a once more, and the same became of it. Acknowledgments have to
 * offer the same window as well: one that opens is news.
 */
bool ladder_repeats(const struct packet_event *a, const struct packet_event *b);

#endif
