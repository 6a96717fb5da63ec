/*
 * calls_list.h - which calls of a lane a column of so many rows has room for.
 * How they are drawn is calls.c's.
 */
#ifndef WIDGETS_PANES_CALLS_LIST_H
#define WIDGETS_PANES_CALLS_LIST_H

#include "widgets/panes/calls.h"

enum {
    CALLS_ROWS = 200, /* most calls that are ever shown at once */
    CALLS_ACTORS = 32,
};

/* One actor of the column, and what the walk has found out about it. */
struct calls_actor {
    const struct actor *actor;
    const struct event *end; /* how the blocked call that is met next ended */
    bool failed;             /* its newest failed call has been met */
    bool reborn;             /* the start of its newest process has been met */
    bool named;              /* has a row for its name, and not only a part */
};

/* A call or an end that is shown, newest first. */
struct calls_item {
    const struct event *event;
    int actor;  /* index into actors */
    bool error; /* the errno's text stands below it */
    bool over;  /* its process is gone, and another has come */
};

/* All that calls_text() needs. */
struct calls_list {
    struct calls_actor actors[CALLS_ACTORS]; /* oldest first */
    int n_actors;
    struct calls_item items[CALLS_ROWS]; /* newest first */
    int n_items;
    int older;   /* calls for which there was no room */
    int rows;    /* that actors and items take together */
    bool folded; /* actors that are not named share the first row */
};

/*
 * Gather what fits into rows, and count the rest. Each actor's name has its row
 * before any call has one, or else, folded, all names together have one.
 */
void calls_list_gather(struct calls_list *list, const struct calls_view *view,
                       int rows, bool folded);

/* The same, folded where there would be hardly a row for calls. */
void calls_list_fill(struct calls_list *list, const struct calls_view *view,
                     int rows);

#endif
