/*
 * link.h - the ends of the veth pairs as packet(7) sockets, and the switches
 * of an interface that matter when somebody else relays its frames.
 */
#ifndef LAB_WORLD_LINK_H
#define LAB_WORLD_LINK_H

#include <stddef.h>
#include <sys/types.h>

#include "lab/base/err.h"

/*
 * A non-blocking packet socket on every interface of the calling process'
 * network namespace. It gives no copies of what is sent
 * through it, no neighbour discovery, no multicast listener reports: those
 * are not the lesson's traffic. Returns it, or -1 with ERR_MACHINE.
 */
int link_open(struct err *err);

/*
 * Have an interface of this namespace send what it means: checksums computed,
 * segments no longer than its MTU. A frame whose checksum was left to the
 * hardware would be thrown away behind the relay. Returns 0, or -1 with
 * ERR_MACHINE.
 */
int link_plain(struct err *err, const char *name);

#endif
