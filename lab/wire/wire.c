/*
 * Both hosts' cables end in a namespace of the lab's own, and nothing there
 * forwards: what one host sends stays here until we send it out of the other
 * end. So every packet can be looked at, held, lost or doubled by a process
 * without any rights over this machine's network (packet(7), veth(4)).
 */
#include "lab/wire/wire.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { SEND_PATIENCE_MS = 10000 }; /* no queue of frames takes that long */

int wire_open(struct wire *wire, const struct netns *netns, struct err *err)
{
    *wire = (struct wire){.link = -1, .next_id = 1};
    if (!netns)
        return 0;
    wire->buffer = malloc(PACKET_MAX);
    if (!wire->buffer)
        return err_machine(err, "out of memory");
    /* It belongs to the netns, which outlives the wire. */
    wire->link = netns->link;
    return 0;
}

void wire_close(struct wire *wire)
{
    struct wire_packet *packet;

    while ((packet = wire_take_oldest(wire)))
        free(packet);
    while ((packet = wire_take_aside(wire)))
        free(packet);
    flows_free(&wire->flows);
    free(wire->buffer);
    wire->buffer = NULL;
    wire->link = -1;
}

/* Which host's end the interface is; HOSTS for neither. */
static enum host_id wire_from(int index)
{
    int host = index - NETNS_FIRST_END;

    return host >= 0 && host < HOSTS ? (enum host_id)host : HOSTS;
}

/* What a stranger on the wire can read off the newest packet. */
static void note_last(struct wire *wire, enum host_id from,
                      const struct packet *packet)
{
    struct wire_last *last = &wire->last;

    last->seen = true;
    last->from = from;
    last->src = packet->src;
    last->dst = packet->dst;
    memcpy(last->ether, wire->buffer, WIRE_ETHER);
}

/* Only what its own host has sent moves the connection's numbers on. */
static void number(struct wire *wire, struct packet_event *event,
                   const struct packet *packet)
{
    if (event->made == MADE_SENT)
        event->again =
            flows_relative(&wire->flows, packet, &event->seq, &event->ack);
    else
        flows_look(&wire->flows, packet, &event->seq, &event->ack);
}

struct wire_packet *wire_new(struct wire *wire, enum host_id from,
                             enum packet_made origin, const uint8_t *frame,
                             const struct packet *packet, size_t len)
{
    struct wire_packet *made = malloc(sizeof(*made) + len);
    struct packet_event *event;

    if (!made) {
        wire->failed = ENOMEM;
        return NULL;
    }
    memset(made, 0, sizeof(*made));
    memcpy(made->frame, frame, len);
    made->len = len;
    made->turns = packet_turns(packet);
    made->flags = packet->flags;
    /* Kept as it is too: the relative one begins anew with a port's next SYN.
     */
    made->seq = packet->seq;
    made->end = packet->seq + packet_carries(packet);
    made->ack = packet->ack;
    event = &made->event;
    event->id = wire->next_id++;
    event->made = origin;
    event->from = from;
    event->to = from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
    event->proto = packet->proto;
    event->src = packet->src;
    event->dst = packet->dst;
    event->len = packet->len;
    event->win = packet->win;
    if (packet->proto == IPPROTO_TCP && !packet->offset) {
        packet_flags(packet->flags, event->flags);
        number(wire, event, packet);
        /*
         * Without the ACK bit the field has no meaning (RFC 9293 section 3.1):
         * only a connection's first SYN, and some resets, come so.
         */
        event->has_ack = packet->flags & TH_FLAG_ACK;
        if (!event->has_ack)
            event->ack = 0;
    }
    return made;
}

struct wire_packet *wire_read(struct wire *wire)
{
    while (wire->link >= 0) {
        struct sockaddr_ll from;
        socklen_t size = sizeof(from);
        ssize_t got = recvfrom(wire->link, wire->buffer, PACKET_MAX,
                               MSG_DONTWAIT, (struct sockaddr *)&from, &size);
        struct packet packet;
        enum host_id host;

        if (got < 0 && errno == EINTR)
            continue;
        /* ENETDOWN is reported once when an interface goes. */
        if (got < 0) {
            if (errno != EAGAIN && errno != ENETDOWN)
                wire->failed = errno;
            return NULL;
        }
        host = wire_from(from.sll_ifindex);
        /*
         * A packet socket hears what it has sent itself as well: what we have
         * delivered must not come round again.
         */
        if (host == HOSTS || from.sll_pkttype == PACKET_OUTGOING ||
            packet_parse(&packet, wire->buffer, (size_t)got) < 0)
            continue;
        if (packet.proto == IPPROTO_TCP && !packet.offset)
            note_last(wire, host, &packet);
        return wire_new(wire, host, MADE_SENT, wire->buffer, &packet,
                        (size_t)got);
    }
    return NULL;
}

/* Whether both go the same way in one connection. */
static bool same_way(const struct wire_packet *a, const struct wire_packet *b)
{
    return a->event.proto == b->event.proto && a->event.from == b->event.from &&
           addr_equal(&a->event.src, &b->event.src) &&
           addr_equal(&a->event.dst, &b->event.dst);
}

/*
 * The oldest packet that waits and carries what b does at that number, NULL
 * when none does. Numbers wrap around, so distances are compared.
 */
static struct wire_packet *carrier(const struct wire *wire,
                                   const struct wire_packet *b, uint32_t seq)
{
    struct wire_packet *a = wire->oldest;

    while (a && (a->event.made == MADE_FORGED || !same_way(a, b) ||
                 seq - a->seq >= a->end - a->seq))
        a = a->next;
    return a;
}

/*
 * Whether two are alike as an opening or a reset has to be. A SYN that asks for
 * ECN and gets no answer is sent again without that (RFC 3168 section 6.1.1.1),
 * so these two flags may differ.
 */
static bool alike(const struct wire_packet *a, const struct wire_packet *b)
{
    uint8_t differ =
        (uint8_t)((a->flags ^ b->flags) & ~(TH_FLAG_ECE | TH_FLAG_CWR));

    return a->event.made != MADE_FORGED && same_way(a, b) && a->seq == b->seq &&
           a->end == b->end && !differ;
}

/*
 * The waiting packet that b repeats, NULL when it says something new. The
 * frames need not be the same: a timestamp (RFC 7323) or an acknowledgment may
 * be newer, and what was sent in several pieces, a FIN among them, may come
 * again as one (RFC 9293 section 3.8.1). So it counts whether each number that
 * b carries waits already. A SYN,ACK answers where the SYN before it did not,
 * and resets carry nothing, so with these all has to be the same. An ACK alone
 * is never a repetition: nothing in it could get lost, and several that look
 * the same tell the sender that something did (RFC 5681 section 3.2).
 */
struct wire_packet *wire_repeated(const struct wire *wire,
                                  const struct wire_packet *b)
{
    struct wire_packet *first = wire->oldest;
    const struct wire_packet *piece;

    if (strpbrk(b->event.flags, "SR")) {
        while (first && !alike(first, b))
            first = first->next;
        return first;
    }
    if (b->end == b->seq)
        return NULL;
    first = carrier(wire, b, b->seq);
    for (piece = first; piece && (int32_t)(b->end - piece->end) > 0;)
        piece = carrier(wire, b, piece->end);
    return piece ? first : NULL;
}

/* Put a packet at the end of the list. */
static void append(struct wire_packet **list, struct wire_packet *packet)
{
    while (*list)
        list = &(*list)->next;
    packet->next = NULL;
    *list = packet;
}

/*
 * A held packet is sent again and again by its kernel, which knows nothing of
 * us. One of them waits, with a count, or a screen would fill with copies.
 */
struct wire_packet *wire_keep(struct wire *wire, struct wire_packet *packet)
{
    struct wire_packet *before =
        packet->event.made == MADE_FORGED ? NULL : wire_repeated(wire, packet);

    if (before) {
        before->event.resent++;
        free(packet);
        return before;
    }
    append(&wire->oldest, packet);
    wire->waiting++;
    return packet;
}

void wire_set_aside(struct wire *wire, struct wire_packet *packet)
{
    append(&wire->aside, packet);
}

struct wire_packet *wire_take_aside(struct wire *wire)
{
    struct wire_packet *packet = wire->aside;

    if (packet)
        wire->aside = packet->next;
    return packet;
}

/*
 * Whether what `again` carries was sent before, and the other packet says that
 * it has arrived. Numbers wrap around, so distances are compared.
 */
static bool answers(const struct wire_packet *packet,
                    const struct wire_packet *again)
{
    return packet->event.has_ack && again->event.again &&
           again->event.proto == packet->event.proto &&
           addr_equal(&again->event.src, &packet->event.dst) &&
           addr_equal(&again->event.dst, &packet->event.src) &&
           (int32_t)(packet->ack - again->end) >= 0;
}

/* Whether a packet acknowledges all that the bare ACK does. */
static bool takes_along(const struct wire_packet *packet,
                        const struct wire_packet *bare)
{
    return packet->event.has_ack && strcmp(bare->event.flags, ".") == 0 &&
           bare->event.len == 0 && same_way(packet, bare) &&
           (int32_t)(packet->ack - bare->ack) >= 0;
}

/* Free those of a list that fit. Returns how many they were. */
static size_t free_those(struct wire_packet **list,
                         bool (*fits)(const struct wire_packet *packet,
                                      const struct wire_packet *one),
                         const struct wire_packet *packet)
{
    size_t n = 0;

    while (*list) {
        struct wire_packet *one = *list;

        if (!fits(packet, one)) {
            list = &one->next;
            continue;
        }
        *list = one->next;
        free(one);
        n++;
    }
    return n;
}

void wire_takes_along(struct wire *wire, const struct wire_packet *packet)
{
    free_those(&wire->aside, takes_along, packet);
}

void wire_answered_aside(struct wire *wire, const struct wire_packet *packet)
{
    free_those(&wire->aside, answers, packet);
}

void wire_answered(struct wire *wire, const struct wire_packet *packet)
{
    wire->waiting -= free_those(&wire->oldest, answers, packet);
}

struct wire_packet *wire_find(const struct wire *wire,
                              const struct packet_pattern *pattern)
{
    struct wire_packet *packet = wire->oldest;

    while (packet && !packet_fits(pattern, &packet->event))
        packet = packet->next;
    return packet;
}

/* A pointer to the link before it, so that the first is no special case. */
void wire_take(struct wire *wire, struct wire_packet *packet)
{
    struct wire_packet **at = &wire->oldest;

    while (*at != packet)
        at = &(*at)->next;
    *at = packet->next;
    packet->next = NULL;
    wire->waiting--;
}

struct wire_packet *wire_take_oldest(struct wire *wire)
{
    struct wire_packet *packet = wire->oldest;

    if (packet)
        wire_take(wire, packet);
    return packet;
}

/*
 * The frame goes as it came, its Ethernet header included (a packet socket of
 * type SOCK_RAW): on a veth(4) what leaves one end arrives at the other. Where
 * too many are on their way (EAGAIN) it waits for the kernel to be done with
 * some.
 */
int wire_send(struct wire *wire, const struct wire_packet *packet)
{
    struct packet arrived;
    struct sockaddr_ll to = {
        .sll_family = AF_PACKET,
        .sll_ifindex = NETNS_FIRST_END + (int)packet->event.to,
    };
    struct pollfd room = {.fd = wire->link, .events = POLLOUT};
    ssize_t put;

    do
        put = sendto(wire->link, packet->frame, packet->len, 0,
                     (struct sockaddr *)&to, sizeof(to));
    while (put < 0 &&
           (errno == EINTR ||
            (errno == EAGAIN && poll(&room, 1, SEND_PATIENCE_MS) > 0)));
    /* Whether the others are taken is for their receiver to say. */
    if (put >= 0 && packet->event.made == MADE_SENT &&
        packet_parse(&arrived, packet->frame, packet->len) == 0)
        flows_arrived(&wire->flows, &arrived);
    return put < 0 ? -1 : 0;
}
