/*
 * event_fields.h - what each event has, for reports and recordings alike, and
 * the forms of a recording's records.
 */
#ifndef LESSONS_RECORDING_EVENT_FIELDS_H
#define LESSONS_RECORDING_EVENT_FIELDS_H

#include "lab/lab.h"
#include "lessons/recording/field.h"

/* The fields of a kind of event, whose base is the event. */
const struct field *event_fields(enum event_kind kind);

/* In which places those fields are that a report has of the event. */
unsigned event_places(const struct event *event);

/* How a socket stands: what a `sock` record is about. */
struct standing {
    enum host_id host;
    struct sock sock;
    bool orphan; /* no process has it: sock.inode is 0 */
};

/* Each record but those that make up the file: "lane", "line", "end". */
enum record {
    RECORD_STARTED,
    RECORD_EXITED,
    RECORD_KILLED,
    RECORD_HANDLER,
    RECORD_CALL,
    RECORD_STATE,
    RECORD_PACKET,
    RECORD_FATE,
    RECORD_CULPRIT,
    RECORD_CHECK,
    RECORD_NOTE,
    RECORD_SOCK,
    RECORD_WIRE,
    RECORD_REST,
    RECORDS,
};

/* [NAME, TIME, LINE where it has one, FIELDS...] */
struct record_form {
    const char *name;
    bool lined;           /* it says to which line of the script it belongs */
    enum event_kind kind; /* of the event that comes of it, if one does */
    const struct field *fields;
    enum field_place place; /* in which its fields are */
};

extern const struct record_form record_forms[RECORDS];

#endif
