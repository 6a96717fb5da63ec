/*
 * area.c - text and lines, clipped.
 *
 * Every function goes through room(), which says how much of a row may be
 * written. Text is cut by columns, not bytes: a wide character is drawn whole
 * or not at all.
 *
 * Three units are told apart by name. Bytes: a place in UTF-8 text. Columns:
 * cells of the terminal; a Chinese character takes two, an accent that
 * combines with the letter before it none. Characters (wchar_t) exist only
 * between utf8_decode() and curses.
 *
 * Measuring (glyph.c) and drawing ask the same glyph_of(), so in ASCII, where
 * an arrow becomes "->", rows still break where they should.
 */
#include "widgets/screen/area.h"

#include <curses.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    CHUNK = 256,      /* characters that go to curses in one call */
    FORMATTED = 1024, /* bytes of a text that area_printf() makes */
};

int area_most(int a, int b)
{
    return a > b ? a : b;
}

int area_least(int a, int b)
{
    return a < b ? a : b;
}

int area_clamp(int value, int least, int most)
{
    return area_most(least, area_least(value, most));
}

/*
 * Sizes below 0 count as 0 and parts never reach out of the whole, so panes
 * may be cut down step by step without a check at each step.
 */
struct area area_rows(struct area area, int first, int n)
{
    int start = area_least(area_most(first, 0), area_most(area.h, 0));

    area.h = area_most(0, area_least(n, area_most(area.h, 0) - start));
    area.y += start;
    return area;
}

struct area area_columns(struct area area, int first, int n)
{
    int start = area_least(area_most(first, 0), area_most(area.w, 0));

    area.w = area_most(0, area_least(n, area_most(area.w, 0) - start));
    area.x += start;
    return area;
}

/* Columns from x on that are in the area and on the screen; 0: none. */
static int room(struct area area, int y, int x)
{
    int columns = area_least(area.w - x, COLS - area.x - x);
    bool inside = y >= 0 && y < area.h && x >= 0 && area.y + y >= 0 &&
                  area.y + y < LINES && area.x + x >= 0;

    return inside ? area_most(0, columns) : 0;
}

/*
 * Put so many bytes of text where the cursor stands, as characters: curses'
 * own functions for bytes would read them by the locale, which need not be
 * UTF-8. A chunk is sent while a whole glyph still fits, or at the end.
 */
static void put_bytes(const char *text, size_t bytes)
{
    bool ascii = theme_is_ascii();
    wchar_t chunk[CHUNK];
    int filled = 0;
    wchar_t character;

    for (size_t at = 0; at < bytes;) {
        struct glyph glyph;

        at += utf8_decode(text + at, &character);
        glyph = glyph_of(character, ascii);
        for (int i = 0; i < GLYPH_CHARS && glyph.chars[i]; i++)
            chunk[filled++] = glyph.chars[i];
        if (filled > CHUNK - GLYPH_CHARS || at >= bytes) {
            addnwstr(chunk, filled);
            filled = 0;
        }
    }
}

/* An ellipsis takes the last column only when something is really cut. */
int area_put(struct area area, int y, int x, enum role role, const char *text)
{
    int columns = room(area, y, x);
    int used;
    size_t bytes;

    if (columns <= 0)
        return 0;
    bytes = glyph_fit(text, columns, &used);
    if (text[bytes]) /* something is cut: leave a column to say so */
        bytes = glyph_fit(text, columns - 1, &used);
    attrset((int)theme_attr(role));
    move(area.y + y, area.x + x);
    put_bytes(text, bytes);
    if (text[bytes]) {
        const char *ellipsis = theme_sign(SIGN_ELLIPSIS);

        put_bytes(ellipsis, strlen(ellipsis));
        used++;
    }
    return used;
}

/* Longer text than any screen is wide is cut without an ellipsis. */
int area_printf(struct area area, int y, int x, enum role role,
                const char *format, ...)
{
    char text[FORMATTED];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return area_put(area, y, x, role, text);
}

/* Rows outside of the area are counted too: area_put() draws none of them. */
int area_wrap(struct area area, int y, enum role role, const char *text)
{
    int first = y;
    size_t next;

    for (; *text; text += next) {
        size_t length = glyph_line(text, area.w, &next);

        area_printf(area, y++, 0, role, "%.*s", (int)length, text);
    }
    return y - first;
}

void area_fill(struct area area, int y, enum role role)
{
    int columns = room(area, y, 0);

    if (columns <= 0)
        return;
    attrset((int)theme_attr(role));
    mvhline(area.y + y, area.x, ' ', columns);
}

void area_clear(struct area area)
{
    for (int y = 0; y < area.h; y++)
        area_fill(area, y, ROLE_PLAIN);
}

/* Without an ellipsis: half a sign says nothing, so it is there or not. */
void area_sign(struct area area, int y, int x, enum role role, enum sign sign)
{
    const char *text = theme_sign(sign);

    if (room(area, y, x) <= 0)
        return;
    attrset((int)theme_attr(role));
    move(area.y + y, area.x + x);
    put_bytes(text, strlen(text));
}

/*
 * The title lies over the line, a space on both sides of it. One column of
 * line is kept at either end, so that it still reads as a line.
 */
void area_rule(struct area area, int y, const char *title)
{
    for (int x = 0; x < area.w; x++)
        area_sign(area, y, x, ROLE_FRAME, SIGN_HORIZONTAL);
    if (title && *title) {
        struct area inner = area_columns(area, 1, area.w - 2);
        int used;

        glyph_fit(title, inner.w - 2, &used);
        area_put(inner, y, 0, ROLE_FRAME, " ");
        area_put(area_columns(inner, 1, inner.w - 2), y, 0, ROLE_HEADING,
                 title);
        area_put(inner, y, used + 1, ROLE_FRAME, " ");
    }
}

void area_divide(struct area area, int x)
{
    for (int y = 0; y < area.h; y++)
        area_sign(area, y, x, ROLE_FRAME, SIGN_VERTICAL);
}
