/*
 * ladder_repeat.c - compares packets by what a row of the ladder says of them.
 */
#include "widgets/ladder/ladder_repeat.h"

#include <netinet/in.h>
#include <string.h>

#include "lab/wire/header.h"

/* An acknowledgment alone, as a probe is and its answer. */
static bool is_bare(const struct packet_event *packet)
{
    return packet->proto == IPPROTO_TCP && packet->len == 0 &&
           strcmp(packet->flags, ".") == 0;
}

bool ladder_may_repeat(const struct event *event)
{
    return event->kind == EVENT_PACKET && event->packet.made == MADE_SENT &&
           (event->packet.fate == FATE_DELIVERED ||
            event->packet.fate == FATE_DROPPED) &&
           (event->packet.again || is_bare(&event->packet));
}

/* Whether both offer as many bytes: a window that opens is news. */
static bool same_window(const struct packet_event *a,
                        const struct packet_event *b)
{
    const struct packet_event *both[] = {a, b};
    const struct header_field *window[2];
    struct header headers[2];

    for (int i = 0; i < 2; i++) {
        if (!both[i]->frame)
            return false;
        header_read(&headers[i], both[i]->frame, both[i]->kept);
        window[i] = header_find(&headers[i], LAYER_TCP, "Window");
    }
    return window[0] && window[1] &&
           strcmp(window[0]->value, window[1]->value) == 0;
}

bool ladder_repeats(const struct packet_event *a, const struct packet_event *b)
{
    return a->from == b->from && a->proto == b->proto && a->fate == b->fate &&
           a->seq == b->seq && a->ack == b->ack && a->has_ack == b->has_ack &&
           a->len == b->len && strcmp(a->flags, b->flags) == 0 &&
           addr_equal(&a->src, &b->src) && addr_equal(&a->dst, &b->dst) &&
           (b->again || same_window(a, b));
}
