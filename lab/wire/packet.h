/*
 * packet.h - an Ethernet frame of the wire, read into what tcpdump would say.
 *
 * Sequence numbers are made relative to each connection's first, for which a
 * struct flows remembers where each direction of a connection began. Nothing
 * here sends or receives.
 */
#ifndef LAB_WIRE_PACKET_H
#define LAB_WIRE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/log/event.h"
#include "lab/wire/wire_order.h"

enum {
    PACKET_MAX = 1 << 16, /* longest frame that the wire carries */
    TH_FLAG_FIN = 0x01,   /* bits of the TCP header, RFC 9293 section 3.1 */
    TH_FLAG_SYN = 0x02,
    TH_FLAG_RST = 0x04,
    TH_FLAG_PSH = 0x08,
    TH_FLAG_ACK = 0x10,
    TH_FLAG_URG = 0x20,
    TH_FLAG_ECE = 0x40, /* the last two are ECN's, RFC 3168 section 6.1 */
    TH_FLAG_CWR = 0x80,
};

/*
 * tcpdump(8)'s letters for FIN, SYN, RST, PSH, ACK, URG, ECE and CWR, in the
 * order of the bits, which is the order in which it writes them. Whatever reads
 * or writes flags as text goes by this, so that a script can name each packet
 * that the wire shows.
 */
extern const char packet_letters[PACKET_FLAGS];

/* What a frame says, with the numbers as they stand in it. */
struct packet {
    int proto; /* IPPROTO_TCP, _UDP, _ICMP, _ICMPV6 */
    struct addr src;
    struct addr dst;
    uint8_t flags; /* TCP's; 0 for the others */
    uint32_t seq;
    uint32_t ack;
    uint16_t win;    /* as it stands in the header (RFC 9293 section 3.1) */
    uint32_t len;    /* payload in bytes */
    uint32_t offset; /* of a fragment's data in the whole; 0 for the first and
                        for what is no fragment: only these have ports */
};

/* Where one direction of a connection began. */
struct flow {
    struct addr src;
    struct addr dst;
    uint32_t first;   /* sequence number that counts as 0 */
    uint32_t next;    /* sequence number after the last one that was sent */
    bool answered;    /* its SYN was sent with an ACK, too */
    uint32_t awaited; /* what the other end expects next: its RCV.NXT */
    uint16_t win;     /* the window that was last offered in this direction */
};

struct flows {
    struct flow *list; /* owned */
    size_t n;
    size_t room;
};

/*
 * Read a frame. Returns 0, or -1 for one that is not IPv4 or IPv6 with one of
 * the four protocols, or is cut short.
 */
int packet_parse(struct packet *packet, const uint8_t *frame, size_t len);

/* The letters of TCP flags, "S.", into out[PACKET_FLAGS]; returns out. */
char *packet_flags(uint8_t flags, char *out);

/*
 * Whether a TCP packet of the log is an acknowledgment and nothing else: no
 * data, and no SYN, FIN or RST. What it says of congestion does not matter.
 */
bool packet_only_acks(const struct packet_event *packet);

/* Whether a packet of the log is one that the pattern stands for. */
bool packet_fits(const struct packet_pattern *pattern,
                 const struct packet_event *packet);

/* The bits of letters such as "S.", in any order. */
uint8_t packet_bits(const char *letters);

/* Whether it opens or closes a connection: SYN, FIN or RST. */
bool packet_turns(const struct packet *packet);

/*
 * How many sequence numbers it takes: its data, and one each for a SYN and a
 * FIN (RFC 9293 section 3.4). 0 for what is not TCP.
 */
uint32_t packet_carries(const struct packet *packet);

/*
 * seq and ack relative to the connection's first, as tcpdump shows them: a
 * SYN begins a new count. Numbers of a direction that was not seen yet count
 * from its first packet. Out of memory leaves them absolute. Returns whether
 * all that the packet carries was sent before: a retransmission (RFC 9293
 * section 3.8.1).
 */
bool flows_relative(struct flows *flows, const struct packet *packet,
                    uint32_t *seq, uint32_t *ack);

/*
 * The same without a note of the packet, which the connection's own host has
 * not sent.
 */
void flows_look(const struct flows *flows, const struct packet *packet,
                uint32_t *seq, uint32_t *ack);

/* The direction from src to dst; NULL for one that was not seen yet. */
const struct flow *flows_find(const struct flows *flows, const struct addr *src,
                              const struct addr *dst);

/* A packet that its host has sent has arrived: what is awaited moves on. */
void flows_arrived(struct flows *flows, const struct packet *packet);

void flows_free(struct flows *flows);

#endif
