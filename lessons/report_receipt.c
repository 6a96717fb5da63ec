/*
 * The report for instructors: only where the kernel did something else than
 * the lesson says, and on which kernel (receipt.h).
 */
#include <stdlib.h>

#include "lessons/receipt.h"
#include "lessons/report_format.h"

/* There is nothing to say before the first run. */
static void receipt_open(struct report *report)
{
    (void)report;
}

static void receipt_run(struct report *report)
{
    report->receipts = 0;
}

static void receipt_event(struct report *report, const struct log *log,
                          size_t index)
{
    const struct event *event = log_at(log, index);

    if (!receipt_due(event))
        return;
    if (report->receipts++ == 0) {
        if (report->sum.runs > 1)
            fputc('\n', report->out);
        receipt_begin(report->out, report->title, report->file, report->world);
    }
    receipt_line(report->out, report->lane, event);
}

/*
 * A lesson with nothing to show has a line all the same, and so have lines that
 * are no answer of the kernel's: silence could be taken for a pass.
 */
static void receipt_end(struct report *report)
{
    int others =
        report->totals.failed + report->totals.not_run - report->receipts;
    char kernel[160];

    if (report->receipts == 0 && report->sum.runs > 1)
        fputc('\n', report->out);
    if (report->receipts == 0)
        fprintf(report->out, "%s: %s did what it expects in %d line%s.\n",
                report->file, receipt_kernel(kernel, sizeof(kernel)),
                report->totals.passed, report->totals.passed == 1 ? "" : "s");
    else
        fputc('\n', report->out);
    if (others > 0)
        fprintf(report->out,
                "%s: %d line%s failed or %s not run for another reason; "
                "--format text has %s.\n",
                report->file, others, others == 1 ? "" : "s",
                others == 1 ? "was" : "were", others == 1 ? "it" : "them");
}

/* Standard error has said why. */
static void receipt_unable(struct report *report, const char *why)
{
    (void)why;
    fprintf(report->out, "%s%s: this machine can't run it\n",
            report->sum.runs > 1 ? "\n" : "", report->file);
}

/* Each run's receipt is whole by itself. */
static void receipt_close(struct report *report)
{
    (void)report;
}

const struct report_format receipt_format_ops = {
    .name = "receipt",
    .open = receipt_open,
    .begin = receipt_run,
    .event = receipt_event,
    .end = receipt_end,
    .unable = receipt_unable,
    .close = receipt_close,
};
