/*
 * drawing.h - what panes' tests share: a screen on nothing, and what stands on
 * it as text.
 */
#ifndef TESTS_SUPPORT_DRAWING_H
#define TESTS_SUPPORT_DRAWING_H

#include <stdbool.h>

#include "widgets/screen/screen.h"

/* cmocka group setup and teardown: one screen for the whole binary. */
int drawing_open(void **state);
int drawing_close(void **state);

/* Begin a drawing on a screen of this size; returns its area. */
struct area drawing_begin(int rows, int columns);

/* The screen as text; valid until the next call. */
const char *drawing_text(void);

/* Row y of it, without trailing spaces; valid until the next call. */
const char *drawing_row(int y);

/* Fail with the whole screen in the message unless it shows the text. */
void assert_shows(const char *text);
/* Fail if it shows it. */
void assert_lacks(const char *text);

/* Fail unless the cursor is at the first cell where the screen has the text. */
void assert_cursor_at(const char *text);

/* Click where the screen has the text; returns what is there (mouse.h). */
int drawing_click(const char *text);

/* How many rows of the screen contain the text. */
int rows_with(const char *text);

#endif
