/*
 * sendmsg(2) and recvmsg(2): bytes in several pieces, an address, and control
 * data beside them (cmsg(3)), each of whose headers is a member with its name.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include <linux/errqueue.h> /* wants time.h before it */

#include "lab/call/call_run.h"

/* Room for as many headers and descriptors as members can hold, and no more. */
enum { CONTROL_ROOM = 200 };

union control {
    struct cmsghdr header; /* for its alignment */
    char room[CONTROL_ROOM];
};

/* How the values of a member stand in the data behind its header. */
enum form { FORM_INTS, FORM_ADDR, FORM_ADDR6 };

/* Both kinds of addresses have a header with an index as well, and the options
 * of a packet may come as a single byte (ip(7)). */
static const struct {
    const char *name;
    int level, type;
    enum form form;
} headers[] = {
    {"IP_PKTINFO", IPPROTO_IP, IP_PKTINFO, FORM_ADDR},
    {"IP_RECVERR", IPPROTO_IP, IP_RECVERR, FORM_INTS},
    {"IP_TOS", IPPROTO_IP, IP_TOS, FORM_INTS},
    {"IP_TTL", IPPROTO_IP, IP_TTL, FORM_INTS},
    {"IPV6_HOPLIMIT", IPPROTO_IPV6, IPV6_HOPLIMIT, FORM_INTS},
    {"IPV6_PKTINFO", IPPROTO_IPV6, IPV6_PKTINFO, FORM_ADDR6},
    {"IPV6_RECVERR", IPPROTO_IPV6, IPV6_RECVERR, FORM_INTS},
    {"IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, FORM_INTS},
    {"SCM_CREDENTIALS", SOL_SOCKET, SCM_CREDENTIALS, FORM_INTS},
    {"SCM_RIGHTS", SOL_SOCKET, SCM_RIGHTS, FORM_INTS},
};

enum { HEADERS = sizeof(headers) / sizeof(*headers) };

/* ---- what is sent ---- */

/* Put one header behind those that are there; the room is zeroed at first. */
static void put_header(struct msghdr *message, int level, int type,
                       const void *data, size_t len)
{
    char *at = (char *)message->msg_control + message->msg_controllen;
    struct cmsghdr *header = (void *)at;

    if (message->msg_controllen + CMSG_SPACE(len) > CONTROL_ROOM)
        return;
    header->cmsg_level = level;
    header->cmsg_type = type;
    header->cmsg_len = CMSG_LEN(len);
    memcpy(CMSG_DATA(header), data, len);
    message->msg_controllen += CMSG_SPACE(len);
}

/* The address that it is sent from, and which leaves the socket as it is. */
static void put_from(struct msghdr *message, struct in_addr from)
{
    const struct in_pktinfo info = {.ipi_spec_dst = from};

    put_header(message, IPPROTO_IP, IP_PKTINFO, &info, sizeof(info));
}

static void put_member(struct msghdr *message, const struct member *member)
{
    int ints[MEMBER_VALUES];
    struct in6_pktinfo info = {.ipi6_ifindex = 0};
    int i = 0;

    while (i < HEADERS && strcmp(headers[i].name, member->name) != 0)
        i++;
    if (i == HEADERS) /* call_refuse() lets no other one through */
        return;
    for (int k = 0; k < MEMBER_VALUES; k++)
        ints[k] = (int)member->values[k];
    memcpy(&info.ipi6_addr, ints, sizeof(info.ipi6_addr));
    switch (headers[i].form) {
    case FORM_INTS:
        put_header(message, headers[i].level, headers[i].type, ints,
                   (size_t)member->n * sizeof(*ints));
        break;
    case FORM_ADDR:
        put_from(message, (struct in_addr){(in_addr_t)ints[0]});
        break;
    case FORM_ADDR6:
        put_header(message, headers[i].level, headers[i].type, &info,
                   sizeof(info));
        break;
    }
}

/*
 * One datagram, or one part of a stream, however many pieces: who receives
 * can't tell where one ended (sendmsg(2)).
 */
long run_sendmsg(const struct call *call, struct outcome *outcome)
{
    const struct arg *data = &call->args[1], *beside = &call->args[2];
    struct sockaddr_storage storage;
    struct iovec vector[CALL_PIECES];
    union control control = {.room = ""};
    struct msghdr message = {.msg_iov = vector,
                             .msg_iovlen = (size_t)data->n_pieces,
                             .msg_control = &control};
    char *room = run_pieces(data, vector);
    long ret;
    int saved;

    if (!room) {
        outcome->unable = ENOMEM;
        return -1;
    }
    message.msg_name =
        (void *)run_addr(call, 4, &storage, &message.msg_namelen);
    if (call->has_from)
        put_from(&message, call->from);
    for (int i = 0; i < beside->n_members; i++)
        put_member(&message, &beside->members[i]);
    ret = sendmsg(run_int(call, 0), &message, run_int(call, 3));
    saved = errno;
    free(room);
    errno = saved;
    return ret;
}

/* ---- what is received ---- */

/* One more member, or none where there is no room. */
static struct member *add_member(struct outcome *outcome, const char *name)
{
    struct member *member = &outcome->members[outcome->n_members];

    if (outcome->n_members == CALL_MEMBERS)
        return NULL;
    outcome->n_members++;
    *member = (struct member){.n = 0};
    memcpy(member->name, name, strlen(name));
    return member;
}

/*
 * Descriptors may be more than one member holds. An error's struct is longer
 * than what is shown of it: the errno, and who says so by which message of
 * ICMP.
 */
static void keep_ints(struct outcome *outcome, int which, const void *data,
                      size_t len)
{
    struct member *member = add_member(outcome, headers[which].name);
    const unsigned char *byte = data;
    size_t n = len / sizeof(int);

    if (member && len < sizeof(int)) {
        member->values[0] = *byte;
        member->n = 1;
    }
    for (size_t i = 0; member && i < n; i++) {
        int value;

        if (member->n == MEMBER_VALUES)
            member = add_member(outcome, headers[which].name);
        memcpy(&value, byte + i * sizeof(int), sizeof(int));
        if (member)
            member->values[member->n++] = value;
    }
}

static void keep_error(struct outcome *outcome, int which, const void *data,
                       size_t len)
{
    struct member *member = add_member(outcome, headers[which].name);
    struct sock_extended_err error = {0};

    if (!member)
        return;
    memcpy(&error, data, len < sizeof(error) ? len : sizeof(error));
    member->values[0] = error.ee_errno;
    member->values[1] = error.ee_origin;
    member->values[2] = error.ee_type;
    member->values[3] = error.ee_code;
    member->n = 4;
}

/* To which address of this host it was sent. */
static void keep_address(struct outcome *outcome, int which, const void *data)
{
    struct member *member = add_member(outcome, headers[which].name);
    struct in6_pktinfo six;
    struct in_pktinfo four;
    uint32_t words[4];

    if (!member)
        return;
    if (headers[which].form == FORM_ADDR) {
        memcpy(&four, data, sizeof(four));
        memcpy(words, &four.ipi_addr, sizeof(four.ipi_addr));
        member->n = 1;
    } else {
        memcpy(&six, data, sizeof(six));
        memcpy(words, &six.ipi6_addr, sizeof(six.ipi6_addr));
        member->n = 4;
    }
    for (int i = 0; i < member->n; i++)
        member->values[i] = words[i];
}

static void keep_header(struct outcome *outcome, const struct cmsghdr *header)
{
    const void *data = CMSG_DATA(header);
    size_t len = header->cmsg_len - CMSG_LEN(0);

    for (int i = 0; i < HEADERS; i++) {
        if (headers[i].level != header->cmsg_level ||
            headers[i].type != header->cmsg_type)
            continue;
        if (strstr(headers[i].name, "_RECVERR"))
            keep_error(outcome, i, data, len);
        else if (headers[i].form == FORM_INTS)
            keep_ints(outcome, i, data, len);
        else
            keep_address(outcome, i, data);
    }
}

/* Flags of 0 are told where the script asks for them. */
static void keep_flags(struct outcome *outcome, const struct arg *beside,
                       int flags)
{
    struct member *member;
    bool asked = false;

    for (int i = 0; i < beside->n_members; i++)
        asked |= strcmp(beside->members[i].name, "flags") == 0;
    member = flags || asked ? add_member(outcome, "flags") : NULL;
    if (member) {
        member->values[0] = flags;
        member->n = 1;
    }
}

/* Where the script leaves the control data out, the kernel has no room for it:
 * what should have gone there is lost, descriptors too (MSG_CTRUNC). */
long run_recvmsg(const struct call *call, struct outcome *outcome)
{
    const struct arg *lens = &call->args[2], *beside = &call->args[3];
    struct iovec vector[CALL_PIECES];
    struct run_room from;
    union control control = {.room = ""};
    struct msghdr message = {.msg_iov = vector,
                             .msg_iovlen = (size_t)lens->n_ints};
    long ret;

    outcome->data = run_buffers(lens, vector);
    if (!outcome->data) {
        outcome->unable = ENOMEM;
        return -1;
    }
    run_room(&from, call, 5);
    message.msg_name = from.addr;
    message.msg_namelen = from.addr ? from.len : 0;
    if (beside->kind != ARG_ABSENT) {
        message.msg_control = &control;
        message.msg_controllen = sizeof(control);
    }
    ret = recvmsg(run_int(call, 0), &message, run_int(call, 4));
    if (ret < 0) {
        int saved = errno;

        free(outcome->data);
        outcome->data = NULL;
        errno = saved;
        return ret;
    }
    for (size_t i = 0, room = 0; i < message.msg_iovlen; i++) {
        room += vector[i].iov_len;
        outcome->len = (size_t)ret < room ? (size_t)ret : room;
    }
    for (struct cmsghdr *at = CMSG_FIRSTHDR(&message); at;
         at = CMSG_NXTHDR(&message, at))
        keep_header(outcome, at);
    if (beside->kind != ARG_ABSENT)
        keep_flags(outcome, beside, message.msg_flags & ~MSG_CMSG_CLOEXEC);
    from.len = message.msg_namelen;
    return message.msg_namelen > 0 ? run_keep_addr(outcome, &from, ret) : ret;
}
