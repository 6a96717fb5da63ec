/*
 * ladder_rows.h - which of a log's events have a row in the ladder of packets,
 * and what stands in it.
 *
 * A call, the end of a process and each thing that becomes of a packet have a
 * row of their own. A change of state stands beside the row that caused it,
 * one for each side, and has a row of its own only where there is none. What a
 * timer of the kernel sends once more, and comes to the same, is counted in the
 * row of the first of them. Whether
 * an event has a row is found out from a few events around it, so that counting
 * them costs little in a long log. Nothing is kept between two calls.
 */
#ifndef WIDGETS_LADDER_LADDER_ROWS_H
#define WIDGETS_LADDER_LADDER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/log/event.h"

struct ladder_row {
    size_t at;                 /* index of its event in the log */
    const struct event *event; /* a call, packet, process or state */
    const struct state_event *states[HOSTS]; /* NULL: this side keeps its own */
    bool open;   /* it waits or blocks, as far as the log goes */
    bool over;   /* it waited or blocked here, and does no longer */
    bool waited; /* a packet that had been held before */
    const struct packet_event *bytes; /* its event with the frame, or NULL */
    unsigned times; /* how often it was sent: while it waited, or as it is here,
                       again and again by a timer; from 1 */
    int64_t sent;   /* when it was sent last, */
    int64_t after;  /* and how long after the time before; 0: it was not */
};

/*
 * Move *at to the nearest row before (direction -1) or after it (1). Returns
 * false and leaves it where there is none. log_count() stands behind all rows.
 */
bool ladder_row_next(const struct log *log, size_t *at, int direction);

/* How many rows there are before this index; with log_count(), in all. */
int ladder_rows_before(const struct log *log, size_t at);

/*
 * Rows from the one of that number on, counted from 0 for the oldest, at most
 * room of them. Returns how many; they point into the log.
 */
int ladder_rows(const struct log *log, int first, struct ladder_row *rows,
                int room);

/*
 * The row that shows what has become of the packet in the end. Returns false
 * when the log knows no such packet.
 */
bool ladder_packet_row(const struct log *log, uint64_t id, size_t *at);

/* Whether a packet's event means that it waits on the wire from then on. */
bool ladder_waits(const struct packet_event *packet);

#endif
