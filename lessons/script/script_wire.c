/*
 * script_wire.c - wire lines: what waits between the hosts, and what to do with
 * it.
 *
 * Three kinds of things stand behind `wire:`: an order to the wire as a whole
 * (hold, flow, cut, mend), an order about one packet or all (deliver, drop,
 * duplicate, change, forge), and an observation of what waits (a packet, none).
 */
#include "lessons/script/script_inside.h"

/* [FLAGS] FROM > TO; what stands behind stays in *behind. */
static int read_packet(struct packet_pattern *packet, struct slice text,
                       struct slice *behind, struct err *err)
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
    *behind = text;
    text = slice_word(behind);
    if (!slice_begins(all, "[") || !closed || !arrow)
        return script_refuse(all,
                             "'%.*s' was found, a packet such as [S.] server > "
                             "client was expected",
                             err);
    if (!packet_flags_read(packet->flags, flags))
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

/* [FLAGS] FROM > TO [NAME:RANGE...] */
static int read_pattern(struct packet_pattern *packet, struct slice text,
                        struct err *err)
{
    struct slice behind;

    if (read_packet(packet, text, &behind, err) != 0)
        return -1;
    return packet_ranges_read(packet, behind, err);
}

/* [FLAGS] FROM > TO NAME:NUMBER..., of a packet to be changed or forged. */
static int read_change(struct line *line, bool forges, struct slice text,
                       struct err *err)
{
    struct slice behind;
    bool tcp;

    line->kind = forges ? LINE_WIRE_FORGE : LINE_WIRE_PACKET;
    line->packet_order = PACKET_CHANGE;
    if (read_packet(&line->packet, text, &behind, err) != 0)
        return -1;
    tcp = line->packet.flags[0] != '\0';
    if (forges && !tcp)
        return script_refuse(text,
                             "'%.*s' was found, the flags of a TCP packet were "
                             "expected, such as [R] client > server",
                             err);
    return packet_change_read(&line->change, behind, forges, tcp, err);
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
    return line->packet.any ? 0 : read_pattern(&line->packet, text, err);
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
        "duplicate, change, forge or a packet such as [S.] server > client was "
        "expected",
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
        return read_pattern(&line->packet, all, err);
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
    if (slice_is(word, "change") || slice_is(word, "forge"))
        return read_change(line, slice_is(word, "forge"), text, err);
    return read_wire_word(line, all, err);
}
