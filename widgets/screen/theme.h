/*
 * theme.h - how a role looks on this terminal.
 *
 * Colours are named by what they are for. None of them carries a meaning
 * alone: words or signs say the same, so monochrome loses nothing.
 */
#ifndef WIDGETS_SCREEN_THEME_H
#define WIDGETS_SCREEN_THEME_H

#include <stdbool.h>
#include <stddef.h>

enum role {
    ROLE_PLAIN,
    ROLE_TITLE,    /* the bar at the top */
    ROLE_FRAME,    /* lines around panes */
    ROLE_HEADING,  /* headings, names of panes */
    ROLE_CODE,     /* code in prose, C source */
    ROLE_EMPHASIS, /* emphasis in prose */
    ROLE_STRONG,
    ROLE_DIM,      /* what is over, or of less weight */
    ROLE_KEY,      /* names of keys */
    ROLE_SELECTED, /* the line that the cursor is on */
    ROLE_CURRENT,  /* the call or line that runs */
    ROLE_OK,
    ROLE_ERROR,
    ROLE_WARN, /* blocked, held, counting */
    ROLE_DIFF, /* the first difference between twin lanes */
    ROLES,
};

/*
 * Choose a theme by its name, before the screen is opened; NULL is "auto", the
 * one that suits the terminal's background, as far as COLORFGBG tells it.
 * Returns -1 when there is none of that name. The name is not copied.
 */
int theme_choose(const char *name);

/* The names that there are, as "auto, dark, light", into out; returns out. */
const char *theme_names(char *out, size_t size);

/*
 * Set the colours up after initscr/newterm. Without colours (NO_COLOR of
 * no-color.org set and not empty, or a terminal that has none) roles are bold,
 * reverse, underlined or plain.
 */
void theme_open(void);

/* The curses attribute of a role. */
unsigned long theme_attr(enum role role);

/* Signs that are drawn: line characters or plain ASCII. */
enum sign {
    SIGN_HORIZONTAL,
    SIGN_VERTICAL,
    SIGN_TOP_LEFT,
    SIGN_TOP_RIGHT,
    SIGN_BOTTOM_LEFT,
    SIGN_BOTTOM_RIGHT,
    SIGN_TEE_LEFT,  /* ├ */
    SIGN_TEE_RIGHT, /* ┤ */
    SIGN_TEE_DOWN,  /* ┬ */
    SIGN_TEE_UP,    /* ┴ */
    SIGN_CROSS,
    SIGN_CURRENT, /* ▶ or > */
    SIGN_DONE,    /* ✓ or +: an x would look wrong where it says right */
    SIGN_MORE_UP,
    SIGN_MORE_DOWN,
    SIGN_ELLIPSIS,
    SIGN_BULLET,
    SIGN_WRONG,     /* ✗ or x */
    SIGN_DIFFERENT, /* ≠ or !, for what is not the same in all worlds */
    SIGNS,
};

/*
 * The sign as UTF-8, one column wide; its ASCII stand-in where only ASCII is
 * shown. Never freed.
 */
const char *theme_sign(enum sign sign);

/* With true, show ASCII alone (--ascii), whatever the locale can show. */
void theme_ascii(bool ascii);
/* Whether only ASCII is shown, because of --ascii or of the locale. */
bool theme_is_ascii(void);

#endif
