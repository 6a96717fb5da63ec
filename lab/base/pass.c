/*
 * A descriptor can't be sent as a number: in another process that number means
 * something else. As ancillary data of the type SCM_RIGHTS the kernel opens
 * the same file, or socket, in the receiver, under a number that is free there
 * (unix(7)).
 */
#include "lab/base/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* Room for the descriptors, aligned as cmsg(3) wants it. */
union control {
    struct cmsghdr header;
    char room[CMSG_SPACE(PASS_MOST * sizeof(int))];
};

ssize_t pass_send_list(int channel, struct iovec *parts, size_t n,
                       const int *fds, size_t n_fds)
{
    union control control = {0};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = n};
    ssize_t put;

    if (n_fds > 0) {
        message.msg_control = control.room;
        message.msg_controllen = CMSG_SPACE(n_fds * sizeof(int));
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(n_fds * sizeof(int));
        memcpy(CMSG_DATA(&control.header), fds, n_fds * sizeof(int));
    }
    /* No byte has gone when a signal comes first, so it is simply repeated. */
    do
        put = sendmsg(channel, &message, MSG_NOSIGNAL);
    while (put < 0 && errno == EINTR);
    return put;
}

ssize_t pass_send(int channel, struct iovec *parts, size_t n, int fd)
{
    return pass_send_list(channel, parts, n, &fd, fd >= 0);
}

ssize_t pass_recv_list(int channel, void *buffer, size_t size, int flags,
                       int *fds, size_t *n_fds)
{
    union control control = {0};
    struct iovec part = {buffer, size};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = control.room,
                             .msg_controllen = CMSG_LEN(*n_fds * sizeof(int))};
    ssize_t got;

    /*
     * Close-on-exec from its first moment: between recvmsg() and an fcntl()
     * another thread might fork and execute.
     */
    do
        got = recvmsg(channel, &message, flags | MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    /* Where none came the header is as it was, all zeros. */
    *n_fds = 0;
    if (got >= 0 && control.header.cmsg_len >= CMSG_LEN(0))
        *n_fds = (control.header.cmsg_len - CMSG_LEN(0)) / sizeof(int);
    memcpy(fds, CMSG_DATA(&control.header), *n_fds * sizeof(int));
    return got;
}

ssize_t pass_recv(int channel, void *buffer, size_t size, int flags, int *fd)
{
    size_t n = 1;
    ssize_t got = pass_recv_list(channel, buffer, size, flags, fd, &n);

    if (n == 0)
        *fd = -1;
    return got;
}
