/*
 * The wire's orders: what becomes of a packet when it is sent, and when
 * somebody decides over one that waits. Each decision is an event of the log,
 * and whoever shows or checks packets reads it there.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/inside.h"

enum {
    FRAMES_WHOLE = 4 << 20, /* bytes of frames that the log keeps whole */
    FRAME_HEADERS = 134,    /* Ethernet, IPv6 and the longest TCP header */
};

/*
 * The first event of a packet keeps its frame, for captures and for whoever
 * wants to see its header; a long run keeps headers only.
 */
static void keep_frame(struct lab *lab, struct packet_event *event,
                       struct wire_packet *packet)
{
    size_t kept = packet->len;

    event->frame_len = (uint32_t)packet->len;
    if (packet->logged)
        return;
    if (lab->kept + kept > FRAMES_WHOLE && kept > FRAME_HEADERS)
        kept = FRAME_HEADERS;
    event->frame = malloc(kept);
    if (!event->frame)
        return;
    memcpy(event->frame, packet->frame, kept);
    event->kept = (uint32_t)kept;
    lab->kept += kept;
    packet->logged = true;
}

/* A packet has an event for each thing that happens to it, under one id. */
static void log_packet(struct lab *lab, struct wire_packet *packet,
                       enum packet_fate fate)
{
    struct event event = {.kind = EVENT_PACKET, .packet = packet->event};

    event.packet.fate = fate;
    keep_frame(lab, &event.packet, packet);
    lab_append(lab, &event);
}

/*
 * Let a packet through and free it. Both hosts are read before and after,
 * so that no state in which a socket rests between two packets goes unseen:
 * for one that waited always, as any ACK may have waited behind another packet;
 * for one that only passes, where it opens or closes a connection.
 */
static void deliver(struct lab *lab, struct wire_packet *packet, bool waited)
{
    bool look = waited || packet->turns;
    enum packet_fate fate = FATE_DELIVERED;

    if (look)
        lab_look(lab, false);
    /* Nobody has told the wire to lose it. */
    if (wire_send(&lab->wire, packet) < 0) {
        lab_give_up(lab, "a packet can't be passed on: %s", strerror(errno));
        fate = FATE_DROPPED;
    }
    log_packet(lab, packet, fate);
    lab->hosts[packet->event.to].touched = true;
    if (look)
        lab_look(lab, false);
    free(packet);
}

/* Its sender hears nothing of it, as on a real network: TCP sends it again. */
static void drop(struct lab *lab, struct wire_packet *packet)
{
    log_packet(lab, packet, FATE_DROPPED);
    free(packet);
}

/*
 * A cut wire loses packets even while it is held. Sending changes the sender's
 * socket, so its host is to be read again whatever becomes of the packet.
 */
bool lab_relay(struct lab *lab)
{
    struct wire_packet *packet;
    bool any = false;

    while ((packet = wire_read(&lab->wire))) {
        any = true;
        lab->relayed = true;
        lab->hosts[packet->event.from].touched = true;
        if (lab->wire.cut)
            drop(lab, packet);
        else if (!lab->wire.held)
            deliver(lab, packet, false);
        else
            log_packet(lab, wire_keep(&lab->wire, packet), FATE_HELD);
    }
    if (lab->wire.failed)
        lab_give_up(lab, "a packet can't be taken in: %s",
                    strerror(lab->wire.failed));
    return any;
}

/* What waits goes on its way in order; on a cut wire that is nowhere. */
static void release_waiting(struct lab *lab)
{
    while (lab->wire.oldest) {
        struct wire_packet *packet = lab->wire.oldest;

        wire_take(&lab->wire, packet);
        if (lab->wire.cut)
            drop(lab, packet);
        else
            deliver(lab, packet, true);
    }
}

int lab_wire(struct lab *lab, enum wire_order order, struct err *err)
{
    const char *why = lab_cannot(lab, NEED_WIRE);

    if (lab_is_over(lab, err))
        return -1;
    if (why)
        return err_machine(err, "%s", why);
    /*
     * Held and cut are told apart: what was held before a cut gets lost only
     * when it is let go.
     */
    switch (order) {
    case WIRE_HOLD: lab->wire.held = true; break;
    case WIRE_FLOW:
        lab->wire.held = false;
        release_waiting(lab);
        break;
    case WIRE_CUT: lab->wire.cut = true; break;
    case WIRE_MEND: lab->wire.cut = false; break;
    }
    lab_stir(lab);
    return 0;
}

/* A second copy of a packet, right behind the first. */
static int duplicate(struct lab *lab, struct wire_packet *packet,
                     struct err *err)
{
    struct wire_packet *copy = malloc(sizeof(*copy) + packet->len);

    if (!copy) {
        lab_give_up(lab, "out of memory");
        return err_machine(err, "out of memory");
    }
    memcpy(copy, packet, sizeof(*copy) + packet->len);
    copy->event.id = lab->wire.next_id++;
    copy->event.resent = 0;
    copy->logged = false;
    packet->next = copy;
    lab->wire.waiting++;
    log_packet(lab, copy, FATE_DUPLICATED);
    return 0;
}

int lab_packet(struct lab *lab, enum packet_order order,
               const struct packet_pattern *pattern, struct err *err)
{
    const char *why = lab_cannot(lab, NEED_WIRE);
    struct wire_packet *packet;

    if (lab_is_over(lab, err))
        return -1;
    if (why)
        return err_machine(err, "%s", why);
    packet = wire_find(&lab->wire, pattern);
    if (!packet)
        return err_input(err, "no such packet waits on the wire");
    lab_stir(lab);
    if (order == PACKET_DUPLICATE)
        return duplicate(lab, packet, err);
    wire_take(&lab->wire, packet);
    if (order == PACKET_DROP || lab->wire.cut)
        drop(lab, packet);
    else
        deliver(lab, packet, true);
    return 0;
}

size_t lab_waiting(const struct lab *lab)
{
    return lab->wire.waiting;
}

const struct packet_event *lab_waiting_at(const struct lab *lab, size_t index)
{
    const struct wire_packet *packet = lab->wire.oldest;

    while (packet && index-- > 0)
        packet = packet->next;
    return packet ? &packet->event : NULL;
}

bool lab_wire_held(const struct lab *lab)
{
    return lab->wire.held;
}

bool lab_wire_cut(const struct lab *lab)
{
    return lab->wire.cut;
}
