/*
 * Headers are read byte by byte: in a frame nothing is aligned, and numbers
 * stand in network byte order, the most significant byte first (RFC 791
 * appendix B). No length that a header claims is believed beyond what there is
 * of the frame.
 */
#include "lab/wire/packet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/wire/header_inside.h"

/* RFC 9293 section 3.1; `at` is the segment, len its length. */
static int parse_tcp(struct packet *packet, const uint8_t *at, size_t len)
{
    size_t header;

    if (len < TCP_HEADER)
        return -1;
    /* Its own length, with options, in words of 32 bits. */
    header = (size_t)(at[12] >> 4) * 4;
    if (header < TCP_HEADER || header > len)
        return -1;
    packet->src.port = header_16(at);
    packet->dst.port = header_16(at + 2);
    packet->seq = header_32(at + 4);
    packet->ack = header_32(at + 8);
    packet->flags = at[13];
    packet->win = header_16(at + 14);
    /* TCP says nowhere how much data there is: it is what IP has left. */
    packet->len = (uint32_t)(len - header);
    return 0;
}

/* Only the first fragment has the header; the others go on where it ends. */
static int parse_transport(struct packet *packet, const uint8_t *at, size_t len)
{
    bool whole = packet->offset == 0;

    packet->len = (uint32_t)len;
    switch (packet->proto) {
    case IPPROTO_TCP: return whole ? parse_tcp(packet, at, len) : 0;
    case IPPROTO_UDP:
        if (!whole)
            return 0;
        if (len < UDP_HEADER)
            return -1;
        packet->src.port = header_16(at);
        packet->dst.port = header_16(at + 2);
        packet->len = (uint32_t)(len - UDP_HEADER);
        return 0;
    case IPPROTO_ICMP:
    case IPPROTO_ICMPV6: return 0;
    default: return -1;
    }
}

/*
 * RFC 791 section 3.1. The total length decides: a frame may be padded, for
 * Ethernet carries no fewer than 60 bytes and small segments are shorter.
 */
static int parse_ip4(struct packet *packet, const uint8_t *at, size_t len)
{
    size_t header;
    size_t total;

    if (len < IP4_HEADER || at[0] >> 4 != 4)
        return -1;
    header = (size_t)(at[0] & 15) * 4;
    total = header_16(at + 2);
    if (header < IP4_HEADER || total < header || total > len)
        return -1;
    packet->proto = at[9];
    packet->offset = (header_16(at + 6) & 0x1fffu) * 8;
    addr_from_ip(&packet->src, AF_INET, at + 12, 0);
    addr_from_ip(&packet->dst, AF_INET, at + 16, 0);
    return parse_transport(packet, at + header, total - header);
}

/*
 * RFC 8200 section 3. Of its extension headers lessons send only the one of
 * fragments (section 4.5), for datagrams longer than the wire carries.
 */
static int parse_ip6(struct packet *packet, const uint8_t *at, size_t len)
{
    size_t payload;

    if (len < IP6_HEADER || at[0] >> 4 != 6)
        return -1;
    payload = header_16(at + 4);
    if (payload > len - IP6_HEADER)
        return -1;
    packet->proto = at[6];
    addr_from_ip(&packet->src, AF_INET6, at + 8, 0);
    addr_from_ip(&packet->dst, AF_INET6, at + 24, 0);
    at += IP6_HEADER;
    if (packet->proto == IPPROTO_FRAGMENT) {
        if (payload < FRAGMENT_HEADER)
            return -1;
        packet->proto = at[0];
        packet->offset = header_16(at + 2) & 0xfff8u;
        at += FRAGMENT_HEADER;
        payload -= FRAGMENT_HEADER;
    }
    return parse_transport(packet, at, payload);
}

int packet_parse(struct packet *packet, const uint8_t *frame, size_t len)
{
    memset(packet, 0, sizeof(*packet));
    if (len < ETHER_HEADER)
        return -1;
    switch (header_16(frame + 12)) {
    case TYPE_IP4:
        return parse_ip4(packet, frame + ETHER_HEADER, len - ETHER_HEADER);
    case TYPE_IP6:
        return parse_ip6(packet, frame + ETHER_HEADER, len - ETHER_HEADER);
    default: return -1;
    }
}

const char packet_letters[PACKET_FLAGS] = "FSRP.UEW";

char *packet_flags(uint8_t flags, char *out)
{
    size_t n = 0;

    for (int bit = 0; packet_letters[bit]; bit++)
        if (flags & 1U << bit)
            out[n++] = packet_letters[bit];
    out[n] = '\0';
    return out;
}

uint8_t packet_bits(const char *letters)
{
    uint8_t bits = 0;

    for (int bit = 0; packet_letters[bit]; bit++)
        if (strchr(letters, packet_letters[bit]))
            bits |= (uint8_t)(1U << bit);
    return bits;
}

/* Whatever the pattern says of numbers is about TCP, but for the length. */
bool packet_fits(const struct packet_pattern *pattern,
                 const struct packet_event *packet)
{
    bool tcp = packet->proto == IPPROTO_TCP ||
               !(pattern->win.set || pattern->seq.set || pattern->ack.set);

    if (pattern->any)
        return true;
    return strcmp(pattern->flags, packet->flags) == 0 &&
           pattern->from == packet->from && pattern->to == packet->to && tcp &&
           range_holds(&pattern->win, packet->win) &&
           range_holds(&pattern->len, packet->len) &&
           range_holds(&pattern->seq, packet->seq) &&
           range_holds(&pattern->ack, packet->ack);
}

bool packet_only_acks(const struct packet_event *packet)
{
    return packet->len == 0 && strchr(packet->flags, '.') &&
           !strpbrk(packet->flags, "SFR");
}

bool packet_turns(const struct packet *packet)
{
    return packet->flags & (TH_FLAG_SYN | TH_FLAG_FIN | TH_FLAG_RST);
}

uint32_t packet_carries(const struct packet *packet)
{
    if (packet->proto != IPPROTO_TCP || packet->offset)
        return 0;
    return packet->len + !!(packet->flags & TH_FLAG_SYN) +
           !!(packet->flags & TH_FLAG_FIN);
}

/* The newest connections are at the end, so look there first. */
static struct flow *flow_find(const struct flows *flows, const struct addr *src,
                              const struct addr *dst)
{
    for (size_t i = flows->n; i-- > 0;)
        if (addr_equal(&flows->list[i].src, src) &&
            addr_equal(&flows->list[i].dst, dst))
            return &flows->list[i];
    return NULL;
}

static struct flow *flow_add(struct flows *flows, const struct packet *packet)
{
    struct flow *list =
        memory_one_more(flows->list, flows->n, &flows->room, sizeof(*list));
    struct flow *flow;

    if (!list)
        return NULL;
    flows->list = list;
    /* A direction that begins in the middle counts from there. */
    flow = &flows->list[flows->n++];
    flow->src = packet->src;
    flow->dst = packet->dst;
    flow->first = packet->seq;
    flow->next = packet->seq;
    flow->answered = false;
    flow->awaited = packet->seq;
    flow->win = packet->win;
    return flow;
}

/*
 * Whether the packet carries something, and all of it stands before what its
 * sender would send next. Numbers wrap around after 4 GiB, so they are compared
 * by their distance: less than half of all numbers ahead is later (RFC 9293
 * section 3.4). Where both call at once, a SYN goes out again with an ACK that
 * it could not have before: it is the answer to the other SYN (section 3.5,
 * figure 7), no retransmission.
 */
static bool flow_sent(struct flow *flow, const struct packet *packet)
{
    const uint8_t answer = TH_FLAG_SYN | TH_FLAG_ACK;
    bool answers = (packet->flags & answer) == answer && !flow->answered;
    uint32_t carries = packet_carries(packet);
    uint32_t end = packet->seq + carries;

    flow->answered |= answers;
    if ((int32_t)(end - flow->next) > 0) {
        flow->next = end;
        return false;
    }
    return carries > 0 && !answers;
}

bool flows_relative(struct flows *flows, const struct packet *packet,
                    uint32_t *seq, uint32_t *ack)
{
    struct flow *flow = flow_find(flows, &packet->src, &packet->dst);
    struct flow *back;

    if (!flow)
        flow = flow_add(flows, packet);
    else if (packet->flags & TH_FLAG_SYN && packet->seq != flow->first) {
        flow->first = flow->next = flow->awaited = packet->seq;
        flow->answered = false;
    }
    if (flow)
        flow->win = packet->win;
    /* An acknowledgment is a number of the other direction's. */
    back = flow_find(flows, &packet->dst, &packet->src);
    if (back && packet->flags & TH_FLAG_ACK &&
        (int32_t)(packet->ack - back->awaited) > 0)
        back->awaited = packet->ack;
    flows_look(flows, packet, seq, ack);
    return flow && flow_sent(flow, packet);
}

void flows_look(const struct flows *flows, const struct packet *packet,
                uint32_t *seq, uint32_t *ack)
{
    const struct flow *flow = flow_find(flows, &packet->src, &packet->dst);
    const struct flow *back = flow_find(flows, &packet->dst, &packet->src);

    *seq = packet->seq - (flow ? flow->first : 0);
    *ack = packet->ack - (back ? back->first : 0);
}

const struct flow *flows_find(const struct flows *flows, const struct addr *src,
                              const struct addr *dst)
{
    return flow_find(flows, src, dst);
}

/*
 * What comes in order is taken, unless no window is open for it; what comes out
 * of order shows in the acknowledgment that follows once the gap is filled.
 */
void flows_arrived(struct flows *flows, const struct packet *packet)
{
    struct flow *flow = flow_find(flows, &packet->src, &packet->dst);
    const struct flow *back = flow_find(flows, &packet->dst, &packet->src);
    uint32_t end = packet->seq + packet_carries(packet);

    if (!flow || (back && back->win == 0 && packet->len > 0))
        return;
    if ((int32_t)(packet->seq - flow->awaited) <= 0 &&
        (int32_t)(end - flow->awaited) > 0)
        flow->awaited = end;
}

void flows_free(struct flows *flows)
{
    free(flows->list);
    *flows = (struct flows){0};
}
