/*
 * What plain loopback can't play for what the socket is like at that moment.
 * All of 127.0.0.0/8 has one route, by which the kernel sends from 127.0.0.1,
 * where it is left to choose. A socket without an address has one lent to it
 * before it connects; one that has a port can be bound no more (bind(2)).
 */
#include <netinet/in.h>
#include <string.h>

#include "lab/world/loopback_inside.h"

enum {
    SEGMENT = 1448,   /* the most data of a packet between two hosts, RFC 894 */
    SENT_MAX = 65536, /* what no buffer is too small for, whoever reads */
};

/*
 * The kernel would have it send from 127.0.0.1. A UDP socket gets rid of a port
 * that the kernel has chosen (loopback_run.c).
 */
static int refuse_wildcard(const struct loopback_known *known, bool connects,
                           struct err *err)
{
    if (!connects || !known->bound || known->peer != PEER_NONE ||
        !ip_is_any(known->ip) ||
        (known->proto == IPPROTO_UDP && known->port == 0))
        return 0;
    return err_machine(err, "On plain loopback a socket that is bound to "
                            "0.0.0.0 can't connect: the kernel would choose "
                            "another address for it than on a host of its "
                            "own; this needs namespaces.");
}

/* From 127.0.0.0/8 nothing gets off a host (RFC 1122 section 3.2.1.3). */
static int refuse_martian(const uint8_t from[4], const uint8_t to[4],
                          enum host_id host, struct err *err)
{
    if (!ip_is_own(from) || ip_is_own(to) || ip_is_host(to, host))
        return 0;
    return err_machine(err, "On plain loopback the other host can be reached "
                            "from 127.0.0.0/8 too, which it can't from a "
                            "host of its own; this needs namespaces.");
}

/*
 * tcp_tw_reuse, as it is by default, lets a connection follow another in
 * TIME-WAIT only where both ends are loopback addresses, as all are here.
 */
static int refuse_reuse(const struct loopback_known *known,
                        const struct sock_list *socks, const uint8_t to[4],
                        uint16_t port, struct err *err)
{
    if (!known->bound || known->port == 0 || ip_is_own(known->ip) ||
        ip_is_own(to))
        return 0;
    for (size_t i = 0; socks && i < socks->n; i++) {
        const struct sock *sock = &socks->socks[i];

        if (sock->state == STATE_TIME_WAIT && sock->local.port == known->port &&
            sock->peer.port == port && memcmp(sock->peer.ip, to, 4) == 0)
            return err_machine(err, "On plain loopback the kernel lets a new "
                                    "connection follow one in TIME-WAIT, "
                                    "which it does not between two hosts; "
                                    "this needs namespaces.");
    }
    return 0;
}

int loopback_refuse(const struct loopback_known *known,
                    const struct loopback_caller *caller,
                    const struct call *call, struct err *err)
{
    bool connects = call_does(call, CALL_CONNECTS);
    const struct addr *addr = &call->args[connects ? 1 : 4].addr;
    uint8_t to[4], from[4];

    /* The kernel looks at no address of a TCP socket that is connected. */
    if (known->proto == IPPROTO_TCP && (!connects || known->peer != PEER_NONE))
        return 0;
    if (refuse_wildcard(known, connects, err) < 0)
        return -1;
    known_route(known, known->host, addr->ip, to, from);
    if (known_has_source(known) &&
        refuse_martian(from, to, known->host, err) < 0)
        return -1;
    if (known->proto != IPPROTO_TCP)
        return 0;
    return refuse_reuse(known, caller->socks, to, addr->port, err);
}

/* How many bytes a call is to send. */
static long data_size(const struct call *call)
{
    const struct arg *data = &call->args[1];
    size_t total = 0;

    for (int i = 0; i < call->n_args; i++)
        if (call_param(call, i) == PARAM_LEN && call->args[i].kind == ARG_INT)
            return call->args[i].number;
    for (int i = 0; i < data->n_pieces; i++)
        total += data->pieces[i].len * data->pieces[i].repeat;
    return (long)(data->kind == ARG_BYTES ? data->len * data->repeat : total);
}

/*
 * Between two hosts data goes in packets of 1500 bytes, and a call that waits
 * has the first; on lo they have 65536. How much fits into the buffers of
 * sender and receiver goes by the packets too.
 */
int loopback_refuse_data(const struct loopback_known *known,
                         const struct loopback_caller *caller,
                         const struct call *call, struct err *err)
{
    long size = data_size(call);

    if (known->proto == IPPROTO_TCP && caller->is_awaited && size > SEGMENT)
        return err_machine(err, "On plain loopback a packet has more room than "
                                "between two hosts, and more of this would "
                                "come at once; this needs namespaces.");
    if (known->sent + size > SENT_MAX)
        return err_machine(err,
                           "On plain loopback buffers hold more than between "
                           "two hosts; more than %d bytes through one socket "
                           "need namespaces.",
                           SENT_MAX);
    return 0;
}

/* It would listen on what was lent to it, and not on 0.0.0.0. */
int loopback_refuse_listen(const struct loopback_known *known, struct err *err)
{
    if (!known || !known->lent || known->peer != PEER_NONE)
        return 0;
    return err_machine(err, "On plain loopback a socket whose connect() has "
                            "failed can't listen on 0.0.0.0; this needs "
                            "namespaces.");
}
