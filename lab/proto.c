/*
 * An order is one message: the number of the call, the struct, and behind it
 * the bytes of its strings.
 * A reply is one message with the struct, and then its data in pieces, for a
 * datagram has to fit into the send buffer as a whole while a recv() of the
 * script may bring megabytes.
 *
 * SOCK_SEQPACKET keeps the borders of messages, as datagrams do, and tells when
 * the other end is gone, as streams do (unix(7)).
 */
#include "lab/proto.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/pass.h"

enum { CHUNK = 32 << 10 }; /* data a message, well below any send buffer */

/* What stands before the call in an order. */
struct order {
    int number;  /* of the call, call_number() */
    bool folder; /* a descriptor came along */
};

int proto_send_call(int channel, const struct call *call, int folder)
{
    struct order order = {call_number(call), folder >= 0};
    struct iovec parts[2 + CALL_ARGS] = {
        {&order, sizeof(order)},
        {(void *)call, sizeof(*call)},
    };
    size_t n = 2;

    for (int i = 0; i < CALL_ARGS; i++)
        if (call->args[i].kind == ARG_BYTES)
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
    if (call_set_number(call, number) < 0)
        return -1;
    for (int i = 0; i < CALL_ARGS; i++) {
        struct arg *arg = &call->args[i];

        arg->text = NULL;
        if (arg->kind != ARG_BYTES)
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

    if (len <= 0)
        return (int)len;
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

int proto_send_reply(int channel, const struct reply *reply)
{
    struct iovec part = {(void *)reply, sizeof(*reply)};
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
 * The first message of a reply, with a descriptor when there is one. The data
 * pointer that came is the actor's. It says whether there is data, and is
 * replaced by room for it here.
 */
static int recv_head(int channel, struct inbox *inbox)
{
    struct reply *reply = &inbox->reply;
    int came;
    ssize_t got =
        pass_recv(channel, reply, sizeof(*reply), MSG_DONTWAIT, &came);

    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    if (got != (ssize_t)sizeof(*reply))
        return -1;
    reply->channel = came;
    /* A script may write to any descriptor, its own actor's channel too. */
    if (reply->outcome.len > CALL_BYTES_MAX || reply->outcome.n_ints < 0 ||
        reply->outcome.n_ints > CALL_INTS)
        return -1;
    if (!reply->outcome.data)
        reply->outcome.len = 0;
    else
        reply->outcome.data = malloc(reply->outcome.len + 1);
    inbox->has_reply = true;
    inbox->received = 0;
    return reply->outcome.len > 0 && !reply->outcome.data ? -1 : 1;
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
        ssize_t got = recv(channel, outcome->data + inbox->received,
                           outcome->len - inbox->received, MSG_DONTWAIT);

        if (got < 0)
            return errno == EAGAIN || errno == EINTR ? 0 : -1;
        if (got == 0)
            return -1;
        inbox->received += (size_t)got;
    }
    return 1;
}

void inbox_clear(struct inbox *inbox)
{
    *inbox = (struct inbox){.reply = {.channel = -1}};
}
