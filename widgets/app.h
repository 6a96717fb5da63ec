/*
 * app.h - the tutorial on the screen: the view stack and the one event loop.
 */
#ifndef WIDGETS_APP_H
#define WIDGETS_APP_H

#include <stdbool.h>

#include "lab/err.h"
#include "lab/host.h"
#include "lessons/catalog.h"
#include "lessons/progress.h"

struct app_options {
    const struct catalog *catalog;
    struct progress *progress;
    const struct lesson *lesson; /* open it at once; NULL: the menu */
    bool bench;                  /* open the bench at once */
    enum isolation isolation;
    bool ascii;
    const char *keys; /* a key script instead of the keyboard; NULL: none */
};

/*
 * Run until the learner quits. Returns 0, or -1 with the reason (a terminal
 * that can't be used, a key script that can't be read). The terminal is as it
 * was in both cases.
 */
int app_run(const struct app_options *options, struct err *err);

/* The views; each returns NULL without memory. */
struct view;
struct view *menu_view(const struct app_options *options);
/* lesson may be NULL: the bench. */
struct view *lesson_view(const struct app_options *options,
                         const struct lesson *lesson);
/* Help on the keys of a view. */
struct view *help_view(const struct view *about);

#endif
