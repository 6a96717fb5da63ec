/*
 * ladder.c - selecting and scrolling; where things stand is ladder_draw.c's.
 */
#include "widgets/ladder/ladder.h"

#include "lab/base/translate.h"
#include "widgets/ladder/ladder_rows.h"

const struct view_sign ladder_signs[] = {
    {.mark = "\xe2\x96\xb6",
     .text = N_("A packet of the server that has arrived at the client.")},
    {.mark = "\xe2\x97\x80",
     .text = N_("A packet of the client that has arrived at the server.")},
    {.mark = N_("waits"),
     .text = N_("A packet that the wire holds: it has left its host and has "
                "not arrived.")},
    {.mark = N_("waited"),
     .text = N_(
         "A packet that the wire has held; the dots are where it was sent.")},
    {.mark = N_("dropped"), .text = N_("A packet that the wire has lost.")},
    {.mark = "\xe2\x95\xb3", .text = N_("Where a packet was lost.")},
    {.mark = "\xc3\x97",
     .text = N_("How often the kernel has sent it, because no answer came.")},
    {.mark = N_("again"),
     .text = N_("Sent once more: it was on the wire before.")},
    {.mark = N_("copy"), .text = N_("A copy that the wire has made.")},
    {.mark = "[S]", .text = N_("SYN: a connection is asked for.")},
    {.mark = "[S.]", .text = N_("SYN and ACK: it is granted.")},
    {.mark = "[.]", .text = N_("ACK: it only acknowledges.")},
    {.mark = "[P.]", .text = N_("PSH and ACK: it carries data.")},
    {.mark = "[F.]", .text = N_("FIN and ACK: its sender will send no more.")},
    {.mark = "[R]", .text = N_("RST: there is no such connection.")},
    {.mark = "[R.]",
     .text = N_("RST and ACK: the connection is refused, or broken off.")},
    {.mark = "seq",
     .text = N_("The number of the packet's first byte, counted from the "
                "connection's first.")},
    {.mark = "ack",
     .text = N_("The number of the byte that is expected next: all before it "
                "have come.")},
    {.mark = "len", .text = N_("How many bytes of data it carries.")},
    {.mark = "...", .text = N_("The call blocks: it has not returned.")},
    {.text = NULL},
};

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

const struct packet_event *ladder_packet(const struct ladder *ladder,
                                         const struct lab *lab)
{
    const struct log *log = lab_log(lab);

    for (size_t i = log_count(log); ladder->selected && i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_PACKET && event->packet.id == ladder->selected)
            return &event->packet;
    }
    return NULL;
}
