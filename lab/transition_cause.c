/*
 * transition_cause.c - what caused a change of state: evidence from the log.
 *
 * Most arrows have one possible cause and the table alone tells it. Three
 * things need evidence: which call closed (close, shutdown, or the end of the
 * process), what ended a socket before its time (a RST, given or taken, or
 * nobody's answer), and whether a time was over. It is looked for between the
 * socket's previous change of state and its next one: the lab reads states
 * after the packet or call, but the call itself may be logged a little later.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "lab/transition.h"

/* So many events back and forth are evidence; a transfer may log thousands. */
enum { EVIDENCE = 2000 };

/*
 * What Linux takes from the first FIN's answer to the end: TCP_TIMEWAIT_LEN,
 * 60 s, whose timer may be a little early.
 */
static const int64_t TWO_MSL = 59000000000;

/*
 * Where in the log to look for what caused one change of state: after the
 * socket's change before this one, and before its next one. What lies beyond
 * either belongs to that change.
 */
struct scene {
    const struct log *log;
    const struct state_event *event;
    size_t index;                       /* of the event */
    size_t first;                       /* evidence begins here */
    size_t end;                         /* and is over before this */
    const struct state_event *previous; /* NULL: none near */
    int64_t lasted;                     /* ns in the old state; -1: unknown */
};

static const struct state_event *tcp_state_event(const struct event *event)
{
    bool is = event && event->kind == EVENT_STATE &&
              event->state.proto == IPPROTO_TCP;

    return is ? &event->state : NULL;
}

/* The index-th event, if it is about the scene's socket. */
static const struct state_event *same_socket(const struct scene *scene,
                                             size_t index)
{
    const struct state_event *event =
        tcp_state_event(log_at(scene->log, index));
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
 * Whether the packet went that way between the scene's two ends. Ports are
 * enough: a lab has two hosts, and a socket of both address families has an
 * IPv4 peer in another form than the packet.
 */
static bool is_packet(const struct scene *scene, const struct event *event,
                      bool towards)
{
    const struct packet_event *packet = &event->packet;
    const struct state_event *sock = scene->event;

    if (event->kind != EVENT_PACKET || packet->proto != IPPROTO_TCP)
        return false;
    if (towards)
        return packet->to == sock->host && packet->fate == FATE_DELIVERED &&
               packet->dst.port == sock->local.port &&
               packet->src.port == sock->peer.port;
    return packet->from == sock->host && packet->src.port == sock->local.port &&
           packet->dst.port == sock->peer.port;
}

/* The last packet that the socket got before it changed; NULL for none. */
static const struct packet_event *last_received(const struct scene *scene)
{
    for (size_t i = scene->index; i > scene->first; i--) {
        const struct event *event = log_at(scene->log, i - 1);

        if (is_packet(scene, event, true))
            return &event->packet;
    }
    return NULL;
}

static bool has_reset(const struct packet_event *packet)
{
    return packet && strchr(packet->flags, 'R');
}

/*
 * Whether the host sent a RST of this connection around the change. What comes
 * in after the change may be answered with a RST too, but that is no cause.
 */
static bool sent_reset(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct event *event = log_at(scene->log, i);

        if (is_packet(scene, event, false) && has_reset(&event->packet))
            return true;
        if (i > scene->index && is_packet(scene, event, true))
            return false;
    }
    return false;
}

/* Whether an ICMP error reached the host since the socket's last change. */
static bool got_icmp(const struct scene *scene)
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
static bool taken_over(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct state_event *born = tcp_state_event(log_at(scene->log, i));

        if (born && born->host == scene->event->host &&
            born->old == STATE_NONE && born->cookie != scene->event->cookie &&
            addr_equal(&born->local, &scene->event->local) &&
            addr_equal(&born->peer, &scene->event->peer))
            return true;
    }
    return false;
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
        case PROCESS_EXITED: return "its process ended";
        case PROCESS_KILLED: return "its process was killed";
        }
    }
    if (event->kind == EVENT_CALL && call->returned && !call->err &&
        call->host == scene->event->host && strcmp(call->name, "execve") == 0)
        return "execve()";
    if (event->kind != EVENT_CALL || call->err || !call->sock.cookie ||
        call->sock.cookie != scene->event->cookie)
        return NULL;
    if (strcmp(call->name, "close") == 0)
        return "close()";
    return strcmp(call->name, "shutdown") == 0 ? "shutdown()" : NULL;
}

/* Who closed: the nearest before the change, or else right behind it. */
static const char *who_closed(const struct scene *scene)
{
    const char *who;

    for (size_t i = scene->index; i > scene->first; i--)
        if ((who = closer(scene, log_at(scene->log, i - 1))))
            return who;
    for (size_t i = scene->index + 1; i < scene->end; i++)
        if ((who = closer(scene, log_at(scene->log, i))))
            return who;
    return NULL;
}

/* The errno of a connect() that returned around the change; 0 for none. */
static int connect_errno(const struct scene *scene)
{
    for (size_t i = scene->first; i < scene->end; i++) {
        const struct event *event = log_at(scene->log, i);

        if (event->kind == EVENT_CALL &&
            event->call.host == scene->event->host && event->call.err &&
            strcmp(event->call.name, "connect") == 0)
            return event->call.err;
    }
    return 0;
}

/* ---- causes ---- */

static void set_cause(struct moved *moved, const char *who, const char *said,
                      const char *section)
{
    snprintf(moved->cause, sizeof(moved->cause), "%s%s%s", who ? who : "",
             who ? ", " : "", said);
    moved->section = section;
}

/*
 * What the table says, with the call that it really was: where the figure has
 * CLOSE, a program may have called shutdown() or just ended.
 */
static void set_from_table(struct moved *moved, const struct scene *scene)
{
    const struct transition *arrow = moved->arrow;
    const char *who = arrow->call;

    if (who && strcmp(who, "close()") == 0) {
        const char *closed = who_closed(scene);

        who = closed ? closed : who;
    }
    set_cause(moved, who, arrow->said, arrow->section);
    moved->aside = arrow->aside ? arrow->aside : "";
}

/* A cause that the figure has no arrow for: see its note 3. */
static void set_other(struct moved *moved, const char *who, const char *said,
                      const char *section)
{
    moved->arrow = NULL;
    set_cause(moved, who, said, section);
}

/* TIME-WAIT has its own ways to end early (RFC 1337; RFC 9293 3.6.1). */
static void explain_time_wait(struct moved *moved, const struct scene *scene)
{
    if (scene->lasted >= TWO_MSL)
        set_from_table(moved, scene); /* a RST before that was ignored */
    else if (has_reset(last_received(scene)))
        set_other(moved, NULL, "received RST before 2MSL were over (RFC 1337)",
                  "3.5.3");
    else if (taken_over(scene))
        set_other(moved, NULL, "a new connection took its addresses over",
                  "3.6.1");
    else if (scene->lasted >= 0)
        set_other(moved, NULL, "ended before 2MSL were over, as by ss -K", "");
    else
        set_from_table(moved, scene);
}

/* SYN-SENT ends in what its connect() returns. */
static void explain_syn_sent(struct moved *moved, const struct scene *scene)
{
    int err = connect_errno(scene);

    if (has_reset(last_received(scene)) || err == ECONNREFUSED)
        set_other(moved, NULL, "received RST: connection refused", "3.5.3");
    else if (got_icmp(scene))
        set_other(moved, NULL, "told by ICMP that there is no way", "3.9.2.2");
    else if (err == ETIMEDOUT)
        set_other(moved, NULL, "gave up: its SYN was never answered", "3.8.3");
    else if (who_closed(scene))
        set_from_table(moved, scene);
    else
        set_other(moved, NULL, "gave up", "3.8.3");
}

/*
 * Whether the ACK that LAST-ACK waited for may have come: a world without a
 * wire shows no packets and can't deny it.
 */
static bool acknowledged(const struct scene *scene)
{
    const struct packet_event *packet = last_received(scene);
    bool sent = false;

    for (size_t i = scene->first; i < scene->index && !sent; i++)
        sent = is_packet(scene, log_at(scene->log, i), false);
    return packet ? packet->has_ack : !sent;
}

/*
 * Whether the log has packets of this connection at all. On loopback there is
 * no wire: that nothing was received proves nothing there.
 */
static bool has_packets(const struct scene *scene)
{
    const struct state_event *sock = scene->event;

    for (size_t i = scene->index; i > 0 && scene->index - i < EVIDENCE; i--) {
        const struct event *event = log_at(scene->log, i - 1);
        const struct packet_event *packet = &event->packet;

        if (event->kind != EVENT_PACKET || packet->proto != IPPROTO_TCP)
            continue;
        if (packet->src.port == sock->local.port &&
            packet->dst.port == sock->peer.port)
            return true;
        if (packet->dst.port == sock->local.port &&
            packet->src.port == sock->peer.port)
            return true;
    }
    return false;
}

/* The end of a connection in any other state. */
static void explain_end(struct moved *moved, const struct scene *scene)
{
    const char *who = who_closed(scene);

    if (has_reset(last_received(scene)))
        set_other(moved, NULL, "received RST", "3.5.3");
    else if (sent_reset(scene))
        set_other(moved, who, "sent RST", "3.10.5");
    else if (moved->from == STATE_LAST_ACK && acknowledged(scene))
        set_from_table(moved, scene);
    else if (moved->from == STATE_FIN_WAIT_2)
        set_other(moved, NULL,
                  "no FIN came in tcp_fin_timeout, and no process waits for "
                  "it",
                  "");
    else if (moved->from == STATE_SYN_RECV)
        set_other(moved, NULL, "given up: the ACK of its SYN never came",
                  "3.8.3");
    else if (has_packets(scene))
        set_other(moved, NULL, "given up: no answer came", "3.8.3");
    else
        set_other(moved, who, "what came of it was not seen", "");
}

/* A socket that is only bound: CLOSED before and after. */
static void explain_bound(struct moved *moved)
{
    bool born = moved->event->now == STATE_UNCONN;

    set_cause(moved, NULL, born ? "bind(), it has a port now" : "closed", "");
    moved->aside = "The RFC has no state for a socket that is only bound: it "
                   "is CLOSED.";
}

/* The RFC's CLOSED is no socket at all, or one that only has a port. */
static enum tcp_state plain(enum tcp_state state)
{
    return state == STATE_UNCONN ? STATE_NONE : state;
}

/* Whether a socket in SYN-RECEIVED had been made by a listening one. */
static bool is_passive(const struct scene *scene)
{
    return !scene->previous || scene->previous->old == STATE_NONE;
}

/* Put the ends where the figure has them, which knows no second socket. */
static void set_ends(struct moved *moved, const struct scene *scene)
{
    moved->from = plain(moved->event->old);
    moved->to = plain(moved->event->now);
    if (moved->from == STATE_NONE && moved->to == STATE_SYN_RECV)
        moved->from = STATE_LISTEN;
    if (moved->from == STATE_SYN_RECV && moved->to == STATE_NONE &&
        is_passive(scene) && has_reset(last_received(scene)))
        moved->to = STATE_LISTEN;
    moved->arrow = transition_find(moved->from, moved->to);
}

/*
 * Ends come first: there the same two states may have several causes. All
 * other arrows have theirs in the table.
 */
static void explain(struct moved *moved, const struct scene *scene)
{
    bool ends = moved->to == STATE_NONE && moved->from != STATE_LISTEN;

    if (moved->from == moved->to)
        explain_bound(moved);
    else if (ends && moved->from == STATE_TIME_WAIT)
        explain_time_wait(moved, scene);
    else if (ends && moved->from == STATE_SYN_SENT)
        explain_syn_sent(moved, scene);
    else if (ends)
        explain_end(moved, scene);
    else if (moved->arrow)
        set_from_table(moved, scene);
    else
        set_cause(moved, NULL, "states between went by too fast to be read",
                  "");
    if (moved->from == STATE_SYN_RECV && moved->to == STATE_ESTAB &&
        is_passive(scene))
        moved->aside = "The kernel alone did this: accept() only fetches the "
                       "connection.";
}

bool transition_explain(const struct log *log, size_t index,
                        struct moved *moved)
{
    struct scene scene = {.log = log, .index = index};

    scene.event = tcp_state_event(log_at(log, index));
    if (!scene.event)
        return false;
    look_back(&scene);
    look_ahead(&scene);
    *moved = (struct moved){.event = scene.event, .section = "", .aside = ""};
    set_ends(moved, &scene);
    explain(moved, &scene);
    return true;
}

long transition_before(const struct log *log, size_t end)
{
    for (size_t i = end; i > 0; i--)
        if (tcp_state_event(log_at(log, i - 1)))
            return (long)(i - 1);
    return -1;
}
