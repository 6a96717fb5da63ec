/*
 * The translation has two directions. On the way to the kernel an address of
 * the script gets this lab's network and a port that is free on this machine;
 * whatever comes back, in an outcome or in a list of sockets, is turned into
 * the script's address again. Both go by the last octet (who) and by the table
 * of ports (where).
 *
 * All of 127.0.0.0/8 is this machine's, without any configuration (RFC 1122
 * section 3.2.1.3 (g)), which is what makes it possible.
 */
#include "lab/world/loopback.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/base/release.h"
#include "lab/world/loopback_inside.h"

enum {
    NET_TRIES = 64,
    NAME_PREFIX = 16, /* room for "@255.255.1@" */
};

/* ---- a network of our own ---- */

static int net_lock(const uint8_t net[3])
{
    char name[64];

    snprintf(name, sizeof(name), "socket-lab-127.%u.%u", net[1], net[2]);
    return loopback_lock(name);
}

/*
 * A lab of a minute ago may have left a TIME-WAIT there. Sockets outlive their
 * process in TIME-WAIT and FIN-WAIT-2; a new lab that took their network would
 * show them as its own.
 */
static bool net_used(const uint8_t net[3], const struct sock_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->socks[i].local.family == AF_INET &&
            memcmp(list->socks[i].local.ip, net, 3) == 0)
            return true;
    return false;
}

/* Whether a socket can be kept on lo. Returns 0 or -1. */
static int check_tie(struct err *err)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int done = fd < 0 ? -1 : loopback_tie(fd);

    if (done < 0)
        err_machine(err,
                    "a socket can't be kept on loopback (SO_BINDTODEVICE, "
                    "without rights since Linux 5.7): %s",
                    strerror(errno));
    release_fd(&fd);
    return done;
}

int loopback_open(struct loopback *loopback, int diag, struct err *err)
{
    struct sock_list list = {0};
    struct err ignored;

    *loopback = (struct loopback){.lock = -1};
    if (check_tie(err) < 0)
        return -1;
    loopback_port_limits(loopback);
    /* Without a list we only risk to meet somebody's TIME-WAIT. */
    if (diag < 0 || probe_dump(diag, PROBE_TCP, 0, &list, &ignored) < 0)
        probe_proc(0, &list, &ignored);
    for (int i = 0; loopback->lock < 0 && i < NET_TRIES; i++) {
        uint8_t *net = loopback->net;

        /*
         * At random, because two labs that start together would else try the
         * same networks in the same order.
         */
        if (getrandom(net, 3, 0) != 3)
            break;
        net[0] = 127;
        net[1] |= 64; /* keep clear of what people use by hand */
        if (!net_used(net, &list))
            loopback->lock = net_lock(net);
    }
    sock_list_free(&list);
    if (loopback->lock < 0)
        return err_machine(err, "no free network on loopback: %s",
                           strerror(errno));
    return 0;
}

void loopback_close(struct loopback *loopback)
{
    loopback_ports_close(loopback);
    free(loopback->known);
    free(loopback->fds);
    release_fd(&loopback->lock);
    *loopback = (struct loopback){.lock = -1};
}

/* ---- there ---- */

/* 127.0.0.N of a host lives at LOOPBACK_OWN * (host + 1) + N. */
static int own_octet(enum host_id host, int n)
{
    return LOOPBACK_OWN * ((int)host + 1) + n;
}

/*
 * The address that plays one of the script's, which loopback_need() has let
 * pass; own is the host whose 127.0.0.0/8 it is.
 */
static void ip_out(const struct loopback *loopback, enum host_id own,
                   uint8_t ip[4])
{
    int octet = ip_is_own(ip) ? own_octet(own, ip[3]) : ip[3];

    if (ip_is_any(ip))
        return;
    memcpy(ip, loopback->net, 3);
    ip[3] = (uint8_t)octet;
}

/*
 * What stands before an abstract name. In namespaces each host has names of its
 * own (network_namespaces(7)); here all are the machine's, and two labs at one
 * moment would meet.
 */
static size_t name_prefix(const struct loopback *loopback, enum host_id host,
                          char out[NAME_PREFIX])
{
    return (size_t)snprintf(out, NAME_PREFIX, "@%u.%u.%d@", loopback->net[1],
                            loopback->net[2], (int)host);
}

/* Paths have a folder of the lab's own (sockdir.h), and stay as they are. */
static int name_out(const struct loopback *loopback, enum host_id host,
                    struct addr *addr, struct err *err)
{
    char prefix[NAME_PREFIX];
    size_t len = name_prefix(loopback, host, prefix);
    size_t old = strlen(addr->path);

    if (addr->path[0] != '@')
        return 0;
    if (len + old > sizeof(addr->path))
        return err_machine(err,
                           "on plain loopback an abstract name has at most %zu "
                           "bytes; this needs namespaces",
                           sizeof(addr->path) - 1 - len);
    /* Its own @ goes, the prefix has one. */
    memmove(addr->path + len, addr->path + 1, old);
    memcpy(addr->path, prefix, len);
    return 0;
}

/* connect() and sendto() name a host, whose port it is. */
static int dest_out(struct loopback *loopback,
                    const struct loopback_caller *caller, struct call *call,
                    struct addr *addr, struct err *err)
{
    const struct loopback_known *known =
        loopback_find(loopback, caller->actor, call_fd(call));
    struct loopback_caller there = {.host = caller->host};
    uint8_t to[4], from[4];

    if (known && loopback_refuse(known, caller, call, err) < 0)
        return -1;
    known_route(known, caller->host, addr->ip, to, from);
    for (int host = 0; host < HOSTS; host++)
        if (ip_is_host(to, (enum host_id)host))
            there.host = (enum host_id)host;
    if (loopback_port_out(loopback, &there, &addr->port, false, err) < 0)
        return -1;
    ip_out(loopback, caller->host, to);
    memcpy(addr->ip, to, 4);
    /* sendto() on TCP, which connects nothing, looks at no address. */
    if (!known || known_has_source(known) ||
        (known->proto == IPPROTO_TCP && !call_does(call, CALL_CONNECTS)))
        return 0;
    ip_out(loopback, caller->host, from);
    memcpy(&call->from, from, 4);
    call->has_from = true;
    return 0;
}

static int address_out(struct loopback *loopback,
                       const struct loopback_caller *caller, struct call *call,
                       struct addr *addr, struct err *err)
{
    /* Patterns never get here as addresses for the kernel. */
    if (addr->any_host || addr->any_port)
        return 0;
    if (addr->family == AF_UNIX)
        return name_out(loopback, caller->host, addr, err);
    if (!call_does(call, CALL_BINDS))
        return dest_out(loopback, caller, call, addr, err);
    /* bind() names what the host has itself. */
    ip_out(loopback, caller->host, addr->ip);
    return loopback_port_out(loopback, caller, &addr->port, true, err);
}

/*
 * IP_MULTICAST_IF by an address that no host of the lab has is refused by the
 * kernel, unless this machine has it. Returns 0 or -1.
 */
static int check_device(const struct call *call, struct err *err)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int fd, done;

    address.sin_addr.s_addr = (uint32_t)call->args[3].number;
    if (!call_does(call, CALL_SETS_OPTION) ||
        (int)call->args[1].number != IPPROTO_IP ||
        (int)call->args[2].number != IP_MULTICAST_IF ||
        address.sin_addr.s_addr == htonl(INADDR_ANY) ||
        address.sin_addr.s_addr == htonl(INADDR_LOOPBACK))
        return 0;
    fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    done = fd < 0 ? -1 : bind(fd, (struct sockaddr *)&address, sizeof(address));
    if (done < 0 && errno == EADDRNOTAVAIL)
        done = 0;
    else
        done = err_machine(
            err, "%s", isolation_cannot(ISOLATION_LOOPBACK, NEED_MULTICAST));
    release_fd(&fd);
    return done;
}

int loopback_call(struct loopback *loopback,
                  const struct loopback_caller *caller, struct call *call,
                  struct err *err)
{
    enum need need = loopback_need(call, caller->host);
    const struct loopback_known *known =
        loopback_find(loopback, caller->actor, call_fd(call));

    if (need != NEEDS)
        return err_machine(err, "%s",
                           isolation_cannot(ISOLATION_LOOPBACK, need));
    if (check_device(call, err) < 0)
        return -1;
    if (call_does(call, CALL_LISTENS))
        return loopback_refuse_listen(known, err);
    if (known && call_does(call, CALL_SENDS) &&
        loopback_refuse_data(known, caller, call, err) < 0)
        return -1;
    /* What an accept() or a recvfrom() expects is compared, not sent. */
    if (!call_does(call, CALL_BINDS | CALL_CONNECTS | CALL_SENDS))
        return 0;
    for (int i = 0; i < CALL_ARGS; i++)
        if (call->args[i].kind == ARG_ADDR &&
            address_out(loopback, caller, call, &call->args[i].addr, err) < 0)
            return -1;
    return 0;
}

/* ---- and back ---- */

/* Returns which host's an octet is; HOSTS when it is none of the lab's. */
static enum host_id octet_back(int octet, uint8_t ip[4])
{
    static const uint8_t hosts[3] = {10, 0, 0};
    static const uint8_t own[3] = {127, 0, 0};

    if (octet == 1 || octet == 2) {
        memcpy(ip, hosts, 3);
        ip[3] = (uint8_t)octet;
        return octet == 1 ? HOST_SERVER : HOST_CLIENT;
    }
    for (int host = 0; host < HOSTS; host++) {
        int n = octet - own_octet((enum host_id)host, 0);

        if (n < 0 || n >= LOOPBACK_OWN)
            continue;
        memcpy(ip, own, 3);
        ip[3] = (uint8_t)n;
        return (enum host_id)host;
    }
    return HOSTS;
}

static enum host_id address_back(struct loopback *loopback, struct addr *addr)
{
    enum host_id host = HOSTS;

    if (addr->family == AF_INET && memcmp(addr->ip, loopback->net, 3) == 0)
        host = octet_back(addr->ip[3], addr->ip);
    /* The ports of others on this machine stay what they are. */
    if (host != HOSTS)
        addr->port = loopback_port_back(loopback, host, addr->port);
    return host;
}

/* A name that the kernel has chosen (autobind, unix(7)) has no prefix. */
static void name_back(const struct loopback *loopback, struct addr *addr)
{
    char prefix[NAME_PREFIX];

    for (int host = 0; host < HOSTS; host++) {
        size_t len = name_prefix(loopback, (enum host_id)host, prefix);

        if (strncmp(addr->path, prefix, len) != 0)
            continue;
        memmove(addr->path + 1, addr->path + len, strlen(addr->path + len) + 1);
        return;
    }
}

void loopback_back(struct loopback *loopback, enum host_id host,
                   struct addr *addr)
{
    if (addr->family == AF_UNIX)
        name_back(loopback, addr);
    else if (addr->family == AF_INET && ip_is_any(addr->ip))
        addr->port = loopback_port_back(loopback, host, addr->port);
    else
        address_back(loopback, addr);
}

/*
 * After a connect() that failed the socket has 0.0.0.0 again, and the port that
 * it went from, as getsockname() shows; what was lent to it is not shown.
 */
static void hide_lent(const struct loopback *loopback,
                      const struct loopback_caller *caller,
                      const struct call *call, struct addr *addr)
{
    const struct loopback_known *known =
        loopback_find(loopback, caller->actor, call_fd(call));

    if (call_does(call, CALL_ASKS_NAME) && known && known->lent &&
        known->peer == PEER_NONE)
        memset(addr->ip, 0, 4);
}

void loopback_returned(struct loopback *loopback,
                       const struct loopback_caller *caller,
                       const struct call *call, struct outcome *outcome)
{
    loopback_note(loopback, caller, call, outcome);
    loopback_back(loopback, caller->host, &outcome->addr);
    hide_lent(loopback, caller, call, &outcome->addr);
}

/* Whose socket of 0.0.0.0 it is; the kernel's list has those of others too. */
static enum host_id wildcard_host(const struct loopback *loopback,
                                  const struct sock *sock, bool has_cookie)
{
    const struct loopback_known *known;

    if (!has_cookie)
        return loopback_port_host(loopback, sock->local.port);
    known = loopback_find_cookie(loopback, sock->cookie);
    return known ? known->host : HOSTS;
}

bool loopback_sock(struct loopback *loopback, struct sock *sock,
                   bool has_cookie, enum host_id *host)
{
    if (sock->local.family == AF_INET && ip_is_any(sock->local.ip)) {
        *host = wildcard_host(loopback, sock, has_cookie);
        if (*host != HOSTS)
            loopback_back(loopback, *host, &sock->local);
    } else {
        *host = address_back(loopback, &sock->local);
    }
    if (*host == HOSTS)
        return false;
    address_back(loopback, &sock->peer);
    return true;
}
