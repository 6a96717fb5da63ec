/*
 * calls.c - the newest calls that fit, found by walking the log backwards.
 *
 * Drawing is done in two goes. list_fill() walks from the log's end towards its
 * beginning and takes rows until the column is full, whoever they belong to:
 * so an actor that does nothing gives its room to one that does. Where even the
 * names would leave hardly a row for calls, the idle ones share a single row.
 * calls_text() then puts each actor's rows below its name, oldest first.
 * Nothing is kept in between, as the log has it all.
 *
 * Twin lanes stand beside each other, and what is alike in them has to look
 * alike. So nothing here may depend on what chance decides: pids are shown,
 * but rows are chosen by the order in which calls were made, never by the
 * order in which they returned.
 */
#include "widgets/panes/calls.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "lab/log/describe.h"
#include "widgets/panes/call_log.h"
#include "widgets/panes/call_text.h"

enum {
    CALLS_ROWS = 200, /* most calls that are ever shown at once */
    CALLS_ACTORS = 32,
    LEAST_CALLS = 6, /* with fewer, names of idle actors are too dear */
    GAP = 2,         /* between a call and its result */
    MARKS_PART = 6,  /* of a row's columns one is for marks */
};

/* One actor of the column, and what the walk has found out about it. */
struct calls_actor {
    const struct actor *actor;
    const struct event *end; /* how the blocked call that is met next ended */
    bool failed;             /* its newest failed call has been met */
    bool reborn;             /* the start of its newest process has been met */
    bool named;              /* has a row for its name, and not only a part */
};

/* A call or an end that is shown, newest first. */
struct calls_item {
    const struct event *event;
    int actor;  /* index into actors */
    bool error; /* the errno's text stands below it */
    bool over;  /* its process is gone, and another has come */
};

/* What list_fill() gathers: all that calls_text() needs. */
struct calls_list {
    struct calls_actor actors[CALLS_ACTORS]; /* oldest first */
    int n_actors;
    struct calls_item items[CALLS_ROWS]; /* newest first */
    int n_items;
    int older;   /* calls for which there was no room */
    int rows;    /* that actors and items take together */
    bool folded; /* actors that are not named share the first row */
};

/* ---- what is shown ---- */

/* In order of birth, which is the order in which a lesson brings them on. */
static void list_actors(struct calls_list *list, const struct calls_view *view)
{
    const struct actor *actor;

    for (int i = 0; (actor = lab_actor_at(view->lab, i)); i++)
        if (list->n_actors < CALLS_ACTORS &&
            (view->host == HOSTS || actor_host(actor) == view->host))
            list->actors[list->n_actors++].actor = actor;
}

/* The actor's index; -1 for one of another host. */
static int list_find(const struct calls_list *list, const char *name)
{
    for (int i = 0; i < list->n_actors; i++)
        if (strcmp(actor_name(list->actors[i].actor), name) == 0)
            return i;
    return -1;
}

/*
 * A death has a row only where another process follows: how the newest one
 * ended is said beside its name. One that exited has its exit() for a row.
 */
static bool process_shown(struct calls_actor *owner,
                          const struct process_event *process)
{
    if (process->what == PROCESS_STARTED)
        owner->reborn = true;
    return process->what == PROCESS_KILLED && owner->reborn;
}

/*
 * A call that blocked has two events and one row. The row stands where the
 * call was made, which the script decides; when it returns is decided by
 * chance, and differs between lanes that run the same lines. So the return is
 * put by until the walk comes to where the call was made. NULL: no row here.
 */
static const struct event *call_shown_at(struct calls_actor *owner,
                                         const struct event *event)
{
    const struct event *end = owner->end;

    if (event->call.was_blocked) {
        owner->end = event;
        return NULL;
    }
    owner->end = NULL;
    return end && !event->call.returned ? end : event;
}

/* What is shown in the place of this event, NULL for nothing. */
static const struct event *list_shown(struct calls_list *list,
                                      const struct event *event, int *owner)
{
    if (event->kind == EVENT_CALL)
        *owner = list_find(list, event->call.actor);
    else if (event->kind == EVENT_PROCESS)
        *owner = list_find(list, event->process.actor);
    else
        return NULL;
    if (*owner < 0)
        return NULL;

    struct calls_actor *actor = &list->actors[*owner];
    if (event->kind == EVENT_CALL)
        return call_shown_at(actor, event);
    return process_shown(actor, &event->process) ? event : NULL;
}

/*
 * Add a row on top of what is listed. The errno's text has a row of its own
 * only with the newest failure of a process that is still the newest, and
 * only where it fits: better the call alone than nothing. Returns whether
 * there was room.
 */
static bool list_add(struct calls_list *list, const struct event *event,
                     int owner, int rows)
{
    struct calls_actor *actor = &list->actors[owner];
    bool failed = event->kind == EVENT_CALL && event->call.err != 0;
    bool error =
        failed && !actor->failed && !actor->reborn && list->rows + 2 <= rows;

    if (list->rows + 1 > rows || list->n_items == CALLS_ROWS)
        return false;
    actor->failed |= failed;
    list->items[list->n_items++] = (struct calls_item){
        .event = event, .actor = owner, .error = error, .over = actor->reborn};
    list->rows += 1 + error;
    return true;
}

/* In a folded list a name costs a row, which its first call has to pay. */
static bool list_add_named(struct calls_list *list, const struct event *event,
                           int owner, int rows)
{
    struct calls_actor *actor = &list->actors[owner];
    int name = actor->named ? 0 : 1;

    list->rows += name;
    if (!list_add(list, event, owner, rows)) {
        list->rows -= name;
        return false;
    }
    actor->named = true;
    return true;
}

/*
 * Gather what fits into rows, and count the rest. Each actor's name has its row
 * before any call has one, or else, folded, all names together have one.
 */
static void list_gather(struct calls_list *list, const struct calls_view *view,
                        int rows, bool folded)
{
    const struct log *log = lab_log(view->lab);
    int below = view->below;

    memset(list, 0, sizeof *list);
    list->folded = folded;
    list_actors(list, view);
    for (int i = 0; i < list->n_actors; i++)
        list->actors[i].named = !folded;
    list->rows = folded ? 1 : list->n_actors;
    for (size_t i = log_count(log); i-- > 0;) {
        int owner;
        const struct event *event = list_shown(list, log_at(log, i), &owner);

        if (!event)
            continue;
        if (below > 0)
            below--;
        else if (list->older > 0 || !list_add_named(list, event, owner, rows))
            list->older++;
    }
}

/* Two actors are never folded: the row that they would share saves nothing. */
static void list_fill(struct calls_list *list, const struct calls_view *view,
                      int rows)
{
    list_gather(list, view, rows, false);
    if (list->older > 0 && list->n_actors > 2 && list->n_items < LEAST_CALLS)
        list_gather(list, view, rows, true);
}

/* ---- drawing ---- */

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

    list_fill(&list, view, view->rows - fault);
    return fault + draw_list(area, y + fault, view, &list);
}

/* A pane_text of what is scrolled: every call in a row of its own. */
static int each_text(const void *of, struct area area, int y)
{
    struct calls_view view = *(const struct calls_view *)of;
    struct calls_form form;
    struct calls_list list;

    view.below = 0;
    list_gather(&list, &view, INT_MAX, false);
    int n = list.older + list.n_items;
    view.below = area_most(0, n - (area.h - y));
    list_gather(&list, &view, INT_MAX, false);
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
    list_fill(&list, &view, area.h - fault);
    draw_list(area, fault, &view, &list);
    pane->top = list.older;
    pane->height = list.n_items;
    pane->rows = list.older + list.n_items + view.below;
    pane_mark(pane, area);
}
