/*
 * actor.h - the lab's side of an actor: its process, its channel, the call
 * that it is in.
 *
 * Nothing here writes to the log: lab.c does, from what these functions
 * report.
 */
#ifndef LAB_ACTOR_ACTOR_H
#define LAB_ACTOR_ACTOR_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "lab/actor/actor_state.h"
#include "lab/actor/child.h"
#include "lab/actor/proto.h"
#include "lab/base/host.h"
#include "lab/log/event.h"

struct actor {
    char name[CALL_NAME];
    enum host_id host;
    enum actor_state state;
    pid_t pid;   /* 0 without a process; of a thread its own number */
    pid_t was;   /* of a process in a recording: to be shown, never used */
    int channel; /* to its process; -1: none */
    int pidfd;   /* readable when the process has ended; -1: none */
    int stat;    /* /proc/PID/stat, kept open; -1: none */
    struct actor *leader; /* of whose process it is a thread; NULL: it has one
                             of its own */
    bool starting;        /* its program has not reported yet */
    bool ending;    /* its channel has hung up, and it has not ended yet */
    int64_t due;    /* log time by which that has to be over */
    bool disturbed; /* a signal was sent: it may be dying */
    sigset_t sent;  /* the signals that its process was sent */
    struct inbox inbox;

    bool has_call;          /* call is the last one that was ordered */
    struct call call;       /* owned while has_call */
    int line;               /* the script's line of that call */
    bool blocked_logged;    /* it was reported as blocking */
    bool has_outcome;       /* it has returned, with outcome */
    struct outcome outcome; /* owned while has_outcome */

    enum process_what end; /* when ACTOR_DEAD */
    int status;            /* exit status or signal */
};

/* A new actor without a process; NULL without memory. actor_free() it. */
struct actor *actor_new(const char *name, enum host_id host);
/* Kills its process if it has one, without waiting for that. */
void actor_kill(const struct actor *actor);
/* Kills its process if it has one, waits for that, frees. */
void actor_free(struct actor *actor);

/* Start its process. Returns 0, or -1 with ERR_MACHINE. */
int actor_spawn(struct actor *actor, const struct child_world *world,
                struct err *err);

/*
 * Take over a process that fork() made, and its channel. Returns 0, or -1 with
 * ERR_MACHINE, also where the process is none of ours.
 */
int actor_adopt(struct actor *actor, pid_t pid, int channel, struct err *err);

/*
 * Be a further thread of the leader's process, with that number (gettid(2)) and
 * channel. Returns 0, or -1 with ERR_MACHINE.
 */
int actor_join(struct actor *actor, struct actor *leader, pid_t number,
               int channel, struct err *err);

/* The actor whose process it is in: its leader, or itself. */
struct actor *actor_process(struct actor *actor);

/* Send its process a signal; of a thread: that thread. Returns 0 or -1. */
int actor_signal(struct actor *actor, int signal);

/* A thread is over, because its process has ended so, or become another. */
void actor_end_thread(struct actor *actor, enum process_what end, int status);

/*
 * Order a call. order is what is sent, and with it folder, -1 for none
 * (proto.h); call is what the log will show, and taken over, also on failure.
 * Returns 0, or -1 with ERR_MACHINE.
 */
int actor_order(struct actor *actor, const struct call *order, int folder,
                struct call *call, int line, struct err *err);

/*
 * The state letter of its process, proc_pid_stat(5): 'R' runs, 'S' sleeps,
 * 'T' is stopped, 'Z' has ended; 0 when it can't be read.
 */
char actor_letter(const struct actor *actor);

/*
 * Reap it if it has ended: sets end and status and closes all. Returns 1, 0
 * where it still runs, -1 with errno set where its end can't be learned.
 */
int actor_reap(struct actor *actor);

/*
 * The channel has hung up, or can't be used: nothing more comes on it, and the
 * process is about to end.
 */
void actor_lose_channel(struct actor *actor);

#endif
