#include "lab/base/host.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"

/* As scripts call them, which is also how `ACTOR@HOST` is read. */
static const char *const host_names[HOSTS] = {
    [HOST_SERVER] = "server",
    [HOST_CLIENT] = "client",
};

const char *host_name(enum host_id host)
{
    /* A host_id may be HOSTS, "none", where a line names an unknown actor. */
    return host < HOSTS ? host_names[host] : "-";
}

enum host_id host_find(const char *name, int len)
{
    for (int i = 0; i < HOSTS; i++)
        if (len == (int)strlen(host_names[i]) &&
            memcmp(name, host_names[i], (size_t)len) == 0)
            return (enum host_id)i;
    return HOSTS;
}

const char *isolation_name(enum isolation isolation)
{
    switch (isolation) {
    case ISOLATION_AUTO: return "auto";
    case ISOLATION_NAMESPACE: return "namespace";
    case ISOLATION_LOOPBACK: return "loopback";
    }
    return "-";
}

/* What is true of several needs. */
#define SYSCTL_OF_ALL                                                          \
    N_("On plain loopback a sysctl would change the whole "                    \
       "machine; this needs namespaces.")
#define DESTROY_RIGHTS                                                         \
    N_("ss -K needs rights over the network that only a "                      \
       "namespace of the lab's own gives.")

/* What scripts call a need, and why it may be missing. */
static const struct {
    const char *name;
    const char *loopback; /* why plain loopback can't give it; NULL: it may */
    const char *kernel;   /* why a kernel can't do it; NULL: each can */
} needs[NEEDS] = {
    [NEED_WIRE] = {"wire",
                   N_("The wire can't be held or cut on plain loopback, where "
                      "packets never leave the kernel; this needs namespaces."),
                   NULL},
    [NEED_SYSCTL] = {"sysctl", SYSCTL_OF_ALL, NULL},
    [NEED_DESTROY] =
        {"destroy", DESTROY_RIGHTS,
         N_("This kernel can't destroy a socket (ss -K): it was built without "
            "CONFIG_INET_DIAG_DESTROY.")},
    [NEED_IPV6] = {"ipv6",
                   N_("Plain loopback has one IPv6 address only, and two hosts "
                      "need two; this needs namespaces."),
                   N_("This kernel has no IPv6.")},
    [NEED_SOCKET] = {"socket",
                     N_("Plain loopback plays TCP and UDP over IPv4, and Unix "
                        "sockets; others need namespaces."),
                     NULL},
    [NEED_ADDRESS] =
        {"address",
         N_("On plain loopback a host has its 10.0.0.1 or 10.0.0.2, 0.0.0.0, "
            "and 127.0.0.1 to 127.0.0.63, and there is nothing else; other "
            "addresses need namespaces."),
         NULL},
    [NEED_MULTICAST] = {"multicast",
                        N_("Multicast would leave this machine on plain "
                           "loopback; it needs namespaces."),
                        NULL},
    [NEED_OPTION] =
        {"option",
         N_("On plain loopback options about devices, routes, the choice of "
            "ports and the size of packets, control data of messages, and the "
            "address that connect() with AF_UNSPEC leaves would be this "
            "machine's; they need namespaces."),
         NULL},
    [NEED_COUNTER] =
        {"counter",
         N_("On plain loopback the kernel counts for the whole machine; nstat "
            "needs namespaces."),
         NULL},
    [NEED_DESTROY_TIME_WAIT] =
        {"destroy-time-wait", DESTROY_RIGHTS,
         N_("This kernel can't destroy a TIME-WAIT (ss -K); Linux can since "
            "6.0.")},
    [NEED_SOMAXCONN] =
        {"somaxconn", SYSCTL_OF_ALL,
         N_("This kernel hides the sysctls of net.core, such as somaxconn, in "
            "a user namespace; Linux shows them since 6.3.")},
    [NEED_MIGRATE] =
        {"migrate", SYSCTL_OF_ALL,
         N_("This kernel does not move connections from a closed listener to "
            "its neighbour (net.ipv4.tcp_migrate_req); Linux does since "
            "5.14.")},
    [NEED_BOUND] =
        {"bound-sockets", NULL,
         N_("This kernel does not list TCP sockets that are only bound; Linux "
            "does since 6.8.")},
    [NEED_TIMERS] =
        {"timers", NULL,
         N_("This kernel does not tell what is left of a socket's timer: it "
            "has no sock_diag.")},
    [NEED_PACKET] = {"packet-sockets",
                     N_("Packet sockets need rights that only a "
                        "namespace of the lab's own gives."),
                     N_("This kernel has no packet sockets.")},
};

const char *need_name(enum need need)
{
    return need < NEEDS ? needs[need].name : "-";
}

enum need need_find(const char *name, size_t len)
{
    enum need need = 0;

    while (need < NEEDS && (strlen(needs[need].name) != len ||
                            memcmp(needs[need].name, name, len) != 0))
        need++;
    return need;
}

const char *need_names(char *out, size_t size)
{
    size_t len = 0;

    for (enum need need = 0; need < NEEDS && len < size; need++)
        len += (size_t)snprintf(out + len, size - len, "%s%s",
                                need == 0           ? ""
                                : need + 1 == NEEDS ? _(" or ")
                                                    : ", ",
                                needs[need].name);
    return out;
}

const char *need_lack(enum need need)
{
    return need < NEEDS && needs[need].kernel ? _(needs[need].kernel) : NULL;
}

const char *isolation_cannot(enum isolation isolation, enum need need)
{
    return isolation == ISOLATION_LOOPBACK && need < NEEDS &&
                   needs[need].loopback
               ? _(needs[need].loopback)
               : NULL;
}
