/*
 * lab.h - one lane's world: two hosts, the wire between them, actors, a log.
 *
 * A lab never blocks its caller: an order (lab_call, lab_signal, ...) begins
 * something, lab_pump() carries it on, and whatever comes of it is an event in
 * the log. The caller waits on lab_fd() with poll(2), at most for
 * lab_timeout(), and pumps until the lab is at rest.
 *
 *     lab_call(lab, actor, &call, line, &err);
 *     while (lab_pump(lab) == LAB_BUSY)
 *         wait for lab_fd(), at most lab_timeout();
 *
 * Orders that the caller should not have given (a call to an actor that is
 * dead or still in a call) return -1 with the reason in *err and do nothing.
 *
 * A system call of an actor that fails is an event like any other. What the lab
 * itself can't do ends it: see lab_fault().
 */
#ifndef LAB_LAB_H
#define LAB_LAB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lab/actor/actor_state.h"
#include "lab/base/err.h"
#include "lab/base/host.h"
#include "lab/call/call.h"
#include "lab/log/event.h"
#include "lab/wire/wire_order.h"
#include "lab/world/probe.h"

struct lab;
struct actor;

/*
 * Make a world. With ISOLATION_AUTO it is the best that this machine gives.
 * lab_begin() returns NULL and lab_finish() -1 with ERR_MACHINE when the wanted
 * kind can't be had; the text says what is missing and how to get it. In two
 * halves, so that several worlds can be in the making at once: only
 * lab_finish(), lab_end() and lab_close() may follow lab_begin().
 *
 * lab_close() ends all of it: actors, namespaces, descriptors. A lab that dies
 * takes all of it along as well.
 */
struct lab *lab_begin(enum isolation isolation, struct err *err);
int lab_finish(struct lab *lab, struct err *err);
void lab_close(struct lab *lab);

/*
 * Kill every actor without waiting for that; only lab_close() may follow. A
 * caller with several labs saves time that way.
 */
void lab_end(struct lab *lab);

/* ISOLATION_NAMESPACE or ISOLATION_LOOPBACK. */
enum isolation lab_isolation(const struct lab *lab);

/* Why ISOLATION_AUTO fell back to loopback; "" when it did not. */
const char *lab_fallback_reason(const struct lab *lab);

/*
 * Why this world can't do that, as a sentence; NULL when it can. What the
 * kernel can do is known once it was tried.
 */
const char *lab_cannot(const struct lab *lab, enum need need);

/*
 * Try those of these needs (bits, NEED_BIT()) that only a trial can tell, and
 * that this lab has not tried yet. The kernel does not change: what the other
 * lab, if it is not NULL, has found in a world of the same kind is taken over.
 * Returns 0, or -1 with ERR_MACHINE.
 */
int lab_try(struct lab *lab, unsigned needs, const struct lab *other,
            struct err *err);

/* ---- when it can't go on ---- */

/*
 * Why this world can't go on, NULL as long as it can: the first thing that the
 * lab itself could not do for want of memory, descriptors, processes or an
 * answer of the kernel's. It is the machine's failure and nobody else's, and
 * stands in the log as an EVENT_FAULT. From then on every order is refused with
 * that reason and ERR_MACHINE, nothing is pumped, and nothing that the log or
 * the lists of sockets say may be judged. lab_close() lets go of all as usual.
 */
const char *lab_fault(const struct lab *lab);

/* Have it end so, for a reason (printf-like) that its user has found. */
void lab_give_up(struct lab *lab, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Everything that has happened. Lives as long as the lab. */
const struct log *lab_log(const struct lab *lab);
/* The same to append to: checks and notes of the runner. */
struct log *lab_log_write(struct lab *lab);

/* ---- time and rest ---- */

enum lab_state {
    LAB_BUSY, /* something is under way */
    LAB_REST, /* every call has returned or is known to block; sockets read */
};

/* A descriptor that poll(2) finds readable when lab_pump() has work. */
int lab_fd(const struct lab *lab);

/*
 * Handle whatever is ready, without waiting. When nothing is under way any
 * more, the sockets of the hosts where anything has happened are read (those
 * of both when the last look is older than 20 ms), differences become events,
 * calls that are found to block are logged as such, and LAB_REST is returned.
 */
enum lab_state lab_pump(struct lab *lab);

/* Longest useful wait for lab_fd() in ns; -1 for as long as it takes. */
int64_t lab_timeout(const struct lab *lab);

/* Read both hosts' sockets now (a timer may have changed them). */
void lab_refresh(struct lab *lab);

/*
 * Lines of a script follow each other without a pause, and no time is to pass
 * on the held wire meanwhile, however long this machine takes for them. So what
 * timers of the kernels send is set aside there, from lab_line_begins() on.
 * lab_time_passes() is to be called as long as a line waits for something
 * though the lab is at rest, and lets the next of them onto the wire;
 * lab_no_line() lets in all, and whatever comes from then on. A lab that was
 * told of no line sets nothing aside.
 */
void lab_line_begins(struct lab *lab);
void lab_time_passes(struct lab *lab);
void lab_no_line(struct lab *lab);

/* ---- actors ---- */

/*
 * The actor of that name, made on that host when it is new (without a
 * process yet). NULL when the name is taken on the other host or too long.
 */
struct actor *lab_actor(struct lab *lab, const char *name, enum host_id host,
                        struct err *err);
/* The actor of that name, NULL when there is none. */
struct actor *lab_find(const struct lab *lab, const char *name);
/* The index-th actor in order of birth, NULL past the last. */
struct actor *lab_actor_at(const struct lab *lab, int index);

/*
 * Whether its process is not there yet, or not again: it is being started,
 * forked or executed, and has not reported. The lab waits for that with a
 * deadline of its own.
 */
bool actor_starting(const struct actor *actor);

/* Its name and its host as scripts have them; the name is never freed. */
const char *actor_name(const struct actor *actor);
enum host_id actor_host(const struct actor *actor);
pid_t actor_pid(const struct actor *actor); /* 0 without a process */
enum actor_state actor_state(const struct actor *actor);
/* How it ended: PROCESS_EXITED or _KILLED with the status or signal. */
enum process_what actor_end(const struct actor *actor, int *status);
/*
 * Whether the end that it had came from outside: from a signal that neither the
 * lab has sent nor a call of the script raises.
 */
bool actor_was_killed(const struct actor *actor);

/*
 * The outcome of the actor's last call that has returned, and the call it
 * belongs to; NULL when a call is still out or there was none. Valid until
 * the actor's next order.
 */
const struct outcome *actor_outcome(const struct actor *actor,
                                    const struct call **call);

/* ---- orders; line is the script's line for the log, 0 for none ---- */

/* Start a process for the actor, which must have none. */
int lab_start(struct lab *lab, struct actor *actor, int line, struct err *err);

/*
 * Have the actor make the call (starting a process for it if it never had
 * one). The lab takes over *call, also when it fails. fork(B) makes B on the
 * same host; exit ends the process.
 */
int lab_call(struct lab *lab, struct actor *actor, struct call *call, int line,
             struct err *err);

/* Send a signal to the actor's process. */
int lab_signal(struct lab *lab, struct actor *actor, int signal,
               struct err *err);

/* Have the kernel destroy a socket (SOCK_DESTROY, as ss -K does). */
int lab_destroy(struct lab *lab, enum host_id host, const struct sock *sock,
                struct err *err);

/* Set a sysctl such as net.ipv4.tcp_fin_timeout on one host alone. */
int lab_sysctl(struct lab *lab, enum host_id host, const char *name,
               const char *value, struct err *err);

/*
 * Read a sysctl of the host; on plain loopback that is the machine's. value
 * has room for SYSCTL_VALUE bytes (lab/world/sysctl.h). Returns 1, 0 when this
 * kernel has none of that name, -1 with the reason.
 */
int lab_sysctl_read(const struct lab *lab, enum host_id host, const char *name,
                    char *value, struct err *err);

/*
 * What a counter of the host has come to (lab/world/counter.h), and since the
 * last lab_counted() of it, or since the lab began. Needs NEED_COUNTER. Returns
 * 1, 0 when this kernel has none of that name, -1 with the reason.
 */
int lab_counter(struct lab *lab, enum host_id host, const char *name,
                int64_t *now, int64_t *since, struct err *err);

/* From that value on the counter is counted anew. Returns 0 or -1. */
int lab_counted(struct lab *lab, enum host_id host, const char *name,
                int64_t now, struct err *err);

/* ---- what is there now ---- */

/* The host's sockets as last read, and how many they are. */
const struct sock *lab_sockets(const struct lab *lab, enum host_id host,
                               size_t *n);

/*
 * Find out which actors have the sockets of that list open, and name them in
 * each (struct sock's owner).
 */
void lab_name_owners(struct lab *lab, enum host_id host);

/* Who has the socket: "server fd 3, child fd 3"; "" for no process. */
void lab_socket_owner(const struct lab *lab, const struct sock *sock, char *out,
                      size_t size);

/*
 * The options that the socket was seen with last (enum socknote_flag). False
 * where no call of the log was about it.
 */
bool lab_socket_flags(const struct lab *lab, const struct sock *sock,
                      unsigned *flags);

/*
 * The socket among those of the actor's host that the actor has at this
 * descriptor; NULL for none.
 */
const struct sock *lab_socket_of(const struct lab *lab,
                                 const struct actor *actor, int fd);

/* ---- the wire ---- */

/* Needs NEED_WIRE; -1 with the reason where there is none. */
int lab_wire(struct lab *lab, enum wire_order order, struct err *err);

/* Do it to the oldest waiting packet that fits; -1 when none fits. */
int lab_packet(struct lab *lab, enum packet_order order,
               const struct packet_pattern *pattern, struct err *err);

/*
 * Change the oldest waiting packet that fits: another one waits in its place.
 * -1 when none fits, or it has no such field.
 */
int lab_change(struct lab *lab, const struct packet_pattern *pattern,
               const struct packet_change *change, struct err *err);

/*
 * Put a packet on the wire, from that host, that it has not sent; it belongs to
 * the TCP connection that was last on the wire. From there on it goes the way
 * of all packets: it waits where the wire holds. -1 where there was no
 * connection.
 */
int lab_forge(struct lab *lab, const struct packet_pattern *packet,
              const struct packet_change *numbers, struct err *err);

/* How many packets wait, and the index-th of them, oldest first. */
size_t lab_waiting(const struct lab *lab);
const struct packet_event *lab_waiting_at(const struct lab *lab, size_t index);

/* Whether the wire holds; whether it is cut. */
bool lab_wire_held(const struct lab *lab);
bool lab_wire_cut(const struct lab *lab);

#endif
