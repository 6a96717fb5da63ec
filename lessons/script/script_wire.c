/*
 * script_wire.c - wire lines: what waits between the hosts, and what to do with
 * it.
 *
 * Three kinds of things stand behind `wire:`: an order to the wire as a whole
 * (hold, flow, cut, mend), an order about one packet or all (deliver, drop,
 * duplicate), and an observation of what waits (a packet, none).
 */
#include <string.h>

#include "lab/wire/packet.h"
#include "lessons/script/script_inside.h"

/*
 * Flags in any order become those of tcpdump; false for unknown ones. Sorted as
 * the wire writes them (lab/wire/packet.h), so that a packet and a pattern can
 * be compared as text.
 */
static bool read_flags(struct slice text, char flags[PACKET_FLAGS])
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

/* [FLAGS] FROM > TO */
static int read_packet(struct packet_pattern *packet, struct slice text,
                       struct err *err)
{
    struct slice all = text, flags, from;
    bool closed = false, arrow = false;

    /*
     * Cut first, then judged as a whole: whatever is missing, the message shows
     * all of what was written.
     */
    slice_take(&text, "[");
    flags = slice_cut(&text, ']', &closed);
    from = slice_trim(slice_cut(&text, '>', &arrow));
    text = slice_trim(text);
    if (!slice_begins(all, "[") || !closed || !arrow)
        return script_refuse(all,
                             "'%.*s' was found, a packet such as [S.] server > "
                             "client was expected",
                             err);
    if (!read_flags(flags, packet->flags))
        return err_input(err,
                         "the flags '%.*s' were found, those of tcpdump were "
                         "expected, such as S, S., F., P. or R",
                         SLICE(flags));
    packet->from = host_find(from.at, (int)from.len);
    packet->to = host_find(text.at, (int)text.len);
    if (packet->from == HOSTS || packet->to == HOSTS ||
        packet->from == packet->to)
        return err_input(err,
                         "'%.*s > %.*s' was found, server > client or "
                         "client > server was expected",
                         SLICE(from), SLICE(text));
    return 0;
}

/* The oldest packet, whatever it is, when nothing is said of it. */
static int read_packet_order(struct line *line, enum packet_order order,
                             struct slice text, struct err *err)
{
    line->kind = LINE_WIRE_PACKET;
    line->packet_order = order;
    if (order == PACKET_DELIVER && slice_is(text, "all")) {
        line->kind = LINE_WIRE_ALL;
        return 0;
    }
    line->packet.any = text.len == 0;
    return line->packet.any ? 0 : read_packet(&line->packet, text, err);
}

/*
 * What needs nothing behind it. What is left at this point is one of four
 * words, or unknown; the message lists all that could have stood there.
 */
static int read_wire_word(struct line *line, struct slice text, struct err *err)
{
    static const struct {
        const char *word;
        enum wire_order order;
    } orders[] = {
        {"hold", WIRE_HOLD},
        {"flow", WIRE_FLOW},
        {"cut", WIRE_CUT},
        {"mend", WIRE_MEND},
    };

    for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        if (!slice_is(text, orders[i].word))
            continue;
        line->kind = LINE_WIRE_ORDER;
        line->order = orders[i].order;
        return 0;
    }
    return script_refuse(
        text,
        "'%.*s' was found, hold, flow, cut, mend, none, deliver, drop, "
        "duplicate or a packet such as [S.] server > client was expected",
        err);
}

/* Any wire line asks for a wire, even `flow`, which is how one starts. */
int line_read_wire(struct line *line, struct slice text, struct script *script,
                   struct err *err)
{
    struct slice all, word;

    /*
     * Noted even if the line turns out wrong: the script can't run then anyway.
     */
    script->needs[NEED_WIRE] = true;
    if (within_read(&line->deadline_ms, &text, err) != 0)
        return -1;
    all = text;
    word = slice_word(&text);
    if (slice_begins(all, "[")) {
        line->kind = LINE_WIRE_EXPECT;
        return read_packet(&line->packet, all, err);
    }
    if (slice_is(all, "none")) {
        line->kind = LINE_WIRE_NONE;
        return 0;
    }
    if (slice_is(word, "deliver"))
        return read_packet_order(line, PACKET_DELIVER, text, err);
    if (slice_is(word, "drop"))
        return read_packet_order(line, PACKET_DROP, text, err);
    if (slice_is(word, "duplicate"))
        return read_packet_order(line, PACKET_DUPLICATE, text, err);
    return read_wire_word(line, all, err);
}
