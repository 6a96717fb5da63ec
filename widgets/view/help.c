/*
 * help.c - the help view: what every key of a view does.
 *
 * The text is the view's own table of keys, the same that the row at the foot
 * of the screen is made from, so the two can't contradict each other.
 */
#include "widgets/view/help.h"

#include <stdio.h>
#include <stdlib.h>

#include "lab/base/translate.h"
#include "widgets/view/page.h"

enum {
    KEYS_WIDTH = 18, /* columns, of the keys' names with a gap */
    NAMES = 128,     /* bytes of names of keys */
    TEXT = 1000,     /* and of what a row says */
};

struct help {
    struct page page;       /* first */
    const char *name;       /* of the view that is explained; outlives us */
    const struct key *keys; /* its keys */
    struct legend legend;   /* what its drawing shows */
};

/* The app's own keys, which work in every view. */
const struct key help_everywhere[] = {
    {.is = {ACTION_HELP}},
    {.is = {ACTION_SAVE}},
    {.is = {ACTION_MOUSE}},
    {.keys = "Ctrl-L", .brief = "", .text = N_("Draw the whole screen again.")},
    {.keys = "Ctrl-Z",
     .brief = "",
     .text = N_("Suspend the program; fg in the shell brings it back.")},
    {.keys = "Ctrl-C",
     .brief = "",
     .text = N_("Leave the program from anywhere.")},
    KEYS_END,
};

/* Shown in the help on the help, and (those with a brief text) at its foot. */
static const struct key own_keys[] = {
    {.more = page_keys},
    {.is = {ACTION_BACK, ACTION_QUIT, ACTION_ENTER},
     N_("back"),
     N_("Close the help."),
     .act = view_back,
     .first_only = true},
    {.is = {ACTION_HELP}, "", N_("Close the help."), .act = view_back},
    KEYS_END,
};

/*
 * A table of keys from row y on; returns the row behind it. Texts are wrapped
 * in a column of their own, so keys stay easy to find; rows above or below the
 * area are passed over, but counted.
 */
static int draw_keys(struct area area, int y, const struct key *keys)
{
    const struct key *list[MOST_KEYS];
    int n = key_list(keys, list);
    struct area texts = area_columns(area, KEYS_WIDTH, area.w - KEYS_WIDTH);

    for (int i = 0; i < n; i++) {
        char names[NAMES], text[TEXT];

        if (!*key_text(list[i]))
            continue;
        y += list[i]->heading != NULL;
        key_names(list[i], true, names, sizeof(names));
        key_fill(_(key_text(list[i])), text, sizeof(text));
        y += area_most(area_wrap(area_columns(area, 0, KEYS_WIDTH - 1), y,
                                 ROLE_KEY, names),
                       area_wrap(texts, y, ROLE_PLAIN, text));
    }
    return y;
}

/* The same for the signs; returns the row behind them. */
static int draw_signs(struct area area, int y, const struct view_sign *signs)
{
    struct area texts = area_columns(area, KEYS_WIDTH, area.w - KEYS_WIDTH);

    for (; signs->text; signs++) {
        area_put(area_columns(area, 0, KEYS_WIDTH - 1), y, 0, ROLE_STRONG,
                 legend_mark(signs));
        y += area_wrap(texts, y, ROLE_PLAIN, _(signs->text));
    }
    return y;
}

/* A pane_text: the view's own keys, then everybody's, and the view's signs. */
static int draw_text(const void *of, struct area area, int y)
{
    const struct help *help = of;
    int first = y;

    y = draw_keys(area, y, help->keys);
    area_put(area, ++y, 0, ROLE_HEADING, _("Everywhere"));
    y = draw_keys(area, y + 2, help_everywhere);
    if (help->legend.n > 0) {
        area_put(area, ++y, 0, ROLE_HEADING, _("On this screen"));
        y = draw_signs(area, y + 2, help->legend.signs);
    }
    return y - first;
}

static void help_draw(struct view *view, struct area area)
{
    struct help *help = (struct help *)view;
    char text[160], title[160];

    snprintf(text, sizeof(text),
             help->legend.n > 0
                 ? _("Keys: %s   {last}: signs and columns on the screen")
                 : _("Keys: %s"),
             _(help->name));
    key_fill(text, title, sizeof(title));
    page_draw(&help->page, area, title, draw_text, help);
}

static const struct view_ops help_ops = {.draw = help_draw, .key = page_key};

struct view *help_view(struct view *about)
{
    struct help *help = calloc(1, sizeof(*help));

    if (!help)
        return NULL;
    help->name = about->name;
    help->keys = about->keys;
    view_legend(about, &help->legend);
    return page_view(&help->page, &help_ops, N_("the help"), own_keys, 2);
}
