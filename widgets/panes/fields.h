/*
 * fields.h - the header fields of one packet, each with a sentence on what it
 * is for: first what its transport says, then the headers around that.
 */
#ifndef WIDGETS_PANES_FIELDS_H
#define WIDGETS_PANES_FIELDS_H

#include <stdint.h>

#include "lab/lab.h"
#include "widgets/screen/screen.h"

/*
 * Draw the fields of the packet with this id (ladder_selected()), beginning
 * with row top; signs at the right say where there is more. Where no packet
 * is selected (0) or its bytes are not in the log, a line says so.
 */
void fields_draw(struct area area, const struct lab *lab, uint64_t id, int top);

/* How many rows all of it takes at this width, to scroll by. */
int fields_rows(const struct lab *lab, uint64_t id, int width);

#endif
