/*
 * area_find.c - compares the cells of the screen with a text.
 *
 * Of a letter with accents that combine with it only the letter counts.
 */
#include "widgets/screen/area_find.h"

#include <curses.h>
#include <wctype.h>

/* The small letter of one cell, and the columns that it takes. */
static wint_t letter_at(struct area area, int y, int x, int *columns)
{
    wchar_t chars[CCHARW_MAX + 1] = {0};
    cchar_t cell;
    attr_t attrs;
    short pair;

    *columns = 1;
    if (x >= area.w || mvin_wch(area.y + y, area.x + x, &cell) == ERR ||
        getcchar(&cell, chars, &attrs, &pair, NULL) == ERR)
        return L'\0';
    *columns = area_most(1, glyph_of(chars[0], false).columns);
    return towlower((wint_t)chars[0]);
}

/* The columns of one character as it is drawn at this place; 0: another is. */
static int glyph_at(struct area area, int y, int x, wchar_t character)
{
    struct glyph glyph = glyph_of(character, theme_is_ascii());
    int first = x, columns;

    for (int i = 0; i < GLYPH_CHARS && glyph.chars[i]; i++) {
        if (letter_at(area, y, x, &columns) != towlower((wint_t)glyph.chars[i]))
            return 0;
        x += columns;
    }
    return x - first;
}

/* The columns of the text where it stands at this place, else 0. */
static int text_at(struct area area, int y, int x, const char *text)
{
    int first = x;

    while (*text) {
        wchar_t character;

        text += utf8_decode(text, &character);
        int columns = glyph_at(area, y, x, character);
        if (columns == 0)
            return 0;
        x += columns;
    }
    return x - first;
}

int area_find(struct area area, int y, int x, const char *text, int *columns)
{
    int step;

    for (; y >= 0 && y < area.h && x < area.w; x += step) {
        *columns = text_at(area, y, x, text);
        if (*columns > 0)
            return x;
        letter_at(area, y, x, &step);
    }
    return -1;
}

void area_find_mark(struct area area, int y, enum role role, const char *text)
{
    attr_t attr = (attr_t)theme_attr(role);
    int x = 0, columns = 0;

    while ((x = area_find(area, y, x, text, &columns)) >= 0) {
        mvchgat(area.y + y, area.x + x, columns, attr, PAIR_NUMBER(attr), NULL);
        x += columns;
    }
}

/* Whether a cell is part of a word; one outside of the area is not. */
static bool in_word(struct area area, int y, int x)
{
    int columns;
    wint_t letter = x >= 0 ? letter_at(area, y, x, &columns) : L'\0';

    return iswalnum(letter) || letter == L'_' || letter == L'-';
}

bool area_find_word(struct area area, int y, const char *text)
{
    int x = -1, columns = 0;

    while ((x = area_find(area, y, x + 1, text, &columns)) >= 0)
        if (!(in_word(area, y, x - 1) && in_word(area, y, x)) &&
            !(in_word(area, y, x + columns - 1) &&
              in_word(area, y, x + columns)))
            return true;
    return false;
}

void area_mark(struct area area, int y, enum role role)
{
    attr_t attr = (attr_t)theme_attr(role);
    int columns = area_least(area.w, COLS - area.x);

    if (y >= 0 && y < area.h && area.y + y < LINES && columns > 0)
        mvchgat(area.y + y, area.x, columns, attr, PAIR_NUMBER(attr), NULL);
}
