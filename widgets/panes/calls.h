/*
 * calls.h - the actors of a lane: pid, state, and their last calls with
 * results, as strace(1) shows them.
 *
 *     server  pid 812  running
 *       socket(AF_INET, …)    3
 *     ▶ bind(3, 0.0.0.0:80)  -1 EACCES
 *       13 Permission denied
 *
 * Calls stand in the order in which they were made, whenever they returned.
 * A sign in front marks those that are not the same in both worlds; with more
 * than two of these it stands at the right, with the numbers of the others.
 */
#ifndef WIDGETS_PANES_CALLS_H
#define WIDGETS_PANES_CALLS_H

#include "lab/lab.h"
#include "widgets/panes/difference.h"
#include "widgets/view/pane.h"

/* What one column shows. */
struct calls_view {
    const struct lab *lab;
    enum host_id host; /* the actors of this host; HOSTS: of both */
    int below;         /* so many of the last calls are scrolled out */
    int rows;          /* for all of it: the newest calls that fit there show */
    const struct difference *twin; /* marks differences; NULL: one lane */
    int lanes;                     /* that are compared */
};

/* A pane_text of a struct calls_view: the actors of one column. */
int calls_text(const void *of, struct area area, int y);

/*
 * Draw them with the calls that fit there, but for pane_below() of the last
 * ones. It is calls that are scrolled, and counted in *pane, for the names of
 * the actors stay in sight.
 */
void calls_draw(struct area area, struct calls_view view, struct pane *pane);

#endif
