/*
 * sysctl.h - one host's own settings of the kernel, sysctl(8).
 *
 * Only net.* exists once for each network namespace; the rest is the whole
 * machine's, and a lab has no business there.
 */
#ifndef LAB_WORLD_SYSCTL_H
#define LAB_WORLD_SYSCTL_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lab/world/netns.h"

enum { SYSCTL_VALUE = 256 }; /* room for a value with its NUL */

/*
 * Whether a name may be asked for: `net.` and parts that lead to no other
 * file of /proc/sys.
 */
bool sysctl_is_name(const char *name);

/*
 * Write a sysctl, `net.ipv4.tcp_fin_timeout` for example, on one host alone.
 * Returns 0, -1 with ERR_INPUT when the kernel does not take the name or the
 * value.
 */
int sysctl_write(const struct netns *netns, enum host_id host, const char *name,
                 const char *value, struct err *err);

/*
 * Read one: of the host, or, with a NULL netns, of this machine. What stands
 * in value (SYSCTL_VALUE bytes) has single blanks and no newline. Returns 1,
 * 0 when neither the host nor this machine has such a setting, -1 with the
 * reason.
 */
int sysctl_read(const struct netns *netns, enum host_id host, const char *name,
                char *value, struct err *err);

#endif
