/*
 * Runs inside an actor: a process with nothing but its sockets, which may be
 * killed at any moment. Each run_...() makes its one system call, with the
 * arguments that the script gave, and keeps what the kernel filled in. Those
 * that send and receive are in call_data.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "lab/call/call_run.h"

/* ---- arguments ---- */

int int_arg(const struct call *call, int i)
{
    return (int)call->args[i].number;
}

const struct sockaddr *addr_arg(const struct call *call, int i,
                                struct sockaddr_storage *storage,
                                socklen_t *len)
{
    if (call->args[i].kind != ARG_ADDR) {
        *len = 0;
        return NULL;
    }
    *len = addr_to_sockaddr(&call->args[i].addr, storage);
    return (const struct sockaddr *)storage;
}

void addr_room(struct addr_room *room, const struct call *call, int i)
{
    bool wanted = call->args[i].kind != ARG_ABSENT;

    memset(room, 0, sizeof(*room));
    room->len = sizeof(room->storage);
    room->addr = wanted ? (struct sockaddr *)&room->storage : NULL;
    room->len_at = wanted ? &room->len : NULL;
}

long keep_addr(struct outcome *outcome, const struct addr_room *room, long ret)
{
    if (ret >= 0 && room->addr) {
        addr_from_sockaddr(&outcome->addr, &room->storage, room->len);
        outcome->has_addr = true;
    }
    return ret;
}

/* ---- the calls ---- */

/* The address is the peer's; the new socket itself is the result. */
static long run_accept(const struct call *call, struct outcome *outcome)
{
    struct addr_room room;

    addr_room(&room, call, 1);
    return keep_addr(outcome, &room,
                     accept(int_arg(call, 0), room.addr, room.len_at));
}

static long run_accept4(const struct call *call, struct outcome *outcome)
{
    struct addr_room room;

    addr_room(&room, call, 1);
    return keep_addr(
        outcome, &room,
        accept4(int_arg(call, 0), room.addr, room.len_at, int_arg(call, 2)));
}

/* bind(2) is given the address and its length, and fills in nothing. */
static long run_bind(const struct call *call, struct outcome *outcome)
{
    struct sockaddr_storage storage;
    socklen_t len;
    const struct sockaddr *addr = addr_arg(call, 1, &storage, &len);

    (void)outcome;
    return bind(int_arg(call, 0), addr, len);
}

/*
 * Errors are reported once and the descriptor is gone all the same (close(2),
 * "Dealing with error returns"): a script must not repeat it.
 */
static long run_close(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return close(int_arg(call, 0));
}

/*
 * May return EINPROGRESS on a non-blocking socket: connecting then goes on by
 * itself, and SO_ERROR tells later how it went (connect(2)).
 */
static long run_connect(const struct call *call, struct outcome *outcome)
{
    struct sockaddr_storage storage;
    socklen_t len;
    const struct sockaddr *addr = addr_arg(call, 1, &storage, &len);

    (void)outcome;
    return connect(int_arg(call, 0), addr, len);
}

/*
 * Both descriptors are one socket (one open file description, open(2)): flags,
 * options and the read position are shared.
 */
static long run_dup(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return dup(int_arg(call, 0));
}

/*
 * Only commands with an integer, or nothing, as third argument get here:
 * call_parse() refuses the rest. An argument too many is ignored.
 */
static long run_fcntl(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return fcntl(int_arg(call, 0), int_arg(call, 1), int_arg(call, 2));
}

static long run_getpeername(const struct call *call, struct outcome *outcome)
{
    struct addr_room room;

    addr_room(&room, call, 1);
    /* Unlike accept(), these two want the room whether it is used or not. */
    return keep_addr(outcome, &room,
                     getpeername(int_arg(call, 0),
                                 (struct sockaddr *)&room.storage, &room.len));
}

/*
 * Before bind() it gives the wildcard and port 0; after connect() the address
 * that the kernel has chosen (ip(7)).
 */
static long run_getsockname(const struct call *call, struct outcome *outcome)
{
    struct addr_room room;

    addr_room(&room, call, 1);
    return keep_addr(outcome, &room,
                     getsockname(int_arg(call, 0),
                                 (struct sockaddr *)&room.storage, &room.len));
}

/* Whether the option's value is a struct timeval, whose members are long. */
static bool is_timeval(const struct call *call)
{
    int option = int_arg(call, 2);

    return int_arg(call, 1) == SOL_SOCKET &&
           (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
}

/*
 * The room is as large as a struct can be here, whatever the script expects:
 * the length that comes back tells how many integers the option has.
 */
static long run_getsockopt(const struct call *call, struct outcome *outcome)
{
    int ints[CALL_INTS] = {0};
    struct timeval time = {0};
    /*
     * SO_RCVTIMEO and SO_SNDTIMEO are in seconds and microseconds (socket(7)).
     */
    socklen_t len = is_timeval(call) ? sizeof(time) : sizeof(ints);
    void *room = is_timeval(call) ? (void *)&time : (void *)ints;
    long ret = getsockopt(int_arg(call, 0), int_arg(call, 1), int_arg(call, 2),
                          room, &len);

    if (ret < 0)
        return ret;
    if (is_timeval(call)) {
        outcome->ints[0] = (int)time.tv_sec;
        outcome->ints[1] = (int)time.tv_usec;
        outcome->n_ints = 2;
    } else {
        memcpy(outcome->ints, ints, sizeof(ints));
        /*
         * Rounded up: some options are a single byte (IP_MULTICAST_TTL, ip(7)),
         * and the bytes behind it are zero.
         */
        outcome->n_ints = (int)((len + sizeof(int) - 1) / sizeof(int));
    }
    return ret;
}

/* An int as it is, a struct as its members in a row. */
static long run_setsockopt(const struct call *call, struct outcome *outcome)
{
    const struct arg *value = &call->args[3];
    int number = (int)value->number;
    struct timeval time = {value->ints[0], value->ints[1]};
    const void *from = &number;
    socklen_t len = sizeof(number);

    (void)outcome;
    if (value->kind == ARG_INTS) {
        from = value->ints;
        len = (socklen_t)((size_t)value->n_ints * sizeof(int));
        if (is_timeval(call) && value->n_ints == 2) {
            from = &time;
            len = sizeof(time);
        }
    }
    return setsockopt(int_arg(call, 0), int_arg(call, 1), int_arg(call, 2),
                      from, len);
}

/*
 * BACKLOG is how many connections may wait complete, at most net.core.somaxconn
 * (listen(2)); one more than that fits in practice.
 */
static long run_listen(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return listen(int_arg(call, 0), int_arg(call, 1));
}

/* Gives revents instead of the number of descriptors, which is always 1. */
static long run_poll(const struct call *call, struct outcome *outcome)
{
    struct pollfd pollfd = {.fd = int_arg(call, 0),
                            .events = (short)int_arg(call, 1)};
    int ready = poll(&pollfd, 1, int_arg(call, 2));

    (void)outcome;
    return ready > 0 ? (unsigned short)pollfd.revents : ready;
}

/*
 * Unlike close(), it acts on the connection and so on every descriptor of it,
 * in every process (shutdown(2)).
 */
static long run_shutdown(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return shutdown(int_arg(call, 0), int_arg(call, 1));
}

/* Gives 0 for success; the handler that was there before is of no use here. */
static long run_signal(const struct call *call, struct outcome *outcome)
{
    bool ignore = int_arg(call, 1) != (intptr_t)SIG_DFL;

    (void)outcome;
    if (signal(int_arg(call, 0), ignore ? SIG_IGN : SIG_DFL) == SIG_ERR)
        return -1;
    return 0;
}

/*
 * The number is the lowest that is free (socket(2)), so a script can tell it
 * beforehand: 3 in a new actor.
 */
static long run_socket(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return socket(int_arg(call, 0), int_arg(call, 1), int_arg(call, 2));
}

/*
 * Takes the name away. A socket that is bound to it lives on, and can't be
 * found any more (unlink(2)).
 */
static long run_unlink(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return unlink(call->args[0].addr.path);
}

/* NULL for what the actor has to do itself. */
static run_fn *const runs[CALLS] = {
    [CALL_ACCEPT] = run_accept,
    [CALL_ACCEPT4] = run_accept4,
    [CALL_BIND] = run_bind,
    [CALL_CLOSE] = run_close,
    [CALL_CONNECT] = run_connect,
    [CALL_DUP] = run_dup,
    [CALL_EXECVE] = NULL,
    [CALL_EXIT] = NULL,
    [CALL_FCNTL] = run_fcntl,
    [CALL_FORK] = NULL,
    [CALL_GETPEERNAME] = run_getpeername,
    [CALL_GETSOCKNAME] = run_getsockname,
    [CALL_GETSOCKOPT] = run_getsockopt,
    [CALL_LISTEN] = run_listen,
    [CALL_POLL] = run_poll,
    [CALL_READ] = run_read,
    [CALL_RECV] = run_recv,
    [CALL_RECVFROM] = run_recvfrom,
    [CALL_SEND] = run_sendto,
    [CALL_SENDTO] = run_sendto,
    [CALL_SETSOCKOPT] = run_setsockopt,
    [CALL_SHUTDOWN] = run_shutdown,
    [CALL_SIGNAL] = run_signal,
    [CALL_SOCKET] = run_socket,
    [CALL_UNLINK] = run_unlink,
    [CALL_WRITE] = run_write,
};

/* Whether the call gives a new descriptor, which the note is about then. */
static bool makes_descriptor(const struct call *call)
{
    enum call_id id = call_id(call);
    int command = int_arg(call, 1);

    return id == CALL_SOCKET || id == CALL_ACCEPT || id == CALL_ACCEPT4 ||
           id == CALL_DUP ||
           (id == CALL_FCNTL &&
            (command == F_DUPFD || command == F_DUPFD_CLOEXEC));
}

void call_run(const struct call *call, struct outcome *outcome)
{
    bool closes = call_id(call) == CALL_CLOSE;
    int noted;

    memset(outcome, 0, sizeof(*outcome));
    outcome->sock.fd = -1;
    if (closes && socknote_read(&outcome->sock, call_fd(call)) < 0)
        outcome->unable = errno;
    /* A call that fails without setting errno would else show an old one. */
    errno = 0;
    outcome->ret = runs[call_id(call)](call, outcome);
    /* Asking for the note makes calls of its own: errno is kept first. */
    outcome->err = outcome->ret == -1 ? errno : 0;
    if (closes)
        return;
    /*
     * What came of accept() is of more interest than the listener; where it
     * failed, the socket that was asked is all there is.
     */
    if (outcome->ret >= 0 && makes_descriptor(call))
        noted = socknote_read(&outcome->sock, (int)outcome->ret);
    else
        noted = socknote_read(&outcome->sock, call_fd(call));
    if (noted < 0)
        outcome->unable = errno;
}

void outcome_free(struct outcome *outcome)
{
    free(outcome->data);
    memset(outcome, 0, sizeof(*outcome));
}
