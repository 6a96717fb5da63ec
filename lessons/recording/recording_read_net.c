/*
 * recording_read_net.c - what a recording tells of sockets and of packets.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/wire/packet.h"
#include "lessons/recording/recording_read.h"
#include "lessons/text/slice.h"

/* Latest end of a timer: a year, in ms. */
static const json_int_t EXPIRES_MOST = INT64_C(366) * 24 * 3600 * 1000;

/* "-" for none. A pattern is no address that a socket has. */
static int read_addr(const char *text, struct addr *addr, struct err *err)
{
    *addr = (struct addr){.family = AF_UNSPEC};
    if (strcmp(text, "-") == 0)
        return 0;
    if (addr_parse(addr, text, strlen(text)) == 0 && !addr->any_host &&
        !addr->any_port)
        return 0;
    return err_input(err, "found '%s', expected an address", text);
}

/* A name that ss(8) has for a state. */
static int read_state(const char *name, enum tcp_state *state, struct err *err)
{
    *state = state_find(name, strlen(name));
    if (*state == STATE_NONE)
        return err_input(err, "found '%s', expected a state", name);
    return 0;
}

/* ---- sockets ---- */

static int no_socket(json_int_t cookie, struct err *err)
{
    return err_input(err, "there is no socket %lld", (long long)cookie);
}

/* What of a change is known from before. */
static void know(struct state_event *change, const struct sock *sock)
{
    change->old = sock->state;
    change->proto = sock->proto;
    change->local = sock->local;
    change->peer = sock->peer;
}

/* [PROTO, LOCAL, PEER] */
static int read_ends(json_t *ends, struct state_event *change, struct err *err)
{
    const char *local, *peer;
    json_int_t proto;

    if (record_unpack(ends, err, "[Iss]", &proto, &local, &peer) < 0 ||
        read_addr(local, &change->local, err) < 0 ||
        read_addr(peer, &change->peer, err) < 0)
        return -1;
    /* Sockets of these two protocols are looked at. */
    if (proto != IPPROTO_TCP && proto != IPPROTO_UDP)
        return err_input(err, "found protocol %lld, expected 6 or 17",
                         (long long)proto);
    change->proto = (int)proto;
    return 0;
}

/*
 * [HOST, COOKIE, STATE], where STATE is null for a socket that is gone, and
 * [HOST, COOKIE, STATE, ENDS] where its ends are new.
 */
int record_state(struct recording_play *play, json_t *record, int line,
                 struct err *err)
{
    struct event event = {.kind = EVENT_STATE, .line = line};
    struct state_event *change = &event.state;
    bool told = json_array_size(record) > 3;
    json_t *state, *ends = NULL;
    json_int_t cookie;
    const char *host;

    if (record_unpack(record, err, told ? "[sIoo]" : "[sIo]", &host, &cookie,
                      &state, &ends) < 0 ||
        record_host(host, &change->host, err) < 0)
        return -1;
    if (!json_is_null(state) && !json_is_string(state))
        return err_input(err, "found no state, expected its name or null");
    if (json_is_string(state) &&
        read_state(json_string_value(state), &change->now, err) < 0)
        return -1;
    change->cookie = (uint64_t)cookie;
    const struct sock *known =
        recorded_find(play->lab, change->host, change->cookie);
    if (known)
        know(change, known);
    if (!known && !told)
        return no_socket(cookie, err);
    if (told && read_ends(ends, change, err) < 0)
        return -1;
    return recorded_event(play->lab, &event, err);
}

/* As ss -o says it; "" for none. */
static int read_timer(const char *name, enum sock_timer *timer, struct err *err)
{
    *timer = timer_find(name, strlen(name));
    if (*timer != TIMER_NONE || !name[0])
        return 0;
    return err_input(err, "found '%s', expected a timer", name);
}

/* [RECV, SEND, TIMER, EXPIRES, RETRANSMITS, FLAGS] */
static int read_sock(json_t *record, struct sock *sock, struct err *err)
{
    json_int_t recv, send, expires, again, flags;
    const char *timer;

    if (record_unpack(record, err, "[IIsIII]", &recv, &send, &timer, &expires,
                      &again, &flags) < 0 ||
        read_timer(timer, &sock->timer, err) < 0)
        return -1;
    if (!record_within(recv, 0, UINT32_MAX) ||
        !record_within(send, 0, UINT32_MAX) ||
        !record_within(again, 0, UINT32_MAX) || !record_within(flags, 0, 3) ||
        !record_within(expires, 0, EXPIRES_MOST))
        return err_input(err, "found a number that no socket has");
    sock->recv_queue = (unsigned)recv;
    sock->send_queue = (unsigned)send;
    sock->expires = expires * EXPIRES_UNIT;
    sock->retransmits = (unsigned)again;
    sock->inode = !(flags & SOCK_ORPHAN);
    sock->bound_only = flags & SOCK_BOUND_ONLY;
    return 0;
}

/*
 * [HOST, COOKIE, SOCK], what a list of sockets says beyond their states; and
 * [HOST, COOKIE, SOCK, LOCAL, PEER] where its ends have changed without one.
 */
int record_sock(struct recording_play *play, json_t *record, int line,
                struct err *err)
{
    bool told = json_array_size(record) > 3;
    const char *name, *local, *peer;
    enum host_id host;
    json_int_t cookie;
    json_t *rest;

    (void)line;
    if (record_unpack(record, err, told ? "[sIoss]" : "[sIo]", &name, &cookie,
                      &rest, &local, &peer) < 0 ||
        record_host(name, &host, err) < 0)
        return -1;
    const struct sock *known = recorded_find(play->lab, host, (uint64_t)cookie);
    if (!known)
        return no_socket(cookie, err);
    struct sock sock = *known;
    if (read_sock(rest, &sock, err) < 0 ||
        (told && (read_addr(local, &sock.local, err) < 0 ||
                  read_addr(peer, &sock.peer, err) < 0)))
        return -1;
    return recorded_sock(play->lab, host, &sock, err);
}

/* [HOST, STATE, LOCAL, PEER, EXPIRES, FLAGS, OWNER] */
int record_culprit(struct recording_play *play, json_t *record, int line,
                   struct err *err)
{
    struct event event = {.kind = EVENT_CULPRIT, .line = line};
    struct culprit_event *culprit = &event.culprit;
    const char *host, *state, *local, *peer, *owner;
    json_int_t expires, flags;

    if (record_unpack(record, err, "[ssssIIs]", &host, &state, &local, &peer,
                      &expires, &flags, &owner) < 0 ||
        record_host(host, &culprit->host, err) < 0 ||
        read_state(state, &culprit->state, err) < 0 ||
        read_addr(local, &culprit->local, err) < 0 ||
        read_addr(peer, &culprit->peer, err) < 0)
        return -1;
    char *text = record_text(owner, err);
    if (!text)
        return -1;
    bool fits =
        slice_copy(slice_of(text), culprit->owner, sizeof(culprit->owner));
    free(text);
    if (!fits || !record_within(flags, 0, SOCKNOTE_FLAGS) ||
        !record_within(expires, -1, INT32_MAX))
        return err_input(err, "found a culprit that makes no sense");
    culprit->expires_ms = (int)expires;
    culprit->known = flags & NOTE_KNOWN;
    culprit->flags = (unsigned)flags & ~(unsigned)NOTE_KNOWN;
    return recorded_event(play->lab, &event, err);
}

/* ---- packets ---- */

static int read_fate(const char *name, enum packet_fate *fate, struct err *err)
{
    for (int i = FATE_HELD; i <= FATE_DUPLICATED; i++) {
        *fate = (enum packet_fate)i;
        if (strcmp(fate_name(*fate), name) == 0)
            return 0;
    }
    return err_input(err, "found '%s', expected what became of a packet", name);
}

/* tcpdump's letters; "" where it is no TCP. */
static int read_flags(const char *text, char *out, size_t size, struct err *err)
{
    if (strspn(text, packet_letters) == strlen(text) &&
        slice_copy(slice_of(text), out, size))
        return 0;
    return err_input(err, "found '%s', expected a packet's flags", text);
}

/* The frame that the log keeps, cut or whole. */
static int read_frame(const char *text, struct packet_event *packet,
                      struct err *err)
{
    uint8_t bytes[RECORDING_FRAME];
    int n = base64_read(text, bytes, sizeof(bytes));

    if (n < 0 || (uint32_t)n > packet->frame_len)
        return err_input(err,
                         "found a frame that is no base64 of at most %d bytes",
                         RECORDING_FRAME);
    if (n == 0)
        return 0;
    packet->frame = malloc((size_t)n);
    if (!packet->frame)
        return err_machine(err, "out of memory");
    memcpy(packet->frame, bytes, (size_t)n);
    packet->kept = (uint32_t)n;
    return 0;
}

/* [SEQ, ACK, LEN, AGAIN, FRAME_LEN]; ACK is null where there is none. */
static int read_numbers(json_t *list, struct packet_event *packet,
                        struct err *err)
{
    json_int_t seq, len, frame_len;
    json_t *ack;
    int again;

    if (record_unpack(list, err, "[IoIbI]", &seq, &ack, &len, &again,
                      &frame_len) < 0)
        return -1;
    json_int_t acked = json_integer_value(ack);
    if (!record_within(seq, 0, UINT32_MAX) ||
        !record_within(acked, 0, UINT32_MAX) ||
        !record_within(len, 0, 1 << 16) ||
        !record_within(frame_len, 0, 1 << 17) ||
        !(json_is_null(ack) || json_is_integer(ack)))
        return err_input(err, "found a number that no packet has");
    packet->seq = (uint32_t)seq;
    packet->has_ack = json_is_integer(ack);
    packet->ack = (uint32_t)acked;
    packet->len = (uint32_t)len;
    packet->again = again;
    packet->frame_len = (uint32_t)frame_len;
    return 0;
}

/*
 * [ID, FATE, FROM, PROTO, SRC, DST, FLAGS, NUMBERS, FRAME]: the first that is
 * heard of a packet.
 */
int record_packet(struct recording_play *play, json_t *record, int line,
                  struct err *err)
{
    struct event event = {.kind = EVENT_PACKET, .line = line};
    struct packet_event *packet = &event.packet;
    const char *fate, *from, *src, *dst, *flags, *frame;
    json_int_t id, proto;
    json_t *numbers;

    if (record_unpack(record, err, "[IssIsssos]", &id, &fate, &from, &proto,
                      &src, &dst, &flags, &numbers, &frame) < 0 ||
        read_fate(fate, &packet->fate, err) < 0 ||
        record_host(from, &packet->from, err) < 0 ||
        read_addr(src, &packet->src, err) < 0 ||
        read_addr(dst, &packet->dst, err) < 0 ||
        read_flags(flags, packet->flags, sizeof(packet->flags), err) < 0 ||
        read_numbers(numbers, packet, err) < 0)
        return -1;
    if (!record_within(proto, 0, 255) ||
        recorded_packet(play->lab, (uint64_t)id))
        return err_input(err, "found packet %lld, which can't be",
                         (long long)id);
    packet->id = (uint64_t)id;
    packet->proto = (int)proto;
    packet->to = packet->from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
    if (read_frame(frame, packet, err) < 0)
        return -1;
    return recorded_event(play->lab, &event, err);
}

/* [ID, FATE, RESENT]: what became of it later on. */
int record_fate(struct recording_play *play, json_t *record, int line,
                struct err *err)
{
    struct event event = {.kind = EVENT_PACKET, .line = line};
    json_int_t id, resent;
    const char *fate;

    if (record_unpack(record, err, "[IsI]", &id, &fate, &resent) < 0)
        return -1;
    const struct packet_event *known = recorded_packet(play->lab, (uint64_t)id);
    if (!known || !record_within(resent, 0, INT32_MAX))
        return err_input(err, "there was no packet %lld", (long long)id);
    event.packet = *known;
    event.packet.frame = NULL; /* the first event has it */
    event.packet.kept = 0;
    event.packet.resent = (unsigned)resent;
    if (read_fate(fate, &event.packet.fate, err) < 0)
        return -1;
    return recorded_event(play->lab, &event, err);
}

/* [HELD, CUT, [ID...]]: how the wire is, and what waits on it. */
int record_wire(struct recording_play *play, json_t *record, int line,
                struct err *err)
{
    json_t *list;
    int held, cut;

    (void)line;
    if (record_unpack(record, err, "[bbo]", &held, &cut, &list) < 0)
        return -1;
    size_t n = json_array_size(list);
    uint64_t *ids = calloc(n + 1, sizeof(*ids));
    if (!ids)
        return err_machine(err, "out of memory");
    /* What is no number is 0, and no packet has that one. */
    for (size_t i = 0; i < n; i++)
        ids[i] = (uint64_t)json_integer_value(json_array_get(list, i));
    int done = recorded_wire(play->lab, held, cut, ids, n, err);
    free(ids);
    return done;
}
