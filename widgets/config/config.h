/*
 * config.h - the reader's own settings, from a file of lines `NAME = VALUE`:
 *
 *     key.kill = F9 I
 *     theme = dark
 *     mouse = off
 *
 * It is $XDG_CONFIG_HOME/socket-lab/config (~/.config without that), or what
 * --config names. Blank lines, and those that begin with #, don't count.
 */
#ifndef WIDGETS_CONFIG_CONFIG_H
#define WIDGETS_CONFIG_CONFIG_H

#include <stdbool.h>

#include "lab/base/err.h"
#include "widgets/view/action.h"

/* What a file says; all zero where it says nothing. */
struct config {
    char *file; /* that is read, or would be were it there; NULL: no home */
    bool found; /* it is there */
    char *keys[ACTIONS];    /* names of an action's keys; NULL: its own */
    int key_lines[ACTIONS]; /* where they stand */
    char *theme;            /* the name as it stands; NULL: none is named */
    int theme_line;         /* where, for whoever knows the themes */
    int mouse_line;         /* 0: nothing is said of it */
    bool mouse;             /* on */
};

/*
 * Read the file at path, which must be there; NULL: the usual one, which may be
 * missing. Returns 0, or -1 with "FILE:LINE: what was found, what was
 * expected": a line that is none, or a key that two actions have where both
 * act. config_free() it in both cases.
 */
int config_read(const char *path, struct config *config, struct err *err);

/* Have all views take the keys that the file gives; it must outlive them. */
void config_bind(const struct config *config);

/*
 * Choose the theme of that name, the command line's, or for NULL the file's.
 * Returns 0, or -1 with where it stands and what was expected.
 */
int config_choose_theme(const struct config *config, const char *name,
                        struct err *err);

/* Whether clicks are taken: "on" or "off"; for NULL as the file has it. */
bool config_mouse(const struct config *config, const char *said);

void config_free(struct config *config);

#endif
