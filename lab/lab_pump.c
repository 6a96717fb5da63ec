/*
 * How a lab finds out that nothing is under way any more, without ever sleeping
 * for some time and hoping.
 *
 * A call that has returned says so on its actor's channel. One that blocks says
 * nothing: it is told by the actor's process being asleep (its state in /proc)
 * although it has an order and has sent no reply. That alone is not enough,
 * since what would wake it may be on its way as a packet in the kernel's
 * queues. So the lab is at rest only when, in this order, every actor is quiet,
 * those queues are empty, and nothing has come in while we looked at both.
 */
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lab/base/memory.h"
#include "lab/lab_inside.h"

enum {
    NEXT_PACKET_NS = 60000, /* how long the next packet is awaited */
    FLOW_NS = 2000000, /* how long in all, that keys are not kept waiting */
    LOOK_BOTH_NS = 20000000, /* beyond it a timer may have changed a host */
    LOOK_AGAIN_NS = 20000,   /* an actor that runs is looked at this often */
    BACKLOG_LOOKS = 200,     /* a busy machine's backlog may never be empty */
};

/* ---- what actors report ---- */

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

/*
 * Log the actor's call; a NULL outcome means that it has not returned, and will
 * not if the process is gone.
 */
static void log_call(struct lab *lab, struct actor *actor,
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

static void adopt_fork(struct lab *lab, struct actor *parent, int channel)
{
    struct actor *child = lab_find(lab, parent->call.args[0].name);
    struct err err;

    /*
     * The lab knew the child's name when it gave the order (check_fork()), so
     * there is an actor of it.
     */
    child->line = parent->line;
    if (actor_adopt(child, (pid_t)parent->outcome.ret, channel, &err) < 0 ||
        lab_watch_actor(lab, child, &err) < 0)
        lab_give_up(lab, "%s", err.text);
    loopback_forked(&lab->loopback, parent, child);
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
    bool forks = calls && !reply->ready && call_is_fork(&actor->call) &&
                 reply->outcome.ret > 0;

    if (reply->ready && !actor->starting)
        return false;
    return (reply->ready || calls) && forks == (reply->channel >= 0);
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
    log_call(lab, actor, &actor->outcome);
    if (reply->channel >= 0)
        adopt_fork(lab, actor, reply->channel);
    /* At once, not at rest: a timer could end the culprit in between. */
    if (actor->outcome.err == EADDRINUSE) {
        lab_look(lab, false);
        lab_name_culprits(lab, actor, &actor->call, &actor->outcome);
    }
}

static void actor_started(struct lab *lab, struct actor *actor)
{
    actor->starting = actor->has_call && call_is_exec(&actor->call);
    actor->state = actor->has_call ? ACTOR_CALLING : ACTOR_READY;
    log_process(lab, actor, actor->pid, PROCESS_STARTED, 0);
}

/* A reply that stays without an answer goes with all that came along. */
static void drop_reply(struct reply *reply)
{
    outcome_free(&reply->outcome);
    if (reply->channel >= 0)
        close(reply->channel);
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

/* Take in one reply of the actor. True if there was one. */
static bool take_reply(struct lab *lab, struct actor *actor)
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
    if (reply.failed)
        lab_give_up(lab, "%s could not %s: %s", actor->name,
                    part_name(reply.part), strerror(reply.failed));
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

/*
 * The process has ended. By itself it only does so in exit(): else it could not
 * go on, and its status is the errno of that. One that was not there yet may
 * have been ended by a signal of ours; else whoever did that has taken a
 * process away that the script has never had.
 */
static void judge_end(struct lab *lab, const struct actor *actor, bool starting)
{
    bool told =
        actor->has_call && !actor->has_outcome && call_is_exit(&actor->call);

    if (actor->end == PROCESS_EXITED && !told)
        lab_give_up(lab, "the process of %s could not go on: %s", actor->name,
                    actor->status ? strerror(actor->status)
                                  : "it has lost the lab");
    else if (starting && actor_was_killed(actor))
        lab_give_up(lab, "the process of %s was ended while it started",
                    actor->name);
}

/* Log its end if its process has ended. */
static bool take_end(struct lab *lab, struct actor *actor)
{
    pid_t pid = actor->pid;
    bool starting = actor->starting;
    int ended = actor_reap(actor);

    if (ended < 0)
        lab_give_up(lab, "waiting for process %d: %s", (int)pid,
                    strerror(errno));
    if (ended <= 0)
        return false;
    /*
     * exit() never returns, nor does a send() that SIGPIPE ends: these are
     * logged when the process is gone. That one blocked has been logged before.
     */
    if (actor->has_call && !actor->has_outcome && !actor->blocked_logged) {
        actor->pid = pid;
        log_call(lab, actor, NULL);
        actor->pid = 0;
    }
    log_process(lab, actor, pid, actor->end, actor->status);
    loopback_gone(&lab->loopback, actor);
    judge_end(lab, actor, starting);
    lab->hosts[actor->host].touched = true;
    return true;
}

/* Take in what is ready now. True if there was anything. */
static bool take_all(struct lab *lab)
{
    /*
     * Two descriptors an actor, and the wire's. Both of an actor may be ready:
     * after its end the second finds nothing left to do.
     */
    struct epoll_event ready[2 * LAB_ACTORS + 1];
    int n = epoll_wait(lab->epoll, ready, 2 * LAB_ACTORS + 1, 0);
    bool any = false;

    if (n < 0 && errno != EINTR)
        lab_give_up(lab, "epoll: %s", strerror(errno));

    for (int i = 0; i < n; i++) {
        struct actor *actor = ready[i].data.ptr;

        if (!actor) {
            any |= lab_relay(lab);
            continue;
        }
        /* Replies first: what it said before it died belongs before its end. */
        while (take_reply(lab, actor))
            any = true;
        any |= take_end(lab, actor);
    }
    return any;
}

/* ---- rest ---- */

/* The twelfth field of a line of /proc/net/softnet_stat; 0 if it has none. */
static unsigned long line_waiting(const char *line)
{
    unsigned long field = 0;
    char *end;

    /* Fields are hexadecimal, eight digits each, separated by blanks. */
    for (int i = 0; i < 12; i++) {
        field = strtoul(line, &end, 16);
        if (end == line || *end == '\n')
            return i == 11 ? field : 0;
        line = end;
    }
    return field;
}

/* Whether no line of the text says that packets wait. */
static bool none_waits(const char *text)
{
    for (const char *line = text; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (line_waiting(line) > 0)
            return false;
    }
    return true;
}

/*
 * Whether no packet stands in the kernel's own queues between the hosts:
 * else something is still on its way, and a call that sleeps may be about to
 * wake up. There is a line for each processor; its twelfth field says how
 * many wait there (since Linux 5.10).
 */
static bool backlog_empty(struct lab *lab)
{
    char text[8192];
    off_t at = 0;
    ssize_t got;

    /*
     * Whole lines come, a page at a time: that is some 30 processors. Where it
     * can't be read, rest is found a little too early at worst.
     */
    while ((got = pread(lab->backlog, text, sizeof(text) - 1, at)) > 0) {
        text[got] = '\0';
        if (!none_waits(text))
            return false;
        at += got;
    }
    if (got < 0 && lab->backlog >= 0)
        lab_give_up(lab, "/proc/net/softnet_stat: %s", strerror(errno));
    return true;
}

/*
 * Whether the actor does nothing more by itself: it waits for an order, or
 * its process sleeps inside the call. An order wakes its process before the
 * order's send() returns, so a process that sleeps afterwards, and has sent
 * no reply, sleeps in the call.
 */
static bool actor_quiet(struct lab *lab, struct actor *actor)
{
    char letter;

    if (!actor->pid)
        return true;
    /* It will report by itself, so that its state need not be read. */
    if (actor->starting || actor->ending)
        return false;
    if (actor->state == ACTOR_READY && !actor->disturbed)
        return true;
    /*
     * 'D' sleeps too, but will go on by itself; 'R' runs or wants to. A tracer
     * makes 't' of a stopped process (proc_pid_stat(5)), but also of one that
     * it looks at in passing, whatever that does.
     */
    letter = actor_letter(actor);
    if (!letter)
        lab_give_up(lab, "the state of process %d can't be read: %s",
                    (int)actor->pid, strerror(errno));
    return letter == 'S' || letter == 'T' ||
           (letter == 't' &&
            (actor->disturbed || actor->state == ACTOR_STOPPED));
}

/*
 * In this order: actors that sleep put nothing more into the queues, so queues
 * that are found empty afterwards stay empty.
 */
static bool lab_quiet(struct lab *lab)
{
    for (int i = 0; i < lab->n_actors; i++)
        if (!actor_quiet(lab, lab->actors[i]))
            return false;
    if (!backlog_empty(lab) && lab->patience++ < BACKLOG_LOOKS)
        return false;
    /* Something may have come in while we looked. */
    return !take_all(lab);
}

/*
 * The actor sleeps or is stopped for good: say so, once a call. A stopped
 * process keeps its call, and goes on with it after SIGCONT.
 */
static void settle_actor(struct lab *lab, struct actor *actor)
{
    bool stopped = false;

    if (actor->disturbed) {
        char letter = actor_letter(actor);

        stopped = letter == 'T' || letter == 't';
        actor->disturbed = stopped;
    }
    if (stopped)
        actor->state = ACTOR_STOPPED;
    else if (actor->state == ACTOR_STOPPED)
        actor->state = actor->has_call && !actor->has_outcome ? ACTOR_BLOCKED
                                                              : ACTOR_READY;
    if (actor->state != ACTOR_CALLING || actor->starting)
        return;
    actor->state = ACTOR_BLOCKED;
    lab->hosts[actor->host].touched = true;
    lab->hosts[actor->host].stirred = log_now(lab->log);
    log_call(lab, actor, NULL);
    actor->blocked_logged = true;
}

/*
 * Take in what is there, and what that makes come: relayed packets wake
 * whoever answers them. Actors share our processor, so the next packet comes
 * when we sleep: while packets flow it is awaited for a moment, which spares
 * the looks at whether all is quiet. True if there was anything.
 */
static bool take_flow(struct lab *lab)
{
    const struct timespec moment = {.tv_nsec = NEXT_PACKET_NS};
    struct pollfd pfd = {.fd = lab->epoll, .events = POLLIN};
    int64_t began = log_now(lab->log);
    bool any = false;

    do {
        lab->relayed = false;
        while (take_all(lab))
            any = true;
    } while (lab->relayed && log_now(lab->log) - began < FLOW_NS &&
             ppoll(&pfd, 1, &moment, NULL) > 0);
    return any;
}

/* Whether its process will say something by itself, and must. */
static bool is_awaited(const struct actor *actor)
{
    return actor->pid && (actor->starting || actor->ending);
}

/* A process that was to be there by now: the machine has not brought it up. */
static void look_for_late(struct lab *lab)
{
    for (int i = 0; i < lab->n_actors; i++) {
        const struct actor *actor = lab->actors[i];

        if (is_awaited(actor) && log_now(lab->log) >= actor->due)
            lab_give_up(lab, "the process of %s has not %s within %d s",
                        actor->name, actor->ending ? "ended" : "started",
                        (int)(lab->start_ns / 1000000000));
    }
}

enum lab_state lab_pump(struct lab *lab)
{
    bool any = !lab->recorded && !lab->fault[0] && take_flow(lab);

    if (any)
        lab_stir(lab);
    if (lab->settled || lab->fault[0])
        return LAB_REST;
    look_for_late(lab);
    if (!lab_quiet(lab) || lab->fault[0])
        return lab->fault[0] ? LAB_REST : LAB_BUSY;
    for (int i = 0; i < lab->n_actors; i++)
        settle_actor(lab, lab->actors[i]);
    /*
     * Both hosts from time to time even if only one was touched: timers, such
     * as those of TIME-WAIT, work without any call.
     */
    lab_look(lab, log_now(lab->log) - lab->looked > LOOK_BOTH_NS);
    lab->settled = true;
    return LAB_REST;
}

int64_t lab_timeout(const struct lab *lab)
{
    int64_t due = INT64_MAX;
    int64_t now;

    if (lab->settled || lab->fault[0])
        return -1;
    /* A process that starts or ends makes a descriptor readable. */
    for (int i = 0; i < lab->n_actors; i++)
        if (is_awaited(lab->actors[i]) && lab->actors[i]->due < due)
            due = lab->actors[i]->due;
    if (due == INT64_MAX)
        return LOOK_AGAIN_NS;
    now = log_now(lab->log);
    return due > now ? due - now : 0;
}
