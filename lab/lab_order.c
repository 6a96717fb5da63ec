/*
 * A lab's actors and its orders. An order never waits. It changes something (a
 * message to an actor, a signal, a lever of the kernel's), marks its host as
 * touched, and stirs the lab; what comes of it is for lab_pump() to find.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lab/lab_inside.h"
#include "lab/world/sysctl.h"

/* ---- actors ---- */

/* At most LAB_ACTORS names, and a handful in any lesson: a walk will do. */
struct actor *lab_find(const struct lab *lab, const char *name)
{
    for (int i = 0; i < lab->n_actors; i++)
        if (strcmp(lab->actors[i]->name, name) == 0)
            return lab->actors[i];
    return NULL;
}

struct actor *lab_actor_at(const struct lab *lab, int index)
{
    return index >= 0 && index < lab->n_actors ? lab->actors[index] : NULL;
}

struct actor *lab_actor(struct lab *lab, const char *name, enum host_id host,
                        struct err *err)
{
    struct actor *actor = lab_find(lab, name);

    if (actor && actor->host == host)
        return actor;
    if (actor)
        err_input(err, "%s lives on host %s, not on %s", name,
                  host_name(actor->host), host_name(host));
    else if (strlen(name) >= CALL_NAME)
        err_input(err, "an actor's name has at most %d letters", CALL_NAME - 1);
    else if (lab->n_actors == LAB_ACTORS)
        err_input(err, "a lab has at most %d actors", LAB_ACTORS);
    else if ((actor = actor_new(name, host)))
        return lab->actors[lab->n_actors++] = actor;
    else
        err_machine(err, "out of memory");
    return NULL;
}

/* Start a process; all that can fail here is the machine's. */
static int spawn(struct lab *lab, struct actor *actor, struct err *err)
{
    bool isolated = lab->isolation == ISOLATION_NAMESPACE;
    struct child_world world = {
        .netns = isolated ? &lab->netns : NULL,
        .loopback = isolated ? NULL : &lab->loopback,
        .host = actor->host,
        .name = actor->name,
        .parent = (int)getpid(),
    };

    return actor_spawn(actor, &world, err) < 0
               ? -1
               : lab_watch_actor(lab, actor, err);
}

void lab_await(struct lab *lab, struct actor *actor)
{
    actor->due = log_now(lab->log) + lab->start_ns;
}

int lab_start(struct lab *lab, struct actor *actor, int line, struct err *err)
{
    struct err why;

    if (lab_is_over(lab, err))
        return -1;
    if (actor->pid)
        return err_input(err, "%s is running already", actor->name);
    actor->line = line;
    if (spawn(lab, actor, &why) < 0)
        return lab_order_failed(lab, &why, err);
    lab_await(lab, actor);
    lab_stir(lab);
    return 0;
}

/*
 * Why the actor can't take an order now, as a sentence to which its name
 * belongs; NULL when it can. An actor that is
 * starting may have its first order sent ahead: the channel keeps it until the
 * process reads it. Only the first, though.
 */
static const char *unfit(const struct actor *actor)
{
    switch (actor->state) {
    case ACTOR_NONE:
    case ACTOR_READY: return NULL;
    case ACTOR_CALLING:
        return actor->starting && !actor->has_call
                   ? NULL
                   : N_("%s is still in a call");
    case ACTOR_BLOCKED: return N_("%s is still in a call that blocks");
    case ACTOR_STOPPED: return N_("%s is stopped");
    case ACTOR_DEAD: return N_("%s is dead; it needs start");
    }
    return NULL;
}

/* fork(B), thread(B): B must be free to be born, on the same host. */
static int check_birth(struct lab *lab, const struct actor *parent,
                       const struct call *call, struct err *err)
{
    const char *name = call->args[0].name;
    const struct actor *child = lab_actor(lab, name, parent->host, err);

    if (!child)
        return -1;
    if (child == parent)
        return err_input(err,
                         call_does(call, CALL_THREADS)
                             ? N_("%s is a thread already")
                             : N_("%s can't be its own child"),
                         name);
    if (child->pid)
        return err_input(err, "%s is running already", name);
    return 0;
}

/*
 * Where a call names a file, *folder is where the lab has its files; else it is
 * -1. They are made room for when the first call asks for it: most lessons have
 * none.
 */
static int find_folder(struct lab *lab, struct call *order, int *folder,
                       struct err *err)
{
    *folder = -1;
    if (!sockdir_wanted(order))
        return 0;
    if (lab->sockdir.root < 0 && sockdir_open(&lab->sockdir, true, err) < 0)
        return -1;
    if (sockdir_call(&lab->sockdir, order, err) < 0)
        return -1;
    *folder = lab->sockdir.root;
    return 0;
}

/* Whether the actor is in a call that receives, and waits. */
static bool awaits_data(const struct actor *actor)
{
    return actor->state == ACTOR_BLOCKED &&
           call_does(&actor->call, CALL_RECEIVES);
}

/*
 * Whether another thread of its process is in a call about the descriptor that
 * this one's call is about.
 */
static bool is_held(const struct actor *actor, const struct actor *other)
{
    const struct actor *leader = actor->leader ? actor->leader : actor;

    return other != actor && (other == leader || other->leader == leader) &&
           actor->has_call && other->has_call && !other->has_outcome &&
           call_fd(&other->call) >= 0 &&
           call_fd(&other->call) == call_fd(&actor->call);
}

struct loopback_caller lab_caller(const struct lab *lab,
                                  const struct actor *actor)
{
    const struct actor *process = actor->leader ? actor->leader : actor;
    struct loopback_caller caller = {.actor = process,
                                     .host = actor->host,
                                     .socks = &lab->hosts[actor->host].socks};

    for (int i = 0; i < lab->n_actors; i++)
        caller.is_awaited |= awaits_data(lab->actors[i]);
    for (int i = 0; i < lab->n_actors; i++)
        caller.is_held |= is_held(actor, lab->actors[i]);
    return caller;
}

/*
 * Find out whether the call can be given, and prepare what it needs. What is
 * wrong with it, or can't be played on loopback, is no fault of the lab's.
 */
static int prepare_call(struct lab *lab, struct actor *actor,
                        struct call *order, struct err *err)
{
    const struct loopback_caller caller = lab_caller(lab, actor);
    const char *why = unfit(actor);

    if (lab_is_over(lab, err))
        return -1;
    if (why)
        return err_input(err, why, actor->name);
    if (lab->isolation == ISOLATION_LOOPBACK &&
        loopback_call(&lab->loopback, &caller, order, err) < 0)
        return -1;
    if (actor->leader && call_does(order, CALL_EXECS))
        return err_input(err,
                         "%s is a thread of %s, and execve() would end both; "
                         "it is for %s to call",
                         actor->name, actor->leader->name, actor->leader->name);
    return call_does(order, CALL_FORKS | CALL_THREADS)
               ? check_birth(lab, actor, order, err)
               : 0;
}

/* Carry out what was prepared. What fails now is the machine's failure. */
static int give_call(struct lab *lab, struct actor *actor, struct call *order,
                     struct call *call, int line, struct err *err)
{
    int folder;

    if (find_folder(lab, order, &folder, err) < 0 ||
        (actor->state == ACTOR_NONE && lab_start(lab, actor, line, err) < 0)) {
        call_free(call);
        return -1;
    }
    lab_stir(lab);
    if (actor_order(actor, order, folder, call, line, err) < 0)
        return -1;
    lab_await(lab, actor);
    return 0;
}

int lab_call(struct lab *lab, struct actor *actor, struct call *call, int line,
             struct err *err)
{
    /*
     * Two copies on loopback: `order` has the addresses translated for the
     * kernel, *call stays as the script has it, for the log. They share their
     * strings, which belong to *call.
     */
    struct call order = *call;
    struct err why;

    if (prepare_call(lab, actor, &order, err) < 0) {
        call_free(call);
        return -1;
    }
    return give_call(lab, actor, &order, call, line, &why) < 0
               ? lab_order_failed(lab, &why, err)
               : 0;
}

int lab_signal(struct lab *lab, struct actor *actor, int signal,
               struct err *err)
{
    struct err why;

    if (lab_is_over(lab, err))
        return -1;
    if (!actor->pid)
        return err_input(err, "%s has no process", actor->name);
    if (actor_signal(actor, signal) < 0) {
        err_machine(&why, "kill: %s", strerror(errno));
        return lab_order_failed(lab, &why, err);
    }
    /*
     * What a signal does takes a moment, and may be nothing at all: whether the
     * process stopped, died or went on is looked at, not assumed. All of its
     * threads may have been stopped, or ended.
     */
    for (int i = 0; i < lab->n_actors; i++)
        if (actor_process(lab->actors[i]) == actor_process(actor)) {
            lab->actors[i]->disturbed = true;
            sigaddset(&lab->actors[i]->sent, signal);
        }
    lab->hosts[actor->host].touched = true;
    lab_stir(lab);
    return 0;
}

/* ---- the kernel's levers: a refusal leaves the world as it was ---- */

int lab_destroy(struct lab *lab, enum host_id host, const struct sock *sock,
                struct err *err)
{
    if (lab_is_unable(lab, NEED_DESTROY, err))
        return -1;
    lab->hosts[host].touched = true;
    lab_stir(lab);
    return probe_destroy(lab->netns.diag[host], sock, err);
}

int lab_sysctl(struct lab *lab, enum host_id host, const char *name,
               const char *value, struct err *err)
{
    if (lab_is_unable(lab, NEED_SYSCTL, err))
        return -1;
    return sysctl_write(&lab->netns, host, name, value, err);
}

int lab_sysctl_read(const struct lab *lab, enum host_id host, const char *name,
                    char *value, struct err *err)
{
    bool isolated = lab->isolation == ISOLATION_NAMESPACE;

    return sysctl_read(isolated ? &lab->netns : NULL, host, name, value, err);
}
