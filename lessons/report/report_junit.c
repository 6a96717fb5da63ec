/*
 * The report as JUnit XML, as build servers read it: a test suite a file, a
 * test case a check.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/utf8.h"
#include "lessons/report/report_format.h"

/* One root for all files. */
static void junit_open(struct report *report)
{
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n",
          report->out);
}

/*
 * How many bytes the character at text has, if XML 1.0 section 2.2 has it
 * among its own; else 0. UTF-8 can say U+FFFE and U+FFFF (EF BF BE and BF),
 * which XML excludes, and the control bytes, for which it has no reference
 * either.
 */
static size_t xml_character(const char *text)
{
    unsigned char byte = (unsigned char)*text;
    size_t n = utf8_read(text, UTF8_BYTES, NULL);

    if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f)
        return 0;
    if (n == 3 && memcmp(text, "\xef\xbf", 2) == 0 &&
        (unsigned char)text[2] >= 0xbe)
        return 0;
    return n;
}

/*
 * Text as it may stand in XML. Bytes that may not are written as C would
 * write them.
 */
static void xml(FILE *out, const char *text)
{
    const char *at = text ? text : "";

    while (*at) {
        size_t n = xml_character(at);

        if (n == 0)
            fprintf(out, "\\x%02x", (unsigned char)*at);
        else if (*at == '&')
            fputs("&amp;", out);
        else if (*at == '<')
            fputs("&lt;", out);
        else if (*at == '>')
            fputs("&gt;", out);
        else if (*at == '"')
            fputs("&quot;", out);
        else if (*at == '\n' || *at == '\t')
            fprintf(out, "&#%d;", *at);
        else
            fwrite(at, 1, n, out);
        at += n > 0 ? n : 1;
    }
}

/* ` name="text"`. */
static void attribute(FILE *out, const char *name, const char *text)
{
    fprintf(out, " %s=\"", name);
    xml(out, text);
    fputc('"', out);
}

/* A suite's counts stand before its cases, so the cases have to wait. */
static void junit_begin(struct report *report)
{
    /*
     * Nothing else can be done here: formats return nothing, and the run goes
     * on until somebody asks report_broken().
     */
    if (!memory_open(&report->cases) && !report->sum.error)
        report->sum.error = ENOMEM;
}

/*
 * What went wrong: in an attribute, and as the element's text, for some servers
 * show the one and some the other. `why` is more that stands in the text only.
 */
static void result(FILE *out, const char *element, const char *type,
                   const char *message, const char *why)
{
    fprintf(out, "      <%s", element);
    attribute(out, "message", message);
    attribute(out, "type", type);
    fputc('>', out);
    xml(out, message);
    if (*why)
        fputs("&#10;", out);
    xml(out, why);
    fprintf(out, "</%s>\n", element);
}

/* What went wrong in a check, and why. */
static void explain(FILE *out, const struct report *report,
                    const struct log *log, size_t index)
{
    bool failed = log_at(log, index)->check.result == CHECK_FAILED;
    char *text = report_reasons(report, log, index);
    char *why = text;

    if (!text)
        return;
    const char *message = strsep(&why, "\n");
    result(out, failed ? "failure" : "skipped", "check", message, why);
    free(text);
}

/*
 * How long the line took: since the check before it, or the lane's begin. Logs
 * count from the lane's begin, so a first check took all of that.
 */
static double line_seconds(const struct log *log, size_t check)
{
    int64_t since = 0;

    for (size_t i = check; i > 0 && since == 0; i--)
        if (log_at(log, i - 1)->kind == EVENT_CHECK)
            since = log_at(log, i - 1)->t;
    return (double)(log_at(log, check)->t - since) / 1e9;
}

/* `<testcase classname="FILE (LANE)" name="`: what tells it from all others. */
static void begin_case(FILE *out, const struct report *report)
{
    fputs("    <testcase classname=\"", out);
    xml(out, report->file);
    if (*report->lane) {
        fputs(" (", out);
        xml(out, report->lane);
        fputc(')', out);
    }
    fputs("\" name=\"", out);
}

/*
 * A test case a check. Its name begins with the line's number, because a script
 * may well have the same line twice, and build servers tell test cases by their
 * names.
 */
static void junit_event(struct report *report, const struct log *log,
                        size_t index)
{
    const struct event *event = log_at(log, index);
    FILE *out = report->cases.out;

    if (!out)
        return;
    begin_case(out, report);
    fprintf(out, "%d: ", event->line);
    xml(out, event->check.text);
    fprintf(out, "\" time=\"%.6f\"", line_seconds(log, index));
    if (event->check.result == CHECK_PASSED) {
        fputs("/>\n", out);
        return;
    }
    fputs(">\n", out);
    explain(out, report, log, index);
    fputs("    </testcase>\n", out);
}

/* ` name="kernel" value="6.18.2"` as an element. */
static void property(FILE *out, const char *name, const char *value)
{
    fputs("      <property", out);
    attribute(out, "name", name);
    attribute(out, "value", value);
    fputs("/>\n", out);
}

/*
 * The opening tag, and in which world it was. Its attributes are those that
 * build servers read, and no others: Jenkins refuses a report with any. So the
 * file stands here, where its schema has it, and not at each test case.
 */
static void suite(const struct report *report, int tests, int errors)
{
    FILE *out = report->out;

    fputs("  <testsuite", out);
    attribute(out, "name", report->file);
    attribute(out, "file", report->file);
    fprintf(out,
            " tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\">\n",
            tests, report->totals.failed, errors, report->totals.not_run);
    fputs("    <properties>\n", out);
    property(out, "isolation", report->world);
    property(out, "kernel", report->machine.release);
    property(out, "version", LAB_VERSION);
    fputs("    </properties>\n", out);
}

/* Now the counts are known: the suite, and the cases that waited. */
static void junit_end(struct report *report)
{
    const struct end_event *totals = &report->totals;

    if (!report->cases.out)
        return;
    bool whole = memory_close(&report->cases);
    suite(report,
          totals->passed + totals->failed + totals->not_run + report->n_unable,
          report->n_unable);
    if (whole)
        fwrite(report->cases.text, 1, report->cases.len, report->out);
    else if (!report->sum.error)
        report->sum.error = ENOMEM;
    fputs("  </testsuite>\n", report->out);
    free(report->cases.text);
    report->cases.text = NULL;
}

/*
 * A test case that is an error, which is neither a failure nor skipped: one
 * more of the suite under way, or all of a suite for a file that did not run.
 */
static void junit_nothing(struct report *report, const struct err *why)
{
    bool wrong = why->kind == ERR_INPUT;
    FILE *out = report->running ? report->cases.out : report->out;

    if (!out)
        return;
    if (!report->running)
        suite(report, 1, 1);
    begin_case(out, report);
    fprintf(out, "%s\">\n",
            wrong ? "the file is right" : "this machine can run it");
    result(out, "error", wrong ? "input" : "machine", why->text, "");
    fputs("    </testcase>\n", out);
    if (!report->running)
        fputs("  </testsuite>\n", out);
}

static void junit_close(struct report *report)
{
    fputs("</testsuites>\n", report->out);
}

const struct report_format report_junit = {
    .name = "junit",
    .data = true,
    .open = junit_open,
    .begin = junit_begin,
    .event = junit_event,
    .end = junit_end,
    .nothing = junit_nothing,
    .close = junit_close,
};
