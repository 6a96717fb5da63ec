/*
 * glyph.c - decoding by the table of RFC 3629, and glyphs by wcwidth(3).
 *
 * mbrtowc(3) would decode by the locale, but lessons are UTF-8 in every
 * locale, and what can't be shown has to become something that can.
 *
 * A character's first byte says how many there are, and each of the others
 * brings six bits (RFC 3629 section 3):
 *
 *     0xxxxxxx
 *     110xxxxx 10xxxxxx
 *     1110xxxx 10xxxxxx 10xxxxxx
 *     11110xxx 10xxxxxx 10xxxxxx 10xxxxxx
 *
 * Text comes from learners' files and off the wire, so every byte may be
 * wrong: one that is counts as a character of its own, and the next byte is
 * looked at afresh. Nothing is ever read beyond the NUL.
 */
#include "widgets/screen/glyph.h"

#include <stdint.h>

#include "lessons/text/unseen.h"

/* U+FFFD, which Unicode has for what can't be decoded. */
enum { REPLACEMENT = 0xfffd };

/*
 * How many bytes a character takes by its first one; 0: can't be a first. 0xc0
 * and 0xc1 would only begin characters that one byte can hold, and what begins
 * with 0xf5 or more is beyond Unicode.
 */
static size_t utf8_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    if (first >= 0xf0 && first < 0xf5)
        return 4;
    return 0;
}

/*
 * Whether a value of that many bytes could not have been written shorter, and
 * is a character: UTF-16's surrogates are none (RFC 3629 section 3).
 */
static bool utf8_valid(uint32_t value, size_t length)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    bool surrogate = value >= 0xd800 && value < 0xe000;

    return value >= least[length] && value < 0x110000 && !surrogate;
}

size_t utf8_decode(const char *text, wchar_t *character)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t length = utf8_length(bytes[0]);
    uint32_t value = bytes[0];

    *character = L'\0';
    if (!bytes[0])
        return 0;
    *character = REPLACEMENT;
    if (length > 1)
        value &= 0x7fU >> length;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) /* the text's NUL ends here too */
            return 1;
        value = value << 6 | (bytes[i] & 0x3f);
    }
    if (!length || !utf8_valid(value, length))
        return 1;
    *character = (wchar_t)value;
    return length;
}

/* From the last byte to the first: what is left then goes beside its mark. */
size_t utf8_encode(wchar_t character, char out[UTF8_BYTES])
{
    uint32_t value = (uint32_t)character;
    size_t length = value < 0x80      ? 1
                    : value < 0x800   ? 2
                    : value < 0x10000 ? 3
                                      : 4;
    static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};

    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (value & 0x3f));
        value >>= 6;
    }
    out[0] = (char)(marks[length] | value);
    return length;
}

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
        glyph.chars[0] = character = REPLACEMENT;
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
