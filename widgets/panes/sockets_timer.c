/*
 * sockets_timer.c - only time goes on without an event: a timer's end is known
 * (expires, on the log's clock), so what is left is reckoned at each drawing,
 * and sockets_timeout() says when a drawing would look different.
 */
#include "widgets/panes/sockets_timer.h"

static const int64_t second = 1000000000; /* in ns */

/* Rounded up, as a person counts. */
int sockets_seconds(const struct lab *lab, const struct sock *sock)
{
    int64_t left = sock->expires - log_now(lab_log(lab));

    if (sock->timer == TIMER_NONE || sock->expires == 0)
        return -1;
    return left > 0 ? (int)((left + second - 1) / second) : 0;
}

/*
 * A number changes when a whole second has gone by. Changes that are near are
 * put off to the one behind, so that several timers which are out of step make
 * one wake-up a second, not one each; but an end is shown at once.
 */
static int64_t next_change(int64_t left)
{
    int64_t next = left > 0 ? left % second + 1 : second;

    if (left >= SOCKETS_MINUTES * second)
        return left % (60 * second) + 1;
    return next < second / 2 && left > second ? next + second : next;
}

int64_t sockets_timeout(const struct lab *lab)
{
    int64_t soonest = -1;

    for (int host = 0; host < HOSTS; host++) {
        size_t n;
        const struct sock *socks = lab_sockets(lab, (enum host_id)host, &n);

        for (size_t i = 0; i < n; i++) {
            int64_t left = socks[i].expires - log_now(lab_log(lab));

            if (sockets_seconds(lab, &socks[i]) < 0)
                continue;
            int64_t next = next_change(left);
            if (soonest < 0 || next < soonest)
                soonest = next;
        }
    }
    return soonest;
}
