/*
 * wire_forge.c - packets as a stranger on the way between the hosts makes them:
 * one that is changed, and one that no host has sent.
 *
 * The stranger sees all that passes, so the numbers that would be right are
 * known from the connection; a script says how far from these its own are.
 */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lab/wire/forge.h"
#include "lab/wire/wire.h"

/* The number, where the one that it would be otherwise is `usual`. */
static uint32_t chosen(const struct packet_number *number, uint32_t first,
                       uint32_t usual)
{
    if (!number->set)
        return usual;
    return (number->added ? usual : first) + (uint32_t)number->number;
}

/* Where the count of a direction begins; 0 for one that was not seen. */
static uint32_t first_of(const struct flow *flow)
{
    return flow ? flow->first : 0;
}

/* What is the same for a packet that was sent and one that was not. */
static void set_others(struct forge_fields *fields,
                       const struct packet_change *change, uint32_t win)
{
    fields->has_win |= change->win.set;
    fields->win = (uint16_t)chosen(&change->win, 0, win);
    fields->has_ttl = change->ttl.set;
    fields->ttl = (uint8_t)change->ttl.number;
}

/* ---- one that was sent ---- */

static void fields_of_change(const struct wire *wire,
                             const struct packet *packet,
                             const struct packet_change *change,
                             struct forge_fields *fields)
{
    const struct flow *there =
        flows_find(&wire->flows, &packet->src, &packet->dst);
    const struct flow *back =
        flows_find(&wire->flows, &packet->dst, &packet->src);

    *fields = (struct forge_fields){.has_seq = change->seq.set,
                                    .has_ack = change->ack.set,
                                    .has_flags = change->has_flags,
                                    .has_byte = change->has_byte,
                                    .at = change->at,
                                    .byte = change->byte};
    fields->seq = chosen(&change->seq, first_of(there), packet->seq);
    fields->ack = chosen(&change->ack, first_of(back), packet->ack);
    fields->flags = packet_bits(change->flags);
    set_others(fields, change, packet->win);
}

/* Put a packet where another one waits. */
static void take_place(struct wire *wire, struct wire_packet *old,
                       struct wire_packet *new)
{
    struct wire_packet **at = &wire->oldest;

    while (*at != old)
        at = &(*at)->next;
    new->next = old->next;
    *at = new;
    old->next = NULL;
}

/*
 * What its host sends again is told by the numbers that the host knows of, so
 * these stay with it.
 */
struct wire_packet *wire_change(struct wire *wire, struct wire_packet *packet,
                                const struct packet_change *change,
                                struct err *err)
{
    struct forge_fields fields;
    struct packet read;
    struct wire_packet *new;
    uint8_t *frame = malloc(packet->len);

    if (!frame) {
        err_machine(err, "out of memory");
        return NULL;
    }
    memcpy(frame, packet->frame, packet->len);
    packet_parse(&read, frame, packet->len);
    fields_of_change(wire, &read, change, &fields);
    if (forge_change(frame, packet->len, &fields, err) < 0) {
        free(frame);
        return NULL;
    }
    packet_parse(&read, frame, packet->len);
    new = wire_new(wire, packet->event.from, MADE_CHANGED, frame, &read,
                   packet->len);
    free(frame);
    if (!new) {
        err_machine(err, "out of memory");
        return NULL;
    }
    new->flags = packet->flags;
    new->seq = packet->seq;
    new->end = packet->end;
    new->ack = packet->ack;
    new->event.again = packet->event.again;
    take_place(wire, packet, new);
    return new;
}

/* ---- one that was not ---- */

/* With the numbers of the connection, as the script wants them. */
static void fields_of_forgery(const struct wire *wire, const struct addr *src,
                              const struct addr *dst, const char *flags,
                              const struct packet_change *numbers,
                              struct forge_fields *fields)
{
    const struct flow *there = flows_find(&wire->flows, src, dst);
    const struct flow *back = flows_find(&wire->flows, dst, src);

    *fields = (struct forge_fields){.has_seq = true,
                                    .has_flags = true,
                                    .has_win = true,
                                    .flags = packet_bits(flags)};
    fields->seq =
        chosen(&numbers->seq, first_of(there), there ? there->awaited : 0);
    /* Without the ACK bit the field is 0, as in a host's own packets. */
    fields->has_ack = fields->flags & TH_FLAG_ACK;
    fields->ack = chosen(&numbers->ack, first_of(back), back ? back->next : 0);
    set_others(fields, numbers, there ? there->win : 0);
}

struct wire_packet *wire_forge(struct wire *wire, enum host_id from,
                               const char *flags,
                               const struct packet_change *numbers,
                               struct err *err)
{
    const struct wire_last *last = &wire->last;
    bool same = last->from == from;
    const struct addr *src = same ? &last->src : &last->dst;
    const struct addr *dst = same ? &last->dst : &last->src;
    struct wire_packet *new;
    struct forge_fields fields;
    struct packet read;
    uint8_t frame[FORGE_FRAME];
    size_t len;

    if (!last->seen) {
        err_input(err, "no TCP connection was on the wire yet, to which a "
                       "forged packet could belong");
        return NULL;
    }
    memcpy(frame, last->ether, WIRE_ETHER);
    if (!same) {
        memcpy(frame, last->ether + 6, 6);
        memcpy(frame + 6, last->ether, 6);
    }
    fields_of_forgery(wire, src, dst, flags, numbers, &fields);
    len = forge_frame(frame, src, dst, &fields, numbers->len);
    packet_parse(&read, frame, len);
    new = wire_new(wire, from, MADE_FORGED, frame, &read, len);
    if (!new)
        err_machine(err, "out of memory");
    return new;
}
