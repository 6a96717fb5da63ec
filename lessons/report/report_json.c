/*
 * The report as JSON, one object a line and nothing else; the fields are
 * those of LESSONS.md. The only file that makes JSON of events.
 */
#include <errno.h>
#include <jansson.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lessons/report/report_format.h"

/* Nanoseconds are kept for over a day. */
enum { DUMP_FLAGS = JSON_COMPACT | JSON_REAL_PRECISION(14) };

/* Where other formats have heads and feet. */
static void json_nothing(struct report *report)
{
    (void)report;
}

/*
 * Text that is not UTF-8 (a file's name may be so) loses what is not.
 * json_string() gives NULL for what is not UTF-8, and a field that is NULL
 * would not be written at all: a reader would look for it in vain.
 */
static json_t *string(const char *text)
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

/* As scripts write it. */
static json_t *address(const struct addr *addr)
{
    char text[ADDR_TEXT];
    return string(addr_format(addr, text));
}

/* ss's name; null before a socket's birth and after its end. */
static json_t *state(enum tcp_state state)
{
    return state == STATE_NONE ? json_null() : string(state_name(state));
}

/* Only sockets of these two are looked at. */
static json_t *protocol(int proto)
{
    return string(proto == IPPROTO_UDP ? "udp" : "tcp");
}

/*
 * A call that blocks has no result yet: both are null. One in which its process
 * ended will never have any, and is marked as the last. line is 0 for what was
 * typed, as everywhere in the log.
 */
static void call_fields(json_t *object, const struct event *event)
{
    const struct call_event *call = &event->call;
    json_object_set_new(object, "line", json_integer(event->line));
    json_object_set_new(object, "actor", string(call->actor));
    json_object_set_new(object, "host", string(host_name(call->host)));
    json_object_set_new(object, "pid", json_integer(call->pid));
    json_object_set_new(object, "call", string(call->name));
    json_object_set_new(object, "args", string(call->args));
    json_object_set_new(object, "ret",
                        call->returned ? json_integer(call->ret) : json_null());
    json_object_set_new(object, "errno",
                        call->returned && call->err
                            ? string(symbol_errno(call->err))
                            : json_null());
    if (call->last)
        json_object_set_new(object, "last", json_true());
}

/* The cookie stays inside: it means nothing to anybody outside of this run. */
static void state_fields(json_t *object, const struct state_event *change)
{
    json_object_set_new(object, "host", string(host_name(change->host)));
    json_object_set_new(object, "proto", protocol(change->proto));
    json_object_set_new(object, "local", address(&change->local));
    json_object_set_new(object, "peer", address(&change->peer));
    json_object_set_new(object, "old", state(change->old));
    json_object_set_new(object, "new", state(change->now));
}

/*
 * seq and ack are counted from the connection's first, as tcpdump(8) shows them
 * (flows_relative()).
 */
static void packet_fields(json_t *object, const struct packet_event *packet)
{
    json_object_set_new(object, "from", string(host_name(packet->from)));
    json_object_set_new(object, "to", string(host_name(packet->to)));
    json_object_set_new(object, "src", address(&packet->src));
    json_object_set_new(object, "dst", address(&packet->dst));
    json_object_set_new(object, "flags", string(packet->flags));
    json_object_set_new(object, "seq", json_integer(packet->seq));
    json_object_set_new(object, "ack", json_integer(packet->ack));
    json_object_set_new(object, "len", json_integer(packet->len));
    json_object_set_new(object, "fate", string(fate_name(packet->fate)));
}

/* How a process ended stands in status or in signal, by what happened. */
static void process_fields(json_t *object, const struct process_event *process)
{
    json_object_set_new(object, "actor", string(process->actor));
    json_object_set_new(object, "host", string(host_name(process->host)));
    json_object_set_new(object, "pid", json_integer(process->pid));
    switch (process->what) {
    case PROCESS_STARTED:
        json_object_set_new(object, "what", string("started"));
        break;
    case PROCESS_EXITED:
        json_object_set_new(object, "what", string("exited"));
        json_object_set_new(object, "status", json_integer(process->status));
        break;
    case PROCESS_KILLED:
        json_object_set_new(object, "what", string("killed"));
        json_object_set_new(object, "signal",
                            string(symbol_signal(process->status)));
        break;
    }
}

/* ok has three values: null is a line that was not run. */
static void check_fields(json_t *object, const struct event *event)
{
    const struct check_event *check = &event->check;
    json_t *ok = check->result == CHECK_NOT_RUN
                     ? json_null()
                     : json_boolean(check->result == CHECK_PASSED);
    json_object_set_new(object, "line", json_integer(event->line));
    json_object_set_new(object, "ok", ok);
    json_object_set_new(object, "text", string(check->text));
    json_object_set_new(object, "expected", string(check->expected));
    json_object_set_new(object, "actual", string(check->actual));
}

static void end_fields(json_t *object, const struct end_event *end)
{
    json_object_set_new(object, "passed", json_integer(end->passed));
    json_object_set_new(object, "failed", json_integer(end->failed));
    json_object_set_new(object, "not_run", json_integer(end->not_run));
}

/* The event's name; NULL for those that the format does not have. */
static const char *event_name(enum event_kind kind)
{
    switch (kind) {
    case EVENT_CALL: return "call";
    case EVENT_STATE: return "state";
    case EVENT_PACKET: return "packet";
    case EVENT_PROCESS: return "process";
    case EVENT_CHECK: return "check";
    case EVENT_END: return "end";
    case EVENT_CULPRIT:
    case EVENT_FAULT: /* told behind all of the lane, json_unable() */
    case EVENT_NOTE: break;
    }
    return NULL;
}

/*
 * What an event has besides its name, its lane and its time. The switch has no
 * default, so that a new kind of event can't be forgotten here. Culprits and
 * notes are sentences, for people only.
 */
static void event_fields(json_t *object, const struct event *event)
{
    switch (event->kind) {
    case EVENT_CALL: call_fields(object, event); break;
    case EVENT_STATE: state_fields(object, &event->state); break;
    case EVENT_PACKET: packet_fields(object, &event->packet); break;
    case EVENT_PROCESS: process_fields(object, &event->process); break;
    case EVENT_CHECK: check_fields(object, event); break;
    case EVENT_END: end_fields(object, &event->end); break;
    case EVENT_CULPRIT:
    case EVENT_FAULT:
    case EVENT_NOTE: break;
    }
}

/* What every object has, in this order. */
static json_t *object_of(const struct report *report, const char *name,
                         int64_t t)
{
    json_t *object = json_object();

    json_object_set_new(object, "event", string(name));
    json_object_set_new(object, "lane", string(report->lane));
    json_object_set_new(object, "t",
                        t ? json_real((double)t / 1e9) : json_integer(0));
    json_object_set_new(object, "file", string(report->file));
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

    json_object_set_new(object, "kernel", string(report->machine.release));
    json_object_set_new(object, "isolation", string(report->world));
    json_object_set_new(object, "version", string(LAB_VERSION));
    put(report, object);
}

static void json_event(struct report *report, const struct log *log,
                       size_t index)
{
    const struct event *event = log_at(log, index);
    const char *name = event_name(event->kind);
    json_t *object;

    if (!name)
        return;
    object = object_of(report, name, report->t);
    event_fields(object, event);
    put(report, object);
}

/* In place of an end: why there is none. */
static void put_reason(struct report *report, const char *name, const char *why)
{
    json_t *object = object_of(report, name, report->t);

    json_object_set_new(object, "reason", string(why));
    put(report, object);
}

static void json_unable(struct report *report, const char *why)
{
    if (!report->running)
        json_begin(report);
    put_reason(report, "unable", why);
}

static void json_wrong(struct report *report, const char *why)
{
    json_begin(report);
    put_reason(report, "error", why);
}

const struct report_format json_format_ops = {
    .name = "json",
    .open = json_nothing,
    .begin = json_begin,
    .event = json_event,
    .end = json_nothing,
    .unable = json_unable,
    .wrong = json_wrong,
    .close = json_nothing,
};
