/*
 * page.h - a text of more rows than the screen has: it is scrolled by the keys
 * of less(1). The help, a receipt and an explanation are such pages; what they
 * say, and what else their keys do, is their own.
 *
 * How many rows a text takes depends on the width, which is known only while
 * drawing: page_draw() measures, and keys scroll by what was measured last.
 */
#ifndef WIDGETS_VIEW_PAGE_H
#define WIDGETS_VIEW_PAGE_H

#include "widgets/view/view.h"

/* The first member of such a view's own struct. */
struct page {
    struct view view; /* first */
    int margin; /* columns left free at either side, for the signs; over 0 */
    int foot;   /* rows left free at the end, for what the view has to say */
    int top;    /* the first row that shows */
    int rows;   /* of all text, as last drawn */
    int body;   /* rows that show, as last drawn */
};

/*
 * Draw all of a page's text, its first row being row y of the area, which may
 * be above it: rows outside are passed over, but counted. Returns the rows.
 */
typedef int page_text(const void *of, struct area area, int y);

/*
 * Draw the title, text(of) below it, and the signs for more above and below.
 * A screen that has become larger, or wider, brings rows back from above.
 */
void page_draw(struct page *page, struct area area, const char *title,
               page_text *text, const void *of);

/*
 * The keys that scroll, to be a part of the view's own; those say how to leave
 * it, which view_back() does. They reply VIEW_DRAW where other rows show than
 * before.
 */
extern const struct key page_keys[];

#endif
