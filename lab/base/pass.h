/*
 * pass.h - one message over a Unix socket, with a descriptor or without
 * (unix(7), SCM_RIGHTS).
 */
#ifndef LAB_BASE_PASS_H
#define LAB_BASE_PASS_H

#include <sys/uio.h>

enum { PASS_MOST = 8 }; /* descriptors in one message */

/*
 * Send the n parts as one message, and the n_fds descriptors. No SIGPIPE: an
 * actor that died must not take the lab with it. Returns what sendmsg(2) does.
 */
ssize_t pass_send_list(int channel, struct iovec *parts, size_t n,
                       const int *fds, size_t n_fds);

/* The same with the descriptor fd, if it is not -1. */
ssize_t pass_send(int channel, struct iovec *parts, size_t n, int fd);

/*
 * Receive one message into size bytes, with the flags of recv(2), and at most
 * *n_fds descriptors, close-on-exec and the caller's; *n_fds becomes how many
 * came. Returns what recvmsg(2) does.
 */
ssize_t pass_recv_list(int channel, void *buffer, size_t size, int flags,
                       int *fds, size_t *n_fds);

/* The same with one descriptor; *fd is -1 where none came along. */
ssize_t pass_recv(int channel, void *buffer, size_t size, int flags, int *fd);

#endif
