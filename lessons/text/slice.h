/*
 * slice.h - pieces of a text that belongs to somebody else.
 *
 * Everything that lessons are read with takes words, lines and names off the
 * front or the end of such a piece; nothing is copied until it is kept.
 */
#ifndef LESSONS_TEXT_SLICE_H
#define LESSONS_TEXT_SLICE_H

#include <stdbool.h>
#include <stddef.h>

struct slice {
    const char *at;
    size_t len;
};

/* For printf's %.*s: as much of a slice as a message should quote. */
#define SLICE(s) slice_shown(s), (s).at

/* The whole of a string, without its NUL. */
struct slice slice_of(const char *text);

/* The same without blanks, tabs and carriage returns at both ends. */
struct slice slice_trim(struct slice s);

/* Whether it is exactly this text; whether it begins with it. */
bool slice_is(struct slice s, const char *text);
bool slice_begins(struct slice s, const char *text);

/* Whether two are the same text. */
bool slice_equal(struct slice a, struct slice b);

/* Take text off the front; false, and nothing is taken, if it isn't there. */
bool slice_take(struct slice *s, const char *text);

/* Take the next line off, without its line end (LF or CR LF). */
struct slice slice_line(struct slice *s);

/* Take the first or the last word off, with the blanks around it. */
struct slice slice_word(struct slice *s);
struct slice slice_last_word(struct slice *s);

/* Take off the front as long as there are only these characters. */
struct slice slice_span(struct slice *s, const char *characters);

/*
 * Cut at the first c: what stands before it is returned, what stands behind
 * it stays in *s. Without one, all of it is returned and *found is false.
 */
struct slice slice_cut(struct slice *s, char c, bool *found);

/*
 * Cut in the same way at the first word (between blanks) that is `word`.
 * Both parts are trimmed.
 */
struct slice slice_cut_word(struct slice *s, const char *word, bool *found);

/* A copy with a NUL, to be freed; NULL without memory. */
char *slice_dup(struct slice s);

/* Copy it with a NUL into out; false, and out is "", when it is too long. */
bool slice_copy(struct slice s, char *out, size_t size);

/* Whether it is a name: 1 to 31 letters, digits, `_` and `-`. */
bool slice_is_name(struct slice s);

/* A whole number, as C writes it (10, -1, 0x10); false when it is none. */
bool slice_number(struct slice s, long *number);

/* How many of its bytes a message should quote, whole characters only. */
int slice_shown(struct slice s);

#endif
