/*
 * unseen.c - see unseen.h.
 *
 * The table has Unicode's format characters (general category Cf), those that
 * it lets a program not draw (Default_Ignorable_Code_Point), its line ends, and
 * what is no character at all. Variation selectors 1 to 16 are left out, for
 * they only choose how the character before them looks, as accents do.
 */
#include "lessons/text/unseen.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"

/* In the order of the numbers. */
static const struct {
    uint32_t first, last;
    const char *name;
} ranges[] = {
    {0xad, 0xad, "SOFT HYPHEN"},
    {0x34f, 0x34f, "COMBINING GRAPHEME JOINER"},
    {0x600, 0x605, N_("an ARABIC NUMBER SIGN")},
    {0x61c, 0x61c, "ARABIC LETTER MARK"},
    {0x6dd, 0x6dd, "ARABIC END OF AYAH"},
    {0x70f, 0x70f, "SYRIAC ABBREVIATION MARK"},
    {0x890, 0x891, N_("an ARABIC MARK ABOVE")},
    {0x8e2, 0x8e2, "ARABIC DISPUTED END OF AYAH"},
    {0x115f, 0x1160, N_("a HANGUL FILLER")},
    {0x17b4, 0x17b5, N_("a KHMER VOWEL INHERENT")},
    {0x180b, 0x180f, N_("a MONGOLIAN SELECTOR or SEPARATOR")},
    {0x200b, 0x200b, "ZERO WIDTH SPACE"},
    {0x200c, 0x200c, "ZERO WIDTH NON-JOINER"},
    {0x200d, 0x200d, "ZERO WIDTH JOINER"},
    {0x200e, 0x200e, "LEFT-TO-RIGHT MARK"},
    {0x200f, 0x200f, "RIGHT-TO-LEFT MARK"},
    {0x2028, 0x2028, "LINE SEPARATOR"},
    {0x2029, 0x2029, "PARAGRAPH SEPARATOR"},
    {0x202a, 0x202a, "LEFT-TO-RIGHT EMBEDDING"},
    {0x202b, 0x202b, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202c, 0x202c, "POP DIRECTIONAL FORMATTING"},
    {0x202d, 0x202d, "LEFT-TO-RIGHT OVERRIDE"},
    {0x202e, 0x202e, "RIGHT-TO-LEFT OVERRIDE"},
    {0x2060, 0x2060, "WORD JOINER"},
    {0x2061, 0x2064, N_("an INVISIBLE OPERATOR")},
    {0x2065, 0x2065, N_("an unassigned character")},
    {0x2066, 0x2066, "LEFT-TO-RIGHT ISOLATE"},
    {0x2067, 0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, 0x2068, "FIRST STRONG ISOLATE"},
    {0x2069, 0x2069, "POP DIRECTIONAL ISOLATE"},
    {0x206a, 0x206f, N_("a deprecated format character")},
    {0x2800, 0x2800, "BRAILLE PATTERN BLANK"},
    {0x3164, 0x3164, "HANGUL FILLER"},
    {0xfdd0, 0xfdef, N_("no character")},
    {0xfeff, 0xfeff, "ZERO WIDTH NO-BREAK SPACE"},
    {0xffa0, 0xffa0, "HALFWIDTH HANGUL FILLER"},
    {0xfff0, 0xfff8, N_("an unassigned character")},
    {0xfff9, 0xfffb, N_("an INTERLINEAR ANNOTATION character")},
    {0x110bd, 0x110bd, "KAITHI NUMBER SIGN"},
    {0x110cd, 0x110cd, "KAITHI NUMBER SIGN ABOVE"},
    {0x13430, 0x1343f, N_("an EGYPTIAN HIEROGLYPH format character")},
    {0x1bca0, 0x1bca3, N_("a SHORTHAND FORMAT character")},
    {0x1d173, 0x1d17a, N_("a MUSICAL SYMBOL format character")},
    {0xe0000, 0xe001f, N_("a TAG character")},
    {0xe0020, 0xe007f, N_("a TAG character")},
    {0xe0080, 0xe00ff, N_("an unassigned character")},
    {0xe0100, 0xe01ef, N_("a VARIATION SELECTOR")},
    {0xe01f0, 0xe0fff, N_("an unassigned character")},
};

const char *unseen_name(uint32_t character)
{
    if (character < ranges[0].first)
        return NULL;
    /* The last two of each plane (Unicode 23.7). */
    if ((character & 0xfffe) == 0xfffe)
        return _("no character");
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (character >= ranges[i].first && character <= ranges[i].last)
            return translate(ranges[i].name);
    return NULL;
}

/* ---- text ---- */

/*
 * Take a character off the front; a byte that is no UTF-8 is one of its own,
 * and of that somebody else complains.
 */
static uint32_t take(struct slice *text)
{
    uint32_t character = (unsigned char)*text->at;
    size_t n = 1;

    /* ASCII is nearly all of it. */
    if (character >= 0x80)
        n = utf8_read(text->at, text->len, &character);
    n = n > 0 ? n : 1;
    text->at += n;
    text->len -= n;
    return character;
}

size_t unseen_find(struct slice text)
{
    struct slice rest = text;

    while (rest.len > 0) {
        size_t at = text.len - rest.len;

        if (unseen_name(take(&rest)))
            return at;
    }
    return text.len;
}

static const char instead[] = "\xef\xbf\xbd";

char *unseen_plain(struct slice text)
{
    /* The shortest of them has two bytes, and becomes three. */
    char *plain = malloc(text.len + text.len / 2 + 1), *out = plain;

    while (plain && text.len > 0) {
        struct slice before = text;
        bool seen = !unseen_name(take(&text));
        size_t n = seen ? before.len - text.len : sizeof(instead) - 1;

        memcpy(out, seen ? before.at : instead, n);
        out += n;
    }
    if (plain)
        *out = '\0';
    return plain;
}

void unseen_print(FILE *out, const char *text)
{
    struct slice rest = slice_of(text);

    while (rest.len > 0) {
        size_t n = unseen_find(rest);

        fwrite(rest.at, 1, n, out);
        rest = (struct slice){rest.at + n, rest.len - n};
        if (rest.len == 0)
            break;
        fputs(instead, out);
        take(&rest);
    }
}

/* ---- warnings ---- */

/* Marks that are drawn on the character before them: accents, and the like. */
static bool is_mark(uint32_t character)
{
    return (character >= 0x300 && character <= 0x36f) ||
           (character >= 0x1ab0 && character <= 0x1aff) ||
           (character >= 0x1dc0 && character <= 0x1dff) ||
           (character >= 0x20d0 && character <= 0x20ff) ||
           (character >= 0xfe00 && character <= 0xfe0f) ||
           (character >= 0xfe20 && character <= 0xfe2f);
}

/* One message a line is enough, as they come in pairs and crowds. */
void unseen_warn(struct slice text, int line, struct problems *problems)
{
    uint32_t before = ' ';

    while (text.len > 0) {
        uint32_t character = take(&text);
        const char *name = unseen_name(character);

        if (!name && is_mark(character) && (before == ' ' || before == '\t'))
            name = _("a combining mark on no character");
        before = character;
        if (!name)
            continue;
        problems_warn(problems, line,
                      "U+%04X, %s, was found, characters that can be seen were "
                      "expected",
                      (unsigned)character, name);
        return;
    }
}

void unseen_lint(struct slice text, int first_line, struct problems *problems)
{
    for (int number = first_line; text.len > 0; number++)
        unseen_warn(slice_line(&text), number, problems);
}
