/*
 * prose.h - a lesson's paragraphs, and plain sentences, wrapped into rows.
 *
 * Nothing is kept between two calls: the same walk over the paragraphs counts
 * rows and draws them, so a resize or another page needs no bookkeeping.
 */
#ifndef WIDGETS_SCREEN_PROSE_H
#define WIDGETS_SCREEN_PROSE_H

#include <stddef.h>

#include "lessons/lesson/markdown.h"
#include "widgets/screen/screen.h"

enum { PROSE_WIDTH = 88 }; /* wider rows are hard to read */

/* How many rows n paragraphs, beginning with first, take at this width. */
int prose_rows(const struct document *document, size_t first, size_t n,
               int width);

/*
 * Draw them, beginning with row top (0: the first). Where rows remain above or
 * below, a sign in the last column says so.
 */
void prose_draw(struct area area, const struct document *document, size_t first,
                size_t n, int top);

/*
 * Wrap one text at row y of the area; its second and later rows stand indent
 * columns further right. Returns how many rows it takes, also those that are
 * outside of the area (an area of height 0 only measures).
 */
int prose_text(struct area area, int y, int indent, enum role role,
               const char *text);

/*
 * The top row that shows as much as there is: top, brought between 0 and what
 * leaves the last page full.
 */
int prose_clamp(int top, int rows, int height);

/* Draw the signs for more above and more below at the area's right edge. */
void prose_more(struct area area, int top, int rows);

#endif
