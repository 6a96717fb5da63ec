/*
 * lesson_view.c - a lesson on the screen: its steps, and what they leave to
 * be carried on.
 */
#include "widgets/lesson_view.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "widgets/sockets.h"

/* Nanoseconds of a clock that nobody sets. */
static int64_t clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void lesson_say(struct lesson_view *view, enum role role, const char *format,
                ...)
{
    va_list list;

    va_start(list, format);
    vsnprintf(view->message, sizeof view->message, format, list);
    va_end(list);
    view->message_role = role;
}

void lesson_set_mode(struct lesson_view *view, enum lesson_mode mode)
{
    view->mode = mode;
    view->view.ops = mode == MODE_QUIZ ? &quiz_ops
                     : view->own       ? &bench_ops
                                       : &lesson_ops;
}

bool lesson_busy(const struct lesson_view *view)
{
    return view->runner && (runner_busy(view->runner) || view->goal > 0 ||
                            (view->own && bench_busy(&view->bench)));
}

/* ---- the world ---- */

/* Have the toggles as they were in the world before, but for compared ones. */
static void keep_toggles(struct lesson_view *view, const struct setting *before)
{
    const struct lesson *lesson = view->lesson;

    for (int i = 0; i < before->n && i < lesson->n_toggles; i++) {
        const struct toggle *toggle = &lesson->toggles[i];

        if (strcmp(toggle->name, lesson->compare) == 0)
            continue;
        for (int lane = 0; lane < runner_lanes(view->runner); lane++)
            runner_toggle(view->runner, lane, toggle->name,
                          toggle->values[before->value[i]], NULL);
    }
}

/* Make the world anew. Without one the view shows the reason. */
static void open_runner(struct lesson_view *view)
{
    struct runner_options options = {.isolation = view->options->isolation};
    struct setting before = {0};

    if (view->runner)
        before = *runner_setting(view->runner, 0);
    runner_close(view->runner);
    view->why.text[0] = '\0';
    view->runner = runner_open(view->lesson, &options, &view->why);
    if (view->runner)
        keep_toggles(view, &before);
    memset(view->since, 0, sizeof view->since);
    memset(&view->twin, 0, sizeof view->twin);
    memset(&view->source, 0, sizeof view->source);
    memset(&view->bench, 0, sizeof view->bench);
    memset(view->scroll, 0, sizeof view->scroll);
    view->begun = false;
    view->strayed = false;
    view->verdict = NULL;
    view->quiz = NULL;
    view->page = 0;
    view->step = 0;
    view->seen = 0;
    view->tick = 0;
}

void lesson_mark(struct lesson_view *view)
{
    for (int i = 0; i < runner_lanes(view->runner); i++)
        view->since[i] = log_count(lab_log(runner_lab(view->runner, i)));
    view->verdict = NULL;
    view->begun = true;
    view->scroll[FOCUS_LANES] = 0;
    view->scroll[FOCUS_SOURCE] = 0;
    if (view->focus == FOCUS_PROSE || view->focus == FOCUS_WHY)
        view->focus = FOCUS_NONE;
}

/* A line that can't be read changes nothing, so what is explained stays. */
int lesson_command(struct lesson_view *view, const char *line, struct err *err)
{
    if (!view->runner)
        return err_input(err, "%s", view->why.text);
    size_t since[RUNNER_LANES];
    memcpy(since, view->since, sizeof since);
    lesson_mark(view);
    if (runner_command(view->runner, -1, line, err) < 0) {
        memcpy(view->since, since, sizeof since);
        return -1;
    }
    view->strayed = !view->own;
    return 0;
}

/* ---- steps ---- */

/* Show the prose of the step that comes next, if it has any of its own. */
static void turn_page(struct lesson_view *view)
{
    size_t next = runner_step(view->runner);
    const struct lesson *lesson = view->lesson;

    if (next >= lesson->n_steps)
        return;
    if (lesson->steps[next].n_prose > 0 &&
        lesson->steps[next].prose != lesson->steps[view->page].prose)
        view->scroll[FOCUS_NONE] = 0;
    if (lesson->steps[next].n_prose > 0)
        view->page = next;
}

/* A step is over: the page is turned, and progress knows. */
static void step_done(struct lesson_view *view)
{
    size_t step = runner_step(view->runner);
    struct progress *progress = view->options->progress;

    view->step = step;
    turn_page(view);
    if (view->own || !progress)
        return;
    progress_set_step(progress, view->lesson->id, step);
    if (step < view->lesson->n_steps)
        return;
    runner_end(view->runner);
    progress_set_done(progress, view->lesson->id);
}

/* NULL at the end. */
static const struct step *next_step(const struct lesson_view *view)
{
    size_t next = runner_step(view->runner);

    return next < view->lesson->n_steps ? &view->lesson->steps[next] : NULL;
}

/* The question takes the keys until it is answered or skipped. */
static void ask(struct lesson_view *view, const struct step *step)
{
    view->verdict = NULL;
    view->quiz = &view->quizzes[step->predict];
    quiz_open(view->quiz, &view->lesson->predicts[step->predict], step->predict,
              runner_lanes(view->runner));
    lesson_set_mode(view, MODE_QUIZ);
}

void lesson_answered(struct lesson_view *view)
{
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
    step = next_step(view);
    if (!step)
        lesson_say(view, ROLE_OK,
                   "That was the last step: q leads back, R begins again.");
    else if (step->kind == STEP_PREDICT)
        ask(view, step);
    else
        take_step(view, step, one_line);
}

/*
 * There is no way back in a kernel: a new world is taken to the same place,
 * which costs milliseconds.
 */
void lesson_restart(struct lesson_view *view, size_t goal)
{
    open_runner(view);
    lesson_set_mode(view, MODE_STEP);
    view->focus = FOCUS_NONE;
    if (!view->runner)
        return;
    view->goal = goal < view->lesson->n_steps ? goal : view->lesson->n_steps;
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
    open_runner(view);
    lesson_free(before);
}

/* ---- carrying on ---- */

/* Take the steps up to the goal, questions unasked. */
static void towards_goal(struct lesson_view *view)
{
    while (view->goal > 0 && !runner_busy(view->runner)) {
        const struct step *step = next_step(view);

        if (!step || runner_step(view->runner) >= view->goal) {
            view->goal = 0;
            return;
        }
        if (step->kind == STEP_RUN)
            lesson_mark(view);
        runner_advance(view->runner, false);
    }
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

/* What has been decided since the last time. */
static void settle(struct lesson_view *view)
{
    struct progress *progress = view->options->progress;

    twin_update(&view->twin, view->runner);
    source_update(&view->source, view->lesson,
                  lab_log(runner_lab(view->runner, 0)));
    for (size_t i = 0; i < view->lesson->n_predicts; i++)
        if (quiz_judge(&view->quizzes[i], view->runner, progress))
            view->verdict = &view->quizzes[i];
    if (runner_step(view->runner) != view->step)
        step_done(view);
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

    for (int i = 0; view->begun && i < runner_lanes(view->runner); i++) {
        int64_t one = sockets_timeout(runner_lab(view->runner, i));

        if (one >= 0 && (soonest < 0 || one < soonest))
            soonest = one;
    }
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
static unsigned lesson_pump(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view->runner)
        return VIEW_IGNORED;
    bool draw = ticked(view);
    runner_pump(view->runner);
    towards_goal(view);
    play_bench(view);
    settle(view);
    size_t seen = count_events(view);
    bool working = runner_busy(view->runner);
    draw = draw || seen != view->seen || working != view->working;
    view->seen = seen;
    view->working = working;
    if (draw || view->tick == 0)
        set_tick(view);
    return draw ? VIEW_DRAW : VIEW_IGNORED;
}

static int lesson_fds(struct view *base, struct pollfd *fds)
{
    struct lesson_view *view = (struct lesson_view *)base;

    return view->runner ? runner_fds(view->runner, fds) : 0;
}

/* What the lab waits for, or the next second of a countdown. */
static int64_t lesson_timeout(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view->runner)
        return -1;
    int64_t wait = runner_timeout(view->runner);
    /* What was ordered since the last pump begins with the next one. */
    if (lesson_busy(view) && !runner_busy(view->runner))
        wait = 0;
    if (view->tick > 0) {
        int64_t tick = view->tick - clock_now();

        tick = tick > 0 ? tick : 0;
        wait = wait < 0 || tick < wait ? tick : wait;
    }
    return wait;
}

static bool lesson_is_busy(struct view *base)
{
    return lesson_busy((struct lesson_view *)base);
}

/* ---- beginning and end ---- */

/* Runners go first: they use the lesson, which may be the view's own. */
static void lesson_close(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    runner_close(view->runner);
    prompt_close(view->prompt);
    lesson_free(view->own);
    free(view->quizzes);
    free(view);
}

#define LESSON_OPS                                                             \
    .draw = lesson_draw, .key = lesson_key, .fds = lesson_fds,                 \
    .timeout = lesson_timeout, .pump = lesson_pump, .busy = lesson_is_busy,    \
    .close = lesson_close

const struct view_ops lesson_ops = {
    .name = "a lesson", .keys = lesson_key_help, LESSON_OPS};
const struct view_ops quiz_ops = {
    .name = "a question", .keys = quiz_key_help, LESSON_OPS};
const struct view_ops bench_ops = {
    .name = "the bench", .keys = bench_key_help, LESSON_OPS};

/* Where the learner left off, which is offered and not forced. */
static void offer_to_go_on(struct lesson_view *view)
{
    const struct progress *progress = view->options->progress;
    const char *id = view->lesson->id;

    if (view->own || !progress)
        return;
    view->saved = progress_step(progress, id);
    if (view->saved == 0 || view->saved >= view->lesson->n_steps)
        view->saved = 0;
    else
        lesson_say(view, ROLE_HEADING,
                   "You were at step %zu of %zu: g Enter goes there, space "
                   "begins anew.",
                   view->saved, view->lesson->n_steps);
}

static bool lesson_init(struct lesson_view *view,
                        const struct app_options *options,
                        const struct lesson *lesson)
{
    view->options = options;
    if (!lesson)
        lesson = view->own = bench_lesson(false, &view->why);
    view->lesson = lesson;
    view->prompt = prompt_open(&view->names);
    if (!lesson || !view->prompt)
        return false;
    view->quizzes = calloc(lesson->n_predicts + 1, sizeof *view->quizzes);
    return view->quizzes != NULL;
}

struct view *lesson_view(const struct app_options *options,
                         const struct lesson *lesson)
{
    struct lesson_view *view = calloc(1, sizeof *view);

    if (!view)
        return NULL;
    if (!lesson_init(view, options, lesson)) {
        lesson_close(&view->view);
        return NULL;
    }
    lesson_set_mode(view, MODE_STEP);
    open_runner(view);
    offer_to_go_on(view);
    return &view->view;
}
