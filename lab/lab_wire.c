/*
 * The wire's orders: what becomes of a packet when it is sent, and when
 * somebody decides over one that waits. Each decision is an event of the log,
 * and whoever shows or checks packets reads it there.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lab/lab_inside.h"

enum {
    FRAMES_WHOLE = 4 << 20, /* bytes of frames that the log keeps whole */
    FRAME_HEADERS = 134,    /* Ethernet, IPv6 and the longest TCP header */
    BATCH = 64,             /* packets that are read before any is passed on */
    TICKS_NS = 2000000,     /* two, where there are 1000 in a second */
    DELAYED_ACK_NS = 40000000,
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
    lab->hosts[packet->event.to].stirred = log_now(lab->log);
    wire_answered_aside(&lab->wire, packet);
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

/* Whether an actor of that host is in a call, and not known to block there. */
static bool host_calls(const struct lab *lab, enum host_id host)
{
    for (int i = 0; i < lab->n_actors; i++)
        if (lab->actors[i]->host == host &&
            lab->actors[i]->state == ACTOR_CALLING)
            return true;
    return false;
}

/*
 * Whether a packet was sent by a timer of its kernel's while a script is under
 * way. No time is to pass between two of its lines, but on a busy machine it
 * does, and timers take no notice of whose turn it is: so a FIN whose ACK the
 * script is about to deliver comes a second time, and an ACK that was to ride
 * in the answer comes alone.
 *
 * By a timer is what carries what was sent before, or nothing but an ACK, when
 * nothing has happened on that host for as long as the kernel's own shortest
 * timers take: TCP_TIMEOUT_MIN for the first, two ticks, TCP_DELACK_MIN for the
 * other.
 */
static bool ahead_of_its_turn(const struct lab *lab,
                              const struct wire_packet *packet)
{
    const struct packet_event *event = &packet->event;
    int64_t quiet = log_now(lab->log) - lab->hosts[event->from].stirred;
    bool bare = event->len == 0 && strcmp(event->flags, ".") == 0;

    if (!lab->hurried || host_calls(lab, event->from))
        return false;
    return (event->again && quiet >= TICKS_NS) ||
           (bare && quiet >= DELAYED_ACK_NS);
}

/* A packet that has come while the wire is held. */
static void hold(struct lab *lab, struct wire_packet *packet)
{
    if (!wire_repeated(&lab->wire, packet) && ahead_of_its_turn(lab, packet)) {
        wire_set_aside(&lab->wire, packet);
        return;
    }
    wire_takes_along(&lab->wire, packet);
    log_packet(lab, wire_keep(&lab->wire, packet), FATE_HELD);
}

/*
 * Pass on what has come while the wire flows. Where we were kept from running,
 * its sender may have become impatient: what was sent again is counted on the
 * first, as on the held wire, or is freed where the answer has come as well. No
 * cable has a delay that depends on who else uses the machine; and it is not
 * harmless, for a FIN that comes behind its own ACK ends the TIME-WAIT of the
 * other side (RFC 1337).
 */
static void pass_on(struct lab *lab)
{
    struct wire_packet *packet;

    while ((packet = wire_take_oldest(&lab->wire))) {
        wire_answered(&lab->wire, packet);
        deliver(lab, packet, false);
    }
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
        else if (lab->wire.held)
            hold(lab, packet);
        else
            wire_keep(&lab->wire, packet);
        if (!lab->wire.held && lab->wire.waiting == BATCH)
            pass_on(lab);
    }
    if (!lab->wire.held)
        pass_on(lab);
    if (lab->wire.failed)
        lab_give_up(lab, "a packet can't be taken in: %s",
                    strerror(lab->wire.failed));
    return any;
}

/* Send a packet on its way, which on a cut wire leads nowhere. */
static void let_go(struct lab *lab, struct wire_packet *packet)
{
    if (lab->wire.cut)
        drop(lab, packet);
    else
        deliver(lab, packet, true);
}

/* Now it is the turn of the oldest that was set aside, if there is any. */
static bool release_aside(struct lab *lab)
{
    struct wire_packet *packet = wire_take_aside(&lab->wire);

    if (!packet)
        return false;
    if (lab->wire.held && !lab->wire.cut)
        log_packet(lab, wire_keep(&lab->wire, packet), FATE_HELD);
    else
        let_go(lab, packet);
    lab_stir(lab);
    return true;
}

void lab_line_begins(struct lab *lab)
{
    /* What was sent before belongs to the time before. */
    if (lab_relay(lab))
        lab_stir(lab);
    lab->hurried = true;
}

/*
 * One at a time: with the first the script may have what it waits for, and
 * others be answered before it waits again.
 */
void lab_time_passes(struct lab *lab)
{
    release_aside(lab);
}

void lab_no_line(struct lab *lab)
{
    lab->hurried = false;
    while (release_aside(lab))
        continue;
}

int lab_wire(struct lab *lab, enum wire_order order, struct err *err)
{
    struct wire_packet *packet;

    if (lab_is_unable(lab, NEED_WIRE, err))
        return -1;
    /*
     * Held and cut are told apart: what was held before a cut gets lost only
     * when it is let go.
     */
    switch (order) {
    case WIRE_HOLD: lab->wire.held = true; break;
    case WIRE_FLOW:
        lab->wire.held = false;
        while ((packet = wire_take_oldest(&lab->wire)))
            let_go(lab, packet);
        while (release_aside(lab))
            continue;
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
    struct wire_packet *packet;

    if (lab_is_unable(lab, NEED_WIRE, err))
        return -1;
    packet = wire_find(&lab->wire, pattern);
    if (!packet)
        return err_input(err, "no such packet waits on the wire");
    lab_stir(lab);
    if (order == PACKET_DUPLICATE)
        return duplicate(lab, packet, err);
    wire_take(&lab->wire, packet);
    if (order == PACKET_DROP)
        drop(lab, packet);
    else
        let_go(lab, packet);
    return 0;
}

int lab_change(struct lab *lab, const struct packet_pattern *pattern,
               const struct packet_change *change, struct err *err)
{
    struct wire_packet *packet, *new;
    struct err why;

    if (lab_is_unable(lab, NEED_WIRE, err))
        return -1;
    packet = wire_find(&lab->wire, pattern);
    if (!packet)
        return err_input(err, "no such packet waits on the wire");
    new = wire_change(&lab->wire, packet, change, &why);
    if (!new)
        return lab_order_failed(lab, &why, err);
    lab_stir(lab);
    log_packet(lab, packet, FATE_CHANGED);
    free(packet);
    log_packet(lab, new, FATE_HELD);
    return 0;
}

int lab_forge(struct lab *lab, const struct packet_pattern *packet,
              const struct packet_change *numbers, struct err *err)
{
    struct wire_packet *forged;
    struct err why;

    if (lab_is_unable(lab, NEED_WIRE, err))
        return -1;
    forged = wire_forge(&lab->wire, packet->from, packet->flags, numbers, &why);
    if (!forged)
        return lab_order_failed(lab, &why, err);
    lab_stir(lab);
    if (lab->wire.held && !lab->wire.cut)
        log_packet(lab, wire_keep(&lab->wire, forged), FATE_HELD);
    else
        let_go(lab, forged);
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
