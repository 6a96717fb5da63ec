/*
 * help.c - the help view: what every key of a view does.
 *
 * The text is the view's own table of keys, the same that the row at the foot
 * of the screen is made from, so the two can't contradict each other.
 */
#include "widgets/view/help.h"

#include <curses.h>
#include <stdio.h>
#include <stdlib.h>

#include "widgets/view/page.h"

enum { KEYS_WIDTH = 18 }; /* columns, of the keys' names with a gap */

struct help {
    struct view view;
    const struct view_ops *about; /* whose keys are explained; outlives us */
    struct page page;
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
    PAGE_KEYS,
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

/* A page_text: the view's own keys, and then everybody's. */
static int draw_text(const void *of, struct area area, int y)
{
    const struct help *help = of;
    int first = y;

    y = draw_keys(area, y, help->about->keys);
    area_put(area, ++y, 0, ROLE_HEADING, "Everywhere");
    y = draw_keys(area, y + 2, everywhere);
    return y - first;
}

static void help_draw(struct view *view, struct area area)
{
    struct help *help = (struct help *)view;
    char title[80];

    snprintf(title, sizeof(title), "Keys: %s", help->about->name);
    page_draw(&help->page, area, title, draw_text, help);
}

/* The key that has opened the help closes it as well. */
static unsigned help_key(struct view *view, int key)
{
    if (key == '?' || key == KEY_BASE + KEY_F(1))
        return VIEW_CLOSE;
    return page_key(&((struct help *)view)->page, key);
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
    help->page.margin = 2;
    return &help->view;
}
