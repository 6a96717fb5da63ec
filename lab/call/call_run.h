/*
 * call_run.h - making the calls, for call_run.c and call_data.c alone: what the
 * one leaves to the other, and how both take a call's arguments.
 */
#ifndef LAB_CALL_CALL_RUN_H
#define LAB_CALL_CALL_RUN_H

#include <sys/socket.h>

#include "lab/call/call_table.h"

/* What the C call returns; what the kernel fills in goes to the outcome. */
typedef long run_fn(const struct call *call, struct outcome *outcome);

/* ---- call_run.c: arguments ---- */

/*
 * Room for an address that the kernel fills in. Where the script left it out
 * the call gets NULL, as in C.
 */
struct addr_room {
    struct sockaddr_storage storage;
    struct sockaddr *addr;
    socklen_t len;
    socklen_t *len_at;
};

/* The i-th argument as C passes an int; what was left out is 0. */
int int_arg(const struct call *call, int i);

/* The i-th argument as a sockaddr; NULL with length 0 when it is left out. */
const struct sockaddr *addr_arg(const struct call *call, int i,
                                struct sockaddr_storage *storage,
                                socklen_t *len);

/* Prepare the room for the i-th argument. */
void addr_room(struct addr_room *room, const struct call *call, int i);

/* Keep what the kernel wrote there, if the call succeeded. Returns ret. */
long keep_addr(struct outcome *outcome, const struct addr_room *room, long ret);

/* ---- call_data.c: calls that move bytes ---- */

run_fn run_read, run_recv, run_recvfrom, run_sendto, run_write;

#endif
