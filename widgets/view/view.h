/*
 * view.h - what a view is: something that fills the screen and takes keys.
 *
 * The menu, a lesson, the bench and the help are views, each one file with
 * one exported constructor and one const struct view_ops. The app keeps a
 * stack of them, draws the topmost, and is the only one that draws: a view's
 * key handler returns flags.
 */
#ifndef WIDGETS_VIEW_VIEW_H
#define WIDGETS_VIEW_VIEW_H

#include <poll.h>
#include <stdint.h>

#include "widgets/screen/screen.h"

enum { VIEW_FDS = 16 };

/* What a key handler asks of the app; joined by |. */
enum view_reply {
    VIEW_IGNORED = 0, /* the key means nothing here */
    VIEW_DRAW = 1,    /* draw again */
    VIEW_CLOSE = 2,   /* back to the view below */
    VIEW_QUIT = 4,    /* leave the program */
    VIEW_OPEN = 8,    /* push the view that view->next points to */
};

/* A row of the help, and of the key line at the bottom. */
struct key_help {
    const char *keys;  /* "space", "Up Down" */
    const char *brief; /* for the key line; NULL: only in the help */
    const char *text;  /* for the help */
};

struct view;

/* What a kind of view does; one const table in each view's file. */
struct view_ops {
    const char *name;            /* for the help's title */
    const struct key_help *keys; /* ends with keys NULL */
    /*
     * Draw into the area (the whole screen but the key line), which is blank
     * and may have another size each time.
     */
    void (*draw)(struct view *view, struct area area);
    /*
     * A key as from wget_wch(3): a character, or KEY_... plus KEY_BASE.
     * Returns view_reply flags. Nothing may be drawn here.
     */
    unsigned (*key)(struct view *view, int key);
    /*
     * What to wait for beside keys, at most VIEW_FDS; may be NULL. Returns how
     * many are set. The app does not look at revents: it calls pump().
     */
    int (*fds)(struct view *view, struct pollfd *fds);
    /* Longest useful wait in ns, -1 for none; may be NULL. */
    int64_t (*timeout)(struct view *view);
    /*
     * Carry on; returns VIEW_DRAW when something changed; may be NULL. Called
     * each round, also for a view that another hides. Never blocks.
     */
    unsigned (*pump)(struct view *view);
    /*
     * Whether something is under way that a key script should wait for; may
     * be NULL: never.
     */
    bool (*busy)(struct view *view);
    /*
     * Whether a key of the table is of any use now; one that is not stays out
     * of the key line, and is explained in the help all the same. May be NULL:
     * all of them.
     */
    bool (*offers)(const struct view *view, const struct key_help *key);
    /* Free the view and all that it owns. */
    void (*close)(struct view *view);
};

/* The first member of each view's own struct. */
struct view {
    const struct view_ops *ops;
    struct view *next; /* set with VIEW_OPEN; the app takes it over */
};

/* Curses' function keys are passed on with this added. */
enum { KEY_BASE = 0x110000 };

#endif
