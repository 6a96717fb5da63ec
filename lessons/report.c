/*
 * A report is a cursor for each lane's log and a format that is called for
 * every event behind it. Nothing is kept of the events themselves.
 */
#include "lessons/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/expect.h"
#include "lessons/report_format.h"

/* Every format there is. */
static const struct report_format *const formats[] = {
    &text_format_ops,  &tap_format_ops,     &json_format_ops,
    &junit_format_ops, &receipt_format_ops,
};

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

struct report *report_open(const char *format, FILE *out)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        if (strcmp(formats[i]->name, format) != 0)
            continue;
        struct report *report = calloc(1, sizeof(*report));
        if (!report)
            return NULL;
        report->format = formats[i];
        report->out = out;
        report->format->open(report);
        return report;
    }
    return NULL;
}

void report_begin(struct report *report, const char *file,
                  const struct runner *runner)
{
    const struct lesson *lesson = runner_lesson(runner);
    /* A script's title is made of its name, which stands there anyway. */
    bool named = lesson->title && strcmp(lesson->title, lesson->id) != 0;
    report->file = file;
    report->title = named ? lesson->title : "";
    report->totals = (struct end_event){0};
    report->lane_width = 0;
    for (int i = 0; i < runner_lanes(runner); i++) {
        int width = (int)strlen(runner_lane_name(runner, i));
        if (width > report->lane_width)
            report->lane_width = width;
    }
    /* Each run has logs of its own, which begin at 0. */
    memset(report->seen, 0, sizeof(report->seen));
    report->sum.runs++;
    report->world = isolation_name(lab_isolation(runner_lab(runner, 0)));
    report->format->begin(report);
    report_update(report, runner);
}

/*
 * Lanes one after the other: their times are not comparable, since each log
 * counts from its own beginning.
 */
void report_update(struct report *report, const struct runner *runner)
{
    bool wrote = false;
    for (int i = 0; i < runner_lanes(runner); i++) {
        const struct log *log = lab_log(runner_lab(runner, i));
        report->lane = runner_lane_name(runner, i);
        for (; report->seen[i] < log_count(log); report->seen[i]++) {
            const struct event *event = log_at(log, report->seen[i]);
            /* Counted here too: a report may cover several runs. */
            if (event->kind == EVENT_CHECK) {
                verdict_count(&report->totals, event->check.result);
                verdict_count(&report->sum.all, event->check.result);
            }
            report->format->event(report, log, report->seen[i]);
            wrote = true;
        }
    }
    if (wrote)
        flush(report);
}

void report_end(struct report *report, const struct runner *runner)
{
    report_update(report, runner);
    report->format->end(report);
    flush(report);
}

void report_unable(struct report *report, const char *file, const char *why)
{
    report->file = file;
    report->sum.runs++;
    report->sum.unable++;
    report->format->unable(report, why);
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

/*
 * The suite under way at JUnit's holds a stream over its own memory, which
 * fclose(3) has to finish before that can be freed.
 */
void report_drop(struct report *report)
{
    if (report->cases)
        fclose(report->cases);
    free(report->cases_text);
    free(report);
}

int report_close(struct report *report)
{
    report->format->close(report);
    flush(report);
    /* free() and fclose() may change errno. */
    int error = report->sum.error;
    report_drop(report);
    errno = error;
    return error ? -1 : 0;
}

void report_message(FILE *out, const struct report *report,
                    const struct event *check)
{
    const char *expected = check->check.expected;
    /* NULL only where there was no memory for it. */
    const char *actual = check->check.actual ? check->check.actual : "?";
    fprintf(out, "%s:%d: ", report->file, check->line);
    if (check->check.result == CHECK_NOT_RUN)
        fprintf(out, "not run: %s", actual);
    else if (!expected || !*expected)
        fputs(actual, out);
    else if (strcmp(actual, "...") == 0)
        fprintf(out, "expected %s, got ... (the call blocks)", expected);
    else
        fprintf(out, "expected %s, got %s", expected, actual);
}

char *report_reasons(const struct report *report, const struct log *log,
                     size_t index)
{
    const struct event *event = log_at(log, index);
    char *text = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&text, &size);
    if (!memory)
        return NULL;
    report_message(memory, report, event);
    fputc('\n', memory);
    if (event->check.result == CHECK_FAILED)
        expect_why(memory, log, index, "");
    /* Out of memory such a stream fails as a full disk would. */
    if (fclose(memory) == 0)
        return text;
    free(text);
    return NULL;
}
