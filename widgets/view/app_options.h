/*
 * app_options.h - what the tutorial was started with: all that views know of
 * the app.
 */
#ifndef WIDGETS_VIEW_APP_OPTIONS_H
#define WIDGETS_VIEW_APP_OPTIONS_H

#include <stdbool.h>

#include "lab/base/host.h"
#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/progress.h"

struct config;

struct app_options {
    const struct catalog *catalog;
    struct progress *progress;
    struct glossary *glossary;   /* read at its first question */
    const struct lesson *lesson; /* open it at once; NULL: the menu */
    bool bench;                  /* open the bench at once */
    enum isolation isolation;
    bool ascii;
    bool mouse;       /* the terminal reports clicks and its wheel */
    bool recorded;    /* lessons are shown as recorded, never run */
    const char *keys; /* a key script (key_script.h) instead of the keyboard */
    const struct config *config; /* what its file says; NULL: nothing */
    const char *notice; /* to be said once at first, such as what was wrong
                           with the progress file; NULL or "": nothing */
};

#endif
