/*
 * calls_list.h - the calls of the lanes that stand beside each other as one
 * list of rows, and which of them a column of so many rows has room for. How
 * they are drawn is calls.c's.
 *
 * The same call stands on the same row in all lanes, whatever came of it; where
 * a lane has no such call its cell is empty. So all lanes are scrolled as one.
 */
#ifndef WIDGETS_PANES_CALLS_LIST_H
#define WIDGETS_PANES_CALLS_LIST_H

#include "widgets/panes/calls.h"

enum { CALLS_ACTORS = 32 };

/* One actor, by name, in every lane. */
struct calls_actor {
    const char *name;
    const struct actor *in[RUNNER_LANES]; /* NULL: the lane has none such */
    bool named; /* has a row for its name, and not only a part */
};

/* What one lane has in a row. */
struct calls_cell {
    const struct event *event; /* a call as it ended, or a death; NULL: none */
    int line;                  /* of the script, where it was made */
    bool over;                 /* its process is gone, another has come */
    bool error;                /* the errno's text stands below it */
};

struct calls_row {
    int actor;  /* index into actors */
    bool error; /* one of the cells has a text below it: all leave room */
    struct calls_cell cells[RUNNER_LANES];
};

/* All that is drawn of them. */
struct calls_list {
    int lanes;
    struct calls_actor actors[CALLS_ACTORS]; /* oldest first */
    int n_actors;
    struct calls_row *rows; /* oldest first; owned */
    int n;
    int first, end; /* those that show; end is behind the last */
    int height;     /* rows of the screen that names, calls and texts take */
    bool folded;    /* actors that are not named share the first row */
    bool bare;      /* or have none at all */
};

/* How many lanes are beside each other, the lab of one, and which is ours. */
int calls_lanes(const struct calls_view *view);
const struct lab *calls_lab(const struct calls_view *view, int lane);
int calls_own_lane(const struct calls_view *view);

/*
 * Lay the calls of the view's lanes beside each other; none shows yet. Without
 * memory some are missing. calls_list_free() it.
 */
void calls_list_read(struct calls_list *list, const struct calls_view *view);
void calls_list_free(struct calls_list *list);

/*
 * Choose the newest calls that fit into so many rows of the screen, but for
 * `below` of the last ones. Each actor's name has its row before any call has
 * one, unless there would be hardly a row for calls: then all idle actors have
 * one together.
 */
void calls_list_fit(struct calls_list *list, int below, int height);

#endif
