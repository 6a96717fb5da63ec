/*
 * lesson_inside.h - private to the lesson's view: its data, and what its parts
 * ask of each other.
 *
 * lesson_view.c opens and closes the view. lesson_state.c is what all parts
 * know, lesson_steps.c takes steps and lesson_pump.c carries on; lesson_fresh.c
 * replaces a world before it is too old, and lesson_due.c says when;
 * lesson_recorded.c has a recording take the world's place. lesson_keys.c,
 * lesson_modes.c, lesson_prompt.c and lesson_wire_keys.c have the keys;
 * lesson_eject.c does what one of them asks for. lesson_draw.c, lesson_frame.c,
 * lesson_foot.c, lesson_receipt.c and lesson_end.c draw, with titles of
 * lesson_titles.c, and lesson_scene.c what is in the frame. The bench, bench.c,
 * is the same view with a lesson that has no steps.
 */
#ifndef WIDGETS_LESSON_LESSON_INSIDE_H
#define WIDGETS_LESSON_LESSON_INSIDE_H

#include "lab/base/translate.h"
#include "lessons/recording/recording.h"
#include "lessons/runner/runner.h"
#include "widgets/ladder/ladder.h"
#include "widgets/layout/layout.h"
#include "widgets/lesson/bench.h"
#include "widgets/lesson/lesson_fresh.h"
#include "widgets/lesson/lesson_scene.h"
#include "widgets/panes/difference.h"
#include "widgets/panes/fields.h"
#include "widgets/panes/matrix.h"
#include "widgets/panes/source.h"
#include "widgets/panes/subject.h"
#include "widgets/prompt/prompt.h"
#include "widgets/quiz/quiz.h"
#include "widgets/screen/mouse.h"
#include "widgets/view/app_options.h"
#include "widgets/view/pane.h"
#include "widgets/view/view.h"

/* What the keys go to. */
enum lesson_mode {
    MODE_STEP,    /* the lesson */
    MODE_QUIZ,    /* a question that waits for an answer */
    MODE_PROMPT,  /* a script line is being typed */
    MODE_GOTO,    /* the number of a step is being typed */
    MODE_TOGGLES, /* one of several toggles is being chosen */
};

/* The pane that the arrow keys scroll. */
enum lesson_focus {
    FOCUS_NONE, /* the ladder, the fields, or else the prose as high as usual */
    FOCUS_PROSE, /* as high as it needs to be */
    FOCUS_LANES,
    FOCUS_SOCKETS,
    FOCUS_WHY, /* what is explained below the frame, as high as it needs */
    FOCUS_SOURCE,
    FOCUS_WIRE,   /* where it stands below the worlds */
    FOCUS_STATES, /* likewise */
    FOCI,
};

enum { NAMES = 32 };

/*
 * What a click on a cell of the frame is to mouse_hit(): MOUSE_OWN, the pane,
 * and so often this as 1 + twice the lane, and the host.
 */
enum { LESSON_CELL = 16 };

struct lesson_view {
    struct view view; /* first */
    const struct app_options *options;
    const struct lesson *lesson;
    struct lesson *own; /* the bench's lesson; NULL in a lesson */
    struct view *(*another)(const struct app_options *options,
                            const struct lesson *lesson); /* lesson_view() */
    bool twin_bench;
    bool alone; /* one world, whose compared toggles can be flipped */
    struct bench bench;
    struct runner *runner; /* NULL: the world can't be made, why says so */
    struct recording *recording; /* what it plays, owned; NULL: it is alive */
    char why[2 * sizeof(((struct err *)0)->text)]; /* of either */

    enum lesson_mode mode;
    size_t page;  /* the step whose prose shows */
    size_t step;  /* runner_step() at the last pump */
    size_t goal;  /* run on up to this step; 0: nowhere */
    bool begun;   /* something was ordered, so there is a world to show */
    bool faulty;  /* it was said that this machine can't go on with a lane */
    bool strayed; /* the learner has changed the world by hand, */
    size_t strayed_at[RUNNER_LANES]; /* from there on in the logs */
    bool working;                /* something was under way at the last pump */
    size_t rested[RUNNER_LANES]; /* in the logs: where the last step was over */
    int64_t long_ns; /* who has been in a state for longer is the reader's
                        doing, not the lesson's */
    size_t saved;    /* the step where one was when the lesson was opened */
    size_t since[RUNNER_LANES]; /* in the logs: where the last order began */
    size_t seen;                /* events of all lanes at the last pump */
    int64_t tick;               /* when a number changes; 0: none does */
    struct lesson_fresh fresh;  /* the world that takes this one's place */

    struct quiz *quizzes; /* one for each question of the lesson; owned */
    struct quiz *quiz;    /* the last that was asked; NULL: none */
    struct quiz *verdict; /* decided by the last step; NULL: none */
    struct difference twin;
    struct source source;
    bool source_on;

    struct layout layout;  /* as last drawn */
    enum layout_pane zoom; /* the pane that has all; LAYOUT_PANES: none */
    unsigned hidden;       /* panes, as in struct layout_wants */
    unsigned shown;        /* panes that the lesson's last `show` names */
    unsigned columns;      /* of the sockets: enum show_column */
    int details;           /* most columns that a step of it asks for */
    int show_line;         /* of that `show`; 0: none, -1: not looked at */

    enum lesson_scene scene;
    enum lesson_scene lessons_scene; /* that the lesson shows by itself, */
    bool lessons_source;             /* and whether the source is with it */
    struct ladder ladders[RUNNER_LANES];
    int lane; /* whose ladder the keys are for; the cell of a matrix
                 that one is at */
    struct pane scene_pane; /* of a scene that scrolls */
    int fields_width;       /* of the fields, as last drawn */

    enum lesson_focus focus;
    struct pane panes[FOCI]; /* that of the prose is FOCUS_NONE's */
    bool unexplained;        /* there is more below the frame */
    int first_lane;          /* of those that fit beside each other */
    enum host_id host;       /* in whose calls or sockets a row is selected */
    bool split;              /* as last drawn: hosts stand side by side, */
    struct area calls, sockets; /* and these where they are, */
    int sockets_y[HOSTS];       /* and the first row of a host's sockets */
    int chosen;                 /* MODE_TOGGLES */
    char number[8];             /* MODE_GOTO: the digits so far */
    bool searching;             /* in any mode: keys are for what is typed, */
    struct typed typed;         /* the text that is searched for */
    struct prompt *prompt;
    struct complete_names names; /* for the prompt's completion */
    const char *actors[NAMES];
    const char *toggles[NAMES];

    char message[sizeof(((struct err *)0)->text)]; /* until the next key */
    enum role message_role;
};

/*
 * The function of a key (struct key) that draws again; what it does knows view
 * and key. A semicolon ends it, as it does a declaration.
 */
#define LESSON_KEY(name, what)                                                 \
    unsigned name(struct view *base, int key)                                  \
    {                                                                          \
        struct lesson_view *view = (struct lesson_view *)base;                 \
                                                                               \
        (void)key;                                                             \
        what;                                                                  \
        return VIEW_DRAW;                                                      \
    }                                                                          \
    struct view

/* ---- lesson_state.c ---- */

/* Say something until the next key; {ACTION} is a key of it (key_fill()). */
void lesson_say(struct lesson_view *view, enum role role, const char *format,
                ...) __attribute__((format(printf, 3, 4)));

/* Whether anything is under way. */
bool lesson_busy(const struct lesson_view *view);

/* The step that comes next; NULL at the end. */
const struct step *lesson_next_step(const struct lesson_view *view);

/*
 * The step that `J` goes to without a number: in a world that was changed by
 * hand this very one, which has the lesson's own back; else the one where the
 * learner left off.
 */
size_t lesson_saved_step(const struct lesson_view *view);

/* A lane that this machine can't go on with (runner_fault()); -1 for none. */
int lesson_faulty_lane(const struct lesson_view *view);

/* Whatever is ordered now is what the panes explain from here on. */
void lesson_mark(struct lesson_view *view);

/*
 * The learner changes the world by hand: what comes out otherwise than the
 * lesson says from here on is not the kernel's doing.
 */
void lesson_stray(struct lesson_view *view);

/*
 * How many lanes show where `fit` have room beside each other, and in *first
 * which is the first.
 */
int lesson_lanes(const struct lesson_view *view, int fit, int *first);

/* What the keys go to from here on. */
void lesson_set_mode(struct lesson_view *view, enum lesson_mode mode);
/* What the frame shows from here on. */
void lesson_set_scene(struct lesson_view *view, enum lesson_scene scene);

/* Whether calls, sockets or states have the focus: there rows are selected. */
bool lesson_selects(const struct lesson_view *view);

/* Have rows selected where the focus is, and nowhere else. */
void lesson_take_focus(struct lesson_view *view);

/* The pane that the arrow keys scroll. */
struct pane *lesson_focused(struct lesson_view *view);

/*
 * Up and Down lead from the prose's end to what is explained, and from one
 * host's sockets to the other's. Returns whether they did.
 */
bool lesson_goes_on(struct lesson_view *view, int key);

/* What a key does (struct key): show or hide the C program. */
unsigned lesson_show_source(struct view *view, int key);

/* ---- lesson_steps.c ---- */

/* Make the worlds anew. Without any the view shows the reason. */
void lesson_open_world(struct lesson_view *view);

/* Take the next step, or its next line only. */
void lesson_step(struct lesson_view *view, bool one_line);

/* What a key does (struct key): go back to the step before. */
unsigned lesson_step_back(struct view *view, int key);

/* Run the lesson again from the beginning, up to a step. */
void lesson_restart(struct lesson_view *view, size_t goal);

/*
 * Have the world changed by a script line, as keys and the prompt do, in every
 * lane (-1) or in one. Returns 0, or -1 with the reason.
 */
int lesson_command(struct lesson_view *view, int lane, const char *line,
                   struct err *err);

/* The same for a key, which says in the foot why it could not be done. */
void lesson_order(struct lesson_view *view, int lane, const char *line);

/* The answer to the question is complete: go on. */
void lesson_answered(struct lesson_view *view);

/* Leave one bench for the other: twin lanes, or one. */
void lesson_switch_bench(struct lesson_view *view);

/* The same in a lesson: all its worlds, or one in which every toggle flips. */
void lesson_switch_lanes(struct lesson_view *view);

/* ---- lesson_receipt.c ---- */

/*
 * Open the page with all that the kernel did otherwise; says so where there is
 * nothing. Returns view_reply flags.
 */
unsigned lesson_receipt_open(struct lesson_view *view);

/*
 * At the lesson's end, list where the kernel differs, from row y on. Returns
 * the rows that it takes, as every part of a pane_text does.
 */
int lesson_receipt_draw(const struct lesson_view *view, struct area area,
                        int y);

/* ---- lesson_end.c ---- */

/* Whether all steps were taken. */
bool lesson_is_over(const struct lesson_view *view);

/*
 * At the lesson's end: what to take away, what was answered wrong, what to try,
 * and what is next, from row y on. Returns the rows that it takes, as every
 * part of a pane_text does; 0 before the end.
 */
int lesson_end_draw(const struct lesson_view *view, struct area area, int y);

/* The sentence for the foot, at the end. */
void lesson_end_text(const struct lesson_view *view, char *out, size_t size);

/* Open the next lesson in the place of this one. Returns view_reply flags. */
unsigned lesson_end_open(struct lesson_view *view);

/* ---- lesson_recorded.c ---- */

/*
 * Open the worlds, or the recording of the lesson where this machine can't
 * make them (or where recordings were asked for). NULL with the reason in
 * view->why, which tells of a recording where it comes from.
 */
struct runner *lesson_open_runner(struct lesson_view *view);

/* Open worlds as they were at first, or return NULL with the reason. */
struct runner *lesson_open_alive(const struct lesson_view *view,
                                 struct err *err);

/* Say that a recording can't be changed by that key. */
void lesson_recorded_refuse(struct lesson_view *view, int key);

/* "recorded on Linux 6.18", or what kind of world it is; into out. */
void lesson_world(const struct lesson_view *view, char *out, size_t size);

/* ---- lesson_pump.c: see view_ops ---- */

/*
 * Carry on with whatever is under way. Draws only when the logs have grown,
 * something began or ended, or a number on the screen is out of date.
 */
unsigned lesson_pump(struct view *view);

/* The descriptors of all lanes. */
int lesson_fds(struct view *view, struct pollfd *fds);

/* What the lab waits for, or the next second of a countdown. */
int64_t lesson_timeout(struct view *view);

/* ---- lesson_keys.c ---- */

/* The key handler in every mode. */
unsigned lesson_key(struct view *view, int key);

/* Name the view, and have its keys, after its mode and its scene. */
void lesson_take_keys(struct lesson_view *view);

/*
 * The keys of a lesson, a recording and the bench in each scene, for who goes
 * through all of them: the i-th table, NULL behind the last one.
 */
const struct key *lesson_table(int i);

/* ---- lesson_modes.c ---- */

/* Keys of the modes that are not MODE_STEP. */
extern const struct key lesson_quiz_keys[], lesson_grid_keys[],
    lesson_prompt_keys[], lesson_goto_keys[], lesson_toggles_keys[];

/* What a key does (struct key): flip the lesson's toggle, or choose one. */
unsigned lesson_toggle(struct view *view, int key);
/* Flip the toggle of that number, from 1. */
unsigned lesson_flip_key(struct view *view, int key);
/* Ask for the number of a step. */
unsigned lesson_goto(struct view *view, int key);
/* Any key while a text is typed that is searched for. */
unsigned lesson_search_key(struct lesson_view *view, int key);

/* Keys that search the pane that the arrow keys scroll. */
extern const struct key lesson_search_keys[];

/* ---- lesson_prompt.c ---- */

/* What a key does (struct key): ask for a line. */
unsigned lesson_prompt_open(struct view *view, int key);

/* Any key in MODE_PROMPT. */
unsigned lesson_prompt_key(struct lesson_view *view, int key);

/*
 * Open the explanation of the row that is selected; VIEW_IGNORED where none
 * is.
 */
unsigned lesson_explain(struct lesson_view *view);

/* ---- lesson_scene.c ---- */

/* A key of the fields, which selects one of them; false: it is none. */
bool lesson_field_key(struct lesson_view *view, int key);

/* A click focuses the pane that it is on, the wheel scrolls it. */
unsigned lesson_mouse(struct lesson_view *view);

/* The field of a packet that is selected; false: none is. */
bool lesson_field_selected(const struct lesson_view *view,
                           struct fields_row *out);

/* ---- lesson_wire_keys.c ---- */

/* Go to another lane, where the scene has one that the keys are for. */
unsigned lesson_other_lane(struct view *view, int key);

/* Show the fields of the packet that is selected; where none is, nothing. */
unsigned lesson_open_packet(struct view *view, int key);

/* Keys that look around in a scene. */
extern const struct key lesson_ladder_look_keys[], lesson_states_look_keys[],
    lesson_fields_keys[];

/* Keys that give the wire an order, or write down what was on it. */
extern const struct key lesson_order_keys[], lesson_more_order_keys[],
    lesson_capture_keys[];

/* ---- lesson_eject.c ---- */

/*
 * Write the lesson's programs into this folder: one for each lane, which has
 * the lesson's name and what sets the lane apart.
 */
void lesson_eject(struct lesson_view *view);

/* ---- lesson_foot.c ---- */

/*
 * A message that the foot's one row is too short for, so that it stands with
 * what is explained; NULL for none.
 */
const char *lesson_foot_long(const struct lesson_view *view, int width);

/* Draw it: a message until the next key, else what goes on or comes next. */
void lesson_foot_draw(const struct lesson_view *view, struct area area);

/* ---- lesson_draw.c ---- */

/* The drawing function in every mode. */
void lesson_draw(struct view *view, struct area area);

/* ---- lesson_titles.c ---- */

/*
 * What stands above a lane of the frame: its setting, or what is shown; with a
 * sign where the keys are for it; for so many columns. More than two lanes have
 * numbers, by which differences tell them apart (difference_mark()).
 */
void lesson_title_column(const struct lesson_view *view,
                         enum lesson_scene scene, int lane, bool marked,
                         int columns, char *out, size_t size);

/* "server$ ss -tano", above a host's sockets. */
void lesson_title_host(const struct lab *lab, enum host_id host, char *out,
                       size_t size);

/*
 * What stands below the frame: toggles that the lanes have in common, and
 * which lanes show where only `shown` of them do, from `first` on. "" for
 * nothing.
 */
void lesson_title_frame(const struct lesson_view *view, int first, int shown,
                        char *out, size_t size);
/* The lanes alone. */
void lesson_title_lanes(const struct lesson_view *view, int first, int shown,
                        char *out, size_t size);

/*
 * "wire: [F.]> <[.]", the packets of the log from event number `since` on, the
 * newest last, as many as so many columns have room for; "" for none.
 */
void lesson_title_packets(const struct lab *lab, size_t since, int columns,
                          char *out, size_t size);

/* What hinders packets on a lab's wire; "" when nothing does. */
void lesson_title_wire(const struct lab *lab, bool brief, char *out,
                       size_t size);

/* ---- lesson_frame.c ---- */

/* Draw the lanes with the hosts' sockets, or what else the scene is. */
void lesson_frame_draw(struct lesson_view *view, struct area area,
                       enum lesson_scene scene,
                       const struct layout_wants *wants);

/* Draw of each lane, as far as they fit, what it has come to in two rows. */
void lesson_strip_draw(struct lesson_view *view, struct area area);

/* What the selected row shows; nothing where none is selected. */
struct subject lesson_frame_selected(struct lesson_view *view);

#endif
