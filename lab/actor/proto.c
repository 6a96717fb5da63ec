/*
 * An order is one message: the number of the call, the struct, and behind it
 * the bytes of its strings.
 * A reply is one message with a struct report, and then its data in pieces, for
 * a datagram has to fit into the send buffer as a whole while a recv() of the
 * script may bring megabytes.
 *
 * SOCK_SEQPACKET keeps the borders of messages, as datagrams do, and tells when
 * the other end is gone, as streams do (unix(7)).
 */
#include "lab/actor/proto.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/base/pass.h"
#include "lab/base/release.h"
#include "lab/base/translate.h"

enum { CHUNK = 32 << 10 }; /* data a message, well below any send buffer */

/* What stands before the call in an order. */
struct order {
    int number;  /* of the call, call_number() */
    bool folder; /* a descriptor came along */
};

/*
 * A reply on its way: numbers and bytes only, each of which may be looked
 * at whatever its bytes are. A bool or an enum may not, before it is known to
 * be one.
 */
struct report {
    int64_t ret;
    uint64_t len;
    struct socknote sock;
    int32_t failed, err, ran;
    int32_t ints[CALL_INTS];
    int32_t n_ints;
    struct map map;
    struct member members[CALL_MEMBERS];
    int32_t n_members;
    uint16_t family, port;
    uint8_t ready, part, has_data, has_addr;
    uint8_t ip[16];
    char zone[ADDR_ZONE];
    char path[sizeof(((struct addr *)0)->path)];
};

enum {
    ERRNO_MOST = 4095, /* the kernel's own limit, MAX_ERRNO */
    SIGNAL_MOST = 64,  /* and of signals, signal(7) */
};

const char *part_failed(enum actor_part part)
{
    static const char *const sentences[ACTOR_PARTS] = {
        [PART_NONE] = N_("%s could not go on: %s"),
        [PART_HOST] = N_("%s could not get onto its host: %s"),
        [PART_FILES] = N_("%s could not set up its descriptors: %s"),
        [PART_RIGHTS] = N_("%s could not give up its rights: %s"),
        [PART_FOLDER] =
            N_("%s could not enter the folder of its socket files: %s"),
        [PART_ORDER] = N_("%s could not read what it was ordered: %s"),
        [PART_CALL] =
            N_("%s could not make a call and learn what came of it: %s"),
        [PART_FORK] = N_("%s could not make a second process: %s"),
        [PART_THREAD] = N_("%s could not make a second thread: %s"),
        [PART_EXEC] = N_("%s could not become its program anew: %s"),
    };

    return sentences[part];
}

int proto_send_call(int channel, const struct call *call, int folder)
{
    struct order order = {call_number(call), folder >= 0};
    struct iovec parts[2 + CALL_ARGS] = {
        {&order, sizeof(order)},
        {(void *)call, sizeof(*call)},
    };
    size_t n = 2;

    for (int i = 0; i < CALL_ARGS; i++)
        if (arg_has_bytes(&call->args[i]))
            parts[n++] = (struct iovec){call->args[i].bytes, call->args[i].len};
    return pass_send(channel, parts, n, folder) < 0 ? -1 : 0;
}

/*
 * Give the call's byte arguments memory of their own. What arrived holds the
 * sender's pointers, which are replaced: after an execve() even the table of
 * calls lies at another place here.
 */
static int call_adopt(struct call *call, int number, const char *bytes,
                      size_t len)
{
    call->handler = NULL;
    if (call_set_number(call, number) < 0)
        return -1;
    for (int i = 0; i < CALL_ARGS; i++) {
        struct arg *arg = &call->args[i];

        arg->text = NULL;
        arg->bytes = NULL;
        if (!arg_has_bytes(arg))
            continue;
        arg->bytes = malloc(arg->len + 1);
        if (!arg->bytes || arg->len > len)
            return -1;
        memcpy(arg->bytes, bytes, arg->len);
        bytes += arg->len;
        len -= arg->len;
    }
    return 0;
}

/*
 * Wait for a message and say how long it is; 0 when there will be none.
 * MSG_TRUNC gives the real length, MSG_PEEK leaves the message in place
 * (recv(2)): so the buffer can be just as large.
 */
static ssize_t next_length(int channel)
{
    ssize_t len;

    do
        len = recv(channel, NULL, 0, MSG_PEEK | MSG_TRUNC);
    while (len < 0 && errno == EINTR);
    return len;
}

int proto_recv_call(int channel, struct call *call, int *folder)
{
    ssize_t len = next_length(channel);
    struct order order;
    size_t head = sizeof(order) + sizeof(*call);
    char *buffer;
    int got, done = -1;

    *folder = FOLDER_NONE;
    if (len < 0 && errno == ECONNRESET)
        return 0; /* the lab went before it had read all */
    if (len <= 0)
        return (int)len;
    errno = EPROTO;
    buffer = malloc((size_t)len);
    if (buffer && (size_t)len >= head &&
        pass_recv(channel, buffer, (size_t)len, 0, &got) == len) {
        memcpy(&order, buffer, sizeof(order));
        memcpy(call, buffer + sizeof(order), sizeof(*call));
        /* A process that may open no more gets the order without it. */
        if (order.folder)
            *folder = got >= 0 ? got : FOLDER_LOST;
        if (call_adopt(call, order.number, buffer + head, (size_t)len - head) ==
            0)
            done = 1;
    }
    free(buffer);
    return done;
}

/* What a reply says, in the form in which it travels. */
static struct report report_of(const struct reply *reply)
{
    const struct outcome *outcome = &reply->outcome;
    const struct addr *addr = &outcome->addr;
    struct report report;

    /* Also what lies between the fields: no byte of ours goes by accident. */
    memset(&report, 0, sizeof(report));
    report.ready = reply->ready;
    report.ran = reply->ran;
    report.failed = reply->failed;
    report.part = (uint8_t)reply->part;
    report.ret = outcome->ret;
    report.err = outcome->err;
    report.has_data = outcome->data != NULL;
    report.len = outcome->data ? outcome->len : 0;
    report.has_addr = outcome->has_addr;
    report.family = addr->family;
    report.port = addr->port;
    memcpy(report.ip, addr->ip, sizeof(report.ip));
    memcpy(report.zone, addr->zone, sizeof(report.zone));
    memcpy(report.path, addr->path, sizeof(report.path));
    memcpy(report.ints, outcome->ints, sizeof(report.ints));
    report.n_ints = outcome->n_ints;
    report.map = outcome->map;
    memcpy(report.members, outcome->members, sizeof(report.members));
    report.n_members = outcome->n_members;
    report.sock = outcome->sock;
    return report;
}

int proto_send_reply(int channel, const struct reply *reply)
{
    struct report report = report_of(reply);
    struct iovec part = {&report, sizeof(report)};
    const char *data = reply->outcome.data;
    size_t left = data ? reply->outcome.len : 0;

    if (pass_send(channel, &part, 1, reply->channel) < 0)
        return -1;
    while (left > 0) {
        size_t now = left < CHUNK ? left : CHUNK;

        part = (struct iovec){(void *)data, now};
        if (pass_send(channel, &part, 1, -1) < 0)
            return -1;
        data += now;
        left -= now;
    }
    return 0;
}

/*
 * Nothing but what signal-safety(7) allows. What can't be sent is lost with the
 * lab: the channel has room for this, or nobody reads it any more.
 */
void proto_send_ran(int channel, int signal)
{
    int saved = errno;
    struct report report;

    memset(&report, 0, sizeof(report));
    report.ran = signal;
    report.sock.fd = -1;
    while (send(channel, &report, sizeof(report), MSG_NOSIGNAL) < 0 &&
           errno == EINTR)
        ;
    errno = saved;
}

/* ---- what is believed ---- */

/* An address as addr_from_sockaddr() makes them, or none. */
static bool address_holds(const struct report *report)
{
    return (report->family == AF_UNSPEC || report->family == AF_INET ||
            report->family == AF_INET6 || report->family == AF_UNIX) &&
           memchr(report->zone, '\0', sizeof(report->zone)) &&
           memchr(report->path, '\0', sizeof(report->path));
}

/* Members as they are shown: with a name, and numbers that there are. */
static bool members_hold(const struct report *report)
{
    bool hold = report->n_members >= 0 && report->n_members <= CALL_MEMBERS;

    for (int i = 0; hold && i < report->n_members; i++) {
        const struct member *member = &report->members[i];

        hold = memchr(member->name, '\0', sizeof(member->name)) &&
               member->n >= 1 && member->n <= MEMBER_VALUES;
    }
    return hold;
}

/* Whether an actor may have said that. */
static bool report_holds(const struct report *report)
{
    bool flags = report->ready <= 1 && report->has_data <= 1 &&
                 report->has_addr <= 1 && report->sock.flags <= SOCKNOTE_FLAGS;
    bool errors = report->failed >= 0 && report->failed <= ERRNO_MOST &&
                  report->err >= 0 && report->err <= ERRNO_MOST &&
                  report->part < ACTOR_PARTS;
    bool ran = report->ran >= 0 && report->ran <= SIGNAL_MOST &&
               (report->ran == 0 || !(report->ready || report->has_data));
    bool result = report->ret >= -1 && report->ret <= INT32_MAX &&
                  (report->err == 0 || report->ret == -1);
    bool sizes = report->n_ints >= 0 && report->n_ints <= CALL_INTS &&
                 report->map.n >= 0 && report->map.n <= CALL_ENTRIES &&
                 report->len <= CALL_BYTES_MAX &&
                 (report->has_data || report->len == 0);

    return flags && errors && ran && members_hold(report) && result && sizes &&
           report->sock.fd >= -1 && report->sock.proto >= 0 &&
           address_holds(report);
}

/* The reply that a report stands for, but for its data and its channel. */
static struct reply reply_of(const struct report *report)
{
    struct reply reply = {
        .ready = report->ready,
        .ran = report->ran,
        .failed = report->failed,
        .part = (enum actor_part)report->part,
        .outcome = {.ret = (long)report->ret,
                    .err = report->err,
                    .len = (size_t)report->len,
                    .has_addr = report->has_addr,
                    .n_ints = report->n_ints,
                    .map = report->map},
        .channel = -1,
    };
    struct outcome *outcome = &reply.outcome;

    outcome->addr.family = report->family;
    outcome->addr.port = report->port;
    memcpy(outcome->addr.ip, report->ip, sizeof(report->ip));
    memcpy(outcome->addr.zone, report->zone, sizeof(report->zone));
    memcpy(outcome->addr.path, report->path, sizeof(report->path));
    memcpy(outcome->ints, report->ints, sizeof(report->ints));
    /* A range is what scripts want, and never what was found. */
    for (int i = 0; i < report->n_members; i++) {
        const struct member *member = &report->members[i];

        outcome->members[i].n = member->n;
        memcpy(outcome->members[i].name, member->name, sizeof(member->name));
        memcpy(outcome->members[i].values, member->values,
               sizeof(member->values));
    }
    outcome->n_members = report->n_members;
    outcome->sock = report->sock;
    return reply;
}

/* ---- receiving ---- */

/* errno is set; a descriptor that came along is nobody's. */
static int refuse(int error, int came)
{
    release_fd(&came);
    errno = error;
    return -1;
}

/* 0 where nothing is there yet; a message without a byte is an end. */
static int nothing_came(ssize_t got)
{
    if (got == 0)
        return refuse(EPIPE, -1);
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

/* The first message of a reply, with a descriptor when there is one. */
static int recv_head(int channel, struct inbox *inbox)
{
    struct report report = {0};
    ssize_t got;
    int came;

    /*
     * The true length, so that one that is too long is told from ours. Who died
     * with orders unread leaves a reset behind, which comes before what it has
     * said, and once (unix(7), SO_ERROR of socket(7)).
     */
    do
        got = pass_recv(channel, &report, sizeof(report),
                        MSG_DONTWAIT | MSG_TRUNC, &came);
    while (got < 0 && errno == ECONNRESET);
    if (got <= 0)
        return nothing_came(got);
    if (got != (ssize_t)sizeof(report) || !report_holds(&report))
        return refuse(EPROTO, came);
    inbox->reply = reply_of(&report);
    /* One byte more, because malloc(0) may return NULL for success. */
    if (report.has_data &&
        !(inbox->reply.outcome.data = malloc(report.len + 1)))
        return refuse(ENOMEM, came);
    inbox->reply.channel = came;
    inbox->has_reply = true;
    inbox->received = 0;
    return 1;
}

int proto_recv_reply(int channel, struct inbox *inbox)
{
    struct outcome *outcome = &inbox->reply.outcome;

    if (!inbox->has_reply) {
        int head = recv_head(channel, inbox);

        if (head <= 0)
            return head;
    }
    /* Never waits: what is missing is read when epoll tells of it. */
    while (inbox->received < outcome->len) {
        size_t left = outcome->len - inbox->received;
        ssize_t got = recv(channel, outcome->data + inbox->received, left,
                           MSG_DONTWAIT | MSG_TRUNC);

        if (got <= 0)
            return nothing_came(got);
        if ((size_t)got > left)
            return refuse(EPROTO, -1);
        inbox->received += (size_t)got;
    }
    return 1;
}

void inbox_clear(struct inbox *inbox)
{
    *inbox = (struct inbox){.reply = {.channel = -1}};
}
