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
#include "widgets/view/key.h"
#include "widgets/view/legend.h"

enum { VIEW_FDS = 24 };

/* What a key handler asks of the app; joined by |. */
enum view_reply {
    VIEW_IGNORED = 0, /* the key means nothing here */
    VIEW_DRAW = 1,    /* draw again */
    VIEW_CLOSE = 2,   /* back to the view below */
    VIEW_QUIT = 4,    /* leave the program */
    VIEW_OPEN = 8,    /* push the view that view->next points to; with
                         VIEW_CLOSE it takes this one's place */
};

struct view;

/*
 * What a kind of view does; one const table in each view's file. All but
 * draw may be NULL: the functions below say what is done then.
 */
struct view_ops {
    void (*draw)(struct view *view, struct area area);
    unsigned (*key)(struct view *view, int key);
    int (*fds)(struct view *view, struct pollfd *fds);
    int64_t (*timeout)(struct view *view);
    unsigned (*pump)(struct view *view);
    bool (*busy)(struct view *view);
    void (*close)(struct view *view);
    void (*legend)(struct view *view, struct legend *legend);
};

/* The first member of each view's own struct, which is one piece of memory. */
struct view {
    const struct view_ops *ops;
    const char *name;              /* for the help's title */
    const struct key *keys;        /* that it takes now */
    const struct view_sign *signs; /* that do not explain themselves; or NULL */
    struct view *next; /* set with VIEW_OPEN; the app takes it over */
};

/*
 * Draw into the area (the whole screen but the key line), which is blank and
 * may have another size each time.
 */
void view_draw(struct view *view, struct area area);

/*
 * A key: a character, or one of widgets/screen/key.h. Returns view_reply flags.
 * Nothing may be drawn here. By itself: as view->keys say.
 */
unsigned view_key(struct view *view, int key);

/*
 * What to wait for beside keys, at most VIEW_FDS. Returns how many are set, by
 * itself none. The app does not look at revents: it calls view_pump().
 */
int view_fds(struct view *view, struct pollfd *fds);

/* Longest useful wait in ns; -1, as by itself, for none. */
int64_t view_timeout(struct view *view);

/*
 * Carry on; returns VIEW_DRAW when something changed. Called each round, also
 * for a view that another hides. Never blocks.
 */
unsigned view_pump(struct view *view);

/*
 * Whether something is under way that a key script should wait for; by itself
 * nothing is.
 */
bool view_busy(struct view *view);

/*
 * Add what the help is to explain of the drawing that is on the screen now: by
 * itself those of view->signs that show there.
 */
void view_legend(struct view *view, struct legend *legend);

/* Free the view and all that it owns; by itself nothing but its own memory. */
void view_close(struct view *view);

/* What keys do that lead back (struct key): VIEW_CLOSE. */
unsigned view_back(struct view *view, int key);

#endif
