/*
 * transition.h - what a socket's change of state was: which arrow of RFC
 * 9293's state diagram (section 3.3.2, figure 5), and what caused it.
 *
 * The log says from which state to which one a socket came. Why, is read here
 * from what stands around it in the log: calls, packets, ends of processes.
 * How the diagram is drawn is not this module's business.
 */
#ifndef LAB_LOG_TRANSITION_H
#define LAB_LOG_TRANSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lab/log/event.h"

/*
 * One arrow of the diagram. STATE_NONE is its CLOSED. label, said and aside are
 * English, to be looked up by who prints them (translate()).
 */
struct transition {
    enum tcp_state from;
    enum tcp_state to;
    const char *label;   /* "rcv SYN / SYN,ACK": what comes / what is sent */
    const char *call;    /* the call that causes it, NULL for none */
    const char *said;    /* the rest in words: "received SYN, sent SYN,ACK" */
    const char *section; /* of RFC 9293 */
    const char *aside;   /* what Linux does its own way; NULL for nothing */
};

/* The index-th arrow, NULL past the last. */
const struct transition *transition_at(size_t index);

/* The arrow between two states; NULL where the diagram has none. */
const struct transition *transition_find(enum tcp_state from,
                                         enum tcp_state to);

/*
 * The RFC's name of a state: "ESTABLISHED" for ss(8)'s ESTAB, "CLOSED" for
 * STATE_NONE and STATE_UNCONN. Never freed.
 */
const char *transition_state_name(enum tcp_state state);

/* One event of the log, understood, in the language of who looks on. */
struct moved {
    const struct state_event *event;
    enum tcp_state from; /* as the diagram has it: a socket that was born in */
    enum tcp_state to;   /*   SYN-RECEIVED came from LISTEN, bound is CLOSED */
    const struct transition *arrow; /* NULL: the figure has none for it */
    char cause[320];                /* "received SYN,ACK, sent ACK" */
    const char *section;            /* of RFC 9293; "" for none */
    const char *aside;              /* Linux's own way; "" for none */
};

/*
 * Say what the index-th event was. False when it is not a TCP socket's change
 * of state; nothing is written then. Points into the log.
 */
bool transition_explain(const struct log *log, size_t index,
                        struct moved *moved);

/* The index of the newest TCP change of state before end; -1 for none. */
long transition_before(const struct log *log, size_t end);

/*
 * One line (no newline, UTF-8): "client: SYN-SENT → ESTABLISHED: received
 * SYN,ACK, sent ACK (RFC 9293 3.10.7.3)".
 */
void transition_describe(FILE *out, const struct moved *moved);

#endif
