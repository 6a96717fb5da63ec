/*
 * matrix.h - the grid of a lesson that compares two toggles: a row for each
 * value of the first, a column for each of the second, a cell for each lane.
 *
 *     bind()       new off              new on
 *     old off   │  ✓ -1 EADDRINUSE   │▶ ✗ -1 EADDRINUSE
 *     old on    │  ✓ -1 EADDRINUSE   │  ✓ 0
 *
 * What stands in the cells is the caller's business.
 */
#ifndef WIDGETS_PANES_MATRIX_H
#define WIDGETS_PANES_MATRIX_H

#include "lessons/runner/runner.h"
#include "widgets/screen/mouse.h"
#include "widgets/screen/screen.h"

/* What the two directions are. */
struct matrix {
    const struct toggle *rows;
    const struct toggle *columns;
};

/* A click on the cell of a lane is this, and the lane's number (mouse.h). */
enum { MATRIX_CLICK = MOUSE_OWN + 0x1000 };

/* What one cell says; both "" for nothing. */
struct matrix_cell {
    enum role role;
    char text[80];
    char more[80]; /* behind the text, or below it where that is too long */
};

/* Whether the runner's lanes are a matrix, which *matrix then describes. */
bool matrix_of(struct matrix *matrix, const struct runner *runner);

/*
 * Draw a cell for each lane from row y on, with a sign at the lane that is
 * `here` (-1: at none); corner says what the cells are about. Returns the rows
 * that it takes, as every part of a pane_text does.
 */
int matrix_draw(struct area area, int y, const struct matrix *matrix,
                const char *corner, const struct matrix_cell *cells, int here);

/*
 * Draw what came of the newest call that did not do the same in all lanes;
 * since is where in each log the step began. Returns the rows as
 * matrix_draw(); 0 when there is no such call.
 */
int matrix_results(struct area area, int y, const struct runner *runner,
                   const size_t *since, int here);

#endif
