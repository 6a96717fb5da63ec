/*
 * utf8.h - UTF-8 read and written character by character (RFC 3629).
 *
 * Text in the program is UTF-8 throughout, whatever the locale is: so this
 * decodes by the standard's table, and not by the locale as mbrtowc(3) does.
 */
#ifndef LAB_BASE_UTF8_H
#define LAB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

enum {
    UTF8_BYTES = 4,           /* most that a character has */
    UTF8_REPLACEMENT = 0xfffd /* Unicode's for what can't be decoded */
};

/*
 * Read the character that begins the len bytes at text (len is at least 1;
 * where the text ends with a NUL, UTF8_BYTES will do, for nothing is read
 * beyond that). Returns its bytes, or 0 when none begins there: overlong forms,
 * surrogates and what lies above U+10FFFF are no characters. *character, unless
 * NULL, is the character or else the byte itself.
 */
size_t utf8_read(const char *text, size_t len, uint32_t *character);

/*
 * Read one character of a text that ends with a NUL. Returns the bytes that it
 * takes, 0 at the end of the text; a byte that is not UTF-8 counts as one
 * U+FFFD of its own.
 */
size_t utf8_decode(const char *text, wchar_t *character);

/* Write one character into out, without a NUL; returns its bytes. */
size_t utf8_encode(wchar_t character, char out[UTF8_BYTES]);

/* Whether the byte goes on with a character that began before it. */
bool utf8_goes_on(char byte);

/*
 * How many of the first n bytes of a text that is longer, or ends with a NUL
 * there, are whole characters: n, or up to three fewer.
 */
size_t utf8_whole(const char *text, size_t n);

/* Take off the last character where the text was cut in its middle. */
void utf8_trim(char *text);

#endif
