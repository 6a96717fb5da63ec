/*
 * sockets_row.h - one socket in the columns that a width has room for.
 *
 * Where everything stands depends on the width and on the columns that are
 * asked for, never on what is in them, so that nothing moves from step to step.
 * What has no place in its column stands below, indented, whole.
 */
#ifndef WIDGETS_PANES_SOCKETS_ROW_H
#define WIDGETS_PANES_SOCKETS_ROW_H

#include "widgets/panes/sockets.h"

/* Where columns begin; -1: there is no such column. */
struct sockets_form {
    int width;
    int queues;
    int local;
    int peer;
    int timer;  /* -1: at the right edge, as long as it is */
    bool kinds; /* with the timer's kind before what is left of it */
    int owner;
    int flags;
    unsigned below; /* enum show_column: asked for, without a column */
};

struct sockets_form sockets_form_of(int width, unsigned asked);

/* Draw the heads of the columns, as ss(8) has them. Returns the rows, 0 or 1.
 */
int sockets_row_head(struct area area, int y, const struct sockets_form *form);

/*
 * Draw the index-th of lab_sockets() from row y on. Returns the rows, those
 * outside of the area included.
 */
int sockets_row_draw(struct area area, int y, const struct sockets_view *view,
                     const struct sockets_form *form, size_t index);

#endif
