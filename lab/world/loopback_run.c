/*
 * What is done inside of the actor around a call on loopback. The kernel is
 * asked for what the script says; only where it would choose an address by
 * itself, which it would take outside of the lab's network, the one that the
 * lab has chosen (struct call, from) is lent to the socket first.
 */
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "lab/world/loopback_inside.h"

int loopback_tie(int fd)
{
    /* Since Linux 5.7 without rights, for a socket that is not tied yet. */
    return setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, "lo", sizeof("lo"));
}

/*
 * A UDP socket that has 0.0.0.0 and a port of the kernel's choice, as after a
 * send(): to dissolve its association (AF_UNSPEC, connect(2)) gives up such a
 * port, which it takes again with the address. What waits in it stays.
 */
static void move(int fd, struct sockaddr_in *address)
{
    const struct sockaddr nobody = {.sa_family = AF_UNSPEC};
    struct sockaddr_in now;
    socklen_t len = sizeof(now);

    if (getsockname(fd, (struct sockaddr *)&now, &len) < 0 ||
        connect(fd, &nobody, sizeof(nobody)) < 0)
        return;
    address->sin_port = now.sin_port;
    bind(fd, (struct sockaddr *)address, sizeof(*address));
}

static bool is_udp(int fd)
{
    int type = 0;
    socklen_t len = sizeof(type);

    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
           type == SOCK_DGRAM;
}

/*
 * The address alone: the port stays the kernel's choice when it connects
 * (IP_BIND_ADDRESS_NO_PORT, ip(7)), so that one port can serve several
 * connections. Should it fail, the call itself will fail or go on as it can.
 */
static void lend(int fd, struct in_addr from)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = from};
    int on = 1, off = 0;

    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
    if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 &&
        is_udp(fd))
        move(fd, &address);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &off, sizeof(off));
}

/*
 * The port that the kernel has chosen for a socket of 0.0.0.0, by which the lab
 * knows it in a list without cookies. The script is not shown it.
 */
static void tell_port(const struct call *call, struct outcome *outcome)
{
    struct sockaddr_storage address = {0};
    socklen_t len = sizeof(address);

    if (!outcome->has_addr &&
        getsockname(call_fd(call), (struct sockaddr *)&address, &len) == 0)
        addr_from_sockaddr(&outcome->addr, &address, len);
}

void loopback_run(const struct call *call, struct outcome *outcome)
{
    /* run_sendto() does its own lending. */
    if (call->has_from && !call_does(call, CALL_SENDS))
        lend(call_fd(call), call->from);
    call_run(call, outcome);
    if (call_does(call, CALL_MAKES_SOCKET) && outcome->ret >= 0 &&
        (int)call->args[0].number == AF_INET &&
        loopback_tie((int)outcome->ret) < 0)
        /* It could in loopback_open(). Ended so, no kernel is blamed. */
        raise(SIGKILL);
    if (call_does(call, CALL_SENDS | CALL_BINDS | CALL_LISTENS))
        tell_port(call, outcome);
}
