/*
 * script_number.c - what is said of a packet on a wire line: its flags, and
 * behind it the ranges that its numbers must be in, or those that it is to
 * have.
 *
 *     wire: [.] client > server win:0 len:5..
 *     wire: change [P.] client > server seq:+1000
 */
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/wire/forge.h"
#include "lab/wire/packet.h"
#include "lessons/script/script_inside.h"

/* ---- flags ---- */

/*
 * Sorted as the wire writes them (lab/wire/packet.h), so that a packet and a
 * pattern can be compared as text.
 */
bool packet_flags_read(char flags[PACKET_FLAGS], struct slice text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\0' || !strchr(packet_letters, text.at[i]))
            return false;
    for (const char *letter = packet_letters; *letter; letter++)
        if (memchr(text.at, *letter, text.len))
            flags[n++] = *letter;
    flags[n] = '\0';
    return n == text.len; /* each letter once */
}

/* ---- ranges ---- */

int packet_ranges_read(struct packet_pattern *packet, struct slice text,
                       struct err *err)
{
    struct {
        const char *name;
        struct range *range;
        int64_t most;
    } const ranges[] = {
        {"win", &packet->win, UINT16_MAX},
        {"len", &packet->len, UINT16_MAX},
        {"seq", &packet->seq, UINT32_MAX},
        {"ack", &packet->ack, UINT32_MAX},
    };
    const size_t n = sizeof(ranges) / sizeof(ranges[0]);

    while (text.len > 0) {
        struct slice word = slice_word(&text), value = word;
        bool found;
        struct slice name = slice_cut(&value, ':', &found);
        size_t i = 0;

        while (i < n && !slice_is(name, ranges[i].name))
            i++;
        if (!found || i == n)
            return script_refuse(word,
                                 "'%.*s' was found, win:, len:, seq: or ack: "
                                 "with a number or a range was expected",
                                 err);
        if (ranges[i].range->set)
            return err_input(err, "a second %s: was found, one was expected",
                             ranges[i].name);
        if (range_read(ranges[i].range, value, ranges[i].most) != 0)
            return script_refuse(word,
                                 "'%.*s' was found, a number such as 5 or a "
                                 "range such as 1.. or 1..3 was expected",
                                 err);
    }
    return 0;
}

/* ---- numbers ---- */

/* 5 is the number, +5 and -5 are counted from what it would be otherwise. */
static int read_number(struct packet_number *number, struct slice value,
                       struct slice word, int64_t most, struct err *err)
{
    long read;

    number->set = true;
    number->added = slice_begins(value, "+") || slice_begins(value, "-");
    if (slice_take(&value, "+") && slice_begins(value, "-"))
        value.len = 0;
    if (value.len > 0 && slice_number(value, &read) && read <= most &&
        read >= (number->added ? -most : 0)) {
        number->number = read;
        return 0;
    }
    return script_refuse(word,
                         "'%.*s' was found, a number such as 5, +5 or -5 was "
                         "expected, not too large",
                         err);
}

/* A number that is the number, whatever it was before. */
static int read_plain(int64_t *number, struct slice value, struct slice word,
                      int64_t most, struct err *err)
{
    long read;

    if (!slice_number(value, &read) || read < 0 || read > most)
        return err_input(err,
                         "'%.*s' was found, a number from 0 to %lld was "
                         "expected",
                         SLICE(word), (long long)most);
    *number = read;
    return 0;
}

static int read_flags(struct packet_change *change, struct slice value,
                      struct err *err)
{
    change->has_flags = true;
    return value.len > 0 && packet_flags_read(change->flags, value)
               ? 0
               : err_input(err,
                           "the flags '%.*s' were found, those of tcpdump were "
                           "expected, such as S, S., F., P. or R",
                           SLICE(value));
}

/* byte:AT=VALUE */
static int read_byte(struct packet_change *change, struct slice value,
                     struct slice word, struct err *err)
{
    bool found;
    struct slice at = slice_cut(&value, '=', &found);
    int64_t which = 0, byte = 0;

    if (!found)
        return script_refuse(
            word, "'%.*s' was found, a byte such as byte:0=65 was expected",
            err);
    if (read_plain(&which, at, word, UINT16_MAX, err) != 0 ||
        read_plain(&byte, value, word, UINT8_MAX, err) != 0)
        return -1;
    change->has_byte = true;
    change->at = (uint32_t)which;
    change->byte = (uint8_t)byte;
    return 0;
}

/* What there is to change, or to be said of a packet that is forged. */
enum number { SEQ, ACK, WIN, TTL, FLAGS, BYTE, LEN, NUMBERS };

static const struct {
    const char *name;
    bool changes; /* a packet that was sent */
    bool forges;  /* one that was not */
    bool tcp;     /* only TCP has it */
} numbers[NUMBERS] = {
    [SEQ] = {"seq", true, true, true},
    [ACK] = {"ack", true, true, true},
    [WIN] = {"win", true, true, true},
    [TTL] = {"ttl", true, true, false},
    [FLAGS] = {"flags", true, false, true},
    [BYTE] = {"byte", true, false, false},
    [LEN] = {"len", false, true, true},
};

static int refuse_number(struct slice word, struct slice name, bool forges,
                         struct err *err)
{
    struct nearest near = {0};

    for (int i = 0; i < NUMBERS; i++)
        if (forges ? numbers[i].forges : numbers[i].changes)
            nearest_try(&near, name.at, name.len, numbers[i].name);
    if (near.name)
        return err_input(err,
                         "'%.*s' was found, another field of a packet was "
                         "expected, did you mean %s:?",
                         SLICE(word), near.name);
    return forges ? script_refuse(word,
                                  "'%.*s' was found, seq:, ack:, win:, ttl: or "
                                  "len: with a number was expected",
                                  err)
                  : script_refuse(word,
                                  "'%.*s' was found, seq:, ack:, win:, flags:, "
                                  "ttl: or byte: with a number was expected",
                                  err);
}

/* A window and a time to live are no numbers of the connection's: no sign. */
static int read_fixed(struct packet_number *number, struct slice value,
                      struct slice word, int64_t most, struct err *err)
{
    number->set = true;
    return read_plain(&number->number, value, word, most, err);
}

static int read_one(struct packet_change *change, enum number which,
                    struct slice value, struct slice word, struct err *err)
{
    int64_t len = 0;

    switch (which) {
    case SEQ: return read_number(&change->seq, value, word, UINT32_MAX, err);
    case ACK: return read_number(&change->ack, value, word, UINT32_MAX, err);
    case WIN: return read_fixed(&change->win, value, word, UINT16_MAX, err);
    case TTL: return read_fixed(&change->ttl, value, word, UINT8_MAX, err);
    case FLAGS: return read_flags(change, value, err);
    case BYTE: return read_byte(change, value, word, err);
    case LEN:
        if (read_plain(&len, value, word, FORGE_DATA, err) != 0)
            return -1;
        change->len = (uint32_t)len;
        break;
    case NUMBERS: break;
    }
    return 0;
}

int packet_change_read(struct packet_change *change, struct slice text,
                       bool forges, bool tcp, struct err *err)
{
    bool seen[NUMBERS] = {false};

    if (text.len == 0 && !forges)
        return err_input(err, "the end of the line was found, what to change, "
                              "such as seq:+1000, was expected");
    while (text.len > 0) {
        struct slice word = slice_word(&text), value = word;
        bool found;
        struct slice name = slice_cut(&value, ':', &found);
        enum number i = SEQ;

        while (i < NUMBERS && !slice_is(name, numbers[i].name))
            i++;
        if (!found || i == NUMBERS ||
            !(forges ? numbers[i].forges : numbers[i].changes))
            return refuse_number(word, name, forges, err);
        if (!tcp && numbers[i].tcp)
            return script_refuse(
                word,
                "'%.*s' was found, ttl: or byte: was expected: "
                "a packet that is not TCP has nothing else",
                err);
        if (seen[i])
            return err_input(err, "a second %s: was found, one was expected",
                             numbers[i].name);
        seen[i] = true;
        if (read_one(change, i, value, word, err) != 0)
            return -1;
    }
    return 0;
}
