/*
 * lesson_state.c - what the lesson's view knows of itself: what it says, what
 * the keys go to, what shows, and from where on in the logs it explains.
 *
 * Nothing here carries anything on: all other parts of the view use it.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "widgets/lesson/lesson_inside.h"

void lesson_say(struct lesson_view *view, enum role role, const char *format,
                ...)
{
    char text[sizeof view->message];
    va_list list;

    va_start(list, format);
    vsnprintf(text, sizeof text, translate(format), list);
    va_end(list);
    key_fill(text, view->message, sizeof view->message);
    view->message_role = role;
}

void lesson_set_mode(struct lesson_view *view, enum lesson_mode mode)
{
    view->mode = mode;
    if (mode != MODE_QUIZ && mode != MODE_TOGGLES)
        return;
    view->panes[FOCUS_WHY].top = 0; /* something else is below now, */
    view->zoom = LAYOUT_PANES;      /* and is to be seen */
}

void lesson_set_scene(struct lesson_view *view, enum lesson_scene scene)
{
    view->scene = scene;
    view->focus = FOCUS_NONE;
    /* Fields are selected, one by one. */
    view->scene_pane = (struct pane){.selects = scene == SCENE_FIELDS,
                                     .cursor = scene == SCENE_FIELDS};
}

bool lesson_busy(const struct lesson_view *view)
{
    return view->runner && (runner_busy(view->runner) || view->goal > 0 ||
                            (view->own && bench_busy(&view->bench)));
}

const struct step *lesson_next_step(const struct lesson_view *view)
{
    size_t next = runner_step(view->runner);

    return next < view->lesson->n_steps ? &view->lesson->steps[next] : NULL;
}

size_t lesson_saved_step(const struct lesson_view *view)
{
    return view->strayed ? runner_step(view->runner) : view->saved;
}

int lesson_faulty_lane(const struct lesson_view *view)
{
    for (int i = 0; view->runner && i < runner_lanes(view->runner); i++)
        if (runner_fault(view->runner, i))
            return i;
    return -1;
}

/* The ladder is to show what comes now, however far back it was scrolled. */
void lesson_mark(struct lesson_view *view)
{
    for (int i = 0; i < runner_lanes(view->runner); i++) {
        view->since[i] = log_count(lab_log(runner_lab(view->runner, i)));
        ladder_pane(&view->ladders[i])->held = false;
    }
    view->verdict = NULL;
    view->begun = true;
    view->panes[FOCUS_LANES] = (struct pane){0};
    view->panes[FOCUS_SOURCE] = (struct pane){0};
    view->panes[FOCUS_WHY] = (struct pane){0};
    if (view->focus == FOCUS_PROSE || view->focus == FOCUS_WHY)
        view->focus = FOCUS_NONE;
}

/* What came after a change by hand is nobody's answer to the lesson. */
void lesson_stray(struct lesson_view *view)
{
    if (view->own || view->strayed)
        return;
    view->strayed = true;
    for (int i = 0; i < runner_lanes(view->runner); i++)
        view->strayed_at[i] = log_count(lab_log(runner_lab(view->runner, i)));
}

/* The prose scrolls as one, whether it has been made higher or not. */
struct pane *lesson_focused(struct lesson_view *view)
{
    if (view->focus == FOCUS_WIRE)
        return ladder_pane(&view->ladders[view->lane]);
    if (view->focus != FOCUS_NONE)
        return &view->panes[view->focus == FOCUS_PROSE ? FOCUS_NONE
                                                       : view->focus];
    return view->scene == SCENE_LADDER ? ladder_pane(&view->ladders[view->lane])
           : lesson_scenes[view->scene].scrolls ? &view->scene_pane
                                                : &view->panes[FOCUS_NONE];
}

bool lesson_selects(const struct lesson_view *view)
{
    return view->runner &&
           (view->focus == FOCUS_LANES || view->focus == FOCUS_SOCKETS ||
            view->focus == FOCUS_STATES);
}

/* Unless the lesson has none, which is said. */
unsigned lesson_show_source(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    (void)key;
    if (view->lesson->n_programs == 0) {
        lesson_say(view, ROLE_WARN, "This lesson shows no C program.");
        return VIEW_DRAW;
    }
    /* A wide screen shows it unasked. */
    view->source_on = view->layout.source.h <= 0;
    view->hidden &= ~(1U << LAYOUT_SOURCE);
    view->hidden |= (unsigned)!view->source_on << LAYOUT_SOURCE;
    if (!view->source_on && view->focus == FOCUS_SOURCE)
        view->focus = FOCUS_NONE;
    return VIEW_DRAW;
}

/*
 * The first of n lanes to show, out of those from `from` on: the chosen one of
 * the wire or of a matrix is always in sight.
 */
static int first_lane(const struct lesson_view *view, int from, int lanes,
                      int n, bool chosen)
{
    int first = view->first_lane;

    if (chosen)
        first = area_least(view->lane, area_most(view->lane - n + 1, first));
    return area_most(from, area_least(first, from + lanes - n));
}

/* All lanes, or else no more than one row of a matrix, or a part of it. */
int lesson_lanes(const struct lesson_view *view, int fit, int *first)
{
    int lanes = runner_lanes(view->runner), from = 0;
    struct matrix matrix;
    bool grid = matrix_of(&matrix, view->runner);

    if (grid && fit < lanes) {
        lanes = matrix.columns->n_values;
        from = view->lane - view->lane % lanes;
    }
    int n = area_least(lanes, fit);
    *first =
        first_lane(view, from, lanes, n,
                   grid || view->scene != SCENE_CALLS || lesson_selects(view));
    return n;
}

/* ---- from one pane into the next ---- */

/* Behind the prose's end comes what is explained, which then gets its room. */
static bool goes_over(struct lesson_view *view, int key)
{
    if (key == SCREEN_KEY_DOWN && view->focus == FOCUS_NONE &&
        view->unexplained && !pane_more(lesson_focused(view)))
        view->focus = FOCUS_WHY;
    else if (key == SCREEN_KEY_UP && view->focus == FOCUS_WHY &&
             view->panes[FOCUS_WHY].top == 0)
        view->focus = FOCUS_NONE;
    else
        return false;
    return true;
}

/* Behind the last of the server's sockets come the client's. */
static bool goes_to_host(struct lesson_view *view, int key)
{
    struct pane *pane = &view->panes[FOCUS_SOCKETS];
    bool down = key == SCREEN_KEY_DOWN && view->host == HOST_SERVER &&
                pane->selected == pane->rows;
    bool up = key == SCREEN_KEY_UP && view->host == HOST_CLIENT &&
              pane->selected == 1;

    if (view->focus != FOCUS_SOCKETS || view->split || !pane->selected ||
        (!down && !up))
        return false;
    view->host = down ? HOST_CLIENT : HOST_SERVER;
    /* How many rows the other has is known when it is drawn. */
    pane->selected = down ? 1 : INT_MAX;
    pane->top = 0;
    return true;
}

bool lesson_goes_on(struct lesson_view *view, int key)
{
    return goes_over(view, key) || goes_to_host(view, key);
}
