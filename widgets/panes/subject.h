/*
 * subject.h - what a selected row is about: a name that `explain` explains.
 */
#ifndef WIDGETS_PANES_SUBJECT_H
#define WIDGETS_PANES_SUBJECT_H

#include "lab/lab.h"

enum { SUBJECT = 64 }; /* bytes of a name */

/*
 * Each writes the name into out[SUBJECT] and returns out; NULL where there is
 * nothing to be explained.
 *
 * Of a call the errno that it failed with, else the option that it is about,
 * else the call; of a death the signal.
 */
const char *subject_event(const struct event *event, char *out);

/* Of a socket its state. */
const char *subject_socket(const struct sock *sock, char *out);

/* Of a packet its flags, or its protocol. */
const char *subject_packet(const struct packet_event *packet, char *out);

/* What a row shows: a call, or a socket of the host; NULL: not that. */
struct subject {
    const struct lab *lab;
    enum host_id host;
    const struct event *event;
    const struct sock *sock;
    const char *name; /* of what is neither; NULL: none */
};

/* The name of whatever it is. */
const char *subject_name(const struct subject *subject, char *out);

/*
 * Sentences on it: what the call waits for, or who waits for the socket, and
 * that {enter} explains it, to be filled by key_fill(). "" where it shows
 * nothing.
 */
void subject_about(const struct subject *subject, char *out, size_t size);

#endif
