/*
 * diagram_text.c - changes of state as sentences, from the newest back for as
 * long as there is room, and drawn in the order in which they came.
 */
#include "widgets/diagram/diagram_text.h"

#include <ctype.h>
#include <stdlib.h>

#include "lab/base/translate.h"
#include "lab/log/transition.h"

enum {
    MOST_TOLD = 16, /* of one step; more are counted only */
    MOST_PAST = 64, /* in the list */
    SENTENCE = 512,
    COUNT_COLUMNS = 4, /* a space, a sign, and how many are not told */
};

void diagram_token(enum host_id host, const struct addr *local, char *out,
                   size_t size)
{
    snprintf(out, size, "%c:%u", toupper(*host_name(host)),
             (unsigned)local->port);
}

bool diagram_shows(const struct diagram_view *view, size_t index)
{
    const struct event *event = log_at(view->log, index);

    return event && event->kind == EVENT_STATE &&
           event->state.proto == IPPROTO_TCP;
}

/* The newest change before end that the view shows; -1 for none. */
static long shown_before(const struct diagram_view *view, size_t end)
{
    long index = transition_before(view->log, end);

    while (index >= 0 && !diagram_shows(view, (size_t)index))
        index = transition_before(view->log, (size_t)index);
    return index;
}

/* How many rows the text takes in the area's width. */
static int rows_of(struct area area, const char *text)
{
    return area_wrap(area_rows(area, 0, 0), 0, ROLE_PLAIN, text);
}

/* The whole line on one change, cut to SENTENCE; old: before the last step. */
static void sentence(const struct moved *moved, bool old, char *out)
{
    char text[SENTENCE] = "";
    FILE *file = fmemopen(text, SENTENCE, "w");

    out[0] = '\0';
    if (!file)
        return;
    transition_describe(file, moved);
    fclose(file);
    text[SENTENCE - 1] = '\0';
    snprintf(out, SENTENCE, old ? _("Earlier, %s") : "%s", text);
    out[utf8_whole(out, strlen(out))] = '\0';
}

/* ---- the last step ---- */

/* The changes to be told, the newest first. */
struct told {
    struct moved moves[MOST_TOLD];
    int n;
    int more; /* of the same step, not among them */
    bool old; /* nothing changed in the last step: the one before it */
};

/* At least one is told, even if it lies before the step. */
static void collect(const struct diagram_view *view, struct told *told)
{
    long index = shown_before(view, log_count(view->log));

    told->n = told->more = 0;
    told->old = index >= 0 && (size_t)index < view->since;
    while (index >= 0 && (told->n == 0 || (size_t)index >= view->since)) {
        if (told->n == MOST_TOLD)
            told->more++;
        else
            transition_explain(view->log, (size_t)index,
                               &told->moves[told->n++]);
        index = shown_before(view, (size_t)index);
    }
}

/* A socket whose program has let go of it, waiting for the other's FIN. */
static bool has_orphan(const struct diagram_view *view)
{
    for (int host = 0; host < HOSTS; host++)
        for (size_t i = 0; i < view->hosts[host].n; i++) {
            const struct sock *sock = &view->hosts[host].socks[i];

            if (sock->proto == IPPROTO_TCP && sock->inode == 0 &&
                sock->state == STATE_FIN_WAIT_2)
                return true;
        }
    return false;
}

/* The newest change's own aside goes before what merely stands there. */
static const char *aside_of(const struct diagram_view *view,
                            const struct told *told)
{
    if (told->n && *told->moves[0].aside)
        return told->moves[0].aside;
    if (has_orphan(view))
        return _(
            "No process has the socket in FIN-WAIT-2 any more: Linux lets "
            "such an orphan wait for tcp_fin_timeout only, then it ends it.");
    return "";
}

static struct area beside_count(struct area area)
{
    return area_columns(area, 0, area.w - COUNT_COLUMNS);
}

/* How many of the step's changes fit into the area: at least one. */
static int count_fitting(struct area area, const struct told *told, int *rows)
{
    char text[SENTENCE];
    int n = 0;

    for (*rows = 0; n < told->n; n++) {
        sentence(&told->moves[n], told->old, text);
        int more = rows_of(area, text);
        if (n > 0 && *rows + more > area.h)
            break;
        *rows += more;
    }
    return n;
}

/* Where some are left out, their number takes columns of its own. */
static int fitting(struct area area, const struct told *told, int *rows)
{
    int n = count_fitting(area, told, rows);

    if (n < told->n || told->more > 0)
        n = count_fitting(beside_count(area), told, rows);
    return n;
}

/*
 * In the order in which they came; what is left out was before them, and its
 * number stands to the right of them.
 */
static void tell_moves(struct area area, const struct told *told, int shown)
{
    char text[SENTENCE];
    int hidden = told->n - shown + told->more;
    struct area words = hidden > 0 ? beside_count(area) : area;
    int y = 0;

    for (int i = shown - 1; i >= 0; i--) {
        enum role role = told->old ? ROLE_DIM
                         : i == 0  ? ROLE_CURRENT
                                   : ROLE_PLAIN;

        sentence(&told->moves[i], told->old, text);
        y += area_wrap(area_rows(words, y, area.h - y), 0, role, text);
    }
    if (hidden > 0)
        area_printf(area, 0, area.w - COUNT_COLUMNS + 1, ROLE_KEY, "%s%d",
                    theme_sign(SIGN_MORE_UP), area_least(hidden, 99));
}

void diagram_tell(struct area area, const struct diagram_view *view)
{
    struct told told;
    const char *aside;
    int rows;

    if (area.h <= 0 || area.w <= 0)
        return;
    collect(view, &told);
    if (told.n == 0)
        area_wrap(area, 0, ROLE_DIM, _("No socket has changed its state yet."));
    int shown = fitting(area, &told, &rows);
    tell_moves(area, &told, shown);
    aside = aside_of(view, &told);
    if (rows + rows_of(area, aside) <= area.h)
        area_wrap(area_rows(area, rows, area.h - rows), 0, ROLE_DIM, aside);
}

/* ---- all of them ---- */

/* "C:41822 SYN-SENT → ESTABLISHED", and why below it. */
static int draw_entry(struct area area, int y, const struct moved *moved,
                      bool newest)
{
    struct area from = area_rows(area, y, area.h - y);
    enum role role = newest ? ROLE_CURRENT : ROLE_PLAIN;
    char token[32], text[SENTENCE];
    int rows;

    diagram_token(moved->event->host, &moved->event->local, token,
                  sizeof token);
    snprintf(text, sizeof text, "%-7s %s%s%s", token,
             transition_state_name(moved->from),
             moved->from == moved->to ? "" : " \xe2\x86\x92 ",
             moved->from == moved->to ? "" : transition_state_name(moved->to));
    rows = area_wrap(from, 0, role, text);
    from = area_columns(area_rows(from, rows, from.h - rows), 2, area.w - 2);
    return rows +
           area_wrap(from, 0, newest ? ROLE_PLAIN : ROLE_DIM, moved->cause);
}

/* Rows are counted by drawing into no rows, from the newest back. */
void diagram_history(struct area area, const struct diagram_view *view)
{
    struct moved moves[MOST_PAST];
    long index = shown_before(view, log_count(view->log));
    int n = 0, rows = 0, y = 1;

    area_put(area, 0, 0, ROLE_HEADING, _("Every change so far"));
    for (; index >= 0 && n < MOST_PAST; n++) {
        transition_explain(view->log, (size_t)index, &moves[n]);
        rows += draw_entry(area_rows(area, 0, 0), 0, &moves[n], false);
        if (rows > area.h - 1)
            break;
        index = shown_before(view, (size_t)index);
    }
    for (int i = n - 1; i >= 0; i--)
        y += draw_entry(area, y, &moves[i], i == 0);
}
