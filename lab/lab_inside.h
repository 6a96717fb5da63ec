/*
 * lab_inside.h - what a lab is made of; for the lab*.c files, recorded.c and
 * culprit.c only.
 */
#ifndef LAB_LAB_INSIDE_H
#define LAB_LAB_INSIDE_H

#include <stdbool.h>

#include "lab/actor/actor.h"
#include "lab/lab.h"
#include "lab/wire/wire.h"
#include "lab/world/loopback.h"
#include "lab/world/netns.h"
#include "lab/world/processor.h"
#include "lab/world/sockdir.h"

enum { LAB_ACTORS = 64, HOST_BOUND = 32 };

/* What the lab knows of a host beside its list of sockets. */
struct host_state {
    struct sock_list socks; /* as last read */
    bool touched;           /* something has happened there since then */
    int64_t stirred;        /* log_now() when a call or a packet was there */
    unsigned what;          /* enum probe_what: what can be there at all */
    uint64_t bound[HOST_BOUND]; /* cookies of sockets that were bound */
    int n_bound;
};

/* What a lab has besides whose log was recorded elsewhere (recorded.h). */
struct recorded {
    const struct packet_event **packets; /* the newest of each id, from 1 */
    size_t n;
    size_t room;
};

struct lab {
    enum isolation wanted;
    enum isolation isolation;
    struct netns_making making;
    char reason[600]; /* why AUTO fell back; "" */
    char fault[600];  /* why it can't go on; "" */
    struct netns netns;
    struct loopback loopback;
    int diag; /* sock_diag of our own namespace, for loopback; -1: none */
    struct wire wire;
    struct log *log;
    int epoll;
    int backlog; /* /proc/net/softnet_stat, kept open; -1: none */
    struct host_state hosts[HOSTS];
    struct sockdir sockdir; /* made when a call first names a path */
    struct actor *actors[LAB_ACTORS];
    int n_actors;
    int64_t looked;       /* log_now() when both hosts were last read */
    size_t kept;          /* bytes of frames in the log */
    bool relayed;         /* a packet has come since this was cleared */
    bool hurried;         /* a script is under way */
    bool settled;         /* at rest, and nothing has been ordered since */
    int64_t start_ns;     /* how long a process may take to start */
    int patience;         /* looks at a backlog that was not empty, in a row */
    bool keeps_processor; /* and gives `processors` back at the end */
    cpu_set_t processors;
    unsigned tried;            /* needs that lab_try() has tried, as bits */
    unsigned lacks;            /* those of them that the kernel can't do */
    struct recorded *recorded; /* owned; NULL: a world of its own */
};

/* A lab of which nothing is open yet; NULL without memory. lab_close() it. */
struct lab *lab_new(enum isolation isolation, struct err *err);

/* Something was ordered or has happened: the lab is not at rest any more. */
void lab_stir(struct lab *lab);

/* ---- lab_fault.c ---- */

/*
 * An order failed: keep why in *err, and give the lab up where the machine is
 * to blame. Returns -1.
 */
int lab_order_failed(struct lab *lab, const struct err *why, struct err *err);

/* Whether the lab was given up before; then *err says so. */
bool lab_is_over(const struct lab *lab, struct err *err);

/* The same, or that its world can't do what an order needs. */
bool lab_is_unable(const struct lab *lab, enum need need, struct err *err);

/* log_append(), where what does not get into the log ends the lab. */
bool lab_append(struct lab *lab, const struct event *event);

/* ---- lab.c, lab_order.c ---- */

/* What the actor does next is awaited from now on, where it is starting. */
void lab_await(struct lab *lab, struct actor *actor);

/* Have lab_fd() tell of what the actor's process does. Returns 0 or -1. */
int lab_watch_actor(struct lab *lab, struct actor *actor, struct err *err);

/* The actor as plain loopback sees it. */
struct loopback_caller lab_caller(const struct lab *lab,
                                  const struct actor *actor);

/* ---- lab_report.c ---- */

/*
 * Log the actor's call; a NULL outcome means that it has not returned, and will
 * not if the process is gone.
 */
void lab_log_call(struct lab *lab, struct actor *actor,
                  const struct outcome *outcome);

/* Take in one reply of the actor. True if there was one. */
bool lab_take_reply(struct lab *lab, struct actor *actor);

/* Log its end if its process has ended. True if it has. */
bool lab_take_end(struct lab *lab, struct actor *actor);

/* ---- lab_sockets.c ---- */

/*
 * A call has bound the socket with this cookie: from now on look for it among
 * those that are only bound, whenever it is not in the usual list.
 */
void lab_expect_bound(struct lab *lab, enum host_id host, uint64_t cookie);

/* Whether the host's list, as last read, has the socket. */
bool host_shows(const struct host_state *host, uint64_t cookie);

/* Read the hosts that were touched (or both), log what has changed. */
void lab_look(struct lab *lab, bool both);

/* ---- lab_wire.c ---- */

/* Pass on, keep or drop all that has arrived. True if there was anything. */
bool lab_relay(struct lab *lab);

/* ---- lab_owner.c ---- */

/*
 * Add "server fd 3" for each descriptor with which the process has the socket
 * of that inode. Returns 0, or -1 with errno where it can't be asked.
 */
int lab_owner_add(const struct actor *actor, uint32_t inode, char *out,
                  size_t size);

/* ---- culprit.c ---- */

/*
 * After a call that failed with EADDRINUSE: log the sockets that block it.
 * The call's host must have been read.
 */
void lab_name_culprits(struct lab *lab, const struct actor *actor,
                       const struct call *call, const struct outcome *outcome);

#endif
