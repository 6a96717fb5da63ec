/*
 * The ports of a lab on loopback. A port is played by the same number where
 * that is free, else by one above it, so that a reader of ss(8) on the machine
 * finds what is expected. What plays one is held for the lab by a lock, since
 * another lab could else take it while nothing is bound to it.
 *
 * Ports that the kernel has chosen are not played by others. They are entered
 * when they are first seen, so that a script may name them.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "lab/base/release.h"
#include "lab/world/loopback_inside.h"
#include "lab/world/sysctl.h"

enum {
    PRIVILEGED = 1024, /* in a new namespace, below it bind() needs rights */
    LAST_PORT = 65535,
};

/* ---- locks ---- */

/*
 * An abstract Unix socket is a lock that the kernel takes away with us. It is
 * never listened on. A file would stay behind when we are killed.
 */
int loopback_lock(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    size_t len = strlen(name);

    if (fd < 0)
        return -1;
    memcpy(address.sun_path + 1, name, len);
    if (bind(fd, (struct sockaddr *)&address,
             (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + len)) <
        0) {
        close(fd);
        return -1;
    }
    return fd;
}

static int port_lock(uint16_t port)
{
    char name[64];

    snprintf(name, sizeof(name), "socket-lab-port-%u", port);
    return loopback_lock(name);
}

/* ---- what the machine says ---- */

/* The first n numbers of a sysctl; false when it can't be read. */
static bool read_ports(const char *name, int n, unsigned out[2])
{
    char value[SYSCTL_VALUE];
    struct err ignored;

    return sysctl_read(NULL, HOST_SERVER, name, value, &ignored) == 1 &&
           sscanf(value, "%u %u", &out[0], &out[1]) >= n &&
           out[0] <= LAST_PORT && (n < 2 || out[1] <= LAST_PORT);
}

void loopback_port_limits(struct loopback *loopback)
{
    unsigned first[2] = {PRIVILEGED, 0};
    unsigned range[2] = {0, 0};

    if (!read_ports("net.ipv4.ip_unprivileged_port_start", 1, first))
        first[0] = PRIVILEGED;
    if (!read_ports("net.ipv4.ip_local_port_range", 2, range))
        range[0] = range[1] = 0;
    loopback->first_port = (uint16_t)first[0];
    loopback->ephemeral[0] = (uint16_t)range[0];
    loopback->ephemeral[1] = (uint16_t)range[1];
}

/* ---- choosing ---- */

/*
 * Whether the whole of the port can be bound now. Asked by trying: bind()
 * without SO_REUSEADDR fails where anything at all is in the way.
 */
static bool can_bind(int type, uint16_t port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons(port)};
    int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
    bool can;

    address.sin_addr.s_addr = htonl(INADDR_ANY);
    can = fd >= 0 && loopback_tie(fd) == 0 &&
          bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
    release_fd(&fd);
    return can;
}

static bool port_free(uint16_t port)
{
    return can_bind(SOCK_STREAM, port) && can_bind(SOCK_DGRAM, port);
}

/*
 * Whether the port may play another at all. Those that the kernel chooses from
 * may be anybody's at any moment.
 */
static bool may_play(const struct loopback *loopback, unsigned port)
{
    return port < loopback->ephemeral[0] || port > loopback->ephemeral[1];
}

/* A port to play the script's, and its lock; 0 when there is none. */
static uint16_t port_choose(const struct loopback *loopback, uint16_t script,
                            int *lock)
{
    unsigned first = loopback->first_port;
    unsigned port = script;

    if (first < PRIVILEGED)
        first = PRIVILEGED;
    for (unsigned tried = first; tried <= LAST_PORT; tried++, port++) {
        if (port < first || port > LAST_PORT)
            port = first;
        if (!may_play(loopback, port))
            continue;
        *lock = port_lock((uint16_t)port);
        if (*lock >= 0 && port_free((uint16_t)port))
            return (uint16_t)port;
        if (*lock >= 0)
            close(*lock);
        else if (errno == EMFILE || errno == ENFILE)
            break;
    }
    return 0;
}

/* ---- the table ---- */

static struct loopback_port *port_find(struct loopback *loopback,
                                       enum host_id host, uint16_t script)
{
    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].host == host &&
            loopback->ports[i].script == script)
            return &loopback->ports[i];
    return NULL;
}

static struct loopback_port *port_find_real(struct loopback *loopback,
                                            enum host_id host, uint16_t real)
{
    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].host == host && loopback->ports[i].real == real)
            return &loopback->ports[i];
    return NULL;
}

static void port_drop(struct loopback *loopback, struct loopback_port *port)
{
    size_t i = (size_t)(port - loopback->ports);

    release_fd(&port->lock);
    loopback->n_ports--;
    memmove(port, port + 1, ((size_t)loopback->n_ports - i) * sizeof(*port));
}

/* Room for one more; the oldest that the kernel has chosen makes way. */
static struct loopback_port *port_add(struct loopback *loopback)
{
    for (int i = 0; loopback->n_ports == LOOPBACK_PORTS && i < LOOPBACK_PORTS;
         i++)
        if (loopback->ports[i].lock < 0)
            port_drop(loopback, &loopback->ports[i]);
    if (loopback->n_ports == LOOPBACK_PORTS)
        return NULL;
    return &loopback->ports[loopback->n_ports++];
}

/*
 * Whether somebody else on the machine has taken the port meanwhile. What is
 * the lab's own must stay, or the script would not meet it.
 */
static bool was_lost(const struct loopback *loopback,
                     const struct loopback_caller *caller,
                     const struct loopback_port *port)
{
    for (size_t i = 0; caller->socks && i < caller->socks->n; i++)
        if (caller->socks->socks[i].local.port == port->script)
            return false;
    return !loopback_port_used(loopback, port->host, port->script) &&
           !port_free(port->real);
}

static int port_play(struct loopback *loopback, enum host_id host,
                     uint16_t *port, struct err *err)
{
    struct loopback_port *row;
    uint16_t script = *port;
    int lock;

    *port = port_choose(loopback, script, &lock);
    if (*port == 0)
        return err_machine(err,
                           "no port is free on this machine's loopback "
                           "to play %u",
                           script);
    row = port_add(loopback);
    if (!row) {
        close(lock);
        return err_machine(err, "more than %d ports in use on plain loopback",
                           LOOPBACK_PORTS);
    }
    *row = (struct loopback_port){host, script, *port, lock};
    return 0;
}

/*
 * A port that needs rights is played by itself where it is to be bound, for
 * the kernel refuses that by the number. Nobody can listen there, so whoever
 * wants to reach it is sent to another one that nobody listens on.
 */
static int port_bind(const struct loopback *loopback, uint16_t port,
                     struct err *err)
{
    if (port < loopback->first_port)
        return 0;
    return err_machine(err,
                       "On this machine anybody may bind port %u "
                       "(net.ipv4.ip_unprivileged_port_start), which in a "
                       "network of its own needs rights; this needs "
                       "namespaces.",
                       port);
}

int loopback_port_out(struct loopback *loopback,
                      const struct loopback_caller *caller, uint16_t *port,
                      bool binds, struct err *err)
{
    struct loopback_port *row = port_find(loopback, caller->host, *port);

    if (*port == 0) /* for bind() any free one; for others no port at all */
        return 0;
    if (binds && *port < PRIVILEGED)
        return port_bind(loopback, *port, err);
    if (row && (!binds || !was_lost(loopback, caller, row))) {
        *port = row->real;
        return 0;
    }
    if (row)
        port_drop(loopback, row);
    return port_play(loopback, caller->host, port, err);
}

uint16_t loopback_port_back(struct loopback *loopback, enum host_id host,
                            uint16_t real)
{
    struct loopback_port *port = port_find_real(loopback, host, real);
    uint16_t script = real;

    if (port)
        return port->script;
    /* Privileged ones are never ours; 0 is none. */
    if (real < PRIVILEGED)
        return real;
    /* Another that the script knows under this number is played elsewhere. */
    while (port_find(loopback, host, script))
        script = script < LAST_PORT ? script + 1 : PRIVILEGED;
    port = port_add(loopback);
    if (port)
        *port = (struct loopback_port){host, script, real, -1};
    return script;
}

enum host_id loopback_port_host(const struct loopback *loopback, uint16_t real)
{
    for (int i = 0; i < loopback->n_ports; i++)
        if (loopback->ports[i].real == real)
            return loopback->ports[i].host;
    return HOSTS;
}

void loopback_ports_close(struct loopback *loopback)
{
    while (loopback->n_ports > 0)
        port_drop(loopback, &loopback->ports[loopback->n_ports - 1]);
}
