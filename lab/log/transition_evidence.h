/*
 * transition_evidence.h - the evidence around a change of state, for
 * transition_cause.c only.
 *
 * It is looked for between the socket's previous change of state and its next
 * one: the lab reads states after the packet or call, but the call itself may
 * be logged a little later.
 */
#ifndef LAB_LOG_TRANSITION_EVIDENCE_H
#define LAB_LOG_TRANSITION_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/log/event.h"

/*
 * Where in the log to look for what caused one change of state: after the
 * socket's change before this one, and before its next one. What lies beyond
 * either belongs to that change.
 */
struct scene {
    const struct log *log;
    const struct state_event *event;
    size_t index;                       /* of the event */
    size_t first;                       /* evidence begins here */
    size_t end;                         /* and is over before this */
    const struct state_event *previous; /* NULL: none near */
    int64_t lasted;                     /* ns in the old state; -1: unknown */
};

/* The event's TCP change of state, NULL if it is another event. */
const struct state_event *scene_state(const struct event *event);

/* Look around the index-th event; false when it is no such change. */
bool scene_open(struct scene *scene, const struct log *log, size_t index);

/* Whether it carries a RST; false for NULL. */
bool scene_is_reset(const struct packet_event *packet);

/* The last packet that the socket got before it changed; NULL for none. */
const struct packet_event *scene_received(const struct scene *scene);

/* The packet on whose arrival the socket changed at once; NULL for none. */
const struct packet_event *scene_brought_by(const struct scene *scene);

/* Whether the host sent a RST of this connection around the change. */
bool scene_sent_reset(const struct scene *scene);

/* Whether an ICMP error reached the host since the socket's last change. */
bool scene_got_icmp(const struct scene *scene);

/* Whether a line with `ss -K` had the kernel destroy the socket. */
bool scene_destroyed(const struct scene *scene);

/* Whether a new socket between the same addresses was born around the change.
 */
bool scene_taken_over(const struct scene *scene);

/* Who closed: "close()", "its process ended"; NULL for nobody. Never freed. */
const char *scene_who_closed(const struct scene *scene);

/* The errno of a connect() that returned around the change; 0 for none. */
int scene_connect_errno(const struct scene *scene);

/*
 * Whether the ACK that LAST-ACK waited for may have come: a world without a
 * wire shows no packets and can't deny it.
 */
bool scene_acknowledged(const struct scene *scene);

/*
 * Whether the log has packets of this connection at all. On loopback there is
 * no wire: that nothing was received proves nothing there.
 */
bool scene_has_packets(const struct scene *scene);

#endif
