/*
 * The man pages list what an errno can mean; here stands what it does mean to
 * somebody who has just seen it, and what to do. Rows tell of Linux.
 */
#include "lab/call/call_errno.h"

#include <errno.h>
#include <string.h>

#include "lab/call/call_table.h"

/* A call's own rows stand before those for any call. */
static const struct meaning meanings[] = {
    /* socket(2) */
    {"socket", EAFNOSUPPORT,
     "This system does not know the address family. AF_INET is IPv4, AF_INET6 "
     "is IPv6, AF_UNIX stays on one host."},
    {"socket", EPROTONOSUPPORT,
     "The protocol does not go with the family and the type. Leave it 0: TCP "
     "for SOCK_STREAM, UDP for SOCK_DGRAM."},
    {"socket", ESOCKTNOSUPPORT,
     "This family has no sockets of that type. SOCK_STREAM and SOCK_DGRAM are "
     "there in all of them."},
    {"socket", EINVAL,
     "The type or one of its flags is unknown. SOCK_NONBLOCK and SOCK_CLOEXEC "
     "are the flags that a type takes."},
    {"socket", EPERM,
     "Raw sockets are for root (CAP_NET_RAW), because they see what is not "
     "theirs."},
    /* bind(2), ip(7) */
    {"bind", EADDRINUSE,
     "The address and port are taken: by a live socket, or by a connection of "
     "an earlier server, such as a TIME-WAIT. There SO_REUSEADDR helps, set "
     "before bind() by the old and the new server. For port 0: no port is "
     "free. For a Unix socket: its file or name is there."},
    {"bind", EADDRNOTAVAIL,
     "This host has no such address. Bind to one of its own, or to 0.0.0.0, "
     "which is all of them."},
    {"bind", EACCES,
     "Ports below 1024, or where ip_unprivileged_port_start says, are for root "
     "(CAP_NET_BIND_SERVICE). Take a higher one, below the ephemeral ports."},
    {"bind", EINVAL,
     "The socket has its address already, and can't be bound twice; or the "
     "address is too short for the socket's family. Make a new socket."},
    {"bind", EAFNOSUPPORT,
     "The address is of another family than the socket: an AF_INET socket "
     "takes IPv4 addresses only."},
    {"bind", ENOTSOCK,
     "The descriptor is open, and no socket. A classic: in `if ((fd = "
     "socket(...) < 0))` the parentheses leave 0 in fd, and that is standard "
     "input."},
    /* listen(2) */
    {"listen", EADDRINUSE,
     "Another socket listens on this address and port. SO_REUSEADDR lets both "
     "bind, yet only one listen; to share a port, each needs SO_REUSEPORT "
     "before bind()."},
    {"listen", EINVAL,
     "The socket is connected, or about to be: such a one can't listen any "
     "more. Make a new socket."},
    {"listen", EOPNOTSUPP,
     "Only sockets of connections listen. A UDP socket receives as soon as it "
     "is bound."},
    /* accept(2); accept4() as well */
    {"accept", EINVAL,
     "The socket does not listen: listen() was never called, or shutdown() has "
     "ended it. Or accept4() does not know one of the flags."},
    {"accept", EAGAIN,
     "Nobody waits in the queue, and the socket is non-blocking or its "
     "SO_RCVTIMEO is over. Wait for POLLIN with poll()."},
    {"accept", ECONNABORTED,
     "That connection was gone before accept() came to it. Call accept() again "
     "for the next."},
    {"accept", EMFILE,
     "The process has all the descriptors that it may have (`ulimit -n`). "
     "Close some; the connection waits in the queue meanwhile."},
    {"accept", EOPNOTSUPP,
     "There are no connections to accept on a socket of this type, UDP for "
     "one."},
    /* connect(2), tcp(7) */
    {"connect", ECONNREFUSED,
     "Somebody answered, and said no: the host is there, and nobody listens on "
     "that address and port. See whether the server runs, and on which port."},
    {"connect", ETIMEDOUT,
     "Nobody answered, however often the kernel asked: the host is off, or "
     "something on the way drops the packets."},
    {"connect", EADDRNOTAVAIL,
     "There is no local port left for this destination, or this very "
     "connection, with the same addresses and ports, exists already. A "
     "TIME-WAIT counts for both."},
    {"connect", EINPROGRESS,
     "The socket is non-blocking, and the connection is being made. Wait for "
     "POLLOUT with poll(), then read SO_ERROR for how it went."},
    {"connect", EALREADY,
     "The connect() before this one is still under way. Wait for POLLOUT with "
     "poll(), then read SO_ERROR for how it went."},
    {"connect", EISCONN,
     "The socket is connected already, or it listens. A socket is good for one "
     "connection: make a new one."},
    {"connect", ECONNABORTED,
     "An earlier connect() had failed, and another call took the report of it. "
     "This call made the socket fresh: the next connect() starts anew."},
    {"connect", ECONNRESET,
     "The other end broke the connection off (RST) before it stood."},
    {"connect", EINTR,
     "A signal came, and the connection is being made all the same. Do not "
     "call connect() again: wait for POLLOUT with poll(), then read "
     "SO_ERROR."},
    {"connect", EAFNOSUPPORT,
     "The address is of another family than the socket: an AF_INET socket "
     "takes IPv4 addresses only."},
    {"connect", EINVAL,
     "The address is too short for the socket's family, or the socket is in no "
     "state to connect. For IPv4 from an AF_INET6 socket write "
     "[::ffff:10.0.0.1]:80."},
    {"connect", EACCES,
     "The address is a broadcast address, which needs SO_BROADCAST, or a rule "
     "of this host forbids it."},
    {"connect", EAGAIN,
     "There is no local port left, or (AF_UNIX) the listener's queue is full. "
     "Try again later."},
    /* recv(2); read() and recvfrom() as well */
    {"recv", ECONNRESET,
     "The peer broke the connection off (RST): it closed with unread data, or "
     "with SO_LINGER {1, 0}, or it is gone. It is said once, and what had "
     "arrived before can still be read."},
    {"recv", ECONNREFUSED,
     "Something sent or asked before was refused: a datagram found no socket, "
     "or a non-blocking connect() no listener. It is said once; the socket can "
     "be used again."},
    {"recv", ETIMEDOUT,
     "The peer has not answered for so long that the kernel gave the "
     "connection up."},
    {"recv", ENOTCONN,
     "The socket is not connected. A server reads from the socket that "
     "accept() gave, not from the one that listens."},
    {"recv", EAGAIN,
     "Nothing has arrived, and the socket is non-blocking, the call said "
     "MSG_DONTWAIT, or SO_RCVTIMEO is over. Wait for POLLIN with poll()."},
    {"recv", EINVAL,
     "One of the flags asks for what is not there, such as urgent data "
     "(MSG_OOB)."},
    /* send(2); write() and sendto() as well */
    {"send", EPIPE,
     "Nothing can be sent here any more: the peer has broken the connection "
     "off, or shutdown() was called, or there never was one. SIGPIPE comes "
     "along, unless it is ignored or MSG_NOSIGNAL is given."},
    {"send", ECONNRESET,
     "The peer broke the connection off (RST). Whether it has read what was "
     "sent before can't be known; the next send() gives EPIPE."},
    {"send", ECONNREFUSED,
     "The datagram before this one found no socket at its port, and its host "
     "said so. It is said once; this datagram was not sent."},
    {"send", ETIMEDOUT,
     "The peer has not acknowledged anything for so long that the kernel gave "
     "the connection up."},
    {"send", ENOTCONN,
     "The socket is not connected, and no address is given. A server sends "
     "through the socket that accept() gave."},
    {"send", EDESTADDRREQ,
     "A UDP socket without a peer has to be told where to: with an address in "
     "sendto(), or once with connect()."},
    {"send", EISCONN,
     "The socket is connected, so an address is one too many. Use send()."},
    {"send", EMSGSIZE,
     "A datagram goes out whole or not at all, and this one is too large: "
     "65507 bytes is the most over IPv4."},
    {"send", EAGAIN,
     "The socket is non-blocking, and its send buffer is full, because the "
     "peer does not read, or its connect() is still under way. Wait for "
     "POLLOUT with poll()."},
    {"send", EACCES,
     "The address is a broadcast address, which needs SO_BROADCAST, or a rule "
     "of this host forbids it."},
    {"send", EOPNOTSUPP, "One of the flags is not for this type of socket."},
    /* shutdown(2), close(2), getpeername(2) */
    {"shutdown", ENOTCONN,
     "There is no connection to end: it never was, or it is over, because both "
     "sides have closed or one has broken it off."},
    {"shutdown", EINVAL, "HOW is SHUT_RD, SHUT_WR or SHUT_RDWR."},
    {"close", EBADF,
     "The descriptor is not open: it never was, or is closed already. To close "
     "twice is dangerous: the number may be somebody else's by then."},
    {"getpeername", ENOTCONN,
     "The socket has no peer: it is not connected yet, or not any more."},
    /* setsockopt(2), socket(7), tcp(7), ipv6(7) */
    {"setsockopt", ENOPROTOOPT,
     "There is no such option at this level for this socket. SO_ options go "
     "with SOL_SOCKET, TCP_ with IPPROTO_TCP, IPV6_ with IPPROTO_IPV6."},
    {"setsockopt", EINVAL,
     "The value is of the wrong size or out of range, or it is too late: "
     "IPV6_V6ONLY, for one, is fixed once the socket is bound."},
    {"setsockopt", EPERM,
     "This option, or this value, is for root (CAP_NET_ADMIN)."},
    {"setsockopt", EDOM,
     "The time is out of range: microseconds go from 0 to 999999."},
    {"getsockopt", ENOPROTOOPT,
     "There is no such option at this level for this socket. SO_ options go "
     "with SOL_SOCKET, TCP_ with IPPROTO_TCP, IPV6_ with IPPROTO_IPV6."},
    /* execve(2) */
    {"execve", EACCES,
     "This user may not run the program's file. Let everybody: `chmod a+x` on "
     "it."},
    {"execve", ENOSYS,
     "The program that runs this lab can't begin anew as an actor."},
    {"unlink", ENOENT, "There is no file at that path, and so none to remove."},
    {"signal", EINVAL,
     "There is no such signal, or it is SIGKILL or SIGSTOP, which can't be "
     "ignored."},
    /* any call */
    {"", EBADF,
     "This process has no such descriptor open: it was never made, or is "
     "closed already."},
    {"", ENOTSOCK, "The descriptor is open, and no socket."},
    {"", EINTR, "A signal came before there was a result. Call again."},
    {"", EMFILE,
     "The process has all the descriptors that it may have (`ulimit -n`). "
     "Close some, or raise the limit."},
    {"", ENFILE,
     "The whole system has as many files open as it may. Few programs can do "
     "more than wait and try again."},
    {"", ENOBUFS, "The kernel has no memory for it now. Try again later."},
    {"", ENOMEM, "The kernel has no memory for it now. Try again later."},
    {"", ENETUNREACH, "This host has no route to that network."},
    {"", EHOSTUNREACH,
     "No way leads to that host, or a router on the way said so. A host that "
     "is merely off gives this on its own network only."},
    {"", ENETDOWN, "The interface that leads there is switched off."},
    {"", EOPNOTSUPP, "A socket of this type can't do that."},
    {"", EPROTOTYPE, "The socket at that path is of another type."},
    {"", ENOENT, "There is no socket at that path."},
};

const struct meaning *meaning_at(size_t index)
{
    return index < sizeof(meanings) / sizeof(*meanings) ? &meanings[index]
                                                        : NULL;
}

const struct meaning *meaning_row(const char *call, int err)
{
    const struct call_def *def = call_find(call, strlen(call));
    const char *name = def && def->kin ? def->kin : call;

    for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++)
        if (meanings[i].err == err && (meanings[i].call[0] == '\0' ||
                                       strcmp(meanings[i].call, name) == 0))
            return &meanings[i];
    return NULL;
}

const char *meaning_find(const char *call, int err)
{
    const struct meaning *row = meaning_row(call, err);

    return row ? row->text : NULL;
}
