/*
 * app_draw.c - who gets which rows. Below the size that every view is made for
 * nothing is drawn but that: half a lesson would only mislead.
 */
#include "widgets/app_draw.h"

#include <stdio.h>

#include "lab/base/translate.h"
#include "widgets/view/keyline.h"

enum {
    ROWS_NEEDED = 16,
    COLUMNS_NEEDED = 60,
    NOTICE_ROWS = 5,
};

static bool fits(struct area area)
{
    return area.h >= ROWS_NEEDED && area.w >= COLUMNS_NEEDED;
}

bool app_has_room(void)
{
    return fits(screen_area());
}

/* Draw what is to be said at the foot of the area; returns what is left. */
static struct area draw_notice(const char *notice, struct area area)
{
    /* Drawn on no rows at first, to know how many it takes. */
    int rows = area_wrap(area_rows(area, 0, 0), 0, ROLE_WARN, notice);

    rows = rows < NOTICE_ROWS ? rows : NOTICE_ROWS;
    area_wrap(area_rows(area, area.h - rows, rows), 0, ROLE_WARN, notice);
    return area_rows(area, 0, area.h - rows);
}

/*
 * What is to be said stands between the view and the row of keys, and takes
 * its rows from the view: it must not hide what the learner is looking at.
 */
static void draw_view(struct view *view, const char *notice, struct area area)
{
    struct area body = area_rows(area, 0, area.h - 1);

    if (notice[0])
        body = draw_notice(notice, body);
    view_draw(view, body);
    keyline_draw(area_rows(area, area.h - 1, 1), view);
}

/* In as many rows as it takes: narrow windows are the reason to say it. */
static void draw_small(struct area area)
{
    char text[160];

    snprintf(text, sizeof(text), _("%dx%d needed, this is %dx%d; q quits"),
             COLUMNS_NEEDED, ROWS_NEEDED, area.w, area.h);
    area_wrap(area, 0, ROLE_WARN, text);
}

void app_draw(struct view *view, const char *notice)
{
    struct area area = screen_area();

    screen_begin();
    if (!fits(area))
        draw_small(area);
    else
        draw_view(view, notice, area);
    screen_end();
}
