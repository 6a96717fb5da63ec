/*
 * proto.h - what the lab and an actor say to each other.
 *
 * One SOCK_SEQPACKET pair an actor (unix(7)): the lab sends an order, the
 * actor sends one reply, whose bytes follow in further messages. Both ends
 * are the same program, so structs travel as they are. Pointers do not: an
 * actor that has called execve() has everything at another place.
 *
 * The lab believes no reply before it has been checked. Its bytes are taken for
 * a struct only when each of them is one that a real reply may have.
 */
#ifndef LAB_ACTOR_PROTO_H
#define LAB_ACTOR_PROTO_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/call/call.h"

/*
 * What of an actor's own work can fail, beside the script's calls. None of it
 * is an answer to the script: without it there is no answer.
 */
enum actor_part {
    PART_NONE,
    PART_HOST,   /* to get onto its host */
    PART_FILES,  /* to have its descriptors as they should be */
    PART_RIGHTS, /* to give up its rights */
    PART_FOLDER, /* to enter the folder of its socket files */
    PART_ORDER,  /* to read what it was ordered */
    PART_CALL,   /* to make a call, or to learn what came of it */
    PART_FORK,   /* to become two */
    PART_THREAD, /* to have one more thread */
    PART_EXEC,   /* to become its program anew */
    ACTOR_PARTS,
};

/*
 * What an actor reports: first that it is there, then an outcome a call; at any
 * time that a handler has run.
 */
struct reply {
    bool ready;             /* it has just started */
    int ran;                /* the signal whose handler has run, 0: this is
                               about something else; then nothing else is */
    int failed;             /* errno of what it could not do; 0: it could all */
    enum actor_part part;   /*   and what that was */
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
 * The sentence that says which part could not be done, to which the actor's
 * name and the reason belong: "%s could not get onto its host: %s". English, to
 * be looked up by who prints it.
 */
const char *part_failed(enum actor_part part);

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
 * Wait for an order. Returns 1, 0 when the lab is gone, -1 with errno set. The
 * caller frees it with call_free(), and closes *folder, if there is one.
 */
int proto_recv_call(int channel, struct call *call, int *folder);

/* Send a reply with its data. Returns 0 or -1. */
int proto_send_reply(int channel, const struct reply *reply);

/*
 * Say that the handler of a signal runs. It may be called from there
 * (signal-safety(7)), as long as no reply can be half sent by then.
 */
void proto_send_ran(int channel, int signal);

/*
 * Take in what has arrived, without waiting. Returns 1 when a whole reply is
 * in the inbox, 0 when more is to come, -1 with errno set: EPIPE when the actor
 * is gone, EPROTO when what came is no reply. The caller then takes the
 * outcome's data over and calls inbox_clear().
 */
int proto_recv_reply(int channel, struct inbox *inbox);
void inbox_clear(struct inbox *inbox);

#endif
