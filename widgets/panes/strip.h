/*
 * strip.h - a world in two rows: what its last call has returned, and the
 * states of its sockets.
 *
 *     bind(3, *:12000)  -1 EADDRINUSE
 *     S LISTEN TIME-WAIT  C none
 */
#ifndef WIDGETS_PANES_STRIP_H
#define WIDGETS_PANES_STRIP_H

#include "lab/lab.h"
#include "widgets/screen/area.h"
#include "widgets/view/legend.h"

/*
 * Draw it on the first two rows of the area. S is the server's host, C the
 * client's.
 */
void strip_draw(struct area area, const struct lab *lab);

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign strip_signs[];

#endif
