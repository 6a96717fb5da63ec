/*
 * quiz_grid.c - a question about a matrix: a cell for each lane, filled in
 * any order, and left when the learner says so.
 *
 * The same grid shows everything that there is to say, one after the other:
 * what was predicted, and then beside it what came.
 */
#include <string.h>

#include "lab/base/translate.h"
#include "widgets/panes/matrix.h"
#include "widgets/panes/result_text.h"
#include "widgets/quiz/quiz.h"
#include "widgets/screen/prose.h"
#include "widgets/view/key.h"
#include "widgets/view/view.h"

enum { SENTENCE = 1024 }; /* bytes of a choice with its result */

/* ---- keys ---- */

/*
 * Whether the learner can fill the cell in. The cursor goes over the others
 * all the same: a grid with holes would be hard to move in.
 */
static bool is_open(const struct quiz *quiz, int lane)
{
    return quiz->answers[lane] != ANSWER_UNASKED;
}

/* Cells that the learner has filled, or could fill and has not. */
static int count(const struct quiz *quiz, bool filled)
{
    int n = 0;

    for (int i = 0; i < quiz->lanes; i++)
        n += filled ? quiz->answers[i] >= 0 : quiz->answers[i] == ANSWER_NONE;
    return n;
}

/*
 * One cell over, within the grid. No way round at the edges, for the arrow keys
 * should lead to where one looks.
 */
static void step_to(struct quiz *quiz, int rows, int columns)
{
    int row = quiz->lane / quiz->columns + rows;
    int column = quiz->lane % quiz->columns + columns;

    if (row >= 0 && row < quiz->lanes / quiz->columns && column >= 0 &&
        column < quiz->columns)
        quiz->lane = row * quiz->columns + column;
}

/*
 * On to the next cell that is empty, from the last to the first; in a full
 * grid one stays, so that Enter is all that is left to do.
 */
static void move_on(struct quiz *quiz)
{
    for (int i = 1; i < quiz->lanes; i++) {
        int lane = (quiz->lane + i) % quiz->lanes;

        if (quiz->answers[lane] != ANSWER_NONE)
            continue;
        quiz->lane = lane;
        return;
    }
}

/* Choice after choice, and then none; stays where it is. */
static void cycle(struct quiz *quiz)
{
    int *answer = &quiz->answers[quiz->lane];

    if (is_open(quiz, quiz->lane) && ++*answer == quiz->predict->n_choices)
        *answer = ANSWER_NONE;
    if (*answer >= 0)
        quiz->cursor = *answer;
}

static void fill(struct quiz *quiz, int choice)
{
    if (!is_open(quiz, quiz->lane))
        return;
    quiz->answers[quiz->lane] = choice;
    quiz->cursor = choice;
    move_on(quiz);
}

/*
 * The last choice for all cells that are empty, once there is one: many a
 * question has the same answer in all worlds, and to say so should be easy.
 */
static void fill_rest(struct quiz *quiz)
{
    for (int i = 0; i < quiz->lanes && count(quiz, true) > 0; i++)
        if (quiz->answers[i] == ANSWER_NONE)
            quiz->answers[i] = quiz->cursor;
}

/*
 * Take one answer back; false where there is none in this cell, and the key
 * then means a step back, as it does where lanes are asked one by one.
 */
static bool empty(struct quiz *quiz)
{
    if (quiz->answers[quiz->lane] < 0)
        return false;
    quiz->answers[quiz->lane] = ANSWER_NONE;
    return true;
}

/* No more is asked: what is empty stays so. */
static void leave(struct quiz *quiz)
{
    for (int i = 0; i < quiz->lanes; i++)
        if (quiz->answers[i] == ANSWER_NONE)
            quiz->answers[i] = ANSWER_SKIPPED;
    quiz->lane = quiz->lanes;
}

/*
 * A grid that is half filled may be meant so, or Enter was pressed too soon:
 * the second one tells.
 */
static void confirm(struct quiz *quiz, bool sure)
{
    if (count(quiz, false) == 0 || sure)
        leave(quiz);
    else
        quiz->sure = true;
}

bool quiz_grid_key(struct quiz *quiz, int key)
{
    bool sure = quiz->sure;

    quiz->sure = false;
    if (key >= '1' && key < '1' + quiz->predict->n_choices) {
        fill(quiz, key - '1');
        return true;
    }
    switch (key) {
    case SCREEN_KEY_UP: step_to(quiz, -1, 0); return true;
    case SCREEN_KEY_DOWN: step_to(quiz, 1, 0); return true;
    case SCREEN_KEY_LEFT: step_to(quiz, 0, -1); return true;
    case SCREEN_KEY_RIGHT: step_to(quiz, 0, 1); return true;
    case ' ': cycle(quiz); return true;
    case '*': fill_rest(quiz); return true;
    case '\n': confirm(quiz, sure); return true;
    case '0': leave(quiz); return true;
    case 'b': return empty(quiz);
    }
    return false;
}

/* ---- cells ---- */

/* "-1 EADDRINUSE", as the script writes what was said for the lane. */
static void said_text(const struct quiz *quiz, int lane, char *out, size_t size)
{
    result_said_text(quiz->predict,
                     &quiz->predict->choices[quiz->answers[lane]], out, size);
}

/* What stands in a cell before the kernel has decided. */
static void fill_said(struct matrix_cell *cell, const struct quiz *quiz,
                      int lane)
{
    *cell = (struct matrix_cell){.role = ROLE_PLAIN};
    if (quiz->answers[lane] >= 0) {
        said_text(quiz, lane, cell->text, sizeof cell->text);
        return;
    }
    cell->role = ROLE_DIM;
    snprintf(cell->text, sizeof cell->text, "%s",
             is_open(quiz, lane) ? "?" : _("not run"));
}

/* "✓ 0, right", "✗ 0, you: -1 EINVAL"; what came alone where nobody guessed. */
static void fill_verdict(struct matrix_cell *cell, const struct quiz *quiz,
                         const struct runner *runner, int lane)
{
    struct came came;
    char got[64], answer[64];

    fill_said(cell, quiz, lane);
    if (!runner_answer(runner, quiz->number, lane, &came))
        return;
    result_answer_text(quiz->predict, &came, got, sizeof got);
    if (quiz->answers[lane] < 0) {
        snprintf(cell->text, sizeof cell->text, "  %s", got);
        return;
    }
    const struct choice *said = &quiz->predict->choices[quiz->answers[lane]];
    bool right = result_choice_right(said, &came);
    cell->role = right ? ROLE_OK : ROLE_ERROR;
    snprintf(cell->text, sizeof cell->text, "%s %s",
             theme_sign(right ? SIGN_DONE : SIGN_WRONG), got);
    if (right) {
        /* TRANSLATORS: what was predicted is what came. */
        snprintf(cell->more, sizeof cell->more, "%s", _("right"));
        return;
    }
    result_said_text(quiz->predict, said, answer, sizeof answer);
    /* Short, for a cell may be no wider than the name of an errno. */
    snprintf(cell->more, sizeof cell->more, _("you: %s"), answer);
}

/* ---- drawing ---- */

/* The grid with what was said, or with what came of it. */
static int draw_cells(struct area area, int y, const struct quiz *quiz,
                      const struct runner *runner, int here, bool judged)
{
    struct matrix_cell cells[RUNNER_LANES];
    struct matrix matrix;
    char corner[48];

    if (!matrix_of(&matrix, runner))
        return 0;
    result_about(quiz->predict, corner, sizeof corner);
    for (int i = 0; i < quiz->lanes; i++)
        if (judged)
            fill_verdict(&cells[i], quiz, runner, i);
        else
            fill_said(&cells[i], quiz, i);
    return matrix_draw(area, y, &matrix, corner, cells, here);
}

/* The question, what has been said so far, and what can be said. */
int quiz_grid_draw(struct area area, int y, const struct quiz *quiz,
                   const struct runner *runner)
{
    char text[160], filled[160];
    int first = y;

    y += prose_text(area, y, 0, ROLE_STRONG, quiz->predict->question);
    y += draw_cells(area, y, quiz, runner, quiz->lane, false);
    y += quiz_choices(area, y, quiz, quiz->answers[quiz->lane]);
    if (quiz->sure) {
        snprintf(text, sizeof text,
                 _("Empty cells: %d of %d. {enter} again leaves them so."),
                 count(quiz, false), quiz->lanes);
        key_fill(text, filled, sizeof filled);
        area_put(area, y++, 0, ROLE_WARN, filled);
    }
    return y - first;
}

/* Gone with the first decision, as the verdict's grid has it all. */
int quiz_grid_said(struct area area, int y, const struct quiz *quiz,
                   const struct runner *runner, int here)
{
    for (int i = 0; i < quiz->lanes; i++)
        if (quiz->judged[i])
            return 0;
    return count(quiz, true) > 0
               ? draw_cells(area, y, quiz, runner, here, false)
               : 0;
}

/*
 * The sentences of what was said and of what came, each once. With the result
 * in front: here it is the result that leads from a cell to its sentence.
 */
static int draw_sentences(struct area area, int y, const struct quiz *quiz,
                          const struct runner *runner)
{
    const struct predict *predict = quiz->predict;
    bool due[LESSON_CHOICES] = {false};
    struct came came;
    char got[LESSON_ANSWER], text[SENTENCE];
    int first = y;

    for (int i = 0; i < quiz->lanes; i++) {
        if (!runner_answer(runner, quiz->number, i, &came))
            continue;
        const struct choice *right = result_choice_for(predict, &came);
        if (right)
            due[right - predict->choices] = true;
        if (quiz->answers[i] >= 0)
            due[quiz->answers[i]] = true;
    }
    for (int i = 0; i < predict->n_choices; i++) {
        if (!due[i])
            continue;
        result_said_text(predict, &predict->choices[i], got, sizeof got);
        snprintf(text, sizeof text, "%s: %s", got,
                 predict->choices[i].sentence);
        y += prose_text(area, y, 2, ROLE_PLAIN, text);
    }
    return y - first;
}

/*
 * Cells that nobody filled show what came too, as soon as one that somebody did
 * fill is decided: the rule is seen in the grid as a whole.
 */
int quiz_grid_verdict(struct area area, int y, const struct quiz *quiz,
                      const struct runner *runner, int here)
{
    bool any = false;

    for (int i = 0; i < quiz->lanes; i++)
        any = any || quiz->judged[i];
    if (!any)
        return 0;
    int rows = draw_cells(area, y, quiz, runner, here, true);
    return rows + draw_sentences(area, y + rows, quiz, runner);
}
