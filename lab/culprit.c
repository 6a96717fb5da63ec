/*
 * EADDRINUSE says that somebody has the port, not who. The kernel compares the
 * new address with every socket that is bound to the same port (bind(2),
 * socket(7) on SO_REUSEADDR and SO_REUSEPORT, ipv6(7) on IPV6_V6ONLY), and
 * stops at the first that conflicts. Here the same comparison is made again
 * over the list of the host's sockets, so that the log can name all of them,
 * with the flags that they were made with and with who holds them.
 *
 * The flags of other sockets can't be asked of the kernel from outside. They
 * come from the notes that actors made after their own calls (struct socknote),
 * found by the socket's cookie.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/lab_inside.h"

enum { CULPRITS_MAX = 8 }; /* more of them would say nothing new */

/* An IPv4-mapped IPv6 address is an IPv4 address (RFC 4291 2.5.5.2). */
static struct addr unmapped(const struct addr *addr)
{
    static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};
    struct addr plain = *addr;

    if (addr->family != AF_INET6 || memcmp(addr->ip, prefix, 12) != 0)
        return plain;
    addr_from_ip(&plain, AF_INET, addr->ip + 12, addr->port);
    return plain;
}

/*
 * Whether two local addresses claim a port in common: the same one, or a
 * wildcard; the wildcard of IPv6 takes IPv4 as well unless IPV6_V6ONLY is set
 * (ipv6(7)).
 */
static bool overlap(const struct addr *a, bool a_v6only, const struct addr *b,
                    bool b_v6only)
{
    struct addr x = unmapped(a);
    struct addr y = unmapped(b);

    if (x.port != y.port)
        return false;
    if (x.family == y.family)
        return addr_is_wildcard(&x) || addr_is_wildcard(&y) ||
               memcmp(x.ip, y.ip, x.family == AF_INET ? 4 : 16) == 0;
    if (x.family == AF_INET6)
        return addr_is_wildcard(&x) && !a_v6only;
    return addr_is_wildcard(&y) && !b_v6only;
}

/* What the log knows of a socket: the newest note with its cookie. */
static const struct socknote *note_find(const struct lab *lab, uint64_t cookie)
{
    /* From the newest back: setsockopt() may have changed a flag since. */
    for (size_t i = log_count(lab->log); i-- > 0;) {
        const struct event *event = log_at(lab->log, i);

        if (event->kind == EVENT_CALL && event->call.sock.cookie == cookie)
            return &event->call.sock;
    }
    return NULL;
}

/*
 * Whether a socket with an overlapping address stands in the way. The rule of
 * socket(7): SO_REUSEADDR on both sides lets them share, unless one of them
 * listens; so does SO_REUSEPORT on both sides, even then. listen() itself is
 * refused only by another listener. A socket of which nothing is known counts
 * as made without flags.
 */
static bool blocks(const struct sock *sock, const struct socknote *old,
                   const struct socknote *now, bool listening)
{
    if (listening)
        return sock->state == STATE_LISTEN;
    if (!old)
        return true;
    if (old->flags & now->flags & SOCKNOTE_REUSEPORT)
        return false;
    return !(old->flags & now->flags & SOCKNOTE_REUSEADDR) ||
           sock->state == STATE_LISTEN;
}

/* A process that can't be asked for want of something ends the lab. */
static void owner_add(struct lab *lab, const struct actor *actor,
                      uint32_t inode, char *out, size_t size)
{
    if (lab_owner_add(actor, inode, out, size) < 0 && err_is_shortage(errno))
        lab_give_up(lab, "/proc/%d/fd: %s", (int)actor->pid, strerror(errno));
}

/* Whether a list of owners has that actor. */
static bool is_owner(const char *owner, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = owner; at; at = strstr(at, ", ")) {
        at += at == owner ? 0 : 2;
        if (strncmp(at, name, len) == 0 && strncmp(at + len, " fd ", 4) == 0)
            return true;
    }
    return false;
}

/* ---- which cause it is ---- */

/* What is asked of a socket that stands in the way. */
struct suspect {
    const struct sock *sock;
    const struct socknote *note; /* NULL: nothing is known of it */
    const struct addr *wanted;   /* the address that was asked for */
    const struct socknote *now;  /* of the socket that asked */
};

/* The call event of that name about the socket; NULL when there was none. */
static const struct call_event *find_call(const struct lab *lab,
                                          uint64_t cookie, const char *name)
{
    for (size_t i = 0; i < log_count(lab->log); i++) {
        const struct event *event = log_at(lab->log, i);

        if (event->kind == EVENT_CALL && event->call.sock.cookie == cookie &&
            (!name || strcmp(event->call.name, name) == 0))
            return &event->call;
    }
    return NULL;
}

/* A call to elsewhere, for which the kernel has chosen the port. */
static bool is_outgoing(const struct lab *lab, const struct sock *sock)
{
    return find_call(lab, sock->cookie, "connect") &&
           !find_call(lab, sock->cookie, "bind");
}

/* Whether one who holds it is stopped (proc_pid_stat(5)). */
static bool is_stopped(const struct lab *lab, const char *owner)
{
    for (int i = 0; i < lab->n_actors; i++)
        if (lab->actors[i]->pid && is_owner(owner, lab->actors[i]->name) &&
            actor_letter(lab->actors[i]) == 'T')
            return true;
    return false;
}

/* Whether the process that made it holds it no more, and another one does. */
static bool is_inherited(const struct lab *lab, const struct sock *sock,
                         const char *owner)
{
    const struct call_event *made = find_call(lab, sock->cookie, NULL);

    return made && owner[0] && !is_owner(owner, made->actor);
}

static const char *listener_row(const struct lab *lab,
                                const struct suspect *suspect,
                                const char *owner)
{
    struct addr has = unmapped(&suspect->sock->local);
    struct addr wanted = unmapped(suspect->wanted);
    unsigned flags =
        suspect->now->flags | (suspect->note ? suspect->note->flags : 0);

    if (is_stopped(lab, owner))
        return "stopped";
    if (is_inherited(lab, suspect->sock, owner))
        return "child";
    if (has.family != wanted.family)
        return "ipv6";
    if (memcmp(has.ip, wanted.ip, has.family == AF_INET ? 4 : 16) != 0)
        return "wildcard";
    return flags & SOCKNOTE_REUSEPORT ? "reuseport" : "listener";
}

static const char *row_of(const struct lab *lab, const struct suspect *suspect,
                          const char *owner)
{
    const struct sock *sock = suspect->sock;

    if (sock->proto == IPPROTO_UDP)
        return "udp";
    if (sock->state == STATE_LISTEN)
        return listener_row(lab, suspect, owner);
    if (sock->state == STATE_UNCONN)
        return "bound";
    if (is_outgoing(lab, sock))
        return "outgoing";
    if (sock->state == STATE_TIME_WAIT)
        return "time-wait";
    return owner[0] ? "connection" : "fin-wait";
}

/*
 * A socket that only the kernel still holds, such as a TIME-WAIT, has inode 0
 * and no owner; it has a timer instead, and expires_ms says how long.
 */
static void log_culprit(struct lab *lab, enum host_id host,
                        const struct suspect *suspect)
{
    const struct sock *sock = suspect->sock;
    const struct socknote *note = suspect->note;
    struct event event = {.kind = EVENT_CULPRIT};
    struct culprit_event *culprit = &event.culprit;
    int64_t left = sock->expires - log_now(lab->log);

    culprit->host = host;
    culprit->state = sock->state;
    culprit->local = sock->local;
    culprit->peer = sock->peer;
    culprit->expires_ms = sock->expires ? (int)(left / 1000000) : -1;
    culprit->known = note != NULL;
    culprit->flags = note ? note->flags : 0;
    for (int i = 0; sock->inode && i < lab->n_actors; i++)
        if (lab->actors[i]->pid)
            owner_add(lab, lab->actors[i], sock->inode, culprit->owner,
                      sizeof(culprit->owner));
    snprintf(culprit->row, sizeof(culprit->row), "%s",
             row_of(lab, suspect, culprit->owner));
    lab_append(lab, &event);
}

/*
 * The address that the call wanted: bind() names it, listen() goes by what
 * its socket is bound to.
 */
static bool wanted_address(const struct host_state *host,
                           const struct call *call,
                           const struct outcome *outcome, struct addr *addr)
{
    const struct sock *sock =
        sock_list_find(&host->socks, outcome->sock.cookie);

    if (!call_does(call, CALL_LISTENS)) {
        *addr = call->args[1].addr;
        return call->args[1].kind == ARG_ADDR && addr->family != AF_UNIX;
    }
    if (sock)
        *addr = sock->local;
    return sock;
}

void lab_name_culprits(struct lab *lab, const struct actor *actor,
                       const struct call *call, const struct outcome *outcome)
{
    const struct host_state *host = &lab->hosts[actor->host];
    bool listening = call_does(call, CALL_LISTENS);
    struct addr wanted;
    int n = 0;

    /* Port 0 asks for any free one: then there is no single culprit. */
    if (!wanted_address(host, call, outcome, &wanted) || wanted.port == 0)
        return;
    for (size_t i = 0; i < host->socks.n && n < CULPRITS_MAX; i++) {
        const struct sock *sock = &host->socks.socks[i];
        const struct socknote *note;

        /*
         * A socket does not stand in its own way, and UDP's ports are not
         * TCP's. Looking through the log comes last: it may be long.
         */
        if (sock->cookie == outcome->sock.cookie ||
            sock->proto != outcome->sock.proto ||
            sock->local.port != wanted.port)
            continue;
        note = note_find(lab, sock->cookie);
        if (!overlap(&wanted, outcome->sock.flags & SOCKNOTE_V6ONLY,
                     &sock->local, note && note->flags & SOCKNOTE_V6ONLY) ||
            !blocks(sock, note, &outcome->sock, listening))
            continue;
        log_culprit(lab, actor->host,
                    &(struct suspect){sock, note, &wanted, &outcome->sock});
        n++;
    }
}
