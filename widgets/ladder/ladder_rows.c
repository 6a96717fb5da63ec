/*
 * ladder_rows.c - rows found by looking at a few events around each one.
 *
 * The lab logs a state when it has read the host, which is right after the
 * event that changed it; only what a host does by sending (its SYN, FIN or
 * RST) is read just before the packet is let through.
 */
#include "widgets/ladder/ladder_rows.h"

#include <netinet/in.h>
#include <string.h>

#include "widgets/ladder/ladder_repeat.h"

enum { NEAR = 64 }; /* events to look at on either side of a state */

static const size_t NOWHERE = SIZE_MAX;

/* A state that comes later than this was changed by time, not by the row. */
static const int64_t AT_ONCE = 500000000;

/* No timer of the kernel's sends anything again sooner (TCP_RTO_MIN). */
static const int64_t TIMER_LEAST = 150000000;

bool ladder_waits(const struct packet_event *packet)
{
    return packet->fate == FATE_HELD || packet->fate == FATE_DUPLICATED;
}

/* Retransmissions are counted in the row of the packet that waits. */
static bool is_recount(const struct packet_event *packet)
{
    return packet->fate == FATE_HELD && packet->resent > 0;
}

/* Whether the event always has a row of its own. */
static bool is_base(const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: return true;
    case EVENT_PACKET: return !is_recount(&event->packet);
    case EVENT_PROCESS: return event->process.what != PROCESS_STARTED;
    case EVENT_HANDLER: return true;
    case EVENT_STATE:
    case EVENT_CHECK:
    case EVENT_CULPRIT:
    case EVENT_NOTE:
    case EVENT_FAULT:
    case EVENT_END: break;
    }
    return false;
}

/*
 * Starting beside at, the nearest event that has a row of its own (base true)
 * or is a state of this host (base false). NOWHERE when the other kind of the
 * two comes first, or nothing is near.
 */
static size_t nearest(const struct log *log, size_t at, int direction,
                      enum host_id host, bool base)
{
    size_t i = at;

    for (int steps = 0; steps < NEAR; steps++) {
        const struct event *event;

        i += (size_t)direction; /* below 0 wraps around to past the end */
        event = log_at(log, i);
        if (!event)
            return NOWHERE;
        if (is_base(event))
            return base ? i : NOWHERE;
        if (event->kind == EVENT_STATE && event->state.host == host)
            return base ? NOWHERE : i;
    }
    return NOWHERE;
}

/* Whether the host came to this state by sending this packet. */
static bool sends(const struct event *event, const struct state_event *state)
{
    const struct packet_event *packet = &event->packet;

    if (event->kind != EVENT_PACKET || packet->from != state->host ||
        packet->src.port != state->local.port)
        return false;
    switch (state->now) {
    case STATE_SYN_SENT: return strchr(packet->flags, 'S') != NULL;
    case STATE_FIN_WAIT_1:
    case STATE_LAST_ACK: return strchr(packet->flags, 'F') != NULL;
    case STATE_NONE: return strchr(packet->flags, 'R') != NULL;
    case STATE_ESTAB:
    case STATE_SYN_RECV:
    case STATE_FIN_WAIT_2:
    case STATE_TIME_WAIT:
    case STATE_UNCONN:
    case STATE_CLOSE_WAIT:
    case STATE_LISTEN:
    case STATE_CLOSING:
    case STATES: break;
    }
    return false;
}

/* Whether the event happened to this host, so that it may change a state. */
static bool concerns(const struct event *event, enum host_id host)
{
    switch (event->kind) {
    case EVENT_CALL: return event->call.host == host;
    case EVENT_PROCESS: return event->process.host == host;
    case EVENT_HANDLER: return event->handler.host == host;
    case EVENT_PACKET:
        return event->packet.from == host ||
               event->packet.fate == FATE_DELIVERED;
    case EVENT_STATE:
    case EVENT_CHECK:
    case EVENT_CULPRIT:
    case EVENT_NOTE:
    case EVENT_FAULT:
    case EVENT_END: break;
    }
    return false;
}

/* Whether the host came to this state by what this packet brought it. */
static bool brings(const struct event *event, const struct state_event *state)
{
    const struct packet_event *packet = &event->packet;

    if (event->kind != EVENT_PACKET || packet->fate != FATE_DELIVERED ||
        packet->to != state->host || packet->dst.port != state->local.port)
        return false;
    switch (state->now) {
    case STATE_ESTAB:
    case STATE_SYN_RECV:
    case STATE_FIN_WAIT_2:
    case STATE_TIME_WAIT:
    case STATE_CLOSE_WAIT:
    case STATE_CLOSING: return true;
    case STATE_NONE:
        return state->old == STATE_LAST_ACK || strchr(packet->flags, 'R');
    case STATE_SYN_SENT:
    case STATE_FIN_WAIT_1:
    case STATE_LAST_ACK:
    case STATE_UNCONN:
    case STATE_LISTEN:
    case STATES: break;
    }
    return false;
}

/*
 * The packet that made the state at this index. The call that it woke up, or
 * that sent it onto a wire that holds, may stand between the two: pass over
 * what else happened to this host.
 */
static size_t cause_before(const struct log *log, size_t at)
{
    const struct state_event *state = &log_at(log, at)->state;

    for (size_t i = at; i-- > 0 && at - i < NEAR;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_STATE && event->state.host == state->host)
            return NOWHERE;
        if (!is_base(event))
            continue;
        if (sends(event, state) || brings(event, state))
            return i;
        if (!concerns(event, state->host))
            return NOWHERE;
    }
    return NOWHERE;
}

/*
 * The state before this packet that stands in its row, because no earlier one
 * has made it; NOWHERE for none.
 */
static size_t state_sent(const struct log *log, size_t at, enum host_id host)
{
    size_t state = nearest(log, at, -1, host, false);

    if (state == NOWHERE ||
        !sends(log_at(log, at), &log_at(log, state)->state) ||
        cause_before(log, state) != NOWHERE)
        return NOWHERE;
    return state;
}

/* Whether a state of the host may stand in the row of what came before it. */
static bool may_join(const struct log *log, size_t row, size_t at)
{
    const struct event *event = log_at(log, at);

    return row != NOWHERE && event->t - log_at(log, row)->t < AT_ONCE &&
           state_sent(log, row, event->state.host) == NOWHERE;
}

/* The row that the state at this index stands in: its own for want of one. */
static size_t state_row(const struct log *log, size_t at)
{
    const struct state_event *state = &log_at(log, at)->state;
    size_t before = cause_before(log, at);
    size_t after = nearest(log, at, 1, state->host, true);

    if (may_join(log, before, at))
        return before;
    if (before == NOWHERE && after != NOWHERE &&
        sends(log_at(log, after), state))
        return after;
    before = nearest(log, at, -1, state->host, true);
    if (may_join(log, before, at) && concerns(log_at(log, before), state->host))
        return before;
    return at;
}

/* The first state of this host behind a row, whatever is between them. */
static size_t next_state(const struct log *log, size_t at, enum host_id host)
{
    for (size_t i = at + 1; i < log_count(log) && i - at < NEAR; i++) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_STATE && event->state.host == host)
            return i;
    }
    return NOWHERE;
}

/* The state of this host that stands in the row at this index, if any. */
static const struct state_event *row_state(const struct log *log, size_t at,
                                           enum host_id host)
{
    size_t state = state_sent(log, at, host);

    if (state != NOWHERE)
        return &log_at(log, state)->state;
    state = next_state(log, at, host);
    return state != NOWHERE && state_row(log, state) == at
               ? &log_at(log, state)->state
               : NULL;
}

/* ---- what is sent again and again ---- */

/*
 * The packet before that this one is the same as, sent once more by a timer
 * with no effect on a state; NOWHERE for none. Between them nothing but other
 * repetitions may have happened.
 */
static size_t repeated(const struct log *log, size_t at)
{
    const struct event *event = log_at(log, at);

    if (!ladder_may_repeat(event))
        return NOWHERE;
    for (size_t i = at; i-- > 0 && at - i < NEAR;) {
        const struct event *before = log_at(log, i);

        if (before->kind == EVENT_STATE)
            return NOWHERE;
        if (!is_base(before))
            continue;
        if (before->kind == EVENT_PACKET &&
            ladder_repeats(&before->packet, &event->packet))
            return event->t - before->t < TIMER_LEAST ||
                           row_state(log, at, HOST_SERVER) ||
                           row_state(log, at, HOST_CLIENT)
                       ? NOWHERE
                       : i;
        if (!ladder_may_repeat(before))
            return NOWHERE;
    }
    return NOWHERE;
}

static bool is_row(const struct log *log, size_t at)
{
    const struct event *event = log_at(log, at);

    if (!event)
        return false;
    if (event->kind == EVENT_STATE)
        return state_row(log, at) == at;
    return is_base(event) && repeated(log, at) == NOWHERE;
}

bool ladder_row_next(const struct log *log, size_t *at, int direction)
{
    for (size_t i = *at + (size_t)direction; i < log_count(log);
         i += (size_t)direction)
        if (is_row(log, i)) {
            *at = i;
            return true;
        }
    return false;
}

int ladder_rows_before(const struct log *log, size_t at)
{
    int n = 0;

    for (size_t i = 0; i < at && i < log_count(log); i++)
        n += is_row(log, i);
    return n;
}

/* Whether the event leaves something open that a later one may end. */
static bool is_open(const struct event *event)
{
    if (event->kind == EVENT_PACKET)
        return ladder_waits(&event->packet);
    return event->kind == EVENT_CALL && !event->call.returned &&
           !event->call.last;
}

static void row_fill(const struct log *log, size_t at, struct ladder_row *row)
{
    const struct event *event = log_at(log, at);

    *row = (struct ladder_row){.at = at, .event = event, .times = 1};
    if (event->kind == EVENT_STATE) {
        row->states[event->state.host] = &event->state;
        return;
    }
    row->open = is_open(event);
    if (event->kind == EVENT_PACKET)
        row->times = event->packet.resent + 1;
    row->sent = event->t;
    for (int host = 0; host < HOSTS; host++)
        row->states[host] = row_state(log, at, (enum host_id)host);
}

/* ---- what was before, and what came later ---- */

/* Whose event it is, for those that end a call; NULL for others. */
static const char *actor_of(const struct event *event)
{
    if (event->kind == EVENT_CALL)
        return event->call.actor;
    return event->kind == EVENT_PROCESS ? event->process.actor : NULL;
}

static bool same_packet(const struct event *a, const struct event *b)
{
    return a->kind == EVENT_PACKET && b->kind == EVENT_PACKET &&
           a->packet.id == b->packet.id;
}

/* Once more: it counts in the row of the first. */
static void sent_again(struct ladder_row *row, int64_t t)
{
    row->after = t - row->sent;
    row->sent = t;
}

/* Count what is folded into a row: each repeats the one before it. */
static void count_repeats(const struct log *log, struct ladder_row *row)
{
    size_t last = row->at;

    for (size_t i = last + 1; i < log_count(log) && i - last < NEAR; i++) {
        const struct event *event = log_at(log, i);

        /* repeated() would not look back over it either. */
        if (event->kind == EVENT_STATE ||
            (is_base(event) && !ladder_may_repeat(event)))
            return;
        if (repeated(log, i) != last)
            continue;
        row->times++;
        sent_again(row, event->t);
        last = i;
    }
}

/* Take in what a later event says of a row that is open. */
static void row_later(struct ladder_row *row, const struct event *later)
{
    const char *actor = actor_of(later);

    if (row->event->kind == EVENT_CALL) {
        row->over = actor && strcmp(actor, row->event->call.actor) == 0;
    } else if (same_packet(row->event, later)) {
        if (later->packet.resent + 1 > row->times)
            sent_again(row, later->t);
        row->times = later->packet.resent + 1;
        row->over = !ladder_waits(&later->packet);
    }
    row->open = !row->over;
}

/* Read on behind the first row until nothing is open any more. */
static void follow_up(const struct log *log, struct ladder_row *rows, size_t n)
{
    size_t open = 0;

    for (size_t k = 0; k < n; k++)
        open += rows[k].open;
    for (size_t i = rows[0].at + 1; open > 0 && i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_PACKET && !actor_of(event))
            continue;
        for (size_t k = 0; k < n && rows[k].at < i; k++) {
            if (!rows[k].open)
                continue;
            row_later(&rows[k], event);
            open -= rows[k].over;
        }
    }
}

/*
 * Find what the packet was before this row. The first of its events has its
 * frame, so that in a log from a real wire there is little to read.
 */
static void look_back(const struct log *log, struct ladder_row *row)
{
    const struct packet_event *packet = &row->event->packet;

    if (packet->frame)
        row->bytes = packet;
    for (size_t i = row->at; i-- > 0 && !row->bytes;) {
        const struct event *event = log_at(log, i);

        if (!same_packet(event, row->event))
            continue;
        row->waited = true;
        if (event->packet.frame)
            row->bytes = &event->packet;
    }
}

int ladder_rows(const struct log *log, int first, struct ladder_row *rows,
                int room)
{
    int n = 0;

    for (size_t at = 0; n < room && at < log_count(log); at++) {
        if (!is_row(log, at) || first-- > 0)
            continue;
        row_fill(log, at, &rows[n]);
        if (rows[n].event->kind == EVENT_PACKET) {
            look_back(log, &rows[n]);
            count_repeats(log, &rows[n]);
        }
        n++;
    }
    if (n > 0)
        follow_up(log, rows, (size_t)n);
    return n;
}

bool ladder_packet_row(const struct log *log, uint64_t id, size_t *at)
{
    for (size_t i = log_count(log); i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_PACKET && event->packet.id == id &&
            is_base(event)) {
            /* One that is folded shows in the row of the first. */
            for (*at = i; (i = repeated(log, *at)) != NOWHERE;)
                *at = i;
            return true;
        }
    }
    return false;
}
