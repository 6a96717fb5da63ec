/*
 * field.c - see field.h. A file may hold anything: every number has its range,
 * and every name must be one that there is.
 */
#include "lessons/recording/field.h"

#include <netinet/in.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/lab.h"
#include "lab/wire/packet.h"
#include "lessons/recording/recording_inside.h"
#include "lessons/text/slice.h"

/* What is the most where a field says nothing else. */
static int64_t most_of(const struct field *field)
{
    static const int64_t most[] = {
        [FIELD_INT] = INT32_MAX,
        [FIELD_PROTOCOL] = IPPROTO_UDP,
        [FIELD_UNSIGNED] = UINT32_MAX,
        [FIELD_ID] = INT64_MAX,
        [FIELD_EXPIRES] = INT64_C(366) * 24 * 3600 * 1000, /* a year, in ms */
        [FIELD_HOST] = HOSTS - 1,
        [FIELD_STATE] = STATES - 1,
        [FIELD_FATE] = FATE_CHANGED,
        [FIELD_MADE] = MADE_FORGED,
        [FIELD_TIMER] = TIMER_PERSIST,
        [FIELD_SIGNAL] = 64, /* signal(7) has no more */
        [FIELD_ACTOR] = CALL_NAME,
        [FIELD_LETTERS] = PACKET_FLAGS,
        [FIELD_ACK] = UINT32_MAX,
        [FIELD_OK] = 0,
    };

    return field->most ? field->most : most[field->kind];
}

/* ---- writing ---- */

json_t *field_string(const char *text)
{
    json_t *whole = json_string(text ? text : "");

    if (whole || !text)
        return whole;
    char *copy = strdup(text);
    for (char *c = copy; c && *c; c++)
        if (*c & 0x80)
            *c = '?';
    whole = copy ? json_string(copy) : NULL;
    free(copy);
    return whole;
}

/* The name of a value of one of the enums, or of a number that has a name. */
static const char *name_of(enum field_kind kind, int value)
{
    static const char *const what[] = {[PROCESS_STARTED] = "started",
                                       [PROCESS_EXITED] = "exited",
                                       [PROCESS_KILLED] = "killed"};

    switch ((int)kind) {
    case FIELD_HOST: return host_name((enum host_id)value);
    case FIELD_STATE: return state_name((enum tcp_state)value);
    case FIELD_FATE: return fate_name((enum packet_fate)value);
    case FIELD_MADE: return made_name((enum packet_made)value);
    case FIELD_TIMER: return timer_name((enum sock_timer)value);
    case FIELD_WHAT: return what[value];
    case FIELD_PROTO_NAME: return value == IPPROTO_UDP ? "udp" : "tcp";
    }
    return symbol_signal(value);
}

/* As scripts write it. */
static json_t *address(const struct addr *addr)
{
    char text[ADDR_TEXT];

    return field_string(addr_format(addr, text));
}

static json_t *call_result(const struct call_event *call)
{
    if (!call->returned)
        return call->last ? json_string("?") : json_null();
    return call->err ? json_string(symbol_errno(call->err))
                     : json_integer(call->ret);
}

/* Base64 of as much as is kept of it in a recording. */
static json_t *frame(const struct packet_event *packet)
{
    size_t kept =
        packet->kept < RECORDING_FRAME ? packet->kept : RECORDING_FRAME;
    char text[(RECORDING_FRAME + 2) / 3 * 4 + 1];

    b64_ntop(packet->frame, packet->frame ? kept : 0, text, sizeof(text));
    return json_string(text);
}

/* Bools as bits, the first as 1. */
static json_t *flags(const struct field *list, const void *base)
{
    json_int_t bits = 0;

    for (int i = 0; list[i].kind != FIELDS_END; i++)
        if (*(const bool *)((const char *)base + list[i].offset))
            bits |= 1 << i;
    return json_integer(bits);
}

/* NULL: no memory. */
static json_t *write_one(const struct field *field, const void *base)
{
    const void *at = (const char *)base + field->offset;
    const struct call_event *call = at;
    const struct packet_event *packet = at;
    const int *number = at;

    switch (field->kind) {
    case FIELDS_END: break;
    case FIELD_LIST: return field_list(field->list, IN_RECORD, base);
    case FIELD_FLAGS: return flags(field->list, base);
    case FIELD_BOOL: return json_boolean(*(const bool *)at);
    case FIELD_INT:
    case FIELD_PROTOCOL: return json_integer(*number);
    case FIELD_UNSIGNED: return json_integer(*(const unsigned *)at);
    case FIELD_ID: return json_integer((json_int_t) * (const uint64_t *)at);
    case FIELD_EXPIRES:
        return json_integer(*(const int64_t *)at / EXPIRES_UNIT);
    case FIELD_HOST:
    case FIELD_FATE:
    case FIELD_MADE:
    case FIELD_TIMER:
    case FIELD_WHAT:
    case FIELD_PROTO_NAME:
    case FIELD_SIGNAL: return json_string(name_of(field->kind, *number));
    case FIELD_STATE:
        return *number == STATE_NONE
                   ? json_null()
                   : json_string(name_of(field->kind, *number));
    case FIELD_CHARS:
    case FIELD_ACTOR:
    case FIELD_LETTERS: return field_string(at);
    case FIELD_TEXT:
    case FIELD_CALL: return field_string(*(const char *const *)at);
    case FIELD_ADDR: return address(at);
    case FIELD_FRAME: return frame(packet);
    case FIELD_ACK:
        return packet->has_ack ? json_integer(packet->ack) : json_null();
    case FIELD_RESULT: return call_result(call);
    case FIELD_RET:
        return call->returned ? json_integer(call->ret) : json_null();
    case FIELD_ERRNO:
        return call->returned && call->err ? call_result(call) : json_null();
    case FIELD_OK:
        return *number == CHECK_NOT_RUN ? json_null()
                                        : json_boolean(*number == CHECK_PASSED);
    }
    return NULL;
}

void field_report(json_t *object, const struct field *fields, unsigned places,
                  const void *base)
{
    for (const struct field *f = fields; f->kind != FIELDS_END; f++)
        if (f->kind == FIELD_LIST)
            field_report(object, f->list, places, base);
        else if (f->places & places)
            json_object_set_new(object, f->name, write_one(f, base));
}

json_t *field_list(const struct field *fields, unsigned places,
                   const void *base)
{
    json_t *list = json_array();

    for (const struct field *f = fields; list && f->kind != FIELDS_END; f++)
        if ((f->places & places) &&
            json_array_append_new(list, write_one(f, base)) < 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

/* ---- reading ---- */

/* Texts: the screen shows control characters as blanks, not every reader. */
static int read_text(const char *text, char **out, struct err *err)
{
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return err_input(err, "found a control character, expected text");
    if (out && !(*out = strdup(text)))
        return err_machine(err, "out of memory");
    return 0;
}

static int read_chars(const char *text, const struct field *field, char *out,
                      struct err *err)
{
    struct slice all = slice_of(text);
    bool wrong =
        (field->kind == FIELD_ACTOR && !slice_is_name(all)) ||
        (field->kind == FIELD_LETTERS && text[strspn(text, packet_letters)]);

    if (!wrong && slice_copy(all, out, (size_t)most_of(field)))
        return read_text(text, NULL, err);
    if (field->kind == FIELD_ACTOR)
        return err_input(err, "found '%s', expected an actor's name", text);
    return err_input(err, "found '%s', expected %s", text, field->name);
}

/* The table's own name, which is as constant as an event's must be. */
static int read_call(const char *name, const char **out, struct err *err)
{
    for (int i = 0; (*out = call_table_name(i)); i++)
        if (strcmp(*out, name) == 0)
            return 0;
    return err_input(err, "found '%s', expected a call", name);
}

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

/* The frame that the log keeps, cut or whole. */
static int read_frame(const char *text, struct packet_event *packet,
                      struct err *err)
{
    /* Where three bytes are begun, b64_pton() wants room for all of them. */
    uint8_t bytes[RECORDING_FRAME + 1];
    int n = b64_pton(text, bytes, sizeof(bytes));

    if (n < 0 || n > RECORDING_FRAME || (uint32_t)n > packet->frame_len)
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

/* A value of an enum, or a signal, by its name. */
static int read_name(const char *name, const struct field *field, int *out,
                     struct err *err)
{
    for (int64_t i = field->least; i <= most_of(field); i++)
        if (strcmp(name_of(field->kind, (int)i), name) == 0) {
            *out = (int)i;
            return 0;
        }
    if (field->kind == FIELD_HOST)
        return err_input(err, "found '%s', expected server or client", name);
    return err_input(err, "found '%s', expected %s", name, field->name);
}

/* 3, "EADDRINUSE" for -1 and that errno, null for a call that blocks. */
static int read_result(json_t *value, struct call_event *call, struct err *err)
{
    const char *name = json_string_value(value);

    call->last = name && strcmp(name, "?") == 0;
    call->returned = !call->last && !json_is_null(value);
    if (!call->returned)
        return 0;
    call->ret = json_is_integer(value) ? json_integer_value(value) : -1;
    call->err = name ? symbol_errno_value(name, strlen(name)) : 0;
    if (json_is_integer(value) || call->err != 0)
        return 0;
    return err_input(err, "found a result that is no number, no errno's name, "
                          "not ? and not null");
}

/* A whole number from least to most. */
static int read_number(json_t *value, const struct field *field, void *base,
                       struct err *err)
{
    void *at = (char *)base + field->offset;
    json_int_t number = json_integer_value(value);
    bool other = field->kind == FIELD_PROTOCOL && number != IPPROTO_TCP &&
                 number != IPPROTO_UDP;

    if (!json_is_integer(value))
        return err_input(err, "found no %s, expected a number", field->name);
    if (number < field->least || number > most_of(field) || other)
        return err_input(err,
                         field->kind == FIELD_PROTOCOL
                             ? N_("found %s %lld, expected %lld or %lld")
                             : N_("found %s %lld, expected %lld to %lld"),
                         field->name, (long long)number,
                         (long long)field->least, (long long)most_of(field));
    if (field->kind == FIELD_ID)
        *(uint64_t *)at = (uint64_t)number;
    else if (field->kind == FIELD_EXPIRES)
        *(int64_t *)at = number * EXPIRES_UNIT;
    else if (field->kind == FIELD_UNSIGNED || field->kind == FIELD_ACK)
        *(unsigned *)at = (unsigned)number;
    else if (field->kind != FIELD_FLAGS)
        *(int *)at = (int)number;
    /* Those above the highest bit too: they may have been set before. */
    for (int i = 0;
         field->kind == FIELD_FLAGS && field->list[i].kind != FIELDS_END; i++)
        *(bool *)((char *)base + field->list[i].offset) = number >> i & 1;
    return 0;
}

/* null where there is none. */
static int read_ack(json_t *value, const struct field *field, void *base,
                    struct err *err)
{
    struct packet_event *packet = (void *)((char *)base + field->offset);
    struct field number = *field;

    packet->has_ack = !json_is_null(value);
    number.offset += offsetof(struct packet_event, ack);
    return packet->has_ack ? read_number(value, &number, base, err) : 0;
}

/* What is a text in JSON. */
static int read_string(const char *text, const struct field *field, void *at,
                       struct err *err)
{
    if (!text)
        return err_input(err, "found no %s, expected a text", field->name);
    switch ((int)field->kind) {
    case FIELD_TEXT: return read_text(text, at, err);
    case FIELD_CALL: return read_call(text, at, err);
    case FIELD_ADDR: return read_addr(text, at, err);
    case FIELD_FRAME: return read_frame(text, at, err);
    case FIELD_CHARS:
    case FIELD_ACTOR:
    case FIELD_LETTERS: return read_chars(text, field, at, err);
    }
    return read_name(text, field, at, err);
}

static int read_one(json_t *value, const struct field *field, void *base,
                    struct err *err)
{
    void *at = (char *)base + field->offset;
    unsigned places = IN_RECORD;

    if (field->kind == FIELD_LIST)
        return field_read(value, field->list, &places, base, err);
    if (field->kind == FIELD_RESULT)
        return read_result(value, at, err);
    if (field->kind == FIELD_ACK)
        return read_ack(value, field, base, err);
    if (field->kind >= FIELD_FLAGS && field->kind <= FIELD_EXPIRES)
        return read_number(value, field, base, err);
    if (field->kind == FIELD_STATE && json_is_null(value) &&
        field->least == STATE_NONE) {
        *(enum tcp_state *)at = STATE_NONE;
        return 0;
    }
    if (field->kind != FIELD_BOOL)
        return read_string(json_string_value(value), field, at, err);
    *(bool *)at = json_is_true(value);
    return json_is_boolean(value)
               ? 0
               : err_input(err, "found no %s, expected true or false",
                           field->name);
}

/* How many fields a list has that are in one of these places. */
static size_t count(const struct field *fields, unsigned places)
{
    size_t n = 0;

    for (const struct field *f = fields; f->kind != FIELDS_END; f++)
        n += (f->places & places) != 0;
    return n;
}

int field_read(json_t *list, const struct field *fields, unsigned *places,
               void *base, struct err *err)
{
    size_t n = json_array_size(list), at = 0;

    if (n > count(fields, *places))
        *places |= IN_MORE;
    if (!json_is_array(list) || n != count(fields, *places))
        return err_input(err, "found a list of %zu, expected one of %zu", n,
                         count(fields, *places));
    for (const struct field *f = fields; f->kind != FIELDS_END; f++)
        if ((f->places & *places) &&
            read_one(json_array_get(list, at++), f, base, err) < 0)
            return -1;
    return 0;
}
