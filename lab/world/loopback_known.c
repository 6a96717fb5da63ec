/*
 * What is remembered of the sockets of a lab on loopback: who has them, and
 * what address a script knows them by. The kernel of a host of its own would
 * choose an address for a socket by the routes there, and what it chooses
 * decides what comes of the next call; here the lab has to choose it, and so
 * has to know what the socket went through.
 *
 * All of it comes from calls that have returned: each brings the cookie of its
 * socket along (struct socknote).
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/world/loopback_inside.h"

/* ---- lists ---- */

static struct loopback_fd *find_fd(const struct loopback *loopback,
                                   const void *actor, int fd)
{
    for (size_t i = 0; i < loopback->n_fds; i++)
        if (loopback->fds[i].actor == actor && loopback->fds[i].fd == fd)
            return &loopback->fds[i];
    return NULL;
}

struct loopback_known *loopback_find_cookie(const struct loopback *loopback,
                                            uint64_t cookie)
{
    for (size_t i = 0; cookie && i < loopback->n_known; i++)
        if (loopback->known[i].cookie == cookie)
            return &loopback->known[i];
    return NULL;
}

struct loopback_known *loopback_find(const struct loopback *loopback,
                                     const void *actor, int fd)
{
    const struct loopback_fd *entry = find_fd(loopback, actor, fd);

    return entry ? loopback_find_cookie(loopback, entry->cookie) : NULL;
}

bool loopback_port_used(const struct loopback *loopback, enum host_id host,
                        uint16_t script)
{
    for (size_t i = 0; i < loopback->n_known; i++)
        if (loopback->known[i].host == host && loopback->known[i].bound &&
            loopback->known[i].port == script)
            return true;
    return false;
}

/* Forget sockets that no descriptor leads to any more. */
static void sweep(struct loopback *loopback)
{
    size_t kept = 0;

    for (size_t i = 0; i < loopback->n_known; i++) {
        bool held = false;

        for (size_t k = 0; !held && k < loopback->n_fds; k++)
            held = loopback->fds[k].cookie == loopback->known[i].cookie;
        if (held)
            loopback->known[kept++] = loopback->known[i];
    }
    loopback->n_known = kept;
}

/*
 * Without memory nothing is remembered, and nothing is lent: a call is then
 * made with whatever address the kernel chooses on lo.
 */
static void add_fd(struct loopback *loopback, const void *actor, int fd,
                   uint64_t cookie)
{
    struct loopback_fd *entry = find_fd(loopback, actor, fd);
    void *room;

    if (entry) {
        entry->cookie = cookie;
        return;
    }
    room = memory_one_more(loopback->fds, loopback->n_fds, &loopback->fds_room,
                           sizeof(*loopback->fds));
    if (!room)
        return;
    loopback->fds = room;
    loopback->fds[loopback->n_fds++] = (struct loopback_fd){actor, fd, cookie};
}

static void drop_fd(struct loopback *loopback, const void *actor, int fd)
{
    struct loopback_fd *entry = find_fd(loopback, actor, fd);

    if (entry)
        *entry = loopback->fds[--loopback->n_fds];
    sweep(loopback);
}

void loopback_forked(struct loopback *loopback, const void *parent,
                     const void *child)
{
    size_t n = loopback->n_fds;

    for (size_t i = 0; i < n; i++)
        if (loopback->fds[i].actor == parent)
            add_fd(loopback, child, loopback->fds[i].fd,
                   loopback->fds[i].cookie);
}

void loopback_gone(struct loopback *loopback, const void *actor)
{
    size_t kept = 0;

    for (size_t i = 0; i < loopback->n_fds; i++)
        if (loopback->fds[i].actor != actor)
            loopback->fds[kept++] = loopback->fds[i];
    loopback->n_fds = kept;
    sweep(loopback);
}

/* The socket that the note is about, entered if it is new. */
static struct loopback_known *keep(struct loopback *loopback,
                                   const struct loopback_caller *caller,
                                   const struct socknote *note)
{
    struct loopback_known *known = loopback_find_cookie(loopback, note->cookie);
    void *room;

    if (note->fd < 0 || !note->cookie ||
        (note->proto != IPPROTO_TCP && note->proto != IPPROTO_UDP))
        return NULL;
    add_fd(loopback, caller->actor, note->fd, note->cookie);
    if (known)
        return known;
    room = memory_one_more(loopback->known, loopback->n_known,
                           &loopback->known_room, sizeof(*loopback->known));
    if (!room)
        return NULL;
    loopback->known = room;
    known = &loopback->known[loopback->n_known++];
    *known = (struct loopback_known){
        .cookie = note->cookie, .host = caller->host, .proto = note->proto};
    return known;
}

/* ---- routes ---- */

bool ip_is_any(const uint8_t ip[4])
{
    static const uint8_t any[4] = {0};

    return memcmp(ip, any, 4) == 0;
}

bool ip_is_own(const uint8_t ip[4])
{
    return ip[0] == 127;
}

/* 10.0.0.1 or 10.0.0.2. */
static void ip_of_host(uint8_t ip[4], enum host_id host)
{
    const uint8_t own[4] = {10, 0, 0, (uint8_t)(host + 1)};

    memcpy(ip, own, 4);
}

bool ip_is_host(const uint8_t ip[4], enum host_id host)
{
    uint8_t own[4];

    ip_of_host(own, host);
    return memcmp(ip, own, 4) == 0;
}

bool known_has_source(const struct loopback_known *known)
{
    return known->peer != PEER_NONE || (known->bound && !ip_is_any(known->ip));
}

void known_route(const struct loopback_known *known, enum host_id host,
                 const uint8_t dest[4], uint8_t to[4], uint8_t from[4])
{
    static const uint8_t localhost[4] = {127, 0, 0, 1};
    bool has_source = known && known_has_source(known);

    memcpy(to, dest, 4);
    if (ip_is_any(to))
        memcpy(to, has_source ? known->ip : localhost, 4);
    if (has_source)
        memcpy(from, known->ip, 4);
    else if (ip_is_own(to))
        memcpy(from, localhost, 4);
    else
        ip_of_host(from, host);
}

/* ---- what calls do ---- */

static void note_bind(struct loopback_known *known, const struct call *call,
                      const struct outcome *outcome)
{
    const struct addr *addr = &call->args[1].addr;

    if (outcome->ret != 0 || call->args[1].kind != ARG_ADDR)
        return;
    known->bound = true;
    known->lent = false;
    known->port = addr->port;
    memcpy(known->ip, addr->ip, 4);
}

/* The kernel has bound it, to a port of its choice: ip(7). */
static void note_autobind(struct loopback_known *known)
{
    if (known->bound || known->peer != PEER_NONE)
        return;
    known->bound = true;
    known->lent = false;
    memset(known->ip, 0, 4);
}

static void note_connect(struct loopback_known *known, const struct call *call,
                         const struct outcome *outcome)
{
    uint8_t to[4], from[4];
    int err = outcome->err;

    if (call->args[1].kind != ARG_ADDR || call->args[1].addr.family != AF_INET)
        return;
    known->lent |= !known->bound;
    /* After a shutdown() it is looked at no more, and nothing changes. */
    if (err == EINVAL)
        return;
    if (outcome->ret != 0 && err != EINPROGRESS && err != EALREADY &&
        err != EINTR && err != EISCONN) {
        known->peer = PEER_NONE;
        return;
    }
    known_route(known, known->host, call->args[1].addr.ip, to, from);
    memcpy(known->ip, from, 4);
    known->peer =
        outcome->ret == 0 || err == EISCONN ? PEER_THERE : PEER_WANTED;
}

/*
 * shutdown() before there is a peer takes the connect() back (tcp(7) says
 * nothing of it; the kernel resets the address).
 */
static void note_shutdown(struct loopback_known *known,
                          const struct sock_list *socks)
{
    for (size_t i = 0; socks && i < socks->n; i++)
        if (socks->socks[i].cookie == known->cookie &&
            socks->socks[i].state == STATE_SYN_SENT)
            known->peer = PEER_NONE;
}

void loopback_note(struct loopback *loopback,
                   const struct loopback_caller *caller,
                   const struct call *call, const struct outcome *outcome)
{
    struct loopback_known *known;

    if (call_does(call, CALL_CLOSES)) {
        /* Who waits for the socket keeps it, until the number is another's. */
        if (outcome->ret == 0 && !caller->is_held)
            drop_fd(loopback, caller->actor, call_fd(call));
        return;
    }
    /* dup2() puts what is no socket in the place of one. */
    if (call_gives(call) && outcome->ret >= 0 && !outcome->sock.cookie)
        drop_fd(loopback, caller->actor, outcome->sock.fd);
    known = keep(loopback, caller, &outcome->sock);
    if (!known)
        return;
    if (call_does(call, CALL_SENDS) && outcome->ret > 0)
        known->sent += outcome->ret;
    if (call_does(call, CALL_ACCEPTS) && outcome->ret >= 0)
        known->peer = PEER_THERE;
    else if (call_does(call, CALL_BINDS))
        note_bind(known, call, outcome);
    else if (call_does(call, CALL_CONNECTS))
        note_connect(known, call, outcome);
    else if (call_does(call, CALL_LISTENS) && outcome->ret == 0)
        note_autobind(known);
    else if (call_does(call, CALL_SENDS) && known->proto == IPPROTO_UDP)
        note_autobind(known);
    else if (call_does(call, CALL_SHUTS_DOWN) && outcome->ret == 0)
        note_shutdown(known, caller->socks);
}
