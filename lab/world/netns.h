/*
 * netns.h - the namespaces of a lab: made without root, held by descriptors.
 *
 * A forked child makes a user namespace and in it three network namespaces:
 * one for the wire, one for each host (user_namespaces(7),
 * network_namespaces(7)). It hands descriptors up, and these alone keep the
 * world alive: when the last one is closed the kernel takes all of it down. A
 * keeper, which has them as well, goes as soon as the lab closes its end of
 * their channel or dies.
 */
#ifndef LAB_WORLD_NETNS_H
#define LAB_WORLD_NETNS_H

#include <stdbool.h>

#include "lab/base/err.h"
#include "lab/base/host.h"

/*
 * The interface index of the server's end of the wire, in the wire's namespace;
 * the client's is the next. 1 is lo in every namespace.
 */
enum { NETNS_FIRST_END = 2 };

struct netns {
    int user;        /* user namespace; -1: the one that we are in */
    int net[HOSTS];  /* network namespaces */
    int diag[HOSTS]; /* NETLINK_SOCK_DIAG socket, opened inside each host */
    int link;        /* packet socket on the wire's ends of both veths */
    bool has_ipv6;   /* the hosts have their IPv6 addresses */
    int keeper;      /* as long as it is open, somebody else holds all this */
    int maker;       /* process id, to be waited for; 0: none */
};

/* A netns that holds nothing, fit for netns_close(). */
#define NETNS_NONE                                                             \
    (struct netns)                                                             \
    {                                                                          \
        -1, {-1, -1}, {-1, -1}, -1, false, -1, 0                               \
    }

/* A world that a child is still making. */
struct netns_making {
    int channel; /* where the descriptors will come from; -1: none */
    int child;   /* its process id */
    /*
     * After a failure: this machine gives us none of these worlds. Else it only
     * has none left now.
     */
    bool forbidden;
};

/*
 * Begin to make a world: both hosts' lo and eth0 up with 10.0.0.1/24 and
 * fd00::1/64 (server), 10.0.0.2 and fd00::2 (client); a kernel without IPv6
 * gives the first address of each. It takes some
 * milliseconds, in which the caller may begin another. Returns 0, or -1 with
 * ERR_MACHINE.
 */
int netns_begin(struct netns_making *making, struct err *err);

/*
 * Wait for the world. Returns 0, or -1 with ERR_MACHINE that says what this
 * machine withholds and how to get it; making is over in both cases.
 */
int netns_finish(struct netns_making *making, struct netns *netns,
                 struct err *err);

/* Let go of it; the kernel takes the world down in its own time. */
void netns_close(struct netns *netns);

/*
 * Move the calling process, which must be single-threaded, onto a host.
 * Returns 0, or -1 with errno set. Meant for a forked child.
 */
int netns_enter(const struct netns *netns, enum host_id host);

#endif
