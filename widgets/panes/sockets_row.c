/*
 * sockets_row.c - narrow columns have the state, the local port, the peer and
 * at the right edge the timer; wide ones whole addresses, and then whatever is
 * asked for and has room, before what is not asked for. The rest of what is
 * asked for stands below each socket, with its name before it.
 */
#include "widgets/panes/sockets_row.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/blocked.h"
#include "widgets/panes/difference.h"
#include "widgets/panes/difference_socks.h"

enum {
    FULL_WIDTH = 54,    /* from here on local addresses are whole */
    STATE_COLUMNS = 11, /* "FIN-WAIT-1" and a space */
    PORT_COLUMNS = 7,   /* ":12000" and a space */
    ADDR_COLUMNS = 16,  /* "127.0.0.1:12000" and a space */
    TIMER_COLUMNS = 5,
    KIND_COLUMNS = 10, /* "keepalive " */
    QUEUE_COLUMNS = 14,
    OWNER_COLUMNS = 17, /* "server fd 4" and some to spare */
    FLAGS_COLUMNS = 26, /* "SO_REUSEADDR SO_REUSEPORT" */
    INDENT = 2,         /* of what stands below */
    NUMBER_CELL = 13,   /* "Recv-Q 123456" */
    KIND_CELL = 15,     /* "timer keepalive" */
    PIECE = 160,
};

const struct view_sign sockets_signs[] = {
    {.mark = "Recv-Q",
     .text = N_("Bytes that have arrived and that no process has read yet. In "
                "LISTEN: connections that wait for accept().")},
    {.mark = "Send-Q",
     .text = N_("Bytes that a process has sent and the other side has not "
                "acknowledged yet. In LISTEN: how many connections may wait, "
                "the backlog.")},
    {.mark = "Local",
     .text = N_("The socket's own address and port. 0.0.0.0 and [::] are all "
                "addresses of the host.")},
    {.mark = "Peer", .text = N_("The address and port of the other side.")},
    {.mark = "Timer",
     .text = N_("Which timer of the kernel runs, and what is left of it.")},
    {.mark = "Process",
     .text = N_("Who has the socket, and by which descriptor.")},
    {.mark = "Options",
     .text = N_("Options that the socket was seen with last; one in TIME-WAIT "
                "has those that it was made with.")},
    {.mark = N_("bound only"),
     .text = N_("It has an address and a port, and does not listen nor is it "
                "connected. ss does not list it.")},
    {.mark = N_("no process"),
     .text =
         N_("The kernel alone has it: its process has closed it or is gone, "
            "or has not accepted it yet.")},
    {.mark = "timewait",
     .text = N_("The time until the socket in TIME-WAIT is gone.")},
    {.mark = "keepalive",
     .text = N_("The time until the other side is asked whether it is still "
                "there; of a FIN-WAIT-2 without a process, until it is "
                "given up.")},
    {.mark = "persist",
     .text = N_("The time until it is asked whether the other side has room "
                "again.")},
    {.mark = "on",
     .text = N_("The time until what was not acknowledged is sent again.")},
    {.mark = N_("no timer"), .text = N_("No timer of the kernel runs.")},
    {.mark = "SO_REUSEADDR",
     .text = N_("The socket has this option, or had it when it went to "
                "TIME-WAIT.")},
    {.mark = N_("not known"),
     .text = N_("No call of the lab was about the socket, so that its options "
                "can't be told.")},
    {.mark = SOCKETS_WAITED,
     .text = N_("A call blocks until something happens to this socket.")},
    {.sign = SIGN_DIFFERENT,
     .text = N_(
         "Not all worlds have such a socket, or such a sysctl. With more than "
         "two worlds the numbers are those of the worlds that lack it.")},
    {.mark = "wire:",
     .text = N_("The last packets of this step, the newest last: > from the "
                "server, < from the client, x lost, | waiting.")},
    {.sign = SIGN_MORE_DOWN,
     .text = N_("There is more further down; in a line, the states that only "
                "sockets there have.")},
    {.mark = "sysctl", .text = N_("A setting of this host's kernel.")},
    {.mark = "ss",
     .text = N_("The sockets of that host, as this command lists them there.")},
    {.mark = "udp", .text = N_("A socket of UDP; all others are of TCP.")},
    {.text = NULL},
};

/* ---- where columns are ---- */

/* A column of so many, if the width still has them. */
static void take(struct sockets_form *form, int *column, int columns, int *used)
{
    if (*used + columns > form->width || *column >= 0)
        return;
    *column = *used;
    *used += columns;
}

/* Give those that are wanted a column, in order of their bits. */
static void take_all(struct sockets_form *form, unsigned wanted, int *used)
{
    int kinds = form->kinds ? 0 : -1;

    if (wanted & SHOW_QUEUES)
        take(form, &form->queues, QUEUE_COLUMNS, used);
    if (wanted & SHOW_TIMERS)
        take(form, &kinds, KIND_COLUMNS, used);
    if (wanted & SHOW_OWNER)
        take(form, &form->owner, OWNER_COLUMNS, used);
    if (wanted & SHOW_FLAGS)
        take(form, &form->flags, FLAGS_COLUMNS, used);
    form->kinds = kinds >= 0;
}

/* From left to right, once it is known which there are. */
static void place(struct sockets_form *form)
{
    int x = STATE_COLUMNS + 1;

    if (form->queues >= 0) {
        form->queues = x;
        x += QUEUE_COLUMNS;
    }
    form->local = x;
    form->peer = x + ADDR_COLUMNS;
    form->timer = x + 2 * ADDR_COLUMNS;
    x = form->timer + TIMER_COLUMNS + (form->kinds ? KIND_COLUMNS : 0);
    if (form->owner >= 0) {
        form->owner = x;
        x += OWNER_COLUMNS;
    }
    if (form->flags >= 0)
        form->flags = x;
}

struct sockets_form sockets_form_of(int width, unsigned asked)
{
    struct sockets_form form = {.width = width,
                                .queues = -1,
                                .local = STATE_COLUMNS,
                                .peer = STATE_COLUMNS + PORT_COLUMNS,
                                .timer = -1,
                                .owner = -1,
                                .flags = -1,
                                .below = asked};
    int used = STATE_COLUMNS + 1 + 2 * ADDR_COLUMNS + TIMER_COLUMNS;

    if (width < FULL_WIDTH)
        return form;
    take_all(&form, asked, &used);
    take_all(&form, ~0u, &used);
    place(&form);
    form.below &= ~((form.queues >= 0 ? (unsigned)SHOW_QUEUES : 0) |
                    (form.kinds ? (unsigned)SHOW_TIMERS : 0) |
                    (form.owner >= 0 ? (unsigned)SHOW_OWNER : 0) |
                    (form.flags >= 0 ? (unsigned)SHOW_FLAGS : 0));
    return form;
}

int sockets_row_head(struct area area, int y, const struct sockets_form *form)
{
    if (form->queues < 0)
        return 0;
    area_put(area, y, 0, ROLE_DIM, "State");
    area_put(area, y, form->queues, ROLE_DIM, "Recv-Q Send-Q");
    area_put(area, y, form->local, ROLE_DIM, "Local");
    area_put(area, y, form->peer, ROLE_DIM, "Peer");
    area_put(area, y, form->timer, ROLE_DIM, "Timer");
    if (form->owner >= 0)
        area_put(area, y, form->owner, ROLE_DIM, "Process");
    if (form->flags >= 0)
        area_put(area, y, form->flags, ROLE_DIM, "Options");
    return 1;
}

/* ---- what stands in them ---- */

/* Without a peer. */
static bool is_alone(const struct sock *sock)
{
    return addr_is_wildcard(&sock->peer) || sock->peer.family == AF_UNSPEC;
}

/*
 * ":12000" for 10.0.0.1:12000 where room is short: the host is known from the
 * pane's title. What a socket without a peer is bound to is all that there is
 * to know about it, though: 127.0.0.1 and 0.0.0.0 are not the same.
 */
static const char *local_text(const struct sock *sock, bool whole, char *text)
{
    if (whole || sock->local.family != AF_INET || is_alone(sock) ||
        addr_is_wildcard(&sock->local))
        return addr_format(&sock->local, text);
    snprintf(text, ADDR_TEXT, ":%u", (unsigned)sock->local.port);
    return text;
}

/*
 * One that was only bound has a name and nothing else; ss does not list it at
 * all.
 */
static const char *peer_text(const struct sock *sock, char *text)
{
    if (is_alone(sock))
        return sock->bound_only ? _("bound only") : "";
    return addr_format(&sock->peer, text);
}

/* "57s", "120m", with its kind "timewait 57s"; "" without a timer. */
static void timer_text(const struct lab *lab, const struct sock *sock,
                       bool kind, char *out, size_t size)
{
    int left = sockets_seconds(lab, sock);

    out[0] = '\0';
    if (left < 0)
        return;
    bool minutes = left >= SOCKETS_MINUTES;
    snprintf(out, size, "%s%s%d%s", kind ? timer_name(sock->timer) : "",
             kind ? " " : "", minutes ? (left + 59) / 60 : left,
             minutes ? "m" : "s");
}

/* "server fd 4"; that no process has it any more, or none has it yet. */
static void owner_text(const struct lab *lab, const struct sock *sock,
                       char *out, size_t size)
{
    lab_socket_owner(lab, sock, out, size);
    if (!out[0])
        snprintf(out, size, "%s", sock->inode ? "?" : _("no process"));
}

/* "SO_REUSEADDR SO_REUSEPORT"; none says what it is that there is none of. */
static void flags_text(const struct lab *lab, const struct sock *sock,
                       const char *none, char *out, size_t size)
{
    unsigned flags;
    size_t len = 0;

    if (!lab_socket_flags(lab, sock, &flags)) {
        snprintf(out, size, "%s", _("not known"));
        return;
    }
    snprintf(out, size, "%s", none);
    for (const struct socknote_option *at = socknote_options; at->name; at++)
        if (flags & at->flag && len < size)
            len += (size_t)snprintf(out + len, size - len, "%s%s",
                                    len ? " " : "", at->name);
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

/* ---- drawing ---- */

/* What is below a socket's first row: cells from left to right, then down. */
struct rest {
    struct area area;
    int y;    /* the first row behind what is there so far */
    int x;    /* the free place in the last one; INDENT: it has none */
    int rows; /* of cells */
};

/* A cell of at least so many columns; what is too long for a row is wrapped. */
static void put_rest(struct rest *rest, enum role role, const char *text,
                     int columns)
{
    struct area line = area_columns(rest->area, INDENT, rest->area.w - INDENT);

    columns = area_most(columns, glyph_columns(text));
    if (rest->rows == 0 || rest->x + columns > line.w) {
        rest->rows++;
        rest->x = 0;
    }
    int y = rest->y + rest->rows - 1;
    if (columns > line.w)
        rest->rows += area_most(0, area_wrap(line, y, role, text) - 1);
    else
        area_put(line, y, rest->x, role, text);
    rest->x += columns + 1;
}

/* A text at its column if it ends before the next one's, else below. */
static void put_cell(struct area area, int y, struct rest *rest, int x, int end,
                     enum role role, const char *text)
{
    if (!text[0])
        return;
    if (x + glyph_columns(text) <= end)
        area_put(area, y, x, role, text);
    else
        put_rest(rest, role, text, 0);
}

/*
 * The sign behind the state where other worlds have no such socket, "" where
 * all have it; with the numbers of these worlds where there is room.
 */
static const char *difference_sign(const struct sockets_view *view,
                                   const struct sockets_form *form,
                                   size_t index, int columns, char *out)
{
    unsigned shown =
        (form->owner >= 0 || form->below & SHOW_OWNER ? DIFFERENCE_OWNER : 0) |
        (form->queues >= 0 || form->below & SHOW_QUEUES ? DIFFERENCE_QUEUES
                                                        : 0);

    if (!view->worlds)
        return "";
    return difference_mark(difference_socks_with(view->worlds, view->lane,
                                                 view->host, index, shown),
                           runner_lanes(view->worlds), columns, out);
}

/* The state, what it is marked by, and that a call waits here. */
static void draw_state(struct area area, int y, const struct sockets_view *view,
                       const struct sockets_form *form, const struct sock *sock,
                       size_t index)
{
    char mark[DIFFERENCE_MARK];
    bool udp = sock->proto == IPPROTO_UDP && sock->state == STATE_UNCONN;
    const char *state = udp ? "udp UNCONN" : state_name(sock->state);
    int used = glyph_columns(state);
    const char *sign =
        difference_sign(view, form, index, STATE_COLUMNS - used, mark);

    area_put(area, y, 0, sign[0] ? ROLE_DIFF : state_role(sock), state);
    used += area_put(area, y, used, ROLE_DIFF, sign);
    if (used + glyph_columns(SOCKETS_WAITED) < STATE_COLUMNS &&
        blocked_call(view->lab, view->host, sock))
        area_put(area, y, used, ROLE_WARN, SOCKETS_WAITED);
}

/* Addresses and the timer: what every width shows. */
static void draw_names(struct area area, int y, const struct sockets_view *view,
                       const struct sockets_form *form, const struct sock *sock,
                       struct rest *rest)
{
    char local[ADDR_TEXT], room[ADDR_TEXT], timer[PIECE];
    const char *peer = peer_text(sock, room);
    bool edge = form->timer < 0;

    timer_text(view->lab, sock, form->kinds, timer, sizeof timer);
    int columns = glyph_columns(timer);
    int end = !edge ? form->timer - 1 : area.w - columns - (columns > 0);
    /* In a narrow column, what has no peer is followed by that from the right.
     */
    int peer_x =
        edge && is_alone(sock) ? end - glyph_columns(peer) : form->peer;
    int local_end = peer[0] || !edge ? peer_x - 1 : end;

    local_text(sock, !edge, local);
    bool whole = form->local + glyph_columns(local) <= local_end;
    if (!whole && edge && is_alone(sock) &&
        form->local + glyph_columns(local) <= end) {
        /* "bound only" goes below, and not what it says that of. */
        area_put(area, y, form->local, ROLE_PLAIN, local);
        put_rest(rest, ROLE_PLAIN, peer, 0);
    } else {
        put_cell(area, y, rest, form->local, local_end, ROLE_PLAIN, local);
        put_cell(area, y, rest, peer_x, end, ROLE_PLAIN, peer);
    }
    area_put(area, y, edge ? area.w - columns : form->timer, ROLE_WARN, timer);
}

/* What has a column of its own only in a wide pane. */
static void draw_more(struct area area, int y, const struct sockets_view *view,
                      const struct sockets_form *form, const struct sock *sock,
                      struct rest *rest)
{
    char text[PIECE];

    if (form->queues >= 0)
        area_printf(area, y, form->queues, ROLE_PLAIN, "%6u %6u",
                    sock->recv_queue, sock->send_queue);
    if (form->owner >= 0) {
        owner_text(view->lab, sock, text, sizeof text);
        put_cell(area, y, rest, form->owner,
                 form->flags >= 0 ? form->flags - 1 : area.w,
                 sock->inode ? ROLE_PLAIN : ROLE_DIM, text);
    }
    if (form->flags >= 0) {
        flags_text(view->lab, sock, "-", text, sizeof text);
        put_cell(area, y, rest, form->flags, area.w, ROLE_PLAIN, text);
    }
}

/* What is asked for and has no column. */
static void draw_below(const struct sockets_view *view,
                       const struct sockets_form *form, const struct sock *sock,
                       struct rest *rest)
{
    char text[PIECE];

    if (form->below & SHOW_QUEUES) {
        snprintf(text, sizeof text, "Recv-Q %u", sock->recv_queue);
        put_rest(rest, ROLE_PLAIN, text, NUMBER_CELL);
        snprintf(text, sizeof text, "Send-Q %u", sock->send_queue);
        put_rest(rest, ROLE_PLAIN, text, NUMBER_CELL);
    }
    if (form->below & SHOW_OWNER) {
        owner_text(view->lab, sock, text, sizeof text);
        put_rest(rest, sock->inode ? ROLE_PLAIN : ROLE_DIM, text,
                 OWNER_COLUMNS - 1);
    }
    if (form->below & SHOW_TIMERS) {
        bool runs = sockets_seconds(view->lab, sock) >= 0;

        snprintf(text, sizeof text, runs ? _("timer %s") : _("no timer"),
                 timer_name(sock->timer));
        put_rest(rest, runs ? ROLE_WARN : ROLE_DIM, text, KIND_CELL);
    }
    if (form->below & SHOW_FLAGS) {
        flags_text(view->lab, sock, _("no SO_REUSEADDR"), text, sizeof text);
        put_rest(rest, ROLE_PLAIN, text, 0);
    }
}

int sockets_row_draw(struct area area, int y, const struct sockets_view *view,
                     const struct sockets_form *form, size_t index)
{
    size_t n;
    const struct sock *sock = &lab_sockets(view->lab, view->host, &n)[index];
    struct rest rest = {.area = area, .y = y + 1};

    if (y >= 0 && y < area.h)
        draw_state(area, y, view, form, sock, index);
    draw_names(area, y, view, form, sock, &rest);
    draw_more(area, y, view, form, sock, &rest);
    draw_below(view, form, sock, &rest);
    return 1 + rest.rows;
}
