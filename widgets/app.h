/*
 * app.h - the tutorial on the screen: the view stack and the one event loop.
 */
#ifndef WIDGETS_APP_H
#define WIDGETS_APP_H

#include <stdbool.h>

#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/progress.h"

struct app_options {
    const struct catalog *catalog;
    struct progress *progress;
    const struct lesson *lesson; /* open it at once; NULL: the menu */
    bool bench;                  /* open the bench at once */
    enum isolation isolation;
    bool ascii;
    bool recorded;      /* lessons are shown as recorded, never run */
    const char *keys;   /* a key script (key_script.h) instead of the keyboard */
    const char *notice; /* to be said once at first, such as what was wrong
                           with the progress file; NULL or "": nothing */
};

/* A line of the key script did not hold: exit status 1. */
enum { APP_KEYS_FAILED = -2 };

/*
 * Run until the learner quits. Returns 0; the number of the signal (SIGINT,
 * SIGTERM, SIGHUP) that ended it, for exit status 128 + number; or, with the
 * reason, -1 (a terminal that can't be used, a key script that can't be read)
 * or APP_KEYS_FAILED. The terminal is as it was in all cases. Progress is
 * saved as it is made; what the last key did is the caller's to save.
 *
 * While it runs these signals are blocked and read from a descriptor: what
 * is forked meanwhile has to unblock them for itself.
 */
int app_run(const struct app_options *options, struct err *err);

/* The views; each returns NULL without memory. */
struct view;
struct view *menu_view(const struct app_options *options);
/* lesson may be NULL: the bench. */
struct view *lesson_view(const struct app_options *options,
                         const struct lesson *lesson);
/* What a name means (lessons/commands/explain.h); NULL with the reason in *err. */
struct view *explain_view(const struct app_options *options, const char *name,
                          struct err *err);
/* Help on the keys of a view. */
struct view *help_view(const struct view *about);

#endif
