/*
 * What an errno says in general. What it means of one call, and what to do
 * about it, is in lab/call/call_errno.c.
 */
#include "lessons/glossary/glossary_tables.h"

#define ERRNO(name, also, source, text)                                        \
    {                                                                          \
        name, also, text, source, TERM_ERRNO                                   \
    }

const struct term glossary_errnos[] = {
    ERRNO("EACCES", NULL, "errno(3), bind(2), ip(7)",
          "It is not allowed. Of sockets: a port below 1024 without the right "
          "to it, a broadcast address without SO_BROADCAST, or a rule of this "
          "host."),
    ERRNO("EADDRINUSE", NULL, "errno(3), bind(2)",
          "The local address and port are taken, and what has them does not "
          "share. It need not be a process: a TIME-WAIT is enough."),
    ERRNO("EADDRNOTAVAIL", NULL, "errno(3), bind(2), connect(2)",
          "No such address can be had here: it belongs to another host, or no "
          "ephemeral port is left, or that very pair of addresses and ports "
          "is in use."),
    ERRNO("EAFNOSUPPORT", NULL, "errno(3), socket(2)",
          "The address family is not known here, or the address is of another "
          "family than the socket."),
    ERRNO("EAGAIN", "EWOULDBLOCK", "errno(3), recv(2), send(2)",
          "The call would have to wait, and was told not to. Nothing is wrong "
          "with the socket; wait with poll() and try again."),
    ERRNO("EALREADY", NULL, "errno(3), connect(2)",
          "What was asked for is under way already: a connect() on a "
          "non-blocking socket that has not ended."),
    ERRNO("EBADF", NULL, "errno(3)",
          "The number is no open descriptor of this process."),
    ERRNO("ECONNABORTED", NULL, "errno(3), accept(2)",
          "A connection was given up before it could be used."),
    ERRNO("ECONNREFUSED", NULL, "errno(3), connect(2), udp(7)",
          "The other host answered, and nobody listens there. For TCP the "
          "answer is a RST, for UDP an ICMP message."),
    ERRNO("ECONNRESET", NULL, "errno(3), RFC 9293 3.10.7.4",
          "The peer ended the connection with a RST instead of a FIN. What "
          "was on its way may be lost."),
    ERRNO("EDESTADDRREQ", NULL, "errno(3), send(2)",
          "A datagram needs to be told where to: the socket has no peer, and "
          "the call named none."),
    ERRNO("EDOM", NULL, "errno(3), socket(7)",
          "A number is out of its range; of sockets, the microseconds of a "
          "timeout."),
    ERRNO("EHOSTUNREACH", NULL, "errno(3), RFC 1122 3.2.2.1",
          "No packet gets to that host: it does not answer on its own "
          "network, or a router on the way said so by ICMP."),
    ERRNO("EINPROGRESS", NULL, "errno(3), connect(2)",
          "The connection of a non-blocking socket is being made. It is no "
          "failure; the result comes later, in SO_ERROR."),
    ERRNO("EINTR", NULL, "errno(3), signal(7)",
          "A signal's handler ran while the call waited. Most calls can "
          "simply be made again; close() and connect() can't."),
    ERRNO("EINVAL", NULL, "errno(3)",
          "An argument makes no sense, or not in the state that the socket "
          "is in. Which of them, depends on the call."),
    ERRNO("EISCONN", NULL, "errno(3), connect(2)",
          "The socket is connected already. A TCP socket is good for one "
          "connection."),
    ERRNO("EMFILE", NULL, "errno(3), getrlimit(2)",
          "The process has as many descriptors as it may have; sockets that "
          "were never closed count."),
    ERRNO("EMSGSIZE", NULL, "errno(3), udp(7)",
          "A datagram is larger than can be sent in one piece."),
    ERRNO("ENETDOWN", NULL, "errno(3)",
          "The interface to that network is switched off."),
    ERRNO("ENETUNREACH", NULL, "errno(3), connect(2)",
          "This host has no route to that network; no packet was sent."),
    ERRNO("ENFILE", NULL, "errno(3)",
          "The whole system has as many open files as it may have."),
    ERRNO("ENOBUFS", NULL, "errno(3)", "The kernel had no memory for it."),
    ERRNO("ENOENT", NULL, "errno(3), unix(7)",
          "There is no such path; of Unix sockets, nothing is at the address "
          "that connect() was given."),
    ERRNO("ENOMEM", NULL, "errno(3)", "The kernel had no memory for it."),
    ERRNO("ENOPROTOOPT", NULL, "errno(3), setsockopt(2)",
          "There is no such option at that level for such a socket."),
    ERRNO("ENOSYS", NULL, "errno(3)", "The call is not to be had here."),
    ERRNO("ENOTCONN", NULL, "errno(3)",
          "The call needs a connection, and the socket has none: not yet, or "
          "not any more."),
    ERRNO("ENOTSOCK", NULL, "errno(3)",
          "The descriptor is open, and not a socket."),
    ERRNO("EOPNOTSUPP", "ENOTSUP", "errno(3)",
          "A socket of this type can't do that."),
    ERRNO("EPERM", NULL, "errno(3), capabilities(7)",
          "It takes more rights than this process has."),
    ERRNO("EPIPE", NULL, "errno(3), send(2)",
          "Nothing can be sent through this socket any more: its sending side "
          "was shut down, or the peer has reset the connection. SIGPIPE comes "
          "with it, unless it is ignored or MSG_NOSIGNAL is given."),
    ERRNO("EPROTONOSUPPORT", NULL, "errno(3), socket(2)",
          "The protocol does not go with the family and the type."),
    ERRNO("EPROTOTYPE", NULL, "errno(3), unix(7)",
          "The socket at the other end is of another type."),
    ERRNO("ESOCKTNOSUPPORT", NULL, "errno(3)",
          "The family has no sockets of that type."),
    ERRNO("ETIMEDOUT", NULL, "errno(3), tcp(7)",
          "The peer has not answered for as long as the kernel kept asking. "
          "It may be off, or packets get lost on the way."),
    {0},
};
