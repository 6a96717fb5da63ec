/*
 * lesson_view.c - a lesson on the screen: its world, its steps, its end.
 */
#include "widgets/lesson/lesson_view.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void lesson_say(struct lesson_view *view, enum role role, const char *format,
                ...)
{
    va_list list;

    va_start(list, format);
    vsnprintf(view->message, sizeof view->message, format, list);
    va_end(list);
    view->message_role = role;
}

extern const struct view_ops quiz_ops, grid_ops, prompt_ops, goto_ops,
    toggles_ops, lesson_ops[SCENES], bench_ops[SCENES], recorded_ops[SCENES];

/* Those of what is shown, where the keys are not for something else. */
static const struct view_ops *scene_ops(const struct lesson_view *view)
{
    return view->own         ? &bench_ops[view->scene]
           : view->recording ? &recorded_ops[view->scene]
                             : &lesson_ops[view->scene];
}

/* Key line and help are those of what takes the keys. */
static void choose_ops(struct lesson_view *view)
{
    switch (view->mode) {
    case MODE_STEP: view->view.ops = scene_ops(view); break;
    case MODE_QUIZ:
        view->view.ops = view->quiz->columns > 0 ? &grid_ops : &quiz_ops;
        break;
    case MODE_PROMPT: view->view.ops = &prompt_ops; break;
    case MODE_GOTO: view->view.ops = &goto_ops; break;
    case MODE_TOGGLES: view->view.ops = &toggles_ops; break;
    }
}

void lesson_set_mode(struct lesson_view *view, enum lesson_mode mode)
{
    view->mode = mode;
    choose_ops(view);
}

void lesson_set_scene(struct lesson_view *view, enum lesson_scene scene)
{
    view->scene = scene;
    view->focus = FOCUS_NONE;
    view->fields_top = 0;
    choose_ops(view);
}

bool lesson_busy(const struct lesson_view *view)
{
    return view->runner && (runner_busy(view->runner) || view->goal > 0 ||
                            (view->own && bench_busy(&view->bench)));
}

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

/* Make the world anew. Without one the view shows the reason. */
static void open_runner(struct lesson_view *view)
{
    struct setting before = {0};

    if (view->runner)
        before = *runner_setting(view->runner, 0);
    runner_close(view->runner);
    view->runner = lesson_runner(view);
    if (view->runner)
        keep_toggles(view, &before);
    memset(view->since, 0, sizeof view->since);
    memset(&view->twin, 0, sizeof view->twin);
    memset(&view->source, 0, sizeof view->source);
    memset(&view->bench, 0, sizeof view->bench);
    memset(view->scroll, 0, sizeof view->scroll);
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
}

/* The ladder is to show what comes now, however far back it was scrolled. */
void lesson_mark(struct lesson_view *view)
{
    for (int i = 0; i < runner_lanes(view->runner); i++) {
        view->since[i] = log_count(lab_log(runner_lab(view->runner, i)));
        view->ladders[i].scrolled = false;
    }
    view->verdict = NULL;
    view->begun = true;
    view->scroll[FOCUS_LANES] = 0;
    view->scroll[FOCUS_SOURCE] = 0;
    if (view->focus == FOCUS_PROSE || view->focus == FOCUS_WHY)
        view->focus = FOCUS_NONE;
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

/* ---- steps ---- */

const struct step *lesson_next_step(const struct lesson_view *view)
{
    size_t next = runner_step(view->runner);

    return next < view->lesson->n_steps ? &view->lesson->steps[next] : NULL;
}

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

    if (!view->begun || view->strayed || !lesson_outlived(view))
        return false;
    lesson_restart(view, step->kind == STEP_PREDICT ? here : here + 1);
    view->page = page;
    lesson_say(view, ROLE_WARN,
               "A timer ran out while you read: the steps before ran again.%s",
               step->kind == STEP_PREDICT ? " Space goes on." : "");
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
        lesson_say(view, ROLE_OK,
                   "That was the last step: q leads back, R begins again.");
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
    open_runner(view);
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
    open_runner(view);
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
        lesson_say(view, ROLE_HEADING,
                   "One world now, in which t flips a switch while it runs; l "
                   "brings back the others.");
    else
        lesson_say(view, ROLE_HEADING, "All worlds again, side by side.");
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
    recording_close(view->recording);
    prompt_close(view->prompt);
    lesson_free(view->own);
    free(view->quizzes);
    free(view);
}

#define LESSON_OPS                                                             \
    .draw = lesson_draw, .key = lesson_key, .fds = lesson_fds,                 \
    .timeout = lesson_timeout, .pump = lesson_pump, .busy = lesson_is_busy,    \
    .offers = lesson_offers, .close = lesson_close

const struct view_ops quiz_ops = {
    .name = "a question", .keys = quiz_keys, LESSON_OPS};

const struct view_ops grid_ops = {
    .name = "a question about a grid", .keys = grid_keys, LESSON_OPS};

const struct view_ops prompt_ops = {
    .name = "the prompt", .keys = prompt_keys, LESSON_OPS};

const struct view_ops goto_ops = {
    .name = "a step's number", .keys = goto_keys, LESSON_OPS};

const struct view_ops toggles_ops = {
    .name = "the switches", .keys = toggles_keys, LESSON_OPS};

const struct view_ops lesson_ops[SCENES] = {
    [SCENE_CALLS] = {.name = "a lesson", .keys = lesson_calls_keys, LESSON_OPS},
    [SCENE_LADDER] = {.name = "a lesson, the wire",
                      .keys = lesson_ladder_keys,
                      LESSON_OPS},
    [SCENE_FIELDS] = {.name = "a packet", .keys = fields_keys, LESSON_OPS},
    [SCENE_STATES] = {.name = "a lesson, the states",
                      .keys = lesson_states_keys,
                      LESSON_OPS},
};

const struct view_ops recorded_ops[SCENES] = {
    [SCENE_CALLS] = {.name = "a recording",
                     .keys = recorded_calls_keys,
                     LESSON_OPS},
    [SCENE_LADDER] = {.name = "a recording, the wire",
                      .keys = recorded_ladder_keys,
                      LESSON_OPS},
    [SCENE_FIELDS] = {.name = "a packet", .keys = fields_keys, LESSON_OPS},
    [SCENE_STATES] = {.name = "a recording, the states",
                      .keys = recorded_states_keys,
                      LESSON_OPS},
};

const struct view_ops bench_ops[SCENES] = {
    [SCENE_CALLS] = {.name = "the bench", .keys = bench_calls_keys, LESSON_OPS},
    [SCENE_LADDER] = {.name = "the bench, the wire",
                      .keys = bench_ladder_keys,
                      LESSON_OPS},
    [SCENE_FIELDS] = {.name = "a packet", .keys = fields_keys, LESSON_OPS},
    [SCENE_STATES] = {.name = "the bench, the states",
                      .keys = bench_states_keys,
                      LESSON_OPS},
};

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

int lesson_faulty_lane(const struct lesson_view *view)
{
    for (int i = 0; view->runner && i < runner_lanes(view->runner); i++)
        if (runner_fault(view->runner, i))
            return i;
    return -1;
}

/* What the lesson wants to be seen first. */
static enum lesson_scene first_scene(const struct lesson *lesson)
{
    switch (lesson->shows) {
    case SHOWS_CALLS: break;
    case SHOWS_WIRE: return SCENE_LADDER;
    case SHOWS_STATES: return SCENE_STATES;
    }
    return SCENE_CALLS;
}

static bool lesson_init(struct lesson_view *view,
                        const struct app_options *options,
                        const struct lesson *lesson)
{
    struct err err;

    view->options = options;
    view->long_ns = INT64_C(20) * 1000000000;
    if (!lesson)
        lesson = view->own = bench_lesson(false, &err);
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
    open_runner(view);
    lesson_set_scene(view, first_scene(view->lesson));
    offer_to_go_on(view);
    return &view->view;
}
