#include "lab/wire/forge.h"

#include <netinet/in.h>
#include <string.h>

#include "lab/wire/header_inside.h"

enum {
    TTL = 64,    /* what Linux begins with, ip(7) */
    IP4_TTL = 8, /* where fields stand in their headers */
    IP4_SUM = 10,
    IP6_HOPS = 7,
    TCP_FLAGS = 13,
    TCP_WINDOW = 14,
    TCP_SUM = 16,
    UDP_SUM = 6,
};

static void put_16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static void put_32(uint8_t *at, uint32_t value)
{
    put_16(at, value >> 16);
    put_16(at + 2, value);
}

/* Where the parts of a frame are. */
struct layout {
    uint8_t *ip;
    uint8_t *transport;
    size_t len; /* of the transport's header and data */
    int proto;
    bool v6;
};

/* Returns whether the frame is a whole packet, no fragment of one. */
static bool lay_out(struct layout *layout, uint8_t *frame, size_t len)
{
    struct packet packet;
    size_t header, total;
    uint8_t *ip = frame + ETHER_HEADER;

    if (packet_parse(&packet, frame, len) < 0)
        return false;
    layout->v6 = header_16(frame + 12) == TYPE_IP6;
    header = layout->v6 ? IP6_HEADER : (size_t)(ip[0] & 15) * 4;
    total =
        layout->v6 ? IP6_HEADER + (size_t)header_16(ip + 4) : header_16(ip + 2);
    layout->ip = ip;
    layout->transport = ip + header;
    layout->len = total - header;
    layout->proto = packet.proto;
    /* A fragment of IPv6 has a header of its own in between. */
    return packet.offset == 0 && (layout->v6 ? ip[6] != IPPROTO_FRAGMENT
                                             : !(header_16(ip + 6) & 0x2000));
}

/* ---- checksums, RFC 1071 ---- */

static uint32_t sum_of(const uint8_t *at, size_t len, uint32_t sum)
{
    for (size_t i = 0; i + 1 < len; i += 2)
        sum += header_16(at + i);
    if (len % 2)
        sum += (uint32_t)at[len - 1] << 8;
    return sum;
}

static uint16_t folded(uint32_t sum)
{
    while (sum >> 16)
        sum = (sum & 0xffff) + (sum >> 16);
    return (uint16_t)~sum;
}

/* Both addresses, the protocol and the length count as well (RFC 9293 3.1). */
static uint16_t transport_sum(const struct layout *layout)
{
    uint32_t sum = (uint32_t)layout->proto + (uint32_t)layout->len;

    sum = layout->v6 ? sum_of(layout->ip + 8, 32, sum)
                     : sum_of(layout->ip + 12, 8, sum);
    return folded(sum_of(layout->transport, layout->len, sum));
}

static void sum_up(const struct layout *layout)
{
    uint8_t *at =
        layout->transport + (layout->proto == IPPROTO_TCP ? TCP_SUM : UDP_SUM);

    if (!layout->v6) {
        size_t header = (size_t)(layout->transport - layout->ip);

        put_16(layout->ip + IP4_SUM, 0);
        put_16(layout->ip + IP4_SUM, folded(sum_of(layout->ip, header, 0)));
    }
    if (layout->proto != IPPROTO_TCP && layout->proto != IPPROTO_UDP)
        return;
    put_16(at, 0);
    put_16(at, transport_sum(layout));
    /* To UDP 0 says that none was made (RFC 768). */
    if (layout->proto == IPPROTO_UDP && header_16(at) == 0)
        put_16(at, 0xffff);
}

/* ---- one that was sent ---- */

/* The data of a TCP or UDP packet; NULL when it has not that many bytes. */
static uint8_t *data_at(const struct layout *layout, uint32_t at)
{
    size_t header = layout->proto == IPPROTO_TCP
                        ? (size_t)(layout->transport[12] >> 4) * 4
                    : layout->proto == IPPROTO_UDP ? UDP_HEADER
                                                   : layout->len;

    return at < layout->len - header ? layout->transport + header + at : NULL;
}

/* What only TCP has. */
static void write_tcp(uint8_t *tcp, const struct forge_fields *fields)
{
    if (fields->has_seq)
        put_32(tcp + 4, fields->seq);
    if (fields->has_ack)
        put_32(tcp + 8, fields->ack);
    if (fields->has_flags)
        tcp[TCP_FLAGS] = fields->flags;
    if (fields->has_win)
        put_16(tcp + TCP_WINDOW, fields->win);
}

int forge_change(uint8_t *frame, size_t len, const struct forge_fields *fields,
                 struct err *err)
{
    bool tcp = fields->has_seq || fields->has_ack || fields->has_flags ||
               fields->has_win;
    struct layout layout;
    uint8_t *byte;

    if (!lay_out(&layout, frame, len))
        return err_input(err, "a fragment can't be changed");
    if (tcp && layout.proto != IPPROTO_TCP)
        return err_input(err, "the packet is not TCP: only ttl: and byte: can "
                              "be changed");
    byte = fields->has_byte ? data_at(&layout, fields->at) : NULL;
    if (fields->has_byte && !byte)
        return err_input(err, "the packet has no byte %u of data", fields->at);
    if (tcp)
        write_tcp(layout.transport, fields);
    if (fields->has_ttl)
        layout.ip[layout.v6 ? IP6_HOPS : IP4_TTL] = fields->ttl;
    if (byte)
        *byte = fields->byte;
    sum_up(&layout);
    return 0;
}

/* ---- one that nobody sent ---- */

/* Headers of fixed length, without options. Returns where the segment begins.
 */
static uint8_t *write_ip(uint8_t *frame, const struct addr *src,
                         const struct addr *dst, size_t segment)
{
    uint8_t *ip = frame + ETHER_HEADER;

    memset(ip, 0, IP6_HEADER);
    if (src->family == AF_INET6) {
        put_16(frame + 12, TYPE_IP6);
        ip[0] = 6 << 4;
        put_16(ip + 4, (uint32_t)segment);
        ip[6] = IPPROTO_TCP;
        ip[IP6_HOPS] = TTL;
        memcpy(ip + 8, src->ip, 16);
        memcpy(ip + 24, dst->ip, 16);
        return ip + IP6_HEADER;
    }
    put_16(frame + 12, TYPE_IP4);
    ip[0] = 4 << 4 | IP4_HEADER / 4;
    put_16(ip + 2, (uint32_t)(IP4_HEADER + segment));
    put_16(ip + 6, 0x4000); /* not to be fragmented */
    ip[IP4_TTL] = TTL;
    ip[9] = IPPROTO_TCP;
    memcpy(ip + 12, src->ip, 4);
    memcpy(ip + 16, dst->ip, 4);
    return ip + IP4_HEADER;
}

size_t forge_frame(uint8_t *frame, const struct addr *src,
                   const struct addr *dst, const struct forge_fields *fields,
                   size_t len)
{
    size_t segment = TCP_HEADER + len;
    uint8_t *tcp = write_ip(frame, src, dst, segment);
    size_t total = (size_t)(tcp - frame) + segment;
    struct layout layout;

    memset(tcp, 0, TCP_HEADER);
    put_16(tcp, src->port);
    put_16(tcp + 2, dst->port);
    tcp[12] = TCP_HEADER / 4 << 4;
    write_tcp(tcp, fields);
    memset(tcp + TCP_HEADER, 'x', len);
    if (fields->has_ttl)
        frame[ETHER_HEADER + (src->family == AF_INET6 ? IP6_HOPS : IP4_TTL)] =
            fields->ttl;
    if (lay_out(&layout, frame, total))
        sum_up(&layout);
    return total;
}
