/*
 * subject.c - of all that stands in a row, what a learner asks about first.
 */
#include "widgets/panes/subject.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/symbol.h"

/* "SO_REUSEADDR" of "3, SOL_SOCKET, SO_REUSEADDR, 1"; false for none. */
static bool option_of(const struct call_event *call, char *out)
{
    const char *at = call->args ? call->args : "";

    if (!strstr(call->name, "sockopt"))
        return false;
    for (int i = 0; i < 2; i++) {
        at = strchr(at, ',');
        if (!at)
            return false;
        at += 1 + strspn(at + 1, " ");
    }
    snprintf(out, SUBJECT, "%.*s", (int)strcspn(at, ", "), at);
    return out[0] != '\0';
}

static const char *subject_call(const struct call_event *call, char *out)
{
    if (call->returned && call->err)
        snprintf(out, SUBJECT, "%s", symbol_errno(call->err));
    else if (!option_of(call, out))
        snprintf(out, SUBJECT, "%s", call->name);
    return out;
}

const char *subject_event(const struct event *event, char *out)
{
    if (!event)
        return NULL;
    if (event->kind == EVENT_CALL)
        return subject_call(&event->call, out);
    if (event->kind != EVENT_PROCESS || event->process.what != PROCESS_KILLED)
        return NULL;
    snprintf(out, SUBJECT, "%s", symbol_signal(event->process.status));
    return out;
}

const char *subject_socket(const struct sock *sock, char *out)
{
    if (!sock || sock->state == STATE_NONE)
        return NULL;
    snprintf(out, SUBJECT, "%s", state_name(sock->state));
    return out;
}

const char *subject_packet(const struct packet_event *packet, char *out)
{
    if (!packet)
        return NULL;
    if (packet->proto == IPPROTO_TCP)
        snprintf(out, SUBJECT, "[%s]", packet->flags);
    else
        snprintf(out, SUBJECT, "%s",
                 packet->proto == IPPROTO_UDP ? "UDP" : "ICMP");
    return out;
}
