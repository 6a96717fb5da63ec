/*
 * addr.h - socket addresses, written and read as in scripts.
 *
 * `10.0.0.1:80`, `[fd00::1]:80`, `[fe80::1%eth0]:80` with an interface where
 * the address alone does not say which (RFC 4007), `unix:/tmp/s` (a leading @
 * is an abstract name, unix(7)); `*` stands for any address or any port where a
 * pattern is asked for: `*:80`, `10.0.0.2:*`, `*:*`, `*`.
 */
#ifndef LAB_BASE_ADDR_H
#define LAB_BASE_ADDR_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/un.h>

enum {
    ADDR_TEXT = 128, /* room for any address as text, with its NUL */
    ADDR_ZONE = 16,  /* an interface's name, with its NUL (netdevice(7)) */
};

struct addr {
    sa_family_t family;   /* AF_INET, AF_INET6, AF_UNIX; AF_UNSPEC: any host */
    bool any_host;        /* a `*` stood for the address */
    bool any_port;        /* a `*` stood for the port */
    uint16_t port;        /* in host order */
    uint8_t ip[16];       /* in network order; 4 bytes of it for AF_INET */
    char zone[ADDR_ZONE]; /* AF_INET6: "eth0", or its number; "" for none */
    char path[108];       /* AF_UNIX; "@name" for an abstract one */
};

/*
 * Read an address from exactly len bytes at text. Returns 0, or -1 when it is
 * not an address (nothing is written then). Patterns are accepted.
 */
int addr_parse(struct addr *addr, const char *text, size_t len);

/* Write addr as scripts write it into out[ADDR_TEXT]; returns out. */
char *addr_format(const struct addr *addr, char *out);

/*
 * Whether an actual address is one that the pattern stands for. Zones are
 * compared where both have one: not every list of sockets tells them.
 */
bool addr_match(const struct addr *pattern, const struct addr *actual);

/* Whether both are the same address and port (wildcards compare as such). */
bool addr_equal(const struct addr *a, const struct addr *b);

/* Whether it is 0.0.0.0 or ::. */
bool addr_is_wildcard(const struct addr *addr);

/*
 * The address as the kernel takes it, and its length as the return value.
 * 0 for a pattern, which is no address. A zone must be a number by then: a name
 * means nothing outside of its host (addr_zone_number()).
 */
socklen_t addr_to_sockaddr(const struct addr *addr,
                           struct sockaddr_storage *out);

/*
 * Read what the kernel gave. An unknown family or a length of 0 gives
 * AF_UNSPEC with any_host and any_port false, which formats as "-".
 */
void addr_from_sockaddr(struct addr *addr, const struct sockaddr_storage *from,
                        socklen_t len);

/*
 * On the host itself: the number of the interface that a zone names in its
 * place ("0" when there is none such), and back.
 */
void addr_zone_number(struct addr *addr);
void addr_zone_name(struct addr *addr);

/* An IPv4 or IPv6 address from raw bytes in network order, port in host's. */
void addr_from_ip(struct addr *addr, sa_family_t family, const void *ip,
                  uint16_t port);

#endif
