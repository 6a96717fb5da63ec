/* The report as TAP, the Test Anything Protocol, version 13. */
#include <stdlib.h>
#include <string.h>

#include "lab/base/utf8.h"
#include "lessons/report/report_format.h"

/* Version 13 is what every reader of TAP understands. */
static void tap_open(struct report *report)
{
    fputs("TAP version 13\n", report->out);
}

/* A file's name and its world as a comment, for whoever reads it. */
static void tap_begin(struct report *report)
{
    fprintf(report->out, "# %s%s%s (", report->shown,
            *report->title ? ": " : "", report->title);
    report_world(report->out, report);
    fputs(")\n", report->out);
}

/* `#` would begin a directive; a newline would end the description. */
static void description(FILE *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '#' || *text == '\\')
            fputc('\\', out);
        fputc(*text == '\n' ? ' ' : *text, out);
    }
}

/*
 * A line of the diagnostics, as a YAML string in double quotes. YAML is UTF-8,
 * and so are scripts; a file's name may be anything.
 */
static void diagnostic(FILE *out, const char *key, const char *text)
{
    fprintf(out, "  %s \"", key);
    while (*text) {
        unsigned char byte = (unsigned char)*text;
        size_t n = utf8_read(text, UTF8_BYTES, NULL);

        if (byte == '"' || byte == '\\')
            fputc('\\', out);
        if (byte < 0x20 || byte == 0x7f || n == 0)
            fprintf(out, "\\x%02x", byte);
        else
            fwrite(text, 1, n, out);
        text += n > 0 ? n : 1;
    }
    fputs("\"\n", out);
}

/*
 * The number of the test that was counted last. Files that do not run count as
 * one test each, and so does what a lane could not go on with.
 */
static int number(const struct report *report)
{
    const struct report_sum *sum = &report->sum;
    const struct end_event *all = &sum->all;

    return all->passed + all->failed + all->not_run + sum->unable + sum->lanes +
           sum->wrong;
}

/*
 * The message, and why, as diagnostics below the test's line: YAML between
 * `---` and `...`, each reason an item of a list.
 */
static void explain(const struct report *report, const struct log *log,
                    size_t index)
{
    char *text = report_reasons(report, log, index);
    char *line = text;

    if (!text)
        return;
    fputs("  ---\n", report->out);
    diagnostic(report->out, "message:", strsep(&line, "\n"));
    if (*line)
        fputs("  why:\n", report->out);
    while (*line)
        diagnostic(report->out, "  -", strsep(&line, "\n"));
    fputs("  ...\n", report->out);
    free(text);
}

/* "(reuseaddr=off) " where there are lanes. */
static void lane(const struct report *report)
{
    if (!*report->lane)
        return;
    fputc('(', report->out);
    description(report->out, report->lane);
    fputs(") ", report->out);
}

/*
 * A test a check. One that was not run is "not ok", for it is never a pass;
 * unless it was this machine that could not run it.
 */
static void tap_event(struct report *report, const struct log *log,
                      size_t index)
{
    const struct event *event = log_at(log, index);
    FILE *out = report->out;
    bool skipped = event->check.result == CHECK_NOT_RUN && report->stopped;
    bool ok = event->check.result == CHECK_PASSED || skipped;

    fprintf(out, "%s %d - ", ok ? "ok" : "not ok", number(report));
    description(out, report->shown);
    fprintf(out, ":%d ", event->line);
    lane(report);
    description(out, event->check.text ? event->check.text : "");
    fputs(skipped ? " # SKIP this machine can't run it\n" : "\n", out);
    if (!ok)
        explain(report, log, index);
}

/*
 * A file that is wrong is a test that fails: whoever wrote it has to do
 * something. What this machine can't run is neither a pass nor a failure: TAP's
 * word for that is SKIP, which every reader counts apart. "Bail out!" would
 * take the files with it that do run.
 */
static void tap_nothing(struct report *report, const struct err *why)
{
    bool wrong = why->kind == ERR_INPUT;
    FILE *out = report->out;

    if (!report->running)
        tap_begin(report);
    fprintf(out, "%s %d - ", wrong ? "not ok" : "ok", number(report));
    description(out, report->shown);
    fputc(' ', out);
    if (wrong) {
        fputs("is right\n  ---\n", out);
        diagnostic(out, "message:", why->text);
        fputs("  ...\n", out);
        return;
    }
    lane(report);
    fprintf(out, "# SKIP %s: ", report_reason(why));
    description(out, why->text);
    fputc('\n', out);
}

/* The plan covers all runs, and may stand at the end, where it is known. */
static void tap_close(struct report *report)
{
    fprintf(report->out, "1..%d\n", number(report));
}

const struct report_format report_tap = {
    .name = "tap",
    .data = true,
    .open = tap_open,
    .begin = tap_begin,
    .event = tap_event,
    .nothing = tap_nothing,
    .close = tap_close,
};
