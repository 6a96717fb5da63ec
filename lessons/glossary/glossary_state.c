/*
 * The states of a TCP socket, and the flags of a packet that lead from one to
 * the next. The arrows between states are in lab/log/transition.c.
 */
#include "lessons/glossary/glossary_tables.h"

#define STATE(name, also, source, text)                                        \
    {                                                                          \
        name, also, text, source, TERM_STATE                                   \
    }

/* Names as in ss(8); the RFC's where they differ, and the kernel's, beside. */
const struct term glossary_states[] = {
    STATE("UNCONN", "CLOSED, CLOSE", "RFC 9293 3.3.2, ss(8)",
          "No connection: a TCP socket that is at most bound, or a UDP socket "
          "without a peer. The RFC's CLOSED means that there is nothing."),
    STATE("LISTEN", NULL, "RFC 9293 3.3.2, listen(2)",
          "Waits for connection requests from anywhere. It stays in this "
          "state while connections come out of it."),
    STATE("SYN-SENT", NULL, "RFC 9293 3.3.2, tcp(7)",
          "connect() was called and the SYN is out; nothing has come back "
          "yet. The SYN is sent again until somebody answers or the kernel "
          "gives up."),
    STATE("SYN-RECV", "SYN-RECEIVED", "RFC 9293 3.3.2",
          "A SYN came and was answered; the ACK that completes the handshake "
          "is still missing."),
    STATE("ESTAB", "ESTABLISHED", "RFC 9293 3.3.2",
          "The connection stands, and bytes go both ways. Neither end needs "
          "a program that looks at it: the kernel keeps it up."),
    STATE("FIN-WAIT-1", "FIN-WAIT1", "RFC 9293 3.3.2",
          "This side has closed and sent its FIN, and the peer's kernel has "
          "not acknowledged it yet."),
    STATE("FIN-WAIT-2", "FIN-WAIT2", "RFC 9293 3.3.2, tcp(7)",
          "The peer's kernel has acknowledged the FIN; its program has not "
          "closed. Without a process Linux ends it after tcp_fin_timeout."),
    STATE("CLOSE-WAIT", NULL, "RFC 9293 3.3.2",
          "The peer has closed, and this side's program has not. No timeout "
          "ends it: it is up to the program to call close()."),
    STATE("CLOSING", NULL, "RFC 9293 3.3.2, RFC 9293 3.6",
          "Both sides sent a FIN before they saw the other's; the ACK of this "
          "side's FIN is still missing."),
    STATE("LAST-ACK", NULL, "RFC 9293 3.3.2",
          "The peer closed first, then this side; the ACK of this side's FIN "
          "is all that is missing."),
    STATE("TIME-WAIT", NULL, "RFC 9293 3.6.1, tcp(7)",
          "Both sides have closed, and the one that closed first remembers "
          "the connection for a while: to answer if the last ACK was lost, "
          "and to keep late packets out of a new connection. On Linux it "
          "lasts 60 s and belongs to no process."),
    {0},
};

#define FLAG(name, also, source, text)                                         \
    {                                                                          \
        name, also, text, source, TERM_FLAG                                    \
    }

/* In the order of a connection's life; tcpdump's letters beside. */
const struct term glossary_flags[] = {
    FLAG("SYN", "[S], [S.], synchronize", "RFC 9293 3.5, tcpdump(8)",
         "Opens a connection, and says from which number this side counts "
         "its bytes. [S] is the caller's, [S.] the answer to it."),
    FLAG("ACK", "[.], acknowledgment", "RFC 9293 3.4, tcpdump(8)",
         "Says up to which number everything has arrived. Every packet but a "
         "connection's first carries it, and [.] nothing else."),
    FLAG("PSH", "[P.], push", "RFC 9293 3.9.1.2, tcpdump(8)",
         "Data that the receiver should pass on to its program without "
         "waiting for more."),
    FLAG("FIN", "[F.], [FP.], finish", "RFC 9293 3.6, tcpdump(8)",
         "This side sends nothing more. It is acknowledged like a byte, and "
         "sent again until it is."),
    FLAG("RST", "[R], [R.], reset", "RFC 9293 3.5.2, tcpdump(8)",
         "Ends a connection at once, or says that there is none: nobody "
         "listens, or the socket is gone. Nobody acknowledges a RST, and it "
         "leaves no TIME-WAIT."),
    {0},
};
