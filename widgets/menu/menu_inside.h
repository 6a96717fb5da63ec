/*
 * menu_inside.h - what the parts of the menu share.
 *
 * menu.c has the list and its keys, menu_search.c the search in it, which
 * puts a list of its own in the place of the whole one.
 */
#ifndef WIDGETS_MENU_MENU_INSIDE_H
#define WIDGETS_MENU_MENU_INSIDE_H

#include "lessons/lesson/passage.h"
#include "widgets/view/app_options.h"
#include "widgets/view/view.h"

/* One row of the list. */
enum item_kind {
    ITEM_BLANK,
    ITEM_CHAPTER,
    ITEM_LESSON,
    ITEM_BENCH,
    ITEM_PROBLEM,
    ITEM_WHERE, /* a place in the lesson above, which a search has found */
    ITEM_NOTE,
};

struct item {
    enum item_kind kind;
    struct lesson *lesson;       /* ITEM_LESSON */
    const char *text;            /* ITEM_CHAPTER, ITEM_PROBLEM, ITEM_NOTE */
    int number;                  /* ITEM_LESSON: what to type for it */
    size_t index;                /* ITEM_LESSON: in the catalog */
    const struct passage *where; /* ITEM_WHERE */
};

struct menu_search;

struct menu {
    struct view view;
    const struct app_options *options; /* outlive the menu */
    struct item *all;                  /* all rows of the whole list, owned */
    int n_all;
    struct item *items; /* the list that shows: all of it, or what is found */
    int n;
    int selected; /* index of an item that can be selected; -1: there is none */
    int top;      /* the first row of the list that shows */
    int page;     /* how many rows show, as last drawn */
    int typed;    /* the number that digits have made so far */
    struct menu_search *search; /* owned; NULL before the first one */
};

/* Columns of a lesson's row, from its left. */
enum { MENU_TITLE_COLUMN = 8 };

/* The view's ops at ordinary times, and while something is searched for. */
extern const struct view_ops menu_ops;
extern const struct view_ops menu_search_ops;

/* The keys that move in the list; VIEW_IGNORED for any other key. */
unsigned menu_move(struct menu *menu, int key);

/* Open what is selected. */
unsigned menu_open_selected(struct menu *menu);

/* ---- menu_search.c ---- */

/* The keys while something is searched for. */
extern const struct key_help menu_search_keys[];

/* Begin to search: from here on the view has menu_search_ops. */
unsigned menu_search_begin(struct menu *menu);

/* Those of menu_search_ops that are the search's own. */
unsigned menu_search_key(struct view *view, int key);
unsigned menu_search_pump(struct view *view);
int64_t menu_search_timeout(struct view *view);
bool menu_search_busy(struct view *view);

/* The line with the words, where something is searched for. */
void menu_search_draw(const struct menu *menu, struct area row);

/* An ITEM_WHERE: as much of the passage as fits around what was found. */
void menu_search_draw_where(const struct menu *menu, struct area row,
                            const struct passage *passage);

/*
 * What the words mean, if they are a name, and where the lesson has them.
 * False, and nothing is drawn, when nothing is searched for.
 */
bool menu_search_about(const struct menu *menu, struct area area,
                       const struct item *item);

/* Free the search; harmless where there is none. */
void menu_search_close(struct menu *menu);

#endif
