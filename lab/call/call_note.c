/*
 * call_note.c - what the kernel says of a socket that a call was about. To have
 * one more option noted takes a row here and its bit in call.h.
 */
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "lab/call/call_table.h"

const struct socknote_option socknote_options[] = {
    {SOCKNOTE_REUSEADDR, SOL_SOCKET, SO_REUSEADDR, "SO_REUSEADDR", true},
    {SOCKNOTE_REUSEPORT, SOL_SOCKET, SO_REUSEPORT, "SO_REUSEPORT", true},
    {SOCKNOTE_V6ONLY, IPPROTO_IPV6, IPV6_V6ONLY, "IPV6_V6ONLY", false},
    {.name = NULL},
};

/*
 * Whether the error says that there is nothing to be asked: no such descriptor,
 * no socket, or none that has this option.
 */
static bool is_answer(int error)
{
    return error == EBADF || error == ENOTSOCK || error == ENOPROTOOPT ||
           error == EOPNOTSUPP || error == EINVAL;
}

/* Read an option; one that this kind of socket lacks is 0. */
static int read_option(int fd, int level, int option, int *value)
{
    socklen_t len = sizeof(*value);

    *value = 0;
    if (getsockopt(fd, level, option, value, &len) == 0)
        return 0;
    *value = 0;
    return is_answer(errno) ? 0 : -1;
}

int socknote_read(struct socknote *note, int fd)
{
    socklen_t len = sizeof(note->cookie);

    /*
     * SO_COOKIE (Linux 4.12) is what sock_diag calls a socket too: so a line
     * of the log finds its socket in the list. It goes first: it fails for
     * all that is no socket, and then there is nothing else to ask.
     */
    note->fd = fd;
    if (fd < 0 ||
        getsockopt(fd, SOL_SOCKET, SO_COOKIE, &note->cookie, &len) < 0) {
        note->cookie = 0;
        return fd < 0 || is_answer(errno) ? 0 : -1;
    }
    if (read_option(fd, SOL_SOCKET, SO_PROTOCOL, &note->proto) < 0)
        return -1;
    note->flags = 0;
    for (const struct socknote_option *at = socknote_options; at->name; at++) {
        int value;

        if (read_option(fd, at->level, at->option, &value) < 0)
            return -1;
        note->flags |= value ? at->flag : 0;
    }
    return 0;
}
