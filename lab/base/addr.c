/*
 * An address is kept as the bytes that go over the wire plus the marks of a
 * pattern, never as a struct sockaddr: patterns have no such struct, and two
 * that mean the same may differ there in bytes that mean nothing (padding,
 * sin6_flowinfo). It becomes one only on its way into a call.
 */
#include "lab/base/addr.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What stands before a Unix address, so that a path can't pass for a host. */
static const char unix_prefix[] = "unix:";
enum { UNIX_PREFIX = sizeof(unix_prefix) - 1 };

/* Bytes of an IP address of this family. */
static size_t ip_size(sa_family_t family)
{
    return family == AF_INET6 ? 16 : 4;
}

/* A decimal port or `*`; -1 when it is neither. */
static int parse_port(struct addr *addr, const char *text, size_t len)
{
    long port = 0;

    if (len == 1 && text[0] == '*') {
        addr->any_port = true;
        return 0;
    }
    /*
     * No strtol(3) here: it would take signs and blanks, and 00080 is no slip
     * of anybody who knows what a port is.
     */
    if (len == 0 || len > 5)
        return -1;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        port = port * 10 + (text[i] - '0');
    }
    if (port > UINT16_MAX)
        return -1;
    addr->port = (uint16_t)port;
    return 0;
}

/* Cut `%eth0` off the end of an IPv6 address. Returns 0 or -1. */
static int parse_zone(struct addr *addr, const char *text, size_t *len)
{
    const char *percent = memchr(text, '%', *len);
    size_t size = percent ? *len - (size_t)(percent + 1 - text) : 0;

    if (!percent)
        return 0;
    if (size == 0 || size >= sizeof(addr->zone) ||
        memchr(percent, '\0', size + 1) || memchr(percent, '/', size + 1))
        return -1;
    memcpy(addr->zone, percent + 1, size);
    *len -= size + 1;
    return 0;
}

/* The part before the port: `*`, IPv4 or IPv6 in brackets. */
static int parse_host(struct addr *addr, const char *text, size_t len)
{
    char host[INET6_ADDRSTRLEN];

    if (len == 1 && text[0] == '*') {
        addr->any_host = true;
        return 0;
    }
    addr->family = AF_INET;
    if (len > 2 && text[0] == '[' && text[len - 1] == ']') {
        addr->family = AF_INET6;
        text++;
        len -= 2;
        if (parse_zone(addr, text, &len) < 0)
            return -1;
    }
    /* inet_pton(3) wants a string, and would stop at a NUL inside of it. */
    if (len >= sizeof(host) || memchr(text, '\0', len))
        return -1;
    memcpy(host, text, len);
    host[len] = '\0';
    return inet_pton(addr->family, host, addr->ip) == 1 ? 0 : -1;
}

/* A path, or a name behind an @; empty for a socket without a name. */
static int parse_unix(struct addr *addr, const char *path, size_t len)
{
    if (len >= sizeof(addr->path) || memchr(path, '\0', len))
        return -1;
    addr->family = AF_UNIX;
    memcpy(addr->path, path, len);
    return 0;
}

/* Where the port's colon is; colons inside brackets do not count. */
static const char *find_colon(const char *text, size_t len)
{
    for (size_t i = len; i > 0 && text[i - 1] != ']'; i--)
        if (text[i - 1] == ':')
            return text + i - 1;
    return NULL;
}

int addr_parse(struct addr *addr, const char *text, size_t len)
{
    struct addr read = {.family = AF_UNSPEC}; /* kept only when all fits */
    const char *colon;

    if (len >= UNIX_PREFIX && memcmp(text, unix_prefix, UNIX_PREFIX) == 0) {
        if (parse_unix(&read, text + UNIX_PREFIX, len - UNIX_PREFIX) < 0)
            return -1;
    } else if (len == 1 && text[0] == '*') {
        read.any_host = true;
        read.any_port = true;
    } else {
        colon = find_colon(text, len);
        if (!colon || parse_host(&read, text, (size_t)(colon - text)) < 0 ||
            parse_port(&read, colon + 1, len - (size_t)(colon + 1 - text)) < 0)
            return -1;
    }
    *addr = read;
    return 0;
}

/*
 * The brackets keep the port's colon apart from those of an IPv6 address (RFC
 * 3986 section 3.2.2); inet_ntop(3) shortens the rest as RFC 5952 wants it.
 */
char *addr_format(const struct addr *addr, char *out)
{
    char host[INET6_ADDRSTRLEN] = "*";
    bool brackets = addr->family == AF_INET6 && !addr->any_host;
    const char *percent = brackets && addr->zone[0] ? "%" : "";
    const char *zone = *percent ? addr->zone : "";

    if (addr->family == AF_UNIX) {
        snprintf(out, ADDR_TEXT, "%s%s", unix_prefix, addr->path);
        return out;
    }
    if (addr->family == AF_UNSPEC && !addr->any_host) {
        snprintf(out, ADDR_TEXT, "-");
        return out;
    }
    if (!addr->any_host)
        inet_ntop(addr->family, addr->ip, host, sizeof(host));
    if (addr->any_port)
        snprintf(out, ADDR_TEXT, brackets ? "[%s%s%s]:*" : "%s%s%s:*", host,
                 percent, zone);
    else
        snprintf(out, ADDR_TEXT, brackets ? "[%s%s%s]:%u" : "%s%s%s:%u", host,
                 percent, zone, (unsigned)addr->port);
    return out;
}

/* Addresses of two families are never the same, not even ::ffff:10.0.0.1. */
static bool same_host(const struct addr *a, const struct addr *b)
{
    if (a->family != b->family)
        return false;
    if (a->family == AF_UNIX)
        return strcmp(a->path, b->path) == 0;
    return memcmp(a->ip, b->ip, ip_size(a->family)) == 0;
}

/* Only the pattern's stars count: an actual address has none. */
bool addr_match(const struct addr *pattern, const struct addr *actual)
{
    bool zones = pattern->zone[0] && actual->zone[0];

    if (!pattern->any_host && !same_host(pattern, actual))
        return false;
    if (zones && strcmp(pattern->zone, actual->zone) != 0)
        return false;
    return pattern->any_port || pattern->port == actual->port;
}

bool addr_equal(const struct addr *a, const struct addr *b)
{
    return a->any_host == b->any_host && a->any_port == b->any_port &&
           (a->any_host || same_host(a, b)) && strcmp(a->zone, b->zone) == 0 &&
           (a->any_port || a->port == b->port);
}

bool addr_is_wildcard(const struct addr *addr)
{
    static const uint8_t zero[16];

    return !addr->any_host &&
           (addr->family == AF_INET || addr->family == AF_INET6) &&
           memcmp(addr->ip, zero, ip_size(addr->family)) == 0;
}

/* Abstract names begin with a NUL byte and end with their length, unix(7). */
static socklen_t unix_to_sockaddr(const struct addr *addr,
                                  struct sockaddr_un *out)
{
    size_t len = strlen(addr->path);

    out->sun_family = AF_UNIX;
    memcpy(out->sun_path, addr->path, len);
    if (addr->path[0] == '@')
        out->sun_path[0] = '\0';
    else if (len > 0)
        len++; /* a path goes with its NUL; no path at all means no name */
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
}

/*
 * The casts are those that every caller of the socket API makes: the storage is
 * large and aligned enough for each family (socket(7)). It is zeroed first,
 * which gives sin_zero, sin6_flowinfo and, without a zone, sin6_scope_id the
 * values that they should have.
 */
socklen_t addr_to_sockaddr(const struct addr *addr,
                           struct sockaddr_storage *out)
{
    struct sockaddr_in *in = (struct sockaddr_in *)out;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;

    memset(out, 0, sizeof(*out));
    if (addr->any_host || addr->any_port)
        return 0;
    switch (addr->family) {
    case AF_INET:
        in->sin_family = AF_INET;
        in->sin_port = htons(addr->port);
        memcpy(&in->sin_addr, addr->ip, 4);
        return sizeof(*in);
    case AF_INET6:
        in6->sin6_family = AF_INET6;
        in6->sin6_port = htons(addr->port);
        memcpy(&in6->sin6_addr, addr->ip, 16);
        in6->sin6_scope_id = (uint32_t)strtoul(addr->zone, NULL, 10);
        return sizeof(*in6);
    case AF_UNIX: return unix_to_sockaddr(addr, (struct sockaddr_un *)out);
    }
    return 0;
}

/*
 * The length alone says where a Unix address ends: an abstract name has no NUL
 * behind it, and a socket without a name has nothing but its family.
 */
static void unix_from_sockaddr(struct addr *addr, const struct sockaddr_un *un,
                               socklen_t len)
{
    size_t head = offsetof(struct sockaddr_un, sun_path);
    size_t size = len > head ? len - head : 0;

    if (size > sizeof(addr->path) - 1)
        size = sizeof(addr->path) - 1;
    addr->family = AF_UNIX;
    memcpy(addr->path, un->sun_path, size);
    if (size > 0 && addr->path[0] == '\0')
        addr->path[0] = '@';
}

/*
 * A length below the family's own size happens: accept() of a Unix socket gives
 * two bytes, the family alone. What is too short to be an address is taken as
 * none.
 */
void addr_from_sockaddr(struct addr *addr, const struct sockaddr_storage *from,
                        socklen_t len)
{
    const struct sockaddr_in *in = (const struct sockaddr_in *)from;
    const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)from;

    memset(addr, 0, sizeof(*addr));
    if (len < sizeof(sa_family_t))
        return;
    if (from->ss_family == AF_INET && len >= sizeof(*in)) {
        addr_from_ip(addr, AF_INET, &in->sin_addr, ntohs(in->sin_port));
    } else if (from->ss_family == AF_INET6 && len >= sizeof(*in6)) {
        addr_from_ip(addr, AF_INET6, &in6->sin6_addr, ntohs(in6->sin6_port));
        if (in6->sin6_scope_id)
            snprintf(addr->zone, sizeof(addr->zone), "%u",
                     (unsigned)in6->sin6_scope_id);
    } else if (from->ss_family == AF_UNIX) {
        unix_from_sockaddr(addr, (const struct sockaddr_un *)from, len);
    }
}

void addr_from_ip(struct addr *addr, sa_family_t family, const void *ip,
                  uint16_t port)
{
    memset(addr, 0, sizeof(*addr));
    addr->family = family;
    addr->port = port;
    memcpy(addr->ip, ip, ip_size(family));
}

/* By their names scripts know interfaces; the kernel's calls take numbers. */
void addr_zone_number(struct addr *addr)
{
    char *end;

    if (addr->family != AF_INET6 || !addr->zone[0])
        return;
    strtoul(addr->zone, &end, 10);
    if (*end)
        snprintf(addr->zone, sizeof(addr->zone), "%u",
                 if_nametoindex(addr->zone));
}

/* One whose interface has gone since stays a number. */
void addr_zone_name(struct addr *addr)
{
    char name[IF_NAMESIZE];
    unsigned number = (unsigned)strtoul(addr->zone, NULL, 10);

    if (addr->family == AF_INET6 && number && if_indextoname(number, name))
        snprintf(addr->zone, sizeof(addr->zone), "%s", name);
}
