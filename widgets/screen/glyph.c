/*
 * glyph.c - glyphs by wcwidth(3), where what can't be shown has to become
 * something that can; and text measured by them.
 */
#include "widgets/screen/glyph.h"

#include <stdint.h>
#include <string.h>

#include "lessons/text/unseen.h"
#include "widgets/screen/theme.h"

/*
 * What lessons and the kernel's texts use beyond ASCII; at most GLYPH_CHARS
 * characters each. Looked through from the first to the last: this is only
 * asked on terminals without UTF-8.
 */
static const struct {
    wchar_t character;
    const wchar_t *ascii;
} nearest[] = {
    {0xa0, L" "},    {0xa7, L"S"},    {0xb5, L"u"},     {0xb7, L"*"},
    {0x2009, L" "},  {0x2010, L"-"},  {0x2011, L"-"},   {0x2013, L"-"},
    {0x2014, L"-"},  {0x2018, L"'"},  {0x2019, L"'"},   {0x201c, L"\""},
    {0x201d, L"\""}, {0x2022, L"*"},  {0x2026, L"..."}, {0x202f, L" "},
    {0x2190, L"<-"}, {0x2192, L"->"}, {0x21d2, L"=>"},  {0x2194, L"<->"},
    {0x2212, L"-"},  {0x2248, L"~"},  {0x2260, L"!="},  {0x2264, L"<="},
    {0x2265, L">="}, {0x2502, L"|"},  {0x2500, L"-"},   {0x25b6, L">"},
    {0x2713, L"x"},
};

/* U+00C0 to U+00FF without their accents. */
static const wchar_t latin[] = L"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
                               L"aaaaaaaceeeeiiiidnooooo/ouuuuyty";

/* The nearest thing to a character beyond ASCII; "?" where there is none. */
static struct glyph ascii_glyph(wchar_t character)
{
    struct glyph glyph = {.columns = 1};

    if (character >= 0xc0 && character <= 0xff) {
        glyph.chars[0] = latin[character - 0xc0];
        return glyph;
    }
    for (size_t i = 0; i < sizeof(nearest) / sizeof(nearest[0]); i++) {
        if (nearest[i].character != character)
            continue;
        glyph.columns = (int)wcslen(nearest[i].ascii);
        wmemcpy(glyph.chars, nearest[i].ascii, (size_t)glyph.columns);
        return glyph;
    }
    /* A letter can do without a combining mark behind it. */
    if (character >= 0x300 && character < 0x370)
        glyph.columns = 0;
    else
        glyph.chars[0] = L'?';
    return glyph;
}

/*
 * What nobody would see, or what would turn others round, is seen as U+FFFD.
 * Control characters are blanks, so that no text (a received one, say) can send
 * an escape sequence to the terminal. wcwidth(3) is -1 for what the locale
 * does not know.
 */
struct glyph glyph_of(wchar_t character, bool ascii)
{
    struct glyph glyph = {.chars = {character}, .columns = 1};

    if (unseen_name((uint32_t)character))
        glyph.chars[0] = character = UTF8_REPLACEMENT;
    if (character < L' ' || (character >= 0x7f && character < 0xa0)) {
        glyph.chars[0] = L' ';
    } else if (character >= 0x80 && ascii) {
        return ascii_glyph(character);
    } else if (character >= 0x80) {
        glyph.columns = wcwidth(character);
        if (glyph.columns < 0) {
            glyph.chars[0] = L'?';
            glyph.columns = 1;
        }
    }
    return glyph;
}

/* A combining mark takes no column, so it stays with the character before. */
size_t glyph_fit(const char *text, int columns, int *used)
{
    bool ascii = theme_is_ascii();
    size_t bytes = 0, n;
    wchar_t character;
    int sum = 0;

    while ((n = utf8_decode(text + bytes, &character))) {
        int wide = glyph_of(character, ascii).columns;

        if (wide > columns - sum)
            break;
        sum += wide;
        bytes += n;
    }
    if (used)
        *used = sum;
    return bytes;
}

/* Measured with unlimited room: INT32_MAX columns hold any text. */
int glyph_columns(const char *text)
{
    int columns;

    glyph_fit(text, INT32_MAX, &columns);
    return columns;
}

/*
 * What fits is found first. A word that is cut by that goes to the next line,
 * whose beginning passes over the spaces at the break.
 */
size_t glyph_line(const char *text, int columns, size_t *next)
{
    size_t length = strcspn(text, "\n");
    size_t fit = glyph_fit(text, columns > 1 ? columns : 1, NULL);
    size_t cut;

    if (fit >= length) {
        *next = length + (text[length] == '\n');
        return length;
    }
    /* text[fit] is the first byte that does not fit; a space there is fine. */
    cut = fit;
    while (cut > 0 && text[cut] != ' ')
        cut--;
    if (cut == 0) { /* one long word, broken where it must be */
        wchar_t character;

        cut = fit ? fit : utf8_decode(text, &character);
        *next = cut;
        return cut;
    }
    *next = cut + strspn(text + cut, " ");
    while (cut > 0 && text[cut - 1] == ' ')
        cut--;
    return cut;
}
