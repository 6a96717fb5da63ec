/*
 * wire_order.h - what the wire can be told to do, and with which packets.
 */
#ifndef LAB_WIRE_WIRE_ORDER_H
#define LAB_WIRE_WIRE_ORDER_H

#include <stdbool.h>

#include "lab/base/host.h"
#include "lab/log/event.h"

enum wire_order {
    WIRE_HOLD,
    WIRE_FLOW,
    WIRE_CUT,
    WIRE_MEND,
};

/* What a packet must look like; see wire lines in LESSONS.md. */
struct packet_pattern {
    bool any;                 /* the oldest, whatever it is */
    char flags[PACKET_FLAGS]; /* as in packet_event */
    enum host_id from;
    enum host_id to;
};

enum packet_order {
    PACKET_DELIVER,
    PACKET_DROP,
    PACKET_DUPLICATE,
};

#endif
