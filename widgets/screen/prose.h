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

/* So many paragraphs of a document. */
struct prose {
    const struct document *document;
    size_t first;
    size_t n;
};

/*
 * Draw a struct prose, its first row being row y of the area, which may be
 * above it: rows outside are passed over, but counted. Returns the rows. The
 * last column stays free (view/pane.h has signs there).
 */
int prose_paras(const void *of, struct area area, int y);

/*
 * Wrap one text at row y of the area; its second and later rows stand indent
 * columns further right. Returns how many rows it takes, also those that are
 * outside of the area (an area of height 0 only measures).
 */
int prose_text(struct area area, int y, int indent, enum role role,
               const char *text);

#endif
