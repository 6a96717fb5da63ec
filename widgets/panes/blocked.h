/*
 * blocked.h - the link between a call that blocks and the socket that it waits
 * for, from either end.
 */
#ifndef WIDGETS_PANES_BLOCKED_H
#define WIDGETS_PANES_BLOCKED_H

#include "lab/lab.h"

/*
 * The socket that a call which has not returned is about, by its descriptor;
 * NULL for a call that has, or that is about no socket of its host.
 */
const struct sock *blocked_socket(const struct lab *lab,
                                  const struct call_event *call);

/*
 * The call of the host that blocks on the socket now; NULL for none.
 */
const struct call_event *blocked_call(const struct lab *lab, enum host_id host,
                                      const struct sock *sock);

/* The call that the actor is in, NULL while it is in none. */
const struct call_event *blocked_actor(const struct lab *lab, const char *name);

#endif
