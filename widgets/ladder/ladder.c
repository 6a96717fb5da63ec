/*
 * ladder.c - selecting and scrolling; where things stand is ladder_draw.c's.
 *
 * Events never move in the log, so the index of the lowest row's event is all
 * that scrolling has to keep.
 */
#include "widgets/ladder/ladder.h"

#include "widgets/ladder/ladder_rows.h"

uint64_t ladder_selected(const struct ladder *ladder)
{
    return ladder->selected;
}

/* The newest row; false while there is none. */
static bool newest_row(const struct log *log, size_t *at)
{
    *at = log_count(log);
    return ladder_row_next(log, at, -1);
}

/* Make this row the lowest one; with the newest the ladder follows again. */
static void set_bottom(struct ladder *ladder, const struct log *log, size_t at)
{
    size_t after = at;

    ladder->bottom = at;
    ladder->scrolled = ladder_row_next(log, &after, 1);
}

/* Move *at by so many rows up (-1) or down (1), as far as there are any. */
static void move_rows(const struct log *log, size_t *at, int direction, int n)
{
    while (n > 0 && ladder_row_next(log, at, direction))
        n--;
}

static int page_of(const struct ladder *ladder)
{
    return ladder->rows > 1 ? ladder->rows : 1;
}

/* Scroll no further than the row needs to be in view. */
static void bring_in_view(struct ladder *ladder, const struct log *log,
                          size_t row)
{
    size_t bottom = ladder->bottom;
    size_t top;

    if (!ladder->scrolled && !newest_row(log, &bottom))
        return;
    top = bottom;
    move_rows(log, &top, -1, page_of(ladder) - 1);
    if (row > bottom) {
        set_bottom(ladder, log, row);
    } else if (row < top) {
        move_rows(log, &row, 1, page_of(ladder) - 1);
        set_bottom(ladder, log, row);
    }
}

/* Whether the row at this index is the one to select its packet by. */
static bool is_last_of_packet(const struct log *log, size_t at)
{
    const struct event *event = log_at(log, at);
    size_t last;

    if (event->kind != EVENT_PACKET)
        return false;
    /* Nothing follows an end, so only packets that waited are searched. */
    return !ladder_waits(&event->packet) ||
           (ladder_packet_row(log, event->packet.id, &last) && last == at);
}

bool ladder_select(struct ladder *ladder, const struct lab *lab, int step)
{
    const struct log *log = lab_log(lab);
    uint64_t old = ladder->selected;
    size_t at = log_count(log);

    if (step == 0) {
        ladder->selected = 0;
        return old != 0;
    }
    if (old == 0 || !ladder_packet_row(log, old, &at))
        step = -1;
    while (ladder_row_next(log, &at, step)) {
        if (!is_last_of_packet(log, at))
            continue;
        ladder->selected = log_at(log, at)->packet.id;
        bring_in_view(ladder, log, at);
        return true;
    }
    return false;
}

static void scroll_pages(struct ladder *ladder, const struct log *log,
                         int direction)
{
    int page = page_of(ladder);
    size_t at = ladder->bottom;

    if (!ladder->scrolled && !newest_row(log, &at))
        return;
    /* One row of the page before stays, to read on from. */
    move_rows(log, &at, direction, page > 2 ? page - 1 : 1);
    if (direction < 0) { /* the first page stays full */
        size_t top = at;

        move_rows(log, &top, -1, page - 1);
        move_rows(log, &top, 1, page - 1);
        at = top;
    }
    set_bottom(ladder, log, at);
}

static void scroll_home(struct ladder *ladder, const struct log *log)
{
    size_t at = 0;

    if (!ladder_row_at(log, at) && !ladder_row_next(log, &at, 1))
        return;
    move_rows(log, &at, 1, page_of(ladder) - 1);
    set_bottom(ladder, log, at);
}

bool ladder_key(struct ladder *ladder, const struct lab *lab, int key)
{
    const struct log *log = lab_log(lab);

    switch (key) {
    case SCREEN_KEY_UP: ladder_select(ladder, lab, -1); return true;
    case SCREEN_KEY_DOWN: ladder_select(ladder, lab, 1); return true;
    case SCREEN_KEY_PAGE_UP: scroll_pages(ladder, log, -1); return true;
    case SCREEN_KEY_PAGE_DOWN: scroll_pages(ladder, log, 1); return true;
    case SCREEN_KEY_HOME: scroll_home(ladder, log); return true;
    case SCREEN_KEY_END:
        ladder->scrolled = false;
        ladder->selected = 0;
        return true;
    }
    return false;
}
