/*
 * key_script.h - the names of keys, and key scripts.
 *
 * A key script is a text file that plays on the tutorial like a hand on the
 * keyboard (socket-lab --keys FILE), for tests and for showing things:
 *
 *     # Open the second lesson, take two steps.
 *     2<Enter>
 *     @wait step 1/
 *     <Space><Space>
 *     @expect EADDRINUSE
 *     @save lesson.txt
 *
 * Each line is keys: characters stand for themselves, <Name> for the others
 * (key_script.c has all names; <lt>, <at> and <hash> are `<`, `@` and `#`).
 * Space around a line and lines that begin with `#` don't count. Between two
 * keys the program waits until nothing is under way. A line that begins with
 * `@` is an order:
 *
 *     @save FILE        write the screen as text
 *     @resize 120 40    change to so many columns and rows
 *     @wait TEXT        until TEXT is on the screen; at most 5 s
 *                       in which nothing is under way
 *     @expect TEXT      TEXT must be on the screen
 *     @refuse TEXT      TEXT must not be on the screen
 *
 * At its end the program quits.
 */
#ifndef WIDGETS_KEYS_KEY_SCRIPT_H
#define WIDGETS_KEYS_KEY_SCRIPT_H

#include <stddef.h>

#include "lab/base/err.h"

/*
 * Read one key, `j` or `<PageUp>`, at text. Returns it as a view's key
 * handler takes it and in *used its bytes; -1 when it is no key's name.
 */
int key_script_key(const char *text, size_t *used);

enum order_kind {
    ORDER_KEY,
    ORDER_SAVE,
    ORDER_RESIZE,
    ORDER_WAIT,
    ORDER_EXPECT,
    ORDER_REFUSE,
};

/* One thing that a key script does. */
struct order {
    enum order_kind kind;
    int line;    /* in the file, from 1 */
    int key;     /* ORDER_KEY */
    int rows;    /* ORDER_RESIZE */
    int columns; /* ORDER_RESIZE */
    char *text;  /* a file's name, or text on the screen; owned */
};

struct key_script {
    struct order *orders;
    size_t n;
};

/*
 * Read a script from text (which ends with a NUL). Returns 0, or -1 with
 * "NAME:LINE: what was found, what was expected"; key_script_free() it in
 * both cases.
 */
int key_script_parse(struct key_script *script, const char *name,
                     const char *text, struct err *err);
/* The same from a file of at most 1 MiB. */
int key_script_load(struct key_script *script, const char *file,
                    struct err *err);
void key_script_free(struct key_script *script);

#endif
