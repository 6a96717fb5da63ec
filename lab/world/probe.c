/*
 * sock_diag(7) in two questions: a dump of everything that matches, which comes
 * as many messages in a few datagrams, and SOCK_DESTROY for one socket. This is
 * what ss(8) does. The messages are those of linux/inet_diag.h; libmnl walks
 * over them, and probe_parse() reads one, so that captured bytes can be tested
 * without a kernel.
 */
#include "lab/world/probe.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/base/memory.h"

enum {
    DUMP_BUFFER = 32 << 10, /* the kernel fills at most this much at a time */
    /* Kernel states beyond those of tcp_states(7), not in every libc. */
    KERNEL_NEW_SYN_RECV = 12,
    KERNEL_BOUND_INACTIVE = 13,
    KERNEL_CLOSE = 7,
};

const char *timer_name(enum sock_timer timer)
{
    switch (timer) {
    case TIMER_NONE: return "";
    case TIMER_ON: return "on";
    case TIMER_KEEPALIVE: return "keepalive";
    case TIMER_TIMEWAIT: return "timewait";
    case TIMER_PERSIST: return "persist";
    }
    return "";
}

enum sock_timer timer_find(const char *name, size_t len)
{
    for (enum sock_timer timer = TIMER_ON; timer <= TIMER_PERSIST; timer++)
        if (strlen(timer_name(timer)) == len &&
            memcmp(timer_name(timer), name, len) == 0)
            return timer;
    return TIMER_NONE;
}

void sock_list_free(struct sock_list *list)
{
    free(list->socks);
    *list = (struct sock_list){0};
}

int sock_list_add(struct sock_list *list, const struct sock *sock)
{
    struct sock *socks =
        memory_one_more(list->socks, list->n, &list->room, sizeof(*socks));

    if (!socks)
        return -1;
    list->socks = socks;
    list->socks[list->n++] = *sock;
    return 0;
}

/* No subtraction: cookies are 64 bits wide, the result is an int. */
/* Lists are short, and not always in order: a walk will do. */
struct sock *sock_list_find(const struct sock_list *list, uint64_t cookie)
{
    for (size_t i = 0; i < list->n; i++)
        if (list->socks[i].cookie == cookie)
            return &list->socks[i];
    return NULL;
}

static int sock_compare(const void *a, const void *b)
{
    uint64_t x = ((const struct sock *)a)->cookie;
    uint64_t y = ((const struct sock *)b)->cookie;

    if (x != y)
        return x < y ? -1 : 1;
    /* See sock_list_single(): what was bound before comes first. */
    return ((const struct sock *)b)->bound_only -
           ((const struct sock *)a)->bound_only;
}

void sock_list_sort(struct sock_list *list)
{
    if (list->n > 1)
        qsort(list->socks, list->n, sizeof(list->socks[0]), sock_compare);
}

/*
 * Sockets that are only bound are dumped before connections: one that connects
 * meanwhile is met twice, and is by then what it was met as last.
 */
void sock_list_single(struct sock_list *list)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->n; i++)
        if (i + 1 == list->n ||
            list->socks[i].cookie != list->socks[i + 1].cookie)
            list->socks[kept++] = list->socks[i];
    list->n = kept;
}

/*
 * The kernel numbers its states as enum tcp_state does, but for the extras.
 * NEW_SYN_RECV is how the kernel keeps a connection request that has no socket
 * yet; for RFC 9293 it is SYN-RECEIVED as well.
 */
static enum tcp_state state_from_kernel(unsigned state)
{
    if (state == KERNEL_NEW_SYN_RECV)
        return STATE_SYN_RECV;
    if (state == KERNEL_BOUND_INACTIVE || state == KERNEL_CLOSE)
        return STATE_UNCONN;
    return state < STATES ? (enum tcp_state)state : STATE_NONE;
}

int probe_parse(struct sock *sock, const void *message, size_t len, int proto,
                int64_t now)
{
    struct inet_diag_msg diag;

    if (len < sizeof(diag))
        return -1;
    /*
     * Copied, because netlink aligns to 4 bytes and the struct may want more.
     */
    memcpy(&diag, message, sizeof(diag));
    if (diag.idiag_family != AF_INET && diag.idiag_family != AF_INET6)
        return -1;
    memset(sock, 0, sizeof(*sock));
    sock->cookie =
        (uint64_t)diag.id.idiag_cookie[1] << 32 | diag.id.idiag_cookie[0];
    sock->proto = proto;
    sock->state = state_from_kernel(diag.idiag_state);
    /* The kernel calls it closed, but lists it for its port. */
    sock->bound_only = proto == IPPROTO_TCP && sock->state == STATE_UNCONN;
    addr_from_ip(&sock->local, diag.idiag_family, diag.id.idiag_src,
                 ntohs(diag.id.idiag_sport));
    addr_from_ip(&sock->peer, diag.idiag_family, diag.id.idiag_dst,
                 ntohs(diag.id.idiag_dport));
    sock->timer = diag.idiag_timer <= TIMER_PERSIST
                      ? (enum sock_timer)diag.idiag_timer
                      : TIMER_NONE;
    /*
     * idiag_expires is in ms from now; kept as a moment, it can be shown as a
     * countdown without asking again.
     */
    if (sock->timer != TIMER_NONE)
        sock->expires = now + (int64_t)diag.idiag_expires * 1000000;
    sock->retransmits = diag.idiag_retrans;
    sock->recv_queue = diag.idiag_rqueue;
    sock->send_queue = diag.idiag_wqueue;
    sock->inode = diag.idiag_inode;
    sock->uid = diag.idiag_uid;
    return 0;
}

/* ---- asking ---- */

/* What the callback has to know of the dump it is in. */
struct dump {
    struct sock_list *list;
    int proto;
    int64_t now;
};

/* For mnl_cb_run(). Returning an error ends the walk; the dump is lost. */
static int dump_message(const struct nlmsghdr *header, void *data)
{
    struct dump *dump = data;
    struct sock sock;

    if (probe_parse(&sock, mnl_nlmsg_get_payload(header),
                    mnl_nlmsg_get_payload_len(header), dump->proto,
                    dump->now) == 0 &&
        sock_list_add(dump->list, &sock) < 0) {
        errno = ENOMEM;
        return MNL_CB_ERROR;
    }
    return MNL_CB_OK;
}

/*
 * Send the request, and read what it asks for. A dump is over with NLMSG_DONE,
 * for which mnl_cb_run() returns MNL_CB_STOP (netlink(7)).
 */
static int dump_ask(int diag, const void *ask, size_t size, struct dump *dump)
{
    static const int more = MNL_CB_OK;
    char *buffer = malloc(DUMP_BUFFER);
    int got = more;

    if (!buffer)
        return -1;
    if (send(diag, ask, size, 0) < 0)
        got = -1;
    while (got == more) {
        ssize_t len = recv(diag, buffer, DUMP_BUFFER, 0);

        if (len < 0 && errno == EINTR)
            continue;
        got = len < 0
                  ? -1
                  : mnl_cb_run(buffer, (size_t)len, 0, 0, dump_message, dump);
    }
    free(buffer);
    return got < 0 ? -1 : 0;
}

/*
 * TCP is asked for by the older request: it lists both address families at
 * once (inet_diag.h), and so costs half of two of the newer ones.
 */
static int dump_tcp(int diag, uint32_t states, struct dump *dump)
{
    struct {
        struct nlmsghdr header;
        struct inet_diag_req request;
    } ask = {
        .header = {.nlmsg_len = sizeof(ask),
                   .nlmsg_type = TCPDIAG_GETSOCK,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
        .request = {.idiag_states = states},
    };

    dump->proto = IPPROTO_TCP;
    return dump_ask(diag, &ask, sizeof(ask), dump);
}

/* The newer request (sock_diag(7)), as it is sent. */
struct ask {
    struct nlmsghdr header;
    struct inet_diag_req_v2 request;
};

static struct ask ask_for(uint16_t type, uint16_t flags, int family, int proto)
{
    return (struct ask){
        .header = {.nlmsg_len = sizeof(struct ask),
                   .nlmsg_type = type,
                   .nlmsg_flags = NLM_F_REQUEST | flags},
        .request = {.sdiag_family = (uint8_t)family,
                    .sdiag_protocol = (uint8_t)proto,
                    .idiag_states = UINT32_MAX},
    };
}

/*
 * The newer request, because the older knows only TCP and DCCP; it asks for one
 * address family at a time.
 */
static int dump_udp(int diag, int family, struct dump *dump)
{
    const struct ask ask =
        ask_for(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, family, IPPROTO_UDP);

    dump->proto = IPPROTO_UDP;
    return dump_ask(diag, &ask, sizeof(ask), dump);
}

int probe_open(void)
{
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
}

int probe_dump(int diag, unsigned what, int64_t now, struct sock_list *list,
               struct err *err)
{
    struct dump dump = {.list = list, .now = now};
    /*
     * A bit for each state. Those that are only bound are no state of TCP's and
     * were added in Linux 6.8; an older kernel passes over the bit.
     */
    uint32_t states = (1U << KERNEL_BOUND_INACTIVE) - 1;

    list->n = 0;
    if (what & PROBE_BOUND)
        states |= 1U << KERNEL_BOUND_INACTIVE;
    if ((what & PROBE_TCP) && dump_tcp(diag, states, &dump) < 0)
        return err_machine(err, "sock_diag (TCP): %s", strerror(errno));
    if ((what & PROBE_UDP) && (dump_udp(diag, AF_INET, &dump) < 0 ||
                               dump_udp(diag, AF_INET6, &dump) < 0))
        return err_machine(err, "sock_diag (UDP): %s", strerror(errno));
    sock_list_sort(list);
    sock_list_single(list);
    return 0;
}

/* ---- ending a socket ---- */

/* The address as inet_diag has it: raw bytes in network order. */
static void diag_address(uint32_t out[4], const struct addr *addr)
{
    memcpy(out, addr->ip, addr->family == AF_INET ? 4 : 16);
}

/*
 * The cookie makes sure that it is this socket, not one that has got the same
 * addresses since.
 */
int probe_destroy(int diag, const struct sock *sock, struct err *err)
{
    struct ask ask =
        ask_for(SOCK_DESTROY, NLM_F_ACK, sock->local.family, sock->proto);
    struct inet_diag_sockid *id = &ask.request.id;
    char answer[1024];
    ssize_t got;

    id->idiag_sport = htons(sock->local.port);
    id->idiag_dport = htons(sock->peer.port);
    id->idiag_cookie[0] = (uint32_t)sock->cookie;
    id->idiag_cookie[1] = (uint32_t)(sock->cookie >> 32);
    diag_address(id->idiag_src, &sock->local);
    diag_address(id->idiag_dst, &sock->peer);
    if (send(diag, &ask, sizeof(ask), 0) < 0)
        return err_machine(err, "SOCK_DESTROY: %s", strerror(errno));
    do
        got = recv(diag, answer, sizeof(answer), 0);
    while (got < 0 && errno == EINTR);
    if (got >= 0 && mnl_cb_run(answer, (size_t)got, 0, 0, NULL, NULL) >= 0)
        return 0;
    /* It has ended by itself meanwhile: nobody's failure. */
    return errno == ENOENT
               ? err_input(err, "SOCK_DESTROY: the socket is gone already")
               : err_machine(err, "SOCK_DESTROY: %s", strerror(errno));
}
