/*
 * Several lessons at once: each runs in a worker, a forked process, which keeps
 * what happened in its lanes' logs. The workers write the report themselves,
 * one after the other. What passes from one to the next is a token, the little
 * that a report knows of the runs before: so every format looks as if all had
 * run one after the other, and none had to learn to be put together.
 *
 * Processes rather than runners under one poll: to open a world and to end it
 * takes the kernel a while in which its caller waits, and a lab is kept on one
 * processor (lab/world/processor.h), so that in one process each lesson would
 * hold up the others.
 *
 * On each worker's channel: the worker sends a token when its lesson is over;
 * the parent sends one back when it is the worker's turn; the worker reports
 * and sends it again, changed, and ends.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/commands/run_inside.h"

/* What the next report has to know of those before. */
struct token {
    struct report_sum sum;
    int interfaces; /* that the capture describes */
    int error;      /* errno of the capture's file; 0 */
    int status;     /* of all runs so far */
};

enum worker_state {
    WORKER_NONE,
    WORKER_RUNS,
    WORKER_WAITS,   /* its lesson is over, and not reported */
    WORKER_REPORTS, /* it has the token */
    WORKER_LOST,    /* it is gone or was never made: to be reported for it */
    WORKER_DONE,
};

/* A process for one job; they have the same index. */
struct worker {
    enum worker_state state;
    pid_t pid;
    int channel;
    int error; /* when it was lost: errno of fork(); 0: it was ended */
};

struct side {
    const struct work *work;
    const struct run_options *options;
    struct outputs *outputs;
    const struct signals *signals;
    struct worker *workers; /* owned, one a job */
    struct token token;     /* as the last report left it */
    int begun;              /* jobs that were given to a worker */
    int turn;               /* the job that is to be reported next */
};

/* What a job is called in messages: one that can't be read has but its name. */
static const char *job_file(const struct job *job)
{
    return job->lesson ? job->lesson->file : job->name;
}

/* ---- the worker ---- */

/* Wait for the turn, and take up the report where the last one left it. */
static bool take_turn(int channel, struct token *token, struct outputs *outputs)
{
    struct token over = {0};

    if (send(channel, &over, sizeof(over), MSG_NOSIGNAL) < 0 ||
        recv(channel, token, sizeof(*token), 0) != sizeof(*token))
        return false;
    report_go_on(outputs->report, &token->sum);
    outputs->capture.interfaces = token->interfaces;
    outputs->capture.error = token->error;
    return true;
}

/* The report is written: let the next one have its turn. */
static void pass_turn(int channel, struct token *token, int status,
                      const struct outputs *outputs)
{
    token->sum = report_sum(outputs->report);
    token->interfaces = outputs->capture.interfaces;
    token->error = outputs->capture.error;
    token->status = run_worse(token->status, status);
    send(channel, token, sizeof(*token), MSG_NOSIGNAL);
}

/*
 * Run one job, report it when it is its turn, and say how it went. One without
 * a lesson takes its turn as well, so that all are told of in their order.
 */
static void work_on(const struct side *side, const struct job *job, int channel)
{
    const struct lesson *lesson = job->lesson;
    struct outputs *outputs = side->outputs;
    struct token token;
    struct err err = job->err;
    struct runner *runner =
        lesson ? runner_open(lesson, &side->options->runner, &err) : NULL;

    /* Broken off: the end of this process is all that there is to say. */
    if (runner && run_walk(runner, NULL, side->signals)) {
        runner_close(runner);
        return;
    }
    if (!take_turn(channel, &token, outputs)) {
        runner_close(runner);
        return;
    }
    int status;
    if (runner) {
        report_begin(outputs->report, lesson->file, runner);
        report_end(outputs->report, runner);
        status = run_over(runner, &outputs->capture);
    } else {
        status = run_nothing(job_file(job), &err, outputs->report);
    }
    pass_turn(channel, &token, status, outputs);
}

/* ---- the parent ---- */

/*
 * Nothing may stand in a buffer when a process is forked, or both would write
 * it. The worker dies with its parent, and its actors with it.
 */
static int begin_worker(struct side *side)
{
    const struct job *job = &side->work->jobs[side->begun];
    struct worker *worker = &side->workers[side->begun];
    pid_t parent = getpid();
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
        return -1;
    fflush(NULL);
    worker->pid = fork();
    if (worker->pid == 0) {
        close(pair[0]);
        /* An end that others hold too would not hang up. */
        for (int i = 0; i < side->begun; i++)
            if (side->workers[i].channel >= 0)
                close(side->workers[i].channel);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() == parent)
            work_on(side, job, pair[1]);
        _exit(0);
    }
    close(pair[1]);
    if (worker->pid < 0) {
        int saved = errno;

        close(pair[0]);
        errno = saved;
        return -1;
    }
    worker->channel = pair[0];
    worker->state = WORKER_RUNS;
    side->begun++;
    return 0;
}

/* How many workers have their lesson still under way. */
static int running(const struct side *side)
{
    int n = 0;

    for (int i = 0; i < side->begun; i++)
        n += side->workers[i].state == WORKER_RUNS;
    return n;
}

static bool is_alive(const struct worker *worker)
{
    return worker->state != WORKER_LOST && worker->state != WORKER_DONE;
}

/* Whether there is anybody whose end may be waited for. */
static bool any_alive(const struct side *side)
{
    for (int i = 0; i < side->begun; i++)
        if (is_alive(&side->workers[i]))
            return true;
    return false;
}

/*
 * As many as are wanted at once. Some of those before may wait for their turn
 * behind one that takes long; they cost memory only, but not without end.
 *
 * Where the machine has no process for the next one it waits for those that run
 * to end; and where none runs, it can't be run.
 */
static void begin_workers(struct side *side)
{
    enum { WAITING = 100 };

    while (side->begun < side->work->n &&
           running(side) < side->options->side_by_side &&
           side->begun - side->turn < side->options->side_by_side + WAITING)
        if (begin_worker(side) < 0) {
            if (any_alive(side))
                return;
            side->workers[side->begun].error = errno;
            side->workers[side->begun].channel = -1;
            side->workers[side->begun++].state = WORKER_LOST;
        }
}

/* The worker has ended, or is about to. */
static void end_worker(struct worker *worker)
{
    close(worker->channel);
    worker->channel = -1; /* poll(2) passes over it */
    while (waitpid(worker->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    worker->state = WORKER_DONE;
}

/*
 * A worker that ends without a word was killed, which no lesson does: by
 * somebody outside, or by the kernel for want of memory.
 */
static void worker_lost(struct side *side, struct worker *worker)
{
    const struct job *job = &side->work->jobs[worker - side->workers];

    fprintf(stderr, _("%s: the process that ran it was ended from outside\n"),
            job_file(job));
    end_worker(worker);
    worker->state = WORKER_LOST;
}

/* It is the lost one's turn: the report says for it that it can't. */
static void report_lost(struct side *side, struct worker *worker)
{
    const char *file = job_file(&side->work->jobs[worker - side->workers]);
    struct report *report = side->outputs->report;
    struct err err;

    if (worker->error)
        err_fork(&err, worker->error);
    else
        err_machine(&err, "the process that ran it was ended from outside");
    if (worker->error)
        fprintf(stderr, "%s: %s\n", file, err.text);
    report_go_on(report, &side->token.sum);
    report_nothing(report, file, &err);
    side->token.sum = report_sum(report);
    side->token.status = run_worse(side->token.status, STATUS_MACHINE);
    worker->state = WORKER_DONE;
}

/* Take in what a worker has sent. */
static void hear_worker(struct side *side, struct worker *worker)
{
    struct token token;

    if (recv(worker->channel, &token, sizeof(token), 0) != sizeof(token)) {
        worker_lost(side, worker);
    } else if (worker->state == WORKER_RUNS) {
        worker->state = WORKER_WAITS;
    } else {
        side->token = token;
        end_worker(worker);
    }
}

/* Let the one whose turn it is report, past those that never will. */
static void give_turn(struct side *side)
{
    struct worker *worker = &side->workers[side->turn];

    while (side->turn < side->begun &&
           (worker->state == WORKER_DONE || worker->state == WORKER_LOST)) {
        if (worker->state == WORKER_LOST)
            report_lost(side, worker);
        worker = &side->workers[++side->turn];
    }
    if (side->turn == side->begun || worker->state != WORKER_WAITS)
        return;
    worker->state = WORKER_REPORTS;
    send(worker->channel, &side->token, sizeof(side->token), MSG_NOSIGNAL);
}

/* Wait until a worker or a signal has something to say. The signal, or 0. */
static int listen_to_workers(struct side *side, struct pollfd *pfds)
{
    for (int i = 0; i < side->begun; i++)
        pfds[i] =
            (struct pollfd){.fd = side->workers[i].channel, .events = POLLIN};
    pfds[side->begun] =
        (struct pollfd){.fd = side->signals->fd, .events = POLLIN};
    poll(pfds, (nfds_t)side->begun + 1, -1);
    for (int i = 0; i < side->begun; i++)
        if (pfds[i].revents)
            hear_worker(side, &side->workers[i]);
    return signal_taken(side->signals);
}

/* Break off: they close their labs, and are waited for. */
static void stop_workers(struct side *side)
{
    for (int i = 0; i < side->begun; i++)
        if (is_alive(&side->workers[i]))
            kill(side->workers[i].pid, SIGTERM);
    for (int i = 0; i < side->begun; i++)
        if (is_alive(&side->workers[i]))
            end_worker(&side->workers[i]);
}

/* Until all have reported. Returns the signal that broke it off, or 0. */
static int run_workers(struct side *side, struct pollfd *pfds)
{
    int signal = 0;

    while (side->turn < side->work->n && !signal && !side->token.sum.error) {
        begin_workers(side);
        give_turn(side);
        if (side->turn < side->begun)
            signal = listen_to_workers(side, pfds);
    }
    stop_workers(side);
    return signal;
}

int run_side_by_side(const struct work *work, const struct run_options *options,
                     struct outputs *outputs, const struct signals *signals)
{
    size_t n = (size_t)work->n;
    struct side side = {
        .work = work,
        .options = options,
        .outputs = outputs,
        .signals = signals,
        .workers = calloc(n, sizeof(struct worker)),
        .token.sum = report_sum(outputs->report),
    };
    struct pollfd *pfds = calloc(n + 1, sizeof(*pfds));
    int signal = 0;

    if (side.workers && pfds) {
        signal = run_workers(&side, pfds);
    } else {
        fputs(_("socket-lab: out of memory\n"), stderr);
        side.token.status = STATUS_MACHINE;
    }
    report_go_on(outputs->report, &side.token.sum);
    outputs->capture.error = side.token.error;
    free(pfds);
    free(side.workers);
    return signal ? 128 + signal : side.token.status;
}
