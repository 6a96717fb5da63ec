/*
 * diagram_ink.h - the map of the state diagram, fitted to an area and drawn:
 * boxes, arrows, labels. What is lit and who stands where is told from
 * outside.
 */
#ifndef WIDGETS_DIAGRAM_DIAGRAM_INK_H
#define WIDGETS_DIAGRAM_DIAGRAM_INK_H

#include <stdbool.h>

#include "widgets/diagram/diagram_map.h"
#include "widgets/screen/area.h"

/* How the grid lies in an area. */
struct map_fit {
    struct area area; /* what it takes up of it */
    int spacing;      /* rows from one row of boxes to the next */
    unsigned gaps;    /* with a spacing of 1: which gaps between two rows of
                         boxes have a row all the same, the first is bit 0 */
    int half;         /* rows of a box above its middle: 0, or 1 with a frame */
};

/*
 * The largest map that leaves at least `spare` rows below it. Where there are
 * not rows for all gaps, those next to the gap `wanted` get theirs first.
 * False when even the smallest one has no room.
 */
bool diagram_ink_fit(struct area area, int spare, int wanted,
                     struct map_fit *fit);

/* The gap that an arrow's label stands in; -1: beside or on a row of boxes. */
int diagram_ink_gap(const struct map_arrow *arrow);

/* How a part is drawn. */
struct ink {
    enum role line;
    enum role text;
    bool heavy; /* thick lines and filled heads: lit, without colour too */
};

/*
 * An arrow with its label. One whose label has no row is drawn only if it is
 * heavy: of a few lines without words the wrong ones catch the eye.
 */
void diagram_ink_arrow(const struct map_fit *fit, const struct map_arrow *arrow,
                       const char *label, struct ink ink);

/* A box with its state's name; returns what of it is free for tokens. */
struct area diagram_ink_box(const struct map_fit *fit, enum place place,
                            const char *name, struct ink ink);

#endif
