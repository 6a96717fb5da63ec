/*
 * pass.h - one message over a Unix socket, with a descriptor or without
 * (unix(7), SCM_RIGHTS).
 */
#ifndef LAB_BASE_PASS_H
#define LAB_BASE_PASS_H

#include <sys/uio.h>

/*
 * Send the n parts as one message, and the descriptor fd, if it is not -1. No
 * SIGPIPE: an actor that died must not take the lab with it. Returns what
 * sendmsg(2) does.
 */
ssize_t pass_send(int channel, struct iovec *parts, size_t n, int fd);

/*
 * Receive one message into size bytes, with the flags of recv(2); *fd is the
 * descriptor that came along, close-on-exec and the caller's, or -1. Returns
 * what recvmsg(2) does.
 */
ssize_t pass_recv(int channel, void *buffer, size_t size, int flags, int *fd);

#endif
