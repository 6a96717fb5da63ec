/*
 * mouse.h - clicks and the wheel, and what is where on the screen.
 *
 * Whoever draws something that can be clicked says so with mouse_hit(), as part
 * of the drawing. A click there is a key, either one that the area names or
 * SCREEN_KEY_MOUSE, with which a view looks at mouse_last().
 */
#ifndef WIDGETS_SCREEN_MOUSE_H
#define WIDGETS_SCREEN_MOUSE_H

#include <stdbool.h>

#include "widgets/screen/area.h"
#include "widgets/screen/key.h"

enum mouse_kind { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

enum {
    MOUSE_WHEEL_ROWS = 3, /* that one notch of the wheel moves */
    MOUSE_NOTHING = -1,
    MOUSE_OWN = SCREEN_KEYS + 0x1000, /* the first of a view's own numbers */
};

struct mouse {
    enum mouse_kind kind;
    int y; /* of the screen, from 0 */
    int x;
    int what; /* of the area there that was drawn last; MOUSE_NOTHING */
};

/*
 * Say during a drawing what that area is: the key that a click there stands
 * for, or MOUSE_OWN and a number of the view's own. What is drawn later lies
 * above. More areas than a screen has rows are forgotten.
 */
void mouse_hit(struct area area, int what);

/* The same for row y of an area, if it is within. */
void mouse_hit_row(struct area area, int y, int what);

/* Forget all areas: a drawing begins. */
void mouse_begin(void);

/* What happened last, and where. */
const struct mouse *mouse_last(void);

/* It happens there; for tests, and for mouse_take(). Returns what is there. */
int mouse_happens(enum mouse_kind kind, int y, int x);

/* ---- the terminal ---- */

/*
 * Have the terminal report clicks and the wheel, or leave both to it. Returns
 * whether it reports them now: some can't.
 */
bool mouse_turn(bool on);
/* Whether it does. */
bool mouse_is_on(void);

/* Take what the terminal has reported; false: nothing that counts. */
bool mouse_take(void);

/* What turns the reports off when the program ends or crashes: into out. */
const char *mouse_off_text(char *out, int size);

#endif
