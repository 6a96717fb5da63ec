/*
 * loopback.h - the world without namespaces: two hosts on this machine's lo.
 *
 * Each lab takes a network 127.A.B.0/24 that nobody else uses: .1 plays
 * 10.0.0.1, .2 plays 10.0.0.2, and 127.0.0.N of a host has a place of its own
 * in it as well. A port that is taken on this machine is played by a free
 * one. Scripts and the log keep the addresses as the lessons write them; the
 * translation is done on the way to the kernel and back.
 *
 * No socket of such a lab is ever bound to anything but its own network: what
 * a script binds to 0.0.0.0 is bound to the host's own address, so that no
 * server can be reached from outside.
 */
#ifndef LAB_LOOPBACK_H
#define LAB_LOOPBACK_H

#include <stdbool.h>
#include <stdint.h>

#include "lab/call.h"
#include "lab/err.h"
#include "lab/host.h"
#include "lab/probe.h"

enum { LOOPBACK_PORTS = 64 };

/* A port as scripts know it, and the one that plays it. */
struct loopback_port {
    uint16_t script;
    uint16_t real;
    bool wildcard[HOSTS]; /* bound to 0.0.0.0, says the script */
};

struct loopback {
    uint8_t net[3]; /* 127, A, B */
    int lock;       /* holds the network for this lab; -1: none */
    struct loopback_port ports[LOOPBACK_PORTS];
    int n_ports;
};

/*
 * Find a network that nobody uses, by sock_diag (diag, -1 for none) or
 * /proc/net. Returns 0, or -1 with ERR_MACHINE.
 */
int loopback_open(struct loopback *loopback, int diag, struct err *err);
void loopback_close(struct loopback *loopback);

/*
 * Translate the addresses in a call that a host's actor is about to make.
 * Returns 0, or -1 with ERR_MACHINE for what loopback can't play: IPv6, and
 * addresses outside of the lab.
 */
int loopback_call(struct loopback *loopback, enum host_id host,
                  struct call *call, struct err *err);

/* Translate an address that the kernel gave back to the script's. */
void loopback_back(const struct loopback *loopback, struct addr *addr);

/*
 * Whether a socket of the machine's list belongs to this lab, and to which
 * host; its addresses are translated then.
 */
bool loopback_sock(const struct loopback *loopback, struct sock *sock,
                   enum host_id *host);

/*
 * Before a call, inside the actor: bind a socket that the kernel would
 * otherwise give an address outside of the lab's network (connect, listen and
 * sendto without bind). The port stays the kernel's choice; for connect it is
 * chosen only then (IP_BIND_ADDRESS_NO_PORT, ip(7)), so that one port can serve
 * several connections.
 */
void loopback_prepare(const struct loopback *loopback, enum host_id host,
                      const struct call *call);

#endif
