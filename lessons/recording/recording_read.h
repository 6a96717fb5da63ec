/*
 * recording_read.h - private to the reader of recordings: its two files, one
 * for processes and calls, one for sockets and packets, and what they share.
 *
 * A file may hold anything: every number has its range, and every name must
 * be one that there is. All return 0, or -1 with what was found.
 */
#ifndef LESSONS_RECORDING_RECORDING_READ_H
#define LESSONS_RECORDING_RECORDING_READ_H

#include "lessons/recording/recording_inside.h"

/* Whether it is within these bounds. */
bool record_within(json_int_t value, json_int_t least, json_int_t most);

/* Take a list apart; format is json_unpack()'s. */
int record_unpack(json_t *record, struct err *err, const char *format, ...);

/* "server" or "client". */
int record_host(const char *name, enum host_id *host, struct err *err);

/* A copy of text that is no order to a terminal; NULL with the reason. */
char *record_text(const char *text, struct err *err);

/*
 * What a record makes happen; `record` is without its name, its time and, for
 * those that have one, its line of the script, which is number `line` of the
 * lesson's file (0 for none).
 */
typedef int record_reader(struct recording_play *play, json_t *record, int line,
                          struct err *err);

/* Those of sockets, packets and the wire (recording_read_net.c). */
record_reader record_state, record_sock, record_culprit, record_packet,
    record_fate, record_wire;

#endif
