/*
 * welcome.c - a page that is left by any of the keys that lead back, with the
 * menu below it, where the first lesson is selected.
 */
#include "widgets/menu/welcome.h"

#include <stdlib.h>

#include "lab/base/translate.h"
#include "widgets/view/key.h"
#include "widgets/view/page.h"

enum { MARGIN = 2 };

struct welcome {
    struct page page; /* first */
    const struct app_options *options;
};

/* What lessons will run in here. */
static const char *machine_text(const struct app_options *options)
{
    if (options->recorded)
        return _("Lessons are shown as they were recorded on another machine: "
                 "nothing runs on this one.");
    if (options->isolation == ISOLATION_LOOPBACK)
        return _("This machine has no private networks for us, so lessons run "
                 "on its loopback. Those that need more are shown as they were "
                 "recorded on another machine. 'socket-lab doctor' says what "
                 "is missing, and how to get it.");
    return _("This machine can do it: each world gets private networks of its "
             "own, in which every port is free, and with which it is gone "
             "without a trace. 'socket-lab doctor' says more.");
}

/* A paragraph with a blank row behind it; returns the rows. */
static int draw_paragraph(struct area area, int y, const char *text)
{
    char filled[600];

    key_fill(text, filled, sizeof filled);
    return area_wrap(area, y, ROLE_PLAIN, filled) + 1;
}

/* A pane_text. */
static int welcome_text(const void *of, struct area area, int y)
{
    const struct welcome *welcome = of;
    int first = y;

    y += draw_paragraph(
        area, y,
        _("Here you see how sockets behave: a real server and a real client "
          "run, step by step, and what is shown is what the kernel says. "
          "Nothing is simulated."));
    y += draw_paragraph(area, y, machine_text(welcome->options));
    area_put(area, y, 0, ROLE_HEADING, _("Two keys lead to lesson 1:"));
    y += 1;
    y += draw_paragraph(area, y,
                        _("{enter} for the lessons, and {enter} again."));
    y += draw_paragraph(
        area, y,
        _("Before a step you are asked what will happen. Guess: whoever "
          "guesses wrong and sees why remembers it best."));
    y += draw_paragraph(area, y,
                        _("On every screen {help} explains its keys and signs, "
                          "and {back} or {quit} leads back."));
    return y - 1 - first;
}

static void welcome_draw(struct view *view, struct area area)
{
    struct welcome *welcome = (struct welcome *)view;

    page_draw(&welcome->page, area, _("Welcome to socket-lab"), welcome_text,
              welcome);
}

static const struct key welcome_keys[] = {
    {.is = {ACTION_ENTER, ACTION_BACK, ACTION_QUIT},
     .first_only = true,
     .brief = N_("the lessons"),
     .text = N_("Go on to the lessons."),
     .act = view_back},
    {.more = page_keys},
    KEYS_END,
};

static const struct view_ops welcome_ops = {.draw = welcome_draw,
                                            .key = page_key};

struct view *welcome_view(const struct app_options *options)
{
    struct welcome *welcome = calloc(1, sizeof(*welcome));

    if (!welcome)
        return NULL;
    welcome->options = options;
    return page_view(&welcome->page, &welcome_ops, N_("the welcome"),
                     welcome_keys, MARGIN);
}
