/*
 * struct tcp_info (tcp(7)), of which each kernel has as much as it knows: what
 * was there once stays where it is, and new members come behind. So it is laid
 * out here once for all kernels, and not by the headers of the one on which
 * this was built.
 */
#include <stdint.h>
#include <string.h>

#include "lab/call/call_member.h"

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
