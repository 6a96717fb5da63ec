/*
 * Settings of a host that lessons turn. The longer list is the kernel's own
 * Documentation/networking/ip-sysctl.rst, which `ip-sysctl` means here.
 */
#include "lessons/glossary/glossary_tables.h"

#define SYSCTL(name, also, source, text)                                       \
    {                                                                          \
        name, also, text, source, TERM_SYSCTL                                  \
    }

const struct term glossary_sysctls[] = {
    SYSCTL("bindv6only", NULL, "ipv6(7), ip-sysctl",
           "The value that IPV6_V6ONLY has in a new IPv6 socket: 0, as it "
           "usually is, lets a socket on [::] take IPv4 as well."),
    SYSCTL("ip_forward", NULL, "ip(7), ip-sysctl",
           "1 makes a router of the host: it passes on packets that are for "
           "others."),
    SYSCTL("ip_local_port_range", NULL, "ip(7)",
           "The first and the last ephemeral port: what connect() and bind() "
           "to port 0 choose from."),
    SYSCTL("ip_local_reserved_ports", NULL, "ip-sysctl",
           "Ports of the ephemeral range that the kernel must not choose by "
           "itself. A program that names one still gets it."),
    SYSCTL("ip_unprivileged_port_start", NULL, "ip-sysctl, capabilities(7)",
           "The first port that everybody may bind, usually 1024; those below "
           "need CAP_NET_BIND_SERVICE."),
    SYSCTL("ipfrag_time", NULL, "ip-sysctl",
           "For how many seconds the pieces of a packet are kept that has not "
           "arrived whole."),
    SYSCTL("somaxconn", "SOMAXCONN", "listen(2)",
           "The longest queue of a listener. A larger backlog in listen() is "
           "cut to it without a word; 4096 since Linux 5.4, before that 128."),
    SYSCTL("tcp_abort_on_overflow", NULL, "tcp(7)",
           "1 resets a connection that finds the listener's queue full; 0, as "
           "it usually is, drops its ACK, so that it may still find room "
           "later."),
    SYSCTL("tcp_early_retrans", NULL, "ip-sysctl, RFC 8985, 7",
           "Whether a timer sends something early when no answer comes, in "
           "case the last packets got lost: 3, as it usually is; 0 leaves "
           "that to the retransmission timer."),
    SYSCTL("tcp_fin_timeout", NULL, "tcp(7), ip-sysctl",
           "For how many seconds a FIN-WAIT-2 is kept that no process has any "
           "more, usually 60. It does not change how long a TIME-WAIT "
           "lasts."),
    SYSCTL("tcp_keepalive_time", NULL, "tcp(7)",
           "After how many silent seconds SO_KEEPALIVE asks for the first "
           "time: 7200, two hours. TCP_KEEPIDLE sets it for one socket."),
    SYSCTL("tcp_max_syn_backlog", NULL, "tcp(7)",
           "How many connections may be in SYN-RECV, their SYN answered and "
           "the ACK not come yet; further SYNs are dropped."),
    SYSCTL("tcp_max_tw_buckets", NULL, "tcp(7), ip-sysctl",
           "How many TIME-WAITs the host keeps at most. Beyond that a "
           "connection ends without one, and without what it protects from."),
    SYSCTL("tcp_migrate_req", NULL, "ip-sysctl",
           "1 passes the connections that wait at a listener of a "
           "SO_REUSEPORT group on to another one when it closes, instead of "
           "resetting them."),
    SYSCTL("tcp_orphan_retries", NULL, "tcp(7), ip-sysctl",
           "How often a connection that no process has any more sends its FIN "
           "or its data again to a peer that does not answer, before it is "
           "given up."),
    SYSCTL("tcp_retries2", NULL, "tcp(7), ip-sysctl",
           "How often data that nobody acknowledges is sent again before the "
           "connection is given up with ETIMEDOUT: 15 times, in 13 to 30 "
           "minutes."),
    SYSCTL("tcp_rfc1337", NULL, "tcp(7), RFC 1337",
           "1 keeps a TIME-WAIT when a RST arrives for it; 0, as it usually "
           "is, lets the RST end it."),
    SYSCTL("tcp_syn_linear_timeouts", NULL, "ip-sysctl",
           "How often connect() sends its SYN again at the same distance, one "
           "second, before each wait is twice the one before: 4 times, since "
           "Linux 6.5."),
    SYSCTL("tcp_syn_retries", NULL, "tcp(7)",
           "How often connect() sends its SYN again before it says ETIMEDOUT: "
           "6, which takes about two minutes."),
    SYSCTL("tcp_synack_retries", NULL, "tcp(7)",
           "How often a server's kernel answers a SYN again when the ACK does "
           "not come: usually 5 times."),
    SYSCTL("tcp_syncookies", NULL, "tcp(7), ip-sysctl",
           "1, as it usually is: when too many SYNs wait, the kernel answers "
           "without keeping anything, and reads from the ACK what it has to "
           "know. It is against floods of SYNs; 0 turns it off."),
    SYSCTL("tcp_timestamps", NULL, "tcp(7), RFC 7323",
           "Whether packets carry the time. By it a new connection can be "
           "told from late packets of an old one, which is what reusing a "
           "TIME-WAIT rests on."),
    SYSCTL("tcp_tw_recycle", NULL, "tcp(7)",
           "Gone since Linux 4.12. It ended TIME-WAITs early by comparing the "
           "times in packets, and so turned away clients that share one "
           "address."),
    SYSCTL("tcp_tw_reuse", NULL, "ip-sysctl, RFC 6191",
           "Whether connect() may take the place of a TIME-WAIT that is "
           "older than a second: 1 always, 2 on loopback only, 0 never. It is "
           "for the side that calls; bind() does not ask for it."),
    {0},
};
