/*
 * The way without sock_diag: text files, one line a socket. They show no
 * cookie, nothing of sockets that are only bound, and IPv4 alone here, since
 * plain loopback plays nothing else.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/world/probe.h"

/*
 * A stand-in for the kernel's cookie: the four-tuple, mixed (FNV-1a). Two
 * listeners of SO_REUSEPORT have the same tuple and so the same number: they
 * can't be told apart.
 */
static uint64_t tuple_cookie(const struct sock *sock)
{
    uint64_t hash = 0xcbf29ce484222325u;
    uint8_t bytes[13];

    memcpy(bytes, sock->local.ip, 4);
    memcpy(bytes + 4, &sock->local.port, 2);
    memcpy(bytes + 6, sock->peer.ip, 4);
    memcpy(bytes + 10, &sock->peer.port, 2);
    bytes[12] = (uint8_t)sock->proto;
    for (size_t i = 0; i < sizeof(bytes); i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3u;
    return hash;
}

/*
 * The fields of a line, proc_pid_net(5): local and peer as hex (the address
 * as it lies in memory), state, queues, timer and ticks until it ends,
 * retransmits, uid, timeouts, inode.
 */
int probe_proc_parse(struct sock *sock, const char *line, int proto,
                     int64_t now)
{
    unsigned ip[2], port[2], state, sent, received, timer, retransmits, uid;
    unsigned long ticks, inode;

    if (sscanf(line,
               " %*u: %8x:%4x %8x:%4x %2x %8x:%8x %2x:%8lx %8x %u %*u %lu",
               &ip[0], &port[0], &ip[1], &port[1], &state, &sent, &received,
               &timer, &ticks, &retransmits, &uid, &inode) != 12)
        return -1;
    memset(sock, 0, sizeof(*sock));
    sock->proto = proto;
    /*
     * %8x reads the four bytes as one number of this machine's order, which
     * undoes the way in which the kernel has written them.
     */
    addr_from_ip(&sock->local, AF_INET, &ip[0], (uint16_t)port[0]);
    addr_from_ip(&sock->peer, AF_INET, &ip[1], (uint16_t)port[1]);
    sock->state = state < STATES ? (enum tcp_state)state : STATE_NONE;
    sock->timer = timer <= TIMER_PERSIST ? (enum sock_timer)timer : TIMER_NONE;
    /* Ticks of USER_HZ, mostly 100 a second (sysconf(3)). */
    if (sock->timer != TIMER_NONE)
        sock->expires =
            now + (int64_t)ticks * (1000000000 / sysconf(_SC_CLK_TCK));
    sock->retransmits = retransmits;
    sock->send_queue = sent;
    sock->recv_queue = received;
    sock->uid = uid;
    sock->inode = (uint32_t)inode;
    sock->cookie = tuple_cookie(sock);
    return 0;
}

static int proc_file(const char *path, int proto, int64_t now,
                     struct sock_list *list, struct err *err)
{
    FILE *in = fopen(path, "re");
    struct sock sock;
    char line[512];
    int done = 0;

    if (!in)
        return err_machine(err, "%s: %s", path, strerror(errno));
    while (done == 0 && fgets(line, sizeof(line), in))
        if (probe_proc_parse(&sock, line, proto, now) == 0 &&
            sock_list_add(list, &sock) < 0)
            done = err_machine(err, "out of memory");
    fclose(in);
    return done;
}

int probe_proc(int64_t now, struct sock_list *list, struct err *err)
{
    list->n = 0;
    if (proc_file("/proc/self/net/tcp", IPPROTO_TCP, now, list, err) < 0 ||
        proc_file("/proc/self/net/udp", IPPROTO_UDP, now, list, err) < 0)
        return -1;
    sock_list_sort(list);
    return 0;
}
