/*
 * recording_read.c - records made into what happened.
 *
 * `record_forms` says what a record has. What is right by itself may still be
 * refused by the recorded lab, where it could not have happened.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/recording/event_fields.h"
#include "lessons/recording/recording_inside.h"
#include "lessons/text/slice.h"

/* Most that one record may let pass: an hour, in microseconds. */
static const json_int_t PASS_MOST = INT64_C(3600) * 1000000;

/* ---- events ---- */

/* Which process it is that ends, or calls, is known from its start. */
static int know_process(const struct lab *lab, const char *name,
                        const char *unknown, enum host_id *host, pid_t *pid,
                        struct err *err)
{
    const struct actor *actor = lab_find(lab, name);

    if (!actor)
        return err_input(err, unknown, name);
    *host = actor_host(actor);
    *pid = actor_pid(actor);
    return 0;
}

static int know_end(const struct lab *lab, enum process_what what,
                    struct process_event *process, struct err *err)
{
    process->what = what;
    return know_process(lab, process->actor,
                        N_("%s has no process that could end"), &process->host,
                        &process->pid, err);
}

/* So is whether the call had been out before. */
static int know_call(const struct lab *lab, struct call_event *call,
                     struct err *err)
{
    if (know_process(lab, call->actor, N_("%s has no process that could call"),
                     &call->host, &call->pid, err) < 0)
        return -1;
    call->was_blocked =
        call->returned &&
        actor_state(lab_find(lab, call->actor)) == ACTOR_BLOCKED;
    return 0;
}

static int know_handler(const struct lab *lab, struct handler_event *handler,
                        struct err *err)
{
    return know_process(lab, handler->actor,
                        N_("%s has no process in which a handler could run"),
                        &handler->host, &handler->pid, err);
}

static int no_socket(uint64_t cookie, struct err *err)
{
    return err_input(err, "there is no socket %llu",
                     (unsigned long long)cookie);
}

/* What of a change is known from before; told: its ends are in the record. */
static int know_socket(const struct lab *lab, struct state_event *change,
                       bool told, struct err *err)
{
    const struct sock *sock = recorded_find(lab, change->host, change->cookie);

    if (!sock)
        return told ? 0 : no_socket(change->cookie, err);
    change->old = sock->state;
    if (told)
        return 0;
    change->proto = sock->proto;
    change->local = sock->local;
    change->peer = sock->peer;
    return 0;
}

/* The first that is heard of a packet. */
static int know_packet(const struct lab *lab, struct packet_event *packet,
                       struct err *err)
{
    packet->to = packet->from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
    if (recorded_packet(lab, packet->id))
        return err_input(err, "found packet %llu, which can't be",
                         (unsigned long long)packet->id);
    return 0;
}

/* What became of it later on. */
static int know_fate(const struct lab *lab, struct packet_event *packet,
                     struct err *err)
{
    const struct packet_event *known = recorded_packet(lab, packet->id);
    struct packet_event came = *packet;

    if (!known)
        return err_input(err, "there was no packet %llu",
                         (unsigned long long)packet->id);
    *packet = *known;
    packet->frame = NULL; /* the first event has it */
    packet->kept = 0;
    packet->fate = came.fate;
    packet->resent = came.resent;
    return 0;
}

/* The row where a recording of before there were rows has none. */
static const char *row_by_state(const struct culprit_event *culprit)
{
    if (culprit->state == STATE_LISTEN)
        return "listener";
    if (culprit->state == STATE_TIME_WAIT)
        return "time-wait";
    if (culprit->state == STATE_UNCONN)
        return "bound";
    return culprit->owner[0] ? "connection" : "fin-wait";
}

/* NOTE_KNOWN stands among the flags of its socket. */
static int know_culprit(struct culprit_event *culprit, bool told)
{
    if (!told)
        snprintf(culprit->row, sizeof(culprit->row), "%s",
                 row_by_state(culprit));
    culprit->known = culprit->flags & NOTE_KNOWN;
    culprit->flags &= ~(unsigned)NOTE_KNOWN;
    return 0;
}

/* What a record leaves out, because a reader knows it. */
static int know(const struct lab *lab, enum record record, bool told,
                struct event *event, struct err *err)
{
    switch (record) {
    case RECORD_EXITED:
        return know_end(lab, PROCESS_EXITED, &event->process, err);
    case RECORD_KILLED:
        return know_end(lab, PROCESS_KILLED, &event->process, err);
    case RECORD_HANDLER: return know_handler(lab, &event->handler, err);
    case RECORD_CALL: return know_call(lab, &event->call, err);
    case RECORD_STATE: return know_socket(lab, &event->state, told, err);
    case RECORD_PACKET: return know_packet(lab, &event->packet, err);
    case RECORD_FATE: return know_fate(lab, &event->packet, err);
    case RECORD_CULPRIT: return know_culprit(&event->culprit, told);
    case RECORD_STARTED:
    case RECORD_CHECK:
    case RECORD_NOTE:
    case RECORD_SOCK:
    case RECORD_WIRE:
    case RECORD_REST:
    case RECORDS: break;
    }
    return 0;
}

static int read_event(struct recording_play *play, json_t *fields,
                      enum record record, int line, struct err *err)
{
    const struct record_form *form = &record_forms[record];
    struct event event = {.kind = form->kind, .line = line};
    unsigned places = form->place;

    if (record == RECORD_CALL)
        event.call.sock.fd = -1;
    if (field_read(fields, form->fields, &places, &event, err) == 0 &&
        know(play->lab, record, places & IN_MORE, &event, err) == 0)
        return recorded_event(play->lab, &event, err);
    event_free(&event);
    return -1;
}

/* ---- what is no event ---- */

/* The line held, or it would not have been recorded. */
static int read_check(struct recording_play *play, json_t *fields,
                      struct err *err)
{
    struct event event = {.kind = EVENT_CHECK, .line = play->line->number};
    struct call_event came = {0};
    unsigned places = IN_RECORD;

    if (json_array_size(fields) > 1 || play->checked)
        return err_input(err, "found another check, expected one result");
    if (field_read(fields, record_forms[RECORD_CHECK].fields, &places, &came,
                   err) < 0)
        return -1;
    if (places & IN_MORE)
        play->came = (struct result){.kind = came.returned ? RESULT_VALUE
                                             : came.last   ? RESULT_ANY
                                                           : RESULT_BLOCKS,
                                     .value = came.ret,
                                     .err = came.err};
    play->checked = true;
    event.check = (struct check_event){.result = CHECK_PASSED,
                                       .text = strdup(play->line->text),
                                       .expected = strdup(""),
                                       .actual = strdup("")};
    if (event.check.text && event.check.expected && event.check.actual)
        return recorded_event(play->lab, &event, err);
    event_free(&event);
    return err_machine(err, "out of memory");
}

/* First it is read which socket it is, and then over what is known of that. */
static int read_sock(struct lab *lab, json_t *list, struct err *err)
{
    const struct field *fields = record_forms[RECORD_SOCK].fields;
    struct standing standing = {0};
    unsigned places = IN_RECORD;

    if (field_read(list, fields, &places, &standing, err) < 0)
        return -1;
    const struct sock *known =
        recorded_find(lab, standing.host, standing.sock.cookie);
    if (!known)
        return no_socket(standing.sock.cookie, err);
    standing.sock = *known;
    if (field_read(list, fields, &places, &standing, err) < 0)
        return -1;
    standing.sock.inode = !standing.orphan;
    return recorded_sock(lab, standing.host, &standing.sock, err);
}

/* [HELD, CUT, [ID...]]: how the wire is, and what waits on it. */
static int read_wire(struct lab *lab, json_t *record, struct err *err)
{
    json_error_t why;
    json_t *list;
    int held, cut;

    if (json_unpack_ex(record, &why, JSON_STRICT, "[bbo]", &held, &cut, &list) <
        0)
        return err_input(err, "%s", why.text);
    size_t n = json_array_size(list);
    uint64_t *ids = calloc(n + 1, sizeof(*ids));
    if (!ids)
        return err_machine(err, "out of memory");
    /* What is no number is 0, and no packet has that one. */
    for (size_t i = 0; i < n; i++)
        ids[i] = (uint64_t)json_integer_value(json_array_get(list, i));
    int done = recorded_wire(lab, held, cut, ids, n, err);
    free(ids);
    return done;
}

/* Nothing more came of the line, and here its time is over. */
static int read_rest(struct recording_play *play, json_t *fields,
                     struct err *err)
{
    unsigned places = IN_RECORD;

    play->over = true;
    return field_read(fields, record_forms[RECORD_REST].fields, &places, NULL,
                      err);
}

/* ---- all of them ---- */

/* Take the record's first part off; it must be a whole number. */
static int take_number(json_t *record, json_int_t most, json_int_t *number,
                       const char *none, struct err *err)
{
    json_t *first = json_array_get(record, 0);

    *number = json_integer_value(first);
    if (!json_is_integer(first) || *number < 0 || *number > most)
        return err_input(err, none, (long long)most);
    json_array_remove(record, 0);
    return 0;
}

/* Every record has a time: how long it was since the one before it. */
static int read_record(struct recording_play *play, json_t *record,
                       enum record kind, struct err *err)
{
    const struct script *script = &play->lesson->script;
    json_int_t us, index = 0;

    if (take_number(record, PASS_MOST, &us,
                    N_("found no time in microseconds, expected 0 to %lld"),
                    err) < 0 ||
        (record_forms[kind].lined &&
         take_number(record, (json_int_t)script->n, &index,
                     N_("found no line of the script, expected 0 to %lld"),
                     err) < 0))
        return -1;
    recorded_pass(play->lab, us * TIME_UNIT);
    if (kind == RECORD_CHECK)
        return read_check(play, record, err);
    if (kind == RECORD_SOCK)
        return read_sock(play->lab, record, err);
    if (kind == RECORD_WIRE)
        return read_wire(play->lab, record, err);
    if (kind == RECORD_REST)
        return read_rest(play, record, err);
    return read_event(play, record, kind,
                      index > 0 ? script->lines[index - 1].number : 0, err);
}

int recording_read(struct recording_play *play, json_t *record, struct err *err)
{
    const char *first = json_string_value(json_array_get(record, 0));
    char name[16]; /* outlives the record's first part */

    if (!first || !slice_copy(slice_of(first), name, sizeof(name)))
        return err_input(err, "found no record, expected a list that begins "
                              "with a record's name");

    if (play->over)
        return err_input(err, "found '%s' behind the line's rest", name);
    json_array_remove(record, 0);
    for (int i = 0; i < RECORDS; i++)
        if (strcmp(record_forms[i].name, name) == 0)
            return read_record(play, record, (enum record)i, err);
    return err_input(err, "found '%s', expected a record's name", name);
}
