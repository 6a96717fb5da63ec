/*
 * sockets.c - three widths: short for half of 80 columns, with both addresses
 * whole in a wider column, and all that ss(8) prints where there is room.
 *
 * The lab keeps the list of sockets up to date; nothing of it is kept here.
 * Only time goes on without an event: a timer's end is known (expires, on the
 * log's clock), so what is left is reckoned at each drawing, and
 * sockets_timeout() says when a drawing would look different.
 */
#include "widgets/panes/sockets.h"

#include <netinet/in.h>

#include "lab/base/translate.h"
#include "widgets/panes/difference.h"
#include "widgets/panes/difference_socks.h"

enum {
    FULL_WIDTH = 54,     /* from here on local addresses are whole */
    QUEUE_WIDTH = 74,    /* and queues and the timer's kind are shown */
    STATE_COLUMNS = 11,  /* "FIN-WAIT-1" and a space */
    SOCK_RANKS = 5,      /* state_rank() is below it */
    MINUTES_FROM = 1000, /* seconds of three digits fit */
};

static const int64_t second = 1000000000; /* in ns */

static bool is_udp(const struct sock *sock)
{
    return sock->proto == IPPROTO_UDP;
}

/* -u only where it shows something: most lessons know nothing but TCP. */
const char *sockets_command(const struct lab *lab, enum host_id host)
{
    size_t n;
    const struct sock *socks = lab_sockets(lab, host, &n);

    for (size_t i = 0; i < n; i++)
        if (is_udp(&socks[i]))
            return "ss -tuano";
    return "ss -tano";
}

/* Seconds left, rounded up as a person counts; -1 when no timer runs. */
static int seconds_left(const struct lab *lab, const struct sock *sock)
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

    if (left >= MINUTES_FROM * second)
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

            if (seconds_left(lab, &socks[i]) < 0)
                continue;
            int64_t next = next_change(left);
            if (soonest < 0 || next < soonest)
                soonest = next;
        }
    }
    return soonest;
}

/* "57s", "120m", and in a wide pane "timewait 57s"; "" without a timer. */
static void timer_text(const struct lab *lab, const struct sock *sock,
                       bool wide, char *out, size_t size)
{
    int left = seconds_left(lab, sock);

    out[0] = '\0';
    if (left < 0)
        return;
    bool minutes = left >= MINUTES_FROM;
    snprintf(out, size, "%s%s%d%s", wide ? timer_name(sock->timer) : "",
             wide ? " " : "", minutes ? (left + 59) / 60 : left,
             minutes ? "m" : "s");
}

/* ":12000" for 10.0.0.1:12000; the host is known from the pane's title. */
static const char *short_local(const struct sock *sock, char *text)
{
    if (sock->local.family == AF_INET && !addr_is_wildcard(&sock->local)) {
        snprintf(text, ADDR_TEXT, ":%u", (unsigned)sock->local.port);
        return text;
    }
    if (sock->local.family == AF_INET) {
        snprintf(text, ADDR_TEXT, "*:%u", (unsigned)sock->local.port);
        return text;
    }
    return addr_format(&sock->local, text);
}

/* Without a peer. */
static bool is_alone(const struct sock *sock)
{
    return addr_is_wildcard(&sock->peer) || sock->peer.family == AF_UNSPEC;
}

/*
 * A socket without a peer is written as ss(8) writes it, but for one that was
 * only bound: a name and nothing else, which ss does not list at all.
 */
static const char *peer_text(const struct sock *sock, char *text)
{
    if (is_alone(sock))
        return sock->bound_only ? _("bound only") : "*:*";
    return addr_format(&sock->peer, text);
}

/*
 * The sign behind the state where other worlds have no such socket, "" where
 * all have it. Which worlds these are is said in as many columns as are free.
 */
static const char *difference_sign(const struct sockets_view *view,
                                   size_t index, int width, int columns,
                                   char *out)
{
    unsigned shown = (width >= FULL_WIDTH ? DIFFERENCE_OWNER : 0) |
                     (width >= QUEUE_WIDTH ? DIFFERENCE_QUEUES : 0);

    if (!view->worlds)
        return "";
    return difference_mark(difference_socks_with(view->worlds, view->lane,
                                                 view->host, index, shown),
                           runner_lanes(view->worlds), columns, out);
}

/* States that will pass by themselves or wait for somebody stand out. */
static enum role state_role(const struct sock *sock)
{
    switch (sock->state) {
    case STATE_ESTAB:
    case STATE_LISTEN: return ROLE_OK;
    case STATE_TIME_WAIT:
    case STATE_SYN_SENT:
    case STATE_SYN_RECV:
    case STATE_FIN_WAIT_1:
    case STATE_FIN_WAIT_2:
    case STATE_CLOSE_WAIT:
    case STATE_LAST_ACK:
    case STATE_CLOSING: return ROLE_WARN;
    case STATE_NONE:
    case STATE_UNCONN:
    case STATES: break;
    }
    return ROLE_PLAIN;
}

/*
 * Everything in columns of its own, as in ss(8). 18 columns hold an IPv4
 * address of the lab with its port, "10.0.0.1:12000", and air.
 */
static void draw_wide(struct area area, int y, const struct sockets_view *view,
                      const struct sock *sock, int x)
{
    bool queues = area.w >= QUEUE_WIDTH;
    char local[ADDR_TEXT], peer[ADDR_TEXT], timer[48];

    if (queues) {
        area_printf(area, y, x, ROLE_PLAIN, "%6u %6u", sock->recv_queue,
                    sock->send_queue);
        x += 15;
    }
    area_put(area, y, x, ROLE_PLAIN, addr_format(&sock->local, local));
    x += 18;
    area_put(area, y, x, ROLE_PLAIN, peer_text(sock, peer));
    timer_text(view->lab, sock, queues, timer, sizeof timer);
    x += 18;
    x += area_put(area, y, x, ROLE_WARN, timer) + 1;
    if (sock->inode == 0 && x + glyph_columns(_("no process")) <= area.w)
        area_put(area, y, x, ROLE_DIM, _("no process"));
}

/*
 * What a socket without a peer is bound to is all that there is to know about
 * it: 127.0.0.1 and 127.0.0.2 are not the same. It is cut to the port only
 * where room columns, of which the peer takes its own, have no place for it.
 */
static const char *room_local(const struct sock *sock, const char *peer,
                              int room, char *text)
{
    if (is_alone(sock) && !addr_is_wildcard(&sock->local) &&
        glyph_columns(addr_format(&sock->local, text)) + 1 +
                glyph_columns(peer) <=
            room)
        return text;
    return short_local(sock, text);
}

/*
 * All in half of 80 columns: local port, peer, and what is left of the timer at
 * the right edge, where it is looked for. least is the first column behind the
 * state and the blank, or the sign, that follows it.
 */
static void draw_short(struct area area, int y, const struct sockets_view *view,
                       const struct sock *sock, int least)
{
    char local_text[ADDR_TEXT], peer_room[ADDR_TEXT], timer[48];
    const char *peer = peer_text(sock, peer_room);
    int x = STATE_COLUMNS;

    timer_text(view->lab, sock, false, timer, sizeof timer);
    int end = area.w - glyph_columns(timer);
    const char *local =
        room_local(sock, peer, end - least - (timer[0] != 0), local_text);
    int gap = area_most(1, 7 - glyph_columns(local));
    int need =
        glyph_columns(local) + gap + glyph_columns(peer) + (timer[0] != 0);
    /* Ports matter more than straight columns. */
    x = area_most(area_least(x, end - need), least);
    struct area text = area_columns(area, 0, timer[0] ? end - 1 : end);
    x += area_put(text, y, x, ROLE_PLAIN, local) + gap;
    area_put(text, y, x, ROLE_PLAIN, peer);
    area_put(area, y, end, ROLE_WARN, timer);
}

/*
 * Columns that a mark may take behind the state: of the air before the first
 * number of a wide row, and in a short one of what its addresses leave.
 */
static int mark_room(int width, const struct lab *lab, const struct sock *sock,
                     const char *state)
{
    char local[ADDR_TEXT], peer[ADDR_TEXT], timer[48];
    int used = glyph_columns(state);
    bool whole = is_alone(sock) && !addr_is_wildcard(&sock->local);

    if (width >= FULL_WIDTH)
        return STATE_COLUMNS + 4 - used;
    timer_text(lab, sock, false, timer, sizeof timer);
    return width - used - 3 - glyph_columns(timer) -
           glyph_columns(whole ? addr_format(&sock->local, local)
                               : short_local(sock, local)) -
           glyph_columns(peer_text(sock, peer));
}

/* One socket's row: the state, and then as much as the width allows. */
static void draw_sock(struct area area, int y, const struct sockets_view *view,
                      const struct sock *sock, size_t index)
{
    bool wide = area.w >= FULL_WIDTH;
    char text[DIFFERENCE_MARK];
    const char *state = is_udp(sock) && sock->state == STATE_UNCONN
                            ? "udp UNCONN"
                            : state_name(sock->state);
    const char *sign = difference_sign(
        view, index, area.w, mark_room(area.w, view->lab, sock, state), text);
    int used =
        area_put(area, y, 0, sign[0] ? ROLE_DIFF : state_role(sock), state);

    used += area_put(area, y, used, ROLE_DIFF, sign);
    if (wide)
        draw_wide(area, y, view, sock, area_most(STATE_COLUMNS, used) + 1);
    else
        draw_short(area, y, view, sock, used + 1);
}

/*
 * Servers first, then what opens, then what lives, then what is going, then
 * what is over.
 */
static int state_rank(const struct sock *sock)
{
    switch (sock->state) {
    case STATE_LISTEN:
    case STATE_UNCONN:
    case STATE_NONE:
    case STATES: return 0;
    case STATE_SYN_SENT:
    case STATE_SYN_RECV: return 1;
    case STATE_ESTAB: return 2;
    case STATE_FIN_WAIT_1:
    case STATE_FIN_WAIT_2:
    case STATE_CLOSE_WAIT:
    case STATE_LAST_ACK:
    case STATE_CLOSING: return 3;
    case STATE_TIME_WAIT: break;
    }
    return SOCK_RANKS - 1;
}

/* Returns the rows. */
static int draw_sysctls(struct area area, int y, const char *sysctls)
{
    char text[320];

    if (!sysctls || !sysctls[0])
        return 0;
    snprintf(text, sizeof text, "sysctl %s", sysctls);
    return area_wrap(area, y, ROLE_WARN, text);
}

/*
 * A pane_text: the sockets in their order, one a row. Going through them once
 * for each rank keeps those of one rank in the order in which the lab has them,
 * without a copy to be sorted.
 */
static int socks_text(const void *of, struct area area, int y)
{
    const struct sockets_view *view = of;
    size_t n;
    const struct sock *socks = lab_sockets(view->lab, view->host, &n);

    if (n == 0)
        area_put(area, y, 0, ROLE_DIM, _("none"));
    for (int rank = 0; rank < SOCK_RANKS; rank++)
        for (size_t i = 0; i < n; i++) {
            if (state_rank(&socks[i]) != rank)
                continue;
            if (y >= 0 && y < area.h)
                draw_sock(area, y, view, &socks[i], i);
            y++;
        }
    return area_most(1, (int)n) +
           draw_sysctls(area, n > 0 ? y : y + 1, view->sysctls);
}

/* One for each socket, and the heads of the columns where they are shown. */
int sockets_rows(const struct sockets_view *view, int width)
{
    struct area area = {.w = width};
    size_t n;

    lab_sockets(view->lab, view->host, &n);
    return (n > 0 ? (int)n : 1) + (width >= QUEUE_WIDTH && n > 0) +
           draw_sysctls(area, 0, view->sysctls);
}

/* As ss(8) heads its columns, where they are all shown. */
static int draw_head(struct area area, const struct sockets_view *view)
{
    int x = STATE_COLUMNS + 1;
    size_t n;

    lab_sockets(view->lab, view->host, &n);
    if (n == 0 || area.w < QUEUE_WIDTH || area.h < 2)
        return 0;
    area_put(area, 0, 0, ROLE_DIM, "State");
    area_put(area, 0, x, ROLE_DIM, "Recv-Q Send-Q");
    area_put(area, 0, x + 15, ROLE_DIM, "Local");
    area_put(area, 0, x + 33, ROLE_DIM, "Peer");
    area_put(area, 0, x + 51, ROLE_DIM, "Timer");
    return 1;
}

void sockets_draw(struct area area, const struct sockets_view *view,
                  struct pane *pane)
{
    int head = draw_head(area, view);

    pane->counts = true;
    pane_draw(pane, area_rows(area, head, area.h - head), socks_text, view);
}
