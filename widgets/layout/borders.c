/*
 * borders.c - see borders.h.
 */
#include "widgets/layout/borders.h"

/* Columns share the width; what can't be shared goes to the last ones. */
struct borders borders_make(struct area area, int n)
{
    struct borders borders = {.area = area, .n = n};
    int inner = area.w - n - 1;
    int x = 1;

    for (int i = 0; i < n; i++) {
        int w = area_most(0, inner * (i + 1) / n - inner * i / n);

        borders.columns[i] = area_columns(area, x, w);
        x += w + 1;
    }
    return borders;
}

int borders_fit(int width, int column)
{
    return area_clamp((width - 1) / (column + 1), 1, BORDERS_COLUMNS);
}

/* A horizontal line with its own signs where the columns meet it. */
static void draw_line(const struct borders *borders, int y, enum sign left,
                      enum sign middle, enum sign right)
{
    struct area area = borders->area;

    area_rule(area, y, NULL);
    area_sign(area, y, 0, ROLE_FRAME, left);
    for (int i = 1; i < borders->n; i++)
        area_sign(area, y, borders->columns[i].x - area.x - 1, ROLE_FRAME,
                  middle);
    area_sign(area, y, area.w - 1, ROLE_FRAME, right);
}

void borders_line(const struct borders *borders, int y)
{
    draw_line(borders, y, SIGN_TEE_LEFT, SIGN_CROSS, SIGN_TEE_RIGHT);
}

void borders_draw(const struct borders *borders)
{
    for (int x = 0, i = 0; i <= borders->n; i++) {
        area_divide(borders->area, x);
        if (i < borders->n)
            x += borders->columns[i].w + 1;
    }
    draw_line(borders, 0, SIGN_TOP_LEFT, SIGN_TEE_DOWN, SIGN_TOP_RIGHT);
    draw_line(borders, borders->area.h - 1, SIGN_BOTTOM_LEFT, SIGN_TEE_UP,
              SIGN_BOTTOM_RIGHT);
}

/* All are as wide as the first, so that what is cut is cut alike. */
struct area borders_cell(const struct borders *borders, int column, int y,
                         int h)
{
    return area_rows(
        area_columns(borders->columns[column], 1, borders->columns[0].w - 2), y,
        h);
}

void borders_title(struct area area, int y, enum role role, const char *title)
{
    if (!title[0])
        return;
    struct area text = area_columns(area, 1, area.w - 2);
    area_put(text, y, 0, role, " ");
    int x = 1 + area_put(text, y, 1, role, title);
    area_put(text, y, x, role, " ");
}

bool borders_aside(struct area area, int y, int used, enum role role,
                   const char *text)
{
    int x = area.w - glyph_columns(text) - 4;

    if (x <= used + 1)
        return false;
    borders_title(area_columns(area, x, area.w), y, role, text);
    return true;
}
