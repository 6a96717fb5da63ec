/*
 * key.h - the keys of a view: a const table whose rows say which actions
 * (action.h) have a meaning there, what they do in words where that differs
 * from what they do elsewhere, and which function does it.
 *
 * The row of keys at the foot of the screen, the help and what happens when a
 * key is pressed all come from that table, so a new key is a new row.
 */
#ifndef WIDGETS_VIEW_KEY_H
#define WIDGETS_VIEW_KEY_H

#include "widgets/view/action.h"

struct view;

enum { KEY_ACTIONS = 14 };

/* A row of a table of keys; a table ends with KEYS_END. */
struct key {
    enum action is[KEY_ACTIONS]; /* that the row stands for; then ACTION_NONE */
    /*
     * Both are English, marked by N_(), and looked up where they are drawn.
     * NULL: what the first action says; "": not there.
     */
    const char *brief; /* for the row of keys */
    const char *text;  /* for the help */
    /*
     * What it does: returns view_reply flags. It is given the key that stands
     * for the action (action_key()). NULL: the view sees to it.
     */
    unsigned (*act)(struct view *view, int key);
    /*
     * Instead of the names of the actions' keys: "arrows" in the row of keys,
     * "1-3" of digits. A row without actions says what a key is that can't be
     * given to another action.
     */
    const char *keys;
    /*
     * Whether it is of any use now; one that is not stays out of the row of
     * keys, and is explained in the help all the same. NULL: it always is.
     */
    bool (*offered)(const struct view *view);
    bool first_only;        /* the row of keys has the first action's key */
    const struct key *more; /* the row stands for all of this table */
    const char *heading;    /* of the rows that follow, with its text */
};

#define KEYS_END                                                               \
    {                                                                          \
        .more = NULL                                                           \
    }
/* A row of the help only: the heading of a group, below a blank row. */
#define KEYS_GROUP(name, what)                                                 \
    {                                                                          \
        .heading = (name), .brief = "", .text = (what)                         \
    }

enum { MOST_KEYS = 80 }; /* rows of a table, with those of its tables */

/*
 * The rows of a table, with those of the tables that it holds in their places,
 * into list, which has MOST_KEYS. Returns how many there are.
 */
int key_list(const struct key *table, const struct key **list);

/* Whether it is of any use now (offered). */
bool key_offered(const struct key *key, const struct view *view);

/* In English: for the row of keys and for the help; "": not there. */
const char *key_brief(const struct key *key);
const char *key_text(const struct key *key);

/*
 * What its keys are called, into out: the first one of each action, or all of
 * them, the first ones first.
 */
void key_names(const struct key *key, bool all, char *out, size_t size);

/*
 * Copy a text that is shown into out, with each {ACTION}, such as {hold}, in
 * place of which stands what the action's first key is called.
 */
void key_fill(const char *text, char *out, size_t size);

/* Whether the row stands for the action. */
bool key_is(const struct key *key, enum action action);

/*
 * Do what the first row says that takes the key and has a use for it. Returns
 * its reply, VIEW_IGNORED where there is none.
 */
unsigned key_act(const struct key *table, struct view *view, int key);

#endif
