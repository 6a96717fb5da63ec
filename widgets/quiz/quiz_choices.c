/*
 * quiz_choices.c - the choices of a question, in a list or below a grid.
 */
#include "widgets/panes/result_text.h"
#include "widgets/quiz/quiz.h"
#include "widgets/screen/mouse.h"

enum { CHOICE_INDENT = 5 }; /* "  1  " */

/*
 * One choice, wrapped if it is long. In a grid the sign and the cursor are at a
 * cell. Returns the rows.
 */
static int draw_choice(struct area area, int y, int number, bool here,
                       bool grid, const char *text)
{
    struct area words = area_columns(area, CHOICE_INDENT, area.w);
    enum role role = here ? ROLE_SELECTED : ROLE_PLAIN;
    int rows = area_most(1, area_wrap(words, y, role, text));

    for (int row = 0; row < rows; row++)
        mouse_hit_row(area, y + row, '0' + number);
    if (here && !grid) {
        area_sign(area, y, 0, ROLE_KEY, SIGN_CURRENT);
        screen_cursor(area, y, 0);
    }
    area_printf(area, y, 2, ROLE_KEY, "%d", number);
    return rows;
}

/*
 * Each with its number, which answers as well. The chosen one has a sign beside
 * its colour, for terminals without any. A row each, or, where rows are few,
 * as many as have room in it.
 */
int quiz_choices(struct area area, int y, const struct quiz *quiz, int here)
{
    int first = y, x = 0, rows = 0;
    char text[160];

    /* Nothing is chosen so far, but here the answers begin. */
    if (here < 0 && quiz->columns == 0)
        screen_cursor(area, y, 2);
    for (int i = 0; i < quiz->predict->n_choices; i++) {
        result_choice_text(quiz->predict, &quiz->predict->choices[i], text,
                           sizeof text);
        int columns =
            quiz->tight ? CHOICE_INDENT + glyph_columns(text) : area.w;
        if (rows != 1 || x + columns > area.w) {
            y += rows;
            x = 0;
        }
        rows = draw_choice(area_columns(area, x, columns), y, i + 1, i == here,
                           quiz->columns > 0, text);
        x += columns + 1;
    }
    return y + rows - first;
}
