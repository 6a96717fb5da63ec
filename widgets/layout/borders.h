/*
 * borders.h - the lines around a part of the screen that has columns, and what
 * stands in these lines.
 */
#ifndef WIDGETS_LAYOUT_BORDERS_H
#define WIDGETS_LAYOUT_BORDERS_H

#include <stdbool.h>

#include "widgets/screen/area.h"

enum { BORDERS_COLUMNS = 9 };

/* A frame of n columns. */
struct borders {
    struct area area;
    int n;
    struct area columns[BORDERS_COLUMNS]; /* between the lines, from the top
                                             border on */
};

/* Share the width out to n columns, of at most BORDERS_COLUMNS. */
struct borders borders_make(struct area area, int n);

/* How many columns of that width have room in an area, 1 at least. */
int borders_fit(int width, int column);

/* Draw the outline and the lines between the columns. */
void borders_draw(const struct borders *borders);

/* A line across all columns, in row y. */
void borders_line(const struct borders *borders, int y);

/* One column's rows, with a column free on both sides; all alike in width. */
struct area borders_cell(const struct borders *borders, int column, int y,
                         int h);

/* A title stands in a line, with a space on both sides. */
void borders_title(struct area area, int y, enum role role, const char *title);

/*
 * At the right end of a line whose title has `used` columns, as far as that
 * leaves room. Returns whether it does.
 */
bool borders_aside(struct area area, int y, int used, enum role role,
                   const char *text);

#endif
