/*
 * recording_read.c - records made into what happened.
 *
 * Each record is a JSON array that begins with its name; `records` has a row
 * for each. What is right by itself may still be refused by the recorded lab,
 * where it could not have happened.
 */
#include "lessons/recording/recording_read.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lessons/text/slice.h"

/* Most that one record may let pass: an hour, in microseconds. */
static const json_int_t PASS_MOST = INT64_C(3600) * 1000000;

/* ---- what records are made of ---- */

bool record_within(json_int_t value, json_int_t least, json_int_t most)
{
    return value >= least && value <= most;
}

int record_unpack(json_t *record, struct err *err, const char *format, ...)
{
    json_error_t why;
    va_list args;

    va_start(args, format);
    int bad = json_vunpack_ex(record, &why, JSON_STRICT, format, args);
    va_end(args);
    return bad ? err_input(err, "%s", why.text) : 0;
}

int record_host(const char *name, enum host_id *host, struct err *err)
{
    *host = host_find(name, (int)strlen(name));
    if (*host == HOSTS)
        return err_input(err, "found '%s', expected server or client", name);
    return 0;
}

/* The screen shows control characters as blanks, but not every reader does. */
char *record_text(const char *text, struct err *err)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f) {
            err_input(err, "found a control character, expected text");
            return NULL;
        }
    char *copy = strdup(text);
    if (!copy)
        err_machine(err, "out of memory");
    return copy;
}

static int read_actor(const char *name, char *out, struct err *err)
{
    if (slice_is_name(slice_of(name)) &&
        slice_copy(slice_of(name), out, CALL_NAME))
        return 0;
    return err_input(err, "found '%s', expected an actor's name", name);
}

/* 3, "EADDRINUSE" for -1 and that errno, null for a call that blocks. */
static int read_result(json_t *value, struct result *result, struct err *err)
{
    const char *name = json_string_value(value);

    *result = (struct result){.kind = RESULT_BLOCKS};
    if (json_is_null(value))
        return 0;
    if (name && strcmp(name, "?") == 0) {
        result->kind = RESULT_ANY;
        return 0;
    }
    result->kind = RESULT_VALUE;
    result->value = json_is_integer(value) ? json_integer_value(value) : -1;
    result->err = name ? symbol_errno_value(name, strlen(name)) : 0;
    if (json_is_integer(value) || result->err != 0)
        return 0;
    return err_input(err, "found a result that is no number, no errno's name, "
                          "not ? and not null");
}

/* ---- processes ---- */

/* [ACTOR, HOST, PID] */
static int read_started(struct recording_play *play, json_t *record, int line,
                        struct err *err)
{
    struct event event = {.kind = EVENT_PROCESS, .line = line};
    struct process_event *process = &event.process;
    const char *actor, *host;
    json_int_t pid;

    if (record_unpack(record, err, "[ssI]", &actor, &host, &pid) < 0 ||
        read_actor(actor, process->actor, err) < 0 ||
        record_host(host, &process->host, err) < 0)
        return -1;
    if (!record_within(pid, 1, INT32_MAX))
        return err_input(err, "found pid %lld", (long long)pid);
    process->pid = (pid_t)pid;
    process->what = PROCESS_STARTED;
    return recorded_event(play->lab, &event, err);
}

/* Which process it is that ends is known from its start. */
static int end_process(struct recording_play *play, const char *name, int line,
                       enum process_what what, int status, struct err *err)
{
    const struct actor *actor = lab_find(play->lab, name);
    struct event event = {.kind = EVENT_PROCESS, .line = line};

    if (!actor)
        return err_input(err, "%s has no process that could end", name);
    snprintf(event.process.actor, CALL_NAME, "%s", name);
    event.process.host = actor_host(actor);
    event.process.pid = actor_pid(actor);
    event.process.what = what;
    event.process.status = status;
    return recorded_event(play->lab, &event, err);
}

/* [ACTOR, STATUS] */
static int read_exited(struct recording_play *play, json_t *record, int line,
                       struct err *err)
{
    const char *actor;
    json_int_t status;

    if (record_unpack(record, err, "[sI]", &actor, &status) < 0)
        return -1;
    if (!record_within(status, 0, 255))
        return err_input(err, "found exit status %lld", (long long)status);
    return end_process(play, actor, line, PROCESS_EXITED, (int)status, err);
}

/* [ACTOR, SIGNAL] */
static int read_killed(struct recording_play *play, json_t *record, int line,
                       struct err *err)
{
    const char *actor, *signal;

    if (record_unpack(record, err, "[ss]", &actor, &signal) < 0)
        return -1;
    int number = symbol_signal_value(signal, strlen(signal));
    if (number == 0)
        return err_input(err, "found '%s', expected a signal", signal);
    return end_process(play, actor, line, PROCESS_KILLED, number, err);
}

/* ---- calls ---- */

/* The table's own name, which is as constant as an event's must be. */
static const char *find_call(const char *name)
{
    const char *known;

    for (int i = 0; (known = call_table_name(i)); i++)
        if (strcmp(known, name) == 0)
            return known;
    return NULL;
}

/* [COOKIE, FD, PROTO, FLAGS]: what the kernel said of the call's socket. */
static int read_note(json_t *record, struct socknote *note, struct err *err)
{
    json_int_t cookie, fd, proto, flags;

    *note = (struct socknote){.fd = -1};
    if (!record)
        return 0;
    if (record_unpack(record, err, "[IIII]", &cookie, &fd, &proto, &flags) < 0)
        return -1;
    if (!record_within(cookie, 0, INT64_MAX) ||
        !record_within(fd, -1, INT32_MAX) ||
        !record_within(proto, 0, INT32_MAX) ||
        !record_within(flags, 0, SOCKNOTE_FLAGS))
        return err_input(err, "found a note on a socket that makes no sense");
    note->cookie = (uint64_t)cookie;
    note->fd = (int)fd;
    note->proto = (int)proto;
    note->flags = (unsigned)flags;
    return 0;
}

/*
 * Who made the call and in which process is known already, and so is whether
 * it had been out before.
 */
static int read_caller(const struct lab *lab, const char *name,
                       struct call_event *call, struct err *err)
{
    const struct actor *actor = lab_find(lab, name);

    if (!actor)
        return err_input(err, "%s has no process that could call", name);
    snprintf(call->actor, CALL_NAME, "%s", name);
    call->host = actor_host(actor);
    call->pid = actor_pid(actor);
    call->was_blocked = call->returned && actor_state(actor) == ACTOR_BLOCKED;
    return 0;
}

/* [ACTOR, CALL, ARGS, RESULT], and with a note on its socket [..., NOTE] */
static int read_call(struct recording_play *play, json_t *record, int line,
                     struct err *err)
{
    struct event event = {.kind = EVENT_CALL, .line = line};
    struct call_event *call = &event.call;
    const char *actor, *name, *args;
    json_t *came, *note = NULL;
    struct result result;
    bool noted = json_array_size(record) > 4;

    if (record_unpack(record, err, noted ? "[sssoo]" : "[ssso]", &actor, &name,
                      &args, &came, &note) < 0 ||
        read_result(came, &result, err) < 0 ||
        read_note(note, &call->sock, err) < 0)
        return -1;
    call->name = find_call(name);
    if (!call->name)
        return err_input(err, "found '%s', expected a call", name);
    call->returned = result.kind == RESULT_VALUE;
    call->last = result.kind == RESULT_ANY;
    call->ret = result.value;
    call->err = result.err;
    if (read_caller(play->lab, actor, call, err) < 0 ||
        !(call->args = record_text(args, err)))
        return -1;
    return recorded_event(play->lab, &event, err);
}

/* ---- the line itself ---- */

/*
 * [] or [RESULT], where a call was waited for. The line held, or it would not
 * have been recorded.
 */
static int read_check(struct recording_play *play, json_t *record, int line,
                      struct err *err)
{
    struct event event = {.kind = EVENT_CHECK, .line = play->line->number};
    json_t *came = json_array_get(record, 0);

    (void)line;
    if (json_array_size(record) > 1 || play->checked)
        return err_input(err, "found another check, expected one result");
    if (came && read_result(came, &play->came, err) < 0)
        return -1;
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

/* [TEXT] */
static int read_sentence(struct recording_play *play, json_t *record, int line,
                         struct err *err)
{
    struct event event = {.kind = EVENT_NOTE, .line = line};
    const char *text;

    if (record_unpack(record, err, "[s]", &text) < 0 ||
        !(event.note = record_text(text, err)))
        return -1;
    return recorded_event(play->lab, &event, err);
}

/* []: nothing more came of the line, and here its time is over. */
static int read_rest(struct recording_play *play, json_t *record, int line,
                     struct err *err)
{
    (void)line;
    play->over = true;
    return record_unpack(record, err, "[]");
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    bool lined; /* it says which line of the script it belongs to */
    record_reader *read;
} records[] = {
    {"call", true, read_call},         {"check", false, read_check},
    {"culprit", true, record_culprit}, {"exited", true, read_exited},
    {"fate", false, record_fate},      {"killed", true, read_killed},
    {"note", true, read_sentence},     {"packet", false, record_packet},
    {"rest", false, read_rest},        {"sock", false, record_sock},
    {"started", true, read_started},   {"state", false, record_state},
    {"wire", false, record_wire},
};

/* Take the record's first part off; it must be a whole number. */
static int take_number(json_t *record, json_int_t most, json_int_t *number,
                       const char *what, struct err *err)
{
    json_t *first = json_array_get(record, 0);

    *number = json_integer_value(first);
    if (!json_is_integer(first) || !record_within(*number, 0, most))
        return err_input(err, "found no %s, expected 0 to %lld", what,
                         (long long)most);
    json_array_remove(record, 0);
    return 0;
}

/* Every record has a time: how long it was since the one before it. */
static int read_row(struct recording_play *play, json_t *record, size_t row,
                    struct err *err)
{
    const struct script *script = &play->lesson->script;
    json_int_t us, index = 0;

    if (take_number(record, PASS_MOST, &us, "time in microseconds", err) < 0 ||
        (records[row].lined &&
         take_number(record, (json_int_t)script->n, &index,
                     "line of the script", err) < 0))
        return -1;
    recorded_pass(play->lab, us * TIME_UNIT);
    int line = index > 0 ? script->lines[index - 1].number : 0;
    return records[row].read(play, record, line, err);
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
    for (size_t row = 0; row < sizeof(records) / sizeof(records[0]); row++)
        if (strcmp(records[row].name, name) == 0)
            return read_row(play, record, row, err);
    return err_input(err, "found '%s', expected a record's name", name);
}
