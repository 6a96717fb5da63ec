/*
 * Each trial is a few system calls, and a list of sockets by sock_diag(7) where
 * the answer is to be seen there. They are run one after the other in one
 * child; each closes what it has opened, and takes ports that the kernel picks,
 * so that none is in the way of the next.
 */
#include "lab/world/trial.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/world/maker.h"
#include "lab/world/probe.h"
#include "lab/world/rtnl.h"

/*
 * How long a packet may need on loopback. It is there at once; this is for a
 * machine that has much else to do.
 */
enum { PATIENCE_MS = 10000 };

/* ---- sockets ---- */

/* 127.0.0.1 and that port, in host order. */
static struct sockaddr_in loopback_address(in_port_t port)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* The port that a socket is bound to; 0 where it is not. */
static in_port_t port_of(int fd)
{
    struct sockaddr_in here = {0};
    socklen_t len = sizeof(here);

    return getsockname(fd, (struct sockaddr *)&here, &len) < 0
               ? 0
               : ntohs(here.sin_port);
}

/* A TCP socket, bound there with SO_REUSEPORT; port 0 is any. -1 without. */
static int bound(in_port_t port)
{
    struct sockaddr_in here = loopback_address(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int on = 1;

    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&here, sizeof(here)) == 0)
        return fd;
    close(fd);
    return -1;
}

/* The same, and it listens. */
static int listening(in_port_t port)
{
    int fd = bound(port);

    if (fd >= 0 && listen(fd, 5) == 0)
        return fd;
    close(fd);
    return -1;
}

/* A TCP socket that has connected to that port; -1 where it could not. */
static int connected(in_port_t port)
{
    struct sockaddr_in there = loopback_address(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(fd, (struct sockaddr *)&there, sizeof(there)) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Whether there is something to be read, or accepted. */
static bool readable(int fd, int wait_ms)
{
    struct pollfd pfd = {.fd = fd, .events = POLLIN};

    return poll(&pfd, 1, wait_ms) == 1 && (pfd.revents & POLLIN);
}

/*
 * Leave a TIME-WAIT at a port, which is returned: the end that is accepted
 * closes first. 0 where that did not work.
 */
static in_port_t leave_time_wait(void)
{
    int listener = listening(0);
    in_port_t port = port_of(listener);
    int client = connected(port);
    int peer = accept(listener, NULL, NULL);
    char byte;
    /* The end of the connection has to be there before it is answered. */
    bool ended = close(peer) == 0 && readable(client, PATIENCE_MS) &&
                 read(client, &byte, 1) == 0;

    close(client);
    close(listener);
    return ended ? port : 0;
}

/* ---- lists of sockets ---- */

/* Find the socket of that port and state; false where it is not listed. */
static bool listed(int diag, in_port_t port, enum tcp_state state,
                   struct sock *found)
{
    struct sock_list list = {0};
    struct err err;
    bool seen = false;

    probe_dump(diag, PROBE_TCP | PROBE_BOUND, 0, &list, &err);
    for (size_t i = 0; i < list.n && !seen; i++) {
        seen = port && list.socks[i].local.port == port &&
               list.socks[i].state == state;
        if (seen)
            *found = list.socks[i];
    }
    sock_list_free(&list);
    return seen;
}

/* Have the kernel destroy it, and see that it is gone. */
static bool destroys(int diag, in_port_t port, enum tcp_state state)
{
    struct sock sock;
    struct err err;

    return listed(diag, port, state, &sock) &&
           probe_destroy(diag, &sock, &err) == 0 &&
           !listed(diag, port, state, &sock);
}

/* ---- trials ---- */

/* Each is given a sock_diag socket, and says whether this kernel can do it. */

static bool try_destroy(int diag)
{
    int listener = listening(0);
    bool can = destroys(diag, port_of(listener), STATE_LISTEN);

    close(listener);
    return can;
}

static bool try_destroy_time_wait(int diag)
{
    return destroys(diag, leave_time_wait(), STATE_TIME_WAIT);
}

static bool try_timers(int diag)
{
    struct sock sock;

    return listed(diag, leave_time_wait(), STATE_TIME_WAIT, &sock) &&
           sock.timer == TIMER_TIMEWAIT && sock.expires > 0;
}

static bool try_bound(int diag)
{
    int fd = bound(0);
    struct sock sock;
    bool can = listed(diag, port_of(fd), STATE_UNCONN, &sock);

    close(fd);
    return can;
}

static bool try_somaxconn(int diag)
{
    (void)diag;
    return maker_write("/proc/sys/net/core/somaxconn", "4096") == 0;
}

/*
 * Two sockets share a port. A client waits in the queue of one, which is then
 * closed: the other one has it now, or nobody.
 */
static bool try_migrate(int diag)
{
    int one = listening(0);
    int two = listening(port_of(one));
    int client = connected(port_of(one));
    struct pollfd both[] = {{.fd = one, .events = POLLIN},
                            {.fd = two, .events = POLLIN}};
    bool can = false;

    (void)diag;
    if (maker_write("/proc/sys/net/ipv4/tcp_migrate_req", "1") == 0 &&
        client >= 0 && poll(both, 2, PATIENCE_MS) == 1) {
        bool first = both[0].revents & POLLIN;

        close(first ? one : two);
        /* It is moved before close() returns. */
        can = readable(first ? two : one, 0);
        *(first ? &one : &two) = -1;
    }
    close(client);
    close(one);
    close(two);
    return can;
}

static bool try_packet(int diag)
{
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

    (void)diag;
    close(fd);
    return fd >= 0;
}

static bool (*const trials[NEEDS])(int diag) = {
    [NEED_DESTROY] = try_destroy,
    [NEED_DESTROY_TIME_WAIT] = try_destroy_time_wait,
    [NEED_SOMAXCONN] = try_somaxconn,
    [NEED_MIGRATE] = try_migrate,
    [NEED_BOUND] = try_bound,
    [NEED_TIMERS] = try_timers,
    [NEED_PACKET] = try_packet,
};

unsigned trial_known(void)
{
    unsigned known = 0;

    for (enum need need = 0; need < NEEDS; need++)
        known |= trials[need] ? NEED_BIT(need) : 0;
    return known;
}

/* ---- the child ---- */

/* A network of its own, with a loopback device that is up. Returns 0 or -1. */
static int own_network(const struct netns *netns)
{
    struct err err;
    struct mnl_socket *rtnl;
    int up;

    if (netns_enter(netns, HOST_SERVER) < 0 || unshare(CLONE_NEWNET) < 0)
        return -1;
    rtnl = rtnl_open(&err);
    if (!rtnl)
        return -1;
    up = rtnl_up(rtnl, 1, &err);
    rtnl_close(rtnl);
    return up;
}

/* In the child: tell by one number which of them this kernel can't do. */
static void report(const struct netns *netns, unsigned wanted, int to)
{
    unsigned lacks = 0;

    if (netns && own_network(netns) < 0)
        return;
    int diag = probe_open();
    for (enum need need = 0; need < NEEDS; need++)
        if ((wanted & NEED_BIT(need)) && trials[need] && !trials[need](diag))
            lacks |= NEED_BIT(need);
    if (write(to, &lacks, sizeof(lacks)) != sizeof(lacks))
        return;
    _exit(0);
}

/* What the child has said, once it has ended. Returns 0 or -1. */
static int hear(int from, pid_t child, unsigned *lacks, struct err *err)
{
    ssize_t got;
    int status;

    do
        got = read(from, lacks, sizeof(*lacks));
    while (got < 0 && errno == EINTR);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    if (got == sizeof(*lacks))
        return 0;
    return err_machine(err, "this kernel could not be tried: no network to try "
                            "it in was to be had");
}

int trial_run(const struct netns *netns, unsigned wanted, unsigned *lacks,
              struct err *err)
{
    int ends[2];
    int result;

    *lacks = 0;
    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_machine(err, "pipe: %s", strerror(errno));
    pid_t child = fork();
    if (child == 0) {
        report(netns, wanted, ends[1]);
        _exit(1);
    }
    close(ends[1]);
    result =
        child < 0 ? err_fork(err, errno) : hear(ends[0], child, lacks, err);
    close(ends[0]);
    return result;
}
