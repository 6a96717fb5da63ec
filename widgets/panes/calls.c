/*
 * calls.c - draws the calls that calls_list.h has chosen: each actor's rows
 * below its name, oldest first. Nothing is kept in between, as the log has it
 * all.
 */
#include "widgets/panes/calls.h"

#include <limits.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "widgets/panes/call_log.h"
#include "widgets/panes/call_text.h"
#include "widgets/panes/calls_list.h"

enum {
    GAP = 2,        /* between a call and its result */
    MARKS_PART = 6, /* of a row's columns one is for marks */
};

/*
 * Where results line up: behind the longest call. Calls are shortened before
 * that by what their own results need, so that one long result does not cut
 * all calls short.
 */
static int result_column(const struct calls_list *list, int width, bool twin)
{
    char text[CALL_TEXT], result[CALL_TEXT_RESULT];
    int column = 0;

    for (int i = 0; i < list->n_items; i++) {
        if (list->items[i].event->kind != EVENT_CALL)
            continue;
        call_text_pair(&list->items[i].event->call, width - GAP, twin, text,
                       result);
        column = area_most(column, glyph_columns(text) + GAP);
    }
    return column;
}

/* How a lane's calls are written. */
struct calls_form {
    int column; /* where results line up */
    int marks;  /* columns at the right that marks take */
    bool twin;  /* beside other lanes, whose calls are to look alike */
};

/* The area begins behind the signs. */
static void draw_call(struct area area, int y, const struct call_event *call,
                      enum role role, const struct calls_form *form)
{
    char text[CALL_TEXT], result[CALL_TEXT_RESULT];

    call_text_pair(call, area.w - GAP, form->twin, text, result);
    int column = area_least(form->column, area.w - glyph_columns(result));
    area_put(area_columns(area, 0, column - 1), y, 0, role, text);
    area_put(area, y, column, role == ROLE_DIM ? role : call_text_role(call),
             result);
}

/*
 * The mark of a call that differs; "" for one that is the same everywhere. It
 * gets no more than a part of the row, for what differs has to be seen as well.
 */
static const char *differs_mark(const struct calls_view *view,
                                const struct event *event, int width, char *out)
{
    unsigned with = view->twin ? difference_with(view->twin, event) : 0;

    return difference_mark(with, view->lanes, width / MARKS_PART, out);
}

/*
 * Columns that marks have at the right, with a blank. With two lanes there are
 * none: the sign stands in front, as there is nothing to be said but that.
 */
static int marks_width(const struct calls_view *view,
                       const struct calls_list *list, int width)
{
    char text[DIFFERENCE_MARK];
    int most = 0;

    for (int i = 0; view->lanes > 2 && i < list->n_items; i++)
        most = area_most(most, glyph_columns(differs_mark(
                                   view, list->items[i].event, width, text)));
    return most > 0 ? most + 1 : 0;
}

static struct calls_form form_of(const struct calls_view *view,
                                 const struct calls_list *list, int width)
{
    struct calls_form form = {.twin = view->twin != NULL};

    form.marks = marks_width(view, list, width);
    form.column = result_column(list, width - 2 - form.marks, form.twin);
    return form;
}

/* Draw one row, or two where the errno's text goes along; returns how many. */
static int draw_item(struct area area, int y, const struct calls_view *view,
                     const struct calls_item *item, bool newest,
                     const struct calls_form *form)
{
    struct area text = area_columns(area, 2, area.w - 2);
    const struct event *event = item->event;

    if (y < 0 || y >= area.h) /* is only counted */
        return 1 + item->error;
    if (event->kind == EVENT_PROCESS) {
        /* Between the calls of one process and those of the next. */
        area_printf(area, y, 2, ROLE_WARN, _("killed %s"),
                    symbol_signal(event->process.status));
        return 1;
    }
    if (event->kind == EVENT_HANDLER) {
        area_printf(area, y, 2, item->over ? ROLE_DIM : ROLE_WARN,
                    _("handler ran %s"), symbol_signal(event->handler.signal));
        return 1;
    }
    const struct call_event *call = &event->call;
    char mark[DIFFERENCE_MARK];
    bool differs = differs_mark(view, event, area.w, mark)[0];
    enum role role = item->over ? ROLE_DIM
                     : differs  ? ROLE_DIFF
                     : newest   ? ROLE_CURRENT
                                : ROLE_PLAIN;
    draw_call(area_columns(text, 0, text.w - form->marks), y, call, role, form);
    if (newest)
        area_sign(area, y, 0, ROLE_CURRENT, SIGN_CURRENT);
    if (differs && form->marks > 0)
        area_put(area, y, area.w - form->marks + 1, ROLE_DIFF, mark);
    else if (differs)
        area_put(area, y, newest ? 1 : 0, ROLE_DIFF, mark);
    if (item->error)
        area_printf(area, y + 1, 2, ROLE_ERROR, "%d %s", call->err,
                    strerror(call->err));
    return 1 + item->error;
}

/*
 * The call that the actor is in, as its newest event says. /proc may tell that
 * it blocks a moment before the log does: NULL then.
 */
static const char *calling(const struct lab *lab, const char *name)
{
    const struct log *log = lab_log(lab);

    for (size_t i = log_count(log); i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL && strcmp(event->call.actor, name) == 0)
            return event->call.returned ? NULL : event->call.name;
    }
    return NULL;
}

/* How the newest process ended, as the shell would have told it. */
static void draw_end(struct area area, int y, int x, const struct actor *actor)
{
    int status;

    if (actor_end(actor, &status) == PROCESS_KILLED)
        area_printf(area, y, x, ROLE_WARN, _("killed by %s"),
                    symbol_signal(status));
    else
        area_printf(area, y, x, ROLE_DIM, _("exited with status %d"), status);
}

/* call is NULL where it is not known. */
static void draw_blocked(struct area area, int y, int x, const char *call)
{
    if (call)
        area_printf(area, y, x, ROLE_WARN, _("blocks in %s"), call);
    else
        area_put(area, y, x, ROLE_WARN, _("blocks in a call"));
}

/* The row with an actor's name, its pid and what it does at this moment. */
static void draw_actor(struct area area, int y, const struct lab *lab,
                       const struct actor *actor)
{
    const char *name = actor_name(actor);
    int x = area_put(area, y, 0, ROLE_HEADING, name) + 2;

    if (actor_pid(actor) > 0)
        x += area_printf(area, y, x, ROLE_PLAIN, _("pid %d"),
                         (int)actor_pid(actor)) +
             2;
    switch (actor_state(actor)) {
    case ACTOR_NONE: area_put(area, y, x, ROLE_DIM, _("not started")); break;
    case ACTOR_READY: area_put(area, y, x, ROLE_OK, _("running")); break;
    case ACTOR_CALLING: area_put(area, y, x, ROLE_OK, _("in a call")); break;
    case ACTOR_BLOCKED: draw_blocked(area, y, x, calling(lab, name)); break;
    case ACTOR_STOPPED: area_put(area, y, x, ROLE_WARN, _("stopped")); break;
    case ACTOR_DEAD: draw_end(area, y, x, actor); break;
    }
}

/* "also: server, client": those of whom no call is shown; 1, the rows. */
static int draw_folded(struct area area, int y, const struct lab *lab,
                       const struct calls_list *list)
{
    int n = 0, last = 0;

    for (int i = 0; i < list->n_actors; i++)
        if (!list->actors[i].named) {
            last = i;
            n++;
        }
    if (n == 1) {
        draw_actor(area, y, lab, list->actors[last].actor);
        return 1;
    }
    int x = n > 0 ? area_put(area, y, 0, ROLE_DIM, _("also: ")) : 0;
    for (int i = 0; i < list->n_actors; i++)
        if (!list->actors[i].named)
            x += area_printf(area, y, x, ROLE_DIM, "%s%s",
                             actor_name(list->actors[i].actor),
                             i < last ? ", " : "");
    return n > 0;
}

/*
 * A row above all where the lane was given up, for below it nothing is known to
 * be so any more. Why, is said at the foot. Returns the rows.
 */
static int draw_fault(struct area area, int y, const struct calls_view *view)
{
    if (!lab_fault(view->lab))
        return 0;
    area_put(area, y, 0, ROLE_ERROR, _("stopped: this machine can't go on"));
    return 1;
}

/* Items were gathered newest first, so each actor's are drawn from the back. */
static int draw_list(struct area area, int y, const struct calls_view *view,
                     const struct calls_list *list)
{
    const struct event *newest = call_log_newest(lab_log(view->lab));
    struct calls_form form = {0};
    int first = y;

    if (area.h > 0)
        form = form_of(view, list, area.w);
    if (list->n_actors == 0)
        area_put(area, y++, 0, ROLE_DIM, _("no process yet"));
    y += draw_folded(area, y, view->lab, list);
    for (int i = 0; i < list->n_actors; i++) {
        if (!list->actors[i].named)
            continue;
        draw_actor(area, y++, view->lab, list->actors[i].actor);
        for (int k = list->n_items; k-- > 0;)
            if (list->items[k].actor == i)
                y += draw_item(area, y, view, &list->items[k],
                               list->items[k].event == newest, &form);
    }
    return y - first;
}

int calls_text(const void *of, struct area area, int y)
{
    const struct calls_view *view = of;
    struct calls_list list;
    int fault = draw_fault(area, y, view);

    calls_list_fill(&list, view, view->rows - fault);
    return fault + draw_list(area, y + fault, view, &list);
}

/* A pane_text of what is scrolled: every call in a row of its own. */
static int each_text(const void *of, struct area area, int y)
{
    struct calls_view view = *(const struct calls_view *)of;
    struct calls_form form;
    struct calls_list list;

    view.below = 0;
    calls_list_gather(&list, &view, INT_MAX, false);
    int n = list.older + list.n_items;
    view.below = area_most(0, n - (area.h - y));
    calls_list_gather(&list, &view, INT_MAX, false);
    form = form_of(&view, &list, area.w);
    for (int i = 0; i < list.n_items && area.h > 0; i++) {
        list.items[i].error = false;
        draw_item(area, y + n - view.below - 1 - i, &view, &list.items[i],
                  false, &form);
    }
    return n;
}

void calls_draw(struct area area, struct calls_view view, struct pane *pane)
{
    struct calls_list list;

    pane->newest = true;
    pane_seek(pane, area, each_text, &view);
    int fault = draw_fault(area, 0, &view);

    view.below = pane_below(pane);
    calls_list_fill(&list, &view, area.h - fault);
    draw_list(area, fault, &view, &list);
    pane->top = list.older;
    pane->height = list.n_items;
    pane->rows = list.older + list.n_items + view.below;
    pane_mark(pane, area);
}
