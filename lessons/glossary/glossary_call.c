/*
 * The calls that scripts can make, and those that lessons only speak of. How
 * the first are written in a script is in the table of lab/call/call.c.
 */
#include "lessons/glossary/glossary_tables.h"

#define CALL(name, source, text)                                               \
    {                                                                          \
        name, NULL, text, source, TERM_CALL                                    \
    }

const struct term glossary_calls[] = {
    CALL("accept", "accept(2)",
         "Takes the next finished connection off the listener's queue, as a "
         "new socket; waits when there is none. The kernel has completed the "
         "handshake before, without it."),
    CALL("accept4", "accept(2)",
         "Does what accept() does, and sets SOCK_CLOEXEC or SOCK_NONBLOCK on "
         "the new socket in the same step."),
    CALL("bind", "bind(2), ip(7)",
         "Gives the socket its local address and port. Whether they are free "
         "is decided here; where SO_REUSEADDR let two in, listen() decides "
         "again."),
    CALL("close", "close(2), tcp(7)",
         "Gives the descriptor back. Only with the socket's last descriptor, "
         "in whatever process, does the connection end: with a FIN, or with a "
         "RST where data was left unread."),
    CALL("connect", "connect(2), tcp(7)",
         "Opens a connection to an address, and returns when the peer's "
         "kernel has answered. Of UDP it sends nothing and only notes the "
         "peer."),
    CALL("dup", "dup(2)",
         "Makes a second descriptor of the same socket. Closing one of the "
         "two ends nothing."),
    {"execve", "exec",
     "Puts another program in the process's place. Descriptors stay open, "
     "sockets and all, unless they have FD_CLOEXEC.",
     "execve(2)", TERM_CALL},
    CALL("exit", "_exit(2), exit(3)",
         "Ends the process. The kernel closes all that it had open, as "
         "close() would."),
    CALL("fcntl", "fcntl(2)",
         "Reads or changes flags: F_SETFL with O_NONBLOCK those of the open "
         "socket, F_SETFD with FD_CLOEXEC those of the descriptor alone."),
    CALL("fork", "fork(2)",
         "Makes a child process that has the same sockets open. From then on "
         "a socket is closed only when both have closed it."),
    CALL("getaddrinfo", "getaddrinfo(3)",
         "Makes addresses for bind() and connect() of a host's and a "
         "service's name: of both families, in network byte order."),
    CALL("getpeername", "getpeername(2)",
         "Tells the address of the other end; an error when there is none."),
    CALL("getsockname", "getsockname(2)",
         "Tells the socket's own address and port, also one that the kernel "
         "chose."),
    CALL("getsockopt", "getsockopt(2), socket(7)",
         "Reads an option. SO_ERROR tells how a connect() that did not wait "
         "went, and clears it."),
    CALL("htonl", "byteorder(3)",
         "Puts the four bytes of a number, such as an address, from this "
         "machine's order into that of the network."),
    CALL("htons", "byteorder(3)",
         "Puts the two bytes of a number, such as a port, from this machine's "
         "order into that of the network."),
    CALL("listen", "listen(2)",
         "Makes the socket one that takes connections, and says how many of "
         "them may wait for accept(). A socket that was not bound gets a port "
         "of the kernel's choice."),
    CALL("ntohl", "byteorder(3)",
         "Puts four bytes that came from the network into this machine's "
         "order."),
    CALL("ntohs", "byteorder(3)",
         "Puts two bytes that came from the network into this machine's "
         "order."),
    CALL("poll", "poll(2)",
         "Waits until a socket can be read or written, or has an error; says "
         "nothing of how a connection went, only that there is news."),
    CALL("read", "read(2), recv(2)",
         "Is recv() without flags: what has arrived, at most so many bytes, 0 "
         "at the end of the stream."),
    CALL("recv", "recv(2), tcp(7)",
         "Takes what has arrived, at most so many bytes; waits when there is "
         "nothing. 0 is the end: the peer sends nothing more."),
    CALL("recvfrom", "recv(2), udp(7)",
         "Does what recv() does, and tells who sent it. Of UDP one call takes "
         "one datagram."),
    CALL("send", "send(2), tcp(7)",
         "Puts bytes into the send buffer and returns; that says nothing of "
         "their arrival. It may take fewer than it was given when it must not "
         "wait."),
    CALL("sendto", "send(2), udp(7)", "Sends one datagram to an address."),
    CALL("setsockopt", "setsockopt(2), socket(7)",
         "Sets an option of this one socket. Many have to be set before "
         "bind() or connect() to have an effect."),
    CALL("shutdown", "shutdown(2)",
         "Ends one direction of a connection or both, at once and for every "
         "process that has the socket. The descriptor stays open: close() is "
         "still needed."),
    CALL("signal", "signal(2), signal(7)",
         "Says what a signal does to this process. SIG_IGN for SIGPIPE turns "
         "a deadly send() into an EPIPE."),
    CALL("socket", "socket(2)",
         "Makes a socket that has no address yet, and gives the lowest free "
         "descriptor for it."),
    CALL("unlink", "unlink(2), unix(7)",
         "Removes a file, such as the one that a Unix socket leaves at its "
         "path. A server that still has the socket keeps it, and can't be "
         "found any more."),
    CALL("write", "write(2), send(2)",
         "Is send() without flags: it can't ask for MSG_NOSIGNAL."),
    CALL("writev", "writev(2)",
         "Does what write() does, with bytes from several places: one call, "
         "and so no small packets in between."),
    {0},
};
