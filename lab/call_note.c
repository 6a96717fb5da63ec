/* call_note.c - what the kernel says of a socket that a call was about. */
#include <netinet/in.h>
#include <sys/socket.h>

#include "lab/call_table.h"

/* An option that this kind of socket does not have is not set. */
static bool flag_is_set(int fd, int level, int option)
{
    int value = 0;
    socklen_t len = sizeof(value);

    return getsockopt(fd, level, option, &value, &len) == 0 && value != 0;
}

void socknote_read(struct socknote *note, int fd)
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
        return;
    }
    len = sizeof(note->proto);
    getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &note->proto, &len);
    note->reuseaddr = flag_is_set(fd, SOL_SOCKET, SO_REUSEADDR);
    note->reuseport = flag_is_set(fd, SOL_SOCKET, SO_REUSEPORT);
    note->v6only = flag_is_set(fd, IPPROTO_IPV6, IPV6_V6ONLY);
}
