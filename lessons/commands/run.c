/*
 * `socket-lab run`: load everything, then run it, then say how it went. What is
 * wrong with an option is found before the first lesson is run, and nothing is
 * run then. A file that is wrong is only one of several: it is reported in its
 * turn, as an error of its own, and the others run.
 */
#include "lessons/commands/run.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/commands/run_inside.h"
#include "lessons/runner/proof.h"

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
    const char *near = catalog_nearest(catalog, name);
    if (near)
        err_input(err,
                  "%s: no such file, and no lesson is called so, did you mean "
                  "%s?; `socket-lab list` shows the lessons",
                  name, near);
    else
        err_input(err,
                  "%s: no such file, and no lesson is called so; "
                  "`socket-lab list` shows the lessons",
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
        complain(_("out of memory"));
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
    outputs->glossary = glossary_open(options->lessons);
    outputs->report = report_open(options->format, options->runner.isolation,
                                  outputs->glossary, stdout);
    if (outputs->report)
        return STATUS_HELD;
    complain(_("out of memory"));
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
        fprintf(stderr, _("socket-lab: writing the report: %s\n"),
                strerror(errno));
        status = STATUS_FAILED;
    }
    return status;
}

int run(const struct run_options *options)
{
    struct work work = {0};
    struct outputs outputs = {0};
    int status;

    /* Before anything is read: lessons may be there in several languages. */
    if (report_is_data(options->format))
        translate_plain(true);
    status = load_work(&work, options);
    if (status == STATUS_HELD)
        status = outputs_open(&outputs, options);
    if (outputs.report)
        status = run_all(&work, options, &outputs);
    status = outputs_close(&outputs, status);
    glossary_close(outputs.glossary);
    free_work(&work);
    return status;
}
