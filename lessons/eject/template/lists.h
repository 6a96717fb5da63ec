/*
 * lists.h - how steps.h shows lists: which descriptors were ready, in which
 * buffers bytes came.
 */
#ifndef LESSONS_EJECT_TEMPLATE_LISTS_H
#define LESSONS_EJECT_TEMPLATE_LISTS_H

#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/uio.h>

/* An unsent byte is counted by this; it has no header of the C library. */
#ifndef SIOCOUTQ
#define SIOCOUTQ TIOCOUTQ
#endif
#ifndef SIOCOUTQNSD
#define SIOCOUTQNSD 0x894B
#endif

/* A descriptor with its events, as lists are sorted and shown. */
struct ready {
    int fd;
    unsigned events;
};

static inline int by_number(const void *left, const void *right)
{
    const struct ready *a = left, *b = right;

    return a->fd < b->fd ? -1 : a->fd > b->fd;
}

/* `POLLIN|POLLHUP`, with an E before each for epoll. */
static inline void add_events(char *text, size_t room, unsigned events,
                              const char *before)
{
    static const struct {
        unsigned bit;
        const char *name;
    } bits[] = {{POLLIN, "POLLIN"},    {POLLPRI, "POLLPRI"},
                {POLLOUT, "POLLOUT"},  {POLLRDHUP, "POLLRDHUP"},
                {POLLERR, "POLLERR"},  {POLLHUP, "POLLHUP"},
                {POLLNVAL, "POLLNVAL"}};
    const char *separator = "";

    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
        if (events & bits[i].bit) {
            size_t len = strlen(text);

            snprintf(text + len, room - len, "%s%s%s", separator, before,
                     bits[i].name);
            separator = "|";
        }
}

/*
 * `{3: POLLIN, 4: POLLOUT}`; without a name of events `{3, 4}`. Sorted, for the
 * order in which a kernel tells them says nothing.
 */
static inline const char *show_ready(struct ready *list, int n,
                                     const char *before)
{
    static char texts[4][400];
    static int next;
    char *text = texts[next++ % 4];
    size_t room = sizeof texts[0], len;

    qsort(list, (size_t)n, sizeof *list, by_number);
    snprintf(text, room, "{");
    for (int i = 0; i < n; i++) {
        len = strlen(text);
        snprintf(text + len, room - len, "%s%d%s", i > 0 ? ", " : "",
                 list[i].fd, before ? ": " : "");
        if (before)
            add_events(text, room, list[i].events, before);
    }
    len = strlen(text);
    snprintf(text + len, room - len, "}");
    return text;
}

/* What epoll_wait() has filled in; `_` where it failed. */
static inline const char *show_epoll(const struct epoll_event *events,
                                     long result)
{
    struct ready list[32];

    for (long i = 0; i < result && i < 32; i++)
        list[i] = (struct ready){events[i].data.fd, events[i].events};
    return result < 0 ? "_" : show_ready(list, (int)result, "E");
}

/* What poll() has found, behind what it was asked; nothing where it failed. */
static inline const char *show_polled(const struct pollfd *fds, int n,
                                      long result)
{
    static char text[410];
    struct ready list[32];
    int found = 0;

    for (int i = 0; i < n && i < 32; i++)
        if (fds[i].revents)
            list[found++] =
                (struct ready){fds[i].fd, (unsigned short)fds[i].revents};
    snprintf(text, sizeof text, " -> %s", show_ready(list, found, ""));
    return result < 0 ? "" : text;
}

/* The same of a set of select(). */
static inline const char *show_set(const fd_set *set, int n, long result)
{
    static char texts[3][410];
    static int next;
    char *text = texts[next++ % 3];
    struct ready list[32];
    int found = 0;

    for (int fd = 0; fd < n && fd < FD_SETSIZE && found < 32; fd++)
        if (FD_ISSET(fd, set))
            list[found++] = (struct ready){fd, 0};
    snprintf(text, sizeof texts[0], " -> %s", show_ready(list, found, NULL));
    return result < 0 ? "" : text;
}

/* The two descriptors that a call gives, or the number that it asks for. */
static inline const char *show_numbers(const int *numbers, int n, long result)
{
    static char text[64];

    if (result < 0)
        return "_";
    if (n == 1)
        snprintf(text, sizeof text, "{%d}", numbers[0]);
    else
        snprintf(text, sizeof text, "{%d, %d}", numbers[0], numbers[1]);
    return text;
}

#endif
