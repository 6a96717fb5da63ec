/*
 * legend.h - which of a pane's signs and columns stand on the screen now, so
 * that the help explains these and no others.
 *
 * A pane has one table of all that it may show. What it does show is found in
 * the cells that it has drawn, so no pane has to keep count.
 */
#ifndef WIDGETS_VIEW_LEGEND_H
#define WIDGETS_VIEW_LEGEND_H

#include "widgets/screen/area.h"

enum { LEGEND_MOST = 64 };

/* A sign or a text that is explained; a table ends with a text of NULL. */
struct view_sign {
    enum sign sign;
    const char *text; /* English, marked by N_() */
    const char *mark; /* what stands on the screen, instead of the sign; as it
                         is drawn: translated where that is (N_()) */
};

struct legend {
    struct view_sign signs[LEGEND_MOST + 1]; /* a text of NULL behind them */
    int n;
};

/* What is drawn for it. */
const char *legend_mark(const struct view_sign *sign);

/*
 * Add those rows of the table that stand in the area, as it was drawn last,
 * unless the legend explains the same mark by the same text already.
 */
void legend_add(struct legend *legend, struct area area,
                const struct view_sign *table);

#endif
