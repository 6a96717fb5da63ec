/*
 * ladder.h - the ladder of packets: the server on the left, the client on the
 * right, the wire between them, time downwards.
 *
 *     server                    wire holds, 1 waits                     client
 *                      │       waited ··[S] seq 0 ×2··│ SYN-SENT
 *             SYN-RECV │◀ waited ───────[S] seq 0 ×2──│
 *                      │──[S.] seq 0 ack 1─┤ waits    │
 *                      │            connect(3, 10.0.0.1:12000) ...
 *
 * Calls stand at their host's edge, a change of state beside the line of its
 * side. A packet that waits hangs in the middle of the wire; when it is let
 * through later, that is where its arrow stands, and where it was sent a
 * dotted line remains. A dropped one ends in a cross. All of it is read from
 * the lab's log at each drawing.
 */
#ifndef WIDGETS_LADDER_LADDER_H
#define WIDGETS_LADDER_LADDER_H

#include <stdbool.h>
#include <stdint.h>

#include "lab/lab.h"
#include "widgets/view/legend.h"
#include "widgets/view/pane.h"

/* What the viewer has chosen; {0} follows the newest, nothing selected. */
struct ladder {
    uint64_t selected; /* the packet's id; 0: none */
    struct pane pane;
};

/*
 * Draw the lab's ladder. From 34 columns on states are whole and other texts
 * whole or shortened with sense, so that two ladders have room in 80; from
 * three rows on there is a heading.
 */
void ladder_draw(struct area area, const struct lab *lab,
                 struct ladder *ladder);

/*
 * Up and Down select the packet before and after, PageUp, PageDown, Home and
 * End scroll; End also lets go of the selection. Returns whether it was a key
 * of the ladder's (view.h has how keys come).
 */
bool ladder_key(struct ladder *ladder, const struct lab *lab, int key);

/*
 * Select the packet before (-1) or after (1) the selected one, in the order in
 * which the ladder shows what became of them; the newest one when none was.
 * 0 lets go. The ladder scrolls to it. Returns whether anything changed.
 */
bool ladder_select(struct ladder *ladder, const struct lab *lab, int step);

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign ladder_signs[];

/* The selected packet, as the log has it last; NULL for none. */
const struct packet_event *ladder_packet(const struct ladder *ladder,
                                         const struct lab *lab);

/* Its pane: the newest rows show, and the heading has the signs for more. */
struct pane *ladder_pane(struct ladder *ladder);

/* The selected packet's id; 0: none. */
uint64_t ladder_selected(const struct ladder *ladder);

#endif
