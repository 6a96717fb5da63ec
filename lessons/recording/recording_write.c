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
#include "lessons/recording/event_fields.h"
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
 * Write a record: its name, the time since the one before, its line, and its
 * fields, a list that is taken over. NULL is what jansson gives without memory.
 */
static void put(struct recording_tape *tape, enum record record, int64_t t,
                json_int_t line, json_t *fields)
{
    const struct record_form *form = &record_forms[record];
    int64_t us = t / TIME_UNIT;
    json_t *list = json_pack(form->lined ? "[sII]" : "[sI]", form->name,
                             (json_int_t)(us - tape->us), line);

    tape->us = us;
    if (!fields || json_array_extend(list, fields) < 0 ||
        json_dumpf(list, tape->memory.out, JSON_COMPACT) < 0)
        tape->failed = true;
    fputc('\n', tape->memory.out);
    json_decref(fields);
    json_decref(list);
}

/* The number of a name, given when it is new; 0 without memory. */
static uint64_t number_of(struct recording_tape *tape, struct numbers *numbers,
                          uint64_t name)
{
    for (size_t i = 0; i < numbers->n; i++)
        if (numbers->list[i] == name)
            return i + 1;
    uint64_t *list = memory_one_more(numbers->list, numbers->n, &numbers->room,
                                     sizeof(*list));
    if (!list) {
        tape->failed = true;
        return 0;
    }
    numbers->list = list;
    list[numbers->n++] = name;
    return numbers->n;
}

/*
 * Numbers of both hosts' sockets differ, although the kernel may have given
 * both the same cookie: odd ones are the server's.
 */
static uint64_t socket_number(struct recording_tape *tape, enum host_id host,
                              uint64_t cookie)
{
    if (cookie == 0)
        return 0;
    uint64_t n = number_of(tape, &tape->sockets[host], cookie);
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

/* Write the fields that the record's form has; more: those of IN_MORE too. */
static void put_fields(struct recording_tape *tape, enum record record,
                       int64_t t, int line, const void *base, bool more)
{
    const struct record_form *form = &record_forms[record];

    put(tape, record, t, line_index(tape, line),
        field_list(form->fields, form->place | (more ? IN_MORE : 0), base));
}

/* ---- events ---- */

static void put_event(struct recording_tape *tape, enum record record,
                      const struct event *event, bool more)
{
    put_fields(tape, record, event->t, event->line, event, more);
}

static void put_process(struct recording_tape *tape, const struct event *event)
{
    static const enum record records[] = {
        [PROCESS_STARTED] = RECORD_STARTED,
        [PROCESS_EXITED] = RECORD_EXITED,
        [PROCESS_KILLED] = RECORD_KILLED,
    };

    put_event(tape, records[event->process.what], event, false);
}

/* What the kernel said of its socket is left out where it had nothing to say.
 */
static void put_call(struct recording_tape *tape, const struct event *event)
{
    struct event copy = *event;
    struct socknote *note = &copy.call.sock;
    bool noted = note->fd >= 0 || note->cookie;

    note->cookie = socket_number(tape, copy.call.host, note->cookie);
    put_event(tape, RECORD_CALL, &copy, noted);
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

    change->cookie = socket_number(tape, change->host, change->cookie);
    const struct sock *known =
        recorded_find(tape->shadow, change->host, change->cookie);
    put_event(tape, RECORD_STATE, &copy,
              !same_ends(known, &change->local, &change->peer));
    return recorded_event(tape->shadow, &copy, err);
}

/* Of one that was heard of before, only what became of it. */
static void put_packet(struct recording_tape *tape, const struct event *event)
{
    struct event copy = *event;
    size_t before = tape->packets.n;

    copy.packet.id = number_of(tape, &tape->packets, event->packet.id);
    if (tape->packets.n > before)
        put_event(tape, RECORD_PACKET, &copy, event->packet.made != MADE_SENT);
    else
        put_event(tape, RECORD_FATE, &copy, false);
}

static void put_culprit(struct recording_tape *tape, const struct event *event)
{
    struct event copy = *event;
    struct culprit_event *culprit = &copy.culprit;

    culprit->flags &= ~(unsigned)NOTE_KNOWN;
    culprit->flags |= culprit->known ? NOTE_KNOWN : 0;
    put_event(tape, RECORD_CULPRIT, &copy, true);
}

/* What did not hold is not worth being shown to anybody. */
static int put_check(struct recording_tape *tape, const struct event *event,
                     const struct result *came, struct err *err)
{
    const struct check_event *check = &event->check;
    struct call_event call = {.returned = came->kind == RESULT_VALUE,
                              .ret = came->value,
                              .err = came->err};

    if (check->result != CHECK_PASSED)
        return err_input(err, "%s:%d: %s: expected %s, got %s",
                         tape->lesson->file, event->line, check->text,
                         check->expected, check->actual);
    put_fields(tape, RECORD_CHECK, event->t, 0, &call,
               call.returned || came->kind == RESULT_BLOCKS);
    return 0;
}

static int put_one(struct recording_tape *tape, const struct event *event,
                   const struct result *came, struct err *err)
{
    switch (event->kind) {
    case EVENT_CALL: put_call(tape, event); break;
    case EVENT_STATE: return put_state(tape, event, err);
    case EVENT_PACKET: put_packet(tape, event); break;
    case EVENT_PROCESS: put_process(tape, event); break;
    case EVENT_HANDLER: put_event(tape, RECORD_HANDLER, event, false); break;
    case EVENT_CHECK: return put_check(tape, event, came, err);
    case EVENT_CULPRIT: put_culprit(tape, event); break;
    case EVENT_NOTE: put_event(tape, RECORD_NOTE, event, false); break;
    case EVENT_FAULT:      /* then there is no recording (record.c) */
    case EVENT_END: break; /* the runner of a recording appends its own */
    }
    return 0;
}

/* ---- how the hosts stand ---- */

/* Whether a list that a reader draws would look the same. */
static bool same_sock(const struct sock *a, const struct sock *b)
{
    int64_t apart = a->expires - b->expires;

    return a->recv_queue == b->recv_queue && a->send_queue == b->send_queue &&
           a->timer == b->timer && a->retransmits == b->retransmits &&
           !a->inode == !b->inode && a->bound_only == b->bound_only &&
           same_ends(a, &b->local, &b->peer) && apart < SAME_EXPIRES &&
           apart > -SAME_EXPIRES;
}

/* A socket as it stands now, where a reader does not know it so. */
static int put_sock(struct recording_tape *tape, enum host_id host,
                    const struct sock *sock, int64_t now, struct err *err)
{
    struct standing standing = {host, *sock, .orphan = !sock->inode};
    struct sock *copy = &standing.sock;

    copy->cookie = socket_number(tape, host, sock->cookie);
    const struct sock *known = recorded_find(tape->shadow, host, copy->cookie);
    /* Never so, unless the log has lost an event without memory. */
    if (!known)
        return err_machine(err, "a socket that the log does not know");
    if (same_sock(known, copy))
        return 0;
    put_fields(tape, RECORD_SOCK, now, 0, &standing,
               !same_ends(known, &sock->local, &sock->peer));
    return recorded_sock(tape->shadow, host, copy, err);
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
        json_array_append_new(ids, json_integer((json_int_t)number_of(
                                       tape, &tape->packets, packet->id)));
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
        put(tape, RECORD_WIRE, now, 0, wire);
}

int recording_write(struct recording_tape *tape, size_t line,
                    const struct result *came, struct err *err)
{
    const struct log *log = lab_log(tape->lab);
    const struct event *event;
    int64_t now = log_now(log);

    fprintf(tape->memory.out, "[\"line\",%zu]\n", line + 1);
    for (; (event = log_at(log, tape->cursor)); tape->cursor++)
        if (put_one(tape, event, came, err) < 0)
            return -1;
    if (put_socks(tape, now, err) < 0)
        return -1;
    put_wire(tape, now);
    put(tape, RECORD_REST, now, 0, json_array());
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
