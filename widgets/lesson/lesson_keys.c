/*
 * lesson_keys.c - what the keys mean in a lesson, a question and on the bench.
 */
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/lesson/lesson_inside.h"
#include "widgets/view/explain_page.h"

enum { ESC = 0x1b, DEL = 0x7f };

static bool is_backspace(int key)
{
    return key == '\b' || key == DEL || key == KEY_BASE + KEY_BACKSPACE;
}

static bool is_enter(int key)
{
    return key == '\n' || key == '\r' || key == KEY_BASE + KEY_ENTER;
}

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
    do
        view->focus = (enum lesson_focus)((view->focus + 1) % FOCI);
    while (!can_focus(view, view->focus));
}

/* The prose scrolls as one, whether it has been made higher or not. */
static void scroll_by(struct lesson_view *view, int rows)
{
    enum lesson_focus focus =
        view->focus == FOCUS_PROSE ? FOCUS_NONE : view->focus;

    /* Older calls are above: up goes back in time. */
    view->scroll[focus] += focus == FOCUS_LANES ? -rows : rows;
    if (view->scroll[focus] < 0 && focus != FOCUS_SOURCE)
        view->scroll[focus] = 0;
}

/* Behind the prose's end comes what is explained, which then gets its room. */
static void scroll_down(struct lesson_view *view)
{
    if (view->focus == FOCUS_NONE && !view->unread && view->unexplained)
        view->focus = FOCUS_WHY;
    else
        scroll_by(view, 1);
}

static void scroll_up(struct lesson_view *view)
{
    if (view->focus == FOCUS_WHY)
        view->focus = FOCUS_NONE;
    else
        scroll_by(view, -1);
}

/* Keys that move something on the screen and change nothing in the world. */
static bool scroll_key(struct lesson_view *view, int key)
{
    int page = view->height[view->focus] - 1;

    page = page > 0 ? page : 1;
    switch (key) {
    case KEY_BASE + KEY_UP: scroll_up(view); return true;
    case KEY_BASE + KEY_DOWN: scroll_down(view); return true;
    case KEY_BASE + KEY_PPAGE: scroll_by(view, -page); return true;
    case KEY_BASE + KEY_NPAGE: scroll_by(view, page); return true;
    case KEY_BASE + KEY_LEFT: view->first_lane -= view->first_lane > 0; break;
    case KEY_BASE + KEY_RIGHT: view->first_lane++; break;
    case '\t': next_focus(view); return true;
    default: return false;
    }
    return true;
}

static void show_source(struct lesson_view *view)
{
    if (view->lesson->n_programs == 0) {
        lesson_say(view, ROLE_WARN, "This lesson shows no C program.");
        return;
    }
    view->source_on = !view->source_on;
    view->source_set = true;
    if (!view->source_on && view->focus == FOCUS_SOURCE)
        view->focus = FOCUS_NONE;
}

/* ---- toggles ---- */

/* A compared toggle is what sets the lanes apart; with one lane none is. */
static bool is_compared(const struct lesson_view *view,
                        const struct toggle *toggle)
{
    return runner_lanes(view->runner) > 1 &&
           lesson_compares(view->lesson, toggle->name);
}

/* The value after the one that the toggle has in the first lane. */
static const char *next_value(const struct lesson_view *view, int index)
{
    const struct toggle *toggle = &view->lesson->toggles[index];
    int value = runner_setting(view->runner, 0)->value[index];

    return toggle->values[(value + 1) % toggle->n_values];
}

/* In every lane, so that they go on differing in one thing only. */
static void flip(struct lesson_view *view, int index)
{
    const struct toggle *toggle = &view->lesson->toggles[index];
    struct err err = {.text = ""};

    if (is_compared(view, toggle)) {
        lesson_say(view, ROLE_WARN,
                   "%s is what the lanes compare: it stays as it is in each.%s",
                   toggle->label,
                   view->own ? "" : " l leaves one world, where t flips it.");
        return;
    }
    const char *value = next_value(view, index);
    /* Calls of before had the other value: the lesson knows no such mixture. */
    if (runner_line(view->runner))
        lesson_stray(view);
    for (int i = 0; i < runner_lanes(view->runner); i++)
        if (runner_toggle(view->runner, i, toggle->name, value, &err) < 0) {
            lesson_say(view, ROLE_ERROR, "%s", err.text);
            return;
        }
    lesson_say(view, ROLE_HEADING,
               "%s is %s now: it acts on the next call that uses it.",
               toggle->label, value);
}

/* One toggle is flipped at once; among several one is chosen first. */
static void toggle(struct lesson_view *view)
{
    if (view->lesson->n_toggles == 0)
        lesson_say(view, ROLE_WARN, "This lesson has no switch to flip.");
    else if (view->lesson->n_toggles == 1)
        flip(view, 0);
    else
        lesson_set_mode(view, MODE_TOGGLES);
}

static unsigned toggles_key(struct lesson_view *view, int key)
{
    int n = view->lesson->n_toggles;

    if (key == KEY_BASE + KEY_UP)
        view->chosen = (view->chosen + n - 1) % n;
    else if (key == KEY_BASE + KEY_DOWN)
        view->chosen = (view->chosen + 1) % n;
    else if (is_enter(key) || key == ' ')
        flip(view, view->chosen);
    else if (key >= '1' && key < '1' + n)
        flip(view, key - '1');
    else if (key == ESC || key == 't' || key == 'q' || is_backspace(key))
        lesson_set_mode(view, MODE_STEP);
    else
        return VIEW_IGNORED;
    return VIEW_DRAW;
}

/* ---- typing ---- */

/* The names that Tab can complete are those of this moment. */
static void open_prompt(struct lesson_view *view)
{
    const struct lab *lab = runner_lab(view->runner, 0);
    const struct actor *actor;
    int n = 0;

    for (int i = 0; n < NAMES && (actor = lab_actor_at(lab, i)); i++)
        view->actors[n++] = actor_name(actor);
    if (n == 0) {
        view->actors[n++] = "server";
        view->actors[n++] = "client";
    }
    view->names.actors = view->actors;
    view->names.n_actors = n;
    for (n = 0; n < NAMES && n < view->lesson->n_toggles; n++)
        view->toggles[n] = view->lesson->toggles[n].name;
    view->names.toggles = view->toggles;
    view->names.n_toggles = n;
    lesson_set_mode(view, MODE_PROMPT);
}

/* What is wrong with a line, which here has no file and number. */
static const char *without_place(const char *text)
{
    static const char place[] = "line:1: ";
    size_t len = sizeof place - 1;

    return strncmp(text, place, len) == 0 ? text + len : text;
}

/* `explain NAME` is no line of a script: it opens a view of its own. */
static unsigned open_explanation(struct lesson_view *view, const char *name)
{
    struct err err;

    view->view.next = explain_page(view->options->catalog, name, &err);
    if (!view->view.next) {
        prompt_say(view->prompt, err.text);
        return VIEW_DRAW;
    }
    prompt_accept(view->prompt);
    return VIEW_OPEN | VIEW_DRAW;
}

static unsigned prompt_view_key(struct lesson_view *view, int key)
{
    static const char explain[] = "explain ";
    const char *text = prompt_text(view->prompt);
    size_t len = sizeof explain - 1;
    struct err err = {.text = ""};

    switch (prompt_key(view->prompt, key)) {
    case PROMPT_IGNORED: return VIEW_IGNORED;
    case PROMPT_DRAW: break;
    case PROMPT_LEAVE: lesson_set_mode(view, MODE_STEP); break;
    case PROMPT_ENTER:
        if (strncmp(text, explain, len) == 0)
            return open_explanation(view, text + len);
        if (lesson_command(view, -1, text, &err) < 0)
            prompt_say(view->prompt, without_place(err.text));
        else
            prompt_accept(view->prompt);
        break;
    }
    return VIEW_DRAW;
}

/* An empty number stands for where the learner left off. */
static void go_to(struct lesson_view *view)
{
    size_t step = view->number[0] ? (size_t)atoi(view->number) : view->saved;

    lesson_set_mode(view, MODE_STEP);
    if (step > view->lesson->n_steps)
        lesson_say(view, ROLE_WARN, "The lesson has %zu steps.",
                   view->lesson->n_steps);
    else
        lesson_restart(view, step);
}

static unsigned goto_key(struct lesson_view *view, int key)
{
    size_t len = strlen(view->number);

    if (key >= '0' && key <= '9' && len < 4) {
        view->number[len] = (char)key;
        view->number[len + 1] = '\0';
    } else if (is_backspace(key) && len > 0) {
        view->number[len - 1] = '\0';
    } else if (is_enter(key)) {
        go_to(view);
    } else if (key == ESC || key == 'q' || is_backspace(key)) {
        lesson_set_mode(view, MODE_STEP);
    } else {
        return VIEW_IGNORED;
    }
    return VIEW_DRAW;
}

/* ---- orders ---- */

/* A key that stands for one script line. */
static void command(struct lesson_view *view, const char *line)
{
    struct err err = {.text = ""};

    if (lesson_command(view, -1, line, &err) < 0)
        lesson_say(view, ROLE_ERROR, "%s", err.text);
}

/* What the server had done is known to the runner, lane by lane. */
static void replay(struct lesson_view *view)
{
    struct err err = {.text = ""};

    lesson_mark(view);
    lesson_stray(view);
    if (runner_replay(view->runner, "server", &err) < 0)
        lesson_say(view, ROLE_ERROR, "%s", err.text);
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

static void ask_for_step(struct lesson_view *view)
{
    view->number[0] = '\0';
    lesson_set_mode(view, MODE_GOTO);
}

/* Keys that a lesson has and the bench has not. */
static bool step_key(struct lesson_view *view, int key)
{
    if (is_enter(key) || key == ' ') {
        lesson_step(view, false);
        return true;
    }
    if (is_backspace(key) || key == 'b') {
        step_back(view);
        return true;
    }
    switch (key) {
    case 'n':
    case '.': lesson_step(view, true); return true;
    case 'g': ask_for_step(view); return true;
    case 'r': replay(view); return true;
    case 'i': command(view, "server: SIGINT"); return true;
    case 'k': command(view, "server: SIGKILL"); return true;
    case 't': toggle(view); return true;
    case 'l': lesson_switch_lanes(view); return true;
    case 'c': show_source(view); return true;
    case 'e': lesson_eject(view); return true;
    default: return false;
    }
}

/* Keys that the bench has and a lesson has not. */
static bool bench_view_key(struct lesson_view *view, int key)
{
    struct err err = {.text = ""};

    if (bench_knows(key)) {
        if (lesson_busy(view)) {
            lesson_say(view, ROLE_WARN, "The order before is under way.");
            return true;
        }
        lesson_mark(view);
        if (bench_key(&view->bench, view->runner, key, &err) < 0)
            lesson_say(view, ROLE_WARN, "%s", err.text);
        return true;
    }
    if (key >= '1' && key < '1' + view->lesson->n_toggles) {
        flip(view, key - '1');
        return true;
    }
    switch (key) {
    case 'l': lesson_switch_bench(view); return true;
    case 'C': show_source(view); return true;
    case 't': toggle(view); return true;
    default: return false;
    }
}

/* The order matters: what both have in common comes first. */
static unsigned main_key(struct lesson_view *view, int key)
{
    if (lesson_wire_look_key(view, key) || scroll_key(view, key))
        return VIEW_DRAW;
    if (!view->runner)
        return VIEW_IGNORED;
    if (lesson_recorded_key(view, key))
        return VIEW_DRAW;
    if (key == 'd' && !view->own)
        return lesson_receipt_open(view);
    if (key == ':')
        open_prompt(view);
    else if (key == 'R')
        lesson_restart(view, 0);
    else if (lesson_wire_order_key(view, key))
        return VIEW_DRAW;
    else if (view->own ? bench_view_key(view, key) : step_key(view, key))
        return VIEW_DRAW;
    else
        return VIEW_IGNORED;
    return VIEW_DRAW;
}

/*
 * While a question is open nothing may change the world that it is about; all
 * of it may be looked at.
 */
static unsigned quiz_view_key(struct lesson_view *view, int key)
{
    if (quiz_key(view->quiz, key)) {
        if (!quiz_asks(view->quiz))
            lesson_answered(view);
        else if (view->quiz->columns > 0)
            view->lane = view->quiz->lane; /* the world that it is about */
    } else if (key == 'b' || is_backspace(key)) {
        step_back(view);
    } else if (key == 'c') {
        show_source(view);
    } else if (key == ' ') {
        lesson_say(view, ROLE_WARN, "Answer first, or s skips the question.");
    } else if (!lesson_wire_look_key(view, key) && !scroll_key(view, key)) {
        return VIEW_IGNORED;
    }
    return VIEW_DRAW;
}

/* A message has been read when the next key comes. */
unsigned lesson_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    view->message[0] = '\0';
    switch (view->mode) {
    case MODE_STEP: return main_key(view, key);
    case MODE_QUIZ: return quiz_view_key(view, key);
    case MODE_PROMPT: return prompt_view_key(view, key);
    case MODE_GOTO: return goto_key(view, key);
    case MODE_TOGGLES: return toggles_key(view, key);
    }
    return VIEW_IGNORED;
}
