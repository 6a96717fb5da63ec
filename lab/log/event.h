/*
 * event.h - what happens in a lab, and the append-only log of it.
 *
 * Everything that is shown, checked or reported is read from here. An event
 * is never changed once it is in the log; a reader keeps the index of the
 * first event that it has not seen yet (a cursor) and nothing else.
 */
#ifndef LAB_LOG_EVENT_H
#define LAB_LOG_EVENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "lab/base/addr.h"
#include "lab/base/host.h"
#include "lab/call/call.h"

/* The states of ss(8), RFC 9293 section 3.3.2. */
enum tcp_state {
    STATE_NONE, /* before birth and after the end */
    STATE_ESTAB,
    STATE_SYN_SENT,
    STATE_SYN_RECV,
    STATE_FIN_WAIT_1,
    STATE_FIN_WAIT_2,
    STATE_TIME_WAIT,
    STATE_UNCONN, /* bound only; UDP without a peer */
    STATE_CLOSE_WAIT,
    STATE_LAST_ACK,
    STATE_LISTEN,
    STATE_CLOSING,
    STATES,
};

/* ss(8)'s own name, such as "FIN-WAIT-1"; "-" for STATE_NONE. */
const char *state_name(enum tcp_state state);

/* The state called so, STATE_NONE when there is none such. */
enum tcp_state state_find(const char *name, size_t len);

enum packet_fate {
    FATE_HELD,
    FATE_DELIVERED,
    FATE_DROPPED,
    FATE_DUPLICATED,
    FATE_CHANGED, /* another goes on in its place */
};

/* "held", "delivered", "dropped", "duplicated" or "changed", in English. */
const char *fate_name(enum packet_fate fate);

/* Where a packet is from. */
enum packet_made {
    MADE_SENT,    /* by the host that it says */
    MADE_CHANGED, /* so, but something in it was changed on the wire */
    MADE_FORGED,  /* by no host */
};

/* "sent", "changed" or "forged", in English. */
const char *made_name(enum packet_made made);

enum event_kind {
    EVENT_CALL,    /* a call returned, or was found to block */
    EVENT_STATE,   /* a socket changed its state */
    EVENT_PACKET,  /* something became of a packet on the wire */
    EVENT_PROCESS, /* an actor's process started or ended */
    EVENT_HANDLER, /* a signal's handler ran in an actor's process */
    EVENT_CHECK,   /* a line of the script was checked */
    EVENT_CULPRIT, /* a socket that stood in the way of the call before it */
    EVENT_NOTE,    /* a sentence of the lab's own for whoever watches */
    EVENT_FAULT,   /* the world can't go on: a note that says why */
    EVENT_END,     /* the script is over */
};

struct call_event {
    char actor[CALL_NAME];
    enum host_id host;
    pid_t pid;
    const char *name; /* of the table of calls */
    char *args;       /* as text, results filled in */
    bool returned;    /* false: it blocks; a second event comes later */
    bool was_blocked; /* it had been reported as blocking before */
    bool last;        /* its process ended in it: it will never return */
    long ret;
    int err;              /* errno, 0 for none */
    struct socknote sock; /* of the socket that it was about */
};

struct state_event {
    enum host_id host;
    int proto; /* IPPROTO_TCP or IPPROTO_UDP */
    uint64_t cookie;
    struct addr local;
    struct addr peer;
    enum tcp_state old;
    enum tcp_state now;
};

enum { PACKET_FLAGS = 9 }; /* room for all eight letters and a NUL */

struct packet_event {
    uint64_t id; /* the same for all that becomes of one packet */
    enum host_id from;
    enum host_id to;
    int proto; /* IPPROTO_TCP, _UDP, _ICMP or _ICMPV6 */
    struct addr src;
    struct addr dst;
    char
        flags[PACKET_FLAGS]; /* tcpdump's: "S.", "F.", "SEW"; "" when not TCP */
    uint32_t seq; /* relative to the connection's first; 0 when not TCP */
    uint32_t ack;
    bool has_ack;
    uint32_t len; /* payload in bytes */
    uint32_t win; /* the header's window, not scaled; 0 when not TCP */
    enum packet_fate fate;
    enum packet_made made;
    bool again;         /* a retransmission of what was on the wire before */
    unsigned resent;    /* retransmissions counted on it while it waited */
    uint8_t *frame;     /* Ethernet frame, cut to `kept` bytes; may be NULL */
    uint32_t kept;      /*   whole while the log is small, else headers */
    uint32_t frame_len; /* the frame's own length */
};

enum process_what {
    PROCESS_STARTED,
    PROCESS_EXITED,
    PROCESS_KILLED,
};

struct process_event {
    char actor[CALL_NAME];
    enum host_id host;
    pid_t pid;
    enum process_what what;
    int status; /* exit status, or the signal's number */
};

/*
 * It ran while the process was in a call, which then goes on or fails with
 * EINTR (signal(7)), or between two of them.
 */
struct handler_event {
    char actor[CALL_NAME];
    enum host_id host;
    pid_t pid;
    int signal;
};

enum check_result {
    CHECK_PASSED,
    CHECK_FAILED,
    CHECK_NOT_RUN,
};

struct check_event {
    enum check_result result;
    char *text;     /* the script's line */
    char *expected; /* may be "" */
    char *actual;   /* what came instead, or why it was not run */
    bool hindered;  /* failed because the lab could not do its part: the kernel
                       was not asked, or its answer is not known */
};

enum { CULPRIT_ROW = 16 };

/*
 * One of the sockets that a bind(), listen() or connect() ran into. Its row is
 * the name of a row in a table of causes, which is kept by whoever has words
 * for it: listener, child, stopped, wildcard, ipv6, reuseport, time-wait,
 * fin-wait, outgoing, connection, bound, udp.
 */
struct culprit_event {
    enum host_id host;
    enum tcp_state state;
    struct addr local;
    struct addr peer;
    int expires_ms; /* what is left of its timer; -1 for none */
    bool known;     /* whether the log knows with which flags it was made */
    unsigned flags; /* enum socknote_flag, as far as it is known */
    char owner[64]; /* "server fd 3", several joined by ", "; "" for none */
    char row[CULPRIT_ROW];
};

struct end_event {
    int passed;
    int failed;
    int not_run;
};

struct event {
    enum event_kind kind;
    int64_t t; /* nanoseconds since the lane began */
    int line;  /* the script's line that it belongs to; 0 for none */
    union {
        struct call_event call;
        struct state_event state;
        struct packet_event packet;
        struct process_event process;
        struct handler_event handler;
        struct check_event check;
        struct culprit_event culprit;
        struct end_event end;
        char *note; /* of a fault NULL too: there was no memory for it */
    };
};

struct log;

/* An empty log whose time begins now; NULL without memory. */
struct log *log_open(void);
void log_close(struct log *log);

/* Nanoseconds since the log began (CLOCK_MONOTONIC). */
int64_t log_now(const struct log *log);

/*
 * From here on the log's clock stands at t, until it is set again: for what
 * was recorded elsewhere, whose time is not ours.
 */
void log_set_now(struct log *log, int64_t t);

/* When it began, in nanoseconds since 1970 (CLOCK_REALTIME). */
int64_t log_began(const struct log *log);

/*
 * Append an event. Takes over the strings in it (they must come from malloc)
 * and sets its t. Returns it as it stands in the log, valid until log_close(),
 * or NULL without memory. For one fault there always is room.
 */
const struct event *log_append(struct log *log, const struct event *event);

/*
 * Whether an event, or a text of one, is missing because there was no memory:
 * what is read from the log then is not all that happened.
 */
bool log_lost(const struct log *log);

/* Free what an event owns that no log has taken over, not the event itself. */
void event_free(struct event *event);

/* How many events there are, and one of them (NULL past the end). */
size_t log_count(const struct log *log);
const struct event *log_at(const struct log *log, size_t index);

#endif
