/*
 * glyph.h - what a terminal shows of a character.
 *
 * Where only ASCII can be shown, a character is drawn as the nearest ASCII there is.
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

#endif
