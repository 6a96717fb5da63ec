/*
 * page.h - a text of more rows than the screen has: it is scrolled by the keys
 * of less(1). The help, a receipt and an explanation are such pages; what they
 * say, and what else their keys do, is their own.
 */
#ifndef WIDGETS_VIEW_PAGE_H
#define WIDGETS_VIEW_PAGE_H

#include "widgets/view/pane.h"
#include "widgets/view/view.h"

/* The first member of such a view's own struct. */
struct page {
    struct view view; /* first */
    struct pane pane;
};

/*
 * Make a view of the page, which is the first member of something that malloc()
 * gave: it goes when the view does. margin is columns at either side.
 */
struct view *page_view(struct page *page, const struct view_ops *ops,
                       const char *name, const struct key *keys, int margin);

/* Draw the title, and the page's text below it. */
void page_draw(struct page *page, struct area area, const char *title,
               pane_text *text, const void *of);

/*
 * The keys that scroll, to be a part of the view's own; those say how to leave
 * it, which view_back() does. They reply VIEW_DRAW where other rows show than
 * before.
 */
extern const struct key page_keys[];

#endif
