/*
 * recording_write.c - a lane of a living run as records.
 *
 * A recorded lab follows along: it knows what a reader will know of the
 * sockets by then, so that only what is different has to be written. Cookies
 * and packets are counted anew from 1, for the kernel's own numbers say
 * nothing and take room.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/symbol.h"
#include "lessons/recording/recording_inside.h"

/* The kernel tells of timers in ticks; less than this is no change. */
static const int64_t SAME_EXPIRES = 50 * INT64_C(1000000);

/* Names of the kernel's, each with the number that stands for it. */
struct numbers {
    uint64_t *list; /* owned; the index and one is the number */
    size_t n;
    size_t room;
};

struct recording_tape {
    const struct lesson *lesson; /* not owned */
    const struct lab *lab;       /* not owned */
    struct lab *shadow;          /* what a reader knows */
    struct memory memory;        /* the records so far */
    size_t cursor;               /* in the log: the next event to write */
    int64_t us;                  /* time of the record before */
    struct numbers sockets[HOSTS];
    struct numbers packets;
    char *wire;  /* the wire as last written, to see a change by; owned */
    bool failed; /* something could not be written: no memory */
};

/* ---- records ---- */

/*
 * Write a record: its name, the time since the one before, and the parts of a
 * list, which is taken over. NULL is what jansson gives without memory.
 */
static void put(struct recording_tape *tape, const char *name, int64_t t,
                json_t *parts)
{
    int64_t us = t / TIME_UNIT;
    json_t *record = json_pack("[sI]", name, (json_int_t)(us - tape->us));

    tape->us = us;
    if (!parts || json_array_extend(record, parts) < 0 ||
        json_dumpf(record, tape->memory.out, JSON_COMPACT) < 0)
        tape->failed = true;
    fputc('\n', tape->memory.out);
    json_decref(parts);
    json_decref(record);
}

/* The number of a name, given when it is new; 0 without memory. */
static json_int_t number_of(struct recording_tape *tape,
                            struct numbers *numbers, uint64_t name)
{
    for (size_t i = 0; i < numbers->n; i++)
        if (numbers->list[i] == name)
            return (json_int_t)i + 1;
    if (numbers->n == numbers->room) {
        size_t room = numbers->room ? 2 * numbers->room : 64;
        uint64_t *grown = reallocarray(numbers->list, room, sizeof(*grown));

        if (!grown) {
            tape->failed = true;
            return 0;
        }
        numbers->list = grown;
        numbers->room = room;
    }
    numbers->list[numbers->n++] = name;
    return (json_int_t)numbers->n;
}

/*
 * Numbers of both hosts' sockets differ, although the kernel may have given
 * both the same cookie: odd ones are the server's.
 */
static json_int_t socket_number(struct recording_tape *tape, enum host_id host,
                                uint64_t cookie)
{
    if (cookie == 0)
        return 0;
    json_int_t n = number_of(tape, &tape->sockets[host], cookie);
    return host == HOST_SERVER ? 2 * n - 1 : 2 * n;
}

/* What a line of the file is in the script, counted from 1; 0 for none. */
static json_int_t line_index(const struct recording_tape *tape, int number)
{
    const struct script *script = &tape->lesson->script;

    for (size_t i = 0; number > 0 && i < script->n; i++)
        if (script->lines[i].number == number)
            return (json_int_t)i + 1;
    return 0;
}

/* As scripts write it. */
static json_t *address(const struct addr *addr)
{
    char text[ADDR_TEXT];

    return json_string(addr_format(addr, text));
}

/* 3, or "EADDRINUSE". */
static json_t *result(long ret, int err)
{
    return err ? json_string(symbol_errno(err)) : json_integer(ret);
}

/* null for a call that has not returned, "?" for one that never will. */
static json_t *call_result(const struct call_event *call)
{
    if (call->returned)
        return result(call->ret, call->err);
    return call->last ? json_string("?") : json_null();
}

/* ---- events ---- */

static void put_process(struct recording_tape *tape, const struct event *event)
{
    const struct process_event *process = &event->process;
    json_int_t line = line_index(tape, event->line);

    switch (process->what) {
    case PROCESS_STARTED:
        put(tape, "started", event->t,
            json_pack("[IssI]", line, process->actor, host_name(process->host),
                      (json_int_t)process->pid));
        break;
    case PROCESS_EXITED:
        put(tape, "exited", event->t,
            json_pack("[Isi]", line, process->actor, process->status));
        break;
    case PROCESS_KILLED:
        put(tape, "killed", event->t,
            json_pack("[Iss]", line, process->actor,
                      symbol_signal(process->status)));
        break;
    }
}

static void put_call(struct recording_tape *tape, const struct event *event)
{
    const struct call_event *call = &event->call;
    const struct socknote *note = &call->sock;
    json_t *record =
        json_pack("[Issso]", line_index(tape, event->line), call->actor,
                  call->name, call->args, call_result(call));

    if (note->fd >= 0 || note->cookie)
        json_array_append_new(
            record,
            json_pack("[Iiii]", socket_number(tape, call->host, note->cookie),
                      note->fd, note->proto, (int)note->flags));
    put(tape, "call", event->t, record);
}

/* Whether a reader knows both ends of the socket already. */
static bool same_ends(const struct sock *known, const struct addr *local,
                      const struct addr *peer)
{
    return known && addr_equal(&known->local, local) &&
           addr_equal(&known->peer, peer);
}

/* The shadow follows: it numbers sockets as the file does. */
static int put_state(struct recording_tape *tape, const struct event *event,
                     struct err *err)
{
    struct event copy = *event;
    struct state_event *change = &copy.state;

    change->cookie =
        (uint64_t)socket_number(tape, change->host, change->cookie);
    const struct sock *known =
        recorded_find(tape->shadow, change->host, change->cookie);
    json_t *state = change->now == STATE_NONE
                        ? json_null()
                        : json_string(state_name(change->now));
    json_t *record = json_pack("[sIo]", host_name(change->host),
                               (json_int_t)change->cookie, state);

    if (!same_ends(known, &change->local, &change->peer))
        json_array_append_new(record, json_pack("[ioo]", change->proto,
                                                address(&change->local),
                                                address(&change->peer)));
    put(tape, "state", event->t, record);
    return recorded_event(tape->shadow, &copy, err);
}

/* What became of a packet that was heard of before. */
static void put_fate(struct recording_tape *tape, const struct event *event,
                     json_int_t id)
{
    const struct packet_event *packet = &event->packet;

    put(tape, "fate", event->t,
        json_pack("[Isi]", id, fate_name(packet->fate), (int)packet->resent));
}

static void put_packet(struct recording_tape *tape, const struct event *event)
{
    const struct packet_event *packet = &event->packet;
    size_t before = tape->packets.n;
    json_int_t id = number_of(tape, &tape->packets, packet->id);
    uint32_t kept =
        packet->kept < RECORDING_FRAME ? packet->kept : RECORDING_FRAME;

    if (tape->packets.n == before) {
        put_fate(tape, event, id);
        return;
    }
    char *frame = base64_write(packet->frame, packet->frame ? kept : 0);
    json_t *ack =
        packet->has_ack ? json_integer((json_int_t)packet->ack) : json_null();
    json_t *numbers = json_pack("[IoIbI]", (json_int_t)packet->seq, ack,
                                (json_int_t)packet->len, packet->again,
                                (json_int_t)packet->frame_len);
    put(tape, "packet", event->t,
        json_pack("[Issioosos]", id, fate_name(packet->fate),
                  host_name(packet->from), packet->proto, address(&packet->src),
                  address(&packet->dst), packet->flags, numbers,
                  frame ? frame : ""));
    tape->failed |= !frame;
    free(frame);
}

static void put_culprit(struct recording_tape *tape, const struct event *event)
{
    const struct culprit_event *culprit = &event->culprit;
    int flags = (int)(culprit->flags & ~(unsigned)NOTE_KNOWN) |
                (culprit->known ? NOTE_KNOWN : 0);

    put(tape, "culprit", event->t,
        json_pack("[Issooiis]", line_index(tape, event->line),
                  host_name(culprit->host), state_name(culprit->state),
                  address(&culprit->local), address(&culprit->peer),
                  culprit->expires_ms, flags, culprit->owner));
}

/* What did not hold is not worth being shown to anybody. */
static int put_check(struct recording_tape *tape, const struct event *event,
                     const struct result *came, struct err *err)
{
    const struct check_event *check = &event->check;
    json_t *record = json_array();

    if (check->result != CHECK_PASSED) {
        json_decref(record);
        return err_input(err, "%s:%d: %s: expected %s, got %s",
                         tape->lesson->file, event->line, check->text,
                         check->expected, check->actual);
    }
    if (came->kind == RESULT_VALUE)
        json_array_append_new(record, result(came->value, came->err));
    else if (came->kind == RESULT_BLOCKS)
        json_array_append_new(record, json_null());
    put(tape, "check", event->t, record);
    return 0;
}

static int put_event(struct recording_tape *tape, const struct event *event,
                     const struct result *came, struct err *err)
{
    switch (event->kind) {
    case EVENT_CALL: put_call(tape, event); break;
    case EVENT_STATE: return put_state(tape, event, err);
    case EVENT_PACKET: put_packet(tape, event); break;
    case EVENT_PROCESS: put_process(tape, event); break;
    case EVENT_CHECK: return put_check(tape, event, came, err);
    case EVENT_CULPRIT: put_culprit(tape, event); break;
    case EVENT_NOTE:
        put(tape, "note", event->t,
            json_pack("[Is]", line_index(tape, event->line), event->note));
        break;
    case EVENT_FAULT:      /* then there is no recording (record.c) */
    case EVENT_END: break; /* the runner of a recording appends its own */
    }
    return 0;
}

/* ---- how the hosts stand ---- */

static int flags_of(const struct sock *sock)
{
    return (sock->inode ? 0 : SOCK_ORPHAN) |
           (sock->bound_only ? SOCK_BOUND_ONLY : 0);
}

/* Whether a list that a reader draws would look the same. */
static bool same_sock(const struct sock *a, const struct sock *b)
{
    int64_t apart = a->expires - b->expires;

    return a->recv_queue == b->recv_queue && a->send_queue == b->send_queue &&
           a->timer == b->timer && a->retransmits == b->retransmits &&
           flags_of(a) == flags_of(b) && same_ends(a, &b->local, &b->peer) &&
           apart < SAME_EXPIRES && apart > -SAME_EXPIRES;
}

/* A socket as it stands now, where a reader does not know it so. */
static int put_sock(struct recording_tape *tape, enum host_id host,
                    const struct sock *sock, int64_t now, struct err *err)
{
    struct sock copy = *sock;
    copy.cookie = (uint64_t)socket_number(tape, host, sock->cookie);
    const struct sock *known = recorded_find(tape->shadow, host, copy.cookie);

    /* Never so, unless the log has lost an event without memory. */
    if (!known)
        return err_machine(err, "a socket that the log does not know");
    if (same_sock(known, &copy))
        return 0;
    json_t *rest = json_pack(
        "[IIsIIi]", (json_int_t)sock->recv_queue, (json_int_t)sock->send_queue,
        timer_name(sock->timer), (json_int_t)(sock->expires / EXPIRES_UNIT),
        (json_int_t)sock->retransmits, flags_of(sock));
    json_t *record =
        json_pack("[sIo]", host_name(host), (json_int_t)copy.cookie, rest);
    if (!same_ends(known, &sock->local, &sock->peer)) {
        json_array_append_new(record, address(&sock->local));
        json_array_append_new(record, address(&sock->peer));
    }
    put(tape, "sock", now, record);
    return recorded_sock(tape->shadow, host, &copy, err);
}

static int put_socks(struct recording_tape *tape, int64_t now, struct err *err)
{
    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks =
            lab_sockets(tape->lab, (enum host_id)host, &n);

        for (size_t i = 0; i < n; i++)
            if (put_sock(tape, (enum host_id)host, &socks[i], now, err) < 0)
                return -1;
    }
    return 0;
}

/* How the wire is, where that is not as it was written last. */
static void put_wire(struct recording_tape *tape, int64_t now)
{
    const struct packet_event *packet;
    json_t *ids = json_array();

    for (size_t i = 0; (packet = lab_waiting_at(tape->lab, i)); i++)
        json_array_append_new(
            ids, json_integer(number_of(tape, &tape->packets, packet->id)));
    json_t *wire = json_pack("[bbo]", lab_wire_held(tape->lab),
                             lab_wire_cut(tape->lab), ids);
    char *text = wire ? json_dumps(wire, JSON_COMPACT) : NULL;
    bool same =
        text && strcmp(text, tape->wire ? tape->wire : "[false,false,[]]") == 0;
    free(tape->wire);
    tape->wire = text;
    if (same)
        json_decref(wire);
    else
        put(tape, "wire", now, wire);
}

int recording_write(struct recording_tape *tape, size_t line,
                    const struct result *came, struct err *err)
{
    const struct log *log = lab_log(tape->lab);
    const struct event *event;
    int64_t now = log_now(log);

    fprintf(tape->memory.out, "[\"line\",%zu]\n", line + 1);
    for (; (event = log_at(log, tape->cursor)); tape->cursor++)
        if (put_event(tape, event, came, err) < 0)
            return -1;
    if (put_socks(tape, now, err) < 0)
        return -1;
    put_wire(tape, now);
    put(tape, "rest", now, json_array());
    if (tape->failed || ferror(tape->memory.out))
        return err_machine(err, "out of memory");
    return 0;
}

/* ---- a tape's life ---- */

struct recording_tape *recording_tape(const struct lesson *lesson,
                                      const struct lab *lab)
{
    struct recording_tape *tape = calloc(1, sizeof(*tape));

    if (!tape)
        return NULL;
    tape->lesson = lesson;
    tape->lab = lab;
    tape->shadow = recorded_open(NULL);
    if (memory_open(&tape->memory) && tape->shadow)
        return tape;
    recording_tape_free(tape);
    return NULL;
}

const char *recording_text(struct recording_tape *tape)
{
    return fflush(tape->memory.out) == 0 ? tape->memory.text : NULL;
}

void recording_tape_free(struct recording_tape *tape)
{
    if (!tape)
        return;
    if (tape->shadow)
        lab_close(tape->shadow);
    memory_close(&tape->memory);
    for (int host = 0; host < HOSTS; host++)
        free(tape->sockets[host].list);
    free(tape->packets.list);
    free(tape->memory.text);
    free(tape->wire);
    free(tape);
}
