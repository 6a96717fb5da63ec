/*
 * ladder_packet.h - one packet drawn on the ladder's wire, from its sender's
 * line to the other one, or as far as it got.
 *
 *     ──[S.] seq 0 ack 1────────▶    delivered
 *     ──[S.] seq 0 ack 1─┤ waits     it waits now
 *     ··[S.] seq 0 ack 1·· waited    it waited, and more came of it later
 *     ──[S.] seq 0 ack 1─╳           dropped
 *
 * A packet from the client is the mirror image.
 */
#ifndef WIDGETS_LADDER_LADDER_PACKET_H
#define WIDGETS_LADDER_LADDER_PACKET_H

#include "widgets/ladder/ladder_rows.h"
#include "widgets/screen/screen.h"

/* Draw the packet of the row at row y of the wire's columns. */
void ladder_packet_draw(struct area wire, int y, const struct ladder_row *row,
                        bool selected);

#endif
