/*
 * diagram.h - the state diagram of RFC 9293 (section 3.3.2, figure 5) with
 * the living sockets of both hosts on their states, and the last transition
 * lit.
 *
 *      [SYN-RECEIVED S:12000      ]← rcv SYN / SYN,ACK [SYN-SENT           ]
 *       │                        ↓ rcv ACK of SYN         ▼ rcv SYN,ACK / ACK
 *       │ close() / FIN      [ESTABLISHED C:41822            ]
 *
 * S and C are sockets of the server's host and of the client's, with their
 * own ports. Nothing is kept between two drawings.
 */
#ifndef WIDGETS_DIAGRAM_DIAGRAM_H
#define WIDGETS_DIAGRAM_DIAGRAM_H

#include "lab/lab.h"
#include "widgets/screen/screen.h"
#include "widgets/view/legend.h"

enum {
    DIAGRAM_STATES = 11,  /* that can be selected, from CLOSED to TIME-WAIT */
    DIAGRAM_COLUMNS = 76, /* a smaller pane has the names of all states in two
                             columns, without arrows */
    DIAGRAM_SMALL_COLUMNS = 36, /* with less than this, only those on which
                                   somebody stands */
    DIAGRAM_ROWS = 14,
    DIAGRAM_LEAST = 9, /* with fewer rows arrows and their labels are left out
                          between the boxes, those far from the lit one first;
                          with less than this, a list */
};

/* What one pane shows. */
struct diagram_view {
    const struct log *log;
    size_t since; /* events from this index on are the last step's */
    int selected; /* 1 + a state's number from the top; 0: none */
    struct {
        const struct sock *socks;
        size_t n;
    } hosts[HOSTS];
};

/* What a lab has to show, until it is pumped or refreshed again. */
struct diagram_view diagram_view_of(const struct lab *lab, size_t since);

/* What it may show that does not explain itself (widgets/view/legend.h). */
extern const struct view_sign diagram_signs[];

/* The state that the newest change has led to; STATES before the first. */
enum tcp_state diagram_newest(const struct diagram_view *view);

/* The name of the selected state; NULL for none. */
const char *diagram_selected(const struct diagram_view *view);

/* Draw it. Below the diagram each change of the last step is told. */
void diagram_draw(struct area area, const struct diagram_view *view);

#endif
