/*
 * glyph.h - what a terminal shows of a character, and how many columns a text
 * takes: nothing else in the program counts columns.
 *
 * Where only ASCII can be shown, a character is drawn as the nearest ASCII
 * there is.
 */
#ifndef WIDGETS_SCREEN_GLYPH_H
#define WIDGETS_SCREEN_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "lab/base/utf8.h"

enum { GLYPH_CHARS = 4 };

/* What a character looks like on the terminal. */
struct glyph {
    wchar_t chars[GLYPH_CHARS]; /* ends with L'\0' unless full */
    int columns;                /* 0 for a combining mark, 2 for a wide one */
};

/*
 * Control characters are shown as spaces, those that can't be seen or turn
 * others round (lessons/text/unseen.h) as U+FFFD, those that this terminal has
 * no width for as "?". With ascii, a character beyond ASCII becomes what is
 * nearest to it.
 */
struct glyph glyph_of(wchar_t character, bool ascii);

/* How many columns the UTF-8 text takes. */
int glyph_columns(const char *text);

/*
 * How many bytes of the text fit into so many columns, whole characters only;
 * *used (may be NULL) is how many columns they take.
 */
size_t glyph_fit(const char *text, int columns, int *used);

/*
 * Break text into lines of so many columns: returns the bytes of its first
 * line, and in *next where the second one begins. Lines end at a newline or
 * at a space; a word that is longer than a line is broken.
 */
size_t glyph_line(const char *text, int columns, size_t *next);

#endif
