/*
 * older.c - a library to be preloaded (ld.so(8), LD_PRELOAD) that makes this
 * kernel look like an older one, or one that was built with less.
 *
 * OLDER="NAME NAME..." says what it can't do, by the names of `doctor`:
 *
 * destroy            SOCK_DESTROY of sock_diag(7) is refused
 * destroy-time-wait  the same of a TIME-WAIT alone, before Linux 6.0
 * somaxconn          there are no sysctls of net.core, before 6.3
 * migrate            tcp_migrate_req is taken and does nothing, before 5.14
 * bound-sockets      sockets that are only bound are not listed, before 6.8
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { TIME_WAIT = 6, BOUND_INACTIVE = 13, COOKIES = 256 };

/* The cookies of TIME-WAITs that were listed last. */
static struct {
    uint32_t cookies[COOKIES];
    size_t n;
} listed;

static bool lacks(const char *name)
{
    const char *older = getenv("OLDER");
    size_t len = strlen(name);

    for (; older && *older; older += strcspn(older, " ")) {
        older += strspn(older, " ");
        if (strcspn(older, " ") == len && strncmp(older, name, len) == 0)
            return true;
    }
    return false;
}

static bool is_time_wait(const struct inet_diag_req_v2 *request)
{
    for (size_t i = 0; i < COOKIES; i++)
        if (listed.cookies[i] &&
            listed.cookies[i] == request->id.idiag_cookie[0])
            return true;
    return false;
}

/* As the kernel's answer would be passed on. */
static bool refuses(const struct nlmsghdr *header)
{
    return header->nlmsg_type == SOCK_DESTROY &&
           (lacks("destroy") ||
            (lacks("destroy-time-wait") && is_time_wait(NLMSG_DATA(header))));
}

ssize_t send(int fd, const void *data, size_t len, int flags)
{
    ssize_t (*real)(int, const void *, size_t, int) = dlsym(RTLD_NEXT, "send");
    const struct nlmsghdr *header = data;
    char copy[512];

    if (len < sizeof(*header) || len > sizeof(copy) || header->nlmsg_len != len)
        return real(fd, data, len, flags);
    if (refuses(header)) {
        errno = EOPNOTSUPP;
        return -1;
    }
    memcpy(copy, data, len);
    if (header->nlmsg_type == TCPDIAG_GETSOCK && lacks("bound-sockets")) {
        struct inet_diag_req *request = NLMSG_DATA((struct nlmsghdr *)copy);

        request->idiag_states &= ~(1U << BOUND_INACTIVE);
    }
    return real(fd, copy, len, flags);
}

ssize_t recv(int fd, void *data, size_t len, int flags)
{
    ssize_t (*real)(int, void *, size_t, int) = dlsym(RTLD_NEXT, "recv");
    ssize_t got = real(fd, data, len, flags);
    /*
     * With MSG_TRUNC it is more than there is room for. The last message may
     * not fill what it is aligned to: then less than nothing is left.
     */
    int left = got > 0 && flags == 0 ? (int)got : 0;

    for (struct nlmsghdr *header = data;
         left > 0 && NLMSG_OK(header, (unsigned)left);
         header = NLMSG_NEXT(header, left)) {
        const struct inet_diag_msg *diag = NLMSG_DATA(header);

        if (header->nlmsg_type == TCPDIAG_GETSOCK &&
            diag->idiag_state == TIME_WAIT)
            listed.cookies[listed.n++ % COOKIES] = diag->id.idiag_cookie[0];
    }
    return got;
}

int open(const char *path, int flags, ...)
{
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, "open");
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    if (strstr(path, "/net/core/") && lacks("somaxconn")) {
        errno = ENOENT;
        return -1;
    }
    if (strstr(path, "/tcp_migrate_req") && lacks("migrate"))
        path = "/dev/null";
    return real(path, flags, mode);
}
