/*
 * page.c - draws a scrolled text, and scrolls it.
 */
#include "widgets/view/page.h"

#include "widgets/screen/prose.h"

enum { TITLE = 2 }; /* rows: the title and an empty one */

/* Scrolling is settled here, where the size is known. */
void page_draw(struct page *page, struct area area, const char *title,
               page_text *text, const void *of)
{
    struct area rows = area_rows(area, TITLE, area.h - TITLE - page->foot);
    struct area body =
        area_columns(rows, page->margin, rows.w - 2 * page->margin);

    page->body = body.h;
    /* How long the text is depends on the width: drawn on no rows at first. */
    page->rows = text(of, area_rows(body, 0, 0), 0);
    page->top = prose_clamp(page->top, page->rows, page->body);
    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE, title);
    text(of, body, -page->top);
    prose_more(rows, page->top, page->rows);
}

/*
 * Scroll so that this row is the first one, as far as that goes. A key that
 * changes nothing is not a reason to draw.
 */
static unsigned move_to(struct page *page, int top)
{
    int before = page->top;

    page->top = prose_clamp(top, page->rows, page->body);
    return page->top != before ? VIEW_DRAW : VIEW_IGNORED;
}

static unsigned scroll_key(struct view *view, int key)
{
    struct page *page = (struct page *)view;

    switch (key) {
    case 'k':
    case SCREEN_KEY_UP: return move_to(page, page->top - 1);
    case 'j':
    case SCREEN_KEY_DOWN: return move_to(page, page->top + 1);
    case SCREEN_KEY_PAGE_UP: return move_to(page, page->top - page->body);
    case ' ':
    case SCREEN_KEY_PAGE_DOWN: return move_to(page, page->top + page->body);
    case SCREEN_KEY_HOME: return move_to(page, 0);
    case SCREEN_KEY_END: return move_to(page, page->rows);
    default: return VIEW_IGNORED;
    }
}

const struct key page_keys[] = {
    {"Up Down", "scroll", "Scroll by a line; j and k do the same.",
     .act = scroll_key, .also = "j k"},
    {"PageUp PageDown", NULL, "Scroll by a page; so does the space bar.",
     .act = scroll_key, .also = "space"},
    {"Home End", NULL, "The first and the last line.", .act = scroll_key},
    KEYS_END,
};
