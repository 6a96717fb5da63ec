/*
 * wire.h - the link between the two hosts: what flows, what waits, what is
 * lost.
 *
 * The wire owns the packets that wait on it and the counting of sequence
 * numbers. When packets are let through, and what is to be read around that,
 * is the lab's business; so is the log.
 */
#ifndef LAB_WIRE_WIRE_H
#define LAB_WIRE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"
#include "lab/log/event.h"
#include "lab/wire/packet.h"
#include "lab/wire/wire_order.h"
#include "lab/world/netns.h"

enum { WIRE_ETHER = 14 }; /* bytes of an Ethernet header */

/* A packet on the wire: the frame as it came, and what it says. */
struct wire_packet {
    struct wire_packet *next; /* towards the newest */
    struct packet_event event;
    bool turns;    /* carries SYN, FIN or RST */
    bool logged;   /* the log has its frame */
    uint8_t flags; /* to know a retransmission by, as the next two */
    uint32_t seq;  /* absolute */
    uint32_t end;  /* after all that it carries; a SYN and a FIN count */
    uint32_t ack;  /* absolute; counts only where event.has_ack. Of one that
                      was changed all four are those that it was sent with */
    size_t len;
    uint8_t frame[];
};

/* What a packet of TCP's must have to be of the connection that was last seen.
 */
struct wire_last {
    bool seen;
    enum host_id from;
    struct addr src;
    struct addr dst;
    uint8_t ether[WIRE_ETHER]; /* the header with both MAC addresses */
};

struct wire {
    int link; /* packet socket of the netns, not owned; -1: no wire */
    bool held;
    bool cut;
    uint64_t next_id; /* of packets, from 1 */
    struct flows flows;
    struct wire_last last;
    struct wire_packet *oldest; /* those that wait */
    struct wire_packet *aside;  /* sent by a timer ahead of its turn; oldest */
    size_t waiting;
    uint8_t *buffer; /* PACKET_MAX bytes for the frame being read */
    int failed;      /* errno of a packet that was lost by us; 0: none was */
};

/* Returns 0 or -1 without memory. netns may be NULL: there is no wire. */
int wire_open(struct wire *wire, const struct netns *netns, struct err *err);
void wire_close(struct wire *wire);

/*
 * Read the next packet that a host has sent. NULL when there is none (or no
 * memory); frames that are no packets are skipped. The caller hands it to
 * wire_keep(), or frees it.
 */
struct wire_packet *wire_read(struct wire *wire);

/*
 * A packet that begins to be on the wire, from that host: what it says, and its
 * frame of len bytes. NULL without memory. The caller owns it.
 */
struct wire_packet *wire_new(struct wire *wire, enum host_id from,
                             enum packet_made made, const uint8_t *frame,
                             const struct packet *packet, size_t len);

/*
 * Put a packet behind those that wait. When all that it carries waits there
 * already it is counted on the one that has the beginning of it, and freed.
 * Returns the one that waits.
 */
struct wire_packet *wire_keep(struct wire *wire, struct wire_packet *packet);

/*
 * The one that waits and has the beginning of what the packet carries, where
 * all of that waits already; else NULL.
 */
struct wire_packet *wire_repeated(const struct wire *wire,
                                  const struct wire_packet *packet);

/* Put a packet behind those that were set aside. */
void wire_set_aside(struct wire *wire, struct wire_packet *packet);

/* Take the oldest of those out; NULL when there is none. The caller owns it. */
struct wire_packet *wire_take_aside(struct wire *wire);

/*
 * The packet is on the wire. Free the ACKs that were set aside and that it
 * takes along: its sender would have had no need of them.
 */
void wire_takes_along(struct wire *wire, const struct wire_packet *packet);

/*
 * The packet was delivered. Free what was sent again for want of the
 * acknowledgment in it, of those that were set aside, or of those that wait.
 */
void wire_answered_aside(struct wire *wire, const struct wire_packet *packet);
void wire_answered(struct wire *wire, const struct wire_packet *packet);

/* The oldest waiting packet that fits the pattern, NULL when none does. */
struct wire_packet *wire_find(const struct wire *wire,
                              const struct packet_pattern *pattern);

/*
 * Take it, or the oldest, out of those that wait; the caller owns it then. NULL
 * when none waits.
 */
void wire_take(struct wire *wire, struct wire_packet *packet);
struct wire_packet *wire_take_oldest(struct wire *wire);

/*
 * Deliver it to the host that it is meant for. Returns 0, or -1 with errno
 * set. The packet stays the caller's.
 */
int wire_send(struct wire *wire, const struct wire_packet *packet);

/* ---- wire_forge.c ---- */

/*
 * What goes on in place of a packet that waits, with its changes; it takes that
 * one's place, and that one is the caller's. NULL, with nothing changed, where
 * the packet has no such field, or without memory.
 */
struct wire_packet *wire_change(struct wire *wire, struct wire_packet *packet,
                                const struct packet_change *change,
                                struct err *err);

/*
 * A TCP packet that no host has sent, of the connection that was last on the
 * wire. NULL where none was, or without memory. The caller owns it.
 */
struct wire_packet *wire_forge(struct wire *wire, enum host_id from,
                               const char *flags,
                               const struct packet_change *numbers,
                               struct err *err);

#endif
