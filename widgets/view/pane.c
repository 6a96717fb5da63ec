/*
 * pane.c - draws what shows of a text, and scrolls it.
 */
#include "widgets/view/pane.h"

#include <limits.h>

enum { COUNT_COLUMNS = 4 }; /* a sign and how many rows there are */

int pane_clamp(int top, int rows, int height)
{
    return area_clamp(top, 0, rows - area_most(height, 0));
}

void pane_signs(struct area area, int top, int rows)
{
    if (area.h <= 0 || area.w <= 0)
        return;
    if (top > 0)
        area_sign(area, 0, area.w - 1, ROLE_KEY, SIGN_MORE_UP);
    if (top + area.h < rows)
        area_sign(area, area.h - 1, area.w - 1, ROLE_KEY, SIGN_MORE_DOWN);
}

int pane_rows(pane_text *text, const void *of, int width)
{
    return text(of, (struct area){.w = width}, 0);
}

/* Rows are cut before the number, so that nothing is drawn over their end. */
void pane_draw(struct pane *pane, struct area area, pane_text *text,
               const void *of)
{
    struct area body =
        area_columns(area, pane->margin, area.w - 2 * pane->margin);

    pane->height = body.h;
    pane->rows = pane_rows(text, of, body.w);
    if (pane->newest && !pane->held)
        pane->top = pane->rows;
    pane->top = pane_clamp(pane->top, pane->rows, pane->height);
    int hidden = pane->rows - pane->top - area.h;
    if (pane->counts && hidden > 0)
        body = area_columns(body, 0, body.w - COUNT_COLUMNS);
    text(of, body, -pane->top);
    if (pane->bare)
        return;
    if (!pane->counts)
        pane_signs(area, pane->top, pane->rows);
    else if (hidden > 0)
        area_printf(area, area.h - 1, area.w - COUNT_COLUMNS + 1, ROLE_KEY,
                    "%s%d", theme_sign(SIGN_MORE_DOWN), area_least(hidden, 99));
}

/* Whoever scrolls to the newest row has it follow again. */
static void scroll_to(struct pane *pane, int top)
{
    pane->top = top;
    pane->held = !pane->newest || pane_more(pane);
}

bool pane_key(struct pane *pane, int key, int kept)
{
    int page = area_most(pane->height - kept, 1);
    int top = pane->top;

    switch (key) {
    case SCREEN_KEY_UP: top--; break;
    case SCREEN_KEY_DOWN: top++; break;
    case SCREEN_KEY_PAGE_UP: top -= page; break;
    case SCREEN_KEY_PAGE_DOWN: top += page; break;
    case SCREEN_KEY_HOME: top = 0; break;
    case SCREEN_KEY_END: top = INT_MAX; break;
    default: return false;
    }
    scroll_to(pane, pane_clamp(top, pane->rows, pane->height));
    return true;
}

void pane_show(struct pane *pane, int row)
{
    int above = row - area_most(pane->height, 1) + 1;

    scroll_to(pane, area_clamp(pane->top, above, row));
}

int pane_below(const struct pane *pane)
{
    return area_most(0, pane->rows - pane->top - pane->height);
}

bool pane_more(const struct pane *pane)
{
    return pane->height > 0 && pane_below(pane) > 0;
}

void pane_join(struct pane *pane, const struct pane *part)
{
    if (part->rows - part->height > pane->rows - pane->height)
        *pane = *part;
}
