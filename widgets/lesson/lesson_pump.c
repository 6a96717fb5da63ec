/*
 * lesson_pump.c - what a step has left to be carried on, and when the screen
 * is out of date.
 */
#include <string.h>

#include "lab/base/clock.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/sockets.h"

/* Take the steps up to the goal, questions unasked. */
static void towards_goal(struct lesson_view *view)
{
    while (view->goal > 0 && !runner_busy(view->runner)) {
        const struct step *step = lesson_next_step(view);

        if (!step || runner_step(view->runner) >= view->goal) {
            view->goal = 0;
            return;
        }
        if (step->kind == STEP_RUN)
            lesson_mark(view);
        runner_advance(view->runner, false);
    }
}

/* Show the prose of the step that comes next, if it has any of its own. */
static void turn_page(struct lesson_view *view)
{
    size_t next = runner_step(view->runner);
    const struct lesson *lesson = view->lesson;

    if (next >= lesson->n_steps)
        return;
    if (lesson->steps[next].n_prose > 0 &&
        lesson->steps[next].prose != lesson->steps[view->page].prose)
        view->panes[FOCUS_NONE].top = 0;
    if (lesson->steps[next].n_prose > 0)
        view->page = next;
}

/* A step is over: the page is turned, and progress knows. */
static void step_done(struct lesson_view *view)
{
    size_t step = runner_step(view->runner);
    struct progress *progress = view->options->progress;

    view->step = step;
    lesson_fresh_step(view);
    turn_page(view);
    lesson_show(view);
    if (view->mode == MODE_STEP)
        lesson_take_keys(view);
    /* What was not run has not been seen either. */
    if (view->own || !progress || lesson_faulty_lane(view) >= 0)
        return;
    progress_set_step(progress, view->lesson->id, step);
    progress_set_last(progress, view->lesson->id);
    if (step < view->lesson->n_steps)
        return;
    runner_end(view->runner);
    progress_set_done(progress, view->lesson->id);
}

/* The bench's lines are played one by one, as results decide what follows. */
static void play_bench(struct lesson_view *view)
{
    struct err err = {.text = ""};

    if (!view->own || bench_pump(&view->bench, view->runner, &err) == 0)
        return;
    memset(&view->bench, 0, sizeof view->bench);
    lesson_say(view, ROLE_ERROR, "%s", err.text);
}

/*
 * Said once, and then as long as nothing else is: nobody has failed, and in
 * that lane nothing more can come.
 */
static void tell_fault(struct lesson_view *view)
{
    int lane = lesson_faulty_lane(view);

    if (lane < 0 || view->faulty)
        return;
    view->faulty = true;
    view->goal = 0;
    const char *name = runner_lane_name(view->runner, lane);
    const char *fault = runner_fault(view->runner, lane);
    if (runner_lanes(view->runner) > 1 && *name)
        lesson_say(
            view, ROLE_ERROR,
            "This machine can't go on with it: %s: %s. {again} begins again.",
            name, fault);
    else
        lesson_say(
            view, ROLE_ERROR,
            "This machine can't go on with it: %s. {again} begins again.",
            fault);
}

/* What has been decided since the last time. */
static void settle(struct lesson_view *view)
{
    struct progress *progress = view->options->progress;

    tell_fault(view);
    difference_update(&view->twin, view->runner);
    source_update(&view->source, view->lesson,
                  lab_log(runner_lab(view->runner, 0)));
    for (size_t i = 0; i < view->lesson->n_predicts; i++)
        if (quiz_judge(&view->quizzes[i], view->runner, progress))
            view->verdict = &view->quizzes[i];
    if (runner_step(view->runner) != view->step)
        step_done(view);
}

/* What happens in the worlds from here on, nobody has asked for. */
static void rest(struct lesson_view *view)
{
    for (int i = 0; i < runner_lanes(view->runner); i++)
        view->rested[i] = log_count(lab_log(runner_lab(view->runner, i)));
}

/* Whether the logs have grown tells whether there is something to draw. */
static size_t count_events(const struct lesson_view *view)
{
    size_t n = 0;

    for (int i = 0; i < runner_lanes(view->runner); i++)
        n += log_count(lab_log(runner_lab(view->runner, i)));
    return n;
}

/* Nanoseconds until a number on the screen changes, -1: none does. */
static int64_t next_tick(const struct lesson_view *view)
{
    int64_t soonest = -1;

    /* In a recording no time goes by. */
    if (view->recording)
        return -1;
    for (int i = 0; view->begun && i < runner_lanes(view->runner); i++)
        soonest =
            clock_sooner(soonest, sockets_timeout(runner_lab(view->runner, i)));
    return soonest;
}

/* Whether a second is over; timers that have run out are looked at anew. */
static bool ticked(struct lesson_view *view)
{
    bool due = view->tick > 0 && clock_now() >= view->tick;

    for (int i = 0; due && i < runner_lanes(view->runner); i++)
        lab_refresh(runner_lab(view->runner, i));
    return due;
}

static void set_tick(struct lesson_view *view)
{
    int64_t next = next_tick(view);

    view->tick = next < 0 ? 0 : clock_now() + next;
}

/*
 * Carry on with whatever is under way. Draws only when the logs have grown,
 * something began or ended, or a number on the screen is out of date.
 */
unsigned lesson_pump(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view->runner)
        return VIEW_IGNORED;
    bool draw = ticked(view);
    runner_pump(view->runner);
    towards_goal(view);
    play_bench(view);
    settle(view);
    draw |= lesson_fresh_pump(view);
    size_t seen = count_events(view);
    bool working = runner_busy(view->runner);
    draw = draw || seen != view->seen || working != view->working;
    if (view->working && !working)
        rest(view);
    view->seen = seen;
    view->working = working;
    if (draw || view->tick == 0)
        set_tick(view);
    return draw ? VIEW_DRAW : VIEW_IGNORED;
}

int lesson_fds(struct view *base, struct pollfd *fds)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view->runner)
        return 0;
    int n = runner_fds(view->runner, fds);
    return n + lesson_fresh_fds(view, fds + n);
}

/* What the lab waits for, or the next second of a countdown. */
int64_t lesson_timeout(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view->runner)
        return -1;
    int64_t wait =
        clock_sooner(runner_timeout(view->runner), lesson_fresh_timeout(view));
    /* What was ordered since the last pump begins with the next one. */
    if (lesson_busy(view) && !runner_busy(view->runner))
        wait = 0;
    if (view->tick > 0)
        wait = clock_sooner(wait, clock_left(view->tick, clock_now()));
    return wait;
}
