/*
 * Other names that stand in the arguments of calls: families, types, flags,
 * events, and signals.
 */
#include "lessons/glossary/glossary_tables.h"

#define SIGNAL(name, also, source, text)                                       \
    {                                                                          \
        name, also, text, source, TERM_SIGNAL                                  \
    }

const struct term glossary_signals[] = {
    SIGNAL("SIGINT", "Ctrl-C, interrupt", "signal(7)",
           "What Ctrl-C sends. Unless the program handles it, it ends the "
           "process, and the kernel closes its sockets."),
    SIGNAL("SIGKILL", "kill -9", "signal(7)",
           "Ends the process, and can't be handled or ignored. The kernel "
           "closes its sockets as if it had called close()."),
    SIGNAL("SIGPIPE", NULL, "signal(7), send(2)",
           "Comes with an EPIPE and ends the process, unless it is ignored or "
           "send() was given MSG_NOSIGNAL."),
    SIGNAL("SIGTERM", NULL, "signal(7)",
           "The polite way to end a process, and what kill(1) sends. A "
           "program may handle it and clean up first."),
    {0},
};

#define CONSTANT(name, also, source, text)                                     \
    {                                                                          \
        name, also, text, source, TERM_CONSTANT                                \
    }

const struct term glossary_constants[] = {
    CONSTANT("AF_INET", "PF_INET", "ip(7), socket(2)",
             "The family of IPv4: addresses such as 10.0.0.1:12000."),
    CONSTANT("AF_INET6", "PF_INET6", "ipv6(7), socket(2)",
             "The family of IPv6: addresses such as [fd00::1]:12000. Unless "
             "IPV6_V6ONLY is on, its sockets take IPv4 as well."),
    CONSTANT("AF_UNIX", "AF_LOCAL, Unix socket", "unix(7)",
             "The family of sockets within one host. An address is a path, "
             "and a file of that name stays when the socket is closed; or, "
             "with @, a name without any file."),
    CONSTANT("F_GETFD", NULL, "fcntl(2)",
             "Asks fcntl() for the flags of a descriptor, such as "
             "FD_CLOEXEC."),
    CONSTANT("F_GETFL", NULL, "fcntl(2)",
             "Asks fcntl() for the flags of what is open, such as "
             "O_NONBLOCK."),
    CONSTANT("F_SETFD", NULL, "fcntl(2)",
             "Has fcntl() set the flags of a descriptor, such as FD_CLOEXEC."),
    CONSTANT("F_SETFL", NULL, "fcntl(2)",
             "Has fcntl() set the flags of what is open, such as "
             "O_NONBLOCK; every descriptor of it is concerned."),
    CONSTANT("FD_CLOEXEC", NULL, "fcntl(2), execve(2)",
             "Closes the descriptor when the process becomes another program. "
             "Without it a server's children inherit its sockets, and its "
             "port."),
    CONSTANT("IPPROTO_IP", NULL, "ip(7)",
             "The level of options that begin with IP_."),
    CONSTANT("IPPROTO_IPV6", NULL, "ipv6(7)",
             "The level of options that begin with IPV6_."),
    CONSTANT("IPPROTO_TCP", NULL, "tcp(7)",
             "The level of options that begin with TCP_."),
    CONSTANT("IPPROTO_UDP", NULL, "udp(7)",
             "The level of options that begin with UDP_."),
    CONSTANT("MSG_DONTWAIT", NULL, "recv(2), send(2)",
             "This one call does not wait: where it would, it gives EAGAIN."),
    CONSTANT("MSG_MORE", NULL, "send(2), tcp(7)",
             "Says that more follows at once: what does not fill a packet "
             "waits for it, as under TCP_CORK, but for this one call."),
    CONSTANT("MSG_NOSIGNAL", NULL, "send(2)",
             "An EPIPE of this call comes without SIGPIPE."),
    CONSTANT("MSG_PEEK", NULL, "recv(2)",
             "Looks at what has arrived and leaves it there for the next "
             "call."),
    CONSTANT("MSG_TRUNC", NULL, "recv(2), tcp(7)",
             "recv() of a datagram tells how long it was, even where only a "
             "part of it had room. Of TCP it throws the bytes away."),
    CONSTANT("MSG_WAITALL", NULL, "recv(2)",
             "recv() waits until it has all the bytes it was asked for, or "
             "the stream ends."),
    CONSTANT("O_CLOEXEC", NULL, "open(2)",
             "Opens a file with FD_CLOEXEC set, so that there is no moment "
             "without it. Of a socket that is SOCK_CLOEXEC."),
    CONSTANT("O_NONBLOCK", NULL, "fcntl(2), socket(7)",
             "Calls on the socket don't wait: where they would, they give "
             "EAGAIN, connect() EINPROGRESS. On Linux an accepted socket does "
             "not inherit it."),
    CONSTANT("POLLERR", NULL, "poll(2)",
             "The socket has an error to report. It comes without being asked "
             "for."),
    CONSTANT("POLLHUP", NULL, "poll(2)",
             "Nothing comes or goes any more: both directions are shut. It "
             "comes without being asked for."),
    CONSTANT("POLLIN", NULL, "poll(2)",
             "A read would not wait: there is data, the end of the stream, or "
             "a connection to accept."),
    CONSTANT("POLLOUT", NULL, "poll(2), connect(2)",
             "A write would not wait. Of a connect() under way: it has ended, "
             "well or not; SO_ERROR tells which."),
    CONSTANT("SHUT_RD", NULL, "shutdown(2)",
             "This side will read no more. The peer can't see it. A listener "
             "stops to listen."),
    CONSTANT("SHUT_RDWR", NULL, "shutdown(2)", "Both directions end."),
    CONSTANT("SHUT_WR", NULL, "shutdown(2), RFC 9293 3.6",
             "This side sends no more: a FIN goes out, and reading goes on."),
    CONSTANT("SIG_DFL", NULL, "signal(2)",
             "The signal does what it does by default; SIGPIPE ends the "
             "process."),
    CONSTANT("SIG_IGN", NULL, "signal(2)", "The signal does nothing."),
    CONSTANT("SOCK_CLOEXEC", NULL, "socket(2)",
             "Makes the socket with FD_CLOEXEC set, so that there is no "
             "moment without it."),
    CONSTANT("SOCK_DGRAM", "UDP", "socket(2), udp(7)",
             "Datagrams, each on its own: UDP. No connection, no order, no "
             "promise that they arrive."),
    CONSTANT("SOCK_NONBLOCK", NULL, "socket(2)",
             "Makes the socket with O_NONBLOCK set."),
    CONSTANT("SOCK_STREAM", NULL, "socket(2), tcp(7)",
             "A connection with a stream of bytes in each direction: TCP."),
    CONSTANT("SOL_SOCKET", NULL, "socket(7)",
             "The level of options that begin with SO_."),
    {0},
};
