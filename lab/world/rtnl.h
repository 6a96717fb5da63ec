/*
 * rtnl.h - the few requests of rtnetlink(7) that a lab's network needs.
 *
 * A socket belongs to the network namespace in which it was opened, whatever
 * namespace its process is in later. That is how one process configures
 * several hosts.
 */
#ifndef LAB_WORLD_RTNL_H
#define LAB_WORLD_RTNL_H

#include <stdbool.h>
#include <stdint.h>

#include "lab/base/err.h"

struct mnl_socket;

/*
 * Open a socket in the calling process' network namespace. NULL with
 * ERR_MACHINE when netlink is not to be had. rtnl_close() it.
 */
struct mnl_socket *rtnl_open(struct err *err);
void rtnl_close(struct mnl_socket *rtnl);

/*
 * Make a veth pair (veth(4)): `name` here, with that interface index, and
 * `peer` with that hardware address in the namespace behind peer_ns. All of
 * these return 0, or -1 with ERR_MACHINE.
 */
int rtnl_veth(struct mnl_socket *rtnl, const char *name, unsigned index,
              const char *peer, const uint8_t peer_mac[6], int peer_ns,
              struct err *err);

/*
 * Bring an interface up, without ARP and without the addresses that IPv6
 * would give itself: nothing speaks on the wire but the lesson. A kernel that
 * has no IPv6 (ipv6.disable=1) gives none, and need not be told.
 */
int rtnl_up(struct mnl_socket *rtnl, unsigned index, struct err *err);

/*
 * Whether an errno of these says that there is no IPv6 here: not in the kernel,
 * or switched off for new interfaces (net.ipv6.conf.default.disable_ipv6).
 */
bool rtnl_lacks_ipv6(int error);

/*
 * Give an interface an address. family is AF_INET or AF_INET6, ip is in
 * network order. An IPv6 address is usable at once: no duplicate address
 * detection (RFC 4862 section 5.4).
 */
int rtnl_address(struct mnl_socket *rtnl, unsigned index, int family,
                 const void *ip, int prefix, struct err *err);

/*
 * Take in what is sent to an IPv6 address of the interface. The kernel makes
 * this route by itself as well, but later, in a worker; packets that arrive
 * before that would be lost.
 */
int rtnl_local6(struct mnl_socket *rtnl, unsigned index, const void *ip,
                struct err *err);

#endif
