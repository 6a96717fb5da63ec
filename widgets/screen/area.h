/*
 * area.h - drawing on a part of the screen.
 *
 * Whatever is drawn is clipped to its area and to the screen, so a pane can't
 * write over its neighbour, however small the terminal is.
 */
#ifndef WIDGETS_SCREEN_AREA_H
#define WIDGETS_SCREEN_AREA_H

#include <stddef.h>

#include "widgets/screen/theme.h"

/* A rectangle of the screen; h or w may be 0 or less, then nothing shows. */
struct area {
    int y;
    int x;
    int h;
    int w;
};

/* The nearest to value from least to most; least where they cross. */
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

/* Fill a row with the role's background (title bars, selected lines). */
void area_fill(struct area area, int y, enum role role);

/* A horizontal rule with an optional title in it: "─ title ─────". */
void area_rule(struct area area, int y, const char *title);
/* A vertical line down the whole area at column x. */
void area_divide(struct area area, int x);
/* One sign at a place. */
void area_sign(struct area area, int y, int x, enum role role, enum sign sign);

/* Show the terminal's cursor there once this drawing is on the screen. */
void area_cursor(struct area area, int y, int x);

/* How many columns the UTF-8 text takes. */
int text_columns(const char *text);

/*
 * How many bytes of the text fit into so many columns, whole characters only;
 * *used (may be NULL) is how many columns they take.
 */
size_t text_fit(const char *text, int columns, int *used);

/*
 * Break text into lines of so many columns: returns the bytes of its first
 * line, and in *next where the second one begins. Lines end at a newline or
 * at a space; a word that is longer than a line is broken.
 */
size_t text_line(const char *text, int columns, size_t *next);

#endif
