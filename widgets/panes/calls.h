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
 */
#ifndef WIDGETS_PANES_CALLS_H
#define WIDGETS_PANES_CALLS_H

#include "lab/lab.h"
#include "widgets/panes/difference.h"
#include "widgets/screen/screen.h"

/* What one column shows. */
struct calls_view {
    const struct lab *lab;
    enum host_id host; /* the actors of this host; HOSTS: of both */
    size_t skip;       /* so many of the last calls are scrolled out */
    const struct difference
        *twin; /* marks the first difference; NULL: one lane */
};

/* Draw the actors of one column. */
void calls_draw(struct area area, const struct calls_view *view);

/* How many rows would show everything, but no more than most. */
int calls_rows(const struct calls_view *view, int most);

#endif
