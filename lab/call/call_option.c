/*
 * Options of a socket. Most are an int or a struct of ints; some are a name,
 * and TCP_INFO is a struct whose members have theirs.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "lab/call/call_member.h"
#include "lab/call/call_run.h"

/* ---- struct tcp_info ---- */

/* In the order of the struct; each is aligned to its size. */
static const struct {
    const char *name;
    uint8_t size;  /* in bytes */
    uint8_t shift; /* of a bit field, from the byte's lowest bit */
    uint8_t bits;  /*   0: it is none; the first of a byte has a shift of 0 */
} fields[] = {
    {"state", 1, 0, 0},
    {"ca_state", 1, 0, 0},
    {"retransmits", 1, 0, 0},
    {"probes", 1, 0, 0},
    {"backoff", 1, 0, 0},
    {"options", 1, 0, 0},
    {"snd_wscale", 1, 0, 4},
    {"rcv_wscale", 1, 4, 4},
    {"delivery_rate_app_limited", 1, 0, 1},
    {"fastopen_client_fail", 1, 1, 2},
    {"rto", 4, 0, 0},
    {"ato", 4, 0, 0},
    {"snd_mss", 4, 0, 0},
    {"rcv_mss", 4, 0, 0},
    {"unacked", 4, 0, 0},
    {"sacked", 4, 0, 0},
    {"lost", 4, 0, 0},
    {"retrans", 4, 0, 0},
    {"fackets", 4, 0, 0},
    {"last_data_sent", 4, 0, 0},
    {"last_ack_sent", 4, 0, 0},
    {"last_data_recv", 4, 0, 0},
    {"last_ack_recv", 4, 0, 0},
    {"pmtu", 4, 0, 0},
    {"rcv_ssthresh", 4, 0, 0},
    {"rtt", 4, 0, 0},
    {"rttvar", 4, 0, 0},
    {"snd_ssthresh", 4, 0, 0},
    {"snd_cwnd", 4, 0, 0},
    {"advmss", 4, 0, 0},
    {"reordering", 4, 0, 0},
    {"rcv_rtt", 4, 0, 0},
    {"rcv_space", 4, 0, 0},
    {"total_retrans", 4, 0, 0},
    {"pacing_rate", 8, 0, 0},
    {"max_pacing_rate", 8, 0, 0},
    {"bytes_acked", 8, 0, 0},
    {"bytes_received", 8, 0, 0},
    {"segs_out", 4, 0, 0},
    {"segs_in", 4, 0, 0},
    {"notsent_bytes", 4, 0, 0},
    {"min_rtt", 4, 0, 0},
    {"data_segs_in", 4, 0, 0},
    {"data_segs_out", 4, 0, 0},
    {"delivery_rate", 8, 0, 0},
    {"busy_time", 8, 0, 0},
    {"rwnd_limited", 8, 0, 0},
    {"sndbuf_limited", 8, 0, 0},
    {"delivered", 4, 0, 0},
    {"delivered_ce", 4, 0, 0},
    {"bytes_sent", 8, 0, 0},
    {"bytes_retrans", 8, 0, 0},
    {"dsack_dups", 4, 0, 0},
    {"reord_seen", 4, 0, 0},
    {"rcv_ooopack", 4, 0, 0},
    {"snd_wnd", 4, 0, 0},
    {"rcv_wnd", 4, 0, 0},
    {"rehash", 4, 0, 0},
    {"total_rto", 2, 0, 0},
    {"total_rto_recoveries", 2, 0, 0},
    {"total_rto_time", 4, 0, 0},
};

enum { FIELDS = sizeof(fields) / sizeof(*fields) };

const char *info_name(int index)
{
    return index >= 0 && index < FIELDS ? fields[index].name : NULL;
}

/* Where the index-th begins. */
static size_t offset_of(int index)
{
    size_t at = 0;

    for (int i = 0; i <= index; i++) {
        size_t size = fields[i].size;

        if (fields[i].shift > 0) /* in the byte of the one before it */
            at--;
        at = (at + size - 1) / size * size;
        if (i < index)
            at += size;
    }
    return at;
}

/* A number of so many bytes, as this machine keeps it. */
static long number_at(const void *at, size_t size)
{
    uint64_t eight;
    uint32_t four;
    uint16_t two;

    switch (size) {
    case 8: memcpy(&eight, at, size); return (long)eight;
    case 4: memcpy(&four, at, size); return (long)four;
    case 2: memcpy(&two, at, size); return (long)two;
    }
    return *(const uint8_t *)at;
}

bool info_value(const char *name, const void *info, size_t len, long *value)
{
    for (int i = 0; i < FIELDS; i++) {
        size_t at = offset_of(i);

        if (strcmp(fields[i].name, name) != 0)
            continue;
        if (at + fields[i].size > len)
            return false;
        *value = number_at((const char *)info + at, fields[i].size);
        if (fields[i].bits)
            *value = *value >> fields[i].shift & ((1 << fields[i].bits) - 1);
        return true;
    }
    return false;
}

/* ---- the calls ---- */

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
