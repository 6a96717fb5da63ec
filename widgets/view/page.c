/*
 * page.c - a pane with a title, and with the keys of less(1).
 *
 * Where a text is, is known when it has been drawn: so the keys that search
 * only say what is wanted (pane_search()), and the drawing says what came of
 * it.
 */
#include "widgets/view/page.h"

#include "lab/base/translate.h"

enum { TITLE = 2 }; /* rows: the title and an empty one */

struct view *page_view(struct page *page, const struct view_ops *ops,
                       const char *name, const struct key *keys, int margin)
{
    *page = (struct page){.view = {.ops = ops, .name = name, .keys = keys},
                          .pane.margin = margin,
                          .keys = keys};
    return &page->view;
}

void page_draw(struct page *page, struct area area, const char *title,
               pane_text *text, const void *of)
{
    struct area body = area_rows(area, TITLE, area.h - TITLE);
    struct area foot = area_rows(area, area.h - 1, 1);

    area_fill(area, 0, ROLE_TITLE);
    area_put(area, 0, 1, ROLE_TITLE, title);
    pane_draw(&page->pane, area_rows(body, 0, body.h - page->typing), text, of);
    if (page->typing) {
        typed_draw(foot, &page->typed, _("a text that is to be found"));
    } else if (page->pane.search.missing) {
        char text[PANE_MISSING];

        area_clear(foot);
        area_put(foot, 0, 1, ROLE_WARN, pane_missing(&page->pane, text));
    }
}

/* ---- searching ---- */

static unsigned set_typing(struct page *page, bool typing)
{
    page->typed = (struct typed){.len = 0};
    page->typing = typing;
    page->view.keys = typing ? typed_keys : page->keys;
    return VIEW_DRAW;
}

static unsigned ask(struct view *view, int key)
{
    (void)key;
    return set_typing((struct page *)view, true);
}

static unsigned type(struct page *page, int key)
{
    switch (typed_key(&page->typed, key)) {
    case TYPED_IGNORED: return VIEW_IGNORED;
    case TYPED_CHANGED: return VIEW_DRAW;
    case TYPED_ENTER: pane_search(&page->pane, page->typed.text); break;
    case TYPED_LEAVE:
        page->pane.search = (struct pane_search){.seek = 0};
        break;
    }
    return set_typing(page, false);
}

/* n and N; without a text that was searched for they ask for one. */
static unsigned search_on(struct view *view, int key)
{
    struct page *page = (struct page *)view;

    if (!page->pane.search.text[0])
        return ask(view, key);
    page->pane.search.seek += key == 'n' ? 1 : -1;
    return VIEW_DRAW;
}

/* That nothing was found has been read when another key does something. */
unsigned page_key(struct view *view, int key)
{
    struct page *page = (struct page *)view;
    unsigned reply =
        page->typing ? type(page, key) : key_act(page->keys, view, key);

    if (reply != VIEW_IGNORED)
        page->pane.search.missing = 0;
    return reply;
}

/* ---- scrolling ---- */

/* A key that changes nothing is not a reason to draw. */
static unsigned scroll_key(struct view *view, int key)
{
    struct pane *pane = &((struct page *)view)->pane;
    int before = pane->top;

    pane_key(pane, key == ' ' ? SCREEN_KEY_PAGE_DOWN : key, 0);
    return pane->top != before ? VIEW_DRAW : VIEW_IGNORED;
}

const struct key page_keys[] = {
    {.is = {ACTION_UP, ACTION_DOWN},
     N_("scroll"),
     N_("Scroll by a line."),
     .act = scroll_key},
    {.is = {ACTION_PAGE_UP, ACTION_PAGE_DOWN},
     "",
     N_("Scroll by a page; so does {step}."),
     .act = scroll_key},
    {.is = {ACTION_STEP}, "", "", .act = scroll_key},
    {.is = {ACTION_HALF_UP, ACTION_HALF_DOWN},
     "",
     N_("By half a page."),
     .act = scroll_key},
    {.is = {ACTION_FIRST, ACTION_LAST},
     "",
     N_("The first and the last line."),
     .act = scroll_key},
    {.is = {ACTION_SEARCH},
     .text = N_(
         "Search: type a text, and Enter goes to the next line that has it."),
     .act = ask},
    {.is = {ACTION_NEXT, ACTION_PREVIOUS},
     "",
     N_("The next line that has it, and the one before."),
     .act = search_on},
    KEYS_END,
};
