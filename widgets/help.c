/*
 * help.c - the help view: what every key of a view does.
 *
 * The text is the view's own table of keys, the same that the row at the foot
 * of the screen is made from, so the two can't contradict each other. How many
 * rows it takes depends on the width, which is known only while drawing:
 * help_draw() measures, and keys scroll by what was measured last.
 */
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>

#include "widgets/app.h"
#include "widgets/prose.h"
#include "widgets/widget.h"

/* In columns: of the keys' names with a gap, and left free at either side. */
enum { KEYS_WIDTH = 18, MARGIN = 2 };

struct help {
    struct view view;
    const struct view_ops *about; /* whose keys are explained; outlives us */
    int top;                      /* the first row that shows */
    int rows;                     /* of all text, as last drawn */
    int page;                     /* rows that show, as last drawn */
};

/* The app's own keys, which work in every view. */
static const struct key_help everywhere[] = {
    {"?  F1", NULL, "This help on the keys."},
    {"Ctrl-L", NULL, "Draw the whole screen again."},
    {"Ctrl-Z", NULL, "Suspend the program; fg in the shell brings it back."},
    {"Ctrl-C", NULL, "Leave the program from anywhere."},
    {NULL, NULL, NULL},
};

/* Shown in the help on the help, and (those with a brief text) at its foot. */
static const struct key_help own_keys[] = {
    {"Up Down", "scroll", "Scroll by a line; j and k do the same."},
    {"PageUp PageDown", NULL, "Scroll by a page; so does the space bar."},
    {"Home End", NULL, "The first and the last line."},
    {"Esc", "back", "Close the help; q and Enter do the same."},
    {"?", NULL, "Close the help."},
    {NULL, NULL, NULL},
};

/*
 * A table of keys from row y on; returns the row behind it. Texts are wrapped
 * in a column of their own, so keys stay easy to find; rows above or below the
 * area are passed over, but counted.
 */
static int draw_keys(struct area area, int y, const struct key_help *keys)
{
    struct area texts = area_columns(area, KEYS_WIDTH, area.w - KEYS_WIDTH);

    for (; keys->keys; keys++) {
        int rows = area_wrap(texts, y, ROLE_PLAIN, keys->text);

        area_put(area_columns(area, 0, KEYS_WIDTH - 1), y, 0, ROLE_KEY,
                 keys->keys);
        y += rows > 0 ? rows : 1;
    }
    return y;
}

/* All text, its first row being row y of the area; returns its rows. */
static int draw_text(const struct help *help, struct area area, int y)
{
    int first = y;

    y = draw_keys(area, y, help->about->keys);
    area_put(area, ++y, 0, ROLE_HEADING, "Everywhere");
    y = draw_keys(area, y + 2, everywhere);
    return y - first;
}

/* Scrolling is settled here, where the size is known. */
static void help_draw(struct view *view, struct area area)
{
    struct help *help = (struct help *)view;
    struct area body = area_rows(area, 2, area.h - 2);

    body = area_columns(body, MARGIN, body.w - 2 * MARGIN);
    help->page = body.h;
    /* How long the text is depends on the width: drawn on no rows at first. */
    help->rows = draw_text(help, area_rows(body, 0, 0), 0);
    help->top = prose_clamp(help->top, help->rows, help->page);
    area_fill(area, 0, ROLE_TITLE);
    area_printf(area, 0, 1, ROLE_TITLE, "Keys: %s", help->about->name);
    draw_text(help, body, -help->top);
    prose_more(area_rows(area, 2, area.h - 2), help->top, help->rows);
}

/*
 * Scroll so that this row is the first one, as far as that goes. A key that
 * changes nothing is not a reason to draw.
 */
static unsigned move_to(struct help *help, int top)
{
    int before = help->top;

    help->top = prose_clamp(top, help->rows, help->page);
    return help->top != before ? VIEW_DRAW : VIEW_IGNORED;
}

/* The keys of less(1), and every key with which one may want to get out. */
static unsigned help_key(struct view *view, int key)
{
    struct help *help = (struct help *)view;

    switch (key) {
    case 'k':
    case KEY_BASE + KEY_UP: return move_to(help, help->top - 1);
    case 'j':
    case KEY_BASE + KEY_DOWN: return move_to(help, help->top + 1);
    case KEY_BASE + KEY_PPAGE: return move_to(help, help->top - help->page);
    case ' ':
    case KEY_BASE + KEY_NPAGE: return move_to(help, help->top + help->page);
    case KEY_BASE + KEY_HOME: return move_to(help, 0);
    case KEY_BASE + KEY_END: return move_to(help, help->rows);
    case 0x1b:
    case 'q':
    case '?':
    case KEY_BASE + KEY_F(1):
    case '\n': return VIEW_CLOSE;
    default: return VIEW_IGNORED;
    }
}

static void help_close(struct view *view)
{
    free(view);
}

static const struct view_ops help_ops = {
    .name = "the help",
    .keys = own_keys,
    .draw = help_draw,
    .key = help_key,
    .close = help_close,
};

struct view *help_view(const struct view *about)
{
    struct help *help = calloc(1, sizeof(*help));

    if (!help)
        return NULL;
    help->view.ops = &help_ops;
    help->about = about->ops;
    return &help->view;
}
