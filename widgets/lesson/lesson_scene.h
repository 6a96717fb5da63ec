/*
 * lesson_scene.h - the scenes: what the frame of a lesson shows of the worlds.
 *
 * What is to be known of a scene is one row of a table, so that a pane which is
 * shown as a scene of its own costs that row and its own two files.
 */
#ifndef WIDGETS_LESSON_LESSON_SCENE_H
#define WIDGETS_LESSON_LESSON_SCENE_H

#include "widgets/layout/layout.h"
#include "widgets/screen/area.h"
#include "widgets/view/key.h"

struct lesson_view;

/* Those that other parts ask for; rows behind them need no name. */
enum lesson_scene {
    SCENE_CALLS,  /* the actors' calls, and the hosts' sockets */
    SCENE_LADDER, /* the packets between the hosts */
    SCENE_FIELDS, /* the header of the packet that is selected there */
    SCENE_STATES, /* the state diagram */
    SCENES_NAMED,
};

struct scene {
    const char *title;      /* where no lane's label is needed; "": none */
    int key;                /* that shows it, and leaves it; 0: none */
    const struct key *keys; /* that look around in it; NULL: none */
    int column;             /* columns that a lane must have for another one to
                               stand beside it */
    enum layout_pane pane;  /* what it is to the layout */
    int focus;              /* enum lesson_focus of it, beside the worlds */
    bool scrolls; /* it is drawn with view->scene_pane, which the arrow keys
                     scroll and / searches; one lane shows (column) */
    /* Draw one lane's part of it; NULL: lesson_frame.c does. */
    void (*draw)(struct lesson_view *view, int lane, struct area area);
};

extern const struct scene lesson_scenes[];

/* Show the scene of this key, or the calls where it is shown already. */
unsigned lesson_scene_show(struct view *view, int key);

/* Have the panes and columns that the lesson asks for at the next step. */
void lesson_show(struct lesson_view *view);

/* Columns that a lane wants of a scene in that area. */
int lesson_scene_width(const struct lesson_view *view, enum lesson_scene scene,
                       struct area area);

/* What a key does (struct key): the focused pane gets all, or its place. Esc
 * is no key of it where none has all. */
unsigned lesson_zoom(struct view *view, int key);
/* Hide the focused pane; with none focused show all again. */
unsigned lesson_hide(struct view *view, int key);
/* The next pane (Tab) or the one before (S-Tab) of those that show. */
unsigned lesson_next_pane(struct view *view, int key);

/* The rows of those keys: in a lesson, a recording and a question. */
/*
 * Whether the learner has opened what the lesson does not show by itself: a
 * scene, the fields, the source, a zoom (struct key, offered).
 */
bool lesson_has_opened(const struct view *view);
bool lesson_has_opened_nothing(const struct view *view);

/* Its row, to stand before the one that leaves the lesson. */
#define LESSON_CLOSE                                                           \
    {                                                                          \
        .is = {ACTION_QUIT, ACTION_BACK}, .brief = N_("back"),                 \
        .text =                                                                \
            N_("Close what you have opened: a zoom, fields, code, wire or "    \
               "states."),                                                     \
        .first_only = true, .act = lesson_close_opened,                        \
        .offered = lesson_has_opened                                           \
    }

/* What a key does (struct key): close the last of these; else VIEW_IGNORED. */
unsigned lesson_close_opened(struct view *view, int key);

extern const struct key lesson_scene_keys[], lesson_recorded_scene_keys[],
    lesson_quiz_scene_keys[];

#endif
