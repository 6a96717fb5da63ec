/*
 * palette.c - the themes' tables.
 *
 * What carries a meaning has a contrast of at least 4.5:1 (WCAG 2.1, 1.4.3)
 * to what is behind it, 7:1 in the high contrast theme. tests/widgets/screen/
 * test_palette.c computes it for each row here. That is why red is not used
 * where there are only eight colours: on black it reaches 2.7:1 on a console.
 */
#include "widgets/screen/palette.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
#define COLOUR(few, more, many) {{few, more, many}}
#define PLAIN COLOUR(OWN, OWN, OWN)
/* A role in the terminal's own colours. */
#define BARE(flags) {flags, PLAIN, PLAIN}
/* One that no colour is added to; see theme.c. */
#define AS_MONO BARE(0)
#define TEXT(flags, few, more, many) {flags, COLOUR(few, more, many), PLAIN}

enum {
    BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE,
    GREY, BRIGHT_RED, BRIGHT_GREEN, BRIGHT_YELLOW, BRIGHT_BLUE,
    BRIGHT_MAGENTA, BRIGHT_CYAN, BRIGHT_WHITE,
};

/* White on blue can be read everywhere, whatever is around it. */
#define TITLE_BAR \
    {LOOK_BOLD, COLOUR(WHITE, BRIGHT_WHITE, 255), COLOUR(BLUE, BLUE, 25)}

static const struct look mono[ROLES] = {
    [ROLE_PLAIN] = BARE(0),
    [ROLE_TITLE] = BARE(LOOK_REVERSE),
    [ROLE_FRAME] = BARE(0),
    [ROLE_HEADING] = BARE(LOOK_BOLD),
    [ROLE_CODE] = BARE(0),
    [ROLE_EMPHASIS] = BARE(LOOK_UNDERLINE),
    [ROLE_STRONG] = BARE(LOOK_BOLD),
    [ROLE_DIM] = BARE(0),
    [ROLE_KEY] = BARE(LOOK_BOLD),
    [ROLE_SELECTED] = BARE(LOOK_REVERSE),
    [ROLE_CURRENT] = BARE(LOOK_BOLD),
    [ROLE_OK] = BARE(0),
    [ROLE_ERROR] = BARE(LOOK_BOLD),
    [ROLE_WARN] = BARE(LOOK_UNDERLINE),
    [ROLE_DIFF] = BARE(LOOK_REVERSE),
};

/*
 * Where nobody knows what is behind the text: whatever has a colour has its
 * own background too, and the rest is as the terminal has it.
 */
static const struct look either[ROLES] = {
    [ROLE_PLAIN] = AS_MONO,
    [ROLE_TITLE] = TITLE_BAR,
    [ROLE_FRAME] = AS_MONO,
    [ROLE_HEADING] = AS_MONO,
    [ROLE_CODE] = AS_MONO,
    [ROLE_EMPHASIS] = AS_MONO,
    [ROLE_STRONG] = AS_MONO,
    [ROLE_DIM] = AS_MONO,
    [ROLE_KEY] = AS_MONO,
    [ROLE_SELECTED] = AS_MONO,
    [ROLE_CURRENT] = AS_MONO,
    [ROLE_OK] = AS_MONO,
    [ROLE_ERROR] = {LOOK_BOLD, COLOUR(OWN, OWN, 255), COLOUR(OWN, OWN, 124)},
    [ROLE_WARN] = AS_MONO,
    [ROLE_DIFF] = {LOOK_BOLD, COLOUR(WHITE, BRIGHT_WHITE, 255),
                   COLOUR(BLUE, BLUE, 90)},
};

static const struct look dark[ROLES] = {
    [ROLE_PLAIN] = AS_MONO,
    [ROLE_TITLE] = TITLE_BAR,
    [ROLE_FRAME] = TEXT(0, OWN, OWN, 246),
    [ROLE_HEADING] = AS_MONO,
    [ROLE_CODE] = TEXT(0, CYAN, CYAN, 80),
    [ROLE_EMPHASIS] = AS_MONO,
    [ROLE_STRONG] = AS_MONO,
    [ROLE_DIM] = TEXT(0, OWN, OWN, 248),
    [ROLE_KEY] = TEXT(LOOK_BOLD, CYAN, BRIGHT_CYAN, 117),
    [ROLE_SELECTED] = AS_MONO,
    [ROLE_CURRENT] = TEXT(LOOK_BOLD, CYAN, BRIGHT_CYAN, 117),
    [ROLE_OK] = TEXT(0, GREEN, BRIGHT_GREEN, 114),
    [ROLE_ERROR] = TEXT(LOOK_BOLD, OWN, BRIGHT_RED, 210),
    [ROLE_WARN] = TEXT(0, OWN, BRIGHT_YELLOW, 222),
    [ROLE_DIFF] = {LOOK_BOLD, COLOUR(WHITE, BRIGHT_MAGENTA, 219),
                   COLOUR(BLUE, OWN, OWN)},
};

static const struct look light[ROLES] = {
    [ROLE_PLAIN] = AS_MONO,
    [ROLE_TITLE] = TITLE_BAR,
    [ROLE_FRAME] = TEXT(0, OWN, OWN, 240),
    [ROLE_HEADING] = AS_MONO,
    [ROLE_CODE] = TEXT(0, BLUE, BLUE, 24),
    [ROLE_EMPHASIS] = AS_MONO,
    [ROLE_STRONG] = AS_MONO,
    [ROLE_DIM] = TEXT(0, OWN, OWN, 241),
    [ROLE_KEY] = TEXT(LOOK_BOLD, BLUE, BLUE, 25),
    [ROLE_SELECTED] = AS_MONO,
    [ROLE_CURRENT] = TEXT(LOOK_BOLD, BLUE, BLUE, 25),
    [ROLE_OK] = TEXT(0, OWN, OWN, 22),
    [ROLE_ERROR] = TEXT(LOOK_BOLD, RED, RED, 124),
    [ROLE_WARN] = TEXT(0, OWN, OWN, 94),
    [ROLE_DIFF] = TEXT(LOOK_BOLD, MAGENTA, MAGENTA, 90),
};

#define ON_BLACK(flags, few, more, many) \
    {flags, COLOUR(few, more, many), COLOUR(BLACK, BLACK, 16)}
#define INVERTED(flags) \
    {flags, COLOUR(BLACK, BLACK, 16), COLOUR(WHITE, BRIGHT_WHITE, 231)}

static const struct look high[ROLES] = {
    [ROLE_PLAIN] = ON_BLACK(0, WHITE, BRIGHT_WHITE, 231),
    [ROLE_TITLE] = INVERTED(LOOK_BOLD),
    [ROLE_FRAME] = ON_BLACK(0, WHITE, BRIGHT_WHITE, 231),
    [ROLE_HEADING] = ON_BLACK(LOOK_BOLD, WHITE, BRIGHT_WHITE, 231),
    [ROLE_CODE] = ON_BLACK(0, CYAN, BRIGHT_CYAN, 123),
    [ROLE_EMPHASIS] = ON_BLACK(LOOK_UNDERLINE, WHITE, BRIGHT_WHITE, 231),
    [ROLE_STRONG] = ON_BLACK(LOOK_BOLD, WHITE, BRIGHT_WHITE, 231),
    [ROLE_DIM] = ON_BLACK(0, WHITE, BRIGHT_WHITE, 231),
    [ROLE_KEY] = ON_BLACK(LOOK_BOLD, CYAN, BRIGHT_CYAN, 123),
    [ROLE_SELECTED] = INVERTED(0),
    [ROLE_CURRENT] = ON_BLACK(LOOK_BOLD, CYAN, BRIGHT_CYAN, 123),
    [ROLE_OK] = ON_BLACK(0, WHITE, BRIGHT_GREEN, 120),
    [ROLE_ERROR] = INVERTED(LOOK_BOLD),
    [ROLE_WARN] = ON_BLACK(LOOK_UNDERLINE, WHITE, BRIGHT_YELLOW, 226),
    [ROLE_DIFF] = INVERTED(LOOK_BOLD | LOOK_UNDERLINE),
};

/*
 * Blue for what is right and orange for what is wrong: nearly everybody tells
 * these two apart, also those to whom red and green are one colour.
 */
static const struct look blind_dark[ROLES] = {
    [ROLE_PLAIN] = AS_MONO,
    [ROLE_TITLE] = TITLE_BAR,
    [ROLE_FRAME] = TEXT(0, OWN, OWN, 246),
    [ROLE_HEADING] = AS_MONO,
    [ROLE_CODE] = AS_MONO,
    [ROLE_EMPHASIS] = AS_MONO,
    [ROLE_STRONG] = AS_MONO,
    [ROLE_DIM] = TEXT(0, OWN, OWN, 248),
    [ROLE_KEY] = AS_MONO,
    [ROLE_SELECTED] = AS_MONO,
    [ROLE_CURRENT] = AS_MONO,
    [ROLE_OK] = TEXT(0, CYAN, BRIGHT_CYAN, 75),
    [ROLE_ERROR] = TEXT(LOOK_BOLD, OWN, BRIGHT_YELLOW, 214),
    [ROLE_WARN] = TEXT(0, OWN, OWN, 229),
    [ROLE_DIFF] = {LOOK_BOLD, COLOUR(WHITE, BRIGHT_WHITE, 231),
                   COLOUR(BLUE, BLUE, 25)},
};

static const struct look blind_light[ROLES] = {
    [ROLE_PLAIN] = AS_MONO,
    [ROLE_TITLE] = TITLE_BAR,
    [ROLE_FRAME] = TEXT(0, OWN, OWN, 240),
    [ROLE_HEADING] = AS_MONO,
    [ROLE_CODE] = AS_MONO,
    [ROLE_EMPHASIS] = AS_MONO,
    [ROLE_STRONG] = AS_MONO,
    [ROLE_DIM] = TEXT(0, OWN, OWN, 241),
    [ROLE_KEY] = AS_MONO,
    [ROLE_SELECTED] = AS_MONO,
    [ROLE_CURRENT] = AS_MONO,
    [ROLE_OK] = TEXT(0, BLUE, BLUE, 19),
    [ROLE_ERROR] = TEXT(LOOK_BOLD, RED, RED, 94),
    [ROLE_WARN] = AS_MONO,
    [ROLE_DIFF] = {LOOK_BOLD, COLOUR(WHITE, BRIGHT_WHITE, 231),
                   COLOUR(BLUE, BLUE, 25)},
};

const struct palette palettes[] = {
    {"auto", GROUND_UNKNOWN, .colours = true, .looks = either},
    {"dark", GROUND_DARK, .colours = true, .looks = dark},
    {"light", GROUND_LIGHT, .colours = true, .looks = light},
    {"high-contrast", GROUND_DARK, .colours = true, .looks = high},
    {"colour-blind-safe", GROUND_DARK, .colours = true, .looks = blind_dark},
    {"colour-blind-safe", GROUND_LIGHT, .colours = true, .looks = blind_light},
    {"colour-blind-safe", GROUND_UNKNOWN, .colours = true, .looks = either},
    {"mono", GROUND_UNKNOWN, .looks = mono},
    {NULL, GROUND_UNKNOWN, .looks = NULL},
};
/* clang-format on */

const struct palette *palette_find(const char *name, enum ground ground)
{
    const struct palette *found = NULL;

    if (strcmp(name, "auto") == 0)
        name = ground == GROUND_DARK    ? "dark"
               : ground == GROUND_LIGHT ? "light"
                                        : name;
    for (const struct palette *one = palettes; one->name; one++)
        if (strcmp(one->name, name) == 0 && (!found || one->ground == ground))
            found = one;
    return found;
}

unsigned palette_attributes(const struct palette *palette, enum role role,
                            enum depth depth)
{
    const struct look *look = &palette->looks[role];
    bool bare = look->text.of[depth] == OWN && look->behind.of[depth] == OWN;

    return bare ? mono[role].attributes : look->attributes;
}

/* A cube of six steps a side, and behind it 24 greys. */
int palette_rgb(int colour)
{
    static const int steps[] = {0, 95, 135, 175, 215, 255};
    int at = colour - 16;

    if (colour >= 232)
        return (8 + 10 * (colour - 232)) * 0x010101;
    return steps[at / 36] << 16 | steps[at / 6 % 6] << 8 | steps[at % 6];
}

/*
 * The last number is the background, of the first 16 colours. Of these white
 * and all bright ones but the dark grey are light. rxvt, which began with it,
 * says "default" for one that is none of them.
 */
enum ground palette_ground(const char *colorfgbg)
{
    const char *last = colorfgbg ? strrchr(colorfgbg, ';') : NULL;
    char *end;

    if (!last)
        return GROUND_UNKNOWN;
    long colour = strtol(last + 1, &end, 10);
    if (end == last + 1 || *end || colour < 0 || colour > 15)
        return GROUND_UNKNOWN;
    return colour < WHITE || colour == GREY ? GROUND_DARK : GROUND_LIGHT;
}
