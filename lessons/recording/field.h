/*
 * field.h - the fields of what happens as JSON, each described once: recordings
 * are written and read by these descriptions, and JSON reports are written.
 *
 * A description says what kind of value a field has, where it stands in its
 * struct, and in which texts. Its kind says the rest: how the value is written,
 * which values there are, and how they are read. The tables of events are in
 * event_fields.h.
 */
#ifndef LESSONS_RECORDING_FIELD_H
#define LESSONS_RECORDING_FIELD_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"

/* What is at the field's offset, and what it is in JSON. */
enum field_kind {
    FIELDS_END,     /* behind the last of a table */
    FIELD_LIST,     /* none: a list within; to a report its fields only */
    FIELD_BOOL,     /* bool */
    FIELD_FLAGS,    /* none: the bools of a list, as bits from 1 on: a number */
    FIELD_INT,      /* int, from least to most, as all that are numbers */
    FIELD_PROTOCOL, /* int: 6 or 17 */
    FIELD_UNSIGNED, /* unsigned */
    FIELD_ID,       /* uint64_t */
    FIELD_EXPIRES,  /* int64_t of ns: milliseconds */
    FIELD_HOST,     /* enums, from least to most: the value's name */
    FIELD_STATE,    /*   ss's; null for none */
    FIELD_FATE,
    FIELD_MADE,
    FIELD_TIMER,
    FIELD_WHAT,       /*   what became of a process */
    FIELD_PROTO_NAME, /* int: "tcp" or "udp" */
    FIELD_SIGNAL,     /* int: "SIGINT" */
    FIELD_CHARS,      /* char[most] */
    FIELD_ACTOR,      /* char[most], an actor's name */
    FIELD_LETTERS,    /* char[most], tcpdump's flags */
    FIELD_TEXT,       /* char *, owned */
    FIELD_CALL,       /* const char *, a call of the table */
    FIELD_ADDR,       /* struct addr: "10.0.0.1:12000" */
    FIELD_FRAME,      /* struct packet_event: base64 of the first bytes */
    FIELD_ACK,        /* struct packet_event: null where it has none */
    FIELD_RESULT,     /* struct call_event: 3, "EINVAL", null: blocks, "?" */
    FIELD_RET,        /* struct call_event: null: blocks; only written, */
    FIELD_ERRNO,      /*   as are "EINVAL", or null, and */
    FIELD_OK,         /*   enum check_result: null for what was not run */
};

/* In which texts a field stands; joined by |. */
enum field_place {
    IN_REPORT = 1,
    IN_RECORD = 2,
    IN_MORE = 4,    /* a record's, where a reader does not know it already */
    IN_EXITED = 8,  /* both, of a process that has exited, */
    IN_KILLED = 16, /*   and of one that was killed */
    IN_FATE = 32,   /* the record of a packet that was recorded before */
    IN_LAST = 64,   /* a report, of a call in which the process ended */
};

struct field {
    const char *name; /* in a report, and in messages */
    enum field_kind kind;
    size_t offset;
    unsigned places;
    int64_t least, most;      /* most is 0: as far as the kind goes */
    const struct field *list; /* of FIELD_LIST and FIELD_FLAGS */
};

/*
 * Text as JSON; NULL is "". What is not UTF-8 (a file's name may be so) loses
 * what is not: a field that jansson refuses would not be written at all.
 */
json_t *field_string(const char *text);

/* Add the fields in one of these places to the object. */
void field_report(json_t *object, const struct field *fields, unsigned places,
                  const void *base);

/* A list of the values in one of these places; NULL without memory. */
json_t *field_list(const struct field *fields, unsigned places,
                   const void *base);

/*
 * Read such a list. A longer one must have the fields of IN_MORE too, which is
 * joined to *places then. Returns 0, or -1 with what was found; what base owns
 * by then is the caller's to free.
 */
int field_read(json_t *list, const struct field *fields, unsigned *places,
               void *base, struct err *err);

#endif
