#include "lab/base/host.h"

#include <string.h>

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
