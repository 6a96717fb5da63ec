/*
 * wire_order.h - what the wire can be told to do, and with which packets.
 */
#ifndef LAB_WIRE_WIRE_ORDER_H
#define LAB_WIRE_WIRE_ORDER_H

#include <stdbool.h>

#include "lab/base/host.h"
#include "lab/base/range.h"
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
    struct range win; /* the header's window, not scaled */
    struct range len; /* bytes of data */
    struct range seq; /* relative, as in packet_event */
    struct range ack;
};

/* A number that a packet is to have. */
struct packet_number {
    bool set;
    bool added; /* to what it would be otherwise; else it is the number */
    int64_t number;
};

/*
 * What is to be another in a packet, or is said of one that is forged. seq and
 * ack are relative to the connection's first, as in packet_event. Without a
 * change they are those of the packet; of a forged one seq is what its receiver
 * expects next, and ack is for all that its receiver has sent.
 */
struct packet_change {
    struct packet_number seq;
    struct packet_number ack;
    struct packet_number win;
    struct packet_number ttl;
    bool has_flags;
    char flags[PACKET_FLAGS];
    bool has_byte;
    uint32_t at; /* which byte of the data, from 0, becomes `byte` */
    uint8_t byte;
    uint32_t len; /* bytes of data of a forged packet */
};

enum packet_order {
    PACKET_DELIVER,
    PACKET_DROP,
    PACKET_DUPLICATE,
    PACKET_CHANGE, /* by lab_change() */
};

#endif
