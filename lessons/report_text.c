/* The report for people: a line a check, reasons below those that failed. */
#include <stdlib.h>
#include <string.h>

#include "lessons/expect.h"
#include "lessons/report_format.h"
#include "lessons/unseen.h"

/* Where reasons begin, below the line that they are about. */
#define INDENT "           "

/* There is nothing to say before the first run. */
static void text_open(struct report *report)
{
    (void)report;
}

/* The file, its title, and in which kind of world it runs. */
static void text_begin(struct report *report)
{
    if (report->sum.runs > 1)
        fputc('\n', report->out);
    fprintf(report->out, "%s%s%s (%s)\n", report->file,
            *report->title ? ": " : "", report->title, report->world);
}

/* How a check came out, in the first column. */
static const char *result_word(enum check_result result)
{
    switch (result) {
    case CHECK_PASSED: return "ok";
    case CHECK_FAILED: return "FAILED";
    case CHECK_NOT_RUN: break;
    }
    return "not run";
}

/* Only checks are shown; calls and packets are for JSON and the screen. */
static void text_event(struct report *report, const struct log *log,
                       size_t index)
{
    const struct event *event = log_at(log, index);
    FILE *out = report->out;
    if (event->kind != EVENT_CHECK)
        return;
    /*
     * Lane names are padded to the longest, so that lines stand below each
     * other.
     */
    fprintf(out, "  %-7s  %-*s%s%4d  ", result_word(event->check.result),
            report->lane_width, report->lane, *report->lane ? "  " : "",
            event->line);
    unseen_print(out, event->check.text ? event->check.text : "");
    fputc('\n', out);
    if (event->check.result == CHECK_PASSED)
        return;
    fputs(INDENT, out);
    report_message(out, report, event);
    fputc('\n', out);
    if (event->check.result == CHECK_FAILED)
        expect_why(out, log, index, INDENT);
}

/* The line that the eye looks for at the end. */
static void text_totals(FILE *out, const struct end_event *totals)
{
    fprintf(out, "%d passed, %d failed, %d not run\n", totals->passed,
            totals->failed, totals->not_run);
}

static void text_end(struct report *report)
{
    text_totals(report->out, &report->totals);
}

/* Standard error has said why. */
static void text_unable(struct report *report, const char *why)
{
    (void)why;
    fprintf(report->out, "%s%s: this machine can't run it\n",
            report->sum.runs > 1 ? "\n" : "", report->file);
}

/* Of several runs, all together once more. */
static void text_close(struct report *report)
{
    if (report->sum.runs < 2)
        return;
    fprintf(report->out, "\n%d files: ", report->sum.runs);
    text_totals(report->out, &report->sum.all);
    if (report->sum.unable > 0)
        fprintf(report->out, "%d of the files can't be run on this machine\n",
                report->sum.unable);
}

const struct report_format text_format_ops = {
    .name = "text",
    .open = text_open,
    .begin = text_begin,
    .event = text_event,
    .end = text_end,
    .unable = text_unable,
    .close = text_close,
};
