/*
 * What actors report, and how their processes end: each becomes an event of the
 * log, and what follows from it for the hosts, other actors and the lab itself
 * is done at once.
 */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/base/memory.h"
#include "lab/base/release.h"
#include "lab/base/translate.h"
#include "lab/lab_inside.h"

static void log_process(struct lab *lab, const struct actor *actor, pid_t pid,
                        enum process_what what, int status)
{
    struct event event = {.kind = EVENT_PROCESS, .line = actor->line};

    snprintf(event.process.actor, CALL_NAME, "%s", actor->name);
    event.process.host = actor->host;
    event.process.pid = pid;
    event.process.what = what;
    event.process.status = status;
    lab_append(lab, &event);
}

/* It belongs to the line of the call that the actor was given last. */
static void log_handler(struct lab *lab, const struct actor *actor, int signal)
{
    struct event event = {.kind = EVENT_HANDLER, .line = actor->line};

    snprintf(event.handler.actor, CALL_NAME, "%s", actor->name);
    event.handler.host = actor->host;
    event.handler.pid = actor->pid;
    event.handler.signal = signal;
    lab_append(lab, &event);
}

/*
 * The call's arguments as text, with what its outcome filled in; a call that
 * has not returned has filled in nothing yet. Kept as text:
 * a call's own strings are gone with the actor's next order, and an event stays
 * as long as the log. NULL without memory.
 */
static char *args_text(const struct call *call, const struct outcome *outcome)
{
    const struct outcome nothing = {.ret = -1};
    struct memory memory;

    if (memory_open(&memory))
        call_print_args(memory.out, call, outcome ? outcome : &nothing);
    return memory_close(&memory) ? memory.text : NULL;
}

void lab_log_call(struct lab *lab, struct actor *actor,
                  const struct outcome *outcome)
{
    struct event event = {.kind = EVENT_CALL, .line = actor->line};
    struct call_event *call = &event.call;

    snprintf(call->actor, CALL_NAME, "%s", actor->name);
    call->host = actor->host;
    call->pid = actor->pid;
    call->name = call_name(&actor->call);
    call->args = args_text(&actor->call, outcome);
    call->returned = outcome != NULL;
    call->last = !outcome && actor->state == ACTOR_DEAD;
    call->was_blocked = outcome && actor->blocked_logged;
    call->sock.fd = -1;
    if (outcome) {
        call->ret = outcome->ret;
        call->err = outcome->err;
        call->sock = outcome->sock;
    }
    lab_append(lab, &event);
}

/*
 * What a call that has just returned makes possible on its host. A list is
 * asked for only where there can be one: a lesson without UDP never pays for
 * UDP's tables.
 */
static void note_socket(struct host_state *host, const struct outcome *outcome)
{
    if (outcome->sock.cookie && outcome->sock.proto == IPPROTO_UDP)
        host->what |= PROBE_UDP;
    else if (outcome->sock.cookie)
        host->what |= PROBE_TCP;
}

/* A further thread of the process begins. */
static int adopt_thread(struct actor *creator, struct actor *thread,
                        int channel, struct err *err)
{
    return actor_join(thread, actor_process(creator),
                      (pid_t)creator->outcome.ret, channel, err);
}

/* What fork() or thread() has made is an actor from here on. */
static void adopt(struct lab *lab, struct actor *parent, int channel)
{
    struct actor *child = lab_find(lab, parent->call.args[0].name);
    bool threads = call_does(&parent->call, CALL_THREADS);
    struct err err;

    /*
     * The lab knew the child's name when it gave the order (check_birth()), so
     * there is an actor of it.
     */
    child->line = parent->line;
    int done =
        threads ? adopt_thread(parent, child, channel, &err)
                : actor_adopt(child, (pid_t)parent->outcome.ret, channel, &err);
    if (done < 0 || lab_watch_actor(lab, child, &err) < 0)
        lab_give_up(lab, "%s", err.text);
    if (!threads)
        loopback_forked(&lab->loopback, actor_process(parent), child);
    lab_await(lab, child);
}

/*
 * Whether the host has to be read after the call. It need not where the call
 * only looks, nor where it sets an option of a socket that no list shows yet.
 */
static bool may_change(const struct host_state *host, const struct call *call,
                       const struct outcome *outcome)
{
    return !call_does(call, CALL_ONLY_LOOKS) &&
           (!call_does(call, CALL_SETS_OPTION) ||
            host_shows(host, outcome->sock.cookie));
}

/*
 * Whether the reply is one to what the actor was asked. The outcome of a call
 * goes with the call that is out, a descriptor with a fork that has succeeded.
 */
static bool is_due(const struct actor *actor, const struct reply *reply)
{
    bool calls = actor->has_call && !actor->has_outcome;
    bool forks = calls && !reply->ready &&
                 call_does(&actor->call, CALL_FORKS | CALL_THREADS) &&
                 reply->outcome.ret > 0;

    if (reply->ready && !actor->starting)
        return false;
    return (reply->ready || calls) && forks == (reply->channel >= 0);
}

static void end_threads(struct lab *lab, const struct actor *leader,
                        enum process_what end, int status);

/* execve(): the kernel ends all threads but one with SIGKILL (execve(2)). */
static void exec_ends_threads(struct lab *lab, struct actor *leader)
{
    for (int i = 0; i < lab->n_actors; i++)
        if (lab->actors[i]->leader == leader)
            sigaddset(&lab->actors[i]->sent, SIGKILL);
    end_threads(lab, leader, PROCESS_KILLED, SIGKILL);
}

static void call_returned(struct lab *lab, struct actor *actor,
                          struct reply *reply)
{
    struct host_state *host = &lab->hosts[actor->host];

    /*
     * The order counts. Addresses are the script's again before anything is
     * logged; the call stands in the log before the changes of state that it
     * brought about, and before the culprits that explain it.
     */
    actor->outcome = reply->outcome;
    actor->has_outcome = true;
    actor->starting = false;
    actor->state = ACTOR_READY;
    host->stirred = log_now(lab->log);
    if (lab->isolation == ISOLATION_LOOPBACK) {
        const struct loopback_caller caller = lab_caller(lab, actor);

        loopback_returned(&lab->loopback, &caller, &actor->call,
                          &actor->outcome);
    }
    sockdir_back(&actor->outcome.addr);
    host->touched |= may_change(host, &actor->call, &actor->outcome);
    note_socket(host, &actor->outcome);
    /* bind() gives a port by its nature, listen() where there was none. */
    if (call_does(&actor->call, CALL_BINDS | CALL_LISTENS) &&
        actor->outcome.ret == 0)
        lab_expect_bound(lab, actor->host, actor->outcome.sock.cookie);
    lab_log_call(lab, actor, &actor->outcome);
    if (call_does(&actor->call, CALL_EXECS) && actor->outcome.ret == 0)
        exec_ends_threads(lab, actor);
    if (reply->channel >= 0)
        adopt(lab, actor, reply->channel);
    /* At once, not at rest: a timer could end the culprit in between. */
    if (actor->outcome.err == EADDRINUSE) {
        lab_look(lab, false);
        lab_name_culprits(lab, actor, &actor->call, &actor->outcome);
    }
}

static void actor_started(struct lab *lab, struct actor *actor)
{
    actor->starting =
        actor->has_call && call_does(&actor->call, CALL_EXECS | CALL_THREADS);
    actor->state = actor->has_call ? ACTOR_CALLING : ACTOR_READY;
    log_process(lab, actor, actor->pid, PROCESS_STARTED, 0);
}

/* A reply that stays without an answer goes with all that came along. */
static void drop_reply(struct reply *reply)
{
    outcome_free(&reply->outcome);
    release_fd(&reply->channel);
}

/* Nothing more comes of the channel; errno is the reason. */
static void channel_failed(struct lab *lab, struct actor *actor)
{
    if (errno == EPROTO)
        lab_give_up(lab, "%s sent something that is no reply", actor->name);
    else if (errno != EPIPE)
        lab_give_up(lab, "hearing from %s: %s", actor->name, strerror(errno));
    /* Its end is what makes it hang up, and comes a moment later. */
    actor_lose_channel(actor);
    lab_await(lab, actor);
}

bool lab_take_reply(struct lab *lab, struct actor *actor)
{
    struct reply reply;
    int got;

    if (actor->channel < 0)
        return false;
    got = proto_recv_reply(actor->channel, &actor->inbox);
    if (got < 0)
        channel_failed(lab, actor);
    if (got <= 0)
        return false;
    reply = actor->inbox.reply;
    inbox_clear(&actor->inbox);
    if (reply.ran) {
        log_handler(lab, actor, reply.ran);
        drop_reply(&reply);
        return true;
    }
    if (reply.failed)
        lab_give_up(lab, part_failed(reply.part), actor->name,
                    strerror(reply.failed));
    else if (!is_due(actor, &reply))
        lab_give_up(lab, "%s answered what it was not asked", actor->name);
    if (lab->fault[0])
        drop_reply(&reply);
    else if (reply.ready)
        actor_started(lab, actor);
    else
        call_returned(lab, actor, &reply);
    return true;
}

/* Whether it has been told to exit(), of which no reply comes. */
static bool is_exiting(const struct actor *actor)
{
    return actor->has_call && !actor->has_outcome &&
           call_does(&actor->call, CALL_EXITS);
}

/*
 * The process has ended. By itself it only does so in exit(): else it could not
 * go on, and its status is the errno of that. One that was not there yet may
 * have been ended by a signal of ours; else whoever did that has taken a
 * process away that the script has never had.
 */
static void judge_end(struct lab *lab, struct actor *actor, bool starting)
{
    bool told = false;

    for (int i = 0; i < lab->n_actors; i++)
        told |= actor_process(lab->actors[i]) == actor &&
                is_exiting(lab->actors[i]);
    if (actor->end == PROCESS_EXITED && !told)
        lab_give_up(lab, "the process of %s could not go on: %s", actor->name,
                    actor->status ? strerror(actor->status)
                                  : _("it has lost the lab"));
    else if (starting && actor_was_killed(actor))
        lab_give_up(lab, "the process of %s was ended while it started",
                    actor->name);
}

/*
 * exit() never returns, nor does a send() that SIGPIPE ends: these are logged
 * when the process is gone. That one blocked has been logged before.
 */
static void log_last_call(struct lab *lab, struct actor *actor, pid_t pid)
{
    if (!actor->has_call || actor->has_outcome || actor->blocked_logged)
        return;
    actor->pid = pid;
    lab_log_call(lab, actor, NULL);
    actor->pid = 0;
}

/*
 * The process has ended, or become another program: none of its further threads
 * is there any more. What they have said until then comes first.
 */
static void end_threads(struct lab *lab, const struct actor *leader,
                        enum process_what end, int status)
{
    for (int i = 0; i < lab->n_actors; i++) {
        struct actor *thread = lab->actors[i];
        pid_t pid = thread->pid;

        if (thread->leader != leader)
            continue;
        while (lab_take_reply(lab, thread))
            ;
        actor_end_thread(thread, end, status);
        log_last_call(lab, thread, pid);
        log_process(lab, thread, pid, end, status);
    }
}

bool lab_take_end(struct lab *lab, struct actor *actor)
{
    pid_t pid = actor->pid;
    bool starting = actor->starting;
    int ended = actor_reap(actor);

    if (ended < 0)
        lab_give_up(lab, "waiting for process %d: %s", (int)pid,
                    strerror(errno));
    if (ended <= 0)
        return false;
    log_last_call(lab, actor, pid);
    log_process(lab, actor, pid, actor->end, actor->status);
    loopback_gone(&lab->loopback, actor);
    judge_end(lab, actor, starting);
    end_threads(lab, actor, actor->end, actor->status);
    lab->hosts[actor->host].touched = true;
    return true;
}
