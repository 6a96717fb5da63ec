/*
 * page.c - a pane with a title, and with the keys of less(1).
 */
#include "widgets/view/page.h"

enum { TITLE = 2 }; /* rows: the title and an empty one */

struct view *page_view(struct page *page, const struct view_ops *ops,
                       const char *name, const struct key *keys, int margin)
{
    *page = (struct page){.view = {.ops = ops, .name = name, .keys = keys},
                          .pane.margin = margin};
    return &page->view;
}

void page_draw(struct page *page, struct area area, const char *title,
               pane_text *text, const void *of)
{
    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE, title);
    pane_draw(&page->pane, area_rows(area, TITLE, area.h - TITLE), text, of);
}

/* A key that changes nothing is not a reason to draw. */
static unsigned scroll_key(struct view *view, int key)
{
    struct pane *pane = &((struct page *)view)->pane;
    int before = pane->top;

    pane_key(pane,
             key == 'k'   ? SCREEN_KEY_UP
             : key == 'j' ? SCREEN_KEY_DOWN
             : key == ' ' ? SCREEN_KEY_PAGE_DOWN
                          : key,
             0);
    return pane->top != before ? VIEW_DRAW : VIEW_IGNORED;
}

const struct key page_keys[] = {
    {"Up Down", "scroll", "Scroll by a line; j and k do the same.",
     .act = scroll_key, .also = "j k"},
    {"PageUp PageDown", NULL, "Scroll by a page; so does the space bar.",
     .act = scroll_key, .also = "space"},
    {"Home End", NULL, "The first and the last line.", .act = scroll_key},
    KEYS_END,
};
