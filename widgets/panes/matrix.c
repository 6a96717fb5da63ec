/*
 * matrix.c - lays cells out in rows and columns, and finds the call that is
 * worth showing so.
 *
 * Lanes are numbered row by row (lessons/lesson/lesson_lanes.c), so a lane's
 * cell follows from its number and nothing has to be kept. Like every part of
 * a pane_text it is drawn from a row on that may lie outside of the area.
 */
#include "widgets/panes/matrix.h"

#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/call_text.h"
#include "widgets/view/view.h"

enum {
    CELL_WIDTH = 38, /* wider cells only pull the grid apart */
    CELL_MARK = 2,   /* columns of a cell for the sign at its front */
    TITLE = 128,     /* bytes of "SO_REUSEADDR off" */
    WHOLE = 164,     /* bytes of both texts of a cell, joined */
};

bool matrix_of(struct matrix *matrix, const struct runner *runner)
{
    const struct lesson *lesson = runner_lesson(runner);

    matrix->rows =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    matrix->columns =
        toggle_find(lesson->toggles, lesson->n_toggles, lesson->across);
    /* With a value that was set by hand, one row or one column is left. */
    return matrix->rows && matrix->columns &&
           runner_lanes(runner) ==
               matrix->rows->n_values * matrix->columns->n_values;
}

/* ---- the grid ---- */

/*
 * "SO_REUSEADDR off", what a row or a column stands for: as in the title of a
 * lane (difference.c), so that one is found by the other.
 */
static const char *title(const struct toggle *toggle, int value, char *out)
{
    snprintf(out, TITLE, "%s %s",
             toggle->label[0] ? toggle->label : toggle->name,
             toggle->values[value]);
    return out;
}

/*
 * Columns that the titles of the rows take. A third of the width at most: a
 * title may be cut, but what stands in the cells is what one came for.
 */
static int titles_width(const struct matrix *matrix, const char *corner,
                        int width)
{
    char text[TITLE];
    int most = glyph_columns(corner);

    for (int i = 0; i < matrix->rows->n_values; i++)
        most = area_most(most, glyph_columns(title(matrix->rows, i, text)));

    return area_least(most, width / 3);
}

/* Where the grid's columns are, which all of its rows share. */
struct grid {
    struct area area;
    int titles; /* width of the rows' titles */
    int cell;   /* width of a column, its line included */
    bool tall;  /* cells have two rows, as one is too narrow */
};

/* "✗ -1 EADDRINUSE, you: 0" */
static void whole_text(const struct matrix_cell *cell, char *out, size_t size)
{
    snprintf(out, size, "%s%s%s", cell->text,
             cell->text[0] && cell->more[0] ? ", " : "", cell->more);
}

/*
 * All cells are as wide and as high as each other, also where one text alone
 * needs the second row: the eye compares what stands in line.
 */
static struct grid lay_out(struct area area, const struct matrix *matrix,
                           const char *corner, const struct matrix_cell *cells)
{
    struct grid grid = {.area = area};
    int n = matrix->columns->n_values, lanes = n * matrix->rows->n_values;
    char text[WHOLE];

    grid.titles = titles_width(matrix, corner, area.w);
    grid.cell = area_least((area.w - grid.titles - 1) / n, CELL_WIDTH);
    for (int i = 0; i < lanes; i++) {
        whole_text(&cells[i], text, sizeof text);
        grid.tall =
            grid.tall || glyph_columns(text) > grid.cell - CELL_MARK - 1;
    }
    return grid;
}

/* The part of the area that a column has, behind its line. */
static struct area column_area(const struct grid *grid, int column)
{
    return area_columns(grid->area, grid->titles + 2 + column * grid->cell,
                        grid->cell - 1);
}

/* Where the whole title is too long, the value tells columns apart. */
static void draw_titles(const struct grid *grid, int y,
                        const struct matrix *matrix)
{
    char text[TITLE];

    for (int i = 0; i < matrix->columns->n_values; i++) {
        struct area area = column_area(grid, i);
        bool fits =
            glyph_columns(title(matrix->columns, i, text)) + CELL_MARK <=
            area.w;

        area_put(area_columns(area, CELL_MARK, area.w - CELL_MARK), y, 0,
                 ROLE_HEADING, fits ? text : matrix->columns->values[i]);
    }
}

/* The sign says where one is, also on a screen without colours. */
static void draw_cell(const struct grid *grid, int y, int column,
                      const struct matrix_cell *cell, bool here, int lane)
{
    struct area area = column_area(grid, column);
    struct area inside = area_columns(area, CELL_MARK, area.w - CELL_MARK);
    char text[WHOLE];

    for (int row = y; row < y + 1 + grid->tall; row++)
        mouse_hit_row(area, row, MATRIX_CLICK + lane);
    whole_text(cell, text, sizeof text);
    if (here) {
        area_sign(area, y, 0, ROLE_KEY, SIGN_CURRENT);
        screen_cursor(area, y, 0);
    }
    if (grid->tall)
        snprintf(text, sizeof text, "%s", cell->text);
    /* An errno says by itself that the call failed. */
    char *failed = glyph_columns(text) > inside.w ? strstr(text, "-1 E") : NULL;
    if (failed)
        memmove(failed, failed + 3, strlen(failed + 3) + 1);
    area_put(inside, y, 0, cell->role, text);
    if (grid->tall)
        area_put(inside, y + 1, 0, cell->role, cell->more);
}

/* The first row is that of the titles, with room for a word in its corner. */
int matrix_draw(struct area area, int y, const struct matrix *matrix,
                const char *corner, const struct matrix_cell *cells, int here)
{
    struct grid grid = lay_out(area, matrix, corner, cells);
    int columns = matrix->columns->n_values, first = y;
    char text[TITLE];

    area_put(area_columns(area, 0, grid.titles), y, 0, ROLE_STRONG, corner);
    draw_titles(&grid, y++, matrix);
    for (int row = 0; row < matrix->rows->n_values; row++) {
        area_put(area_columns(area, 0, grid.titles), y, 0, ROLE_HEADING,
                 title(matrix->rows, row, text));
        for (int i = 0; i < columns; i++) {
            int lane = row * columns + i;
            int x = grid.titles + 1 + i * grid.cell;

            for (int part = 0; part < (grid.tall ? 2 : 1); part++)
                area_sign(area, y + part, x, ROLE_FRAME, SIGN_VERTICAL);
            draw_cell(&grid, y, i, &cells[lane], lane == here, lane);
        }
        y += 1 + grid.tall;
    }
    return y - first;
}

/* ---- results ---- */

/* The last event of a line's call in a lane since the step; NULL: none. */
static const struct call_event *call_of(const struct runner *runner, int lane,
                                        const size_t *since, int line)
{
    const struct log *log = lab_log(runner_lab(runner, lane));

    for (size_t i = log_count(log); i-- > since[lane];) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL && event->line == line)
            return &event->call;
    }
    return NULL;
}

/* Arguments don't count: ports that the kernel picks are never alike. */
static bool same_result(const struct call_event *a, const struct call_event *b)
{
    return a->returned == b->returned && a->ret == b->ret && a->err == b->err;
}

/*
 * Whether lanes that have made the line's call have got different results. One
 * that has not made it does not count: the script may say so, and then there is
 * nothing to find out.
 */
static bool lanes_differ(const struct runner *runner, const size_t *since,
                         int line)
{
    const struct call_event *first = call_of(runner, 0, since, line);

    for (int i = 1; first && i < runner_lanes(runner); i++) {
        const struct call_event *other = call_of(runner, i, since, line);

        if (other && !same_result(first, other))
            return true;
    }
    return false;
}

/*
 * The newest such call of the first lane; NULL when there is none. Lines from
 * the prompt (0) are left out, as they may have been for one lane only.
 */
static const struct event *newest_difference(const struct runner *runner,
                                             const size_t *since)
{
    const struct log *log = lab_log(runner_lab(runner, 0));

    for (size_t i = log_count(log); i-- > since[0];) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL && event->line > 0 &&
            lanes_differ(runner, since, event->line))
            return event;
    }
    return NULL;
}

/* As a verdict says it, so that both can be compared. */
static struct matrix_cell result_cell(const struct call_event *call)
{
    struct matrix_cell cell = {.role = ROLE_DIM};

    if (!call) {
        snprintf(cell.text, sizeof cell.text, "%s", _("not run"));
        return cell;
    }
    cell.role = call_text_role(call);
    call_text_result(call, call->last ? "?" : _("blocks"), cell.text,
                     sizeof cell.text);
    return cell;
}

int matrix_results(struct area area, int y, const struct runner *runner,
                   const size_t *since, int here)
{
    struct matrix_cell cells[RUNNER_LANES];
    struct matrix matrix;
    char corner[40];

    if (!matrix_of(&matrix, runner))
        return 0;
    const struct event *event = newest_difference(runner, since);
    if (!event)
        return 0;
    for (int i = 0; i < runner_lanes(runner); i++)
        cells[i] = result_cell(call_of(runner, i, since, event->line));
    snprintf(corner, sizeof corner, "%s()", event->call.name);
    return matrix_draw(area, y, &matrix, corner, cells, here);
}
