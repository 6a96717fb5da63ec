/*
 * pane.h - the one contract by which what may have more rows than its place on
 * the screen is drawn, is scrolled, and says that there is more.
 *
 * A pane's text is one function, a pane_text, that draws all of it; what lies
 * outside of the area is clipped (area.h) and counted all the same. So with an
 * area of no height it counts the rows, with one of one row and y = -n it draws
 * row n, and a count can never differ from what is drawn. What is searched for
 * is found in the same way: in the cells that it has drawn. How many rows there
 * are depends on the width, which is known only while drawing: pane_draw()
 * measures, and keys scroll by what was measured last.
 */
#ifndef WIDGETS_VIEW_PANE_H
#define WIDGETS_VIEW_PANE_H

#include "widgets/screen/screen.h"
#include "widgets/view/typed.h"

/*
 * Draw everything, the first row being row y of the area, which may be above or
 * below it. Returns how many rows that are.
 */
typedef int pane_text(const void *of, struct area area, int y);

/*
 * What is searched for in a pane: a row that has the text, as it is drawn, in
 * small letters or large ones. The next drawing goes there and marks the text
 * wherever it shows. All zero at first.
 */
struct pane_search {
    char text[TYPED]; /* "": nothing */
    int seek;         /* go to the next row (1) or to the one before (-1); other
                         numbers: so often. 0: stay */
    int found;        /* 1 + the row; 0: none so far */
    int missing;      /* the direction in which there is none; else 0 */
};

/* All zero at first, but for what the owner wants otherwise. */
struct pane {
    int margin;   /* columns left free at either side, for the signs; with 0
                     the text itself leaves what it wants */
    bool counts;  /* the last row's end says how many rows are below it */
    bool bare;    /* the owner draws the signs for more */
    bool newest;  /* the last rows show, whatever comes, until one scrolls */
    bool held;    /* one has scrolled; what else would choose the first row,
                     such as the newest or the line that runs, has no say */
    int top;      /* the first row that shows; brought in bounds by drawing */
    int rows;     /* of all text, as last drawn */
    int height;   /* rows that show, as last drawn */
    bool selects; /* Up and Down move what is selected, not the text */
    int selected; /* 1 + the row that is selected; 0: none */
    bool cursor;  /* it is marked here: of panes that are scrolled as one, only
                     in that which the keys are for */
    struct pane_search search;
};

/* How many rows the text takes at this width. */
int pane_rows(pane_text *text, const void *of, int width);

/*
 * Draw what shows of the text, and in the last column the signs for more above
 * and more below. An area that has become larger brings rows back from above.
 */
void pane_draw(struct pane *pane, struct area area, pane_text *text,
               const void *of);

/*
 * Scroll by Up, Down, PageUp, PageDown, Ctrl-U, Ctrl-D, Home and End, as far as
 * that goes. A page leaves `kept` rows of the one before. In a pane that
 * selects, they move what is selected, from the newest row or the first one
 * that shows on. Returns whether it was such a key.
 */
bool pane_key(struct pane *pane, int key, int kept);

/*
 * Search for the text, from the first row that shows on, or, where the newest
 * do, from the last one back; "" goes on with the one before. The next drawing
 * finds it.
 */
void pane_search(struct pane *pane, const char *text);

/*
 * Scroll to where the search leads, before one draws: pane_draw() does so by
 * itself. The area is blank then. text draws what is scrolled, row by row.
 */
void pane_seek(struct pane *pane, struct area area, pane_text *text,
               const void *of);

/* Mark what was searched for in what has been drawn; pane_draw() does. */
void pane_mark(const struct pane *pane, struct area area);

enum { PANE_MISSING = TYPED + 120 };

/* That there is no such row: out, of that size, which it returns. */
const char *pane_missing(const struct pane *pane, char *out);

/* Scroll no further than this row needs to be in view. */
void pane_show(struct pane *pane, int row);

/*
 * Mark row y of the area as the selected one, where the pane has the cursor,
 * and put the terminal's cursor there; pane_draw() does so by itself.
 */
void pane_select_row(const struct pane *pane, struct area area, int y);

/* Nothing is selected any more, and the text is what is scrolled. */
void pane_let_go(struct pane *pane);

/* How many rows there are below those that the last drawing showed. */
int pane_below(const struct pane *pane);

/* Whether there are any. */
bool pane_more(const struct pane *pane);

/*
 * Several parts of the screen that are scrolled as one are each drawn with a
 * copy of their pane: of these keep in *pane, which is all zero at first, the
 * one with the cursor, or else the one that has most to scroll.
 */
void pane_join(struct pane *pane, const struct pane *part, bool seeks);

/* Whether a part that was drawn has what is searched for. */
bool pane_has_found(const struct pane *pane);

/*
 * The top row that shows as much as there is: top, brought between 0 and what
 * leaves the last page full.
 */
int pane_clamp(int top, int rows, int height);

/* Draw the signs for more above and more below at the area's right edge. */
void pane_signs(struct area area, int top, int rows);

#endif
