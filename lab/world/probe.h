/*
 * probe.h - what sockets a host has, asked of the kernel by sock_diag(7).
 *
 * One dump lists TCP sockets of both address families in every state, those
 * that are only bound included, and UDP sockets. Where sock_diag is missing
 * the lab reads /proc/net/tcp and its like instead. Whose sockets they are
 * and what they were made with is not the probe's business.
 */
#ifndef LAB_WORLD_PROBE_H
#define LAB_WORLD_PROBE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"
#include "lab/log/event.h"

/* Which timer of the socket runs (inet_diag's idiag_timer). */
enum sock_timer {
    TIMER_NONE,
    TIMER_ON,        /* retransmission */
    TIMER_KEEPALIVE, /* keepalive, and the life of an orphaned FIN-WAIT-2 */
    TIMER_TIMEWAIT,
    TIMER_PERSIST, /* probing a closed window */
};

/* "on", "keepalive", "timewait", "persist" as ss -o says; "" for none. */
const char *timer_name(enum sock_timer timer);

/* The timer called so (len bytes at name); TIMER_NONE when there is none. */
enum sock_timer timer_find(const char *name, size_t len);

enum { SOCK_OWNER = 256 }; /* room for the names of actors */

struct sock {
    uint64_t cookie; /* identifies the socket for its whole life */
    int proto;       /* IPPROTO_TCP or IPPROTO_UDP */
    enum tcp_state state;
    struct addr local;
    struct addr peer;
    enum sock_timer timer;
    int64_t expires; /* log_now() time at which the timer ends; 0: none */
    unsigned retransmits;
    unsigned recv_queue; /* bytes; for LISTEN the connections that wait */
    unsigned send_queue; /* bytes; for LISTEN the backlog */
    uint32_t inode;      /* 0: no process has it any more */
    uint32_t uid;
    bool bound_only;        /* bound, neither listening nor connected */
    char owner[SOCK_OWNER]; /* "server,copy", once the lab was asked for it */
};

/* One host's sockets at one moment, ordered by cookie. */
struct sock_list {
    struct sock *socks; /* owned */
    size_t n;
    size_t room;
};

/* Free what the list holds; it is empty then, and can be used again. */
void sock_list_free(struct sock_list *list);

/* Append a copy. Returns 0, or -1 without memory. */
int sock_list_add(struct sock_list *list, const struct sock *sock);
/* Bring the list into the order that it promises. */
void sock_list_sort(struct sock_list *list);
/* Keep one of each cookie in a list that is in order: the newest. */
void sock_list_single(struct sock_list *list);
/* The list's socket of that cookie, NULL when there is none. */
struct sock *sock_list_find(const struct sock_list *list, uint64_t cookie);

/* What to ask for; joined by |. */
enum probe_what {
    PROBE_TCP = 1,
    PROBE_BOUND = 2, /* TCP sockets that are only bound: a dearer question */
    PROBE_UDP = 4,
};

/*
 * A sock_diag socket of the calling process' network namespace, whatever
 * namespace it is in later. -1 with errno set where there is no sock_diag.
 */
int probe_open(void);

/*
 * Fill the list (emptied first) with the sockets of the namespace in which
 * the sock_diag socket was opened. now is log_now(). Returns 0, or -1 with
 * ERR_MACHINE.
 */
int probe_dump(int diag, unsigned what, int64_t now, struct sock_list *list,
               struct err *err);

/*
 * The same from /proc/net/tcp and /proc/net/udp (proc_pid_net(5)) of our own
 * namespace. Cookies are made up from the addresses there, and sockets that
 * are only bound are missing.
 */
int probe_proc(int64_t now, struct sock_list *list, struct err *err);

/*
 * Read one line of /proc/net/tcp or udp, IPv4. Returns 0, or -1 for anything
 * else (its heading, for one).
 */
int probe_proc_parse(struct sock *sock, const char *line, int proto,
                     int64_t now);

/* Have the kernel destroy a socket: SOCK_DESTROY. Returns 0 or -1. */
int probe_destroy(int diag, const struct sock *sock, struct err *err);

/*
 * Read one message of a sock_diag dump (struct inet_diag_msg and attributes,
 * sock_diag(7)) of len bytes. now is log_now(). Returns 0, or -1 when it is
 * too short or of an unknown family; nothing is written then.
 */
int probe_parse(struct sock *sock, const void *message, size_t len, int proto,
                int64_t now);

#endif
