/*
 * The report for instructors: only where the kernel did something else than
 * the lesson says, and on which kernel (receipt.h).
 */
#include <stdlib.h>

#include "lab/base/translate.h"
#include "lessons/report/receipt.h"
#include "lessons/report/report_format.h"

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
        report_apart(report);
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
    int passed = report->totals.passed;
    int others =
        report->totals.failed + report->totals.not_run - report->receipts;

    if (report->receipts == 0) {
        report_apart(report);
        fprintf(report->out,
                "%s (%s, socket-lab " LAB_VERSION "): ", report->shown,
                report->world);
        fprintf(report->out,
                translate_n("%s %s did what it expects in %d line.\n",
                            "%s %s did what it expects in %d lines.\n",
                            (unsigned long)passed),
                report->machine.sysname, report->machine.release, passed);
    } else {
        fputc('\n', report->out);
    }
    if (others > 0)
        fprintf(report->out,
                translate_n("%s: %d line failed or was not run for another "
                            "reason; --format text has it.\n",
                            "%s: %d lines failed or were not run for another "
                            "reason; --format text has them.\n",
                            (unsigned long)others),
                report->shown, others);
}

/* What did not run is no answer of the kernel's, but silence is none either. */
static void receipt_nothing(struct report *report, const struct err *why)
{
    if (!report->running)
        report_apart(report);
    fprintf(report->out, "%s%s%s: %s\n  %s\n  ", report->shown,
            *report->lane ? ", " : "", report->lane, report_reason(why),
            why->text);
    report_world(report->out, report);
    fputc('\n', report->out);
}

const struct report_format report_receipt = {
    .name = "receipt",
    .about = N_("only where this\n"
                "                     kernel differs from the lesson"),
    .begin = receipt_run,
    .event = receipt_event,
    .end = receipt_end,
    .nothing = receipt_nothing,
};
