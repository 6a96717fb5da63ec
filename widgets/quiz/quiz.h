/*
 * quiz.h - a question about what the kernel will do, and who was right.
 *
 * The learner picks a choice, once for each lane; the kernel decides later,
 * when the line that the question is about has run. Where lanes are a matrix
 * (matrix.h), the answers are written into its grid, in any order.
 */
#ifndef WIDGETS_QUIZ_QUIZ_H
#define WIDGETS_QUIZ_QUIZ_H

#include "lessons/lesson/progress.h"
#include "lessons/runner/runner.h"
#include "widgets/screen/screen.h"

/*
 * A lane's answer: the index of a choice, or one of these. Nobody is asked
 * about a lane where the line in question does not run.
 */
enum { ANSWER_NONE = -1, ANSWER_SKIPPED = -2, ANSWER_UNASKED = -3 };

/* One question of a lesson and what the learner has said to it. */
struct quiz {
    const struct predict *predict;
    size_t number; /* in the lesson, from 0 */
    int lanes;
    int columns;   /* of the grid; 0: lanes are asked one after the other */
    int lane;      /* that is being asked; lanes: all have been */
    bool together; /* all lanes are the same so far: one answer is for all */
    int cursor;    /* the choice that Enter takes, -1: none yet; of a grid, the
                      last one */
    bool sure;     /* a grid's: the next Enter leaves cells empty */
    bool tight;    /* rows are few: choices stand beside each other, too */
    int answers[RUNNER_LANES];
    bool judged[RUNNER_LANES]; /* the kernel has decided, and it was noted */
};

/* Ask it (again). */
void quiz_open(struct quiz *quiz, const struct predict *predict, size_t number,
               int lanes);

/*
 * Ask it (again) of the lanes that the runner has: once where nothing sets them
 * apart so far (lesson_alike_until()), of all at once where they are a matrix.
 */
void quiz_ask(struct quiz *quiz, const struct predict *predict, size_t number,
              const struct runner *runner);

/* Whether it waits for an answer. */
bool quiz_asks(const struct quiz *quiz);

/* A key while it asks; returns whether it meant something here. */
bool quiz_key(struct quiz *quiz, int key);

/*
 * Draw the question, the choices and the answers so far, from row y on. Returns
 * the rows that it takes, as every part of a pane_text does. A grid has a sign
 * at the cell that is being asked, and in what comes below at the lane that is
 * `here`.
 */
int quiz_draw(struct area area, int y, const struct quiz *quiz,
              const struct runner *runner);

/*
 * Say what was answered, while the kernel has not decided. Returns the rows as
 * quiz_draw(); 0 when there is nothing to say.
 */
int quiz_said(struct area area, int y, const struct quiz *quiz,
              const struct runner *runner, int here);

/*
 * Note in progress (NULL: nowhere) what the kernel has decided since the last
 * time. Returns whether something was decided just now.
 */
bool quiz_judge(struct quiz *quiz, const struct runner *runner,
                struct progress *progress);

/*
 * In a new world nothing is decided yet: what was answered stands, and is
 * judged again.
 */
void quiz_renew(struct quiz *quiz);

/*
 * Say who was right, with the reasons. Returns the rows as quiz_draw(); 0
 * while the kernel has not decided, and when all lanes were skipped.
 */
int quiz_verdict(struct area area, int y, const struct quiz *quiz,
                 const struct runner *runner, int here);

/*
 * Say once more what was answered wrong: the question, and what came in each
 * lane of which something else was said. Returns the rows as quiz_draw(); 0
 * where nothing was.
 */
int quiz_wrong(struct area area, int y, const struct quiz *quiz,
               const struct runner *runner);

/* ---- quiz_choices.c ---- */

/*
 * Draw the choices from row y on, the one of index `here` as selected. Returns
 * their rows.
 */
int quiz_choices(struct area area, int y, const struct quiz *quiz, int here);

/* ---- quiz_grid.c ---- */

/* quiz_key(), quiz_draw(), quiz_said() and quiz_verdict() of a grid. */
bool quiz_grid_key(struct quiz *quiz, int key);
/* The question as a grid. */
int quiz_grid_draw(struct area area, int y, const struct quiz *quiz,
                   const struct runner *runner);
/* The answers, as long as the kernel has not decided. */
int quiz_grid_said(struct area area, int y, const struct quiz *quiz,
                   const struct runner *runner, int here);
/* What was said and what came, in each cell. */
int quiz_grid_verdict(struct area area, int y, const struct quiz *quiz,
                      const struct runner *runner, int here);

#endif
