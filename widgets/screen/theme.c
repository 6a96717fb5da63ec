/*
 * theme.c - a theme (palette.h) brought to this terminal, and a table of signs.
 *
 * The roles' looks are looked up once, at the start: drawing then costs an
 * array access.
 */
#include "widgets/screen/theme.h"

#include <curses.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/screen/palette.h"

/* The sign in ASCII, and in Unicode as UTF-8. */
static const char *const signs[SIGNS][2] = {
    [SIGN_HORIZONTAL] = {"-", "─"},  [SIGN_VERTICAL] = {"|", "│"},
    [SIGN_TOP_LEFT] = {"+", "┌"},    [SIGN_TOP_RIGHT] = {"+", "┐"},
    [SIGN_BOTTOM_LEFT] = {"+", "└"}, [SIGN_BOTTOM_RIGHT] = {"+", "┘"},
    [SIGN_TEE_LEFT] = {"+", "├"},    [SIGN_TEE_RIGHT] = {"+", "┤"},
    [SIGN_TEE_DOWN] = {"+", "┬"},    [SIGN_TEE_UP] = {"+", "┴"},
    [SIGN_CROSS] = {"+", "┼"},       [SIGN_CURRENT] = {">", "▶"},
    [SIGN_DONE] = {"+", "✓"},        [SIGN_MORE_UP] = {"^", "▲"},
    [SIGN_MORE_DOWN] = {"v", "▼"},   [SIGN_ELLIPSIS] = {"~", "…"},
    [SIGN_BULLET] = {"*", "•"},      [SIGN_DIFFERENT] = {"!", "≠"},
    [SIGN_WRONG] = {"x", "✗"},
};

static struct {
    attr_t attrs[ROLES]; /* ready to be set */
    const char *name;    /* the theme that was chosen; NULL: auto */
    bool forced;         /* --ascii */
} theme;

/* ---- choosing ---- */

int theme_choose(const char *name)
{
    if (name && !palette_find(name, GROUND_UNKNOWN))
        return -1;
    theme.name = name;
    return 0;
}

const char *theme_names(char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (const struct palette *one = palettes; one->name; one++) {
        bool again = one > palettes && strcmp(one->name, one[-1].name) == 0;

        if (!again && used < size)
            used += (size_t)snprintf(out + used, size - used, "%s%s",
                                     used ? ", " : "", one->name);
    }
    return out;
}

/* ---- colours ---- */

/*
 * no-color.org: the variable counts when it is set and not empty, and less than
 * what was asked for.
 */
static bool wants_color(void)
{
    const char *no_color = getenv("NO_COLOR");

    return has_colors() && (theme.name || !no_color || !*no_color);
}

static enum depth depth_here(void)
{
    return COLORS >= 256 ? DEPTH_256 : COLORS >= 16 ? DEPTH_16 : DEPTH_8;
}

/*
 * The number by which curses knows the colour here. A terminal with direct
 * colours (xterm-direct) takes red, green and blue for a number; only 0 to 7
 * are the first eight colours there too.
 */
static int colour_of(const struct shades *shades)
{
    enum { DIRECT = 1 << 24 };
    int colour = shades->of[depth_here()];

    return COLORS >= DIRECT && colour != OWN ? palette_rgb(colour) : colour;
}

static attr_t attributes(const struct palette *palette, enum role role)
{
    unsigned of = palette_attributes(palette, role, depth_here());

    return (of & LOOK_BOLD ? A_BOLD : A_NORMAL) |
           (of & LOOK_UNDERLINE ? A_UNDERLINE : A_NORMAL) |
           (of & LOOK_REVERSE ? A_REVERSE : A_NORMAL);
}

/*
 * Give the role a colour pair of its own; returns it as an attribute. Pair 0 is
 * the terminal's own colours, or what the theme paints the screen in, so pairs
 * begin with 1. init_pair(3) would cut a direct colour to 16 bits.
 */
static attr_t colours(const struct palette *palette, enum role role)
{
    const struct look *look = &palette->looks[role];
    int fore = colour_of(&look->text), back = colour_of(&look->behind);
    int pair = role + 1;

    if (role == ROLE_PLAIN || (fore == OWN && back == OWN))
        return A_NORMAL;
    init_extended_pair(pair, fore, back);
    return (attr_t)COLOR_PAIR(pair);
}

/*
 * assume_default_colors(3) keeps the terminal's own colours, or says which ones
 * the blank screen has.
 */
static bool has_theme(const struct palette *palette)
{
    const struct look *plain = &palette->looks[ROLE_PLAIN];

    return palette->colours && wants_color() && start_color() == OK &&
           COLORS >= 8 &&
           assume_default_colors(colour_of(&plain->text),
                                 colour_of(&plain->behind)) == OK;
}

/* A terminal that has fewer than eight colours is treated as having none. */
void theme_open(void)
{
    const struct palette *palette = palette_find(
        theme.name ? theme.name : "auto", palette_ground(getenv("COLORFGBG")));
    bool color = has_theme(palette);

    if (!color)
        palette = palette_find("mono", GROUND_UNKNOWN);
    for (int i = 0; i < ROLES; i++) {
        enum role role = (enum role)i;

        theme.attrs[role] = attributes(palette, role);
        if (color)
            theme.attrs[role] |= colours(palette, role);
    }
}

/* ---- what is drawn with ---- */

unsigned long theme_attr(enum role role)
{
    return theme.attrs[role];
}

const char *theme_sign(enum sign sign)
{
    return signs[sign][!theme_is_ascii()];
}

void theme_ascii(bool ascii)
{
    theme.forced = ascii;
}

/* By the locale's encoding, nl_langinfo(3); TERM says nothing about it. */
bool theme_is_ascii(void)
{
    return theme.forced || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
}
