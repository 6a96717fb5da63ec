/*
 * predict.h - a question about what the kernel will do, and who was right.
 *
 * The learner picks a choice, once for each lane; the kernel decides later,
 * when the line that the question is about has run.
 */
#ifndef WIDGETS_PREDICT_H
#define WIDGETS_PREDICT_H

#include "lessons/progress.h"
#include "lessons/runner.h"
#include "widgets/screen.h"

/* A lane's answer: the index of a choice, or one of these. */
enum { ANSWER_NONE = -1, ANSWER_SKIPPED = -2 };

/* One question of a lesson and what the learner has said to it. */
struct quiz {
    const struct predict *predict;
    size_t number; /* in the lesson, from 0 */
    int lanes;
    int lane;   /* that is being asked; lanes: all have been */
    int cursor; /* the choice that Enter takes */
    int answers[RUNNER_LANES];
    bool judged[RUNNER_LANES]; /* the kernel has decided, and it was noted */
};

/* Ask it (again). */
void quiz_open(struct quiz *quiz, const struct predict *predict, size_t number,
               int lanes);

/* Whether it waits for an answer. */
bool quiz_asks(const struct quiz *quiz);

/* A key while it asks; returns whether it meant something here. */
bool quiz_key(struct quiz *quiz, int key);

/*
 * Draw the question, the choices and the answers so far. Returns the rows that
 * it takes; an area of height 0 only measures.
 */
int quiz_draw(struct area area, const struct quiz *quiz,
              const struct runner *runner);

/*
 * Say what was answered, while the kernel has not decided. Returns the rows as
 * quiz_draw(); 0 when there is nothing to say.
 */
int quiz_said(struct area area, const struct quiz *quiz,
              const struct runner *runner);

/*
 * Note in progress (NULL: nowhere) what the kernel has decided since the last
 * time. Returns whether something was decided just now.
 */
bool quiz_judge(struct quiz *quiz, const struct runner *runner,
                struct progress *progress);

/*
 * Say who was right, with the reasons. Returns the rows as quiz_draw(); 0
 * while the kernel has not decided, and when all lanes were skipped.
 */
int quiz_verdict(struct area area, const struct quiz *quiz,
                 const struct runner *runner);

/* Whether the kernel's result is what the choice says. */
bool choice_right(const struct choice *choice, const struct result *result);

#endif
