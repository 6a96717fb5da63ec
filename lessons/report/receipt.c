/*
 * Receipts are read off the logs, like everything that is told of a run. What
 * stands in them is meant for somebody who was not there: the line as the
 * lesson has it, both results in the words of scripts, and all of what may
 * explain the difference (kernel, world, lane).
 */
#include "lessons/report/receipt.h"

#include <string.h>
#include <sys/utsname.h>
#include <time.h>

#include "lab/base/translate.h"

/* The release tells more than a version: distributions patch their kernels. */
const char *receipt_kernel(char *out, size_t size)
{
    struct utsname name;

    if (uname(&name) == 0)
        snprintf(out, size, "%s %s", name.sysname, name.release);
    else
        snprintf(out, size, "%s", _("unknown"));
    return out;
}

/* Line 0 is what was typed: a guess, which binds nobody. */
bool receipt_due(const struct event *event)
{
    return event->kind == EVENT_CHECK && event->line > 0 &&
           event->check.result == CHECK_FAILED && !event->check.hindered;
}

/* What something was not written down for, as there was no memory. */
static const char *known(const char *text)
{
    return text ? text : "?";
}

void receipt_begin(FILE *out, const char *title, const char *file,
                   const char *world)
{
    char kernel[160], day[16] = "";
    time_t now = time(NULL);
    struct tm date;

    if (gmtime_r(&now, &date))
        strftime(day, sizeof(day), "%Y-%m-%d", &date);
    fprintf(out,
            _("A receipt of socket-lab %s: this kernel differs from the "
              "lesson.\n\n"),
            LAB_VERSION);
    /* TRANSLATORS: in these four the values stand below each other. */
    if (*title)
        fprintf(out, _("lesson  %s (%s)\n"), title, file);
    else
        fprintf(out, _("lesson  %s\n"), file);
    fprintf(out, _("kernel  %s\n"), receipt_kernel(kernel, sizeof(kernel)));
    fprintf(out, _("world   %s\n"), world);
    fprintf(out, _("date    %s\n"), day);
}

void receipt_line(FILE *out, const char *lane, const struct event *check)
{
    fputc('\n', out);
    if (*lane)
        fprintf(out, _("line %d, %s\n"), check->line, lane);
    else
        fprintf(out, _("line %d\n"), check->line);
    fprintf(out, "  %s\n", known(check->check.text));
    fprintf(out, _("  expected  %s\n"), known(check->check.expected));
    fprintf(out, _("  got       %s\n"), known(check->check.actual));
}

/* What differs in one lane; the heading comes before the first of all. */
static int write_lane(FILE *out, const struct runner *runner, int lane,
                      size_t until, int before)
{
    const struct lesson *lesson = runner_lesson(runner);
    const struct lab *lab = runner_lab(runner, lane);
    const struct log *log = lab_log(lab);
    int n = 0;

    /* A machine that could not go on is no witness against a lesson. */
    if (runner_fault(runner, lane))
        return 0;
    for (size_t i = 0; i < log_count(log) && i < until; i++) {
        const struct event *event = log_at(log, i);

        if (!receipt_due(event))
            continue;
        if (out && before + n == 0)
            receipt_begin(out, lesson->title, lesson->file,
                          isolation_name(lab_isolation(lab)));
        if (out)
            receipt_line(out, runner_lane_name(runner, lane), event);
        n++;
    }
    return n;
}

/* Lane by lane, since within one the first difference explains the rest. */
int receipt_write(FILE *out, const struct runner *runner, const size_t *until)
{
    int n = 0;

    for (int i = 0; i < runner_lanes(runner); i++)
        n += write_lane(out, runner, i, until ? until[i] : SIZE_MAX, n);
    if (out && n > 1)
        fprintf(out, "\n%s\n",
                _("The first line of a lane may be the reason for those below "
                  "it."));
    return n;
}
