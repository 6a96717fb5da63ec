/*
 * screen.h - the terminal: opened, restored, read and sent what is drawn.
 *
 * Only widgets/ knows curses. Drawing itself is in area.h.
 */
#ifndef WIDGETS_SCREEN_SCREEN_H
#define WIDGETS_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stdio.h>

#include "lab/base/err.h"
#include "widgets/screen/area.h"
#include "widgets/screen/key.h"
#include "widgets/screen/theme.h"

/*
 * Take over the terminal. headless draws on nothing (for --keys and tests)
 * with the size of $LINES and $COLUMNS, 24x80 without. Takes the locale of
 * the environment (LC_CTYPE). Returns 0 or -1 with ERR_MACHINE. A crash
 * restores the terminal as well (rescue.h); other signals are the app's.
 */
int screen_open(bool headless, struct err *err);
void screen_close(void);

/* The whole screen. */
struct area screen_area(void);

/* Show the terminal's cursor there once this drawing is on the screen. */
void screen_cursor(struct area area, int y, int x);

/*
 * The screen as text, one line a row, without trailing spaces: what a learner
 * sees, for saved screens and tests.
 */
void screen_save(FILE *out);

/* ---- for the app, which is the only one that draws and reads keys ---- */

/* Begin a drawing: everything is blank, the cursor is hidden. */
void screen_begin(void);
/* Send what has changed since the last drawing. */
void screen_end(void);

/*
 * The next key that was typed, as a view's key handler takes it (key.h);
 * -1 when there is none. Enter is always '\n', Backspace always
 * SCREEN_KEY_BACKSPACE, whatever this terminal sends for them. Never waits,
 * but for the few milliseconds in which an Esc may turn out to be the
 * beginning of a function key.
 */
int screen_key(void);

/* Ask the terminal for its size and send everything anew. */
void screen_refit(void);

/*
 * Refit if the terminal has another size than we think. A session without a
 * terminal of its own, as `su -c` makes it, is never told by SIGWINCH.
 */
bool screen_resized(void);
/* Pretend that the terminal has this size, for key scripts and tests. */
void screen_resize(int rows, int columns);

/*
 * Give the terminal back, stop (with the process group, as Ctrl-Z does), and
 * take the terminal over again once continued.
 */
void screen_suspend(void);
/* Take the terminal over again after somebody else stopped the program. */
void screen_resume(void);

#endif
