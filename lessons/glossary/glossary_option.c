/*
 * What setsockopt() sets: options of one socket, by level.
 */
#include "lessons/glossary/glossary_tables.h"

#define OPTION(name, source, text)                                             \
    {                                                                          \
        name, NULL, text, source, TERM_OPTION                                  \
    }

const struct term glossary_options[] = {
    OPTION("IP_BIND_ADDRESS_NO_PORT", "ip(7)",
           "bind() to port 0 chooses no port yet; connect() will. A port can "
           "then serve several connections, as long as their peers differ."),
    OPTION("IP_FREEBIND", "ip(7)",
           "Lets bind() take an address that this host does not have, or not "
           "yet."),
    OPTION("IP_MULTICAST_IF", "ip(7)",
           "Names the interface, by one of this host's addresses, through "
           "which multicast datagrams leave."),
    OPTION("IP_RECVERR", "ip(7), udp(7)",
           "Has every error reported to the socket, those of an unconnected "
           "UDP socket too, which else hears of none."),
    OPTION("IP_TTL", "ip(7)",
           "How many routers a packet of this socket may pass before it is "
           "thrown away."),
    OPTION("IPV6_V6ONLY", "ipv6(7), RFC 3493 5.3",
           "On: an IPv6 socket takes IPv6 alone, and [::] leaves 0.0.0.0 "
           "free. Off: it takes IPv4 as well, as ::ffff:10.0.0.1. Fixed once "
           "the socket is bound."),
    OPTION("SO_BROADCAST", "socket(7)",
           "Allows a datagram socket to send to broadcast addresses."),
    OPTION("SO_ERROR", "socket(7), connect(2)",
           "The error that waits to be reported, 0 for none; to read it "
           "clears it. It is where the result of a non-blocking connect() "
           "is."),
    OPTION("SO_EXCLUSIVEADDRUSE", "setsockopt() of Windows",
           "Windows alone has it: nobody else can bind the address, not even "
           "with SO_REUSEADDR, which there takes addresses away from others. "
           "Linux never lets that happen."),
    OPTION("SO_KEEPALIVE", "socket(7), tcp(7)",
           "Asks a silent peer from time to time whether it is still there, "
           "and ends the connection when it is not. Off by default; the first "
           "question comes after TCP_KEEPIDLE, two hours unless set."),
    OPTION("SO_LINGER", "socket(7)",
           "{1, 0}: close() throws away what was not sent yet and answers "
           "with a RST, so there is no TIME-WAIT. {1, n}: close() waits up to "
           "n seconds until all is acknowledged."),
    OPTION("SO_LINGER_SEC", "getsockopt(2) of macOS",
           "macOS alone has it: SO_LINGER with its time in seconds, as "
           "SO_LINGER itself has it on Linux."),
    OPTION("SO_NOSIGPIPE", "getsockopt(2) of FreeBSD and macOS",
           "BSDs and macOS have it, Linux has not: an EPIPE on this socket "
           "comes without SIGPIPE. On Linux send() takes MSG_NOSIGNAL."),
    OPTION("SO_RCVBUF", "socket(7)",
           "How much may wait in the receive buffer; the kernel doubles the "
           "number for its own use."),
    OPTION("SO_RCVTIMEO", "socket(7)",
           "How long a receiving call waits before it gives EAGAIN."),
    OPTION("SO_REUSEADDR", "socket(7)",
           "Lets bind() take an address that others have whose sockets carry "
           "it as well, as a TIME-WAIT's may. It never passes a socket that "
           "listens. Set it before bind(), in every TCP server."),
    OPTION("SO_REUSEPORT", "socket(7)",
           "Lets several sockets of the same user bind and listen on one "
           "port; the kernel deals the connections out among them. Each has "
           "to set it before bind(), the first one too."),
    OPTION("SO_REUSEPORT_LB", "setsockopt(2) of FreeBSD",
           "FreeBSD alone has it: sockets on one port share the connections "
           "out, as SO_REUSEPORT has it on Linux."),
    OPTION("SO_SNDBUF", "socket(7)",
           "How much may wait in the send buffer; the kernel doubles the "
           "number for its own use. send() waits, or takes only a part, when "
           "it is full."),
    OPTION("SO_SNDTIMEO", "socket(7)",
           "How long a sending call waits before it gives EAGAIN, and "
           "connect() before it gives EINPROGRESS."),
    OPTION("TCP_CORK", "tcp(7)",
           "Holds packets back that are not full, until it is turned off "
           "again, or for 200 ms at most."),
    OPTION("TCP_KEEPCNT", "tcp(7)",
           "How many questions of SO_KEEPALIVE go unanswered before the "
           "connection is given up."),
    OPTION("TCP_KEEPIDLE", "tcp(7)",
           "After how many silent seconds SO_KEEPALIVE asks for the first "
           "time."),
    OPTION("TCP_KEEPINTVL", "tcp(7)",
           "How many seconds lie between two questions of SO_KEEPALIVE."),
    OPTION("TCP_LINGER2", "tcp(7)",
           "For how many seconds a FIN-WAIT-2 of this socket is kept once no "
           "process has it: tcp_fin_timeout for one socket."),
    OPTION("TCP_NODELAY", "tcp(7)",
           "Turns Nagle's algorithm off: small pieces are sent at once, not "
           "held back until what was sent before is acknowledged."),
    OPTION("TCP_QUICKACK", "tcp(7)",
           "1 acknowledges at once, 0 lets ACKs wait for company. The kernel "
           "turns it over again by itself."),
    OPTION("TCP_USER_TIMEOUT", "tcp(7), RFC 5482",
           "For how many milliseconds what was sent may stay unacknowledged "
           "before the connection is given up with ETIMEDOUT."),
    {0},
};
