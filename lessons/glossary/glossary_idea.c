/*
 * Words of the prose: what has a name without being a name in a script. Each
 * must be found in a lesson by one of its names
 * (tests/lessons/glossary/test_glossary.c).
 */
#include "lessons/glossary/glossary_tables.h"

#define IDEA(name, also, source, text)                                         \
    {                                                                          \
        name, also, text, source, TERM_IDEA                                    \
    }

const struct term glossary_ideas[] = {
    IDEA("backlog", NULL, "listen(2)",
         "The second argument of listen(): how many finished connections may "
         "wait for accept(). Linux takes one more than that, and no more than "
         "somaxconn."),
    IDEA("byte order", "htons, network byte order", "byteorder(3), ip(7)",
         "Ports and addresses go over the network with the largest byte "
         "first, and most machines have them the other way round; htons() "
         "and htonl() turn them over."),
    IDEA("datagram", NULL, "udp(7), RFC 768",
         "A message that arrives whole or not at all, on its own; what a "
         "SOCK_DGRAM socket sends."),
    IDEA("delayed ACK", NULL, "RFC 9293 3.8.6.3",
         "The receiver holds an ACK back for a moment, in the hope that data "
         "of its own can carry it."),
    IDEA("dual stack", "mapped address", "ipv6(7), RFC 4291 2.5.5.2",
         "An IPv6 socket that takes IPv4 as well, with addresses such as "
         "::ffff:10.0.0.1. IPV6_V6ONLY decides."),
    IDEA("ephemeral port", "local port", "ip(7), RFC 6335 6",
         "A port that the kernel chose, for a socket that was told none; out "
         "of ip_local_port_range."),
    IDEA("four-tuple", "same addresses and ports", "RFC 9293 3.3.1",
         "Two addresses and two ports name a connection. The same four can't "
         "be had twice at a time, and a TIME-WAIT still has them."),
    IDEA("half-close", NULL, "RFC 9293 3.6, shutdown(2)",
         "One direction has ended, by shutdown(SHUT_WR), and the other goes "
         "on."),
    IDEA("handshake", "three-way handshake", "RFC 9293 3.5",
         "SYN, SYN and ACK, ACK: the three packets that open a connection. "
         "The kernels do it; accept() only fetches the result."),
    IDEA("inheritance", "inherit, inherited", "fork(2), execve(2), accept(2)",
         "A child process has its parent's descriptors, and so its ports; an "
         "accepted socket has many of the listener's options."),
    IDEA("keepalive", "keep-alive", "tcp(7), RFC 9293 3.8.4",
         "Questions to a peer that has been silent for long, to see whether "
         "it is still there. Switched on by SO_KEEPALIVE."),
    IDEA("listener", NULL, "listen(2)",
         "A socket in LISTEN. Connections come out of it by accept(), each "
         "with a socket of its own."),
    IDEA("loopback", NULL, "ip(7), RFC 1122 3.2.1.3",
         "The interface lo, by which a host talks to itself: 127.0.0.0/8 and "
         "::1. TCP does there all that it does elsewhere."),
    IDEA("Nagle's algorithm", "Nagle", "RFC 9293 3.7.4, tcp(7)",
         "While something is unacknowledged, a small piece waits until the "
         "ACK comes or a full packet is there. TCP_NODELAY turns it off."),
    IDEA("orphan", NULL, "tcp(7)",
         "A connection whose process is gone or has closed it; the kernel "
         "sees it to its end."),
    IDEA("self-connect", "connects to itself", "RFC 9293 3.5",
         "A client whose ephemeral port happens to be the one it calls is "
         "answered by itself: a simultaneous open with one socket."),
    IDEA("simultaneous open", NULL, "RFC 9293 3.5",
         "Both sides call connect() to each other at the same time, and get "
         "one connection, without a listener."),
    IDEA("stale socket file", "stale", "unix(7)",
         "The path of a Unix socket that nobody has open any more. It keeps "
         "the next server from binding until it is removed."),
    IDEA("stream", NULL, "tcp(7), RFC 9293 2.2",
         "Bytes in order, without borders between them: two sends may arrive "
         "in one read, and one send in two."),
    IDEA("TIME-WAIT assassination", "assassination", "RFC 1337",
         "A late packet has a TIME-WAIT answer, the answer draws a RST, and "
         "the RST ends the TIME-WAIT before its time."),
    IDEA("wildcard", "wildcard address, INADDR_ANY", "ip(7)",
         "0.0.0.0 or [::]: all addresses of this host. On the same port it "
         "clashes with each of them."),
    {0},
};
