/* The report as TAP, the Test Anything Protocol, version 13. */
#include <stdlib.h>
#include <string.h>

#include "lessons/report_format.h"

/* Version 13 is what every reader of TAP understands. */
static void tap_open(struct report *report)
{
    fputs("TAP version 13\n", report->out);
}

/* A file's name as a comment, for whoever reads it. */
static void tap_begin(struct report *report)
{
    fprintf(report->out, "# %s%s%s\n", report->file, *report->title ? ": " : "",
            report->title);
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
 * A line of the diagnostics, as a YAML string in double quotes. Bytes from 0x80
 * on go through: YAML is UTF-8, and scripts are checked to be.
 */
static void diagnostic(FILE *out, const char *key, const char *text)
{
    fprintf(out, "  %s \"", key);
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte == '"' || byte == '\\')
            fputc('\\', out);
        if (byte < 0x20 || byte == 0x7f)
            fprintf(out, "\\x%02x", byte);
        else
            fputc(byte, out);
    }
    fputs("\"\n", out);
}

/*
 * The number of the test that was counted last. Files that can't be run count
 * as one test each.
 */
static int number(const struct report *report)
{
    const struct end_event *all = &report->sum.all;
    return all->passed + all->failed + all->not_run + report->sum.unable;
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

/* A test a check. One that was not run is "not ok": it is never a pass. */
static void tap_event(struct report *report, const struct log *log,
                      size_t index)
{
    const struct event *event = log_at(log, index);
    FILE *out = report->out;
    if (event->kind != EVENT_CHECK)
        return;
    bool ok = event->check.result == CHECK_PASSED;
    fprintf(out, "%s %d - ", ok ? "ok" : "not ok", number(report));
    description(out, report->file);
    fprintf(out, ":%d ", event->line);
    if (*report->lane) {
        fputc('(', out);
        description(out, report->lane);
        fputs(") ", out);
    }
    description(out, event->check.text ? event->check.text : "");
    fputc('\n', out);
    if (!ok)
        explain(report, log, index);
}

/* The plan covers all runs, so a run's end says nothing. */
static void tap_end(struct report *report)
{
    (void)report;
}

/* Never a pass, so not `ok # SKIP` either. */
static void tap_unable(struct report *report, const char *why)
{
    fprintf(report->out, "not ok %d - ", number(report));
    description(report->out, report->file);
    fputs(" can't be run on this machine\n  ---\n", report->out);
    diagnostic(report->out, "message:", why);
    fputs("  ...\n", report->out);
}

/* The plan may stand at the end, where it is known. */
static void tap_close(struct report *report)
{
    fprintf(report->out, "1..%d\n", number(report));
}

const struct report_format tap_format_ops = {
    .name = "tap",
    .open = tap_open,
    .begin = tap_begin,
    .event = tap_event,
    .end = tap_end,
    .unable = tap_unable,
    .close = tap_close,
};
