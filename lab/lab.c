/*
 * A lab's life, its actors and its orders. Three more files know the inside:
 * lab_pump.c takes in what happens, lab_sockets.c compares the hosts' sockets
 * with what they were, lab_wire.c passes packets on.
 *
 * An order never waits. It changes something (a message to an actor, a signal,
 * a lever of the kernel's), marks its host as touched, and stirs the lab; what
 * comes of it is for lab_pump() to find.
 */
#include "lab/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lab/inside.h"
#include "lab/sysctl.h"

/* ---- a world ---- */

/* Take the namespaces that are in the making, or say why there are none. */
static int finish_namespaces(struct lab *lab, struct err *err)
{
    struct err why = {.text = ""};

    lab->isolation = ISOLATION_NAMESPACE;
    if (lab->making.channel >= 0 &&
        netns_finish(&lab->making, &lab->netns, &why) == 0)
        return 0;
    /*
     * Where the wish was AUTO it is no error that this machine has no
     * namespaces for us, but a reason to keep: the learner is told why the wire
     * is missing. Where it only has none left, another world would be a
     * surprise.
     */
    if (lab->wanted == ISOLATION_NAMESPACE || !lab->making.forbidden) {
        if (err)
            *err = why;
        return -1;
    }
    snprintf(lab->reason, sizeof(lab->reason), "%s", why.text);
    lab->isolation = ISOLATION_LOOPBACK;
    return 0;
}

/* Finish the world that was asked for, or the best that there is. */
static int finish_world(struct lab *lab, struct err *err)
{
    lab->isolation = ISOLATION_LOOPBACK;
    if (lab->wanted != ISOLATION_LOOPBACK && finish_namespaces(lab, err) < 0)
        return -1;
    if (lab->isolation == ISOLATION_NAMESPACE)
        return 0;
    /* May be -1: the hosts' sockets are read from /proc/net then. */
    lab->diag = probe_open();
    return loopback_open(&lab->loopback, lab->diag, err);
}

/* Have epoll watch a descriptor; whose is NULL for the wire's. */
static int watch(struct lab *lab, int fd, struct actor *whose, struct err *err)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = whose};

    if (epoll_ctl(lab->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
        return err_machine(err, "epoll: %s", strerror(errno));
    return 0;
}

static int open_parts(struct lab *lab, struct err *err)
{
    const struct netns *netns =
        lab->isolation == ISOLATION_NAMESPACE ? &lab->netns : NULL;

    lab->log = log_open();
    lab->epoll = epoll_create1(EPOLL_CLOEXEC);
    /*
     * Missing on an old or a locked-down kernel, which only makes the question
     * whether packets are under way less sure.
     */
    lab->backlog = open("/proc/net/softnet_stat", O_RDONLY | O_CLOEXEC);
    if (!lab->log || lab->epoll < 0)
        return err_machine(err, "out of memory or descriptors");
    if (wire_open(&lab->wire, netns, err) < 0)
        return -1;
    return netns ? watch(lab, netns->link, NULL, err) : 0;
}

/* Everything that lab_close() looks at is set before anything can fail. */
struct lab *lab_new(enum isolation isolation, struct err *err)
{
    struct lab *lab = calloc(1, sizeof(*lab));

    if (!lab) {
        err_machine(err, "out of memory");
        return NULL;
    }
    lab->wanted = isolation;
    lab->making.channel = -1;
    lab->netns = NETNS_NONE;
    lab->loopback.lock = -1;
    lab->sockdir = SOCKDIR_NONE;
    lab->diag = -1;
    lab->epoll = -1;
    lab->backlog = -1;
    lab->wire.link = -1;
    return lab;
}

struct lab *lab_begin(enum isolation isolation, struct err *err)
{
    struct lab *lab = lab_new(isolation, err);

    if (!lab)
        return NULL;
    if (isolation == ISOLATION_LOOPBACK || netns_begin(&lab->making, err) == 0)
        return lab;
    lab_close(lab);
    return NULL;
}

int lab_finish(struct lab *lab, struct err *err)
{
    if (lab->recorded)
        return 0;
    if (finish_world(lab, err) < 0)
        return -1;
    /*
     * Not before: worlds in the making are best made side by side. Of several
     * labs in one process only the first finds anything to do.
     */
    lab->keeps_processor = processor_keep(&lab->processors);
    return open_parts(lab, err);
}

struct lab *lab_open(enum isolation isolation, struct err *err)
{
    struct lab *lab = lab_begin(isolation, err);

    if (!lab || lab_finish(lab, err) == 0)
        return lab;
    lab_close(lab);
    return NULL;
}

void lab_end(struct lab *lab)
{
    for (int i = 0; i < lab->n_actors; i++)
        actor_kill(lab->actors[i]);
}

void lab_close(struct lab *lab)
{
    if (!lab)
        return;
    lab_end(lab);
    /*
     * A world that is still in the making is waited for: its child would else
     * stay a zombie, and its descriptors come to nobody.
     */
    if (lab->making.channel >= 0)
        netns_finish(&lab->making, &lab->netns, NULL);
    /*
     * Actors before what they live in; the wire's queue before its socket; the
     * namespaces last, since closing them is what takes the hosts down.
     */
    for (int i = 0; i < lab->n_actors; i++)
        actor_free(lab->actors[i]);
    sockdir_close(&lab->sockdir);
    wire_close(&lab->wire);
    for (int host = 0; host < HOSTS; host++)
        sock_list_free(&lab->hosts[host].socks);
    if (lab->diag >= 0)
        close(lab->diag);
    if (lab->epoll >= 0)
        close(lab->epoll);
    if (lab->backlog >= 0)
        close(lab->backlog);
    loopback_close(&lab->loopback);
    netns_close(&lab->netns);
    recorded_free(lab->recorded);
    log_close(lab->log);
    if (lab->keeps_processor)
        processor_give_back(&lab->processors);
    free(lab);
}

enum isolation lab_isolation(const struct lab *lab)
{
    return lab->isolation;
}

const char *lab_fallback_reason(const struct lab *lab)
{
    return lab->reason;
}

const char *isolation_cannot(enum isolation isolation, enum need need)
{
    if (isolation != ISOLATION_LOOPBACK)
        return NULL;
    switch (need) {
    case NEED_WIRE:
        return "The wire can't be held or cut on plain loopback, where "
               "packets never leave the kernel; this needs namespaces.";
    case NEED_SYSCTL:
        return "On plain loopback a sysctl would change the whole machine; "
               "this needs namespaces.";
    case NEED_DESTROY:
        return "ss -K needs rights over the network that only a namespace "
               "of the lab's own gives.";
    case NEED_IPV6:
        return "Plain loopback has one IPv6 address only, and two hosts need "
               "two; this needs namespaces.";
    case NEED_SOCKET:
        return "Plain loopback plays TCP and UDP over IPv4, and Unix sockets; "
               "others need namespaces.";
    case NEED_ADDRESS:
        return "On plain loopback a host has its 10.0.0.1 or 10.0.0.2, "
               "0.0.0.0, and 127.0.0.1 to 127.0.0.63, and there is nothing "
               "else; other addresses need namespaces.";
    case NEED_MULTICAST:
        return "Multicast would leave this machine on plain loopback; it "
               "needs namespaces.";
    case NEED_OPTION:
        return "On plain loopback options about devices, routes, the choice "
               "of ports and the size of packets would be about this "
               "machine's; they need namespaces.";
    case NEEDS: break;
    }
    return NULL;
}

/* A kernel may have no IPv6 (ipv6.disable=1), and have namespaces. */
const char *lab_cannot(const struct lab *lab, enum need need)
{
    if (lab->recorded)
        return NULL; /* where it was recorded there was all that it took */
    if (need == NEED_IPV6 && lab->isolation == ISOLATION_NAMESPACE &&
        !lab->netns.has_ipv6)
        return "This kernel has no IPv6.";
    return isolation_cannot(lab->isolation, need);
}

const struct log *lab_log(const struct lab *lab)
{
    return lab->log;
}

struct log *lab_log_write(struct lab *lab)
{
    return lab->log;
}

int lab_fd(const struct lab *lab)
{
    return lab->epoll;
}

void lab_stir(struct lab *lab)
{
    lab->settled = false;
    lab->patience = 0;
}

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

int lab_watch_actor(struct lab *lab, struct actor *actor, struct err *err)
{
    return watch(lab, actor->channel, actor, err) < 0
               ? -1
               : watch(lab, actor->pidfd, actor, err);
}

int lab_start(struct lab *lab, struct actor *actor, int line, struct err *err)
{
    bool isolated = lab->isolation == ISOLATION_NAMESPACE;
    struct child_world world = {
        .netns = isolated ? &lab->netns : NULL,
        .loopback = isolated ? NULL : &lab->loopback,
        .host = actor->host,
        .name = actor->name,
        .parent = (int)getpid(),
    };

    if (actor->pid)
        return err_input(err, "%s is running already", actor->name);
    if (actor_spawn(actor, &world, err) < 0 ||
        lab_watch_actor(lab, actor, err) < 0)
        return -1;
    actor->line = line;
    lab_stir(lab);
    return 0;
}

/*
 * Why the actor can't take an order now; NULL when it can. An actor that is
 * starting may have its first order sent ahead: the channel keeps it until the
 * process reads it. Only the first, though.
 */
static const char *unfit(const struct actor *actor)
{
    switch (actor->state) {
    case ACTOR_NONE:
    case ACTOR_READY: return NULL;
    case ACTOR_CALLING:
        return actor->starting && !actor->has_call ? NULL
                                                   : "is still in a call";
    case ACTOR_BLOCKED: return "is still in a call that blocks";
    case ACTOR_STOPPED: return "is stopped";
    case ACTOR_DEAD: return "is dead; it needs start";
    }
    return NULL;
}

/* fork(B): B must be free to be born, on the same host. */
static int check_fork(struct lab *lab, const struct actor *parent,
                      const struct call *call, struct err *err)
{
    const char *name = call->args[0].name;
    const struct actor *child = lab_actor(lab, name, parent->host, err);

    if (!child)
        return -1;
    if (child == parent)
        return err_input(err, "%s can't be its own child", name);
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
    static const char *const receive[] = {"recv", "recvfrom", "read"};

    for (size_t i = 0; actor->state == ACTOR_BLOCKED && i < 3; i++)
        if (strcmp(call_name(&actor->call), receive[i]) == 0)
            return true;
    return false;
}

struct loopback_caller lab_caller(const struct lab *lab,
                                  const struct actor *actor)
{
    struct loopback_caller caller = {.actor = actor,
                                     .host = actor->host,
                                     .socks = &lab->hosts[actor->host].socks};

    for (int i = 0; i < lab->n_actors; i++)
        caller.is_awaited |= awaits_data(lab->actors[i]);
    return caller;
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
    const struct loopback_caller caller = lab_caller(lab, actor);
    const char *why = unfit(actor);
    int folder = -1;

    if (why)
        err_input(err, "%s %s", actor->name, why);
    else if (lab->isolation == ISOLATION_LOOPBACK &&
             loopback_call(&lab->loopback, &caller, &order, err) < 0)
        why = "";
    else if (call_is_fork(call) && check_fork(lab, actor, call, err) < 0)
        why = "";
    else if (find_folder(lab, &order, &folder, err) < 0)
        why = "";
    else if (actor->state == ACTOR_NONE && lab_start(lab, actor, line, err) < 0)
        why = "";
    if (why) {
        call_free(call);
        return -1;
    }
    lab_stir(lab);
    return actor_order(actor, &order, folder, call, line, err);
}

int lab_signal(struct lab *lab, struct actor *actor, int signal,
               struct err *err)
{
    if (!actor->pid)
        return err_input(err, "%s has no process", actor->name);
    if (kill(actor->pid, signal) < 0)
        return err_machine(err, "kill: %s", strerror(errno));
    /*
     * What a signal does takes a moment, and may be nothing at all: whether the
     * process stopped, died or went on is looked at, not assumed.
     */
    actor->disturbed = true;
    lab->hosts[actor->host].touched = true;
    lab_stir(lab);
    return 0;
}

/* ---- the kernel's levers ---- */

int lab_destroy(struct lab *lab, enum host_id host, const struct sock *sock,
                struct err *err)
{
    const char *why = lab_cannot(lab, NEED_DESTROY);

    if (why)
        return err_machine(err, "%s", why);
    lab->hosts[host].touched = true;
    lab_stir(lab);
    return probe_destroy(lab->netns.diag[host], sock, err);
}

int lab_sysctl(struct lab *lab, enum host_id host, const char *name,
               const char *value, struct err *err)
{
    const char *why = lab_cannot(lab, NEED_SYSCTL);

    if (why)
        return err_machine(err, "%s", why);
    return sysctl_write(&lab->netns, host, name, value, err);
}

int lab_sysctl_read(const struct lab *lab, enum host_id host, const char *name,
                    char *value, struct err *err)
{
    bool isolated = lab->isolation == ISOLATION_NAMESPACE;

    return sysctl_read(isolated ? &lab->netns : NULL, host, name, value, err);
}
