/*
 * actor_state.h - what an actor does at the moment.
 */
#ifndef LAB_ACTOR_ACTOR_STATE_H
#define LAB_ACTOR_ACTOR_STATE_H

enum actor_state {
    ACTOR_NONE,    /* never started */
    ACTOR_READY,   /* waits for an order */
    ACTOR_CALLING, /* in a call, not known to block */
    ACTOR_BLOCKED, /* in a call that blocks */
    ACTOR_STOPPED, /* stopped by a signal */
    ACTOR_DEAD,    /* exited or killed, and reaped */
};

#endif
