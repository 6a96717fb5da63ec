/*
 * call_log.c - a call that blocked has two events, one for its beginning and
 * one for its end; it is the first that counts for when it was made.
 */
#include "widgets/panes/call_log.h"

#include <string.h>

/* How the blocked call at index ended; itself as long as it has not. */
static const struct event *call_end(const struct log *log, size_t index)
{
    const struct event *call = log_at(log, index);
    const struct event *event;

    while ((event = log_at(log, ++index)))
        if (event->kind == EVENT_CALL && event->call.was_blocked &&
            !strcmp(event->call.actor, call->call.actor))
            return event;
    return call;
}

const struct event *call_log_newest(const struct log *log)
{
    for (size_t i = log_count(log); i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL && !event->call.was_blocked)
            return event->call.returned ? event : call_end(log, i);
    }
    return NULL;
}
