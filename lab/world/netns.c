/*
 * The order of things in the child that makes a world: a user namespace first,
 * which gives all rights over what is made inside it (user_namespaces(7)); then
 * the wire's network namespace; then, from the wire, each host's, with a veth
 * pair whose ends lie in both. A process that enters a network namespace opens
 * a socket there, and the socket stays there: so the child can go from host to
 * host and leave one sock_diag socket in each.
 *
 * The parent can do none of it itself: unshare(CLONE_NEWUSER) can't be undone,
 * and would take the tutorial's own rights over files along.
 */
#include "lab/world/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <stdnoreturn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/base/pass.h"
#include "lab/base/release.h"
#include "lab/world/link.h"
#include "lab/world/maker.h"
#include "lab/world/probe.h"
#include "lab/world/rtnl.h"

/*
 * Both eth0 have this one hardware address. A host without ARP sends to the
 * address of its own interface (arp(7), NOARP), so the other takes the frame
 * as meant for it.
 */
static const uint8_t host_mac[6] = {0x02, 0, 0, 0, 0, 0x01};

static const uint8_t host_ip4[HOSTS][4] = {{10, 0, 0, 1}, {10, 0, 0, 2}};
static const uint8_t host_ip6[HOSTS][16] = {
    {0xfd, [15] = 1},
    {0xfd, [15] = 2},
};

/* What is true on this link alone, and so needs a zone (RFC 4007). */
static const uint8_t host_link6[HOSTS][16] = {
    {0xfe, 0x80, [15] = 1},
    {0xfe, 0x80, [15] = 2},
};

static const char *const wire_end[HOSTS] = {"wire0", "wire1"};

enum { NETNS_FDS = 2 + 2 * HOSTS };

/* What the child reports, along with the descriptors when it went well. */
struct answer {
    int failed; /* errno, 0: it went well */
    struct netns netns;
    struct err err;
};

/*
 * The descriptors that a netns has, in the order in which they travel; returns
 * how many. One list for sending, receiving and closing, so that they can't
 * differ. There is no user where there are no user namespaces.
 */
static size_t netns_list(struct netns *netns, int *list[NETNS_FDS])
{
    int *const all[NETNS_FDS] = {
        &netns->user,
        &netns->net[HOST_SERVER],
        &netns->diag[HOST_SERVER],
        &netns->net[HOST_CLIENT],
        &netns->diag[HOST_CLIENT],
        &netns->link,
    };
    size_t n = 0;

    for (int i = 0; i < NETNS_FDS; i++)
        if (*all[i] >= 0)
            list[n++] = all[i];
    return n;
}

/* ---- in the child that makes the world ---- */

/* Say what to look at: a limit (namespaces(7)), or else missing rights. */
static int refuse_network(struct err *err, int error)
{
    if (error == ENOSPC)
        return err_machine(err,
                           "this machine does not let you make a network "
                           "namespace (%s); see sysctl "
                           "user.max_net_namespaces: a lane needs %d more, so "
                           "it must not be 0",
                           strerror(error), 1 + HOSTS);
    if (err_is_shortage(error))
        return err_machine(err, "making a network namespace: %s",
                           strerror(error));
    return err_machine(err,
                       "user namespaces exist here but without rights over "
                       "networks (%s); see "
                       "kernel.apparmor_restrict_unprivileged_userns",
                       strerror(error));
}

/*
 * The kernel may refuse at two places. Some systems forbid the user namespace
 * itself (user.max_user_namespaces, or a sysctl of Debian's); Ubuntu's AppArmor
 * lets it be made, but without rights in it, so that only the network namespace
 * fails.
 */
static int enter_user_namespace(struct netns *netns, struct err *err)
{
    /* A system without user namespaces still serves root. */
    if (maker_enter_user(err) < 0)
        return geteuid() == 0 && unshare(CLONE_NEWNET) == 0 ? 0 : -1;
    if (unshare(CLONE_NEWNET) < 0)
        return refuse_network(err, errno);
    netns->user = open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC);
    if (netns->user < 0)
        return err_machine(err, "/proc/self/ns/user: %s", strerror(errno));
    return 0;
}

/*
 * The address's prefix makes the route to the other host; no other route
 * exists, so nothing leads out.
 */
static int configure_host(struct netns *netns, struct mnl_socket *rtnl,
                          enum host_id host, struct err *err)
{
    unsigned index = if_nametoindex("eth0");

    if (index == 0)
        return err_machine(err, "looking for eth0: %s", strerror(errno));
    if (link_plain(err, "eth0") < 0)
        return -1;
    /* lo is always the first interface of a namespace. */
    if (rtnl_up(rtnl, 1, err) < 0 || rtnl_up(rtnl, index, err) < 0)
        return -1;
    if (rtnl_address(rtnl, index, AF_INET, host_ip4[host], 24, err) < 0)
        return -1;
    /* A kernel without IPv6 leaves the lessons on IPv4 whole. */
    if (rtnl_address(rtnl, index, AF_INET6, host_ip6[host], 64, err) < 0)
        return rtnl_lacks_ipv6(errno) ? 0 : -1;
    netns->has_ipv6 = true;
    if (rtnl_local6(rtnl, index, host_ip6[host], err) < 0 ||
        rtnl_address(rtnl, index, AF_INET6, host_link6[host], 64, err) < 0)
        return -1;
    return rtnl_local6(rtnl, index, host_link6[host], err);
}

/* Make a host's namespace, with the veth that joins it to the wire's. */
static int make_host(struct netns *netns, enum host_id host, int wire_ns,
                     struct mnl_socket *wire, struct err *err)
{
    unsigned end = NETNS_FIRST_END + (unsigned)host;
    struct mnl_socket *rtnl;
    int made;

    if (unshare(CLONE_NEWNET) < 0)
        return refuse_network(err, errno);
    /* An open namespace file keeps the namespace alive (namespaces(7)). */
    netns->net[host] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    netns->diag[host] = probe_open();
    if (netns->net[host] < 0 || netns->diag[host] < 0)
        return err_machine(err, "no sock_diag in a host: %s", strerror(errno));
    /*
     * The wire's end is up before eth0 comes up. Then eth0 has a carrier at
     * once and its queue is active; else a kernel worker would see to that
     * later, and packets sent before would be lost without a word.
     */
    if (rtnl_veth(wire, wire_end[host], end, "eth0", host_mac, netns->net[host],
                  err) < 0 ||
        rtnl_up(wire, end, err) < 0)
        return -1;
    rtnl = rtnl_open(err);
    if (!rtnl)
        return -1;
    made = configure_host(netns, rtnl, host, err);
    rtnl_close(rtnl);
    /* Back to the wire: the next host's tables are sized by its sysctls. */
    if (made == 0 && setns(wire_ns, CLONE_NEWNET) < 0)
        return err_machine(err, "setns: %s", strerror(errno));
    return made;
}

/* Runs in a child: what is opened here and not handed up goes with it. */
static int make_world(struct netns *netns, struct err *err)
{
    struct mnl_socket *wire;
    int wire_ns;
    int made = 0;

    if (enter_user_namespace(netns, err) < 0)
        return -1;
    /*
     * Small hash tables in the hosts make a dump of their sockets several
     * times cheaper (ip-sysctl, tcp_child_ehash_entries). Where it can't be
     * written, dumps are slower and nothing else.
     */
    maker_write("/proc/sys/net/ipv4/tcp_child_ehash_entries", "64");
    maker_write("/proc/sys/net/ipv4/udp_child_hash_entries", "128");
    wire_ns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    if (wire_ns < 0)
        return err_machine(err, "no network namespace: %s", strerror(errno));
    wire = rtnl_open(err);
    if (!wire)
        return -1;
    for (int host = 0; made == 0 && host < HOSTS; host++)
        made = make_host(netns, host, wire_ns, wire, err);
    netns->link = made == 0 ? link_open(err) : -1;
    return netns->link < 0 ? -1 : 0;
}

/* Returns 0, or -1 where the message could not be sent. */
static int send_world(int channel, struct answer *answer)
{
    struct iovec data = {answer, sizeof(*answer)};
    int *list[NETNS_FDS];
    int fds[NETNS_FDS];
    size_t n = netns_list(&answer->netns, list);

    for (size_t i = 0; i < n; i++)
        fds[i] = *list[i];
    return pass_send_list(channel, &data, 1, fds, n) < 0 ? -1 : 0;
}

/* ---- in the lab ---- */

/*
 * Put the descriptors that came into the netns, which has the child's numbers
 * of them. A process that may open no more gets those for which there was room,
 * and no error (recvmsg(2), MSG_CTRUNC): then none is kept.
 */
static int take_over(struct netns *netns, int *fds, size_t came,
                     struct err *err)
{
    int *list[NETNS_FDS];
    size_t n = netns_list(netns, list);

    for (size_t i = 0; i < n && came == n; i++)
        *list[i] = fds[i];
    if (came == n)
        return 0;
    while (came > 0)
        close(fds[--came]);
    errno = EMFILE;
    return err_machine(err, "no room for the namespaces' descriptors");
}

/*
 * Take over what the child has made, or the reason why it could not. Returns 0
 * or -1 with errno set.
 *
 * Nobody but the child has the other end, and it says something or ends: so
 * this does not wait for ever.
 */
static int receive_world(int channel, struct netns *netns, struct err *err)
{
    struct answer answer = {0};
    int fds[NETNS_FDS];
    size_t came = NETNS_FDS;
    ssize_t got =
        pass_recv_list(channel, &answer, sizeof(answer), 0, fds, &came);

    if (got < 0)
        return err_machine(err, "hearing of the namespaces: %s",
                           strerror(errno));
    errno = EAGAIN;
    if (got != (ssize_t)sizeof(answer))
        return err_machine(err, "the process that makes namespaces ended "
                                "before it had made them");
    errno = answer.failed;
    if (answer.failed && err)
        *err = answer.err;
    if (answer.failed || take_over(&answer.netns, fds, came, err) < 0)
        return -1;
    answer.netns.keeper = netns->keeper;
    answer.netns.maker = netns->maker;
    *netns = answer.netns;
    return 0;
}

/*
 * Hold the descriptors until the lab lets go of its end of the channel, or
 * dies. Whoever closes a packet socket last is made to wait for some 15 ms
 * (synchronize_net() in the kernel); that shall not be the lab. The keeper is
 * the child of a child, and so belongs to init: nobody has to wait for it.
 * Where there can't be one, the lab does the closing itself.
 */
static void keep_world(int channel)
{
    char byte;

    if (fork() == 0)
        while (read(channel, &byte, 1) < 0 && errno == EINTR)
            ;
}

/*
 * The life of the child that makes a world. Only what was sent is kept: with a
 * keeper and without a message the lab would wait for ever.
 */
static noreturn void make_and_send(int channel)
{
    struct answer answer = {.netns = NETNS_NONE};

    errno = 0;
    if (maker_settle(&channel) < 0)
        answer.failed =
            err_machine(&answer.err, "making namespaces: %s", strerror(errno));
    else
        answer.failed = make_world(&answer.netns, &answer.err);
    if (answer.failed) {
        answer.failed = errno ? errno : EAGAIN;
        answer.netns = NETNS_NONE;
    }
    if (send_world(channel, &answer) == 0 && !answer.failed)
        keep_world(channel);
    _exit(0);
}

int netns_begin(struct netns_making *making, struct err *err)
{
    int channel[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) < 0)
        return err_machine(err, "socketpair: %s", strerror(errno));
    making->child = fork();
    if (making->child == 0)
        make_and_send(channel[1]);
    close(channel[1]);
    making->channel = channel[0];
    if (making->child > 0)
        return 0;
    err_fork(err, errno);
    release_fd(&making->channel);
    return -1;
}

/* It exits as soon as it has sent what it made, or failed. */
static void reap_maker(struct netns *netns)
{
    release_child(netns->maker);
    netns->maker = 0;
}

/* A limit of namespaces(7) of this user; -1 where there is none to be read. */
static long limit_of(const char *path)
{
    FILE *in = fopen(path, "re");
    char text[32] = "-1";

    if (in && !fgets(text, sizeof(text), in))
        strcpy(text, "-1");
    if (in)
        fclose(in);
    return strtol(text, NULL, 10);
}

/*
 * Whether a machine that answers so gives no namespaces at all. A limit that is
 * reached and one that was set to 0 have the same errno (namespaces(7)).
 */
static bool is_forbidden(int error)
{
    if (error == ENOSPC || error == EUSERS)
        return limit_of("/proc/sys/user/max_user_namespaces") == 0 ||
               limit_of("/proc/sys/user/max_net_namespaces") == 0;
    return !err_is_shortage(error);
}

int netns_finish(struct netns_making *making, struct netns *netns,
                 struct err *err)
{
    int got;

    *netns = NETNS_NONE;
    netns->maker = making->child;
    netns->keeper = making->channel;
    making->channel = -1;
    got = receive_world(netns->keeper, netns, err);
    if (got < 0) {
        making->forbidden = is_forbidden(errno);
        netns_close(netns);
    } else {
        reap_maker(netns);
    }
    return got;
}

/* The keeper's end goes last: until then nothing is closed for good. */
void netns_close(struct netns *netns)
{
    int *list[NETNS_FDS];
    size_t n = netns_list(netns, list);

    for (size_t i = 0; i < n; i++)
        release_fd(list[i]);
    release_fd(&netns->keeper);
    reap_maker(netns);
}

/*
 * The user namespace first: it gives the right to enter the other (setns(2)).
 */
int netns_enter(const struct netns *netns, enum host_id host)
{
    if (netns->user >= 0 && setns(netns->user, CLONE_NEWUSER) < 0)
        return -1;
    return setns(netns->net[host], CLONE_NEWNET);
}
