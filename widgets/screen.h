/*
 * screen.h - the terminal: opened, restored, drawn on in areas.
 *
 * Only widgets/ knows curses. Whatever is drawn is clipped to its area, so a
 * pane can't write over its neighbour, however small the terminal is.
 */
#ifndef WIDGETS_SCREEN_H
#define WIDGETS_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

#include "lab/err.h"
#include "widgets/theme.h"

/* A rectangle of the screen; h or w may be 0 or less, then nothing shows. */
struct area {
    int y;
    int x;
    int h;
    int w;
};

/*
 * Take over the terminal. headless draws on nothing (for --keys and tests)
 * with the size of $LINES and $COLUMNS, 24x80 without. Returns 0 or -1 with
 * ERR_MACHINE. Crashes and signals restore the terminal as well.
 */
int screen_open(bool headless, struct err *err);
void screen_close(void);

/* The whole screen. */
struct area screen_area(void);

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
                const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Fill a row with the role's background (title bars, selected lines). */
void area_fill(struct area area, int y, enum role role);

/* A horizontal rule with an optional title in it: "─ title ─────". */
void area_rule(struct area area, int y, const char *title);
/* A vertical line down the whole area at column x. */
void area_divide(struct area area, int x);
/* One sign at a place. */
void area_sign(struct area area, int y, int x, enum role role, enum sign sign);

/* How many columns the UTF-8 text takes. */
int text_columns(const char *text);

/*
 * The screen as text, one line a row, without trailing spaces: what a learner
 * sees, for saved screens and tests.
 */
void screen_save(FILE *out);

#endif
