/*
 * lesson_keys.c - the keys of a lesson, of a recording and of the bench: what
 * they are called, what the help says of them, and what they do.
 *
 * A key is a row; a row that several tables have is a macro. The key line
 * shows rows with a brief text, the first ones where it is narrow, so each
 * table begins with what matters most in its scene.
 */
#include <string.h>

#include "widgets/lesson/lesson_inside.h"

/* ---- scrolling ---- */

static bool can_focus(const struct lesson_view *view, enum lesson_focus focus)
{
    bool calls = view->scene == SCENE_CALLS;

    return focus == FOCUS_SOURCE                            ? view->source_on
           : focus == FOCUS_LANES || focus == FOCUS_SOCKETS ? calls
                                                            : true;
}

/* Panes that don't show are passed over. */
static void next_focus(struct lesson_view *view)
{
    view->panes[FOCUS_WHY].top = 0;
    do
        view->focus = (enum lesson_focus)((view->focus + 1) % FOCI);
    while (!can_focus(view, view->focus));
}

/* Behind the prose's end comes what is explained, which then gets its room. */
static bool goes_over(struct lesson_view *view, int key)
{
    if (key == SCREEN_KEY_DOWN && view->focus == FOCUS_NONE &&
        view->unexplained && !pane_more(lesson_focused(view)))
        view->focus = FOCUS_WHY;
    else if (key == SCREEN_KEY_UP && view->focus == FOCUS_WHY &&
             view->panes[FOCUS_WHY].top == 0)
        view->focus = FOCUS_NONE;
    else
        return false;
    return true;
}

/* Keys that move something on the screen and change nothing in the world. */
static unsigned scroll_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    switch (key) {
    case SCREEN_KEY_LEFT: view->first_lane -= view->first_lane > 0; break;
    case SCREEN_KEY_RIGHT: view->first_lane++; break;
    case '\t': next_focus(view); break;
    default:
        if (!goes_over(view, key))
            pane_key(lesson_focused(view), key, 1);
        break;
    }
    return VIEW_DRAW;
}

/* In any scene, where nothing else has a use for them. */
static const struct key move_keys[] = {
    {"Left Right o", .act = lesson_other_lane},
    {"Up Down PageUp PageDown Left Right Tab", .act = scroll_key},
    {.more = lesson_search_keys},
    KEYS_END,
};

/* ---- orders ---- */

/* What the server had done is known to the runner, lane by lane. */
static void replay(struct lesson_view *view)
{
    struct err err = {.text = ""};

    lesson_mark(view);
    lesson_stray(view);
    if (runner_replay(view->runner, "server", &err) < 0)
        lesson_say(view, ROLE_ERROR, "%s", err.text);
}

/* What the bench has its programs do. */
static void bench_order(struct lesson_view *view, int key)
{
    struct err err = {.text = ""};

    if (lesson_busy(view)) {
        lesson_say(view, ROLE_WARN, "The order before is under way.");
        return;
    }
    lesson_mark(view);
    if (bench_key(&view->bench, view->runner, key, &err) < 0)
        lesson_say(view, ROLE_WARN, "%s", err.text);
}

static LESSON_KEY(step, lesson_step(view, false));
static LESSON_KEY(one_line, lesson_step(view, true));
static LESSON_KEY(begin_again, lesson_restart(view, 0));
static LESSON_KEY(restart, replay(view));
static LESSON_KEY(interrupt, lesson_order(view, -1, "server: SIGINT"));
static LESSON_KEY(kill_server, lesson_order(view, -1, "server: SIGKILL"));
static LESSON_KEY(switch_lanes, lesson_switch_lanes(view));
static LESSON_KEY(switch_bench, lesson_switch_bench(view));
static LESSON_KEY(eject_programs, lesson_eject(view));
static LESSON_KEY(programs, bench_order(view, key));
static LESSON_KEY(refuse, lesson_recorded_refuse(view, key));

static unsigned receipt(struct view *base, int key)
{
    (void)key;
    return lesson_receipt_open((struct lesson_view *)base);
}

static bool has_toggles(const struct view *base)
{
    return ((const struct lesson_view *)base)->lesson->n_toggles > 0;
}

/* clang-format off */

/* ---- a lesson ---- */

#define STEP \
    {"space", N_("step"), \
     N_("Take the next step: one group of script lines, in every lane. Enter " \
     "does the same."), .act = step, .also = "Enter"}

#define STEP_BACK \
    {"b", N_("back"), N_("A step back: the lesson is run again up to there."), \
     .act = lesson_step_back, .also = "Backspace"}

#define CHANGE \
    {"r", N_("restart"), \
     N_("Stop the server with SIGINT, start it anew, and have it make its " \
     "calls again."), .act = restart}, \
    {"t", N_("toggle"), \
     N_("Flip a switch: it acts on the next call that uses it. One that the " \
     "lesson compares stays as it is in each world: see l."), \
     .act = lesson_toggle, .offered = has_toggles}

#define SOURCE_AND_PANE \
    {"c", N_("source"), \
     N_("Show or hide the C program of the actor that runs."), \
     .act = lesson_show_source}, \
    {"Tab", N_("pane"), \
     .text = N_("The next pane: the arrow keys scroll it, and it gets the " \
     "room that it needs.")}

#define EJECT \
    {"e", N_("eject"), \
     N_("Write what the lesson does as C programs that stand alone, with a " \
     "Makefile, into a new folder here; with twin lanes into one for each."), \
     .act = eject_programs}, \
    {"n", NULL, N_("Take one script line only; so does the full stop."), \
     .act = one_line, .also = "."}

#define LEAVE \
    {"R", NULL, N_("Begin the lesson again."), .act = begin_again}, \
    {"q", N_("quit"), \
     .text = N_("Back to the lessons. Where you are is remembered.")}

#define LESSON_REST \
    {":", N_("line"), \
     N_("Type any script line and have it run in every lane; or explain and " \
     "a name, such as explain EPIPE."), .act = lesson_prompt_open}, \
    SOURCE_AND_PANE, EJECT, \
    {"d", NULL, \
     N_("Where your kernel differs from the lesson: the receipt, to be " \
     "saved."), \
     .act = receipt}, \
    {"l", NULL, \
     N_("One world instead of those that are compared, in which every switch " \
     "can be flipped while it runs. Again: all of them."), \
     .act = switch_lanes}, \
    {"g", NULL, \
     N_("Go to a step: the lesson is run up to there. In a world that was " \
        "changed by hand, Enter alone has the lesson's own back."), \
     .act = lesson_goto}, \
    {"i", NULL, N_("Ctrl-C for the server: SIGINT."), .act = interrupt}, \
    {"k", NULL, N_("kill -9 for the server: SIGKILL."), .act = kill_server}, \
    LEAVE

/* move_keys have what they do. */
#define SCROLL_TEXTS \
    {"Up Down", NULL, \
     .text = N_("Scroll the prose, or the pane that Tab has chosen.")}, \
    {"PageUp PageDown", NULL, .text = N_("The same by a page.")}, \
    {.more = lesson_search_keys}, \
    {"Left Right", NULL, \
     .text = N_("Other lanes, where not all fit beside each other; in a " \
     "lesson with a grid, the cell before or the next one, as o does.")}

#define LADDER_KEYS \
    {.more = lesson_order_keys}, {.more = lesson_ladder_look_keys}, \
    {.more = lesson_more_order_keys}, {.more = lesson_search_keys}

#define STATES_KEYS \
    {.more = lesson_order_keys}, {.more = lesson_states_look_keys}, \
    {.more = lesson_more_order_keys}, {.more = lesson_search_keys}

static const struct key calls_keys[] = {
    STEP, STEP_BACK, CHANGE, {.more = lesson_scene_keys}, LESSON_REST,
    SCROLL_TEXTS, KEYS_END,
};

static const struct key ladder_keys[] = {
    STEP, LADDER_KEYS,
    KEYS_GROUP(N_("The lesson:"), N_("as without the wire.")),
    STEP_BACK, CHANGE, LESSON_REST, KEYS_END,
};

static const struct key states_keys[] = {
    STEP, STATES_KEYS,
    KEYS_GROUP(N_("The lesson:"),
               N_("as without the diagram; arrows scroll the prose.")),
    STEP_BACK, CHANGE, LESSON_REST, KEYS_END,
};

/* ---- a recording: what changes nothing ---- */

#define RECORDED_BACK \
    {"b", N_("back"), N_("A step back."), .act = lesson_step_back, \
     .also = "Backspace"}

#define RECORDED_REST \
    SOURCE_AND_PANE, EJECT, \
    {"g", NULL, N_("Go to a step."), .act = lesson_goto}, \
    {":", NULL, N_("Have a name explained, such as explain EPIPE."), \
     .act = lesson_prompt_open}, \
    LEAVE, \
    KEYS_GROUP(N_("A recording:"), \
               N_("it shows what happened on another machine. Keys that " \
               "would change something (r, t, l, i, k, script lines, orders " \
               "to the wire) say so.")), \
    {"r t l i k d", .act = refuse}

static const struct key recorded_calls_keys[] = {
    STEP, RECORDED_BACK, {.more = lesson_recorded_scene_keys}, SCROLL_TEXTS,
    RECORDED_REST, KEYS_END,
};

static const struct key recorded_ladder_keys[] = {
    STEP, {.more = lesson_ladder_look_keys}, {.more = lesson_capture_keys},
    {.more = lesson_search_keys},
    KEYS_GROUP(N_("The lesson:"), N_("as without the wire.")),
    RECORDED_BACK, RECORDED_REST, {"h > - + #", .act = refuse}, KEYS_END,
};

static const struct key recorded_states_keys[] = {
    STEP, {.more = lesson_states_look_keys}, {.more = lesson_capture_keys},
    {.more = lesson_search_keys},
    KEYS_GROUP(N_("The lesson:"),
               N_("as without the diagram; arrows scroll the prose.")),
    RECORDED_BACK, RECORDED_REST, {"h > - + #", .act = refuse}, KEYS_END,
};

/* ---- the bench ---- */

#define PROGRAMS \
    {"s", N_("start"), N_("Start the server: socket, bind, listen, accept."), \
     .act = programs}, \
    {"c", N_("client"), N_("Start a client, or have it connect once more."), \
     .act = programs}

#define TALK \
    {"d", N_("data"), N_("The client sends, the server receives."), \
     .act = programs}, \
    {"x", N_("close"), N_("Close the client's socket."), .act = programs}

#define SIGNALS \
    {"r", N_("restart"), N_("SIGINT for the server, and start it anew."), \
     .act = programs}, \
    {"i", "^C", N_("Ctrl-C for the server: SIGINT."), .act = programs}, \
    {"k", N_("kill"), N_("kill -9 for the server: SIGKILL."), \
     .act = programs}, \
    {"1-3", N_("flip"), \
     N_("Flip SO_REUSEADDR (1), SO_REUSEPORT (2), SO_LINGER (3)."), \
     .act = lesson_flip_key}

#define BENCH_REST \
    {"l", N_("twins"), N_("SO_REUSEADDR off and on side by side, or not."), \
     .act = switch_bench}, \
    {":", N_("line"), \
     N_("Type any script line; or explain and a name, such as explain " \
     "EPIPE."), \
     .act = lesson_prompt_open}, \
    {"D", NULL, N_("The server sends, the client receives."), \
     .act = programs}, \
    {"X", NULL, N_("Close the server's socket of the connection."), \
     .act = programs}, \
    {"a", NULL, N_("Have the server accept once more."), .act = programs}, \
    {"C", NULL, N_("Show or hide the C program of the actor that runs."), \
     .act = lesson_show_source}, \
    {"R", NULL, N_("Clear the bench: two new hosts."), .act = begin_again}, \
    {"Tab", NULL, \
     .text = N_("The next pane, to be scrolled by the arrow keys.")}, \
    {"q", N_("quit"), .text = N_("Back to the lessons.")}, \
    {"t", .act = lesson_toggle}

static const struct key bench_calls_keys[] = {
    PROGRAMS, SIGNALS, {.more = lesson_scene_keys}, TALK, BENCH_REST,
    {"Up Down", NULL, .text = N_("Scroll the pane.")},
    {.more = lesson_search_keys},
    KEYS_END,
};

static const struct key bench_ladder_keys[] = {
    PROGRAMS, LADDER_KEYS,
    KEYS_GROUP(N_("The hosts:"), N_("as without the wire.")),
    TALK, SIGNALS, BENCH_REST, KEYS_END,
};

static const struct key bench_states_keys[] = {
    PROGRAMS, STATES_KEYS,
    KEYS_GROUP(N_("The hosts:"), N_("as without the diagram.")),
    TALK, SIGNALS, BENCH_REST, KEYS_END,
};

/* clang-format on */

/* ---- which of them ---- */

/*
 * What the view is of, and its keys by what shows of it; a scene without any
 * has its own, whatever the view is of.
 */
static const struct kind {
    struct {
        const char *name;
        const struct key *keys;
    } scenes[SCENES_NAMED];
} kinds[] = {
    {{[SCENE_CALLS] = {N_("a lesson"), calls_keys},
      [SCENE_LADDER] = {N_("a lesson, the wire"), ladder_keys},
      [SCENE_STATES] = {N_("a lesson, the states"), states_keys}}},
    {{[SCENE_CALLS] = {N_("a recording"), recorded_calls_keys},
      [SCENE_LADDER] = {N_("a recording, the wire"), recorded_ladder_keys},
      [SCENE_STATES] = {N_("a recording, the states"), recorded_states_keys}}},
    {{[SCENE_CALLS] = {N_("the bench"), bench_calls_keys},
      [SCENE_LADDER] = {N_("the bench, the wire"), bench_ladder_keys},
      [SCENE_STATES] = {N_("the bench, the states"), bench_states_keys}}},
};

static const struct kind *kind_of(const struct lesson_view *view)
{
    return &kinds[view->own ? 2 : view->recording ? 1 : 0];
}

static void take_keys(struct lesson_view *view, const char *name,
                      const struct key *keys)
{
    view->view.name = name;
    view->view.keys = keys;
}

static void take_scene_keys(struct lesson_view *view)
{
    const struct scene *scene = &lesson_scenes[view->scene];
    const struct kind *kind = kind_of(view);

    if (view->scene < SCENES_NAMED && kind->scenes[view->scene].keys)
        take_keys(view, kind->scenes[view->scene].name,
                  kind->scenes[view->scene].keys);
    else
        take_keys(view, scene->title, scene->keys);
}

/* Key line and help are those of what takes the keys. */
void lesson_take_keys(struct lesson_view *view)
{
    switch (view->mode) {
    case MODE_STEP: take_scene_keys(view); break;
    case MODE_QUIZ:
        if (view->quiz->columns > 0)
            take_keys(view, N_("a question about a grid"), lesson_grid_keys);
        else
            take_keys(view, N_("a question"), lesson_quiz_keys);
        break;
    case MODE_PROMPT:
        take_keys(view, N_("the prompt"), lesson_prompt_keys);
        break;
    case MODE_GOTO:
        take_keys(view, N_("a step's number"), lesson_goto_keys);
        break;
    case MODE_SEARCH: take_keys(view, N_("a search"), typed_keys); break;
    case MODE_TOGGLES:
        take_keys(view, N_("the switches"), lesson_toggles_keys);
        break;
    }
}

/* What may be looked at, whatever takes the other keys. */
static unsigned look_key(struct lesson_view *view, int key)
{
    const struct key *look = lesson_scenes[view->scene].keys;
    unsigned reply = VIEW_IGNORED;

    if (view->runner && look)
        reply = key_act(look, &view->view, key);
    return reply ? reply : key_act(move_keys, &view->view, key);
}

/* Without a world there is only prose. A packet has the ladder's keys, too. */
static unsigned act(struct lesson_view *view, int key)
{
    unsigned reply = VIEW_IGNORED;

    if (view->mode == MODE_PROMPT)
        return lesson_prompt_key(view, key);
    if (view->mode == MODE_SEARCH)
        return lesson_search_key(view, key);
    bool looks = view->mode == MODE_STEP || view->mode == MODE_QUIZ;
    if (view->runner)
        reply = key_act(view->view.keys, &view->view, key);
    if (reply == VIEW_IGNORED && looks)
        reply = look_key(view, key);
    if (reply == VIEW_IGNORED && view->runner && view->mode == MODE_STEP &&
        view->scene == SCENE_FIELDS)
        reply =
            key_act(kind_of(view)->scenes[SCENE_LADDER].keys, &view->view, key);
    return reply;
}

/* A message has been read when the next key comes. */
unsigned lesson_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    view->message[0] = '\0';
    unsigned reply = act(view, key);
    lesson_take_keys(view);
    return reply;
}
