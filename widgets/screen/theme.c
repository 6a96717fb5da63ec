/*
 * theme.c - one table of looks, one of signs.
 *
 * Each role has its attributes for a terminal without colours and its colours
 * for one with 8 or with 256. They are looked up once, at the start: drawing
 * then costs an array access.
 */
#include "widgets/screen/theme.h"

#include <curses.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

/* What a role looks like: without colours, and what colours add. */
struct look {
    attr_t mono;  /* on a terminal without colours */
    attr_t color; /* beside a colour */
    short few;    /* of the first eight colours; -1: the terminal's own */
    short many;   /* of 256 colours */
    short back;   /* background, of 256 or of eight colours alike */
};

enum { OWN = -1 }; /* the colour that the terminal has without being told */

/*
 * Readable on dark and on light backgrounds alike: greys from the middle of
 * the scale, and nothing that relies on a background but the title bar.
 */
static const struct look looks[ROLES] = {
    [ROLE_PLAIN] = {A_NORMAL, A_NORMAL, OWN, OWN, OWN},
    [ROLE_TITLE] = {A_REVERSE, A_BOLD, COLOR_WHITE, 255, COLOR_BLUE},
    [ROLE_FRAME] = {A_NORMAL, A_NORMAL, OWN, 244, OWN},
    [ROLE_HEADING] = {A_BOLD, A_BOLD, OWN, OWN, OWN},
    [ROLE_CODE] = {A_NORMAL, A_NORMAL, COLOR_CYAN, COLOR_CYAN, OWN},
    [ROLE_EMPHASIS] = {A_UNDERLINE, A_UNDERLINE, OWN, OWN, OWN},
    [ROLE_STRONG] = {A_BOLD, A_BOLD, OWN, OWN, OWN},
    [ROLE_DIM] = {A_DIM, A_NORMAL, OWN, 244, OWN},
    [ROLE_KEY] = {A_BOLD, A_BOLD, COLOR_CYAN, COLOR_CYAN, OWN},
    [ROLE_SELECTED] = {A_REVERSE, A_REVERSE, OWN, OWN, OWN},
    [ROLE_CURRENT] = {A_BOLD, A_BOLD, COLOR_CYAN, COLOR_CYAN, OWN},
    [ROLE_OK] = {A_NORMAL, A_NORMAL, COLOR_GREEN, COLOR_GREEN, OWN},
    [ROLE_ERROR] = {A_BOLD, A_BOLD, COLOR_RED, COLOR_RED, OWN},
    [ROLE_WARN] = {A_UNDERLINE, A_NORMAL, COLOR_YELLOW, 172, OWN},
    [ROLE_DIFF] = {A_REVERSE, A_BOLD, COLOR_MAGENTA, COLOR_MAGENTA, OWN},
};

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
    bool forced;         /* --ascii */
} theme;

/* no-color.org: the variable counts when it is set and not empty. */
static bool wants_color(void)
{
    const char *no_color = getenv("NO_COLOR");

    return has_colors() && !(no_color && *no_color);
}

/*
 * Give the role a colour pair of its own; returns the attribute. Pair 0 is the
 * terminal's own colours and can't be changed, so pairs begin with 1.
 */
static attr_t color_attr(enum role role)
{
    const struct look *look = &looks[role];
    short fore = COLORS >= 256 ? look->many : look->few;
    short pair = (short)(role + 1);

    if (fore == OWN && look->back == OWN)
        return look->mono;
    init_pair(pair, fore, look->back);
    return look->color | (attr_t)COLOR_PAIR(pair);
}

/*
 * use_default_colors(3) keeps the terminal's own background, whatever it is.
 * One that has fewer than eight colours is treated as having none.
 */
void theme_open(void)
{
    bool color = wants_color() && start_color() == OK &&
                 use_default_colors() == OK && COLORS >= 8;

    for (int role = 0; role < ROLES; role++) {
        theme.attrs[role] =
            color ? color_attr((enum role)role) : looks[role].mono;
    }
}

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
