/*
 * action.h - the one table of what keys do: a name for each action, its keys,
 * what the key line calls it and what the help says of it.
 *
 * Views have rows (struct key) that refer to these actions, and may say more
 * precisely what one does there. A key means the same in all of them: it
 * belongs to one action. The manual page, `socket-lab keys` and the
 * configuration file are made from this table as well.
 */
#ifndef WIDGETS_VIEW_ACTION_H
#define WIDGETS_VIEW_ACTION_H

#include <stdbool.h>
#include <stddef.h>

/* In the order of their rows in action.c. */
enum action {
    ACTION_NONE,
    /* moving */
    ACTION_UP,
    ACTION_DOWN,
    ACTION_LEFT,
    ACTION_RIGHT,
    ACTION_FIRST,
    ACTION_LAST,
    ACTION_HALF_UP,
    ACTION_HALF_DOWN,
    ACTION_PAGE_UP,
    ACTION_PAGE_DOWN,
    /* everywhere */
    ACTION_ENTER,
    ACTION_BACK,
    ACTION_QUIT,
    ACTION_SEARCH,
    ACTION_NEXT,
    ACTION_PREVIOUS,
    ACTION_HELP,
    ACTION_NUMBER,
    /* the menu */
    ACTION_BENCH,
    /* a lesson */
    ACTION_STEP,
    ACTION_LINE,
    ACTION_STEP_BACK,
    ACTION_JUMP,
    ACTION_AGAIN,
    ACTION_PROMPT,
    ACTION_RESTART,
    ACTION_TOGGLE,
    ACTION_ALONE,
    ACTION_INTERRUPT,
    ACTION_KILL,
    ACTION_EJECT,
    ACTION_RECEIPT,
    ACTION_ALIKE,
    /* what shows */
    ACTION_PANE,
    ACTION_PANE_BACK,
    ACTION_ZOOM,
    ACTION_HIDE,
    ACTION_WIRE,
    ACTION_STATES,
    ACTION_SOURCE,
    ACTION_FIELDS,
    ACTION_LANE,
    /* the wire */
    ACTION_HOLD,
    ACTION_DELIVER,
    ACTION_DROP,
    ACTION_COPY,
    ACTION_CUT,
    /* files */
    ACTION_PACKETS,
    ACTION_SAVE,
    ACTION_MOUSE,
    /* the bench */
    ACTION_START,
    ACTION_CLIENT,
    ACTION_SEND,
    ACTION_REPLY,
    ACTION_CLOSE,
    ACTION_CLOSE_SERVER,
    ACTION_ACCEPT,
    ACTIONS,
};

/* Where keys act: two actions that meet in one of these have no key alike. */
enum action_place {
    IN_MENU = 1,
    IN_LESSON = 2,
    IN_BENCH = 4,
    IN_QUESTION = 8,
    IN_CHOICE = 16, /* a switch or a step's number is being chosen */
    IN_PAGE = 32,
    IN_WORLD = IN_LESSON | IN_BENCH,
    EVERYWHERE = IN_MENU | IN_WORLD | IN_QUESTION | IN_CHOICE | IN_PAGE,
};

struct action_row {
    const char *name; /* as the configuration file has it */
    const char *keys; /* names of keys, with a space between two */
    unsigned places;  /* enum action_place, joined by | */
    bool moves;       /* it only moves something on the screen */
    /* Both are English, marked by N_(), and looked up where they are drawn. */
    const char *brief; /* for the key line; NULL: not there */
    const char *text;  /* for the help */
    const char *group; /* the heading above this row and those that follow */
};

extern const struct action_row actions[ACTIONS];

/* The action of this name; ACTION_NONE for none. */
enum action action_named(const char *name, size_t len);

/* Names of the keys that it has now: its own, or those of action_bind(). */
const char *action_keys(enum action action);

/* Give it other keys; the names outlive all views. NULL: its own again. */
void action_bind(enum action action, const char *keys);

/* Whether this key is one of its keys. */
bool action_takes(enum action action, int key);

/*
 * The key that stands for the action in a view's functions, whatever keys it
 * has been given: the first of its own. Digits stand for themselves.
 */
int action_key(enum action action, int key);

/*
 * The action of the key, of those that act in one of the places; ACTION_NONE
 * for none.
 */
enum action action_of(int key, unsigned places);

/* The next name of a key at *names, and its bytes; 0 at the end. */
size_t action_next_name(const char **names);

/*
 * The key of this name: `Up`, `Esc`, `F1`, `Ctrl-A`, or any character. Returns
 * it as a view takes it; -1 for no name.
 */
int key_named(const char *name, size_t len);

#endif
