/*
 * mouse.c - curses' mouse, and the areas of the last drawing.
 *
 * curses asks for SGR reports (1006 of xterm's ctlseqs) where terminfo has XM,
 * and reads those that the terminal sends. Only presses are taken: waiting for
 * a click to become a double one would delay each of them.
 */
#include "widgets/screen/mouse.h"

#include <curses.h>
#include <stdio.h>
#include <string.h>
#include <term.h>

enum { HITS = 256 };

static struct {
    struct hit {
        struct area area;
        int what;
    } hits[HITS];
    int n;
    bool on;
    struct mouse last;
} mouse;

/* ---- areas ---- */

void mouse_begin(void)
{
    mouse.n = 0;
}

void mouse_hit(struct area area, int what)
{
    if (area.h > 0 && area.w > 0 && mouse.n < HITS)
        mouse.hits[mouse.n++] = (struct hit){area, what};
}

void mouse_hit_row(struct area area, int y, int what)
{
    if (y >= 0)
        mouse_hit(area_rows(area, y, 1), what);
}

static bool is_in(struct area area, int y, int x)
{
    return y >= area.y && y < area.y + area.h && x >= area.x &&
           x < area.x + area.w;
}

const struct mouse *mouse_last(void)
{
    return &mouse.last;
}

int mouse_happens(enum mouse_kind kind, int y, int x)
{
    mouse.last = (struct mouse){kind, y, x, MOUSE_NOTHING};
    for (int i = 0; i < mouse.n; i++)
        if (is_in(mouse.hits[i].area, y, x))
            mouse.last.what = mouse.hits[i].what;
    return mouse.last.what;
}

/* ---- the terminal ---- */

/* Without an interval a press is reported at once, and no click is made. */
bool mouse_turn(bool on)
{
    const mmask_t wanted = BUTTON1_PRESSED | BUTTON4_PRESSED | BUTTON5_PRESSED;

    mouseinterval(0);
    mouse.on = (mousemask(on ? wanted : 0, NULL) & wanted) != 0;
    return mouse.on;
}

bool mouse_is_on(void)
{
    return mouse.on;
}

bool mouse_take(void)
{
    MEVENT event;

    if (getmouse(&event) != OK)
        return false;
    if (event.bstate & BUTTON1_PRESSED)
        mouse_happens(MOUSE_CLICK, event.y, event.x);
    else if (event.bstate & BUTTON4_PRESSED)
        mouse_happens(MOUSE_WHEEL_UP, event.y, event.x);
    else if (event.bstate & BUTTON5_PRESSED)
        mouse_happens(MOUSE_WHEEL_DOWN, event.y, event.x);
    else
        return false;
    return true;
}

/* Where terminfo has no XM, curses itself asks by 1000 alone. */
const char *mouse_off_text(char *out, int size)
{
    const char *set = tigetstr((char[]){"XM"});
    bool has_mouse = key_mouse && *key_mouse;
    bool known = set && set != (const char *)-1;

    snprintf(out, (size_t)size, "%s",
             known       ? tiparm(set, 0)
             : has_mouse ? "\033[?1000l"
                         : "");
    return out;
}
