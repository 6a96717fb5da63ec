/*
 * Options of a socket. Most are an int or a struct of ints; some are a name,
 * and TCP_INFO is a struct whose members have theirs.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "lab/call/call_member.h"
#include "lab/call/call_run.h"

enum {
    INFO_ROOM = 1024, /* for struct tcp_info, however much a kernel knows */
    NAME_ROOM = 256,  /* for a name: of a device, an algorithm, a protocol */
};

/* Whether the option's value is a struct timeval, whose members are long. */
static bool is_timeval(const struct call *call)
{
    int option = run_int(call, 2);

    return run_int(call, 1) == SOL_SOCKET &&
           (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
}

/* Whether the value is a string, tcp(7), socket(7). */
static bool is_name(const struct call *call)
{
    int level = run_int(call, 1), option = run_int(call, 2);

    return (level == IPPROTO_TCP &&
            (option == TCP_CONGESTION || option == TCP_ULP)) ||
           (level == SOL_SOCKET && option == SO_BINDTODEVICE);
}

static long ask(const struct call *call, void *room, socklen_t *len)
{
    return getsockopt(run_int(call, 0), run_int(call, 1), run_int(call, 2),
                      room, len);
}

/* Of its members, those that the script asks for. */
static long ask_info(const struct call *call, struct outcome *outcome)
{
    const struct arg *value = &call->args[3];
    char room[INFO_ROOM];
    socklen_t len = sizeof(room);
    long ret = ask(call, room, &len);

    for (int i = 0; ret == 0 && i < value->n_members; i++) {
        struct member *found = &outcome->members[outcome->n_members];

        *found = (struct member){.n = 1};
        memcpy(found->name, value->members[i].name, sizeof(found->name));
        outcome->n_members +=
            info_value(found->name, room, len, &found->values[0]);
    }
    return ret;
}

/* The kernel fills the room with zero bytes behind some names. */
static long ask_name(const struct call *call, struct outcome *outcome)
{
    char room[NAME_ROOM] = "";
    socklen_t len = sizeof(room) - 1;
    long ret = ask(call, room, &len);

    if (ret < 0)
        return ret;
    outcome->data = strdup(room);
    if (!outcome->data) {
        outcome->unable = ENOMEM;
        return -1;
    }
    outcome->len = strlen(room);
    return ret;
}

/*
 * The room is as large as a struct can be here, whatever the script expects:
 * the length that comes back tells how many integers the option has.
 */
static long ask_ints(const struct call *call, struct outcome *outcome)
{
    int ints[CALL_INTS] = {0};
    socklen_t len = sizeof(ints);
    long ret = ask(call, ints, &len);

    if (ret < 0)
        return ret;
    memcpy(outcome->ints, ints, sizeof(ints));
    /*
     * Rounded up: some options are a single byte (IP_MULTICAST_TTL, ip(7)), and
     * the bytes behind it are zero.
     */
    outcome->n_ints = (int)((len + sizeof(int) - 1) / sizeof(int));
    return ret;
}

/* SO_RCVTIMEO and SO_SNDTIMEO are in seconds and microseconds (socket(7)). */
static long ask_timeval(const struct call *call, struct outcome *outcome)
{
    struct timeval time = {0};
    socklen_t len = sizeof(time);
    long ret = ask(call, &time, &len);

    if (ret < 0)
        return ret;
    outcome->ints[0] = (int)time.tv_sec;
    outcome->ints[1] = (int)time.tv_usec;
    outcome->n_ints = 2;
    return ret;
}

long run_getsockopt(const struct call *call, struct outcome *outcome)
{
    if (call->args[3].kind == ARG_MEMBERS)
        return ask_info(call, outcome);
    if (call->args[3].kind == ARG_BYTES || is_name(call))
        return ask_name(call, outcome);
    return is_timeval(call) ? ask_timeval(call, outcome)
                            : ask_ints(call, outcome);
}

/* An int as it is, a struct as its members in a row, a name without its NUL. */
long run_setsockopt(const struct call *call, struct outcome *outcome)
{
    const struct arg *value = &call->args[3];
    int number = (int)value->number;
    struct timeval time = {value->ints[0], value->ints[1]};
    const void *from = &number;
    socklen_t len = sizeof(number);

    (void)outcome;
    if (value->kind == ARG_BYTES) {
        from = value->bytes;
        len = (socklen_t)value->len;
    }
    if (value->kind == ARG_INTS) {
        from = value->ints;
        len = (socklen_t)((size_t)value->n_ints * sizeof(int));
        if (is_timeval(call) && value->n_ints == 2) {
            from = &time;
            len = sizeof(time);
        }
    }
    return setsockopt(run_int(call, 0), run_int(call, 1), run_int(call, 2),
                      from, len);
}
