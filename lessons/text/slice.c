/*
 * slice.c - see slice.h.
 *
 * A slice is two words and passed by value; functions that take something off
 * one get its address. Nothing here looks behind the end, so the text needs no
 * NUL and may be a file as it was read.
 */
#include "lessons/text/slice.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/utf8.h"

enum { QUOTED_MAX = 60, NAME_MAX_LEN = 31, NUMBER_MAX = 31 };

/* A carriage return counts as one, so CR LF files need no care elsewhere. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* The first len bytes; what stands behind the first skip bytes. */
static struct slice slice_front(struct slice s, size_t len)
{
    return (struct slice){s.at, len};
}

static struct slice slice_from(struct slice s, size_t skip)
{
    return (struct slice){s.at + skip, s.len - skip};
}

struct slice slice_of(const char *text)
{
    return (struct slice){text, strlen(text)};
}

struct slice slice_trim(struct slice s)
{
    while (s.len > 0 && is_blank(s.at[0]))
        s = slice_from(s, 1);
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

bool slice_is(struct slice s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.at, text, s.len) == 0;
}

bool slice_equal(struct slice a, struct slice b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

bool slice_begins(struct slice s, const char *text)
{
    size_t len = strlen(text);

    return s.len >= len && memcmp(s.at, text, len) == 0;
}

bool slice_take(struct slice *s, const char *text)
{
    if (!slice_begins(*s, text))
        return false;
    *s = slice_from(*s, strlen(text));
    return true;
}

/* The last line of a text may do without its line end. */
struct slice slice_line(struct slice *s)
{
    bool found;
    struct slice line = slice_cut(s, '\n', &found);

    if (line.len > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

/*
 * The blanks behind the word go too, so that an empty rest means that nothing
 * more was written.
 */
struct slice slice_word(struct slice *s)
{
    struct slice rest = slice_trim(*s);
    size_t n = 0;

    while (n < rest.len && !is_blank(rest.at[n]))
        n++;
    *s = slice_trim(slice_from(rest, n));
    return slice_front(rest, n);
}

/* Deadlines and conditions are read off the end of a line. */
struct slice slice_last_word(struct slice *s)
{
    struct slice rest = slice_trim(*s);
    size_t begin = rest.len;

    while (begin > 0 && !is_blank(rest.at[begin - 1]))
        begin--;
    *s = slice_trim(slice_front(rest, begin));
    return slice_from(rest, begin);
}

/* strchr() finds the NUL of a string as well. */
struct slice slice_span(struct slice *s, const char *characters)
{
    struct slice rest = *s;
    size_t n = 0;

    while (n < rest.len && rest.at[n] && strchr(characters, rest.at[n]))
        n++;
    *s = slice_from(rest, n);
    return slice_front(rest, n);
}

/* memchr() must not be given a null pointer, even for no bytes (C17 7.24.1). */
struct slice slice_cut(struct slice *s, char c, bool *found)
{
    const char *end = s->len > 0 ? memchr(s->at, c, s->len) : NULL;
    size_t len = end ? (size_t)(end - s->at) : s->len;
    struct slice before = slice_front(*s, len);

    *found = end != NULL;
    *s = slice_from(*s, end ? len + 1 : len);
    return before;
}

/*
 * Word by word, since `if` may stand within a name: `gif=on` is not cut.
 */
struct slice slice_cut_word(struct slice *s, const char *word, bool *found)
{
    struct slice all = slice_trim(*s), rest = all;

    *found = false;
    while (rest.len > 0) {
        struct slice next = slice_word(&rest);

        if (!slice_is(next, word))
            continue;
        *found = true;
        *s = rest;
        return slice_trim(slice_front(all, (size_t)(next.at - all.at)));
    }
    *s = rest;
    return all;
}

/*
 * memcpy() must not be given a null pointer either, which an empty slice may
 * have.
 */
char *slice_dup(struct slice s)
{
    char *copy = malloc(s.len + 1);

    if (!copy)
        return NULL;
    if (s.len > 0)
        memcpy(copy, s.at, s.len);
    copy[s.len] = '\0';
    return copy;
}

/*
 * For names of a fixed length: too long is an error of whoever wrote it, and
 * never a name that was silently cut.
 */
bool slice_copy(struct slice s, char *out, size_t size)
{
    bool fits = s.len < size;

    if (fits && s.len > 0)
        memcpy(out, s.at, s.len);
    out[fits ? s.len : 0] = '\0';
    return fits;
}

/* isalnum() depends on the locale above 127, names must not. */
bool slice_is_name(struct slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];

        if (c >= 0x80 || (!isalnum(c) && c != '_' && c != '-'))
            return false;
    }
    return s.len > 0 && s.len <= NAME_MAX_LEN;
}

/*
 * strtol() would also take blanks and a plus in front, and stop at the first
 * byte that does not belong; here all of the slice must be the number.
 */
bool slice_number(struct slice s, long *number)
{
    char text[NUMBER_MAX + 1];
    char *end;

    if (!slice_copy(s, text, sizeof(text)) || text[0] == '\0' ||
        isspace((unsigned char)text[0]) || text[0] == '+')
        return false;
    errno = 0;
    *number = strtol(text, &end, 0);
    return errno == 0 && *end == '\0' && end != text;
}

/*
 * A message that holds half a character would not be UTF-8, and reports would
 * have to throw it away.
 */
int slice_shown(struct slice s)
{
    return (int)(s.len > QUOTED_MAX ? utf8_whole(s.at, QUOTED_MAX) : s.len);
}
