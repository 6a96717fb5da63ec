/*
 * glyph.h - UTF-8 read and written character by character, and what of it a
 * terminal shows.
 *
 * Text in the program is UTF-8 throughout, whatever the locale is. Where only
 * ASCII can be shown, a character is drawn as the nearest ASCII there is.
 */
#ifndef WIDGETS_SCREEN_GLYPH_H
#define WIDGETS_SCREEN_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

enum { UTF8_BYTES = 4, GLYPH_CHARS = 4 };

/*
 * Read one character. Returns the bytes that it takes, 0 at the end of the
 * text; a byte that is not UTF-8 counts as one U+FFFD of its own.
 */
size_t utf8_decode(const char *text, wchar_t *character);

/* Write one character into out, without a NUL; returns its bytes. */
size_t utf8_encode(wchar_t character, char out[UTF8_BYTES]);

/* What a character looks like on the terminal. */
struct glyph {
    wchar_t chars[GLYPH_CHARS]; /* ends with L'\0' unless full */
    int columns;                /* 0 for a combining mark, 2 for a wide one */
};

/*
 * Control characters are shown as spaces, those that can't be seen or turn
 * others round (lessons/text/unseen.h) as U+FFFD, those that this terminal has no
 * width for as "?". With ascii, a character beyond ASCII becomes what is
 * nearest to it.
 */
struct glyph glyph_of(wchar_t character, bool ascii);

#endif
