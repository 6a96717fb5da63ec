/*
 * event_fields.c - one table for each kind of event. A report and a recording
 * have their fields in another order here and there: such a field has two rows.
 */
#include "lessons/recording/event_fields.h"

#include <netinet/in.h>

enum { IN_BOTH = IN_REPORT | IN_RECORD };

#define AT(member)   .offset = offsetof(struct event, member)
#define SOCK(member) .offset = offsetof(struct standing, sock.member)

/* What the kernel said of the call's socket. */
static const struct field note_fields[] = {
    {"cookie", FIELD_ID, AT(call.sock.cookie), IN_RECORD},
    {"fd", FIELD_INT, AT(call.sock.fd), IN_RECORD, .least = -1},
    {"protocol", FIELD_INT, AT(call.sock.proto), IN_RECORD},
    {"flags", FIELD_UNSIGNED, AT(call.sock.flags), IN_RECORD,
     .most = SOCKNOTE_FLAGS},
    {0},
};

/* line is 0 for what was typed, as everywhere in the log. */
static const struct field call_fields[] = {
    {"line", FIELD_INT, AT(line), IN_REPORT},
    {"actor", FIELD_ACTOR, AT(call.actor), IN_BOTH},
    {"host", FIELD_HOST, AT(call.host), IN_REPORT},
    {"pid", FIELD_INT, AT(call.pid), IN_REPORT},
    {"call", FIELD_CALL, AT(call.name), IN_BOTH},
    {"args", FIELD_TEXT, AT(call.args), IN_BOTH},
    {"result", FIELD_RESULT, AT(call), IN_RECORD},
    {"ret", FIELD_RET, AT(call), IN_REPORT},
    {"errno", FIELD_ERRNO, AT(call), IN_REPORT},
    {"last", FIELD_BOOL, AT(call.last), IN_LAST},
    {"note", FIELD_LIST, 0, IN_MORE, .list = note_fields},
    {0},
};

static const struct field end_fields[] = {
    {"protocol", FIELD_PROTOCOL, AT(state.proto), IN_RECORD, IPPROTO_TCP,
     IPPROTO_UDP},
    {"proto", FIELD_PROTO_NAME, AT(state.proto), IN_REPORT},
    {"local", FIELD_ADDR, AT(state.local), IN_BOTH},
    {"peer", FIELD_ADDR, AT(state.peer), IN_BOTH},
    {0},
};

/*
 * The cookie is for recordings: it means nothing to anybody outside of the run.
 */
static const struct field state_fields[] = {
    {"host", FIELD_HOST, AT(state.host), IN_BOTH},
    {"cookie", FIELD_ID, AT(state.cookie), IN_RECORD},
    {"state", FIELD_STATE, AT(state.now), IN_RECORD},
    {"ends", FIELD_LIST, 0, IN_MORE, .list = end_fields},
    {"old", FIELD_STATE, AT(state.old), IN_REPORT},
    {"new", FIELD_STATE, AT(state.now), IN_REPORT},
    {0},
};

/*
 * seq and ack are counted from the connection's first, as tcpdump(8) shows them
 * (flows_relative()).
 */
static const struct field number_fields[] = {
    {"seq", FIELD_UNSIGNED, AT(packet.seq), IN_BOTH},
    {"ack", FIELD_ACK, AT(packet), IN_RECORD},
    {"ack", FIELD_UNSIGNED, AT(packet.ack), IN_REPORT},
    {"len", FIELD_UNSIGNED, AT(packet.len), IN_BOTH, .most = 1 << 16},
    {"win", FIELD_UNSIGNED, AT(packet.win), IN_REPORT},
    {"again", FIELD_BOOL, AT(packet.again), IN_RECORD},
    {"frame's length", FIELD_UNSIGNED, AT(packet.frame_len), IN_RECORD,
     .most = 1 << 17},
    {0},
};

static const struct field packet_fields[] = {
    {"packet", FIELD_ID, AT(packet.id), IN_RECORD | IN_FATE},
    {"fate", FIELD_FATE, AT(packet.fate), IN_RECORD | IN_FATE},
    {"from", FIELD_HOST, AT(packet.from), IN_BOTH},
    {"to", FIELD_HOST, AT(packet.to), IN_REPORT},
    {"protocol", FIELD_INT, AT(packet.proto), IN_RECORD, .most = 255},
    {"src", FIELD_ADDR, AT(packet.src), IN_BOTH},
    {"dst", FIELD_ADDR, AT(packet.dst), IN_BOTH},
    {"flags", FIELD_LETTERS, AT(packet.flags), IN_BOTH},
    {"numbers", FIELD_LIST, 0, IN_RECORD, .list = number_fields},
    {"fate", FIELD_FATE, AT(packet.fate), IN_REPORT},
    {"made", FIELD_MADE, AT(packet.made), IN_REPORT},
    {"resent", FIELD_UNSIGNED, AT(packet.resent), IN_FATE},
    {"frame", FIELD_FRAME, AT(packet), IN_RECORD},
    {"made", FIELD_MADE, AT(packet.made), IN_MORE},
    {0},
};

/*
 * How a process ended stands in status or in signal, by what happened. In a
 * recording each has a record of its own.
 */
static const struct field process_fields[] = {
    {"actor", FIELD_ACTOR, AT(process.actor), IN_BOTH | IN_EXITED | IN_KILLED},
    {"host", FIELD_HOST, AT(process.host), IN_BOTH},
    {"pid", FIELD_INT, AT(process.pid), IN_BOTH, .least = 1},
    {"what", FIELD_WHAT, AT(process.what), IN_REPORT},
    {"status", FIELD_INT, AT(process.status), IN_EXITED, .most = 255},
    {"signal", FIELD_SIGNAL, AT(process.status), IN_KILLED, .least = 1},
    {0},
};

/* A handler's host and pid are those of its actor's process. */
static const struct field handler_fields[] = {
    {"actor", FIELD_ACTOR, AT(handler.actor), IN_BOTH},
    {"host", FIELD_HOST, AT(handler.host), IN_REPORT},
    {"pid", FIELD_INT, AT(handler.pid), IN_REPORT},
    {"signal", FIELD_SIGNAL, AT(handler.signal), IN_BOTH, .least = 1},
    {0},
};

/* ok has three values: null is a line that was not run. */
static const struct field check_fields[] = {
    {"line", FIELD_INT, AT(line), IN_REPORT},
    {"ok", FIELD_OK, AT(check.result), IN_REPORT},
    {"text", FIELD_TEXT, AT(check.text), IN_REPORT},
    {"expected", FIELD_TEXT, AT(check.expected), IN_REPORT},
    {"actual", FIELD_TEXT, AT(check.actual), IN_REPORT},
    {0},
};

static const struct field culprit_fields[] = {
    {"host", FIELD_HOST, AT(culprit.host), IN_RECORD},
    {"state", FIELD_STATE, AT(culprit.state), IN_RECORD, .least = STATE_ESTAB},
    {"local", FIELD_ADDR, AT(culprit.local), IN_RECORD},
    {"peer", FIELD_ADDR, AT(culprit.peer), IN_RECORD},
    {"expires", FIELD_INT, AT(culprit.expires_ms), IN_RECORD, .least = -1},
    {"flags", FIELD_UNSIGNED, AT(culprit.flags), IN_RECORD,
     .most = SOCKNOTE_FLAGS},
    {"owner", FIELD_CHARS, AT(culprit.owner), IN_RECORD, .most = 64},
    {"row", FIELD_CHARS, AT(culprit.row), IN_MORE, .most = CULPRIT_ROW},
    {0},
};

static const struct field sentence_fields[] = {
    {"note", FIELD_TEXT, AT(note), IN_RECORD},
    {0},
};

static const struct field total_fields[] = {
    {"passed", FIELD_INT, AT(end.passed), IN_REPORT},
    {"failed", FIELD_INT, AT(end.failed), IN_REPORT},
    {"not_run", FIELD_INT, AT(end.not_run), IN_REPORT},
    {0},
};

const struct field *event_fields(enum event_kind kind)
{
    static const struct field *const tables[] = {
        [EVENT_CALL] = call_fields,       [EVENT_STATE] = state_fields,
        [EVENT_PACKET] = packet_fields,   [EVENT_PROCESS] = process_fields,
        [EVENT_HANDLER] = handler_fields, [EVENT_CHECK] = check_fields,
        [EVENT_CULPRIT] = culprit_fields, [EVENT_NOTE] = sentence_fields,
        [EVENT_FAULT] = sentence_fields,  [EVENT_END] = total_fields,
    };

    return tables[kind];
}

unsigned event_places(const struct event *event)
{
    bool process = event->kind == EVENT_PROCESS;
    bool last = event->kind == EVENT_CALL && event->call.last;

    return IN_REPORT | (last ? IN_LAST : 0) |
           (process && event->process.what == PROCESS_EXITED ? IN_EXITED : 0) |
           (process && event->process.what == PROCESS_KILLED ? IN_KILLED : 0);
}

/* ---- records that are no events ---- */

static const struct field sock_flags[] = {
    {"orphan", FIELD_BOOL, .offset = offsetof(struct standing, orphan)},
    {"bound_only", FIELD_BOOL, SOCK(bound_only)},
    {0},
};

/* What a list of sockets says beyond their states. */
static const struct field list_fields[] = {
    {"queue", FIELD_UNSIGNED, SOCK(recv_queue), IN_RECORD},
    {"queue", FIELD_UNSIGNED, SOCK(send_queue), IN_RECORD},
    {"timer", FIELD_TIMER, SOCK(timer), IN_RECORD},
    {"timer's end", FIELD_EXPIRES, SOCK(expires), IN_RECORD},
    {"retransmits", FIELD_UNSIGNED, SOCK(retransmits), IN_RECORD},
    {"flags", FIELD_FLAGS, 0, IN_RECORD, .most = 3, .list = sock_flags},
    {0},
};

/* Its ends are told where they have changed without its state. */
static const struct field sock_fields[] = {
    {"host", FIELD_HOST, .offset = offsetof(struct standing, host), IN_RECORD},
    {"cookie", FIELD_ID, SOCK(cookie), IN_RECORD},
    {"socket", FIELD_LIST, 0, IN_RECORD, .list = list_fields},
    {"local", FIELD_ADDR, SOCK(local), IN_MORE},
    {"peer", FIELD_ADDR, SOCK(peer), IN_MORE},
    {0},
};

/* What came of a line's call, where one was waited for. */
static const struct field result_fields[] = {
    {"result", FIELD_RESULT, .places = IN_MORE},
    {0},
};

/* Those of the wire are read and written by hand: it is a list of any length.
 */
static const struct field no_fields[] = {{0}};

const struct record_form record_forms[RECORDS] = {
    [RECORD_STARTED] = {"started", true, EVENT_PROCESS, process_fields,
                        IN_RECORD},
    [RECORD_EXITED] = {"exited", true, EVENT_PROCESS, process_fields,
                       IN_EXITED},
    [RECORD_KILLED] = {"killed", true, EVENT_PROCESS, process_fields,
                       IN_KILLED},
    [RECORD_HANDLER] = {"handler", true, EVENT_HANDLER, handler_fields,
                        IN_RECORD},
    [RECORD_CALL] = {"call", true, EVENT_CALL, call_fields, IN_RECORD},
    [RECORD_STATE] = {"state", false, EVENT_STATE, state_fields, IN_RECORD},
    [RECORD_PACKET] = {"packet", false, EVENT_PACKET, packet_fields, IN_RECORD},
    [RECORD_FATE] = {"fate", false, EVENT_PACKET, packet_fields, IN_FATE},
    [RECORD_CULPRIT] = {"culprit", true, EVENT_CULPRIT, culprit_fields,
                        IN_RECORD},
    [RECORD_CHECK] = {"check", false, EVENT_CHECK, result_fields, IN_RECORD},
    [RECORD_NOTE] = {"note", true, EVENT_NOTE, sentence_fields, IN_RECORD},
    [RECORD_SOCK] = {"sock", false, EVENT_STATE, sock_fields, IN_RECORD},
    [RECORD_WIRE] = {"wire", false, EVENT_PACKET, no_fields, IN_RECORD},
    [RECORD_REST] = {"rest", false, EVENT_END, no_fields, IN_RECORD},
};
