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

/* Keys that move something on the screen and change nothing in the world. */
static unsigned scroll_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    switch (key) {
    case SCREEN_KEY_LEFT: view->first_lane -= view->first_lane > 0; break;
    case SCREEN_KEY_RIGHT: view->first_lane++; break;
    default:
        if (!lesson_goes_on(view, key))
            pane_key(lesson_focused(view), key, 1);
        break;
    }
    return VIEW_DRAW;
}

#define SCROLLS                                                                \
    ACTION_UP, ACTION_DOWN, ACTION_PAGE_UP, ACTION_PAGE_DOWN, ACTION_HALF_UP,  \
        ACTION_HALF_DOWN, ACTION_FIRST, ACTION_LAST

/* In any scene, where nothing else has a use for them. */
static const struct key move_keys[] = {
    {.is = {ACTION_LEFT, ACTION_RIGHT, ACTION_LANE}, .act = lesson_other_lane},
    {{SCROLLS, ACTION_LEFT, ACTION_RIGHT}, .act = scroll_key},
    {.is = {ACTION_PANE, ACTION_PANE_BACK}, .act = lesson_next_pane},
    {.is = {ACTION_ZOOM}, .act = lesson_zoom},
    {.is = {ACTION_HIDE}, .act = lesson_hide},
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

/* Enter goes on to the next lesson where there is no step to be taken. */
static unsigned step(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (key == '\n' && lesson_is_over(view) && !lesson_busy(view))
        return lesson_end_open(view);
    lesson_step(view, false);
    return VIEW_DRAW;
}

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

/* ---- what is of use now ---- */

static bool has_toggles(const struct view *base)
{
    return ((const struct lesson_view *)base)->lesson->n_toggles > 0;
}

static bool has_programs(const struct view *base)
{
    return ((const struct lesson_view *)base)->lesson->n_programs > 0;
}

static bool has_server(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->runner && lab_find(runner_lab(view->runner, 0), "server");
}

static bool has_worlds(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->alone || (view->runner && runner_lanes(view->runner) > 1);
}

static bool has_steps_back(const struct view *base)
{
    const struct lesson_view *view = (const struct lesson_view *)base;

    return view->runner && runner_step(view->runner) > 0;
}

/* clang-format off */

/* ---- a lesson ---- */

#define STEP \
    {.is = {ACTION_STEP, ACTION_ENTER}, .first_only = true, \
     .text = N_("Take the next step: one group of script lines, in every " \
                "lane."), .act = step}

#define STEP_BACK \
    {.is = {ACTION_STEP_BACK}, .act = lesson_step_back, \
     .offered = has_steps_back}

#define CHANGE \
    {.is = {ACTION_RESTART}, .act = restart, .offered = has_server}, \
    {.is = {ACTION_TOGGLE}, .act = lesson_toggle, .offered = has_toggles}

#define ALONE {.is = {ACTION_ALONE}, .act = switch_lanes, .offered = has_worlds}

#define PROMPT {.is = {ACTION_PROMPT}, .act = lesson_prompt_open}
#define SOURCE \
    {.is = {ACTION_SOURCE}, .act = lesson_show_source, .offered = has_programs}
#define PANES {.is = {ACTION_ZOOM}}, {.is = {ACTION_HIDE}}
#define PANE {.is = {ACTION_PANE}}, {.is = {ACTION_PANE_BACK}}, PANES
#define EJECT {.is = {ACTION_EJECT}, .act = eject_programs}

#define LEAVE \
    {.is = {ACTION_AGAIN}, .act = begin_again}, \
    {.is = {ACTION_HELP}, .text = ""}, \
    LESSON_CLOSE, \
    {.is = {ACTION_QUIT, ACTION_BACK}, N_("quit"), \
     N_("Back to the lessons. Where you are is remembered."), \
     .first_only = true, .act = view_back, \
     .offered = lesson_has_opened_nothing}

#define LESSON_REST \
    PANE, EJECT, \
    {.is = {ACTION_LINE}, .act = one_line}, \
    {.is = {ACTION_JUMP}, .act = lesson_goto}, \
    {.is = {ACTION_INTERRUPT}, .act = interrupt}, \
    {.is = {ACTION_KILL}, .act = kill_server}, \
    {.is = {ACTION_RECEIPT}, .act = receipt}, \
    LEAVE

/* move_keys have what they do. */
#define SCROLL_TEXTS \
    {.is = {ACTION_UP, ACTION_DOWN}, "", \
     N_("Scroll the prose, or the pane that {pane} has chosen.")}, \
    {.is = {ACTION_PAGE_UP, ACTION_PAGE_DOWN}, "", N_("The same by a page.")}, \
    {.is = {ACTION_HALF_UP, ACTION_HALF_DOWN}, "", N_("By half a page.")}, \
    {.is = {ACTION_FIRST, ACTION_LAST}, "", \
     N_("To its first and its last row.")}, \
    {.is = {ACTION_ENTER}, "", \
     N_("In the calls and the sockets: explain the row that is selected.")}, \
    {.more = lesson_search_keys}, \
    {.is = {ACTION_LEFT, ACTION_RIGHT, ACTION_LANE}, "", \
     N_("Other lanes, where not all fit beside each other; in a lesson with " \
     "a grid, the cell before or the next one.")}

#define LADDER_KEYS \
    {.more = lesson_order_keys}, {.more = lesson_ladder_look_keys}, \
    {.more = lesson_more_order_keys}, {.more = lesson_search_keys}

#define STATES_KEYS \
    {.more = lesson_order_keys}, {.more = lesson_states_look_keys}, \
    {.more = lesson_more_order_keys}, {.more = lesson_search_keys}

static const struct key calls_keys[] = {
    STEP, CHANGE, ALONE, PROMPT, SOURCE, {.more = lesson_scene_keys}, STEP_BACK,
    LESSON_REST, SCROLL_TEXTS, KEYS_END,
};

static const struct key ladder_keys[] = {
    {.is = {ACTION_ENTER}, "", "", .act = lesson_open_packet},
    STEP, PROMPT, SOURCE, ALONE, LADDER_KEYS,
    KEYS_GROUP(N_("The lesson:"), N_("as without the wire.")),
    CHANGE, STEP_BACK, LESSON_REST, KEYS_END,
};

static const struct key states_keys[] = {
    STEP, PROMPT, SOURCE, ALONE, STATES_KEYS,
    KEYS_GROUP(N_("The lesson:"),
               N_("as without the diagram; arrows scroll the prose.")),
    CHANGE, STEP_BACK, LESSON_REST, KEYS_END,
};

/* ---- a recording: what changes nothing ---- */

#define RECORDED_BACK \
    {.is = {ACTION_STEP_BACK}, .text = N_("A step back."), \
     .act = lesson_step_back, .offered = has_steps_back}

#define RECORDED_REST \
    SOURCE, PANE, EJECT, \
    {.is = {ACTION_LINE}, .act = one_line}, \
    {.is = {ACTION_JUMP}, .text = N_("Go to a step."), .act = lesson_goto}, \
    {.is = {ACTION_PROMPT}, \
     .text = N_("Have a name explained, such as explain EPIPE."), \
     .act = lesson_prompt_open}, \
    LEAVE, \
    KEYS_GROUP(N_("A recording:"), \
               N_("it shows what happened on another machine. Keys that " \
               "would change something say so.")), \
    {.is = {ACTION_RESTART, ACTION_TOGGLE, ACTION_ALONE, ACTION_INTERRUPT, \
      ACTION_KILL, ACTION_RECEIPT}, "", "", .act = refuse}

#define RECORDED_ORDERS \
    {.is = {ACTION_HOLD, ACTION_DELIVER, ACTION_DROP, ACTION_COPY, \
            ACTION_CUT}, "", "", .act = refuse}

static const struct key recorded_calls_keys[] = {
    STEP, RECORDED_BACK, {.more = lesson_recorded_scene_keys}, SCROLL_TEXTS,
    RECORDED_REST, KEYS_END,
};

static const struct key recorded_ladder_keys[] = {
    {.is = {ACTION_ENTER}, "", "", .act = lesson_open_packet},
    STEP, {.more = lesson_ladder_look_keys}, {.more = lesson_capture_keys},
    {.more = lesson_search_keys},
    KEYS_GROUP(N_("The lesson:"), N_("as without the wire.")),
    RECORDED_BACK, RECORDED_REST, RECORDED_ORDERS, KEYS_END,
};

static const struct key recorded_states_keys[] = {
    STEP, {.more = lesson_states_look_keys}, {.more = lesson_capture_keys},
    {.more = lesson_search_keys},
    KEYS_GROUP(N_("The lesson:"),
               N_("as without the diagram; arrows scroll the prose.")),
    RECORDED_BACK, RECORDED_REST, RECORDED_ORDERS, KEYS_END,
};

/* ---- the bench ---- */

#define PROGRAMS \
    {.is = {ACTION_START}, .act = programs}, \
    {.is = {ACTION_CLIENT}, .act = programs}

#define TALK \
    {.is = {ACTION_SEND}, .act = programs}, \
    {.is = {ACTION_CLOSE}, .act = programs}

#define SIGNALS \
    {.is = {ACTION_RESTART}, \
     .text = N_("SIGINT for the server, and start it anew."), \
     .act = programs}, \
    {.is = {ACTION_INTERRUPT}, "^C", .act = programs}, \
    {.is = {ACTION_KILL}, N_("kill"), .act = programs}, \
    {.is = {ACTION_NUMBER}, N_("flip"), \
     N_("Flip SO_REUSEADDR (1), SO_REUSEPORT (2), SO_LINGER (3)."), \
     .keys = "1-3", .act = lesson_flip_key}

#define BENCH_REST \
    {.is = {ACTION_ALONE}, N_("twins"), \
     N_("SO_REUSEADDR off and on side by side, or not."), \
     .act = switch_bench}, \
    {.is = {ACTION_REPLY}, .act = programs}, \
    {.is = {ACTION_CLOSE_SERVER}, .act = programs}, \
    {.is = {ACTION_ACCEPT}, .act = programs}, \
    {.is = {ACTION_SOURCE}, "", .act = lesson_show_source}, \
    {.is = {ACTION_AGAIN}, .text = N_("Clear the bench: two new hosts."), \
     .act = begin_again}, \
    {.is = {ACTION_PANE}, "", N_("The next pane, to be moved in.")}, \
    {.is = {ACTION_PANE_BACK}}, PANES, \
    LESSON_CLOSE, \
    {.is = {ACTION_QUIT, ACTION_BACK}, N_("quit"), N_("Back to the lessons."), \
     .first_only = true, .act = view_back, \
     .offered = lesson_has_opened_nothing}, \
    {.is = {ACTION_TOGGLE}, "", "", .act = lesson_toggle}

static const struct key bench_calls_keys[] = {
    PROGRAMS, PROMPT, SIGNALS, {.more = lesson_scene_keys}, TALK, BENCH_REST,
    {.is = {ACTION_UP, ACTION_DOWN}, "", N_("Scroll the pane.")},
    {.more = lesson_search_keys},
    KEYS_END,
};

static const struct key bench_ladder_keys[] = {
    {.is = {ACTION_ENTER}, "", "", .act = lesson_open_packet},
    PROGRAMS, PROMPT, LADDER_KEYS,
    KEYS_GROUP(N_("The hosts:"), N_("as without the wire.")),
    TALK, SIGNALS, BENCH_REST, KEYS_END,
};

static const struct key bench_states_keys[] = {
    PROGRAMS, PROMPT, STATES_KEYS,
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

const struct key *lesson_table(int i)
{
    int n = sizeof(kinds) / sizeof(kinds[0]);

    if (i >= n * SCENES_NAMED)
        return NULL;
    const struct key *keys =
        kinds[i / SCENES_NAMED].scenes[i % SCENES_NAMED].keys;
    return keys ? keys : lesson_scenes[i % SCENES_NAMED].keys;
}

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
    if (view->searching) {
        take_keys(view, N_("a search"), typed_keys);
        return;
    }
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

static bool leads_back(int key)
{
    return action_takes(ACTION_BACK, key) || action_takes(ACTION_QUIT, key);
}

/* Enter explains the row that is selected, Esc leaves it. */
static unsigned select_key(struct lesson_view *view, int key)
{
    if (action_takes(ACTION_ENTER, key))
        return lesson_explain(view);
    if (!leads_back(key))
        return VIEW_IGNORED;
    view->focus = FOCUS_NONE;
    return VIEW_DRAW;
}

/* Without a world there is only prose. A packet has the ladder's keys, too. */
static unsigned act(struct lesson_view *view, int key)
{
    unsigned reply = VIEW_IGNORED;

    if (key == SCREEN_KEY_MOUSE)
        return lesson_mouse(view);
    if (view->searching)
        return lesson_search_key(view, key);
    /* What is pasted is shown in the prompt, where nothing runs by itself. */
    if (key == SCREEN_KEY_PASTE && view->runner && view->mode == MODE_STEP)
        lesson_prompt_open(&view->view, key);
    if (view->mode == MODE_PROMPT)
        return lesson_prompt_key(view, key);
    bool looks = view->mode == MODE_STEP || view->mode == MODE_QUIZ;
    /* The first way back is out of a zoomed pane. */
    if (looks && view->zoom != LAYOUT_PANES && leads_back(key))
        reply = lesson_close_opened(&view->view, key);
    if (looks && reply == VIEW_IGNORED && lesson_selects(view))
        reply = select_key(view, key);
    if (reply == VIEW_IGNORED && view->runner)
        reply = key_act(view->view.keys, &view->view, key);
    if (reply == VIEW_IGNORED && looks)
        reply = look_key(view, key);
    if (reply == VIEW_IGNORED && view->runner && view->mode == MODE_STEP &&
        view->scene == SCENE_FIELDS)
        reply =
            key_act(kind_of(view)->scenes[SCENE_LADDER].keys, &view->view, key);
    return reply;
}

/* What the row is about that the key has selected. */
static void say_selected(struct lesson_view *view)
{
    struct subject subject = lesson_frame_selected(view);
    char text[sizeof view->message];

    subject_about(&subject, text, sizeof text);
    if (text[0])
        lesson_say(view, ROLE_KEY, "%s", text);
}

/* A message has been read when the next key comes. */
unsigned lesson_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    view->message[0] = '\0';
    unsigned reply = act(view, key);
    if (!view->message[0] && !view->searching)
        say_selected(view);
    lesson_take_keys(view);
    return reply;
}
