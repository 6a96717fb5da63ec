/*
 * The calls that wait until a descriptor is ready: epoll(7), poll(2),
 * select(2). Which are ready goes into the outcome, as descriptors and events;
 * the number of them is the result, as in C.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/select.h>

#include "lab/call/call_run.h"

static void note_ready(struct outcome *outcome, int fd, unsigned events)
{
    struct map *ready = &outcome->map;

    if (ready->n < CALL_ENTRIES)
        ready->entries[ready->n++] = (struct entry){fd, events};
}

/* ---- epoll ---- */

/* The descriptor belongs to no socket: it is a list that the kernel keeps. */
long run_epoll_create1(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return epoll_create1(run_int(call, 0));
}

/*
 * What epoll_wait() gives back is what is put into data here: the descriptor,
 * as most programs have it. EVENTS are looked at by the kernel except for
 * EPOLL_CTL_DEL.
 */
long run_epoll_ctl(const struct call *call, struct outcome *outcome)
{
    struct epoll_event event = {.events = (uint32_t)call->args[3].number,
                                .data.fd = run_int(call, 2)};

    (void)outcome;
    return epoll_ctl(run_int(call, 0), run_int(call, 1), run_int(call, 2),
                     &event);
}

/* For qsort(3): the order in which a kernel has them says nothing. */
static int by_descriptor(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;

    return a->fd < b->fd ? -1 : a->fd > b->fd;
}

long run_epoll_wait(const struct call *call, struct outcome *outcome)
{
    struct epoll_event events[CALL_ENTRIES];
    int ready = epoll_wait(run_int(call, 0), events, run_int(call, 2),
                           run_int(call, 3));

    for (int i = 0; i < ready; i++)
        note_ready(outcome, events[i].data.fd, events[i].events);
    qsort(outcome->map.entries, (size_t)outcome->map.n,
          sizeof(outcome->map.entries[0]), by_descriptor);
    return ready;
}

/* ---- poll ---- */

static long poll_several(const struct call *call, struct outcome *outcome)
{
    const struct map *asked = &call->args[0].map;
    struct pollfd fds[CALL_ENTRIES];
    int ready;

    for (int i = 0; i < asked->n; i++)
        fds[i] = (struct pollfd){.fd = asked->entries[i].fd,
                                 .events = (short)asked->entries[i].events};
    ready = poll(fds, (nfds_t)asked->n, run_int(call, 2));
    for (int i = 0; ready > 0 && i < asked->n; i++)
        if (fds[i].revents)
            note_ready(outcome, fds[i].fd, (unsigned short)fds[i].revents);
    return ready;
}

/* Of one descriptor it gives revents: their number would always be 1. */
long run_poll(const struct call *call, struct outcome *outcome)
{
    struct pollfd pollfd = {.fd = run_int(call, 0),
                            .events = (short)run_int(call, 1)};
    int ready;

    if (call->args[0].kind != ARG_INT)
        return poll_several(call, outcome);
    ready = poll(&pollfd, 1, run_int(call, 2));
    return ready > 0 ? (unsigned short)pollfd.revents : ready;
}

/* ---- select ---- */

static void fill_set(fd_set *set, const struct arg *arg)
{
    FD_ZERO(set);
    for (int i = 0; i < arg->n_ints; i++)
        FD_SET(arg->ints[i], set);
}

/*
 * The kernel writes what is ready over what was asked (select(2)). Linux does
 * the same with the time that is left, which no portable program looks at.
 */
long run_select(const struct call *call, struct outcome *outcome)
{
    const struct arg *time = &call->args[4];
    struct timeval left = {time->ints[0], time->ints[1]};
    fd_set sets[3];
    int ready;

    for (int i = 0; i < 3; i++)
        fill_set(&sets[i], &call->args[1 + i]);
    ready = select(run_int(call, 0), &sets[0], &sets[1], &sets[2],
                   time->kind == ARG_ABSENT ? NULL : &left);
    for (int fd = 0; ready > 0 && fd < FD_SETSIZE; fd++) {
        unsigned in = (FD_ISSET(fd, &sets[0]) ? SET_READ : 0) |
                      (FD_ISSET(fd, &sets[1]) ? SET_WRITE : 0) |
                      (FD_ISSET(fd, &sets[2]) ? SET_EXCEPT : 0);

        if (in && fd < run_int(call, 0))
            note_ready(outcome, fd, in);
    }
    return ready;
}
