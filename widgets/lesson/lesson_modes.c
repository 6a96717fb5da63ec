/*
 * lesson_modes.c - keys while they are not the lesson's: a question is open, a
 * switch is being chosen, a step's number or a script line is being typed.
 */
#include <stdlib.h>
#include <string.h>

#include "widgets/lesson/lesson_inside.h"

/* Back to the lesson's own keys. */
static LESSON_KEY(leave, lesson_set_mode(view, MODE_STEP));

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
                   view->own
                       ? N_("%s is what the lanes compare: it stays as it is "
                            "in each.")
                       : N_("%s is what the lanes compare: it stays as it is "
                            "in each. {alone} leaves one world, where {toggle} "
                            "flips it."),
                   toggle->label);
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

LESSON_KEY(lesson_toggle, toggle(view));

static unsigned choose(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    int n = view->lesson->n_toggles;

    view->chosen = (view->chosen + (key == SCREEN_KEY_UP ? n - 1 : 1)) % n;
    return VIEW_DRAW;
}

static LESSON_KEY(flip_chosen, flip(view, view->chosen));

unsigned lesson_flip_key(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (key < '1' || key >= '1' + view->lesson->n_toggles)
        return VIEW_IGNORED;
    flip(view, key - '1');
    return VIEW_DRAW;
}

const struct key lesson_toggles_keys[] = {
    {.is = {ACTION_UP, ACTION_DOWN},
     N_("choose"),
     N_("Choose a switch."),
     .act = choose},
    {.is = {ACTION_ENTER, ACTION_STEP},
     N_("flip"),
     N_("Flip it: it acts on the next call that uses it."),
     .first_only = true,
     .act = flip_chosen},
    {.is = {ACTION_NUMBER},
     "",
     N_("Flip that one."),
     .keys = N_("1 to 9"),
     .act = lesson_flip_key},
    {.is = {ACTION_BACK, ACTION_QUIT, ACTION_TOGGLE, ACTION_STEP_BACK},
     N_("back"),
     N_("Leave them as they are."),
     .first_only = true,
     .act = leave},
    KEYS_END,
};

/* ---- a step's number ---- */

LESSON_KEY(lesson_goto, view->number[0] = '\0';
           lesson_set_mode(view, MODE_GOTO));

/* An empty number stands for a step that is offered. */
static void go_to_number(struct lesson_view *view)
{
    size_t step =
        view->number[0] ? (size_t)atoi(view->number) : lesson_saved_step(view);

    lesson_set_mode(view, MODE_STEP);
    if (step > view->lesson->n_steps)
        lesson_say(view, ROLE_WARN,
                   translate_n("The lesson has %zu step.",
                               "The lesson has %zu steps.",
                               view->lesson->n_steps),
                   view->lesson->n_steps);
    else
        lesson_restart(view, step);
}

static LESSON_KEY(go_to, go_to_number(view));

static unsigned add_digit(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    size_t len = strlen(view->number);

    if (len >= 4)
        return VIEW_IGNORED;
    view->number[len] = (char)key;
    view->number[len + 1] = '\0';
    return VIEW_DRAW;
}

static unsigned take_digit(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;
    size_t len = strlen(view->number);

    if (len == 0)
        return leave(base, key);
    view->number[len - 1] = '\0';
    return VIEW_DRAW;
}

const struct key lesson_goto_keys[] = {
    {.is = {ACTION_NUMBER},
     N_("number"),
     N_("The number of a step; none goes where you were, or brings back the "
        "lesson's world at this step."),
     .keys = N_("0 to 9"),
     .act = add_digit},
    {.is = {ACTION_ENTER},
     N_("go"),
     N_("The lesson is run up to there."),
     .act = go_to},
    {.is = {ACTION_BACK, ACTION_QUIT},
     N_("back"),
     N_("Stay where you are."),
     .first_only = true,
     .act = leave},
    {.is = {ACTION_STEP_BACK},
     "",
     N_("Take the last digit back."),
     .act = take_digit},
    KEYS_END,
};

/* ---- a script line: see lesson_prompt.c ---- */

/* The prompt takes them all by itself. */
const struct key lesson_prompt_keys[] = {
    {.keys = "Enter",
     .brief = N_("run"),
     .text = N_("Have the line run, and leave the prompt; what is wrong with "
                "the line is said, and it stays to be mended.")},
    {.keys = "Tab",
     .brief = N_("complete"),
     .text = N_("Complete a word, or show what could stand there.")},
    {.keys = "Up Down",
     .brief = N_("earlier lines"),
     .text = N_("The lines that were typed before.")},
    {.keys = "Ctrl-R",
     .brief = "",
     .text = N_("Find one of them by a part of it; again: the one before.")},
    {.keys = "Esc",
     .brief = N_("back"),
     .text = N_("Drop the line and leave the prompt; so does Backspace on an "
                "empty line.")},
    {.keys = "F1",
     .brief = N_("help"),
     .text = N_("This help: ? is a sign like others in a line.")},
    {.keys = "?",
     .brief = "",
     .text = N_("Stands for anything in a line: client: fork(b) = ?")},
    KEYS_GROUP(N_("What to type:"),
               N_("any line of a script. It runs in every world; several that "
                  "are pasted are shown first.")),
    {.keys = "server: CALL",
     .brief = "",
     .text = N_("A call of that program, such as server: listen(3, 5). A call "
                "alone is of the one that called last.")},
    {.keys = "server: CALL = $fd",
     .brief = "",
     .text = N_("The same, and what it returns has a name, for lines to come: "
                "server: close($fd).")},
    {.keys = "server: SIGINT",
     .brief = "",
     .text = N_("A signal; start and restart begin a program (anew).")},
    {.keys = "wire: hold",
     .brief = "",
     .text = N_("An order to the wire: also flow, deliver, drop, cut, change, "
                "forge.")},
    {.keys = "server$ ss ...",
     .brief = "",
     .text =
         N_("Whether the host has such a socket: server$ ss LISTEN *:12000. "
            "With sysctl instead of ss: set one; with nstat: what was "
            "counted.")},
    {.keys = "explain EPIPE",
     .brief = "",
     .text = N_("What a name means; help and a name do the same.")},
    KEYS_END,
};

/* ---- a search ---- */

unsigned lesson_search_key(struct lesson_view *view, int key)
{
    struct pane *pane = lesson_focused(view);

    switch (typed_key(&view->typed, key)) {
    case TYPED_IGNORED: return VIEW_IGNORED;
    case TYPED_CHANGED: return VIEW_DRAW;
    case TYPED_ENTER: pane_search(pane, view->typed.text); break;
    case TYPED_LEAVE: pane->search = (struct pane_search){.seek = 0}; break;
    }
    view->searching = false;
    return VIEW_DRAW;
}

/* A question that is open stays so, and has its keys back behind the search. */
static LESSON_KEY(ask, view->typed = (struct typed){.len = 0};
                  view->searching = true);

/* On in the direction in which pane_search() goes, or against it. */
static unsigned search_on(struct view *base, int key)
{
    struct pane *pane = lesson_focused((struct lesson_view *)base);
    int step = pane->newest ? -1 : 1;

    if (!pane->search.text[0])
        return ask(base, key);
    pane->search.seek += key == 'n' ? step : -step;
    return VIEW_DRAW;
}

const struct key lesson_search_keys[] = {
    {.is = {ACTION_SEARCH},
     "",
     N_("Search in what moves: type a text, and Enter goes to the next line "
        "that has it, or, where the newest is the last, to the one before."),
     .act = ask},
    {.is = {ACTION_NEXT, ACTION_PREVIOUS},
     "",
     N_("The next line that has it, and the same in the other direction."),
     .act = search_on},
    KEYS_END,
};

/* ---- a question ---- */

/*
 * While a question is open nothing may change the world that it is about; all
 * of it may be looked at.
 */
static unsigned answer(struct view *base, int key)
{
    struct lesson_view *view = (struct lesson_view *)base;

    if (!quiz_key(view->quiz, key)) {
        if (key != '\n')
            return VIEW_IGNORED;
        lesson_say(view, ROLE_WARN,
                   "Choose an answer first: its number, or {up} and {down}.");
        return VIEW_DRAW;
    }
    /* Who answers looks at the question, and at what comes of it. */
    if (view->focus == FOCUS_PROSE || view->focus == FOCUS_WHY)
        view->focus = FOCUS_NONE;
    if (!quiz_asks(view->quiz))
        lesson_answered(view);
    else if (view->quiz->columns > 0)
        view->lane = view->quiz->lane; /* the world that it is about */
    return VIEW_DRAW;
}

static LESSON_KEY(answer_first,
                  lesson_say(view, ROLE_WARN,
                             "Answer first, or 0 skips the question."));

/* An answer is taken back; where there is none, the step before is. */
static unsigned take_back(struct view *base, int key)
{
    unsigned reply = answer(base, key);

    return reply ? reply : lesson_step_back(base, key);
}

/* clang-format off */

#define QUIZ_LOOK \
    {.more = lesson_quiz_scene_keys}, \
    {.is = {ACTION_PANE}, \
     .text = N_("The next pane; {page-up} and {page-down} scroll it.")}, \
    {.is = {ACTION_PANE_BACK}}, \
    {.more = lesson_search_keys}

#define QUIZ_LEAVE \
    {.is = {ACTION_HELP}, .text = ""}, \
    LESSON_CLOSE, \
    {.is = {ACTION_QUIT, ACTION_BACK}, N_("quit"), N_("Back to the lessons."), \
     .first_only = true, .act = view_back, \
     .offered = lesson_has_opened_nothing}

/* clang-format on */

const struct key lesson_quiz_keys[] = {
    {.is = {ACTION_UP, ACTION_DOWN},
     N_("choose"),
     N_("Choose an answer."),
     .act = answer},
    {.is = {ACTION_ENTER},
     N_("answer"),
     N_("Answer what is chosen."),
     .act = answer},
    {.is = {ACTION_NUMBER},
     "",
     N_("Answer at once."),
     .keys = N_("1 to 6"),
     .act = answer},
    {.keys = "0", .brief = N_("skip"), .text = N_("Leave it unanswered.")},
    {.is = {ACTION_STEP_BACK},
     .text = N_("Take the last answer back, or go a step back."),
     .act = take_back},
    {.is = {ACTION_SOURCE}, .act = lesson_show_source},
    QUIZ_LOOK,
    {.is = {ACTION_LANE}, .act = lesson_other_lane},
    QUIZ_LEAVE,
    {.is = {ACTION_STEP}, "", "", .act = answer_first},
    KEYS_END,
};

const struct key lesson_grid_keys[] = {
    {.is = {ACTION_UP, ACTION_DOWN, ACTION_LEFT, ACTION_RIGHT},
     N_("move"),
     N_("Go to another cell."),
     .keys = N_("arrows"),
     .act = answer},
    {.is = {ACTION_NUMBER},
     N_("fill"),
     N_("Put this choice into the cell, and go to the next one."),
     .keys = "1-6",
     .act = answer},
    {.is = {ACTION_STEP},
     N_("change"),
     N_("The next choice for this cell, and then none."),
     .act = answer},
    {.is = {ACTION_ALIKE},
     .text = N_("Put the last choice into all cells that are empty."),
     .act = answer},
    {.is = {ACTION_ENTER},
     N_("done"),
     N_("Go on; cells that are empty are not judged."),
     .act = answer},
    {.keys = "0", .brief = N_("skip"), .text = N_("Go on with what there is.")},
    {.is = {ACTION_STEP_BACK},
     .text = N_("Empty the cell; in an empty one, go a step back."),
     .act = take_back},
    {.is = {ACTION_SOURCE}, "", .act = lesson_show_source},
    QUIZ_LOOK,
    {.is = {ACTION_LANE},
     "",
     N_("Look at another cell's world."),
     .act = lesson_other_lane},
    QUIZ_LEAVE,
    KEYS_END,
};
