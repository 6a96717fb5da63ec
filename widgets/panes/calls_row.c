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
#include "widgets/panes/call_log.h"
#include "widgets/panes/call_text.h"

enum {
    SIGNS_COLUMNS = 2,   /* in front of each row */
    NARROW = 34,         /* below that an errno's name is all that has room */
    NAME_COLUMNS = 11,   /* "EADDRINUSE" and one to spare */
    RESULT_COLUMNS = 16, /* "-1 EADDRNOTAVAIL" */
    LEAST_COLUMN = 23,   /* behind "bind(3, 0.0.0.0:12000)" */
    MOST_COLUMN = 44,    /* behind "setsockopt(3, SOL_SOCKET, ...)" */
};

int calls_row_column(int width)
{
    int columns = width - SIGNS_COLUMNS;

    if (columns < NARROW)
        return area_most(0, columns - NAME_COLUMNS);
    return area_clamp(columns - RESULT_COLUMNS, LEAST_COLUMN, MOST_COLUMN);
}

/* The call of a lane in the row; NULL for none. */
static const struct call_event *call_of(const struct calls_row *row, int lane)
{
    const struct event *event = row->cells[lane].event;

    return event && event->kind == EVENT_CALL ? &event->call : NULL;
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

/* The most columns that its calls take, each shortened to so many. */
static int call_columns(const struct calls_list *list,
                        const struct calls_row *row, int columns)
{
    char text[CALL_TEXT];
    int most = 0;

    for (int i = 0; i < list->lanes; i++) {
        const struct call_event *call = call_of(row, i);

        if (!call)
            continue;
        call_text(call->name, call->args ? call->args : "", columns, text,
                  sizeof text);
        most = area_most(most, glyph_columns(text));
    }
    return most;
}

/* Where the parts of a row stand, behind the signs. */
struct places {
    int call;   /* columns of the call */
    int result; /* the column of the result */
    bool brief;
};

static struct places places_of(const struct calls_list *list,
                               const struct calls_row *row, int width)
{
    int column = calls_row_column(width + SIGNS_COLUMNS);
    int whole = call_columns(list, row, CALL_TEXT);
    int result = result_columns(list, row, false);
    struct places at = {.brief = result > width - column ||
                                 whole + 1 + result > width};

    if (at.brief)
        result = result_columns(list, row, true);
    at.call = area_most(0, width - 1 - result);
    at.result = area_most(area_least(column, width - result),
                          call_columns(list, row, at.call) + 1);
    return at;
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

/*
 * The sign of a difference stands in front. With more than two lanes it stands
 * at the right, with the numbers of the others, if there is room behind what
 * the row has there, or behind the errno's text; error is that row, or y.
 */
static void draw_differs(struct area area, int y, int error,
                         const struct calls_view *view, unsigned with, int used,
                         bool newest)
{
    char mark[DIFFERENCE_MARK];

    difference_mark(with, view->lanes, area.w, mark);
    int x = area.w - glyph_columns(mark);
    if (view->lanes > 2 && x > used) {
        area_put(area, y, x, ROLE_DIFF, mark);
        return;
    }
    area_sign(area, y, newest ? 1 : 0, ROLE_DIFF, SIGN_DIFFERENT);
    if (view->lanes > 2 && error > y)
        area_printf(area, error, x - 1, ROLE_DIFF, " %s", mark);
}

static void draw_call(struct area area, int y, const struct calls_view *view,
                      const struct calls_list *list,
                      const struct calls_row *row)
{
    const struct calls_cell *cell = &row->cells[calls_own_lane(view)];
    const struct call_event *call = &cell->event->call;
    struct area body =
        area_columns(area, SIGNS_COLUMNS, area.w - SIGNS_COLUMNS);
    struct places at = places_of(list, row, body.w);
    bool newest = cell->event == call_log_newest(lab_log(view->lab));
    unsigned with = view->twin ? difference_with(view->twin, cell->event) : 0;
    enum role role = role_of(cell, with != 0, newest);
    char text[CALL_TEXT], result[CALL_TEXT_RESULT];

    call_text(call->name, call->args ? call->args : "", at.call, text,
              sizeof text);
    result_text(call, at.brief, result);
    area_put(area_columns(body, 0, at.result - 1), y, 0, role, text);
    int used = at.result +
               area_put(body, y, at.result,
                        role == ROLE_DIM ? role : call_text_role(call), result);
    if (newest)
        area_sign(area, y, 0, ROLE_CURRENT, SIGN_CURRENT);
    if (with)
        draw_differs(area, y, cell->error ? y + 1 : y, view, with,
                     SIGNS_COLUMNS + used, newest);
}

int calls_row_draw(struct area area, int y, const struct calls_view *view,
                   const struct calls_list *list, const struct calls_row *row)
{
    const struct calls_cell *cell = &row->cells[calls_own_lane(view)];
    const struct event *event = cell->event;

    if (y < -1 || y >= area.h) /* is only counted */
        return 1 + row->error;
    if (cell->error)
        area_printf(area, y + 1, SIGNS_COLUMNS, ROLE_ERROR, "%d %s",
                    event->call.err, strerror(event->call.err));
    if (!event)
        area_put(area, y, SIGNS_COLUMNS, ROLE_DIM, "\xe2\x80\x93");
    else if (event->kind == EVENT_PROCESS)
        /* Between the calls of one process and those of the next. */
        area_printf(area, y, SIGNS_COLUMNS, ROLE_WARN, _("killed %s"),
                    symbol_signal(event->process.status));
    else
        draw_call(area, y, view, list, row);
    return 1 + row->error;
}
