/*
 * loopback.h - the world without namespaces: two hosts on this machine's lo.
 *
 * Each lab takes a network 127.A.B.0/24 that nobody else uses: .1 plays
 * 10.0.0.1, .2 plays 10.0.0.2, and 127.0.0.N of a host has a place of its own
 * in it as well. 0.0.0.0 is 0.0.0.0. A port of a host is played by one that is
 * free on the whole machine, in all addresses, and that no other host and no
 * other lab plays with: so one host's 0.0.0.0 never takes the other's ports.
 * Scripts and the log keep the addresses as the lessons write them; the
 * translation is done on the way to the kernel and back.
 *
 * No socket of such a lab reaches anything else, nor can it be reached: as soon
 * as it is made it is tied to lo (SO_BINDTODEVICE, socket(7)), and without
 * rights nobody can untie it. All of a lab's sockets being tied alike, they
 * stand in each other's way just as sockets do that are not tied at all.
 *
 * What can't come out as it would in namespaces is refused before the call is
 * made: what shows from the call alone by loopback_need(), so that a script is
 * refused as a whole; what depends on the socket, by loopback_call().
 */
#ifndef LAB_WORLD_LOOPBACK_H
#define LAB_WORLD_LOOPBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lab/call/call.h"
#include "lab/world/probe.h"

enum { LOOPBACK_PORTS = 128 };

/* A port of a host as scripts know it, and the one that plays it. */
struct loopback_port {
    enum host_id host;
    uint16_t script;
    uint16_t real;
    int lock; /* holds it for this lab; -1: the kernel has chosen it */
};

/* How far a connect() has come. */
enum loopback_peer { PEER_NONE, PEER_WANTED, PEER_THERE };

/* What is remembered of a socket that an actor has. */
struct loopback_known {
    uint64_t cookie;
    enum host_id host;
    int proto;               /* IPPROTO_TCP or IPPROTO_UDP */
    enum loopback_peer peer; /* of TCP and of a connected UDP socket */
    bool bound;              /* by bind(), or by the kernel, to 0.0.0.0 */
    bool lent;               /* connect() had an address lent to it */
    uint8_t ip[4];           /* its own address, as the script has it */
    uint16_t port;           /* the one that bind() named; 0: none */
    long sent;               /* bytes, in all */
};

/* An actor's descriptor, and the cookie of the socket behind it. */
struct loopback_fd {
    const void *actor;
    int fd;
    uint64_t cookie;
};

struct loopback {
    uint8_t net[3]; /* 127, A, B */
    int lock;       /* holds the network for this lab; -1: none */
    struct loopback_port ports[LOOPBACK_PORTS];
    int n_ports;
    uint16_t first_port;   /* that needs no rights here, sysctl */
    uint16_t ephemeral[2]; /* what the kernel chooses from, both included */
    struct loopback_known *known; /* owned */
    size_t n_known, known_room;
    struct loopback_fd *fds; /* owned */
    size_t n_fds, fds_room;
};

/* Who makes a call. */
struct loopback_caller {
    const void *actor; /* tells it from others; never looked into */
    enum host_id host;
    const struct sock_list *socks; /* of the host, as last read */
    bool is_awaited;               /* some actor is in a call that receives */
    bool is_held; /* another thread is in a call about the same descriptor */
};

/*
 * Find a network that nobody uses, by sock_diag (diag, -1 for none) or
 * /proc/net. Returns 0, or -1 with ERR_MACHINE.
 */
int loopback_open(struct loopback *loopback, int diag, struct err *err);
void loopback_close(struct loopback *loopback);

/*
 * What the call needs that plain loopback has not, on whatever socket it is
 * made; NEEDS when it is fine. HOSTS is for a host that is not known yet.
 */
enum need loopback_need(const struct call *call, enum host_id host);

/*
 * Translate the addresses in a call that an actor is about to make. Returns 0,
 * or -1 with ERR_MACHINE for what would come out otherwise here than in
 * namespaces.
 */
int loopback_call(struct loopback *loopback,
                  const struct loopback_caller *caller, struct call *call,
                  struct err *err);

/*
 * A call has returned: take note of what it did to its socket, and turn the
 * address that came, if one did, into the script's. call is the script's.
 */
void loopback_returned(struct loopback *loopback,
                       const struct loopback_caller *caller,
                       const struct call *call, struct outcome *outcome);

/* fork(): the child has what its parent has. */
void loopback_forked(struct loopback *loopback, const void *parent,
                     const void *child);

/* The actor's process has ended, and with it all its descriptors. */
void loopback_gone(struct loopback *loopback, const void *actor);

/* Translate an address that the kernel gave to an actor of the host. */
void loopback_back(struct loopback *loopback, enum host_id host,
                   struct addr *addr);

/*
 * Whether a socket of the machine's list belongs to this lab, and to which
 * host; its addresses are translated then. In a list without true cookies
 * (probe_proc()) 0.0.0.0 goes by its port.
 */
bool loopback_sock(struct loopback *loopback, struct sock *sock,
                   bool has_cookie, enum host_id *host);

/*
 * Inside the actor: call_run() for a call that loopback_call() has translated.
 * A socket is tied to lo before anything else can be done with it.
 */
void loopback_run(const struct call *call, struct outcome *outcome);

#endif
