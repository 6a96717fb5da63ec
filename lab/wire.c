#include "lab/wire.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

int wire_open(struct wire *wire, const struct netns *netns, struct err *err)
{
    *wire = (struct wire){.link = -1, .next_id = 1};
    if (!netns)
        return 0;
    wire->buffer = malloc(PACKET_MAX);
    if (!wire->buffer)
        return err_machine(err, "out of memory");
    wire->link = netns->link;
    memcpy(wire->ends, netns->ends, sizeof(wire->ends));
    return 0;
}

void wire_close(struct wire *wire)
{
    while (wire->oldest) {
        struct wire_packet *packet = wire->oldest;

        wire_take(wire, packet);
        free(packet);
    }
    flows_free(&wire->flows);
    free(wire->buffer);
    wire->buffer = NULL;
    wire->link = -1;
}

/* Which host's end the interface is; HOSTS for neither. */
static enum host_id wire_from(const struct wire *wire, int index)
{
    for (int host = 0; host < HOSTS; host++)
        if (wire->ends[host] == index)
            return (enum host_id)host;
    return HOSTS;
}

static struct wire_packet *packet_new(struct wire *wire, enum host_id from,
                                      const struct packet *packet, size_t len)
{
    struct wire_packet *made = malloc(sizeof(*made) + len);
    struct packet_event *event;

    if (!made)
        return NULL;
    memset(made, 0, sizeof(*made));
    memcpy(made->frame, wire->buffer, len);
    made->len = len;
    made->turns = packet_turns(packet);
    made->seq = packet->seq;
    event = &made->event;
    event->id = wire->next_id++;
    event->from = from;
    event->to = from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
    event->proto = packet->proto;
    event->src = packet->src;
    event->dst = packet->dst;
    event->len = packet->len;
    if (packet->proto == IPPROTO_TCP) {
        packet_flags(packet->flags, event->flags);
        event->again =
            flows_relative(&wire->flows, packet, &event->seq, &event->ack);
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
        /* ENETDOWN is reported once when an interface goes; so is EAGAIN. */
        if (got < 0)
            return NULL;
        host = wire_from(wire, from.sll_ifindex);
        if (host == HOSTS || from.sll_pkttype == PACKET_OUTGOING ||
            packet_parse(&packet, wire->buffer, (size_t)got) < 0)
            continue;
        return packet_new(wire, host, &packet, (size_t)got);
    }
    return NULL;
}

/* Whether b is what a would look like if its sender sent it again. */
static bool packet_repeats(const struct wire_packet *a,
                           const struct wire_packet *b)
{
    return a->event.proto == IPPROTO_TCP && b->event.proto == IPPROTO_TCP &&
           a->event.from == b->event.from && a->seq == b->seq &&
           a->event.len == b->event.len &&
           strcmp(a->event.flags, b->event.flags) == 0 &&
           (a->turns || a->event.len > 0) &&
           addr_equal(&a->event.src, &b->event.src) &&
           addr_equal(&a->event.dst, &b->event.dst);
}

struct wire_packet *wire_keep(struct wire *wire, struct wire_packet *packet)
{
    struct wire_packet **end = &wire->oldest;

    for (; *end; end = &(*end)->next) {
        if (!packet_repeats(*end, packet))
            continue;
        (*end)->event.resent++;
        free(packet);
        return *end;
    }
    packet->next = NULL;
    *end = packet;
    wire->waiting++;
    return packet;
}

struct wire_packet *wire_find(const struct wire *wire,
                              const struct packet_pattern *pattern)
{
    struct wire_packet *packet = wire->oldest;

    while (packet && !pattern->any &&
           (packet->event.from != pattern->from ||
            strcmp(packet->event.flags, pattern->flags) != 0))
        packet = packet->next;
    return packet;
}

void wire_take(struct wire *wire, struct wire_packet *packet)
{
    struct wire_packet **at = &wire->oldest;

    while (*at != packet)
        at = &(*at)->next;
    *at = packet->next;
    packet->next = NULL;
    wire->waiting--;
}

int wire_send(const struct wire *wire, const struct wire_packet *packet)
{
    struct sockaddr_ll to = {
        .sll_family = AF_PACKET,
        .sll_ifindex = wire->ends[packet->event.to],
    };
    ssize_t put;

    do
        put = sendto(wire->link, packet->frame, packet->len, 0,
                     (struct sockaddr *)&to, sizeof(to));
    while (put < 0 && errno == EINTR);
    return put < 0 ? -1 : 0;
}
