/*
 * proto.h - what the lab and an actor say to each other.
 *
 * One SOCK_SEQPACKET pair an actor (unix(7)): the lab sends an order, the
 * actor sends one reply, whose bytes follow in further messages. Both ends
 * are the same program, so structs travel as they are. Pointers do not: an
 * actor that has called execve() has everything at another place.
 */
#ifndef LAB_PROTO_H
#define LAB_PROTO_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/call.h"

/* What an actor reports: first that it is there, then an outcome a call. */
struct reply {
    bool ready;             /* it has just started */
    int failed;             /* it could not start: errno */
    struct outcome outcome; /* data is sent behind it */
    int channel;            /* of the new actor, after a fork; else -1 */
};

/* A reply that may still be arriving. */
struct inbox {
    struct reply reply;
    bool has_reply;  /* the head of it is here */
    size_t received; /* of its data */
};

/*
 * Send an order, and with it the folder (a descriptor, -1 for none) in which
 * the call's paths begin. Returns 0, or -1 with errno set (EPIPE: it has died).
 */
int proto_send_call(int channel, const struct call *call, int folder);

enum {
    FOLDER_NONE = -1,
    FOLDER_LOST = -2, /* one was sent, and there was no room for it */
};

/*
 * Wait for an order. Returns 1, 0 when the lab is gone, -1 on failure. The
 * caller frees it with call_free(), and closes *folder, if there is one.
 */
int proto_recv_call(int channel, struct call *call, int *folder);

/* Send a reply with its data. Returns 0 or -1. */
int proto_send_reply(int channel, const struct reply *reply);

/*
 * Take in what has arrived, without waiting. Returns 1 when a whole reply is
 * in the inbox, 0 when more is to come, -1 when the actor is gone. The caller
 * then takes the outcome's data over and calls inbox_clear().
 */
int proto_recv_reply(int channel, struct inbox *inbox);
void inbox_clear(struct inbox *inbox);

#endif
