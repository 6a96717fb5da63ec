/*
 * lesson_view.c - a lesson on the screen: its world, its steps, its end.
 */
#include "widgets/lesson/lesson_view.h"

#include <stdlib.h>

#include "widgets/diagram/diagram.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/calls.h"
#include "widgets/panes/sockets.h"
#include "widgets/panes/strip.h"

static bool lesson_is_busy(struct view *base)
{
    return lesson_busy((struct lesson_view *)base);
}

/* ---- beginning and end ---- */

/* Runners go first: they use the lesson, which may be the view's own. */
static void lesson_close(struct view *base)
{
    struct lesson_view *view = (struct lesson_view *)base;

    lesson_fresh_reset(view);
    runner_close(view->runner);
    recording_close(view->recording);
    difference_free(&view->twin);
    prompt_close(view->prompt);
    lesson_free(view->own);
    free(view->quizzes);
    free(view);
}

/* What stands in the text, and in the borders of the worlds. */
static const struct view_sign signs[] = {
    {.sign = SIGN_CURRENT,
     .text = N_("What the keys are for: the pane, the world, the choice.")},
    {.sign = SIGN_DONE, .text = N_("A right answer.")},
    {.sign = SIGN_WRONG,
     .text = N_("A wrong answer: what came, and what you had said.")},
    {.sign = SIGN_MORE_DOWN, .text = N_("There is more further down.")},
    {.sign = SIGN_MORE_UP, .text = N_("There is more further up.")},
    {.text = NULL},
};

/* And what does where a grid is asked about. */
static const struct view_sign grid_signs[] = {
    {.mark = "?", .text = N_("A cell of the grid that has no answer so far.")},
    {.mark = N_("not run"),
     .text = N_("A world in which the call is not made.")},
    {.text = NULL},
};

/* Without its borders. */
static struct area inside(struct area area)
{
    return area_columns(area_rows(area, 1, area.h - 2), 1, area.w - 2);
}

/* Pane by pane, as the same sign may say one thing here and another there. */
static void lesson_legend(struct view *base, struct legend *legend)
{
    struct lesson_view *view = (struct lesson_view *)base;
    const struct layout *layout = &view->layout;

    if (view->runner) {
        if (layout->worlds.h > 0) {
            legend_add(legend, view->calls, calls_signs);
            legend_add(legend, view->sockets, sockets_signs);
        }
        struct area wire = inside(layout->wire);
        bool fields = view->scene == SCENE_FIELDS;
        if (fields)
            legend_add(legend, wire, fields_signs);
        /* Above the fields stands the packet as on the ladder. */
        legend_add(legend, fields ? area_rows(wire, 0, 1) : wire, ladder_signs);
        legend_add(legend, layout->strip, strip_signs);
        legend_add(legend, inside(layout->states), diagram_signs);
        legend_add(legend, area_rows(layout->worlds, 0, 1), signs);
    }
    if (view->quiz && view->quiz->columns > 0)
        legend_add(legend, layout->text, grid_signs);
    legend_add(legend, layout->text, signs);
}

static const struct view_ops lesson_ops = {
    .draw = lesson_draw,
    .key = lesson_key,
    .fds = lesson_fds,
    .timeout = lesson_timeout,
    .pump = lesson_pump,
    .busy = lesson_is_busy,
    .close = lesson_close,
    .legend = lesson_legend,
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
        lesson_say(
            view, ROLE_HEADING,
            "You were at step %zu of %zu: {jump} {enter} goes there, {step} "
            "begins anew.",
            view->saved, view->lesson->n_steps);
}

/* That a step asks for: rows for them are kept from the beginning. */
static int most_columns(const struct lesson *lesson)
{
    int most = 0;

    for (size_t i = 0; lesson && i < lesson->n_steps; i++) {
        int n = 0;

        for (unsigned set = lesson->steps[i].show.columns; set; set &= set - 1)
            n++;
        most = n > most ? n : most;
    }
    return most;
}

static bool lesson_init(struct lesson_view *view,
                        const struct app_options *options,
                        const struct lesson *lesson)
{
    struct err err;

    view->view.ops = &lesson_ops;
    view->another = lesson_view;
    view->zoom = LAYOUT_PANES;
    view->show_line = -1;
    view->options = options;
    view->long_ns = INT64_C(20) * 1000000000;
    if (!lesson)
        lesson = view->own = bench_lesson(false, &err);
    view->lesson = lesson;
    view->details = most_columns(lesson);
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
    lesson_open_world(view);
    lesson_take_keys(view);
    offer_to_go_on(view);
    return &view->view;
}

struct view *lesson_view_at(const struct app_options *options,
                            const struct lesson *lesson, size_t step)
{
    struct view *base = lesson_view(options, lesson);
    struct lesson_view *view = (struct lesson_view *)base;

    if (!view)
        return NULL;
    view->message[0] = '\0'; /* that one could go there */
    lesson_restart(view, step);
    return base;
}
