/*
 * header_tcp.c - a TCP segment's header and options, RFC 9293 sections 3.1
 * and 3.2.
 */
#include "lab/wire/header_inside.h"

#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/wire/packet.h"

enum {
    OPTION_END = 0,
    OPTION_NOP = 1,
    OPTION_MSS = 2,
    OPTION_SCALE = 3,
    OPTION_SACK_OK = 4,
    OPTION_SACK = 5,
    OPTION_TIMESTAMPS = 8,
    OPTION_FASTOPEN = 34,
};

static const struct meaning_of tcp[] = {
    {LAYER_TCP, N_("Source port"),
     N_("With the address: which end has sent it."), "RFC 9293 §3.1"},
    {LAYER_TCP, N_("Destination port"),
     N_("With the address: which end it is for."), "RFC 9293 §3.1"},
    {LAYER_TCP, N_("Sequence number"),
     N_("The number of its first byte in the stream; a SYN and a FIN take one "
        "number each."),
     "RFC 9293 §3.4"},
    {LAYER_TCP, N_("Acknowledgment number"),
     N_("The next number that the sender expects: all before it has arrived."),
     "RFC 9293 §3.4"},
    {LAYER_TCP, N_("Data offset"),
     N_("Where the data begins, options included."), "RFC 9293 §3.1"},
    {LAYER_TCP, N_("Flags"),
     N_("SYN opens, FIN says that no more will be sent, RST breaks off, ACK "
        "makes "
        "the acknowledgment count, PSH hands data on at once. ECE and CWR are "
        "ECN's (RFC 3168)."),
     "RFC 9293 §3.1"},
    {LAYER_TCP, N_("Window"),
     N_("How many more bytes the sender has room to receive, before scaling."),
     "RFC 9293 §3.8.6"},
    {LAYER_TCP, N_("Checksum"),
     N_("Over header, data and the IP addresses; damaged segments are "
        "dropped."),
     "RFC 9293 §3.1"},
    {LAYER_TCP, N_("Urgent pointer"),
     N_("Counts only with URG: where the urgent data ends."),
     "RFC 9293 §3.8.5"},
};

static const struct meaning_of options[] = {
    {LAYER_TCP, N_("Option MSS"),
     N_("The longest data that the sender takes in one segment; only in a "
        "SYN."),
     "RFC 9293 §3.7.1"},
    {LAYER_TCP, N_("Option Window scale"),
     N_("How often later windows of the sender are to be doubled; only in a "
        "SYN."),
     "RFC 7323 §2"},
    {LAYER_TCP, N_("Option SACK permitted"),
     N_("The sender understands selective acknowledgments; only in a SYN."),
     "RFC 2018 §2"},
    {LAYER_TCP, N_("Option SACK"),
     N_("Numbers that have arrived behind a gap, so that only the gap is sent "
        "again."),
     "RFC 2018 §3"},
    {LAYER_TCP, N_("Option Timestamps"),
     N_("The sender's clock and the last one it saw: measures the round trip "
        "and "
        "tells old duplicates by their age."),
     "RFC 7323 §3"},
    {LAYER_TCP, N_("Option No-operation"),
     N_("Fills up, so that what follows is aligned."), "RFC 9293 §3.2"},
    {LAYER_TCP, N_("Option Fast Open"),
     N_("A cookie that lets a client send data in its SYN."),
     "RFC 7413 §4.1.1"},
    {LAYER_TCP, N_("Option unknown"), N_("Whoever does not know it skips it."),
     "RFC 9293 §3.2"},
};

enum {
    SHOW_MSS,
    SHOW_SCALE,
    SHOW_SACK_OK,
    SHOW_SACK,
    SHOW_TIMESTAMPS,
    SHOW_NOP,
    SHOW_FASTOPEN,
    SHOW_UNKNOWN,
};

static void add_flags(struct header *header, unsigned flags)
{
    static const char *const names[] = {"FIN", "SYN", "RST", "PSH",
                                        "ACK", "URG", "ECE", "CWR"};
    char text[HEADER_VALUE] = "";
    size_t used = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (flags & 1U << i)
            used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s",
                                     used ? ", " : "", names[i]);
    /* TRANSLATORS: of a packet's flags */
    header_add(header, &tcp[5], "%s", used ? text : _("none"));
}

static void add_sack(struct header *header, const uint8_t *at, size_t len)
{
    char text[HEADER_VALUE] = "";
    size_t used = 0;

    for (size_t i = 0; i + 8 <= len && used < sizeof(text); i += 8)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%u-%u",
                                 used ? ", " : "", header_32(at + i),
                                 header_32(at + i + 4));
    header_add(header, &options[SHOW_SACK], "%s", text);
}

/* One option: its kind, and len bytes of data behind its length. */
static void add_option(struct header *header, unsigned kind, const uint8_t *at,
                       size_t len)
{
    if (kind == OPTION_MSS && len == 2)
        header_add(header, &options[SHOW_MSS], _("%u bytes"), header_16(at));
    else if (kind == OPTION_SCALE && len == 1)
        /* TRANSLATORS: an exponent of two, and what it makes */
        header_add(header, &options[SHOW_SCALE], _("%u: times %u"), at[0],
                   1U << (at[0] > 14 ? 14 : at[0])); /* RFC 7323 2.3 */
    else if (kind == OPTION_SACK_OK && len == 0)
        header_add(header, &options[SHOW_SACK_OK], "%s", _("yes"));
    else if (kind == OPTION_SACK && len >= 8)
        add_sack(header, at, len);
    else if (kind == OPTION_TIMESTAMPS && len == 8)
        /* TRANSLATORS: a timestamp, and the one that is sent back */
        header_add(header, &options[SHOW_TIMESTAMPS], _("%u, echo %u"),
                   header_32(at), header_32(at + 4));
    else if (kind == OPTION_FASTOPEN)
        header_add(header, &options[SHOW_FASTOPEN],
                   len ? _("a cookie of %zu bytes") : _("asks for a cookie"),
                   len);
    else
        header_add(header, &options[SHOW_UNKNOWN], _("kind %u, %zu bytes"),
                   kind, len);
}

/*
 * All options, in their order. A run of no-operations is one field: they say
 * nothing one by one.
 */
static void read_options(struct header *header, const uint8_t *at, size_t len)
{
    size_t i = 0;

    while (i < len && at[i] != OPTION_END) {
        size_t run = 0;

        while (i + run < len && at[i + run] == OPTION_NOP)
            run++;
        if (run > 0) {
            header_add(header, &options[SHOW_NOP],
                       translate_n("%zu byte", "%zu bytes", run), run);
            i += run;
            continue;
        }
        if (i + 1 >= len || at[i + 1] < 2 || at[i + 1] > len - i) {
            header->cut = true;
            return;
        }
        add_option(header, at[i], at + i + 2, at[i + 1] - 2U);
        i += at[i + 1];
    }
}

void header_read_tcp(struct header *header, const uint8_t *at, size_t kept,
                     size_t len)
{
    size_t offset;

    if (!header_has(header, kept, TCP_HEADER))
        return;
    offset = (size_t)(at[12] >> 4) * 4;
    header_add(header, &tcp[0], "%u", header_16(at));
    header_add(header, &tcp[1], "%u", header_16(at + 2));
    header_add(header, &tcp[2], "%u", header_32(at + 4));
    header_add(header, &tcp[3],
               at[13] & TH_FLAG_ACK ? "%u" : _("%u (not set: no ACK)"),
               header_32(at + 8));
    header_add(header, &tcp[4], _("%zu bytes"), offset);
    add_flags(header, at[13]);
    header_add(header, &tcp[6], "%u", header_16(at + 14));
    header_add(header, &tcp[7], "0x%04x", header_16(at + 16));
    header_add(header, &tcp[8], "%u", header_16(at + 18));
    if (offset < TCP_HEADER || offset > kept || offset > len) {
        header->cut = true;
        return;
    }
    read_options(header, at + TCP_HEADER, offset - TCP_HEADER);
    header_payload(header, at + offset, kept - offset, len - offset,
                   "RFC 9293 §3.1");
}
