/*
 * diagram_ink.c - from the grid to the screen.
 *
 * An arrow is walked cell by cell from the middle of one box to the middle of
 * the other; what lies inside of either is not drawn, and the last cell that
 * is becomes the head. So the map needs no exact ends, at any size.
 */
#include "widgets/diagram/diagram_ink.h"

#include <string.h>

enum {
    LEVELS = MAP_ROWS / 2, /* steps from the first row of boxes to the last */
    FRAMED_SPACING = 4,    /* from here on boxes have frames */
    MOST_SPACING = 6,
    MOST_COLUMNS = 2 * MAP_COLUMNS, /* beyond that arrows only get longer */
};

enum direction { UP, RIGHT, DOWN, LEFT, DIRECTIONS };

/* The characters that lines are made of; corners by where they open to. */
struct stroke {
    const char *horizontal;
    const char *vertical;
    const char *down_right; /* ┌ */
    const char *down_left;
    const char *up_right;
    const char *up_left;
    const char *heads[DIRECTIONS];
    const char *sides[2]; /* of a box of one row */
};

/* In ASCII and beyond, thin and heavy. */
static const struct stroke strokes[2][2] = {
    /* clang-format off */
    {{"-", "|", "+", "+", "+", "+", {"^", ">", "v", "<"}, {"[", "]"}},
     {"=", "#", "#", "#", "#", "#", {"A", ">", "V", "<"}, {"{", "}"}}},
    {{"─", "│", "┌", "┐", "└", "┘", {"↑", "→", "↓", "←"}, {"[", "]"}},
     {"━", "┃", "┏", "┓", "┗", "┛", {"▲", "▶", "▼", "◀"}, {"┃", "┃"}}},
    /* clang-format on */
};

static const struct stroke *stroke_of(struct ink ink)
{
    return &strokes[!theme_is_ascii()][ink.heavy];
}

/* ---- the fit ---- */

/* Rows that the whole map takes. */
static int fit_rows(int spacing)
{
    return LEVELS * spacing + (spacing >= FRAMED_SPACING ? 3 : 1);
}

/* Open so many gaps, the nearest to `wanted` first; returns which. */
static unsigned open_gaps(int n, int wanted)
{
    unsigned gaps = 0;

    for (int away = 0; away < LEVELS && n > 0; away++) {
        if (wanted + away < LEVELS && n-- > 0)
            gaps |= 1u << (wanted + away);
        if (away > 0 && wanted - away >= 0 && n-- > 0)
            gaps |= 1u << (wanted - away);
    }
    return gaps;
}

static bool is_open(const struct map_fit *fit, int gap)
{
    return fit->spacing > 1 || fit->gaps >> gap & 1;
}

bool diagram_ink_fit(struct area area, int spare, int wanted,
                     struct map_fit *fit)
{
    int rows, left;
    int spacing = MOST_SPACING;

    while (spacing >= 1 && fit_rows(spacing) + spare > area.h)
        spacing--;
    if (spacing < 1 || area.w < MAP_COLUMNS)
        return false;
    fit->spacing = spacing;
    fit->half = spacing >= FRAMED_SPACING;
    rows = fit_rows(spacing);
    left = area.h - spare - rows;
    fit->gaps = spacing == 1 ? open_gaps(left, wanted) : 0;
    fit->area = area_rows(area, 0, spacing == 1 ? rows + left : rows);
    fit->area.w = area_least(fit->area.w, MOST_COLUMNS);
    return true;
}

/*
 * Rows of boxes are `spacing` apart, and more where a gap is open; odd rows lie
 * in the middle of a gap.
 */
static int fit_y(const struct map_fit *fit, int row)
{
    unsigned above = fit->gaps & ((1u << row / 2) - 1);
    int middle = row / 2 * fit->spacing + fit->half;
    int gap = fit->spacing - 2 * fit->half - 1;

    middle += __builtin_popcount(above);
    return row % 2 ? middle + fit->half + 1 + (gap - 1) / 2 : middle;
}

/* Columns stretch in proportion, so that what overlaps goes on overlapping. */
static int fit_x(const struct map_fit *fit, int x)
{
    return x * (fit->area.w - 1) / (MAP_COLUMNS - 1);
}

/* A box, in rows and columns of the fit's area. */
static struct area fit_box(const struct map_fit *fit, enum place place)
{
    const struct map_place *at = diagram_map_place(place);
    int left = fit_x(fit, at->left);

    return (struct area){.y = fit_y(fit, at->row) - fit->half,
                         .x = left,
                         .h = 2 * fit->half + 1,
                         .w = fit_x(fit, at->right) - left + 1};
}

static bool is_in(struct area box, int y, int x)
{
    return y >= box.y && y < box.y + box.h && x >= box.x && x < box.x + box.w;
}

/* ---- arrows ---- */

/* One straight part of an arrow. */
struct part {
    int y;
    int x;
    int dy;
    int dx;
    int cells; /* without its last point, where the next part begins */
};

static int sign_of(int n)
{
    return (n > 0) - (n < 0);
}

/* The index-th part: from one point of the arrow to the next. */
static struct part part_of(const struct map_fit *fit,
                           const struct map_arrow *arrow, int index)
{
    const struct map_point *points = &arrow->points[index];
    int y = fit_y(fit, points[0].row);
    int x = fit_x(fit, points[0].x);
    int down = fit_y(fit, points[1].row) - y;
    int right = fit_x(fit, points[1].x) - x;
    int cells = down * sign_of(down) + right * sign_of(right);

    return (struct part){y, x, sign_of(down), sign_of(right), cells};
}

static enum direction direction_of(struct part part)
{
    if (part.dy)
        return part.dy < 0 ? UP : DOWN;
    return part.dx < 0 ? LEFT : RIGHT;
}

/* The character where a line that came one way goes on another way. */
static const char *bend(const struct stroke *stroke, enum direction in,
                        enum direction out)
{
    bool down = in == UP || out == DOWN; /* it opens downwards */
    bool right = in == LEFT || out == RIGHT;

    if (in == out)
        return in == UP || in == DOWN ? stroke->vertical : stroke->horizontal;
    if (down)
        return right ? stroke->down_right : stroke->down_left;
    return right ? stroke->up_right : stroke->up_left;
}

/* One part of an arrow; in is the way in which the part before it went. */
static void draw_part(const struct map_fit *fit, const struct map_arrow *arrow,
                      struct part part, enum direction in, struct ink ink)
{
    struct area from = fit_box(fit, arrow->from);
    struct area to = fit_box(fit, arrow->to);
    const struct stroke *stroke = stroke_of(ink);
    enum direction out = direction_of(part);

    for (int i = 0; i < part.cells; i++) {
        int y = part.y + i * part.dy;
        int x = part.x + i * part.dx;
        bool head = is_in(to, y + part.dy, x + part.dx);

        if (is_in(from, y, x) || is_in(to, y, x))
            continue;
        area_put(fit->area, y, x, ink.line,
                 head ? stroke->heads[out]
                      : bend(stroke, i == 0 ? in : out, out));
    }
}

/*
 * In the middle of what is seen of the arrow's horizontal part; a head is more
 * than a label, and stays.
 */
static void label_on(const struct map_fit *fit, const struct map_arrow *arrow,
                     const char *label, enum role role)
{
    struct area from = fit_box(fit, arrow->from);
    struct area to = fit_box(fit, arrow->to);
    int width = glyph_columns(label) + 2;

    for (int i = 0; i + 1 < arrow->n_points; i++) {
        struct part part = part_of(fit, arrow, i);
        int first = -1, last = -1;

        for (int cell = 0; part.dx && cell < part.cells; cell++) {
            int x = part.x + cell * part.dx;

            if (is_in(from, part.y, x) || is_in(to, part.y, x) ||
                is_in(to, part.y, x + part.dx)) /* the head */
                continue;
            first = first < 0 ? x : first;
            last = x;
        }
        if (first >= 0)
            area_printf(fit->area, part.y, (first + last + 1 - width) / 2, role,
                        " %s ", label);
    }
}

int diagram_ink_gap(const struct map_arrow *arrow)
{
    return arrow->label_row % 2 ? arrow->label_row / 2 : -1;
}

/* Labels keep their distance to the arrow, however far the grid is stretched.
 */
static void draw_label(const struct map_fit *fit, const struct map_arrow *arrow,
                       const char *label, enum role role)
{
    int y = fit_y(fit, arrow->label_row);
    int x = fit_x(fit, arrow->points[0].x);

    switch (arrow->side) {
    case SIDE_RIGHT: area_put(fit->area, y, x + 2, role, label); break;
    case SIDE_LEFT:
        area_put(fit->area, y, x - 1 - glyph_columns(label), role, label);
        break;
    case SIDE_ON: label_on(fit, arrow, label, role); break;
    }
}

void diagram_ink_arrow(const struct map_fit *fit, const struct map_arrow *arrow,
                       const char *label, struct ink ink)
{
    enum direction in = direction_of(part_of(fit, arrow, 0));
    int gap = diagram_ink_gap(arrow);
    bool has_row = gap < 0 || is_open(fit, gap);

    if (!has_row && !ink.heavy)
        return;
    for (int i = 0; i + 1 < arrow->n_points; i++) {
        struct part part = part_of(fit, arrow, i);

        draw_part(fit, arrow, part, in, ink);
        in = direction_of(part);
    }
    if (has_row)
        draw_label(fit, arrow, label, ink.text);
}

/* ---- boxes ---- */

/* A larger box has a frame around its one row. */
static void draw_frame(struct area box, struct ink ink)
{
    const struct stroke *stroke = stroke_of(ink);

    for (int y = 0; y < box.h; y++) {
        bool first = y == 0;
        bool edge = first || y == box.h - 1;

        area_put(box, y, 0, ink.line,
                 !edge   ? stroke->vertical
                 : first ? stroke->down_right
                         : stroke->up_right);
        for (int x = 1; x < box.w - 1; x++)
            area_put(box, y, x, ink.line, edge ? stroke->horizontal : " ");
        area_put(box, y, box.w - 1, ink.line,
                 !edge   ? stroke->vertical
                 : first ? stroke->down_left
                         : stroke->up_left);
    }
}

struct area diagram_ink_box(const struct map_fit *fit, enum place place,
                            const char *name, struct ink ink)
{
    struct area box = fit_box(fit, place);
    struct area inside;
    int used;

    box.y += fit->area.y;
    box.x += fit->area.x;
    if (fit->half) {
        draw_frame(box, ink);
    } else {
        area_put(box, 0, 0, ink.line, stroke_of(ink)->sides[0]);
        area_put(box, 0, box.w - 1, ink.line, stroke_of(ink)->sides[1]);
    }
    inside = area_columns(area_rows(box, fit->half, 1), 1 + fit->half,
                          box.w - 2 - 2 * fit->half);
    used = area_put(inside, 0, 0, ink.text, name) + 1;
    return area_columns(inside, used, inside.w - used);
}
