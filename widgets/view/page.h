/*
 * page.h - a text of more rows than the screen has: it is scrolled and searched
 * by the keys of less(1). The help, a receipt and an explanation are such
 * pages; what they say, and what else their keys do, is their own.
 */
#ifndef WIDGETS_VIEW_PAGE_H
#define WIDGETS_VIEW_PAGE_H

#include "widgets/view/pane.h"
#include "widgets/view/view.h"

/* The first member of such a view's own struct. */
struct page {
    struct view view; /* first */
    struct pane pane;
    const struct key *keys; /* those of the view, while a text is being typed */
    struct typed typed;     /* what is to be searched for */
    bool typing;
};

/*
 * Make a view of the page, which is the first member of something that malloc()
 * gave: it goes when the view does. margin is columns at either side.
 */
struct view *page_view(struct page *page, const struct view_ops *ops,
                       const char *name, const struct key *keys, int margin);

/*
 * Draw the title, and the page's text below it; on the last row what is
 * searched for, while it is being typed, or that it is not there.
 */
void page_draw(struct page *page, struct area area, const char *title,
               pane_text *text, const void *of);

/* The key handler of such a view (struct view_ops). */
unsigned page_key(struct view *view, int key);

/*
 * The keys that scroll and search, to be a part of the view's own; those say
 * how to leave it, which view_back() does. They reply VIEW_DRAW where other
 * rows show than before.
 */
extern const struct key page_keys[];

#endif
