/*
 * The calls that send and receive. Like call_table.c this runs inside an actor;
 * it has the bytes besides: what a script repeats is written out here, and what
 * the kernel brings is kept.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "lab/call/call_run.h"

/* ---- bytes ---- */

/*
 * The bytes to send: DATA as often as it is repeated, cut to LEN, or followed
 * by zero bytes up to LEN. NULL without memory.
 */
static char *payload(const struct arg *data, const struct arg *len,
                     size_t *size)
{
    size_t total = data->len * data->repeat;
    char *bytes;

    /*
     * LEN may go beyond the data: a script may show what a wrong length sends,
     * and calloc() makes it zero bytes rather than memory of ours.
     */
    *size = len->kind == ARG_ABSENT ? total : (size_t)len->number;
    bytes = calloc(1, *size + 1);
    if (!bytes)
        return NULL;
    if (total > *size)
        total = *size;
    for (size_t done = 0; done < total; done += data->len) {
        size_t left = total - done;

        memcpy(bytes + done, data->bytes, left < data->len ? left : data->len);
    }
    return bytes;
}

/* The call is not made: what came of it would be an answer of ours. */
static long no_memory(struct outcome *outcome)
{
    outcome->unable = ENOMEM;
    return -1;
}

/*
 * Room for LEN received bytes; memory that nothing is written to costs none.
 *
 * malloc() of a large block maps pages, and a page costs memory only when it is
 * written to: the kernel writes just what came. One byte more, because
 * malloc(0) may return NULL for success.
 */
static int data_room(struct outcome *outcome, size_t size)
{
    outcome->data = malloc(size + 1);
    return outcome->data ? 0 : (int)no_memory(outcome);
}

/* Keep the ret bytes that came; with MSG_TRUNC more may be said than came. */
static long keep_data(struct outcome *outcome, size_t size, long ret)
{
    int saved = errno;
    char *fitting;

    if (ret < 0) {
        free(outcome->data);
        outcome->data = NULL;
    } else {
        outcome->len = (size_t)ret < size ? (size_t)ret : size;
        /* To shrink can fail as well; the larger block is as good. */
        fitting = realloc(outcome->data, outcome->len + 1);
        if (fitting)
            outcome->data = fitting;
    }
    errno = saved;
    return ret;
}

/* ---- the calls ---- */

/*
 * read() is recv() without flags, for a socket (recv(2)). 0 is the end of what
 * the peer sends (its FIN), or a datagram without data.
 */
long run_read(const struct call *call, struct outcome *outcome)
{
    size_t size = (size_t)call->args[2].number;

    if (data_room(outcome, size) < 0)
        return -1;
    return keep_data(outcome, size,
                     read(run_int(call, 0), outcome->data, size));
}

/*
 * The kernel may return less than asked for: a stream has no messages. recv()
 * is this call without an address, in the kernel as well.
 */
long run_recvfrom(const struct call *call, struct outcome *outcome)
{
    size_t size = (size_t)call->args[2].number;
    struct run_room room;
    long ret;

    if (data_room(outcome, size) < 0)
        return -1;
    run_room(&room, call, 4);
    ret = recvfrom(run_int(call, 0), outcome->data, size, run_int(call, 3),
                   room.addr, room.len_at);
    return run_keep_addr(outcome, &room, keep_data(outcome, size, ret));
}

/* free() after a call, whose errno must outlive it. */
static long sent(char *bytes, long ret)
{
    int saved = errno;

    free(bytes);
    errno = saved;
    return ret;
}

/*
 * sendto() with the address that it is sent from, which leaves the socket as it
 * is (IP_PKTINFO, ip(7)).
 */
static ssize_t send_from(const struct call *call, struct iovec *data,
                         const struct sockaddr *addr, socklen_t len)
{
    struct in_pktinfo info = {.ipi_spec_dst = call->from};

    union {
        struct cmsghdr header; /* for its alignment */
        char room[CMSG_SPACE(sizeof(info))];
    } control = {0};
    struct msghdr message = {
        .msg_name = (void *)addr,
        .msg_namelen = len,
        .msg_iov = data,
        .msg_iovlen = 1,
        .msg_control = &control,
        .msg_controllen = sizeof(control),
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = IPPROTO_IP;
    header->cmsg_type = IP_PKTINFO;
    header->cmsg_len = CMSG_LEN(sizeof(info));
    memcpy(CMSG_DATA(header), &info, sizeof(info));
    return sendmsg(run_int(call, 0), &message, run_int(call, 3));
}

/* send() is sendto() without an address, as in the kernel. */
long run_sendto(const struct call *call, struct outcome *outcome)
{
    struct sockaddr_storage storage;
    socklen_t len;
    const struct sockaddr *addr = run_addr(call, 4, &storage, &len);
    size_t size;
    char *bytes = payload(&call->args[1], &call->args[2], &size);

    if (!bytes)
        return no_memory(outcome);
    if (call->has_from)
        return sent(bytes,
                    send_from(call, &(struct iovec){bytes, size}, addr, len));
    return sent(bytes, sendto(run_int(call, 0), bytes, size, run_int(call, 3),
                              addr, len));
}

/*
 * To a connection that the peer has reset this raises SIGPIPE, whose default
 * ends the actor (signal(7)): no MSG_NOSIGNAL can be given here.
 */
long run_write(const struct call *call, struct outcome *outcome)
{
    size_t size;
    char *bytes = payload(&call->args[1], &call->args[2], &size);

    if (!bytes)
        return no_memory(outcome);
    return sent(bytes, write(run_int(call, 0), bytes, size));
}

/* ---- several pieces at once ---- */

/* How many bytes all pieces have together. */
static size_t pieces_size(const struct arg *arg)
{
    size_t total = 0;

    for (int i = 0; i < arg->n_pieces; i++)
        total += arg->pieces[i].len * arg->pieces[i].repeat;
    return total;
}

char *run_pieces(const struct arg *arg, struct iovec vector[CALL_PIECES])
{
    char *room = malloc(pieces_size(arg) + 1);
    const char *period = arg->bytes;
    char *at = room;

    for (int i = 0; room && i < arg->n_pieces; i++) {
        const struct piece *piece = &arg->pieces[i];

        vector[i].iov_base = at;
        vector[i].iov_len = piece->len * piece->repeat;
        for (size_t n = 0; n < piece->repeat && piece->len > 0; n++) {
            memcpy(at, period, piece->len);
            at += piece->len;
        }
        period += piece->len;
    }
    return room;
}

char *run_buffers(const struct arg *lens, struct iovec vector[CALL_PIECES])
{
    size_t total = 0;
    char *room, *at;

    for (int i = 0; i < lens->n_ints; i++)
        total += (size_t)lens->ints[i];
    /* One byte more, because malloc(0) may return NULL for success. */
    room = at = malloc(total + 1);
    for (int i = 0; room && i < lens->n_ints; i++) {
        vector[i].iov_base = at;
        vector[i].iov_len = (size_t)lens->ints[i];
        at += lens->ints[i];
    }
    return room;
}

/*
 * Fills one buffer after the other, each to its end before the next: where they
 * stand says nothing of who sent what in one piece (readv(2)).
 */
long run_readv(const struct call *call, struct outcome *outcome)
{
    struct iovec vector[CALL_PIECES];
    const struct arg *lens = &call->args[2];
    long ret;

    outcome->data = run_buffers(lens, vector);
    if (!outcome->data)
        return no_memory(outcome);
    ret = readv(run_int(call, 0), vector, lens->n_ints);
    if (ret >= 0) {
        outcome->len = (size_t)ret;
        return ret;
    }
    free(outcome->data);
    outcome->data = NULL;
    return ret;
}

/*
 * The pieces go out as if they stood side by side: one segment, where write()
 * of one after the other may make one of each (writev(2)).
 */
long run_writev(const struct call *call, struct outcome *outcome)
{
    struct iovec vector[CALL_PIECES];
    char *room = run_pieces(&call->args[1], vector);

    if (!room)
        return no_memory(outcome);
    return sent(room, writev(run_int(call, 0), vector, call->args[1].n_pieces));
}
