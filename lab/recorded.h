/*
 * recorded.h - a lab without a world, whose log tells what happened elsewhere.
 *
 * Whatever reads a lab (its log, actors, sockets and wire) reads a recorded
 * one just so: panes know no difference. It is told event by event what had
 * happened, and how the hosts stood then. It is always at rest, its clock
 * stands still, and no order may be given to it.
 *
 * What it is told may come from a file that anybody has written, so all that
 * could not have happened is refused.
 */
#ifndef LAB_RECORDED_H
#define LAB_RECORDED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/lab.h"

/* An empty one; NULL without memory. lab_close() it. */
struct lab *recorded_open(struct err *err);

/* Its clock goes on by so many nanoseconds, and stands there. */
void recorded_pass(struct lab *lab, int64_t ns);

/*
 * Append an event, at the clock's time, and let actors and sockets follow:
 * a process begins or ends, a call blocks or returns, a socket is born,
 * changes its state or is gone. Takes over the event's strings, in any case.
 * A packet's id is the one after the last new one's, or one that there was.
 * Returns 0, or -1 for what can't be (a call of an actor without a process).
 */
int recorded_event(struct lab *lab, const struct event *event, struct err *err);

/*
 * Replace what is known of a socket that there is on the host, found by its
 * cookie. Returns 0, or -1 when there is none such.
 */
int recorded_sock(struct lab *lab, enum host_id host, const struct sock *sock,
                  struct err *err);

/* A socket of the host by its cookie; NULL when there is none. */
const struct sock *recorded_find(const struct lab *lab, enum host_id host,
                                 uint64_t cookie);

/* The newest event of the packet with that id; NULL when there was none. */
const struct packet_event *recorded_packet(const struct lab *lab, uint64_t id);

/*
 * Whether the wire holds and is cut, and the ids of the n packets that wait
 * on it, oldest first. Returns 0, or -1 for a packet that there never was.
 */
int recorded_wire(struct lab *lab, bool held, bool cut, const uint64_t *ids,
                  size_t n, struct err *err);

#endif
