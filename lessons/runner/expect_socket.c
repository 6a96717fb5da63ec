/*
 * expect_socket.c - whether a host has such sockets as an `ss` line says.
 */
#include <inttypes.h>
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/runner/expect.h"
#include "lessons/text/format.h"

enum { DETAILS_TEXT = 320, SOCKETS_SHOWN = 6 };

/* How long the socket's timer has left; not below 0, as it may fire late. */
static int64_t timer_left_ms(const struct sock *sock, int64_t now)
{
    return sock->expires > now ? (sock->expires - now) / 1000000 : 0;
}

static bool timer_match(const struct timer_pattern *pattern,
                        const struct sock *sock, int64_t now)
{
    int64_t left = timer_left_ms(sock, now);

    if (pattern->timer == TIMER_NONE)
        return true;
    return sock->timer == pattern->timer && left >= pattern->from_ms &&
           left <= pattern->to_ms;
}

/* Whether a list such as "server,copy" has that name; "": that it is empty. */
static bool owner_match(const char *name, const char *owners)
{
    size_t len = strlen(name);

    if (!*name)
        return !*owners;
    while (*owners) {
        size_t one = strcspn(owners, ",");

        if (one == len && memcmp(owners, name, len) == 0)
            return true;
        owners += one + (owners[one] == ',');
    }
    return false;
}

static bool details_match(const struct sock_details *details,
                          const struct sock *sock, int64_t now)
{
    return timer_match(&details->timer, sock, now) &&
           range_holds(&details->recv_q, sock->recv_queue) &&
           range_holds(&details->send_q, sock->send_queue) &&
           (!details->proto || details->proto == sock->proto) &&
           (!details->by_user || owner_match(details->user, sock->owner));
}

/*
 * Compared as ss(8) would show them: wildcards, peers and states as they are
 * listed, not as a packet would be matched to a socket.
 */
bool expect_socket(const struct line *line, const struct sock *sock,
                   int64_t now)
{
    return (line->any_state || line->state == sock->state) &&
           addr_match(&line->local, &sock->local) &&
           addr_match(&line->peer, &sock->peer) &&
           details_match(&line->details, sock, now);
}

/* "timer:(timewait,50s..60s)" behind a blank; "" for no timer. */
static void timer_text(const struct timer_pattern *pattern, char *out,
                       size_t size)
{
    out[0] = '\0';
    if (pattern->timer != TIMER_NONE && pattern->to_ms == INT_MAX)
        snprintf(out, size, " timer:(%s)", timer_name(pattern->timer));
    else if (pattern->timer != TIMER_NONE)
        snprintf(out, size, " timer:(%s,%gs..%gs)", timer_name(pattern->timer),
                 pattern->from_ms / 1000.0, pattern->to_ms / 1000.0);
}

static const char *proto_text(int proto)
{
    return proto == IPPROTO_UDP ? "udp" : "tcp";
}

/* All that the line says of a socket beside its state and addresses. */
static void details_text(const struct sock_details *details, char *out,
                         size_t size)
{
    char range[RANGE_TEXT];
    size_t used;

    timer_text(&details->timer, out, size);
    used = strlen(out);
    if (details->proto)
        used += (size_t)snprintf(out + used, size - used, " proto:%s",
                                 proto_text(details->proto));
    if (details->recv_q.set)
        used += (size_t)snprintf(out + used, size - used, " recv-q:%s",
                                 range_format(&details->recv_q, false, range));
    if (details->send_q.set)
        used += (size_t)snprintf(out + used, size - used, " send-q:%s",
                                 range_format(&details->send_q, false, range));
    if (details->by_user)
        used += (size_t)snprintf(out + used, size - used, " users:%s",
                                 *details->user ? details->user : "none");
    if (details->count.set)
        snprintf(out + used, size - used, " count:%s",
                 range_format(&details->count, false, range));
}

/* What a LINE_SS* looks for, as ss writes a socket. */
static char *pattern_text(const struct line *line)
{
    char local[ADDR_TEXT];
    char peer[ADDR_TEXT];
    char details[DETAILS_TEXT];

    details_text(&line->details, details, sizeof(details));
    return text_format("%s%s %s %s%s", line->kind == LINE_SS_NO ? "no " : "",
                       line->any_state ? "any" : state_name(line->state),
                       addr_format(&line->local, local),
                       addr_format(&line->peer, peer), details);
}

/* " timer:(timewait,59.9s)", or that there is none. */
static void print_timer(FILE *out, const struct sock *sock, int64_t now)
{
    int64_t left = timer_left_ms(sock, now);

    if (sock->timer == TIMER_NONE)
        fputs(_(" no timer"), out);
    else
        fprintf(out, " timer:(%s,%" PRId64 ".%03" PRId64 "s)",
                timer_name(sock->timer), left / 1000, left % 1000);
}

/* The socket, with what the line asks of it beside its state. */
static void print_socket(FILE *out, const struct line *line,
                         const struct sock *sock, int64_t now)
{
    const struct sock_details *asked = &line->details;
    char local[ADDR_TEXT];
    char peer[ADDR_TEXT];

    fprintf(out, "%s %s %s", state_name(sock->state),
            addr_format(&sock->local, local), addr_format(&sock->peer, peer));
    if (asked->timer.timer != TIMER_NONE)
        print_timer(out, sock, now);
    if (asked->proto)
        fprintf(out, " proto:%s", proto_text(sock->proto));
    if (asked->recv_q.set)
        fprintf(out, " recv-q:%u", sock->recv_queue);
    if (asked->send_q.set)
        fprintf(out, " send-q:%u", sock->send_queue);
    if (asked->by_user)
        fprintf(out, " users:%s", *sock->owner ? sock->owner : "none");
}

/*
 * How near a socket comes to what is looked for: 0 is not at all. The local
 * address weighs most: it is how people tell sockets apart. The state weighs
 * less, being what a failed observation mostly gets wrong, and what else is
 * asked least.
 */
static int nearness(const struct line *line, const struct sock *sock,
                    int64_t now)
{
    return 8 * addr_match(&line->local, &sock->local) +
           4 * addr_match(&line->peer, &sock->peer) +
           2 * (line->any_state || line->state == sock->state) +
           details_match(&line->details, sock, now);
}

/*
 * "LISTEN 0.0.0.0:80 0.0.0.0:*, ...": the nearest ones, nearest first. At most
 * SOCKETS_SHOWN, for the message has to fit on a screen; the rest is counted.
 */
static void print_sockets(FILE *out, const struct line *line,
                          const struct sock *socks, size_t n, int64_t now)
{
    int shown = 0;

    /* From the nearest down, without sorting what the lab owns. */
    for (int near = 15; near >= 0; near--) {
        for (size_t i = 0; i < n && shown < SOCKETS_SHOWN; i++) {
            if (nearness(line, &socks[i], now) != near)
                continue;
            fputs(shown++ ? ", " : "", out);
            print_socket(out, line, &socks[i], now);
        }
    }
    if (n > (size_t)shown)
        fprintf(out, _(" and %zu more"), n - shown);
    if (n == 0)
        fputs(_("no sockets"), out);
}

/* What is there; of a line that counts, how many of them fit as well. */
static char *sockets_text(const struct line *line, const struct sock *socks,
                          size_t n, size_t fits, int64_t now)
{
    struct memory memory;

    if (!memory_open(&memory)) {
        memory_close(&memory);
        return NULL;
    }
    if (line->details.count.set)
        fprintf(memory.out, _("count:%zu of "), fits);
    print_sockets(memory.out, line, socks, n, now);
    return memory_close(&memory) ? memory.text : NULL;
}

struct verdict expect_sockets(const struct line *line, const struct sock *socks,
                              size_t n, int64_t now)
{
    const struct range *count = &line->details.count;
    const struct sock *found = NULL;
    size_t fits = 0;

    for (size_t i = 0; i < n; i++) {
        if (!expect_socket(line, &socks[i], now))
            continue;
        found = found ? found : &socks[i];
        fits++;
    }
    if (count->set)
        return verdict_of(range_holds(count, (int64_t)fits), pattern_text(line),
                          sockets_text(line, socks, n, fits, now));
    /* `ss no` fails on the first socket that fits, and shows that one. */
    return verdict_of(!!found == (line->kind != LINE_SS_NO), pattern_text(line),
                      found ? sockets_text(line, found, 1, fits, now)
                            : sockets_text(line, socks, n, fits, now));
}
