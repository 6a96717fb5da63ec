/*
 * area.h - drawing on a part of the screen.
 *
 * Whatever is drawn is clipped to its area and to the screen, so a pane can't
 * write over its neighbour, however small the terminal is.
 */
#ifndef WIDGETS_SCREEN_AREA_H
#define WIDGETS_SCREEN_AREA_H

#include "widgets/screen/glyph.h"
#include "widgets/screen/theme.h"

/* A rectangle of the screen; h or w may be 0 or less, then nothing shows. */
struct area {
    int y;
    int x;
    int h;
    int w;
};

/* The larger and the smaller one of two sizes. */
int area_most(int a, int b);
int area_least(int a, int b);
/* The value brought between both; where they contradict each other, least. */
int area_clamp(int value, int least, int most);

/* Parts of an area; sizes are cut to what is there. */
struct area area_rows(struct area area, int first, int n);
struct area area_columns(struct area area, int first, int n);

/*
 * Write UTF-8 text at row y, column x of the area, cut at its right edge (with
 * an ellipsis where something was cut). Control characters show as spaces.
 * Returns the columns used.
 */
int area_put(struct area area, int y, int x, enum role role, const char *text);
int area_printf(struct area area, int y, int x, enum role role,
                const char *format, ...) __attribute__((format(printf, 5, 6)));

/*
 * Write text from row y on, broken at spaces to the area's width. Returns the
 * rows that it takes, those beyond the area included.
 */
int area_wrap(struct area area, int y, enum role role, const char *text);

/* Make it blank. */
void area_clear(struct area area);

/* Fill a row with the role's background (title bars, selected lines). */
void area_fill(struct area area, int y, enum role role);

/* A horizontal rule with an optional title in it: "─ title ─────". */
void area_rule(struct area area, int y, const char *title);
/* A vertical line down the whole area at column x. */
void area_divide(struct area area, int x);
/* One sign at a place. */
void area_sign(struct area area, int y, int x, enum role role, enum sign sign);

#endif
