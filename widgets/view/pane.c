/*
 * pane.c - draws what shows of a text, and scrolls it.
 */
#include "widgets/view/pane.h"

#include <limits.h>
#include <stdio.h>

#include "lab/base/translate.h"
#include "widgets/screen/area_find.h"

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

int pane_below(const struct pane *pane)
{
    return area_most(0, pane->rows - pane->top - pane->height);
}

bool pane_more(const struct pane *pane)
{
    return pane->height > 0 && pane_below(pane) > 0;
}

/* Whoever scrolls to the newest row has it follow again. */
static void scroll_to(struct pane *pane, int top)
{
    pane->top = top;
    pane->held = !pane->newest || pane_more(pane);
}

/* ---- searching ---- */

void pane_search(struct pane *pane, const char *text)
{
    struct pane_search *search = &pane->search;

    if (*text) {
        snprintf(search->text, sizeof search->text, "%s", text);
        search->found = 0;
    }
    search->seek = !search->text[0] ? 0 : pane->newest ? -1 : 1;
}

/*
 * The nearest row from this one on that has the text; -1 for none. Rows are
 * drawn where they would show, as many at a time as there is room for.
 */
static int find_row(const struct pane *pane, struct area body, pane_text *text,
                    const void *of, int row)
{
    int step = pane->search.seek > 0 ? 1 : -1, columns;

    while (body.h > 0 && row >= 0 && row < pane->rows) {
        int top = step > 0 ? row : row - body.h + 1;

        area_clear(body);
        text(of, body, -top);
        for (int y = row - top; y >= 0 && y < body.h; y += step, row += step)
            if (area_find(body, y, 0, pane->search.text, &columns) >= 0)
                return row;
    }
    return -1;
}

/* From the row that was found last on, as long as it is in sight. */
static void seek_row(struct pane *pane, struct area body, pane_text *text,
                     const void *of)
{
    struct pane_search *search = &pane->search;
    int step = search->seek > 0 ? 1 : -1, last = search->found - 1;
    bool seen = last >= pane->top && last < pane->top + pane->height;
    int row = find_row(pane, body, text, of,
                       seen       ? last + step
                       : step > 0 ? pane->top
                                  : pane->top + pane->height - 1);

    search->seek -= step;
    search->missing = row < 0 ? step : 0;
    if (row < 0)
        return;
    search->found = row + 1;
    /* What comes behind it matters more than what was. */
    if (row < pane->top || row >= pane->top + pane->height)
        scroll_to(pane, pane_clamp(row - body.h / 3, pane->rows, pane->height));
}

/* Keys may have come faster than drawings. */
void pane_seek(struct pane *pane, struct area area, pane_text *text,
               const void *of)
{
    if (!pane->search.seek)
        return;
    while (pane->search.seek)
        seek_row(pane, area, text, of);
    area_clear(area);
}

const char *pane_missing(const struct pane *pane, char *out)
{
    snprintf(out, PANE_MISSING,
             pane->search.missing > 0 ? _("No row further down has \"%s\".")
                                      : _("No row further up has \"%s\"."),
             pane->search.text);
    return out;
}

void pane_mark(const struct pane *pane, struct area area)
{
    for (int y = 0; pane->search.text[0] && y < area.h; y++)
        area_find_mark(area, y, ROLE_SELECTED, pane->search.text);
}

/* In the margin, where there is one, a sign is at the row that was found. */
static void mark_found(const struct pane *pane, struct area area,
                       struct area body)
{
    const struct pane_search *search = &pane->search;

    int at = search->found - 1 - pane->top, columns;

    if (!search->text[0])
        return;
    /* In another width the text may stand elsewhere. */
    if (pane->margin > 0 && area_find(body, at, 0, search->text, &columns) >= 0)
        area_sign(area, at, 0, ROLE_KEY, SIGN_CURRENT);
    pane_mark(pane, body);
}

/* ---- drawing ---- */

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
    if (pane->selected > pane->rows)
        pane->selected = pane->rows;
    if (pane->selected)
        pane_show(pane, pane->selected - 1);
    pane_seek(pane, body, text, of);
    int hidden = pane->rows - pane->top - area.h;
    if (pane->counts && hidden > 0)
        body = area_columns(body, 0, body.w - COUNT_COLUMNS);
    text(of, body, -pane->top);
    mark_found(pane, area, body);
    if (pane->selected)
        pane_select_row(pane, area, pane->selected - 1 - pane->top);
    if (pane->bare)
        return;
    if (!pane->counts)
        pane_signs(area, pane->top, pane->rows);
    else if (hidden > 0)
        area_printf(area, area.h - 1, area.w - COUNT_COLUMNS + 1, ROLE_KEY,
                    "%s%d", theme_sign(SIGN_MORE_DOWN), area_least(hidden, 99));
}

/* ---- selecting ---- */

void pane_select_row(const struct pane *pane, struct area area, int y)
{
    if (!pane->cursor || y < 0 || y >= area.h)
        return;
    area_mark(area, y, ROLE_SELECTED);
    screen_cursor(area, y, 0);
}

void pane_let_go(struct pane *pane)
{
    pane->selects = pane->cursor = false;
    pane->selected = 0;
}

/* The first key selects what is looked at: the newest row, or the first. */
static int first_selected(const struct pane *pane)
{
    return pane->newest ? pane->top + pane->height : pane->top + 1;
}

static void select_by(struct pane *pane, int rows)
{
    int from = pane->selected ? pane->selected + rows : first_selected(pane);

    pane->selected = pane->rows > 0 ? area_clamp(from, 1, pane->rows) : 0;
    if (pane->selected)
        pane_show(pane, pane->selected - 1);
}

static bool select_key(struct pane *pane, int key, int page)
{
    int half = area_most(pane->height / 2, 1);

    switch (key) {
    case SCREEN_KEY_UP: select_by(pane, -1); break;
    case SCREEN_KEY_DOWN: select_by(pane, 1); break;
    case SCREEN_KEY_HALF_UP: select_by(pane, -half); break;
    case SCREEN_KEY_HALF_DOWN: select_by(pane, half); break;
    case SCREEN_KEY_PAGE_UP: select_by(pane, -page); break;
    case SCREEN_KEY_PAGE_DOWN: select_by(pane, page); break;
    case SCREEN_KEY_HOME:
        pane->selected = 1;
        select_by(pane, 0);
        break;
    case SCREEN_KEY_END:
        pane->selected = area_most(1, pane->rows);
        select_by(pane, 0);
        break;
    default: return false;
    }
    return true;
}

/* ---- scrolling ---- */

bool pane_key(struct pane *pane, int key, int kept)
{
    int page = area_most(pane->height - kept, 1);
    int half = area_most(pane->height / 2, 1);
    int top = pane->top;

    if (pane->selects)
        return select_key(pane, key, page);
    switch (key) {
    case SCREEN_KEY_UP: top--; break;
    case SCREEN_KEY_DOWN: top++; break;
    case SCREEN_KEY_HALF_UP: top -= half; break;
    case SCREEN_KEY_HALF_DOWN: top += half; break;
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

bool pane_has_found(const struct pane *pane)
{
    return pane->rows > 0 && !pane->search.missing;
}

void pane_join(struct pane *pane, const struct pane *part, bool seeks)
{
    if (seeks) {
        if (pane->rows == 0 || (pane->search.missing && !part->search.missing))
            *pane = *part;
        return;
    }
    if (pane->cursor)
        return;
    if (pane->rows == 0 || part->cursor ||
        part->rows - part->height > pane->rows - pane->height)
        *pane = *part;
}
