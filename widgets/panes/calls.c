/*
 * calls.c - draws the calls that calls_list.h has chosen: each actor's rows
 * below its name, oldest first. Nothing is kept in between, as the log has it
 * all.
 */
#include "widgets/panes/calls.h"

#include <string.h>

#include "lab/base/symbol.h"
#include "lab/base/translate.h"
#include "widgets/panes/blocked.h"
#include "widgets/panes/calls_list.h"
#include "widgets/panes/calls_row.h"

enum { REST_COLUMNS = 4 }; /* ", +9" */

const struct view_sign calls_signs[] = {
    {.sign = SIGN_CURRENT,
     .text = N_("The call that was made last in this world.")},
    {.sign = SIGN_DIFFERENT,
     .text = N_(
         "Not the same in all worlds: the call, what it was given or what came "
         "of it. With more than two worlds the numbers behind the sign are "
         "those of the worlds that it differs from, 1,3 or 2-4.")},
    {.mark = "\xe2\x80\x93",
     .text = N_("This world does not make the call that another one makes.")},
    {.mark = "...",
     .text = N_("The call blocks: it has not returned. Behind it may stand the "
                "state of the socket for which it waits.")},
    {.mark = "?",
     .text = N_("The call never returns: its process has ended in it.")},
    {.sign = SIGN_ELLIPSIS,
     .text = N_("Arguments are left out for want of room.")},
    {.mark = "-1",
     .text = N_("The call failed, and errno has the name behind it; where room "
                "is short the name alone says so.")},
    {.mark = "pid",
     .text = N_("The number of the process that makes the calls below it.")},
    {.mark = N_("also: "),
     .text = N_("Processes of which no call shows here.")},
    {.text = NULL},
};

/* How the newest process ended, as the shell would have told it. */
static enum role end_text(const struct actor *actor, bool brief, char *out,
                          size_t size)
{
    int status;

    if (actor_end(actor, &status) == PROCESS_KILLED) {
        snprintf(out, size, _("killed by %s"), symbol_signal(status));
        return ROLE_WARN;
    }
    snprintf(out, size,
             brief ? _("exited with %d") : _("exited with status %d"), status);
    return ROLE_DIM;
}

/*
 * What it does at this moment. /proc may tell that it blocks before the log
 * does: there is no call to name then.
 */
static enum role doing_text(const struct calls_view *view,
                            const struct calls_actor *of, bool brief, char *out,
                            size_t size)
{
    const struct actor *actor = of->in[calls_own_lane(view)];
    const struct call_event *call;

    switch (actor_state(actor)) {
    case ACTOR_NONE: snprintf(out, size, "%s", _("not started")); break;
    case ACTOR_READY: snprintf(out, size, "%s", _("running")); return ROLE_OK;
    case ACTOR_CALLING:
        snprintf(out, size, "%s", _("in a call"));
        return ROLE_OK;
    case ACTOR_BLOCKED:
        call = blocked_actor(view->lab, of->name);
        snprintf(out, size, call ? _("blocks in %s") : _("blocks in a call"),
                 call ? call->name : "");
        return ROLE_WARN;
    case ACTOR_STOPPED:
        snprintf(out, size, "%s", _("stopped"));
        return ROLE_WARN;
    case ACTOR_DEAD: return end_text(actor, brief, out, size);
    }
    return ROLE_DIM;
}

/*
 * The row with an actor's name, its pid and what it does at this moment:
 * without the pid where there is no room for both. One that only other lanes
 * have has its row all the same.
 */
static void draw_actor(struct area area, int y, const struct calls_view *view,
                       const struct calls_actor *of)
{
    const struct actor *actor = of->in[calls_own_lane(view)];
    int x = area_put(area, y, 0, actor ? ROLE_HEADING : ROLE_DIM, of->name) + 2;
    char doing[96], pid[32] = "";

    if (!actor) {
        area_put(area, y, x, ROLE_DIM, _("not started"));
        return;
    }
    enum role role = doing_text(view, of, false, doing, sizeof doing);
    if (x + glyph_columns(doing) > area.w)
        role = doing_text(view, of, true, doing, sizeof doing);
    if (actor_pid(actor) > 0)
        snprintf(pid, sizeof pid, _("pid %d"), (int)actor_pid(actor));
    int columns = glyph_columns(pid);
    if (columns > 0 && x + columns + 2 + glyph_columns(doing) <= area.w)
        x += area_put(area, y, x, ROLE_PLAIN, pid) + 2;
    area_put(area, y, x, role, doing);
}

/* "server, client, +2": of n names those that have room. */
static void draw_names(struct area area, int y, int x,
                       const struct calls_list *list, int n)
{
    for (int i = 0; i < list->n_actors && n > 0; i++) {
        const char *name = list->actors[i].name;
        int room = area.w - x - (n > 1 ? REST_COLUMNS : 0);

        if (list->actors[i].named)
            continue;
        if (glyph_columns(name) > room) {
            area_printf(area, y, x, ROLE_DIM, "+%d", n);
            return;
        }
        x += area_printf(area, y, x, ROLE_DIM, "%s%s", name,
                         --n > 0 ? ", " : "");
    }
}

/* "also: server, client": those of whom no call is shown; 1, the rows. */
static int draw_folded(struct area area, int y, const struct calls_view *view,
                       const struct calls_list *list)
{
    int n = 0, last = 0;

    for (int i = 0; i < list->n_actors; i++)
        if (!list->actors[i].named) {
            last = i;
            n++;
        }
    if (n == 1)
        draw_actor(area, y, view, &list->actors[last]);
    else if (n > 1)
        draw_names(area, y, area_put(area, y, 0, ROLE_DIM, _("also: ")), list,
                   n);
    return n > 0;
}

/*
 * A row above all where a lane was given up, for below it nothing is known to
 * be so any more. Why, is said at the foot. Returns the rows.
 */
static int draw_fault(struct area area, int y, const struct calls_view *view)
{
    int rows = 0;

    for (int i = 0; i < calls_lanes(view); i++)
        rows |= lab_fault(calls_lab(view, i)) != NULL;
    if (lab_fault(view->lab))
        area_put(area, y, 0, ROLE_ERROR,
                 _("stopped: this machine can't go on"));
    return rows;
}

/* The rows that show, below their actors' names; selected: 1 + one of them. */
static int draw_list(struct area area, int y, const struct calls_view *view,
                     const struct calls_list *list, const struct pane *pane)
{
    int first = y;

    if (list->n_actors == 0)
        area_put(area, y++, 0, ROLE_DIM, _("no process yet"));
    if (!list->bare)
        y += draw_folded(area, y, view, list);
    for (int i = 0; i < list->n_actors; i++) {
        if (!list->actors[i].named)
            continue;
        draw_actor(area, y++, view, &list->actors[i]);
        for (int r = list->first; r < list->end; r++) {
            if (list->rows[r].actor != i)
                continue;
            int rows = calls_row_draw(area, y, view, list, &list->rows[r]);
            if (pane && pane->selected == r + 1)
                pane_select_row(pane, area, y);
            y += rows;
        }
    }
    return y - first;
}

int calls_text(const void *of, struct area area, int y)
{
    const struct calls_view *view = of;
    struct calls_list list;
    int fault = draw_fault(area, y, view);

    calls_list_read(&list, view);
    calls_list_fit(&list, 0, view->rows - fault);
    int rows = fault + draw_list(area, y + fault, view, &list, NULL);
    calls_list_free(&list);
    return rows;
}

/* A pane_text of what is searched: every call in a row of its own. */
static int each_text(const void *of, struct area area, int y)
{
    const struct calls_view *view = of;
    struct calls_list list;

    calls_list_read(&list, view);
    for (int i = area_most(0, -y); i < list.n && y + i < area.h; i++)
        calls_row_draw(area, y + i, view, &list, &list.rows[i]);
    int n = list.n;
    calls_list_free(&list);
    return n;
}

/* Scroll by calls until the one that is selected shows. */
static void fit_selected(struct calls_list *list, const struct pane *pane,
                         int below, int height)
{
    calls_list_fit(list, below, height);
    while (pane->selected > 0 && pane->selected <= list->n && below < list->n &&
           pane->selected - 1 < list->first)
        calls_list_fit(list, ++below, height);
    if (pane->selected > list->end && pane->selected <= list->n)
        calls_list_fit(list, list->n - pane->selected, height);
}

void calls_draw(struct area area, struct calls_view view, struct pane *pane)
{
    struct calls_list list;

    pane->newest = true;
    pane_seek(pane, area, each_text, &view);
    int fault = draw_fault(area, 0, &view);

    calls_list_read(&list, &view);
    fit_selected(&list, pane, pane_below(pane), area.h - fault);
    draw_list(area, fault, &view, &list, pane);
    pane->top = list.first;
    pane->height = list.end - list.first;
    pane->rows = list.n;
    pane_mark(pane, area);
    calls_list_free(&list);
}

const struct event *calls_selected(const struct calls_view *view,
                                   const struct pane *pane)
{
    const struct event *event = NULL;
    struct calls_list list;

    calls_list_read(&list, view);
    if (pane->selected > 0 && pane->selected <= list.n)
        event = list.rows[pane->selected - 1].cells[calls_own_lane(view)].event;
    calls_list_free(&list);
    return event;
}
