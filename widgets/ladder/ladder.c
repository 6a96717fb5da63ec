/*
 * ladder.c - selecting and scrolling; where things stand is ladder_draw.c's.
 */
#include "widgets/ladder/ladder.h"

#include "widgets/ladder/ladder_rows.h"

struct pane *ladder_pane(struct ladder *ladder)
{
    ladder->pane.newest = ladder->pane.bare = true;
    return &ladder->pane;
}

uint64_t ladder_selected(const struct ladder *ladder)
{
    return ladder->selected;
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
        pane_show(ladder_pane(ladder), ladder_rows_before(log, at));
        return true;
    }
    return false;
}

bool ladder_key(struct ladder *ladder, const struct lab *lab, int key)
{
    if (key == SCREEN_KEY_UP || key == SCREEN_KEY_DOWN) {
        ladder_select(ladder, lab, key == SCREEN_KEY_UP ? -1 : 1);
        return true;
    }
    if (key == SCREEN_KEY_END)
        ladder->selected = 0;
    return pane_key(ladder_pane(ladder), key, 1);
}
