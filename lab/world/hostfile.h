/*
 * hostfile.h - files of /proc as one host has them.
 *
 * What stands below /proc/sys/net and /proc/net is that of the network
 * namespace of whoever opens it, and a process can't leave a user namespace
 * that it has entered. So each is opened by a child, which ends then.
 */
#ifndef LAB_WORLD_HOSTFILE_H
#define LAB_WORLD_HOSTFILE_H

#include <stddef.h>
#include <sys/types.h>

#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lab/world/netns.h"

/* A child's exit status is an errno, with this where the host was not entered.
 */
enum { HOSTFILE_NOT_THERE = 128 };

/* In the child: go to the host, if there is one (NULL: none); else it ends. */
void hostfile_enter(const struct netns *netns, enum host_id host);

/* Wait for the child. Returns what it said by its exit status. */
int hostfile_status(pid_t child);

/*
 * Read what one file of the host holds, or, with a NULL netns, of this machine,
 * into text, as much as there is room for, and a NUL behind it. Returns 1, 0
 * when there is no such file, -1 with the reason.
 */
int hostfile_read(const struct netns *netns, enum host_id host,
                  const char *path, char *text, size_t size, struct err *err);

#endif
