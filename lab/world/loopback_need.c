/*
 * What plain loopback can't play whatever the socket is like. A call is looked
 * at by itself, so that a script can be refused before any of it has run.
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "lab/world/loopback_inside.h"

/* An argument as the C call gets it, which may be less than was written. */
static int number(const struct call *call, int i)
{
    return (int)call->args[i].number;
}

/* ---- sockets ---- */

/* TCP and UDP over IPv4 can be tied to lo, and Unix sockets need not be. */
static bool plays_socket(const struct call *call)
{
    int domain = number(call, 0);
    int type = number(call, 1) & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    int proto = number(call, 2);

    if (domain == AF_UNIX)
        return true;
    if (domain != AF_INET)
        return false;
    return (type == SOCK_STREAM && (proto == 0 || proto == IPPROTO_TCP)) ||
           (type == SOCK_DGRAM && (proto == 0 || proto == IPPROTO_UDP));
}

/* ---- addresses ---- */

static bool is_multicast(const struct addr *addr)
{
    return addr->family == AF_INET && addr->ip[0] >> 4 == 0xe;
}

/* 127.0.0.0 is no address of a host; of the rest as many as there is room. */
static bool plays_own(const uint8_t ip[4])
{
    return ip[0] == 127 && ip[1] == 0 && ip[2] == 0 && ip[3] > 0 &&
           ip[3] < LOOPBACK_OWN;
}

/* A host that binds the other's address is refused: it is there, here. */
static bool plays_address(const struct addr *addr, bool binds,
                          enum host_id host)
{
    if (addr->family != AF_INET)
        return false;
    if (ip_is_any(addr->ip) || plays_own(addr->ip))
        return true;
    for (int i = 0; i < HOSTS; i++)
        if (ip_is_host(addr->ip, (enum host_id)i))
            return !binds || host == HOSTS || host == (enum host_id)i;
    return false;
}

static enum need need_of_address(const struct call *call, enum host_id host)
{
    bool binds = call_does(call, CALL_BINDS);

    for (int i = 0; i < CALL_ARGS; i++) {
        const struct addr *addr = &call->args[i].addr;

        if (call->args[i].kind != ARG_ADDR || addr->any_host ||
            addr->any_port || addr->family == AF_UNIX)
            continue;
        if (is_multicast(addr))
            return NEED_MULTICAST;
        if (!plays_address(addr, binds, host))
            return NEED_ADDRESS;
    }
    return NEEDS;
}

/* ---- options ---- */

enum { SET = 1, GET = 2 };

/* An option, or a row of them, and what asking for it or setting it needs. */
struct option_need {
    int level;
    int first;
    int last;
    int calls; /* SET, GET */
    enum need need;
};

/*
 * Some are missing from the headers of older systems, and some have a name in
 * the kernel's headers alone, which can't stand beside those of the C library.
 */
enum {
    SOCKET_MEMINFO = 55,       /* SO_MEMINFO */
    SOCKET_BINDTOIFINDEX = 62, /* SO_BINDTOIFINDEX */
    IPV4_LOCAL_PORTS = 51,     /* IP_LOCAL_PORT_RANGE */
    IPV4_ORIGINAL_DST = 80,    /* SO_ORIGINAL_DST */
    TCP4_CC_INFO = 26,         /* TCP_CC_INFO */
    TCP4_SAVED_SYN = 28,       /* TCP_SAVED_SYN */
    TCP4_FASTOPEN_CONNECT = 30,
    TCP4_FASTOPEN_KEY = 33,
    TCP4_FASTOPEN_NO_COOKIE = 34,
};

static const struct option_need options[] = {
    /* Memberships: the host's own messages would leave the machine. */
    {IPPROTO_IP, IP_ADD_MEMBERSHIP, MCAST_MSFILTER, SET | GET, NEED_MULTICAST},
    {IPPROTO_IPV6, IPV6_MULTICAST_IF, IPV6_MULTICAST_IF, SET, NEED_MULTICAST},
    {IPPROTO_IPV6, IPV6_JOIN_GROUP, IPV6_LEAVE_GROUP, SET, NEED_MULTICAST},
    {IPPROTO_IPV6, IPV6_JOIN_ANYCAST, IPV6_LEAVE_ANYCAST, SET, NEED_MULTICAST},
    {IPPROTO_IPV6, MCAST_JOIN_GROUP, MCAST_MSFILTER, SET | GET, NEED_MULTICAST},
    /* What names a device. */
    {SOL_SOCKET, SO_BINDTODEVICE, SO_BINDTODEVICE, SET | GET, NEED_OPTION},
    {SOL_SOCKET, SOCKET_BINDTOIFINDEX, SOCKET_BINDTOIFINDEX, SET | GET,
     NEED_OPTION},
    {IPPROTO_IP, IP_UNICAST_IF, IP_UNICAST_IF, SET | GET, NEED_OPTION},
    /* What is about addresses, ports and ways that are played by others. */
    {SOL_SOCKET, SO_PEERNAME, SO_PEERNAME, GET, NEED_OPTION},
    {IPPROTO_IP, IP_OPTIONS, IP_OPTIONS, SET | GET, NEED_OPTION},
    {IPPROTO_IP, IP_PKTOPTIONS, IP_PKTOPTIONS, SET | GET, NEED_OPTION},
    {IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, IP_BIND_ADDRESS_NO_PORT, SET,
     NEED_OPTION},
    {IPPROTO_IP, IPV4_LOCAL_PORTS, IPV4_LOCAL_PORTS, SET | GET, NEED_OPTION},
    {IPPROTO_IP, IPV4_ORIGINAL_DST, IPV4_ORIGINAL_DST, GET, NEED_OPTION},
    /* What goes by the size of packets, and by what lies in queues. */
    {SOL_SOCKET, SO_SNDBUF, SO_SNDBUF, SET | GET, NEED_OPTION},
    {SOL_SOCKET, SO_RCVBUF, SO_RCVBUF, SET | GET, NEED_OPTION},
    {SOL_SOCKET, SOCKET_MEMINFO, SOCKET_MEMINFO, GET, NEED_OPTION},
    {IPPROTO_IP, IP_MTU_DISCOVER, IP_MTU_DISCOVER, SET, NEED_OPTION},
    {IPPROTO_IP, IP_MTU, IP_MTU, GET, NEED_OPTION},
    {IPPROTO_TCP, TCP_MAXSEG, TCP_MAXSEG, GET, NEED_OPTION},
    {IPPROTO_TCP, TCP_WINDOW_CLAMP, TCP_WINDOW_CLAMP, GET, NEED_OPTION},
    {IPPROTO_TCP, TCP_INFO, TCP_INFO, GET, NEED_OPTION},
    {IPPROTO_TCP, TCP4_CC_INFO, TCP4_CC_INFO, GET, NEED_OPTION},
    {IPPROTO_TCP, TCP4_SAVED_SYN, TCP4_SAVED_SYN, GET, NEED_OPTION},
    /* What other connections of the machine have left behind. */
    {IPPROTO_TCP, TCP_FASTOPEN, TCP_FASTOPEN, SET | GET, NEED_OPTION},
    {IPPROTO_TCP, TCP4_FASTOPEN_CONNECT, TCP4_FASTOPEN_CONNECT, SET,
     NEED_OPTION},
    {IPPROTO_TCP, TCP4_FASTOPEN_KEY, TCP4_FASTOPEN_NO_COOKIE, SET | GET,
     NEED_OPTION},
};

/*
 * IP_MULTICAST_IF alone sends nothing. By an address that no host of the lab
 * has, or by 127.0.0.1, it comes out alike; by others, or by the number of a
 * device, it would not.
 */
static enum need need_of_device(const struct arg *value)
{
    uint32_t address = (uint32_t)value->number;
    uint8_t ip[4];

    memcpy(ip, &address, 4);
    if (value->kind != ARG_INT || ip[0] == 10 ||
        (ip[0] == 127 && ntohl(address) != INADDR_LOOPBACK))
        return NEED_MULTICAST;
    return NEEDS;
}

static enum need need_of_option(const struct call *call, int what)
{
    int level = number(call, 1);
    int option = number(call, 2);

    if (what == SET && level == IPPROTO_IP && option == IP_MULTICAST_IF)
        return need_of_device(&call->args[3]);
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
        if (options[i].level == level && options[i].first <= option &&
            option <= options[i].last && (options[i].calls & what))
            return options[i].need;
    return NEEDS;
}

/* ---- calls ---- */

enum need loopback_need(const struct call *call, enum host_id host)
{
    if (call_does(call, CALL_MAKES_SOCKET))
        return plays_socket(call) ? NEEDS : NEED_SOCKET;
    if (call_does(call, CALL_SETS_OPTION))
        return need_of_option(call, SET);
    if (call_does(call, CALL_ASKS_OPTION))
        return need_of_option(call, GET);
    /* Descriptors that come along, and addresses, are not those of the script.
     */
    if (call_does(call, CALL_MESSAGES) &&
        call->args[call_does(call, CALL_SENDS) ? 2 : 3].kind != ARG_ABSENT)
        return NEED_OPTION;
    /* A sendto() that connects goes by the cookies of former connections. */
    if (call_does(call, CALL_SENDS) && number(call, 3) & MSG_FASTOPEN)
        return NEED_OPTION;
    /* To take a connect() back has the kernel choose anew. */
    if (call_does(call, CALL_CONNECTS) && call->args[1].kind == ARG_INT)
        return NEED_OPTION;
    /* What an accept() or a recvfrom() expects is compared, not sent. */
    if (call_does(call, CALL_BINDS | CALL_CONNECTS | CALL_SENDS))
        return need_of_address(call, host);
    return NEEDS;
}
