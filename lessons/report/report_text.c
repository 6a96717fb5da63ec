/* The report for people: a line a check, reasons below those that failed. */
#include <stdlib.h>
#include <string.h>

#include "lessons/report/report_format.h"
#include "lessons/runner/expect.h"
#include "lessons/text/unseen.h"

/* Where reasons begin, below the line that they are about. */
#define INDENT "           "

/* What is the same for all files. */
static void text_open(struct report *report)
{
    fprintf(report->out, "socket-lab " LAB_VERSION ", %s %s\n\n",
            report->machine.sysname, report->machine.release);
}

/* The file, its title, and in which world it runs. */
static void text_begin(struct report *report)
{
    report_apart(report);
    fprintf(report->out, "%s%s%s (%s)\n", report->shown,
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
        expect_why(out, report->glossary, log, index, INDENT);
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

/* A lane stands among its lines, a file alone, with the reason below. */
static void text_nothing(struct report *report, const struct err *why)
{
    if (report->running) {
        fprintf(report->out, "  unable   %-*s%sThis machine can't run it: %s\n",
                report->lane_width, report->lane, *report->lane ? "  " : "",
                why->text);
        return;
    }
    report_apart(report);
    fprintf(report->out, "%s: %s\n%s%s\n", report->shown, report_reason(why),
            INDENT, why->text);
}

/* "2 lanes can't be run on this machine", where there are any. */
static void text_unable_sum(FILE *out, int n, const char *what)
{
    if (n > 0)
        fprintf(out, "%d %s%s can't be run on this machine\n", n, what,
                n == 1 ? "" : "s");
}

/* Of several runs, all together once more. */
static void text_close(struct report *report)
{
    const struct report_sum *sum = &report->sum;

    if (sum->runs > 1) {
        fprintf(report->out, "\n%d files: ", sum->runs);
        text_totals(report->out, &sum->all);
    }
    if (sum->runs > 1 && sum->wrong > 0)
        fprintf(report->out, "%d file%s wrong\n", sum->wrong,
                sum->wrong == 1 ? " is" : "s are");
    if (sum->runs > 1)
        text_unable_sum(report->out, sum->unable, "file");
    text_unable_sum(report->out, sum->lanes, "lane");
}

const struct report_format report_text = {
    .name = "text",
    .open = text_open,
    .begin = text_begin,
    .event = text_event,
    .end = text_end,
    .nothing = text_nothing,
    .close = text_close,
};
