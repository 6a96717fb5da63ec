/*
 * lesson_fresh.c - keeps the world of a lesson fresh while the learner reads.
 *
 * Keys always go to the world that is shown, and the new one takes its place
 * between two of them, at once and as a whole. A key that has the shown world
 * go on makes the one in the making useless, so that it is dropped: nothing
 * that was typed is lost or done twice.
 */
#include "widgets/lesson/lesson_fresh.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lab/base/clock.h"
#include "lab/base/translate.h"
#include "widgets/lesson/lesson_due.h"
#include "widgets/lesson/lesson_inside.h"

/* However soon the next is due: worlds are not made one after the other. */
static const int64_t PAUSE = INT64_C(15) * 1000000000;

static void drop(struct lesson_fresh *fresh)
{
    runner_close(fresh->runner);
    fresh->runner = NULL;
}

void lesson_fresh_reset(struct lesson_view *view)
{
    drop(&view->fresh);
    view->fresh = (struct lesson_fresh){.runner = NULL};
}

void lesson_fresh_step(struct lesson_view *view)
{
    view->fresh.refused = false;
    view->fresh.at[0] = '\0';
}

/* What was there stays; it is tried again after the next step. */
static void refuse(struct lesson_view *view, const char *why)
{
    drop(&view->fresh);
    view->fresh.refused = true;
    lesson_say(view, ROLE_WARN,
               "No new world could be made, so this one stays: %s", why);
}

/* ---- when ---- */

/* Whether the view's world may be replaced at all by one like it. */
static bool is_lessons(const struct lesson_view *view)
{
    return !view->own && !view->recording && view->begun && !view->strayed &&
           !lesson_busy(view) && lesson_faulty_lane(view) < 0;
}

static int64_t rested_at(const struct lesson_view *view, int lane)
{
    const struct log *log = lab_log(runner_lab(view->runner, lane));
    const struct event *last =
        view->rested[lane] > 0 ? log_at(log, view->rested[lane] - 1) : NULL;

    return last ? last->t : 0;
}

/* The shortest time until any lane is due; -1: none ever is. */
static int64_t due_left(const struct lesson_view *view)
{
    size_t step = runner_step(view->runner);
    int64_t left = -1;

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        const struct setting *setting = runner_setting(view->runner, i);
        struct due_world world = {
            .rested = rested_at(view, i),
            .lead = lesson_due_lead(view->lesson, step, setting),
        };

        left = clock_sooner(
            left, lesson_due_left(runner_lab(view->runner, i), world));
    }
    return left;
}

/* Whether the next lines wait for something, in any lane. */
static bool next_waits(const struct lesson_view *view)
{
    for (int i = 0; i < runner_lanes(view->runner); i++)
        if (lesson_due_waits(view->lesson, runner_step(view->runner),
                             runner_setting(view->runner, i)))
            return true;
    return false;
}

/* Whether the time has come. */
static bool is_due(struct lesson_view *view)
{
    struct lesson_fresh *fresh = &view->fresh;

    fresh->waits = false;
    if (!is_lessons(view) || fresh->refused)
        return false;
    int64_t left = due_left(view);
    fresh->waits = left >= 0 && next_waits(view);
    return left == 0 && !fresh->waits && clock_now() >= fresh->not_before;
}

/* ---- the world in the making ---- */

/* Every lane gets the values that its twin's toggles have. */
static void copy_toggles(const struct lesson_view *view, struct runner *runner)
{
    for (int lane = 0; lane < runner_lanes(runner); lane++) {
        const struct setting *setting = runner_setting(view->runner, lane);

        for (int i = 0; i < setting->n; i++) {
            const struct toggle *toggle = &setting->toggles[i];

            runner_toggle(runner, lane, toggle->name,
                          toggle->values[setting->value[i]], NULL);
        }
    }
}

void lesson_fresh_begin(struct lesson_view *view)
{
    struct lesson_fresh *fresh = &view->fresh;
    struct err err = {.text = ""};

    drop(fresh);
    fresh->not_before = clock_now() + PAUSE;
    fresh->runner = lesson_open_alive(view, &err);
    if (!fresh->runner) {
        refuse(view, err.text);
        return;
    }
    copy_toggles(view, fresh->runner);
    fresh->step = runner_step(view->runner);
    fresh->line = runner_line(view->runner);
    memset(fresh->since, 0, sizeof fresh->since);
}

/* Whether the shown world has gone on, or is no longer the lesson's. */
static bool is_useless(const struct lesson_view *view)
{
    const struct lesson_fresh *fresh = &view->fresh;

    return !is_lessons(view) || fresh->step != runner_step(view->runner) ||
           fresh->line != runner_line(view->runner);
}

/* What is explained in it is what came of its last step. */
static void mark(struct lesson_fresh *fresh)
{
    for (int i = 0; i < runner_lanes(fresh->runner); i++)
        fresh->since[i] = log_count(lab_log(runner_lab(fresh->runner, i)));
}

/*
 * Take its next step; of a step that was begun line by line, the next line.
 * Returns false once it has come to where the shown world is.
 */
static bool advance(struct lesson_view *view)
{
    struct lesson_fresh *fresh = &view->fresh;
    size_t step = runner_step(fresh->runner);
    const struct line *line = runner_line(fresh->runner);
    bool whole = step < fresh->step;

    if (!whole && (!fresh->line || (line && line >= fresh->line)))
        return false;
    if (view->lesson->steps[step].kind == STEP_RUN)
        mark(fresh);
    runner_advance(fresh->runner, !whole);
    return true;
}

/* Why this machine can't go on with one of its lanes; NULL: it can. */
static const char *fault_of(const struct runner *runner)
{
    for (int i = 0; i < runner_lanes(runner); i++)
        if (runner_fault(runner, i))
            return runner_fault(runner, i);
    return NULL;
}

/* Whether as many lines held as in the shown world. */
static bool came_alike(const struct lesson_view *view)
{
    const struct runner *fresh = view->fresh.runner;

    for (int i = 0; i < runner_lanes(fresh); i++) {
        struct end_event ours = runner_lane_totals(view->runner, i);
        struct end_event its = runner_lane_totals(fresh, i);

        if (ours.passed != its.passed || ours.failed != its.failed)
            return false;
    }
    return true;
}

static bool rests(const struct runner *runner)
{
    for (int i = 0; i < runner_lanes(runner); i++)
        if (lab_pump(runner_lab(runner, i)) != LAB_REST)
            return false;
    return true;
}

/* ---- in its place ---- */

/*
 * Indexes into the logs are those of the new ones from here on. What was
 * explained before the first event of a step is nothing, and stays so.
 */
static void move_places(struct lesson_view *view)
{
    bool nothing = view->since[0] >= view->rested[0];

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        size_t n = log_count(lab_log(runner_lab(view->runner, i)));

        view->since[i] = nothing ? n : view->fresh.since[i];
        view->rested[i] = n;
        view->fresh.looked[i] = n;
    }
    difference_free(&view->twin);
    memset(&view->source, 0, sizeof view->source);
    difference_update(&view->twin, view->runner);
    source_update(&view->source, view->lesson,
                  lab_log(runner_lab(view->runner, 0)));
}

static void note_time(struct lesson_fresh *fresh)
{
    time_t now = time(NULL);
    struct tm tm;

    if (!localtime_r(&now, &tm) ||
        strftime(fresh->at, sizeof fresh->at, "%H:%M:%S", &tm) == 0)
        fresh->at[0] = '\0';
}

/* What was answered and judged stays as it is: the kernel is the same. */
static void put_in_place(struct lesson_view *view)
{
    struct runner *old = view->runner;

    view->runner = view->fresh.runner;
    view->fresh.runner = NULL;
    runner_end(view->runner);
    move_places(view);
    note_time(&view->fresh);
    view->fresh.not_before = clock_now() + PAUSE;
    runner_close(old);
}

/*
 * Whether the shown world may go. The prompt holds names of its actors, and
 * whoever reads a packet's fields has numbers in mind that are others in each
 * world.
 */
static bool may_go(const struct lesson_view *view)
{
    return view->mode != MODE_PROMPT && view->scene != SCENE_FIELDS;
}

/* One round of the world in the making. */
static bool carry_on(struct lesson_view *view)
{
    struct lesson_fresh *fresh = &view->fresh;

    if (is_useless(view)) {
        drop(fresh);
        fresh->not_before = 0; /* what was due still is */
        return false;
    }
    runner_pump(fresh->runner);
    const char *why = fault_of(fresh->runner);
    while (!why && !runner_busy(fresh->runner))
        if (!advance(view))
            break;
    if (!why &&
        (runner_busy(fresh->runner) || !rests(fresh->runner) || !may_go(view)))
        return false;
    if (!why && !came_alike(view))
        why = _("its steps came out otherwise.");
    if (why)
        refuse(view, why);
    else
        put_in_place(view);
    return true;
}

/* ---- what has ended ---- */

/* Whether another socket of the host still has the port. */
static bool port_is_held(const struct lab *lab, const struct state_event *gone)
{
    size_t n;
    const struct sock *socks = lab_sockets(lab, gone->host, &n);

    for (size_t i = 0; i < n; i++)
        if (socks[i].proto == gone->proto &&
            socks[i].local.port == gone->local.port)
            return true;
    return false;
}

static void tell_end(struct lesson_view *view, const struct lab *lab,
                     const struct state_event *gone)
{
    const char *state = state_name(gone->old);
    unsigned port = gone->local.port;

    if (port_is_held(lab, gone))
        lesson_say(view, ROLE_HEADING,
                   "%s :%u of the %s is gone; another socket still has that "
                   "port.",
                   state, port, host_name(gone->host));
    else if (gone->host == HOST_SERVER && view->mode == MODE_STEP)
        lesson_say(view, ROLE_HEADING,
                   "%s :%u of the server is gone: its port is free, so "
                   "{restart} works now.",
                   state, port);
    else
        lesson_say(view, ROLE_HEADING,
                   "%s :%u of the %s is gone: its port is free again.", state,
                   port, host_name(gone->host));
}

/* Whether a timer has ended it, while nobody had anything done. */
static bool is_end(const struct event *event)
{
    return event->kind == EVENT_STATE && event->state.now == STATE_NONE &&
           (event->state.old == STATE_TIME_WAIT ||
            event->state.old == STATE_FIN_WAIT_2);
}

/*
 * A countdown that is over changes something, which is said. What ends while a
 * line runs is that line's doing.
 */
static bool tell_ends(struct lesson_view *view)
{
    bool idle = !lesson_busy(view) && !view->working && !view->recording;
    bool told = false;

    for (int i = 0; i < runner_lanes(view->runner); i++) {
        const struct lab *lab = runner_lab(view->runner, i);
        const struct log *log = lab_log(lab);
        size_t *at = &view->fresh.looked[i];

        for (; *at < log_count(log); ++*at) {
            const struct event *event = log_at(log, *at);

            if (!idle || told || !is_end(event) || *at < view->rested[i])
                continue;
            tell_end(view, lab, &event->state);
            told = true;
        }
    }
    return told;
}

/* ---- what the view asks ---- */

bool lesson_fresh_pump(struct lesson_view *view)
{
    struct lesson_fresh *fresh = &view->fresh;
    bool told = tell_ends(view);
    bool waited = fresh->waits, refused = fresh->refused;

    if (!fresh->runner && is_due(view))
        lesson_fresh_begin(view);
    if (fresh->runner && carry_on(view))
        return true;
    return told || waited != fresh->waits || refused != fresh->refused;
}

int lesson_fresh_fds(const struct lesson_view *view, struct pollfd *fds)
{
    return view->fresh.runner ? runner_fds(view->fresh.runner, fds) : 0;
}

int64_t lesson_fresh_timeout(const struct lesson_view *view)
{
    return view->fresh.runner ? runner_timeout(view->fresh.runner) : -1;
}

void lesson_fresh_mark(const struct lesson_view *view, char *out, size_t size)
{
    out[0] = '\0';
    if (view->strayed || view->recording)
        return;
    if (view->fresh.waits)
        snprintf(out, size, "%s",
                 _("the next step waits: the countdown goes on"));
    else if (view->fresh.at[0])
        snprintf(out, size, _("fresh world, %s"), view->fresh.at);
}
