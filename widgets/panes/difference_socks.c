/*
 * difference_socks.c - a socket is marked where the other world has fewer that
 * look like it: with two in TIME-WAIT here and one there, it is the second.
 *
 * Since look-alikes are counted and none is tied to another, a socket that
 * changed its state is marked in both worlds, and the order of lists, which is
 * chance, does not count.
 */
#include "widgets/panes/difference_socks.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_PICKED = 32768, LAST_PICKED = 60999 };

/* What is left of two timers that began in the same line may differ by this. */
static const int64_t apart_ns = 5000000000;

bool difference_socks_picked(long port)
{
    return port >= FIRST_PICKED && port <= LAST_PICKED;
}

static bool same_addr(const struct addr *a, const struct addr *b)
{
    struct addr x = *a, y = *b;
    char x_text[ADDR_TEXT], y_text[ADDR_TEXT];

    if (difference_socks_picked(x.port) && difference_socks_picked(y.port))
        x.port = y.port = 0;
    return !strcmp(addr_format(&x, x_text), addr_format(&y, y_text));
}

/*
 * A retransmission's timer begins anew each time, so only that it runs counts.
 * Of the others what is left of them counts too, but for small differences.
 */
static bool same_timer(const struct sock *a, int64_t a_now,
                       const struct sock *b, int64_t b_now)
{
    bool a_ends = a->timer != TIMER_NONE && a->expires != 0;
    bool b_ends = b->timer != TIMER_NONE && b->expires != 0;

    if (a_ends != b_ends || (a_ends && a->timer != b->timer))
        return false;
    if (!a_ends || a->timer == TIMER_ON || a->timer == TIMER_PERSIST)
        return true;
    return llabs((a->expires - a_now) - (b->expires - b_now)) < apart_ns;
}

/* One lane's sockets of a host, and its time. */
struct side {
    const struct sock *socks;
    size_t n;
    int64_t now;
};

static struct side side_of(const struct runner *runner, int lane,
                           enum host_id host)
{
    const struct lab *lab = runner_lab(runner, lane);
    struct side side = {.now = log_now(lab_log(lab))};

    side.socks = lab_sockets(lab, host, &side.n);
    return side;
}

/* How many of the first n sockets look like this one. */
static size_t count_alike(const struct side *side, size_t n,
                          const struct sock *sock, int64_t now, unsigned shown)
{
    size_t found = 0;

    for (size_t i = 0; i < n; i++) {
        const struct sock *other = &side->socks[i];

        found += other->proto == sock->proto && other->state == sock->state &&
                 other->bound_only == sock->bound_only &&
                 same_addr(&other->local, &sock->local) &&
                 same_addr(&other->peer, &sock->peer) &&
                 same_timer(other, side->now, sock, now) &&
                 (!(shown & DIFFERENCE_OWNER) ||
                  (other->inode == 0) == (sock->inode == 0)) &&
                 (!(shown & DIFFERENCE_QUEUES) ||
                  (other->recv_queue == sock->recv_queue &&
                   other->send_queue == sock->send_queue));
    }
    return found;
}

unsigned difference_socks_with(const struct runner *runner, int lane,
                               enum host_id host, size_t index, unsigned shown)
{
    struct side own = side_of(runner, lane, host);
    const struct sock *sock = &own.socks[index];
    size_t here = count_alike(&own, index + 1, sock, own.now, shown);
    unsigned with = 0;

    for (int i = 0; i < runner_lanes(runner); i++) {
        struct side other = side_of(runner, i, host);

        if (count_alike(&other, other.n, sock, own.now, shown) < here)
            with |= 1u << i;
    }
    return with;
}
