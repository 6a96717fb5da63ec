/*
 * calls.h - the actors of a lane: pid, state, and their last calls with
 * results, as strace(1) shows them.
 *
 *     server  pid 812  running
 *       socket(AF_INET, …)    3
 *     ▶ bind(3, 0.0.0.0:80)   -1 EACCES
 *       13 Permission denied
 *
 * Calls stand in the order in which they were made, whenever they returned, and
 * the same call on the same row in all lanes that are beside each other: `–`
 * stands where a lane has none. A sign in front marks those that are not the
 * same in both worlds; with more than two of these it stands at the right, with
 * the numbers of the others, where it has room.
 */
#ifndef WIDGETS_PANES_CALLS_H
#define WIDGETS_PANES_CALLS_H

#include "lab/lab.h"
#include "widgets/panes/difference.h"
#include "widgets/view/legend.h"
#include "widgets/view/pane.h"

/* What one column shows. */
struct calls_view {
    const struct lab *lab;
    /* All labs that stand beside each other, lab among them; none: it alone. */
    const struct lab *beside[RUNNER_LANES];
    int n_beside;
    enum host_id host; /* the actors of this host; HOSTS: of both */
    int rows;          /* for all of it: the newest calls that fit there show */
    const struct difference *twin; /* marks differences; NULL: one lane */
    int lanes;                     /* that are compared */
};

/* A pane_text of a struct calls_view: the actors of one column. */
int calls_text(const void *of, struct area area, int y);

/*
 * Draw them with the calls that fit there, but for pane_below() of the last
 * ones. It is calls that are scrolled, counted and selected in *pane, for the
 * names of the actors stay in sight.
 */
void calls_draw(struct area area, struct calls_view view, struct pane *pane);

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign calls_signs[];

/*
 * The view's own event in the pane's selected row: a call as it ended, or a
 * death; NULL where nothing is selected, or the lane has no such call.
 */
const struct event *calls_selected(const struct calls_view *view,
                                   const struct pane *pane);

#endif
