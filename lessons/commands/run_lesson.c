/*
 * One lesson of a run: its steps are taken one after the other, and what came
 * of it is reported. Side by side each worker does this for one lesson.
 */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lab/base/clock.h"
#include "lab/base/translate.h"
#include "lessons/commands/run_inside.h"

int run_worse(int a, int b)
{
    static const int order[] = {STATUS_INPUT, STATUS_FAILED, STATUS_MACHINE};

    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a;
}

int signal_taken(const struct signals *signals)
{
    struct signalfd_siginfo info;

    if (read(signals->fd, &info, sizeof(info)) != sizeof(info))
        return 0;
    return (int)info.ssi_signo;
}

/* Wait until a lane has something to do, or a signal has come. */
static void wait_for(const struct runner *runner, const struct signals *signals)
{
    struct pollfd pfds[RUNNER_LANES + 1];
    int n = runner_fds(runner, pfds);

    pfds[n++] = (struct pollfd){.fd = signals->fd, .events = POLLIN};
    clock_poll(pfds, (nfds_t)n, runner_timeout(runner));
}

/*
 * A report that can't be written any more (a pipe whose reader has gone, a full
 * disk) ends the run: nobody would learn how it went.
 */
int run_walk(struct runner *runner, struct report *report,
             const struct signals *signals)
{
    size_t n_steps = runner_lesson(runner)->n_steps;

    while (runner_step(runner) < n_steps &&
           !(report && report_broken(report))) {
        runner_advance(runner, false);
        /* A step without a script takes no time; see lab_line_begins(). */
        if (runner_busy(runner))
            runner_pump(runner);
        while (runner_busy(runner)) {
            if (report)
                report_update(report, runner);
            wait_for(runner, signals);
            int signal = signal_taken(signals);
            if (signal || (report && report_broken(report)))
                return signal;
            runner_pump(runner);
        }
    }
    runner_end(runner);
    if (report)
        report_end(report, runner);
    return 0;
}

/* Write what was on every lane's wire. Loopback has none, and no packets. */
static void capture_lanes(struct capture *capture, const struct runner *runner)
{
    for (int lane = 0; capture->out && lane < runner_lanes(runner); lane++)
        capture_log(capture, lab_log(runner_lab(runner, lane)),
                    runner_lane_name(runner, lane));
}

int run_nothing(const char *file, const struct err *err, struct report *report)
{
    char name[PATH_MAX];
    bool wrong = err->kind == ERR_INPUT;

    report_nothing(report, file, err);
    err_escape(name, sizeof(name), file);
    /* What is wrong with a file begins with its name already. */
    fprintf(stderr, "%s%s%s\n", wrong ? "" : name, wrong ? "" : ": ",
            err->text);
    return wrong ? STATUS_INPUT : STATUS_MACHINE;
}

/*
 * How a lane went. What was not run because this machine can't go on with the
 * lane is no failure of the script, but what had failed before is.
 */
static int lane_status(const struct runner *runner, int lane)
{
    struct end_event totals = runner_lane_totals(runner, lane);
    const char *name = runner_lane_name(runner, lane);
    const char *fault = runner_fault(runner, lane);

    if (!fault)
        return totals.failed + totals.not_run > 0 ? STATUS_FAILED : STATUS_HELD;
    fprintf(stderr, "%s: %s%s", runner_lesson(runner)->file, name,
            *name ? ": " : "");
    fprintf(stderr, _("this machine can't go on with it: %s\n"), fault);
    return totals.failed > 0 ? STATUS_FAILED : STATUS_MACHINE;
}

int run_over(struct runner *runner, struct capture *capture)
{
    int status = STATUS_HELD;

    capture_lanes(capture, runner);
    for (int lane = 0; lane < runner_lanes(runner); lane++)
        status = run_worse(status, lane_status(runner, lane));
    runner_close(runner);
    return status;
}
