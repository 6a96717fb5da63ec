/*
 * diagram_map.c - the map itself, two tables.
 */
#include "widgets/diagram/diagram_map.h"

#include <stddef.h>

/*
 * The widths are those of a state with a socket of each host on it, wherever
 * one connection can have both there; the rest is what the arrows need.
 */
static const struct map_place places[PLACES] = {
    [PLACE_CLOSED] = {STATE_NONE, 0, 18, 59},
    [PLACE_LISTEN] = {STATE_LISTEN, 2, 0, 27},
    [PLACE_SYN_RECEIVED] = {STATE_SYN_RECV, 4, 0, 29},
    [PLACE_SYN_SENT] = {STATE_SYN_SENT, 4, 50, 75},
    [PLACE_ESTABLISHED] = {STATE_ESTAB, 6, 22, 55},
    [PLACE_FIN_WAIT_1] = {STATE_FIN_WAIT_1, 8, 0, 29},
    [PLACE_CLOSE_WAIT] = {STATE_CLOSE_WAIT, 8, 50, 75},
    [PLACE_FIN_WAIT_2] = {STATE_FIN_WAIT_2, 10, 0, 20},
    [PLACE_CLOSING] = {STATE_CLOSING, 10, 26, 50},
    [PLACE_LAST_ACK] = {STATE_LAST_ACK, 10, 54, 75},
    [PLACE_TIME_WAIT] = {STATE_TIME_WAIT, 12, 20, 46},
    [PLACE_END] = {STATE_NONE, 12, 56, 75},
};

/*
 * From top to bottom, opening before closing, as in the figure. The columns of
 * an arrow's ends lie in both of its boxes. Labels are those of the table of
 * transitions.
 */
static const struct map_arrow arrows[] = {
    /* clang-format off */
    {PLACE_CLOSED, PLACE_LISTEN, 2, {{0, 20}, {2, 20}}, SIDE_LEFT, 1},
    {PLACE_LISTEN, PLACE_CLOSED, 2, {{2, 24}, {0, 24}}, SIDE_RIGHT, 1},
    {PLACE_SYN_SENT, PLACE_CLOSED, 2, {{4, 54}, {0, 54}}, SIDE_LEFT, 1},
    {PLACE_CLOSED, PLACE_SYN_SENT, 2, {{0, 58}, {4, 58}}, SIDE_RIGHT, 1},
    {PLACE_LISTEN, PLACE_SYN_SENT, 3, {{2, 20}, {2, 51}, {4, 51}}, SIDE_ON, 2},
    {PLACE_LISTEN, PLACE_SYN_RECEIVED, 2, {{2, 1}, {4, 1}}, SIDE_RIGHT, 3},
    {PLACE_SYN_RECEIVED, PLACE_LISTEN, 2, {{4, 22}, {2, 22}}, SIDE_RIGHT, 3},
    {PLACE_SYN_SENT, PLACE_SYN_RECEIVED, 2, {{4, 60}, {4, 20}}, SIDE_ON, 4},
    {PLACE_SYN_RECEIVED, PLACE_ESTABLISHED, 2, {{4, 26}, {6, 26}},
     SIDE_RIGHT, 5},
    {PLACE_SYN_SENT, PLACE_ESTABLISHED, 2, {{4, 53}, {6, 53}}, SIDE_RIGHT, 5},
    {PLACE_SYN_RECEIVED, PLACE_FIN_WAIT_1, 2, {{4, 1}, {8, 1}}, SIDE_RIGHT, 6},
    {PLACE_ESTABLISHED, PLACE_FIN_WAIT_1, 2, {{6, 26}, {8, 26}}, SIDE_RIGHT, 7},
    {PLACE_ESTABLISHED, PLACE_CLOSE_WAIT, 2, {{6, 53}, {8, 53}}, SIDE_RIGHT, 7},
    {PLACE_FIN_WAIT_1, PLACE_FIN_WAIT_2, 2, {{8, 1}, {10, 1}}, SIDE_RIGHT, 9},
    {PLACE_FIN_WAIT_1, PLACE_CLOSING, 2, {{8, 27}, {10, 27}}, SIDE_RIGHT, 9},
    {PLACE_FIN_WAIT_1, PLACE_TIME_WAIT, 2, {{8, 23}, {12, 23}}, SIDE_LEFT, 11},
    {PLACE_FIN_WAIT_2, PLACE_TIME_WAIT, 3, {{10, 1}, {12, 1}, {12, 30}},
     SIDE_ON, 12},
    {PLACE_CLOSING, PLACE_TIME_WAIT, 2, {{10, 27}, {12, 27}}, SIDE_RIGHT, 11},
    {PLACE_CLOSE_WAIT, PLACE_LAST_ACK, 2, {{8, 58}, {10, 58}}, SIDE_RIGHT, 9},
    {PLACE_LAST_ACK, PLACE_END, 2, {{10, 58}, {12, 58}}, SIDE_RIGHT, 11},
    {PLACE_TIME_WAIT, PLACE_END, 2, {{12, 30}, {12, 65}}, SIDE_ON, 12},
    /* clang-format on */
};

const struct map_arrow *diagram_map_arrow(int index)
{
    int n = (int)(sizeof(arrows) / sizeof(*arrows));

    return index < n ? &arrows[index] : NULL;
}

const struct map_place *diagram_map_place(enum place place)
{
    return &places[place];
}

enum place diagram_map_find(enum tcp_state state, enum place closed)
{
    for (int place = PLACE_LISTEN; place < PLACE_END; place++)
        if (places[place].state == state)
            return (enum place)place;
    return closed;
}
