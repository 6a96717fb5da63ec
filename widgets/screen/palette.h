/*
 * palette.h - the themes as tables: how each role looks, for terminals with
 * few colours and with many. It knows no curses; theme.c applies it.
 *
 * With 8 or 16 colours a number is one of the terminal's own, whose shades
 * differ from terminal to terminal and may be changed by its user. Of 256
 * colours only those from 16 on are used: everybody has the same ones there.
 */
#ifndef WIDGETS_SCREEN_PALETTE_H
#define WIDGETS_SCREEN_PALETTE_H

#include <stdbool.h>

#include "widgets/screen/theme.h"

/* What is behind the text if the theme has no background of its own. */
enum ground { GROUND_UNKNOWN, GROUND_DARK, GROUND_LIGHT };

/* How many colours the terminal has. */
enum depth { DEPTH_8, DEPTH_16, DEPTH_256, DEPTHS };

enum { OWN = -1 }; /* the colour that the terminal has without being told */

/* Joined by |. */
enum { LOOK_BOLD = 1, LOOK_UNDERLINE = 2, LOOK_REVERSE = 4 };

/* A colour by depth. */
struct shades {
    short of[DEPTHS];
};

struct look {
    unsigned char attributes; /* LOOK_ flags, beside a colour */
    struct shades text;
    struct shades behind;
};

struct palette {
    const char *name;
    enum ground ground;       /* for which it is made */
    bool colours;             /* false: attributes alone */
    const struct look *looks; /* ROLES of them */
};

/* All of them; the one whose name is NULL ends the table. */
extern const struct palette palettes[];

/*
 * The palette of this theme for this ground, else one of the theme for any
 * ground. With "auto" it is that of the ground. NULL: there is no such theme.
 */
const struct palette *palette_find(const char *name, enum ground ground);

/*
 * The attributes of a role at this depth: where it has no colour at all, those
 * that it has in the theme without colours.
 */
unsigned palette_attributes(const struct palette *palette, enum role role,
                            enum depth depth);

/* A colour of the 256 from 16 on as 0xRRGGBB, xterm's own values. */
int palette_rgb(int colour);

/* What COLORFGBG says of the ground: "15;0" is light on dark. */
enum ground palette_ground(const char *colorfgbg);

#endif
