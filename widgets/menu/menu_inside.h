/*
 * menu_inside.h - what the parts of the menu share.
 *
 * menu.c draws and has the keys, menu_list.c the list and what is selected in
 * it, menu_search.c the search, which puts a list of its own in the place of
 * the whole one.
 */
#ifndef WIDGETS_MENU_MENU_INSIDE_H
#define WIDGETS_MENU_MENU_INSIDE_H

#include "lab/base/translate.h"
#include "lessons/glossary/glossary.h"
#include "lessons/lesson/passage.h"
#include "widgets/view/app_options.h"
#include "widgets/view/view.h"

/* One row of the list. */
enum item_kind {
    ITEM_BLANK,
    ITEM_CHAPTER,
    ITEM_GO_ON, /* with the lesson that the learner was in last */
    ITEM_LESSON,
    ITEM_BENCH,
    ITEM_PROBLEM,
    ITEM_WHERE, /* a place in the lesson above, which a search has found */
    ITEM_TERM,  /* a name of the glossary, which a search has found */
    ITEM_NOTE,
};

struct item {
    enum item_kind kind;
    struct lesson *lesson;       /* ITEM_LESSON, ITEM_GO_ON */
    size_t step;                 /* ITEM_GO_ON: where one was */
    const char *text;            /* ITEM_CHAPTER, ITEM_PROBLEM, ITEM_NOTE */
    int number;                  /* ITEM_LESSON: what to type for it */
    size_t index;                /* ITEM_LESSON: in the catalog */
    const struct passage *where; /* ITEM_WHERE */
    const struct term *term;     /* ITEM_TERM */
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
    bool searching; /* the keys are for the search, which is there then */
    struct menu_search *search; /* owned; NULL before the first one */
};

/* Columns of a lesson's row, from its left. */
enum { MENU_TITLE_COLUMN = 8 };

/* ---- menu.c ---- */

/* The keys while nothing is searched for. */
extern const struct key menu_keys[];

/* ---- menu_list.c ---- */

/* Make the list of all that there is. Returns -1 without memory. */
int menu_fill(struct menu *menu);

/*
 * Let the row with which one goes on follow what a lesson has noted meanwhile.
 * Returns whether anything has changed.
 */
bool menu_renew(struct menu *menu);

/* Select the row where a learner goes on. */
void menu_select_first(struct menu *menu);

/* The selected row; NULL where a search has found nothing. */
const struct item *menu_selected(const struct menu *menu);

/* Whether it is a lesson that the learner has done. */
bool menu_done(const struct menu *menu, const struct item *item);

/* Scroll the list, of which so many rows show, to the selected row. */
void menu_scroll(struct menu *menu, int rows);

/* The keys that move in the list; VIEW_IGNORED for any other key. */
unsigned menu_move(struct menu *menu, int key);

/* Select the lesson whose number the digits make. */
unsigned menu_type_digit(struct menu *menu, int digit);

/* Open a lesson; NULL is the bench, as it is for lesson_view(). */
unsigned menu_open(struct menu *menu, struct lesson *lesson);

/* Select the row that was clicked on; the selected one opens. */
unsigned menu_click(struct menu *menu);

/* Open what is selected. */
unsigned menu_open_selected(struct menu *menu);

/* ---- menu_search.c ---- */

/* The keys while something is searched for, */
extern const struct key menu_search_keys[];

/* and what they do. */
unsigned menu_search_key(struct menu *menu, int key);

/* Begin to search. */
unsigned menu_search_begin(struct menu *menu);

/* Read on in the lessons that are searched; see view_pump(), view_busy(). */
unsigned menu_search_pump(struct view *view);
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
