/*
 * transition_evidence.c - finds in the log what may have caused a change of
 * state. How causes are weighed is transition_cause.c's business.
 */
#include "lab/log/transition_evidence.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"

/* So many events back and forth are evidence; a transfer may log thousands. */
enum { EVIDENCE = 2000 };

/* No timer of TCP is as short: what follows a packet so soon is its doing. */
static const int64_t PROMPT = 100000000;

const struct state_event *scene_state(const struct event *event)
{
    bool is = event && event->kind == EVENT_STATE &&
              event->state.proto == IPPROTO_TCP;

    return is ? &event->state : NULL;
}

/* The index-th event, if it is about the scene's socket. */
static const struct state_event *same_socket(const struct scene *scene,
                                             size_t index)
{
    const struct state_event *event = scene_state(log_at(scene->log, index));
    bool same = event && event->host == scene->event->host &&
                event->cookie == scene->event->cookie;

    return same ? event : NULL;
}

/* How long the old state lasted is known only when its beginning is near. */
static void look_back(struct scene *scene)
{
    size_t i = scene->index;

    while (i > 0 && scene->index - i < EVIDENCE && !scene->previous)
        scene->previous = same_socket(scene, --i);
    scene->first = i;
    scene->lasted = -1;
    if (scene->previous)
        scene->lasted =
            log_at(scene->log, scene->index)->t - log_at(scene->log, i)->t;
}

/* Calls are logged when they return, often after what they have done. */
static void look_ahead(struct scene *scene)
{
    size_t count = log_count(scene->log);
    size_t i = scene->index + 1;

    while (i < count && i - scene->index < EVIDENCE && !same_socket(scene, i))
        i++;
    scene->end = i;
}

/*
 * Whether the packet went from one address to the other. Ports are enough: a
 * lab has two hosts, and a socket of both address families has an IPv4 peer in
 * another form than the packet.
 */
static bool goes(const struct packet_event *packet, const struct addr *from,
                 const struct addr *to)
{
    return packet->src.port == from->port && packet->dst.port == to->port;
}

/* Whether the packet went that way between the scene's two ends. */
static bool is_packet(const struct scene *scene, const struct event *event,
                      bool towards)
{
    const struct packet_event *packet = &event->packet;
    const struct state_event *sock = scene->event;

    if (event->kind != EVENT_PACKET || packet->proto != IPPROTO_TCP)
        return false;
    if (towards)
        return packet->to == sock->host && packet->fate == FATE_DELIVERED &&
               goes(packet, &sock->peer, &sock->local);
    return packet->from == sock->host &&
           goes(packet, &sock->local, &sock->peer);
}

/* The last packet that the socket got before it changed; NULL for none. */
const struct packet_event *scene_received(const struct scene *scene)
{
    for (size_t i = scene->index; i > scene->first; i--) {
        const struct event *event = log_at(scene->log, i - 1);

        if (is_packet(scene, event, true))
            return &event->packet;
    }
    return NULL;
}

bool scene_is_reset(const struct packet_event *packet)
{
    return packet && strchr(packet->flags, 'R');
}

/*
 * Whether the host sent a RST of this connection around the change. What comes
 * in after the change may be answered with a RST too, but that is no cause.
 */
bool scene_sent_reset(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct event *event = log_at(scene->log, i);

        if (is_packet(scene, event, false) && scene_is_reset(&event->packet))
            return true;
        if (i > scene->index && is_packet(scene, event, true))
            return false;
    }
    return false;
}

/* Whether the socket changed as soon as a packet of its connection came. */
const struct packet_event *scene_brought_by(const struct scene *scene)
{
    int64_t now = log_at(scene->log, scene->index)->t;

    for (size_t i = scene->index; i > scene->first; i--) {
        const struct event *event = log_at(scene->log, i - 1);

        if (now - event->t > PROMPT)
            break;
        if (is_packet(scene, event, true))
            return &event->packet;
    }
    return NULL;
}

/*
 * Whether somebody had the kernel destroy it: a line with `ss -K` is in the
 * log once it is done, behind what it did.
 */
bool scene_destroyed(const struct scene *scene)
{
    char text[64];

    snprintf(text, sizeof(text), "%s$ ss -K ", host_name(scene->event->host));
    for (size_t i = scene->index + 1; i < scene->end; i++) {
        const struct event *event = log_at(scene->log, i);
        const char *said = event->kind == EVENT_CHECK ? event->check.text : "";

        if (event->kind == EVENT_CALL)
            return false;
        if (*said)
            return event->check.result == CHECK_PASSED && strstr(said, text) &&
                   (strstr(said, state_name(scene->event->old)) ||
                    strstr(said, " any "));
    }
    return false;
}

/* Whether an ICMP error reached the host since the socket's last change. */
bool scene_got_icmp(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->index; i++) {
        const struct event *event = log_at(scene->log, i);
        const struct packet_event *packet = &event->packet;

        if (event->kind == EVENT_PACKET && packet->to == scene->event->host &&
            packet->fate == FATE_DELIVERED &&
            (packet->proto == IPPROTO_ICMP || packet->proto == IPPROTO_ICMPV6))
            return true;
    }
    return false;
}

/* A new socket between the same two addresses, born around the change. */
bool scene_taken_over(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct state_event *born = scene_state(log_at(scene->log, i));

        if (born && born->host == scene->event->host &&
            born->old == STATE_NONE && born->cookie != scene->event->cookie &&
            addr_equal(&born->local, &scene->event->local) &&
            addr_equal(&born->peer, &scene->event->peer))
            return true;
    }
    return false;
}

/* Whether it is an execve() on the socket's host. */
static bool is_exec(const struct scene *scene, const struct event *event)
{
    const struct call_event *call = &event->call;

    return event->kind == EVENT_CALL && call->returned && !call->err &&
           call->host == scene->event->host &&
           call_named_does(call->name, CALL_EXECS);
}

/*
 * "close()" if the event is a call that closed the socket, or its process'
 * end; else NULL. What execve() has closed is not said: it is taken to be the
 * socket in question.
 */
static const char *closer(const struct scene *scene, const struct event *event)
{
    const struct call_event *call = &event->call;

    if (event->kind == EVENT_PROCESS &&
        event->process.host == scene->event->host) {
        switch (event->process.what) {
        case PROCESS_STARTED: return NULL;
        case PROCESS_EXITED: return _("its process ended");
        case PROCESS_KILLED: return _("its process was killed");
        }
    }
    if (is_exec(scene, event))
        return "execve()";
    if (event->kind != EVENT_CALL || call->err || !call->sock.cookie ||
        call->sock.cookie != scene->event->cookie)
        return NULL;
    if (call_named_does(call->name, CALL_CLOSES))
        return "close()";
    /* To take a connection back ends it without a FIN (connect(2)). */
    if (call_named_does(call->name, CALL_CONNECTS) &&
        strstr(call->args, ", AF_UNSPEC"))
        return "connect(AF_UNSPEC)";
    return call_named_does(call->name, CALL_SHUTS_DOWN) ? "shutdown()" : NULL;
}

/*
 * Who closed, if the event at that place did. An execve() ends all other
 * threads of its process (execve(2)): their ends stand beside it in the log,
 * and it is what closed.
 */
static const char *closer_at(const struct scene *scene, size_t at)
{
    const struct event *event = log_at(scene->log, at);
    const char *who = closer(scene, event);

    for (size_t i = at; i > scene->first && who; i--) {
        if (log_at(scene->log, i)->kind != EVENT_PROCESS)
            break;
        event = log_at(scene->log, i - 1);
        if (is_exec(scene, event))
            return closer(scene, event);
    }
    return who;
}

/* Who closed: the nearest before the change, or else right behind it. */
const char *scene_who_closed(const struct scene *scene)
{
    const char *who;

    for (size_t i = scene->index; i > scene->first; i--)
        if ((who = closer_at(scene, i - 1)))
            return who;
    for (size_t i = scene->index + 1; i < scene->end; i++)
        if ((who = closer_at(scene, i)))
            return who;
    return NULL;
}

/* The errno of a connect() that returned around the change; 0 for none. */
int scene_connect_errno(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct event *event = log_at(scene->log, i);

        if (event->kind == EVENT_CALL &&
            event->call.host == scene->event->host && event->call.err &&
            call_named_does(event->call.name, CALL_CONNECTS))
            return event->call.err;
    }
    return 0;
}

/*
 * Whether the ACK that LAST-ACK waited for may have come: a world without a
 * wire shows no packets and can't deny it.
 */
bool scene_acknowledged(const struct scene *scene)
{
    const struct packet_event *packet = scene_received(scene);
    bool sent = false;

    for (size_t i = scene->first; i < scene->index && !sent; i++)
        sent = is_packet(scene, log_at(scene->log, i), false);
    return packet ? packet->has_ack : !sent;
}

/*
 * Whether the log has packets of this connection at all. On loopback there is
 * no wire: that nothing was received proves nothing there.
 */
bool scene_has_packets(const struct scene *scene)
{
    const struct state_event *sock = scene->event;

    for (size_t i = scene->index; i > 0 && scene->index - i < EVIDENCE; i--) {
        const struct event *event = log_at(scene->log, i - 1);
        const struct packet_event *packet = &event->packet;

        if (event->kind == EVENT_PACKET && packet->proto == IPPROTO_TCP &&
            (goes(packet, &sock->local, &sock->peer) ||
             goes(packet, &sock->peer, &sock->local)))
            return true;
    }
    return false;
}

bool scene_open(struct scene *scene, const struct log *log, size_t index)
{
    *scene = (struct scene){.log = log, .index = index};
    scene->event = scene_state(log_at(log, index));
    if (!scene->event)
        return false;
    look_back(scene);
    look_ahead(scene);
    return true;
}
