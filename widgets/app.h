/*
 * app.h - the tutorial on the screen: the view stack and the one event loop.
 */
#ifndef WIDGETS_APP_H
#define WIDGETS_APP_H

#include "lab/base/err.h"
#include "widgets/view/app_options.h"

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

#endif
