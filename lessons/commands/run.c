/*
 * `socket-lab run`: load everything, then run it, then say how it went. What is
 * wrong with an option is found before the first lesson is run, and nothing is
 * run then. A file that is wrong is only one of several: it is reported in its
 * turn, as an error of its own, and the others run.
 */
#include "lessons/commands/run.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lab/base/clock.h"
#include "lessons/lesson/proof.h"
#include "lessons/commands/run_inside.h"

/* ---- loading ---- */

/* Whether it can only be meant as a file. */
static bool looks_like_file(const char *name)
{
    const char *dot = strrchr(name, '.');
    return strchr(name, '/') || (dot && strcmp(dot, ".lab") == 0) ||
           (access(name, F_OK) == 0 && dot);
}

/*
 * What can only be a file comes first, then a shipped lesson, then a file of
 * any name. So a file called `2` does not hide lesson 2, and ./2 still means
 * the file.
 */
const struct lesson *run_load(const char *name, const char *lessons,
                              struct catalog *catalog, struct lesson **owned,
                              struct err *err)
{
    *owned = NULL;
    if (strcmp(name, "-") == 0 || looks_like_file(name))
        return *owned = lesson_load(name, err);
    if (!catalog->lessons && catalog_open(catalog, lessons, err) < 0)
        return NULL;
    struct lesson *lesson = catalog_find(catalog, name);
    if (lesson)
        return lesson_complete(lesson, err) == 0 ? lesson : NULL;
    if (access(name, F_OK) == 0)
        return *owned = lesson_load(name, err);
    err_input(err,
              "%s: no such file, and no lesson is called so; `socket-lab "
              "list` shows the lessons",
              name);
    return NULL;
}

/* Say what went wrong where no file is to blame. */
static void complain(const char *text)
{
    fprintf(stderr, "socket-lab: %s\n", text);
}

/*
 * One lesson by name: read that one only. Where it is not to be had so, the
 * whole catalog is opened later, and what is wrong is said then.
 */
static void prepare_catalog(struct work *work,
                            const struct run_options *options)
{
    struct err err;

    if (options->n_names != 1 || looks_like_file(options->names[0]))
        return;
    if (catalog_open_for(&work->catalog, options->lessons, options->names[0],
                         &err) < 0 ||
        work->catalog.n == 0)
        catalog_free(&work->catalog);
}

/*
 * Load one job. Returns whether its options fit it, where there is a lesson
 * that they could fit; what does not is said.
 */
static bool load_job(struct work *work, struct job *job,
                     const struct run_options *options)
{
    struct err err;

    job->lesson = run_load(job->name, options->lessons, &work->catalog,
                           &job->owned, &job->err);
    if (job->lesson && proof_check(job->lesson, &job->err) < 0)
        job->lesson = NULL;
    if (!job->lesson ||
        runner_check(job->lesson, &options->runner, &err) == 0 ||
        err.kind != ERR_INPUT)
        return true;
    fprintf(stderr, "%s: %s\n", job->lesson->file, err.text);
    return false;
}

/* Load everything, and say what is wrong with options. Returns a status. */
static int load_work(struct work *work, const struct run_options *options)
{
    int status = STATUS_HELD;

    prepare_catalog(work, options);
    work->jobs = calloc((size_t)options->n_names, sizeof(struct job));
    if (!work->jobs) {
        complain("out of memory");
        return STATUS_MACHINE;
    }
    for (; work->n < options->n_names; work->n++) {
        struct job *job = &work->jobs[work->n];

        job->name = options->names[work->n];
        if (!load_job(work, job, options))
            status = STATUS_INPUT;
    }
    return status;
}

/* Lessons of the catalog go with it. */
static void free_work(struct work *work)
{
    for (int i = 0; i < work->n; i++)
        lesson_free(work->jobs[i].owned);
    free(work->jobs);
    catalog_free(&work->catalog);
}

/* ---- running ---- */

int signal_taken(const struct signals *signals)
{
    struct signalfd_siginfo info;
    if (read(signals->fd, &info, sizeof(info)) != sizeof(info))
        return 0;
    return (int)info.ssi_signo;
}

/* One that whoever started us has ignored, as nohup does, stays ignored. */
static void watch_signal(sigset_t *set, int signal)
{
    struct sigaction action;
    if (sigaction(signal, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
        sigaddset(set, signal);
}

/*
 * Blocked before anything is made, so that none can end us between two steps
 * of making it: it waits, and is read from the descriptor.
 */
static int signals_open(struct signals *signals)
{
    sigset_t set;
    sigemptyset(&set);
    watch_signal(&set, SIGINT);
    watch_signal(&set, SIGTERM);
    watch_signal(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, &signals->old);
    signals->fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return signals->fd < 0 ? -1 : 0;
}

/* Signals are again what they were for whoever called run(). */
static void signals_close(struct signals *signals)
{
    if (signals->fd >= 0)
        close(signals->fd);
    sigprocmask(SIG_SETMASK, &signals->old, NULL);
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

    if (wrong)
        report_wrong(report, file, err->text);
    else
        report_unable(report, file, err->text);
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
    fprintf(stderr, "%s: %s%sthis machine can't go on with it: %s\n",
            runner_lesson(runner)->file, name, *name ? ": " : "", fault);
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

/* Run one lesson. Returns its status; 128 and more when it was broken off. */
static int run_one(const struct job *job, const struct run_options *options,
                   struct outputs *outputs, const struct signals *signals)
{
    const struct lesson *lesson = job->lesson;
    struct err err;

    if (!lesson)
        return run_nothing(job->name, &job->err, outputs->report);
    struct runner *runner = runner_open(lesson, &options->runner, &err);
    if (!runner)
        return run_nothing(lesson->file, &err, outputs->report);
    report_begin(outputs->report, lesson->file, runner);
    int signal = run_walk(runner, outputs->report, signals);
    int status = run_over(runner, &outputs->capture);
    return signal ? 128 + signal : status;
}

int run_worse(int a, int b)
{
    static const int order[] = {STATUS_INPUT, STATUS_FAILED, STATUS_MACHINE};
    for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return a;
}

/* Run them one after the other until one is broken off. */
static int run_in_turn(const struct work *work,
                       const struct run_options *options,
                       struct outputs *outputs, const struct signals *signals)
{
    int status = STATUS_HELD;
    for (int i = 0; i < work->n && status < 128; i++) {
        int one = run_one(&work->jobs[i], options, outputs, signals);
        status = one >= 128 ? one : run_worse(status, one);
        if (report_broken(outputs->report))
            break;
    }
    return status;
}

/* A worker for one lesson alone would only cost a process. */
static int run_all(const struct work *work, const struct run_options *options,
                   struct outputs *outputs)
{
    int status = STATUS_MACHINE;
    struct signals signals;
    if (signals_open(&signals) < 0)
        complain(strerror(errno));
    else if (options->side_by_side > 1 && work->n > 1)
        status = run_side_by_side(work, options, outputs, &signals);
    else
        status = run_in_turn(work, options, outputs, &signals);
    signals_close(&signals);
    return status;
}

/*
 * Open what the results go to. Returns a status; what is open is open, also
 * when something else could not be.
 */
static int outputs_open(struct outputs *outputs,
                        const struct run_options *options)
{
    struct err err;

    if (options->pcap &&
        capture_open(&outputs->capture, options->pcap, &err) < 0) {
        complain(err.text);
        return STATUS_INPUT;
    }
    outputs->report =
        report_open(options->format, options->runner.isolation, stdout);
    if (outputs->report)
        return STATUS_HELD;
    complain("out of memory");
    return STATUS_MACHINE;
}

/* Finish the results; what could not be written makes the run a failed one. */
static int outputs_close(struct outputs *outputs, int status)
{
    struct err err;

    if (capture_close(&outputs->capture, &err) < 0) {
        complain(err.text);
        status = run_worse(status, STATUS_FAILED);
    }
    if (!outputs->report)
        return status;
    if (status >= 128) {
        report_drop(outputs->report);
    } else if (report_close(outputs->report) < 0) {
        fprintf(stderr, "socket-lab: writing the report: %s\n",
                strerror(errno));
        status = STATUS_FAILED;
    }
    return status;
}

int run(const struct run_options *options)
{
    struct work work = {0};
    struct outputs outputs = {0};
    int status = load_work(&work, options);

    if (status == STATUS_HELD)
        status = outputs_open(&outputs, options);
    if (outputs.report)
        status = run_all(&work, options, &outputs);
    status = outputs_close(&outputs, status);
    free_work(&work);
    return status;
}
