/*
 * The translation has two directions. On the way to the kernel an address of
 * the script gets this lab's network and a port that is free on this machine;
 * whatever comes back, in an outcome or in a list of sockets, is turned into
 * the script's address again. Both go by the last octet (who) and by the table
 * of ports (where), so nothing else has to be remembered.
 *
 * All of 127.0.0.0/8 is this machine's, without any configuration (RFC 1122
 * section 3.2.1.3 (g)), which is what makes it possible.
 */
#include "lab/loopback.h"

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    NET_TRIES = 64,
    NET_OWN = 64,           /* .64 and on: the server's 127.0.0.N, then */
    FIRST_FREE_PORT = 1024, /* below it a port is played by itself */
    NAME_PREFIX = 16,       /* room for "@255.255.1@" */
};

/* 127.0.0.N of a host lives at NET_OWN * (host + 1) + N, N below NET_OWN. */
static int own_octet(enum host_id host, int n)
{
    return NET_OWN * ((int)host + 1) + n;
}

/* ---- a network of our own ---- */

/*
 * An abstract Unix socket is a lock that the kernel takes away with us. It is
 * never listened on. A file would stay behind when we are killed.
 */
static int net_lock(const uint8_t net[3])
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int len = snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1,
                       "socket-lab-127.%u.%u", net[1], net[2]);

    if (fd < 0)
        return -1;
    if (bind(fd, (struct sockaddr *)&name,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
                         (size_t)len)) < 0) {
        close(fd);
        return -1;
    }
    return fd;
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

int loopback_open(struct loopback *loopback, int diag, struct err *err)
{
    struct sock_list list = {0};
    struct err ignored;

    *loopback = (struct loopback){.lock = -1};
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
    if (loopback->lock >= 0)
        close(loopback->lock);
    loopback->lock = -1;
}

/* ---- ports ---- */

/*
 * Whether a TCP socket can be bound there now. Asked by trying: bind() without
 * SO_REUSEADDR fails where anything at all is in the way, also a wildcard of
 * somebody else's.
 */
static bool port_free(const struct loopback *loopback, uint8_t last,
                      uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool is_free;

    memcpy(&address.sin_addr, loopback->net, 3);
    ((uint8_t *)&address.sin_addr)[3] = last;
    is_free =
        fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    if (fd >= 0)
        close(fd);
    return is_free;
}

/*
 * Whether the port plays another one of the script already. It may be free
 * all the same, as long as nobody has bound it; but an address that comes
 * back from the kernel has to lead to one port of the script, not to two.
 */
static bool port_given(const struct loopback *loopback, uint16_t script,
                       uint32_t real)
{
    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].real == real &&
            loopback->ports[i].script != script)
            return true;
    return false;
}

/* The port that plays another; the same one wherever that is possible. */
static uint16_t port_choose(const struct loopback *loopback, uint16_t script)
{
    uint32_t port = script;

    /* Upwards from the script's own, which is what a reader would expect. */
    while (port < 65536 && (port_given(loopback, script, port) ||
                            !port_free(loopback, 1, (uint16_t)port) ||
                            !port_free(loopback, 2, (uint16_t)port)))
        port++;
    return port < 65536 ? (uint16_t)port : script;
}

static struct loopback_port *port_find(struct loopback *loopback,
                                       uint16_t script)
{
    struct loopback_port *port;

    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].script == script)
            return &loopback->ports[i];
    if (loopback->n_ports == LOOPBACK_PORTS)
        return NULL;
    port = &loopback->ports[loopback->n_ports++];
    *port = (struct loopback_port){.script = script, .real = script};
    /* Privileged ports, and port 0, mean something by themselves. */
    if (script >= FIRST_FREE_PORT)
        port->real = port_choose(loopback, script);
    return port;
}

/* ---- there ---- */

/*
 * The last octet that plays an address of the script; -1 for none. The wildcard
 * becomes the host's own address: nobody outside can reach it.
 */
static int octet_for(enum host_id host, const uint8_t ip[4])
{
    static const uint8_t hosts[3] = {10, 0, 0};
    static const uint8_t own[3] = {127, 0, 0};
    static const uint8_t any[4] = {0};

    if (memcmp(ip, any, 4) == 0)
        return (int)host + 1;
    if (memcmp(ip, hosts, 3) == 0 && (ip[3] == 1 || ip[3] == 2))
        return ip[3];
    if (memcmp(ip, own, 3) == 0 && ip[3] < NET_OWN)
        return own_octet(host, ip[3]);
    return -1;
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

static int address_out(struct loopback *loopback, enum host_id host,
                       struct addr *addr, bool binds, struct err *err)
{
    struct loopback_port *port;
    char text[ADDR_TEXT];
    int octet;

    /* Patterns never get here as addresses for the kernel. */
    if (addr->any_host || addr->any_port)
        return 0;
    if (addr->family == AF_UNIX)
        return name_out(loopback, host, addr, err);
    octet = addr->family == AF_INET ? octet_for(host, addr->ip) : -1;
    if (octet < 0)
        return err_machine(err,
                           "on plain loopback there are only 10.0.0.1, "
                           "10.0.0.2, 0.0.0.0 and 127.0.0.1 to 127.0.0.63, "
                           "not %s; this needs namespaces",
                           addr_format(addr, text));
    port = port_find(loopback, addr->port);
    if (!port)
        return err_machine(err, "more than %d ports in use on plain loopback",
                           LOOPBACK_PORTS);
    /* To be shown as 0.0.0.0 again, though the kernel was told otherwise. */
    if (binds)
        port->wildcard[host] = addr_is_wildcard(addr);
    addr->port = port->real;
    memcpy(addr->ip, loopback->net, 3);
    addr->ip[3] = (uint8_t)octet;
    return 0;
}

int loopback_call(struct loopback *loopback, enum host_id host,
                  struct call *call, struct err *err)
{
    const char *name = call_name(call);
    bool binds = strcmp(name, "bind") == 0;

    if (strcmp(name, "socket") == 0 && call->args[0].kind == ARG_INT &&
        call->args[0].number != AF_INET && call->args[0].number != AF_UNIX)
        return err_machine(err, "plain loopback plays only AF_INET and "
                                "AF_UNIX; this needs namespaces");
    /* What an accept() or a recvfrom() expects is compared, not sent. */
    if (!binds && strcmp(name, "connect") != 0 && strcmp(name, "sendto") != 0)
        return 0;
    for (int i = 0; i < CALL_ARGS; i++)
        if (call->args[i].kind == ARG_ADDR &&
            address_out(loopback, host, &call->args[i].addr, binds, err) < 0)
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

        if (n < 0 || n >= NET_OWN)
            continue;
        memcpy(ip, own, 3);
        ip[3] = (uint8_t)n;
        return (enum host_id)host;
    }
    return HOSTS;
}

/* The ports of others on this machine are let be: the network comes first. */
static enum host_id address_back(const struct loopback *loopback,
                                 struct addr *addr)
{
    if (addr->family != AF_INET || memcmp(addr->ip, loopback->net, 3) != 0)
        return HOSTS;
    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].real == addr->port) {
            addr->port = loopback->ports[i].script;
            break;
        }
    return octet_back(addr->ip[3], addr->ip);
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

void loopback_back(const struct loopback *loopback, struct addr *addr)
{
    if (addr->family == AF_UNIX)
        name_back(loopback, addr);
    else
        address_back(loopback, addr);
}

/*
 * An accepted connection is shown with its real address, as without loopback:
 * only what is bound can be a wildcard (ip(7)).
 */
bool loopback_sock(const struct loopback *loopback, struct sock *sock,
                   enum host_id *host)
{
    static const uint8_t any[4] = {0};

    *host = address_back(loopback, &sock->local);
    if (*host == HOSTS)
        return false;
    address_back(loopback, &sock->peer);
    /* Without a peer it is what the script bound, which may be 0.0.0.0. */
    for (int i = 0; i < loopback->n_ports && sock->peer.port == 0; i++)
        if (loopback->ports[i].script == sock->local.port &&
            loopback->ports[i].wildcard[*host])
            memcpy(sock->local.ip, any, sizeof(any));
    return true;
}

/* ---- inside the actor ---- */

/*
 * Whether the socket has no address yet. Asked of the kernel rather than
 * remembered, since a fork() or a dup() may have made the descriptor.
 */
static bool unbound(int fd)
{
    struct sockaddr_in address = {0};
    socklen_t len = sizeof(address);

    return getsockname(fd, (struct sockaddr *)&address, &len) == 0 &&
           address.sin_family == AF_INET && address.sin_port == 0 &&
           address.sin_addr.s_addr == htonl(INADDR_ANY);
}

void loopback_prepare(const struct loopback *loopback, enum host_id host,
                      const struct call *call)
{
    static const char *const calls[] = {"connect", "listen", "sendto"};
    struct sockaddr_in address = {.sin_family = AF_INET};
    int fd = call_fd(call);
    int on = 1;
    bool wanted = false;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        wanted |= strcmp(call_name(call), calls[i]) == 0;
    if (!wanted || fd < 0 || !unbound(fd))
        return;
    memcpy(&address.sin_addr, loopback->net, 3);
    ((uint8_t *)&address.sin_addr)[3] = (uint8_t)(host + 1);
    /* A listener needs its port at once, a client when it connects. */
    if (strcmp(call_name(call), "connect") == 0)
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    /*
     * Should it fail, the call itself will fail or go on as it can; there is
     * nobody here to tell.
     */
    bind(fd, (struct sockaddr *)&address, sizeof(address));
}
