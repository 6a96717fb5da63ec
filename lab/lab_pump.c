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
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lab/base/clock.h"
#include "lab/base/translate.h"
#include "lab/lab_inside.h"

enum {
    NEXT_PACKET_NS = 60000, /* how long the next packet is awaited */
    FLOW_NS = 2000000, /* how long in all, that keys are not kept waiting */
    LOOK_BOTH_NS = 20000000, /* beyond it a timer may have changed a host */
    LOOK_AGAIN_NS = 20000,   /* an actor that runs is looked at this often */
    BACKLOG_LOOKS = 200,     /* a busy machine's backlog may never be empty */
};

/* ---- what comes in ---- */

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
        while (lab_take_reply(lab, actor))
            any = true;
        any |= lab_take_end(lab, actor);
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
    if (!letter && actor->leader)
        return false; /* its process is about to end, or has become another */
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
    lab_log_call(lab, actor, NULL);
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
            lab_give_up(lab,
                        actor->ending
                            ? N_("the process of %s has not ended within %d s")
                            : N_("the process of %s has not started within "
                                 "%d s"),
                        actor->name, (int)(lab->start_ns / 1000000000));
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
    int64_t wait = -1;

    if (lab->settled || lab->fault[0])
        return -1;
    /* A process that starts or ends makes a descriptor readable. */
    for (int i = 0; i < lab->n_actors; i++)
        if (is_awaited(lab->actors[i]))
            wait = clock_sooner(
                wait, clock_left(lab->actors[i]->due, log_now(lab->log)));
    return wait < 0 ? LOOK_AGAIN_NS : wait;
}
