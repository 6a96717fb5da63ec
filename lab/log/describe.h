/*
 * describe.h - events and errors put into words.
 *
 * The same words serve the screen, the text report and the tests. JSON is
 * made by the reports, from the same events.
 */
#ifndef LAB_LOG_DESCRIBE_H
#define LAB_LOG_DESCRIBE_H

#include <stdio.h>

#include "lab/log/event.h"

/*
 * One line (no newline) that says what the event says, in the notation of
 * strace (calls), ss (states), tcpdump (packets).
 */
void describe_event(FILE *out, const struct event *event);

/* The result of a call as strace writes it: "0", "-1 EADDRINUSE", "?". */
void describe_result(FILE *out, const struct call_event *call);

/*
 * A sentence about a socket that blocks: its state, seconds left, the flag that
 * it was made with, its owner. What to do about it is said by its row.
 */
void describe_culprit(FILE *out, const struct culprit_event *culprit);

#endif
