/*
 * layout.c - see layout.h; sizes are those of the screen without its title and
 * its row of keys.
 */
#include "widgets/layout/layout.h"

enum {
    BESIDE_WIDTH = 120, /* from here on text stands beside the worlds, */
    BESIDE_ROWS = 28,
    ALL_WIDTH = 160,  /* and from here on the source is open unasked, */
    TALL_ROWS = 36,   /* or from here on; so is the wire, wherever it stands */
    TEXT_WIDTH = 40,  /* least columns of text beside the worlds */
    LANE_WIDTH = 35,  /* least columns of one world, with its border */
    SOURCE_MOST = 80, /* most columns of it: no program needs more */
    BOTH_ROWS = 20,   /* wire and states below each other need them */
    SCENE_ROWS = 13,  /* a pane and a strip, for a diagram with its arrows */
    DETAIL_ROWS = 14, /* the worlds with more of each socket, */
    DETAIL_SCREEN = 21, /* as long as the screen has so many, */
    SCENE_SCREEN = 19,  /* or so many, */
    MORE_SCREEN = 15,   /* and with fewer than these the text has its rows */
    LEAST_CALLS = 2,    /* below which none is whole */
};

static bool has(unsigned set, enum layout_pane pane)
{
    return set >> pane & 1;
}

/* Cut the first rows of an area off. */
static struct area take_rows(struct area *area, int n)
{
    struct area taken = area_rows(*area, 0, area_clamp(n, 0, area->h));

    *area = area_rows(*area, taken.h, area->h - taken.h);
    return taken;
}

/* ---- one below the other ---- */

/* Which of wire and states has the worlds' place; LAYOUT_PANES: neither. */
static enum layout_pane scene_of(const struct layout_wants *wants)
{
    return wants->scene != LAYOUT_PANES && !has(wants->hidden, wants->scene)
               ? wants->scene
               : LAYOUT_PANES;
}

/* Rows of all that is below the text. */
static int lower_rows(int h, const struct layout_wants *wants, bool scene)
{
    if (has(wants->hidden, LAYOUT_TEXT))
        return h;
    int rows = wants->few_words ? h - h / 4
               : h >= TALL_ROWS ? h * 3 / 4
                                : (h * 4 + 5) / 7;

    if (h >= TALL_ROWS || (!scene && wants->details == 0 && !wants->settings))
        return rows;
    rows += !wants->few_words && h >= MORE_SCREEN;
    if (scene && h >= SCENE_SCREEN)
        rows = area_most(rows, SCENE_ROWS);
    else if (wants->details > 0 && h >= DETAIL_SCREEN)
        rows = area_most(rows, DETAIL_ROWS);
    return rows;
}

/* The source takes the prose's place: never that of calls and errno. */
static void place_upper(struct layout *layout, const struct layout_wants *wants)
{
    struct area *text = &layout->text;

    if (!has(wants->asked & ~wants->hidden, LAYOUT_SOURCE) || text->h < 2)
        return;
    if (text->w >= BESIDE_WIDTH) {
        int w = area_least(SOURCE_MOST, text->w / 2);

        layout->source = area_columns(*text, text->w - w, w);
        *text = area_columns(*text, 0, text->w - w - 1);
    } else {
        layout->source = *text;
    }
}

static void place_stacked(struct layout *layout, struct area area,
                          const struct layout_wants *wants)
{
    enum layout_pane scene = scene_of(wants);
    bool tall = area.h >= TALL_ROWS;
    int lower = lower_rows(area.h, wants, scene != LAYOUT_PANES);

    layout->text = take_rows(&area, area.h - lower);
    place_upper(layout, wants);
    if (tall && !has(wants->hidden, LAYOUT_WIRE)) {
        layout->worlds = take_rows(&area, (area.h * 3 + 2) / 5);
        if (scene == LAYOUT_STATES)
            layout->states = area;
        else
            layout->wire = area;
    } else if (scene == LAYOUT_PANES) {
        layout->worlds = area;
    } else {
        struct area pane = take_rows(&area, area.h - LAYOUT_STRIP);

        layout->strip = area;
        *(scene == LAYOUT_WIRE ? &layout->wire : &layout->states) = pane;
    }
}

/* ---- beside each other ---- */

/* Text, and the source below it. */
static void place_left(struct layout *layout, struct area area,
                       const struct layout_wants *wants, bool all)
{
    bool source = (all || has(wants->asked, LAYOUT_SOURCE)) &&
                  !has(wants->hidden, LAYOUT_SOURCE);

    if (has(wants->hidden, LAYOUT_TEXT)) {
        layout->source = source ? area : layout->source;
        return;
    }
    layout->text = take_rows(&area, source ? area.h * 11 / 20 : area.h);
    if (source)
        layout->source = area;
}

/*
 * Where wire and states can't both be, the one that has the keys is there, or
 * that is asked for, or else the wire.
 */
static bool states_instead(const struct layout_wants *wants)
{
    unsigned asked = wants->asked;

    if (wants->scene == LAYOUT_PANES)
        return has(asked, LAYOUT_STATES) && !has(asked, LAYOUT_WIRE);
    return wants->scene == LAYOUT_STATES;
}

/* The worlds, and what else there is below them. */
static void place_right(struct layout *layout, struct area area,
                        const struct layout_wants *wants)
{
    bool wire = !has(wants->hidden, LAYOUT_WIRE);
    bool states = !has(wants->hidden, LAYOUT_STATES);
    int upper = area.h >= TALL_ROWS ? (area.h * 2 + 4) / 5 : (area.h + 1) / 2;

    if (wire && states && area.h - upper < BOTH_ROWS) {
        states = states_instead(wants);
        wire = !states;
    }
    if (!wire && !states) {
        layout->worlds = area;
        return;
    }
    layout->worlds = take_rows(&area, upper);
    if (wire)
        layout->wire = states ? take_rows(&area, (area.h + 1) / 2) : area;
    if (states)
        layout->states = area;
}

static void place_beside(struct layout *layout, struct area area,
                         const struct layout_wants *wants)
{
    bool all = area.w >= ALL_WIDTH || area.h >= TALL_ROWS;
    int w = TEXT_WIDTH + (area.w - BESIDE_WIDTH) * 2 / 5;
    bool left = !has(wants->hidden, LAYOUT_TEXT) ||
                (!has(wants->hidden, LAYOUT_SOURCE) &&
                 (all || has(wants->asked, LAYOUT_SOURCE)));

    if (left) {
        int free = area.w - 1 - wants->lanes * LANE_WIDTH;

        /* Many worlds take from the text, if all have room then. */
        if (free >= TEXT_WIDTH)
            w = area_least(w, free);
        w = area_least(w, SOURCE_MOST);
        place_left(layout, area_columns(area, 0, w), wants, all);
        area = area_columns(area, w, area.w - w);
    }
    place_right(layout, area, wants);
}

/* ---- one alone ---- */

/* What tells of the worlds stays in sight. */
static void place_zoomed(struct layout *layout, struct area area,
                         enum layout_pane zoom)
{
    struct area *const places[LAYOUT_PANES] = {
        [LAYOUT_TEXT] = &layout->text,      [LAYOUT_CALLS] = &layout->worlds,
        [LAYOUT_SOCKETS] = &layout->worlds, [LAYOUT_WIRE] = &layout->wire,
        [LAYOUT_STATES] = &layout->states,  [LAYOUT_SOURCE] = &layout->source,
    };

    if (places[zoom] != &layout->worlds) {
        layout->strip = area_rows(area, area.h - LAYOUT_STRIP, LAYOUT_STRIP);
        area.h = area_most(0, area.h - LAYOUT_STRIP);
    }
    *places[zoom] = area;
}

/* Where calls or sockets are hidden, a strip takes two of their rows. */
static void place_hidden(struct layout *layout,
                         const struct layout_wants *wants)
{
    bool calls = has(wants->hidden, LAYOUT_CALLS);
    bool sockets = has(wants->hidden, LAYOUT_SOCKETS);
    struct area *worlds = &layout->worlds;

    if ((!calls && !sockets) || worlds->h <= LAYOUT_STRIP)
        return;
    layout->strip = area_rows(*worlds, worlds->h - LAYOUT_STRIP, LAYOUT_STRIP);
    worlds->h = calls && sockets ? 0 : worlds->h - LAYOUT_STRIP;
}

struct layout layout_make(struct area area, const struct layout_wants *wants)
{
    struct layout layout = {0};

    layout.foot = area_rows(area, area.h - 1, 1);
    area.h = area_most(0, area.h - 1);
    if (!wants->worlds) {
        layout.text = area;
        return layout;
    }
    if (wants->zoom != LAYOUT_PANES)
        place_zoomed(&layout, area, wants->zoom);
    else if (area.w >= BESIDE_WIDTH && area.h + 1 >= BESIDE_ROWS)
        place_beside(&layout, area, wants);
    else
        place_stacked(&layout, area, wants);
    place_hidden(&layout, wants);
    return layout;
}

/* ---- rows ---- */

/*
 * Rows of all sockets together: three of eight, for what a call has done to
 * them is read there; a third where both hosts stand side by side.
 */
static int sockets_rows(int inner, int parts, const struct layout_wants *wants)
{
    if (wants->zoom == LAYOUT_CALLS)
        return parts;
    if (wants->zoom == LAYOUT_SOCKETS)
        return inner - LEAST_CALLS;
    if (has(wants->hidden, LAYOUT_CALLS))
        return inner;
    if (wants->details > 1)
        return inner * 3 / 5;
    if (wants->settings || wants->details > 0)
        return inner / 2;
    return parts == 1 ? inner / 3 : inner * 3 / 8;
}

/* A server has more sockets than a client: the one that listens, and others. */
struct layout_share layout_share(int rows, bool beside,
                                 const struct layout_wants *wants)
{
    struct layout_share share = {0};

    share.parts = has(wants->hidden, LAYOUT_SOCKETS) ? 0
                  : beside                           ? 1
                                                     : LAYOUT_HOSTS;
    int inner = area_most(0, rows - 2 - share.parts);
    int sockets = 0;

    if (share.parts > 0)
        sockets = area_least(
            area_most(sockets_rows(inner, share.parts, wants), share.parts),
            inner);
    share.calls = inner - sockets;
    share.sockets[0] = share.parts > 1 ? (sockets * 3 + 2) / 5 : sockets;
    share.sockets[1] = sockets - share.sockets[0];
    return share;
}

/* What is read gets what it needs, and of the other a piece stays in sight. */
struct layout_text layout_text(int rows, int prose, int explained,
                               enum layout_first first)
{
    struct layout_text text = {0};
    int most = rows;

    if (first == LAYOUT_PROSE)
        most = area_most(rows - prose, explained > 0);
    else if (first == LAYOUT_BOTH && prose > 0)
        most = area_most(rows - prose, area_most(rows * 3 / 5, 1));
    text.explained = area_clamp(explained, 0, area_least(most, rows));
    text.prose = area_clamp(prose, 0, rows - text.explained);
    text.gap = text.prose > 0 && text.explained > 0 &&
               text.prose + text.explained < rows;
    return text;
}
