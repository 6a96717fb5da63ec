/*
 * A report is a cursor for each lane's log and a format that is called for
 * every event behind it. Nothing is kept of the events themselves.
 */
#include "lessons/report/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/report/report_format.h"
#include "lessons/runner/expect.h"

/* Every format there is, each in a file of its own. */
extern const struct report_format report_text, report_tap, report_json,
    report_junit, report_receipt;

static const struct report_format *const formats[] = {
    &report_text, &report_tap, &report_json, &report_junit, &report_receipt,
};

enum { FORMATS = sizeof(formats) / sizeof(formats[0]) };

/* NULL when none is called so. */
static const struct report_format *find_format(const char *name)
{
    for (int i = 0; i < FORMATS; i++)
        if (strcmp(formats[i]->name, name) == 0)
            return formats[i];
    return NULL;
}

bool report_exists(const char *format)
{
    return find_format(format) != NULL;
}

bool report_is_data(const char *format)
{
    const struct report_format *found = find_format(format);

    return found && found->data;
}

char *report_formats(char *out, size_t size, bool help)
{
    size_t len = 0;

    for (int i = 0; i < FORMATS && len < size; i++) {
        const char *between = i == 0            ? ""
                              : i < FORMATS - 1 ? ", "
                              : help            ? _(", or ")
                                                : _(" or ");
        const char *about = help ? formats[i]->about : NULL;

        len += (size_t)snprintf(out + len, size - len, "%s%s%s%s", between,
                                formats[i]->name, about ? ": " : "",
                                about ? _(about) : "");
    }
    return out;
}

/*
 * Hand on what was written, so that whoever reads along sees it at once, and
 * keep the reason when that fails: a later call would not know it any more.
 *
 * ferror(3) is asked as well: a write may have failed when the buffer was full,
 * long before this.
 */
static void flush(struct report *report)
{
    errno = 0;
    if ((fflush(report->out) != 0 || ferror(report->out)) && !report->sum.error)
        report->sum.error = errno ? errno : EIO;
}

/* What not every format has. */
static void say(struct report *report, void (*what)(struct report *report))
{
    if (what)
        what(report);
}

struct report *report_open(const char *format, enum isolation asked,
                           struct glossary *glossary, FILE *out)
{
    const struct report_format *found = find_format(format);
    struct report *report = found ? calloc(1, sizeof(*report)) : NULL;

    if (!report)
        return NULL;
    report->format = found;
    report->asked = asked;
    report->glossary = glossary;
    report->out = out;
    /* Where it fails, the names stay empty, and the rest is said. */
    uname(&report->machine);
    say(report, report->format->open);
    return report;
}

/* From here on all is about another file. */
static void take_file(struct report *report, const char *file)
{
    report->file = file;
    err_escape(report->shown, sizeof(report->shown), file);
    report->title = "";
    report->world = isolation_name(report->asked);
    report->lane = "";
    report->t = 0;
    report->lane_width = 0;
    report->totals = (struct end_event){0};
    report->n_unable = 0;
    report->sum.runs++;
}

void report_begin(struct report *report, const char *file,
                  const struct runner *runner)
{
    const struct lesson *lesson = runner_lesson(runner);

    take_file(report, file);
    /* A script's title is made of its name, which stands there anyway. */
    if (lesson->title && strcmp(lesson->title, lesson->id) != 0)
        report->title = lesson->title;
    report->world = isolation_name(lab_isolation(runner_lab(runner, 0)));
    report->running = true;
    /* Each run has logs of its own, which begin at 0. */
    memset(report->seen, 0, sizeof(report->seen));
    for (int i = 0; i < runner_lanes(runner); i++) {
        int width = (int)strlen(runner_lane_name(runner, i));

        if (width > report->lane_width)
            report->lane_width = width;
    }
    say(report, report->format->begin);
    report_update(report, runner);
}

/* One event, to be written as the next one of its lane. */
static void report_event(struct report *report, const struct log *log,
                         size_t index)
{
    const struct event *event = log_at(log, index);

    /* Counted here too: a report may cover several runs. */
    if (event->kind == EVENT_CHECK) {
        verdict_count(&report->totals, event->check.result);
        verdict_count(&report->sum.all, event->check.result);
    }
    report->stopped |= event->kind == EVENT_FAULT;
    /* What was put behind others is not told as earlier than they. */
    if (event->t > report->t)
        report->t = event->t;
    if (event->kind == EVENT_CHECK || report->format->all_events)
        report->format->event(report, log, index);
}

/*
 * Whether it may have happened at once with those before and behind it: two
 * calls that one packet lets return, say. Which sockets have changed and which
 * calls block is found out when all of that is over, and divides it.
 */
static bool at_once(const struct event *event)
{
    if (event->kind == EVENT_CALL)
        return event->call.returned;
    return event->kind == EVENT_PACKET || event->kind == EVENT_CULPRIT ||
           event->kind == EVENT_NOTE;
}

/* The next call of a stretch by its line and its place; SIZE_MAX: no more. */
static size_t next_call(const struct log *log, size_t first, size_t end,
                        size_t last)
{
    int after = last == SIZE_MAX ? -1 : log_at(log, last)->line;
    size_t found = SIZE_MAX;

    for (size_t i = first; i < end; i++) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_CALL || event->line < after ||
            (event->line == after && i <= last))
            continue;
        if (found == SIZE_MAX || event->line < log_at(log, found)->line)
            found = i;
    }
    return found;
}

/*
 * What happened at once has no order of its own: the log has it as the machine
 * came to it, which differs from run to run. A report is to be the same each
 * time. So the packets are written first, in their order, for a call returns
 * when its packets are through; and then the calls, in the order in which the
 * script made them.
 */
static void report_stretch(struct report *report, const struct log *log,
                           size_t first, size_t end)
{
    size_t call = SIZE_MAX;

    for (size_t i = first; i < end; i++)
        if (log_at(log, i)->kind != EVENT_CALL)
            report_event(report, log, i);
    while ((call = next_call(log, first, end, call)) != SIZE_MAX)
        report_event(report, log, call);
}

/*
 * What came in a lane since the last time. Unless all is wanted, the last
 * stretch waits: it may go on. Returns whether anything was written.
 */
static bool report_lane(struct report *report, const struct runner *runner,
                        int lane, bool all)
{
    const struct log *log = lab_log(runner_lab(runner, lane));
    size_t begin = report->seen[lane], first = begin;
    size_t n = log_count(log);

    report->lane = runner_lane_name(runner, lane);
    if (begin == 0) {
        report->t = 0;
        report->stopped = false;
    }
    for (size_t i = begin; i < n; i++) {
        if (at_once(log_at(log, i)))
            continue;
        report_stretch(report, log, first, i);
        report_event(report, log, i);
        first = i + 1;
    }
    if (all) {
        report_stretch(report, log, first, n);
        first = n;
    }
    report->seen[lane] = first;
    return first > begin;
}

void report_update(struct report *report, const struct runner *runner)
{
    if (report_lane(report, runner, 0, false))
        flush(report);
}

void report_end(struct report *report, const struct runner *runner)
{
    for (int i = 0; i < runner_lanes(runner); i++) {
        struct err why;

        report_lane(report, runner, i, true);
        if (!runner_fault(runner, i))
            continue;
        report->n_unable++;
        report->sum.lanes++;
        err_machine(&why, "%s", runner_fault(runner, i));
        report->format->nothing(report, &why);
    }
    say(report, report->format->end);
    report->running = false;
    flush(report);
}

void report_nothing(struct report *report, const char *file,
                    const struct err *why)
{
    take_file(report, file);
    if (why->kind == ERR_INPUT)
        report->sum.wrong++;
    else
        report->sum.unable++;
    report->format->nothing(report, why);
    flush(report);
}

struct report_sum report_sum(const struct report *report)
{
    return report->sum;
}

void report_go_on(struct report *report, const struct report_sum *sum)
{
    report->sum = *sum;
}

bool report_broken(const struct report *report)
{
    return report->sum.error != 0;
}

void report_drop(struct report *report)
{
    /* The suite under way at JUnit's. */
    memory_close(&report->cases);
    free(report->cases.text);
    free(report);
}

int report_close(struct report *report)
{
    say(report, report->format->close);
    flush(report);
    /* free() and fclose() may change errno. */
    int error = report->sum.error;
    report_drop(report);
    errno = error;
    return error ? -1 : 0;
}

const char *report_reason(const struct err *why)
{
    return why->kind == ERR_INPUT ? _("wrong, nothing of it ran")
                                  : _("this machine can't run it");
}

void report_apart(struct report *report)
{
    if (report->sum.runs > 1)
        fputc('\n', report->out);
}

void report_world(FILE *out, const struct report *report)
{
    fprintf(out, "%s, %s %s, socket-lab " LAB_VERSION, report->world,
            report->machine.sysname, report->machine.release);
}

/*
 * A call that blocks may be just what the lesson wants to show, and returns
 * further down, where its result is to be written.
 */
static void report_blocked(FILE *out, const char *expected)
{
    fprintf(out,
            _("expected %s, got ... (the call blocks); if it is to, write `= "
              "...` here, and `= %s` below, where it returns"),
            expected, expected);
}

void report_message(FILE *out, const struct report *report,
                    const struct event *check)
{
    const char *expected = check->check.expected;
    /* NULL only where there was no memory for it. */
    const char *actual = check->check.actual ? check->check.actual : "?";

    fprintf(out, "%s:%d: ", report->shown, check->line);
    if (check->check.result == CHECK_NOT_RUN)
        fprintf(out, _("not run: %s"), actual);
    else if (!expected || !*expected)
        fputs(actual, out);
    else if (strcmp(actual, "...") == 0)
        report_blocked(out, expected);
    else
        fprintf(out, _("expected %s, got %s"), expected, actual);
}

char *report_reasons(const struct report *report, const struct log *log,
                     size_t index)
{
    const struct event *event = log_at(log, index);
    struct memory memory;

    if (memory_open(&memory)) {
        report_message(memory.out, report, event);
        fputc('\n', memory.out);
        if (event->check.result == CHECK_FAILED)
            expect_why(memory.out, report->glossary, log, index, "");
    }
    return memory_close(&memory) ? memory.text : NULL;
}
