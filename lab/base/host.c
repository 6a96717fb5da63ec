#include "lab/base/host.h"

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

/* Why plain loopback can't give it. */
static const char *const reasons[NEEDS] = {
    [NEED_WIRE] = N_("The wire can't be held or cut on plain loopback, where "
                     "packets never leave the kernel; this needs namespaces."),
    [NEED_SYSCTL] = N_("On plain loopback a sysctl would change the whole "
                       "machine; this needs namespaces."),
    [NEED_DESTROY] = N_("ss -K needs rights over the network that only a "
                        "namespace of the lab's own gives."),
    [NEED_IPV6] = N_("Plain loopback has one IPv6 address only, and two hosts "
                     "need two; this needs namespaces."),
    [NEED_SOCKET] = N_("Plain loopback plays TCP and UDP over IPv4, and Unix "
                       "sockets; others need namespaces."),
    [NEED_ADDRESS] =
        N_("On plain loopback a host has its 10.0.0.1 or 10.0.0.2, "
           "0.0.0.0, and 127.0.0.1 to 127.0.0.63, and there is "
           "nothing else; other addresses need namespaces."),
    [NEED_MULTICAST] =
        N_("Multicast would leave this machine on plain loopback; "
           "it needs namespaces."),
    [NEED_OPTION] = N_("On plain loopback options about devices, routes, the "
                       "choice of ports and the size of packets would be about "
                       "this machine's; they need namespaces."),
};

const char *isolation_cannot(enum isolation isolation, enum need need)
{
    return isolation == ISOLATION_LOOPBACK && need < NEEDS
               ? translate(reasons[need])
               : NULL;
}
