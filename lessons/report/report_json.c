/*
 * The report as JSON, one object a line and nothing else; the fields are
 * those of LESSONS.md, and event_fields.c has them.
 */
#include <errno.h>
#include <jansson.h>

#include "lessons/recording/event_fields.h"
#include "lessons/report/report_format.h"

/* Nanoseconds are kept for over a day. */
enum { DUMP_FLAGS = JSON_COMPACT | JSON_REAL_PRECISION(14) };

/*
 * The events that the format has: culprits and notes are sentences, for people
 * only, and a fault is told behind all of the lane, by json_nothing().
 */
static const char *const event_names[] = {
    [EVENT_CALL] = "call",       [EVENT_STATE] = "state",
    [EVENT_PACKET] = "packet",   [EVENT_PROCESS] = "process",
    [EVENT_HANDLER] = "handler", [EVENT_CHECK] = "check",
    [EVENT_END] = "end",
};

/* What every object has, in this order. */
static json_t *object_of(const struct report *report, const char *name,
                         int64_t t)
{
    json_t *object = json_object();

    json_object_set_new(object, "event", field_string(name));
    json_object_set_new(object, "lane", field_string(report->lane));
    json_object_set_new(object, "t",
                        t ? json_real((double)t / 1e9) : json_integer(0));
    json_object_set_new(object, "file", field_string(report->file));
    return object;
}

/*
 * One object, one line; jansson keeps the order of the fields. Without memory
 * some calls before have failed and left a field out, or all of the object:
 * jansson takes NULL everywhere, and json_dumpf() fails then.
 */
static void put(struct report *report, json_t *object)
{
    errno = 0;
    if (json_dumpf(object, report->out, DUMP_FLAGS) < 0 && !report->sum.error)
        report->sum.error = errno ? errno : ENOMEM;
    fputc('\n', report->out);
    json_decref(object);
}

/* The first of a file, before those of its lanes. */
static void json_begin(struct report *report)
{
    json_t *object = object_of(report, "begin", 0);

    json_object_set_new(object, "kernel",
                        field_string(report->machine.release));
    json_object_set_new(object, "isolation", field_string(report->world));
    json_object_set_new(object, "version", field_string(LAB_VERSION));
    put(report, object);
}

static void json_event(struct report *report, const struct log *log,
                       size_t index)
{
    const struct event *event = log_at(log, index);
    const char *name = event_names[event->kind];
    json_t *object;

    if (!name)
        return;
    object = object_of(report, name, report->t);
    field_report(object, event_fields(event->kind), event_places(event), event);
    put(report, object);
}

/* In place of an end: why there is none. */
static void json_nothing(struct report *report, const struct err *why)
{
    if (!report->running)
        json_begin(report);
    json_t *object = object_of(
        report, why->kind == ERR_INPUT ? "error" : "unable", report->t);
    json_object_set_new(object, "reason", field_string(why->text));
    put(report, object);
}

const struct report_format report_json = {
    .name = "json",
    .data = true,
    .begin = json_begin,
    .all_events = true,
    .event = json_event,
    .nothing = json_nothing,
};
