/*
 * calls_row.h - draws one lane's cell of a row of calls.
 */
#ifndef WIDGETS_PANES_CALLS_ROW_H
#define WIDGETS_PANES_CALLS_ROW_H

#include "widgets/panes/calls_list.h"

/*
 * The column before which all results end: it depends on the width of the area
 * and on nothing else, so that nothing moves from step to step.
 */
int calls_row_edge(int width);

/*
 * Draw the view's own cell, and below it the errno's text if it has one; a
 * blank row where only another lane has one. Returns the rows.
 */
int calls_row_draw(struct area area, int y, const struct calls_view *view,
                   const struct calls_list *list, const struct calls_row *row);

#endif
