/*
 * sockets.c - which of a host's sockets show, in which order; how one is drawn
 * is sockets_row.c's. The lab keeps the list up to date; nothing of it is kept
 * here.
 */
#include "widgets/panes/sockets.h"

#include <netinet/in.h>

#include "lab/base/translate.h"
#include "widgets/panes/sockets_row.h"
#include "widgets/screen/area_find.h"

enum {
    SOCK_RANKS = 5,   /* state_rank() is below it */
    MOST_SOCKS = 400, /* no screen shows more */
    MORE_COLUMNS = 3, /* a space and a number of two digits */
};

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
    /* Its name says what it is where the word has no room. */
    snprintf(text, sizeof text, "sysctl %s", sysctls);
    return area_wrap(area, y, ROLE_WARN,
                     glyph_columns(text) > area.w ? sysctls : text);
}

/*
 * The sockets in their order: their indexes, at most `most` of them; returns
 * how many. Going through them once for each rank keeps those of one rank in
 * the order in which the lab has them.
 */
static int in_order(const struct sockets_view *view, size_t *order, int most)
{
    size_t n;
    const struct sock *socks = lab_sockets(view->lab, view->host, &n);
    int filled = 0;

    for (int rank = 0; rank < SOCK_RANKS; rank++)
        for (size_t i = 0; i < n && filled < most; i++)
            if (state_rank(&socks[i]) == rank)
                order[filled++] = i;
    return filled;
}

/* A pane_text: the sockets in their order. */
static int socks_text(const void *of, struct area area, int y)
{
    const struct sockets_view *view = of;
    struct sockets_form form = sockets_form_of(area.w, view->columns);
    size_t order[MOST_SOCKS];
    int n = in_order(view, order, MOST_SOCKS), first = y;

    if (n == 0)
        area_put(area, y++, 0, ROLE_DIM, _("none"));
    for (int i = 0; i < n; i++)
        y += sockets_row_draw(area, y, view, &form, order[i]);
    y += draw_sysctls(area, y, view->sysctls);
    return y - first;
}

/* The heads of the columns are worth a row where they are all shown. */
static int head_rows(struct area area, const struct sockets_view *view)
{
    struct sockets_form form = sockets_form_of(area.w, view->columns);
    size_t n;

    lab_sockets(view->lab, view->host, &n);
    return n > 0 ? sockets_row_head(area, 0, &form) : 0;
}

int sockets_rows(const struct sockets_view *view, int width)
{
    struct area area = {.w = width};

    return head_rows(area, view) + pane_rows(socks_text, view, width);
}

/*
 * How many more there are is said where the last row leaves room for it; the
 * sign alone has room in any case, behind the area.
 */
static void draw_more(struct area area, const struct pane *pane)
{
    struct area wider = area;
    int columns, hidden = pane_below(pane);
    int x = area.w - MORE_COLUMNS;

    wider.w++;

    if (pane->top > 0)
        area_sign(wider, 0, area.w, ROLE_KEY, SIGN_MORE_UP);
    if (hidden <= 0)
        return;
    if (area_find(area, area.h - 1, x, "   ", &columns) == x)
        area_printf(area, area.h - 1, x + 1, ROLE_KEY, "%2d",
                    area_least(hidden, 99));
    area_sign(wider, area.h - 1, area.w, ROLE_KEY, SIGN_MORE_DOWN);
}

void sockets_draw(struct area area, const struct sockets_view *view,
                  struct pane *pane)
{
    int head = area.h > 1 ? head_rows(area, view) : 0;
    struct area body = area_rows(area, head, area.h - head);

    pane->bare = true;
    pane_draw(pane, body, socks_text, view);
    draw_more(body, pane);
}

/* Which states the rows from top on have, and which all others, as bits. */
static void sort_states(struct area body, const struct sockets_view *view,
                        int top, unsigned *seen, unsigned *hidden)
{
    struct sockets_form form = sockets_form_of(body.w, view->columns);
    struct area nowhere = {.w = body.w};
    size_t order[MOST_SOCKS], n;
    const struct sock *socks = lab_sockets(view->lab, view->host, &n);
    int count = in_order(view, order, MOST_SOCKS), row = 0;

    for (int i = 0; i < count; i++) {
        unsigned state = 1U << socks[order[i]].state;
        bool shows = row >= top && row < top + body.h;

        *seen |= shows ? state : 0;
        *hidden |= shows ? 0 : state;
        row += sockets_row_draw(nowhere, 0, view, &form, order[i]);
    }
}

void sockets_hidden(struct area area, const struct sockets_view *view,
                    const struct pane *pane, int columns, char *out,
                    size_t size)
{
    /* Counted, not drawn: the rows are not where the area is. */
    int head = area.h > 1 ? head_rows((struct area){.w = area.w}, view) : 0;
    struct area body = area_rows(area, head, area.h - head);
    unsigned seen = 0, hidden = 0;
    size_t len = 0;

    out[0] = '\0';
    sort_states(body, view, area_most(0, pane->top), &seen, &hidden);
    for (int i = 0; i < STATES; i++) {
        const char *name = state_name((enum tcp_state)i);

        if (!(hidden & ~seen & 1U << i) ||
            area_most(1, glyph_columns(out)) + 1 + glyph_columns(name) >
                columns)
            continue;
        len += (size_t)snprintf(out + len, size - len, "%s %s",
                                len ? "" : theme_sign(SIGN_MORE_DOWN), name);
    }
}

const struct sock *sockets_selected(const struct sockets_view *view, int width,
                                    const struct pane *pane)
{
    struct sockets_form form = sockets_form_of(width, view->columns);
    struct area area = {.w = width};
    size_t order[MOST_SOCKS], n;
    const struct sock *socks = lab_sockets(view->lab, view->host, &n);
    int count = in_order(view, order, MOST_SOCKS), row = 0;

    for (int i = 0; i < count && pane->selected > 0; i++) {
        row += sockets_row_draw(area, 0, view, &form, order[i]);
        if (pane->selected <= row)
            return &socks[order[i]];
    }
    return NULL;
}
