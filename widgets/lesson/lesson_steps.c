/*
 * lesson_steps.c - the lesson's steps, and the worlds that they run in: one is
 * taken, the lesson is begun anew, worlds change by a script line.
 *
 * A step is only ordered here; lesson_pump.c sees it through.
 */
#include <stdlib.h>
#include <string.h>

#include "widgets/lesson/lesson_due.h"
#include "widgets/lesson/lesson_inside.h"

/* ---- the world ---- */

/*
 * Have the toggles as they were in the world before, but for compared ones:
 * those have their own value in each lane, unless there is but one.
 */
static void keep_toggles(struct lesson_view *view, const struct setting *before)
{
    const struct lesson *lesson = view->lesson;

    for (int i = 0; i < before->n && i < lesson->n_toggles; i++) {
        const struct toggle *toggle = &lesson->toggles[i];

        if (!view->alone && lesson_compares(lesson, toggle->name))
            continue;
        for (int lane = 0; lane < runner_lanes(view->runner); lane++)
            runner_toggle(view->runner, lane, toggle->name,
                          toggle->values[before->value[i]], NULL);
    }
}

void lesson_open_world(struct lesson_view *view)
{
    struct setting before = {0};

    if (view->runner)
        before = *runner_setting(view->runner, 0);
    runner_close(view->runner);
    lesson_fresh_reset(view);
    view->runner = lesson_open_runner(view);
    if (view->runner)
        keep_toggles(view, &before);
    memset(view->since, 0, sizeof view->since);
    difference_free(&view->twin);
    memset(&view->source, 0, sizeof view->source);
    memset(&view->bench, 0, sizeof view->bench);
    memset(view->panes, 0, sizeof view->panes);
    memset(view->ladders, 0, sizeof view->ladders);
    view->lane = 0;
    view->begun = false;
    view->faulty = false;
    view->strayed = false;
    view->verdict = NULL;
    view->quiz = NULL;
    for (size_t i = 0; i < view->lesson->n_predicts && view->quizzes; i++)
        quiz_renew(&view->quizzes[i]);
    view->page = 0;
    view->step = 0;
    view->seen = 0;
    view->tick = 0;
    lesson_show(view);
}

/* A line that can't be read changes nothing, so what is explained stays. */
int lesson_command(struct lesson_view *view, int lane, const char *line,
                   struct err *err)
{
    if (!view->runner)
        return err_input(err, "%s", view->why);
    size_t since[RUNNER_LANES];
    bool strayed = view->strayed;
    memcpy(since, view->since, sizeof since);
    lesson_mark(view);
    lesson_stray(view);
    if (runner_command(view->runner, lane, line, err) < 0) {
        memcpy(view->since, since, sizeof since);
        view->strayed = strayed;
        return -1;
    }
    return 0;
}

void lesson_order(struct lesson_view *view, int lane, const char *line)
{
    struct err err = {.text = ""};

    if (lesson_command(view, lane, line, &err) < 0)
        lesson_say(view, ROLE_ERROR, "%s", err.text);
}

/* ---- steps ---- */

/* The question takes the keys until it is answered or skipped. */
static void ask(struct lesson_view *view, const struct step *step)
{
    view->verdict = NULL;
    view->quiz = &view->quizzes[step->predict];
    quiz_ask(view->quiz, &view->lesson->predicts[step->predict], step->predict,
             view->runner);
    /* What the first cell is about is to be in sight. */
    if (view->quiz->columns > 0)
        view->lane = view->quiz->lane;
    lesson_set_mode(view, MODE_QUIZ);
}

/* What explained the step before must not stand beside the answer to this. */
void lesson_answered(struct lesson_view *view)
{
    bool begun = view->begun;

    lesson_mark(view);
    view->begun = begun; /* a lesson may open with a question */
    lesson_set_mode(view, MODE_STEP);
    runner_advance(view->runner, false);
}

/* The step begins here; lesson_pump() sees it through. */
static void take_step(struct lesson_view *view, const struct step *step,
                      bool one_line)
{
    lesson_mark(view);
    runner_advance(view->runner, one_line);
    if (step->kind == STEP_READ)
        view->focus = FOCUS_PROSE; /* there is nothing to do but read */
}

/*
 * Whether a timer of the kernel has ended a socket since the last step was
 * over, after a long while in one state: the minute of a TIME-WAIT, say. The
 * steps to come may count on that socket. What ends soon is short by the
 * lesson's own doing, and the lesson knows of it.
 */
static bool outlived(const struct lesson_view *view)
{
    bool ended = false;

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        struct lab *lab = runner_lab(view->runner, i);
        const struct log *log = lab_log(lab);

        /* In a young world nothing is that old: steps need not pay a look. */
        if (log_now(log) <= view->long_ns)
            continue;
        lab_refresh(lab);
        for (size_t k = view->rested[i]; k < log_count(log); k++)
            ended |= log_at(log, k)->kind == EVENT_STATE &&
                     log_at(log, k)->state.now == STATE_NONE &&
                     lesson_due_lived(log, k) > view->long_ns;
    }
    return ended;
}

/*
 * Have the worlds as the next step expects them, where the learner has read for
 * longer than a socket lives: the steps before are run once more, and the next
 * one with them unless it is a question. What was answered stays. A world that
 * was changed by hand is the learner's, and left alone. Returns whether it was
 * done.
 */
static bool catch_up(struct lesson_view *view, const struct step *step)
{
    size_t here = runner_step(view->runner);
    size_t page = view->page;

    if (!view->begun || view->strayed || !outlived(view))
        return false;
    lesson_restart(view, step->kind == STEP_PREDICT ? here : here + 1);
    view->page = page;
    lesson_say(view, ROLE_WARN,
               step->kind == STEP_PREDICT
                   ? N_("A timer ran out while you read: the steps before ran "
                        "again. {step} goes on.")
                   : N_("A timer ran out while you read: the steps before ran "
                        "again."));
    return true;
}

/* Space on a question asks it, on all else it runs. */
void lesson_step(struct lesson_view *view, bool one_line)
{
    const struct step *step;

    if (!view->runner || view->own)
        return;
    if (lesson_busy(view)) {
        lesson_say(view, ROLE_WARN, "The step before is still under way.");
        return;
    }
    step = lesson_next_step(view);
    if (!step)
        lesson_say(
            view, ROLE_OK,
            "It is over: {enter} opens the next lesson, {again} begins again.");
    else if (step->kind != STEP_READ && catch_up(view, step))
        return;
    else if (step->kind == STEP_PREDICT)
        ask(view, step);
    else
        take_step(view, step, one_line);
}

/* The question before that step which was answered last; NULL for none. */
static struct quiz *last_answered(struct lesson_view *view, size_t step)
{
    while (step-- > 0) {
        const struct step *at = &view->lesson->steps[step];
        struct quiz *quiz = &view->quizzes[at->predict];

        if (at->kind == STEP_PREDICT)
            return quiz->predict && !quiz_asks(quiz) ? quiz : NULL;
    }
    return NULL;
}

/*
 * There is no way back in a kernel: a new world is taken to the same place,
 * which costs milliseconds.
 */
void lesson_restart(struct lesson_view *view, size_t goal)
{
    lesson_open_world(view);
    lesson_set_mode(view, MODE_STEP);
    view->focus = FOCUS_NONE;
    if (!view->runner)
        return;
    view->goal = goal < view->lesson->n_steps ? goal : view->lesson->n_steps;
    view->quiz = last_answered(view, view->goal);
}

/* The lesson of before is needed until the runner that walks it is closed. */
void lesson_switch_bench(struct lesson_view *view)
{
    struct err err = {.text = ""};
    struct lesson *lesson = bench_lesson(!view->twin_bench, &err);

    if (!lesson) {
        lesson_say(view, ROLE_ERROR, "%s", err.text);
        return;
    }
    struct lesson *before = view->own;
    view->own = lesson;
    view->lesson = lesson;
    view->twin_bench = !view->twin_bench;
    lesson_open_world(view);
    lesson_free(before);
}

/* What was done by hand in the worlds before is not done again in the new. */
void lesson_switch_lanes(struct lesson_view *view)
{
    const struct lesson *lesson = view->lesson;

    if (!lesson->compare[0]) {
        lesson_say(view, ROLE_WARN,
                   "This lesson compares nothing: it has one world.");
        return;
    }
    view->alone = !view->alone;
    /* What was answered of other worlds says nothing of these. */
    memset(view->quizzes, 0, lesson->n_predicts * sizeof *view->quizzes);
    lesson_restart(view, runner_step(view->runner));
    if (view->alone)
        lesson_say(
            view, ROLE_HEADING,
            "One world now, in which {toggle} flips a switch while it runs; "
            "{alone} brings back the others.");
    else
        lesson_say(view, ROLE_HEADING, "All worlds again, side by side.");
}

/* A question counts as a step: it is asked again. */
static void step_back(struct lesson_view *view)
{
    size_t step = runner_step(view->runner);

    if (step > 0)
        lesson_restart(view, step - 1);
    else
        lesson_say(view, ROLE_WARN, "This is the beginning.");
}

LESSON_KEY(lesson_step_back, step_back(view));
