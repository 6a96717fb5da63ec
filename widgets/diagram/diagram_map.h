/*
 * diagram_map.h - where everything in the state diagram has its place.
 *
 * The map is of RFC 9293, section 3.3.2, figure 5, on a grid of 13 rows and 76
 * columns: boxes stand in even rows, arrows run between them. A larger pane
 * stretches the grid, a smaller one leaves out the rows between the boxes.
 * Boxes that are joined overlap in their columns, so that most arrows are
 * straight, at every size.
 */
#ifndef WIDGETS_DIAGRAM_DIAGRAM_MAP_H
#define WIDGETS_DIAGRAM_DIAGRAM_MAP_H

#include "lab/log/event.h"

enum {
    MAP_ROWS = 13,
    MAP_COLUMNS = 76,
    MAP_POINTS = 3, /* most points of an arrow */
};

/* Places of the map. CLOSED has two, as in the figure. */
enum place {
    PLACE_CLOSED,
    PLACE_LISTEN,
    PLACE_SYN_RECEIVED,
    PLACE_SYN_SENT,
    PLACE_ESTABLISHED,
    PLACE_FIN_WAIT_1,
    PLACE_CLOSE_WAIT,
    PLACE_FIN_WAIT_2,
    PLACE_CLOSING,
    PLACE_LAST_ACK,
    PLACE_TIME_WAIT,
    PLACE_END, /* CLOSED again, at the bottom; nobody stands there */
    PLACES,
};

struct map_place {
    enum tcp_state state;
    int row;
    int left; /* first and last column of the box */
    int right;
};

struct map_point {
    int row;
    int x;
};

/* Where an arrow's label stands. */
enum map_side {
    SIDE_RIGHT, /* of the arrow */
    SIDE_LEFT,
    SIDE_ON, /* in the middle of its first or only horizontal part */
};

struct map_arrow {
    enum place from;
    enum place to;
    int n_points;
    struct map_point points[MAP_POINTS]; /* the ends lie in the boxes */
    enum map_side side;
    int label_row; /* of the grid; for SIDE_ON that of the line */
};

/* The index-th arrow, NULL past the last. */
const struct map_arrow *diagram_map_arrow(int index);

const struct map_place *diagram_map_place(enum place place);

/*
 * The place of a state: of CLOSED the upper one, where sockets begin, or the
 * lower one, where they end.
 */
enum place diagram_map_find(enum tcp_state state, enum place closed);

#endif
