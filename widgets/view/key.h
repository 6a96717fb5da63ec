/*
 * key.h - the keys of a view: one const table says what each is called, what
 * it does in words, and which function does it.
 *
 * The row of keys at the foot of the screen, the help and what happens when a
 * key is pressed all come from that table, so a new key is a new row.
 */
#ifndef WIDGETS_VIEW_KEY_H
#define WIDGETS_VIEW_KEY_H

#include <stdbool.h>
#include <stddef.h>

struct view;

/* A row of a table of keys; a table ends with KEYS_END. */
struct key {
    /*
     * Names with a space between two: "space", "Up Down". "1-6" and "0 to 9"
     * are all that lie between the two characters.
     */
    const char *keys;
    /* Both are English, marked by N_(), and looked up where they are drawn. */
    const char *brief; /* for the row of keys; NULL: not there */
    const char *text;  /* for the help; NULL: not there */
    /* What it does: returns view_reply flags. NULL: the view sees to it. */
    unsigned (*act)(struct view *view, int key);
    const char *also; /* names of keys that do the same; may be NULL */
    /*
     * Whether it is of any use now; one that is not stays out of the row of
     * keys, and is explained in the help all the same. NULL: it always is.
     */
    bool (*offered)(const struct view *view);
    const struct key *more; /* the row stands for all of this table */
};

#define KEYS_END                                                               \
    {                                                                          \
        .keys = NULL                                                           \
    }
/* Rows of the help only: a blank one, and the heading of a group. */
#define KEYS_GROUP(name, what)                                                 \
    {"", NULL, .text = ""},                                                    \
    {                                                                          \
        (name), NULL, .text = (what)                                           \
    }

enum { MOST_KEYS = 80 }; /* rows of a table, with those of its tables */

/*
 * The rows of a table, with those of the tables that it holds in their places,
 * into list, which has MOST_KEYS. Returns how many there are.
 */
int key_list(const struct key *table, const struct key **list);

/* Whether it is of any use now (offered). */
bool key_offered(const struct key *key, const struct view *view);

/*
 * Do what the first row says that takes the key and has a use for it. Returns
 * its reply, VIEW_IGNORED where there is none.
 */
unsigned key_act(const struct key *table, struct view *view, int key);

/*
 * The key of this name: `Up`, `Esc`, `F1`, `C-a`, or any character. Returns it
 * as a view takes it; -1 for no name.
 */
int key_named(const char *name, size_t len);

#endif
