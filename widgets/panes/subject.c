/*
 * subject.c - of all that stands in a row, what a learner asks about first.
 */
#include "widgets/panes/subject.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "widgets/panes/blocked.h"

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

const char *subject_name(const struct subject *subject, char *out)
{
    if (subject->name) {
        snprintf(out, SUBJECT, "%s", subject->name);
        return out;
    }
    return subject->sock ? subject_socket(subject->sock, out)
                         : subject_event(subject->event, out);
}

/* What the call waits for, or who waits for the socket; "" for neither. */
static void waits_text(const struct subject *subject, char *out, size_t size)
{
    const struct event *event = subject->event;
    const struct call_event *call = NULL;
    const struct sock *sock = subject->sock;
    char local[ADDR_TEXT];

    if (event && event->kind == EVENT_CALL)
        call = &event->call;
    if (call)
        sock = blocked_socket(subject->lab, call);
    else if (sock)
        call = blocked_call(subject->lab, subject->host, sock);
    out[0] = '\0';
    if (call && sock)
        /* TRANSLATORS: "server blocks in accept() on LISTEN 0.0.0.0:12000." */
        snprintf(out, size, _("%s blocks in %s() on %s %s. "), call->actor,
                 call->name, state_name(sock->state),
                 addr_format(&sock->local, local));
}

void subject_about(const struct subject *subject, char *out, size_t size)
{
    char name[SUBJECT];

    waits_text(subject, out, size);
    size_t len = strlen(out);
    if (subject_name(subject, name))
        snprintf(out + len, size - len, _("{enter} explains %s."), name);
}
