/*
 * calls_row.c - a call and its result in the columns that the width gives them.
 *
 * What one lane has in a row is written as what the others have there, so that
 * the eye finds what differs: results begin at the same column, and a call that
 * must be shortened beside one result is shortened beside all.
 */
#include "widgets/panes/calls_row.h"

#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "widgets/panes/blocked.h"
#include "widgets/panes/call_log.h"
#include "widgets/panes/call_text.h"

enum {
    SIGNS_COLUMNS = 2, /* in front of each row */
    MOST_COLUMNS = 62, /* further from its call a result is not found */
};

int calls_row_edge(int width)
{
    return area_clamp(width, 0, MOST_COLUMNS);
}

/* The call of a lane in the row; NULL for none. */
static const struct call_event *call_of(const struct calls_row *row, int lane)
{
    const struct event *event = row->cells[lane].event;

    return event && event->kind == EVENT_CALL ? &event->call : NULL;
}

/* Whether it can't return any more: the process that made it is gone. */
static bool is_lost(const struct lab *lab, const struct call_event *call)
{
    const struct actor *actor = lab_find(lab, call->actor);

    return !call->returned &&
           (call->last || !actor || actor_pid(actor) != call->pid);
}

/*
 * A brief result is the errno alone, which says by itself that -1 was
 * returned.
 */
static void result_text(const struct call_event *call, bool brief, char *out)
{
    if (brief && call->returned && call->err)
        snprintf(out, CALL_TEXT_RESULT, "%s", symbol_errno(call->err));
    else
        call_text_result(call, call->last ? "?" : "...", out, CALL_TEXT_RESULT);
}

/* The most columns that the results of the row take. */
static int result_columns(const struct calls_list *list,
                          const struct calls_row *row, bool brief)
{
    char text[CALL_TEXT_RESULT];
    int most = 0;

    for (int i = 0; i < list->lanes; i++) {
        if (!call_of(row, i))
            continue;
        result_text(call_of(row, i), brief, text);
        most = area_most(most, glyph_columns(text));
    }
    return most;
}

/* The most columns that its calls take. */
static int call_columns(const struct calls_list *list,
                        const struct calls_row *row)
{
    char text[CALL_TEXT];
    int most = 0;

    for (int i = 0; i < list->lanes; i++) {
        const struct call_event *call = call_of(row, i);

        if (!call)
            continue;
        call_text(call->name, call->args ? call->args : "", CALL_TEXT, text,
                  sizeof text);
        most = area_most(most, glyph_columns(text));
    }
    return most;
}

/* How the cell looks; words or signs say the same. */
static enum role role_of(const struct calls_cell *cell, bool differs,
                         bool newest)
{
    return cell->over ? ROLE_DIM
           : differs  ? ROLE_DIFF
           : newest   ? ROLE_CURRENT
                      : ROLE_PLAIN;
}

/* The columns of a row that are blank between its call and its result. */
struct gap {
    int first;
    int end;
};

/*
 * The sign of a difference stands in front. With more than two lanes it has the
 * numbers of the others, and stands before the result if there is room, or else
 * behind the errno's text; error is that row, or y.
 */
static void draw_differs(struct area area, int y, int error,
                         const struct calls_view *view, unsigned with,
                         struct gap gap, bool newest)
{
    char mark[DIFFERENCE_MARK];

    difference_mark(with, view->lanes, area.w, mark);
    int columns = glyph_columns(mark);
    if (view->lanes > 2 && gap.end - gap.first > columns + 1) {
        area_put(area, y, gap.end - columns - 1, ROLE_DIFF, mark);
        return;
    }
    area_sign(area, y, newest ? 1 : 0, ROLE_DIFF, SIGN_DIFFERENT);
    if (view->lanes > 2 && error > y)
        area_printf(area, error, calls_row_edge(area.w) - columns - 1,
                    ROLE_DIFF, " %s", mark);
}

/*
 * The result, and behind the dots of a call that blocks the state of the socket
 * for which it waits, where the call leaves room.
 */
static void whole_result(const struct calls_view *view,
                         const struct call_event *call, bool brief, int columns,
                         char *out)
{
    const struct sock *sock = blocked_socket(view->lab, call);
    size_t len;

    result_text(call, brief, out);
    if (is_lost(view->lab, call))
        snprintf(out, CALL_TEXT_RESULT, "?");
    len = strlen(out);
    if (sock &&
        glyph_columns(out) + 1 + glyph_columns(state_name(sock->state)) <=
            columns)
        snprintf(out + len, CALL_TEXT_RESULT - len, " %s",
                 state_name(sock->state));
}

static void draw_call(struct area area, int y, const struct calls_view *view,
                      const struct calls_list *list,
                      const struct calls_row *row)
{
    const struct calls_cell *cell = &row->cells[calls_own_lane(view)];
    const struct call_event *call = &cell->event->call;
    int edge = calls_row_edge(area.w);
    struct area body = area_columns(area, SIGNS_COLUMNS, edge - SIGNS_COLUMNS);
    bool newest = cell->event == call_log_newest(lab_log(view->lab));
    unsigned with = view->twin ? difference_with(view->twin, cell->event) : 0;
    enum role role = role_of(cell, with != 0, newest);
    char text[CALL_TEXT], result[CALL_TEXT_RESULT];
    bool brief =
        call_columns(list, row) + 1 + result_columns(list, row, false) > body.w;
    int room = body.w - 1 - result_columns(list, row, brief);

    call_text(call->name, call->args ? call->args : "", room, text,
              sizeof text);
    int used = area_put(area_columns(body, 0, room), y, 0, role, text);
    whole_result(view, call, brief, body.w - used - 1, result);
    int x = body.w - glyph_columns(result);
    bool dim = role == ROLE_DIM || is_lost(view->lab, call);
    area_put(body, y, x, dim ? ROLE_DIM : call_text_role(call), result);
    if (newest)
        area_sign(area, y, 0, ROLE_CURRENT, SIGN_CURRENT);
    if (with)
        draw_differs(area, y, cell->error ? y + 1 : y, view, with,
                     (struct gap){SIGNS_COLUMNS + used, SIGNS_COLUMNS + x},
                     newest);
}

/* What errno means, with its number where both have room. */
static void draw_error(struct area area, int y, int err)
{
    const char *words = strerror(err);
    char text[160];

    snprintf(text, sizeof text, "%d %s", err, words);
    if (SIGNS_COLUMNS + glyph_columns(text) > area.w)
        snprintf(text, sizeof text, "%s", words);
    int x = area_clamp(area.w - glyph_columns(text), 0, SIGNS_COLUMNS);
    area_put(area, y, x, ROLE_ERROR, text);
}

int calls_row_draw(struct area area, int y, const struct calls_view *view,
                   const struct calls_list *list, const struct calls_row *row)
{
    const struct calls_cell *cell = &row->cells[calls_own_lane(view)];
    const struct event *event = cell->event;

    if (y < -1 || y >= area.h) /* is only counted */
        return 1 + row->error;
    if (cell->error)
        draw_error(area, y + 1, event->call.err);
    if (!event)
        area_put(area, y, SIGNS_COLUMNS, ROLE_DIM, "\xe2\x80\x93");
    else if (event->kind == EVENT_PROCESS)
        /* Between the calls of one process and those of the next. */
        area_printf(area, y, SIGNS_COLUMNS, ROLE_WARN, _("killed %s"),
                    symbol_signal(event->process.status));
    else if (event->kind == EVENT_HANDLER)
        area_printf(area, y, SIGNS_COLUMNS, cell->over ? ROLE_DIM : ROLE_WARN,
                    _("handler ran %s"), symbol_signal(event->handler.signal));
    else
        draw_call(area, y, view, list, row);
    return 1 + row->error;
}
