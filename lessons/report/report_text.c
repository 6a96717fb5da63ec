/* The report for people: a line a check, reasons below those that failed. */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/report/report_format.h"
#include "lessons/runner/expect.h"
#include "lessons/text/unseen.h"
#include "lessons/text/wrap.h"

enum {
    UNABLE = CHECK_NOT_RUN + 1, /* what a lane may be, beside its checks */
    WORDS,                      /* that stand in the first column */
    INDENT = 80,                /* bytes of the blanks before a reason */
};

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

/* How a check came out, or a lane, in the first column. */
static const char *word(int index)
{
    static const char *const words[WORDS] = {
        [CHECK_PASSED] = N_("ok"),
        [CHECK_FAILED] = N_("FAILED"),
        [CHECK_NOT_RUN] = N_("not run"),
        [UNABLE] = N_("unable"),
    };

    return _(words[index]);
}

static int word_columns(void)
{
    int most = 0, one;

    for (int i = 0; i < WORDS; i++)
        if ((one = wrap_columns(slice_of(word(i)))) > most)
            most = one;
    return most;
}

/* All words take as many columns as the longest; so do names of lanes. */
static void text_row(const struct report *report, int index)
{
    const char *text = word(index);

    fprintf(report->out, "  %s%*s  %-*s%s", text,
            word_columns() - wrap_columns(slice_of(text)), "",
            report->lane_width, report->lane, *report->lane ? "  " : "");
}

/* Where reasons begin, below the line that they are about. Returns out. */
static const char *indent(char out[INDENT])
{
    snprintf(out, INDENT, "%*s", word_columns() + 4, "");
    return out;
}

/* Only checks are shown; calls and packets are for JSON and the screen. */
static void text_event(struct report *report, const struct log *log,
                       size_t index)
{
    const struct event *event = log_at(log, index);
    FILE *out = report->out;
    char blanks[INDENT];

    text_row(report, (int)event->check.result);
    fprintf(out, "%4d  ", event->line);
    unseen_print(out, event->check.text ? event->check.text : "");
    fputc('\n', out);
    if (event->check.result == CHECK_PASSED)
        return;
    fputs(indent(blanks), out);
    report_message(out, report, event);
    fputc('\n', out);
    if (event->check.result == CHECK_FAILED)
        expect_why(out, report->glossary, log, index, blanks);
}

/* The line that the eye looks for at the end. */
static void text_totals(FILE *out, const struct end_event *totals)
{
    fprintf(out, _("%d passed, %d failed, %d not run\n"), totals->passed,
            totals->failed, totals->not_run);
}

static void text_end(struct report *report)
{
    text_totals(report->out, &report->totals);
}

/* A lane stands among its lines, a file alone, with the reason below. */
static void text_nothing(struct report *report, const struct err *why)
{
    char blanks[INDENT];

    if (report->running) {
        text_row(report, UNABLE);
        fprintf(report->out, _("This machine can't run it: %s\n"), why->text);
        return;
    }
    report_apart(report);
    fprintf(report->out, "%s: %s\n%s%s\n", report->shown, report_reason(why),
            indent(blanks), why->text);
}

/* Of several runs, all together once more. */
static void text_close(struct report *report)
{
    const struct report_sum *sum = &report->sum;

    if (sum->runs > 1) {
        fputc('\n', report->out);
        fprintf(
            report->out,
            translate_n("%d file: ", "%d files: ", (unsigned long)sum->runs),
            sum->runs);
        text_totals(report->out, &sum->all);
    }
    if (sum->runs > 1 && sum->wrong > 0)
        fprintf(report->out,
                translate_n("%d file is wrong\n", "%d files are wrong\n",
                            (unsigned long)sum->wrong),
                sum->wrong);
    if (sum->runs > 1 && sum->unable > 0)
        fprintf(report->out,
                translate_n("%d file can't be run on this machine\n",
                            "%d files can't be run on this machine\n",
                            (unsigned long)sum->unable),
                sum->unable);
    if (sum->lanes > 0)
        fprintf(report->out,
                translate_n("%d lane can't be run on this machine\n",
                            "%d lanes can't be run on this machine\n",
                            (unsigned long)sum->lanes),
                sum->lanes);
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
