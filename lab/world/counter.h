/*
 * counter.h - what a host's kernel has counted, as nstat(8) shows it.
 *
 * The counters stand in /proc/net/netstat, /proc/net/snmp and /proc/net/snmp6
 * (proc_pid_net(5)), once for each network namespace, which begins at 0. They
 * are called by the part that they belong to and their own name together:
 * TcpExtListenOverflows.
 */
#ifndef LAB_WORLD_COUNTER_H
#define LAB_WORLD_COUNTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lab/world/netns.h"

enum { COUNTER_NAME = 64 }; /* room for a name with its NUL */

/* Called with each counter; false ends the walk. */
typedef bool counter_each(void *data, const char *name, int64_t value);

/*
 * Walk over the counters in a text of these files. What is not understood is
 * passed over.
 */
void counter_walk(const char *text, counter_each *each, void *data);

/* The same of those that this machine has. Returns whether all can be read. */
bool counter_walk_here(counter_each *each, void *data);

/*
 * What that counter of a host has come to. Returns 1, 0 when this kernel has
 * none of that name, -1 with the reason.
 */
int counter_read(const struct netns *netns, enum host_id host, const char *name,
                 int64_t *value, struct err *err);

#endif
