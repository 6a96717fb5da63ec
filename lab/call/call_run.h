/*
 * call_run.h - making the calls, for those call_*.c files alone that make some:
 * what call_table.c leaves to them, and how all take a call's arguments.
 */
#ifndef LAB_CALL_CALL_RUN_H
#define LAB_CALL_CALL_RUN_H

#include <sys/socket.h>
#include <sys/uio.h>

#include "lab/call/call_table.h"

/* ---- call_run.c: arguments ---- */

/*
 * Room for an address that the kernel fills in. Where the script left it out
 * the call gets NULL, as in C.
 */
struct run_room {
    struct sockaddr_storage storage;
    struct sockaddr *addr;
    socklen_t len;
    socklen_t *len_at;
};

/* The i-th argument as C passes an int; what was left out is 0. */
int run_int(const struct call *call, int i);

/* The i-th argument as a sockaddr; NULL with length 0 when it is left out. */
const struct sockaddr *run_addr(const struct call *call, int i,
                                struct sockaddr_storage *storage,
                                socklen_t *len);

/* Prepare the room for the i-th argument. */
void run_room(struct run_room *room, const struct call *call, int i);

/* Keep what the kernel wrote there, if the call succeeded. Returns ret. */
long run_keep_addr(struct outcome *outcome, const struct run_room *room,
                   long ret);

/* ---- call_data.c: calls that move bytes ---- */

run_fn run_read, run_recvfrom, run_sendto, run_write;

/* ---- call_option.c: options of a socket ---- */

run_fn run_getsockopt, run_setsockopt;

/* ---- call_message.c: bytes with an address and control data ---- */

run_fn run_recvmsg, run_sendmsg;

/* ---- and those that move several pieces at once ---- */

/*
 * The pieces of an ARG_PIECES written out, and buffers of the lengths of an
 * ARG_INTS, as iovec (readv(2)). Both give the memory that all of them lie in,
 * to be freed; NULL without memory.
 */
char *run_pieces(const struct arg *arg, struct iovec vector[CALL_PIECES]);
char *run_buffers(const struct arg *lens, struct iovec vector[CALL_PIECES]);

run_fn run_readv, run_writev;

/* ---- call_ready.c: calls that wait for descriptors ---- */

run_fn run_epoll_create1, run_epoll_ctl, run_epoll_wait, run_poll, run_select;

/* ---- call_fds.c: calls about descriptors ---- */

run_fn run_dup, run_dup2, run_dup3, run_ioctl, run_memfd_create, run_pipe2,
    run_sendfile, run_socketpair;

/* ---- call_signal.c: calls about signals ---- */

run_fn run_alarm, run_sigaction, run_signal;

#endif
