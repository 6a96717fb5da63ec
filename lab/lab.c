/*
 * A lab's life. Six more files know the inside: lab_order.c has the actors and
 * gives them orders, lab_pump.c finds out when all is at rest, lab_report.c
 * logs what actors report, lab_sockets.c compares the hosts' sockets with what
 * they were, lab_wire.c passes packets on, and lab_fault.c ends it where the
 * machine can't go on.
 */
#include "lab/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lab/actor/descriptors.h"
#include "lab/base/release.h"
#include "lab/base/translate.h"
#include "lab/lab_inside.h"
#include "lab/world/trial.h"

/*
 * How long a process may take to start. It begins with a fork of this process,
 * and a machine that is busy or swaps may keep it waiting; what never comes is
 * to be told from that in the end.
 */
static const int64_t START_NS = INT64_C(60) * 1000000000;

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
    if (lab->diag < 0 && err_is_shortage(errno))
        return err_machine(err, "no sock_diag: %s", strerror(errno));
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

int lab_watch_actor(struct lab *lab, struct actor *actor, struct err *err)
{
    if (watch(lab, actor->channel, actor, err) < 0)
        return -1;
    return actor->leader ? 0 : watch(lab, actor->pidfd, actor, err);
}

static int open_parts(struct lab *lab, struct err *err)
{
    const struct netns *netns =
        lab->isolation == ISOLATION_NAMESPACE ? &lab->netns : NULL;

    lab->log = log_open();
    if (!lab->log)
        return err_machine(err, "out of memory");
    lab->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (lab->epoll < 0)
        return err_machine(err, "epoll: %s", strerror(errno));
    /*
     * Missing on an old or a locked-down kernel, which only makes the question
     * whether packets are under way less sure.
     */
    lab->backlog = open("/proc/net/softnet_stat", O_RDONLY | O_CLOEXEC);
    if (lab->backlog < 0 && err_is_shortage(errno))
        return err_machine(err, "/proc/net/softnet_stat: %s", strerror(errno));
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
    lab->start_ns = START_NS;
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
    if (descriptors_allow(err) == 0 && (isolation == ISOLATION_LOOPBACK ||
                                        netns_begin(&lab->making, err) == 0))
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
    release_fd(&lab->diag);
    release_fd(&lab->epoll);
    release_fd(&lab->backlog);
    loopback_close(&lab->loopback);
    netns_close(&lab->netns);
    if (lab->recorded)
        free(lab->recorded->packets);
    free(lab->recorded);
    free(lab->marks);
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

/* A kernel may have no IPv6 (ipv6.disable=1), and have namespaces. */
const char *lab_cannot(const struct lab *lab, enum need need)
{
    if (lab->recorded)
        return NULL; /* where it was recorded there was all that it took */
    if (need == NEED_IPV6 && lab->isolation == ISOLATION_NAMESPACE &&
        !lab->netns.has_ipv6)
        return need_lack(need);
    const char *why = isolation_cannot(lab->isolation, need);
    return why || need == NEEDS || !(lab->lacks & NEED_BIT(need))
               ? why
               : need_lack(need);
}

int lab_try(struct lab *lab, unsigned needs, const struct lab *other,
            struct err *err)
{
    unsigned lacks;

    if (lab->recorded)
        return 0;
    if (other) {
        lab->tried |= other->tried;
        lab->lacks |= other->lacks;
    }
    needs &= trial_known() & ~lab->tried;
    for (enum need need = 0; need < NEEDS; need++)
        if (isolation_cannot(lab->isolation, need))
            needs &= ~NEED_BIT(need);
    if (needs == 0)
        return 0;
    if (trial_run(lab->isolation == ISOLATION_NAMESPACE ? &lab->netns : NULL,
                  needs, &lacks, err) < 0)
        return -1;
    lab->tried |= needs;
    lab->lacks |= lacks;
    return 0;
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
