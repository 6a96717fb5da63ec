/*
 * ladder_packet.c - the texts of a packet from long to short, and the lines
 * that they stand on.
 */
#include "widgets/ladder/ladder_packet.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/wire/header.h"
#include "lab/wire/packet.h"
#include "widgets/screen/glyph.h"

enum {
    TEXT = 128,
    MARK = 64,
    SPAN_MOST = 128,
    FORMS = 6, /* ways to write a packet */
};

/* From here on it is said how long after the time before it was sent. */
static const int64_t AFTER_LEAST = 100000000;

/*
 * "again", "×2, last after 0.4 s": what is unusual about a packet; "" for most.
 * A brief one says nothing of times.
 */
static void mark_text(const struct ladder_row *row, bool brief, char *out,
                      size_t size)
{
    const struct packet_event *packet = &row->event->packet;
    bool copy = packet->fate == FATE_DUPLICATED;
    bool timed = row->times > 1 && row->after >= AFTER_LEAST && !brief;
    bool again = packet->again && !timed; /* a time says that by itself */
    const char *made = packet->made == MADE_FORGED    ? _(" forged")
                       : packet->made == MADE_CHANGED ? _(" changed")
                                                      : "";
    int used = snprintf(out, size, "%s%s%s", made, again ? _(" again") : "",
                        copy ? _(" copy") : "");

    if (row->times > 1)
        used += snprintf(out + used, size - (size_t)used, " ×%u", row->times);
    if (timed)
        snprintf(out + used, size - (size_t)used, _(", last after %d.%d s"),
                 (int)(row->after / 1000000000),
                 (int)(row->after / 100000000 % 10));
}

/*
 * "ICMP port unreachable": an error's name says more than its length. Returns
 * false for what has none.
 */
static bool error_text(const struct packet_event *bytes, const char *name,
                       char *out, size_t size)
{
    const struct header_field *code;
    struct header header;
    const char *meaning;

    if (!bytes)
        return false;
    header_read(&header, bytes->frame, bytes->kept);
    code = header_find(&header, LAYER_ICMP, "Code");
    if (!code)
        code = header_find(&header, LAYER_ICMP6, "Code");
    meaning = code ? strchr(code->value, ' ') : NULL;
    if (meaning)
        snprintf(out, size, "%s%s", name, meaning);
    return meaning != NULL;
}

/*
 * "UDP fragment at 1480": what does not begin a datagram, as its headers say.
 * Returns false for what does.
 */
static bool fragment_text(const struct packet_event *bytes, const char *name,
                          char *out, size_t size)
{
    const struct header_field *offset;
    struct header header;

    if (!bytes)
        return false;
    header_read(&header, bytes->frame, bytes->kept);
    offset = header_find(&header, LAYER_IP4, "Fragment offset");
    if (!offset)
        offset = header_find(&header, LAYER_FRAGMENT, "Fragment offset");
    if (!offset || strcmp(offset->value, "0") == 0)
        return false;
    snprintf(out, size, _("%s fragment at %.20s"), name, offset->value);
    return true;
}

/* What is not TCP: "UDP len 5", from the longest form to the shortest. */
static void other_text(const struct ladder_row *row, int form, char *out,
                       size_t size)
{
    const struct packet_event *packet = &row->event->packet;
    const char *name = packet->proto == IPPROTO_UDP      ? "UDP"
                       : packet->proto == IPPROTO_ICMP   ? "ICMP"
                       : packet->proto == IPPROTO_ICMPV6 ? "ICMPv6"
                                                         : "IP";

    if (form == 0 && error_text(row->bytes, name, out, size))
        return;
    if (form < FORMS - 1 && fragment_text(row->bytes, name, out, size))
        return;
    if (form == FORMS - 1)
        snprintf(out, size, "%s", name);
    else
        snprintf(out, size, "%s len %u", name, packet->len);
}

/* "[P.] seq 1 ack 1 len 5" */
static void whole_text(const struct packet_event *packet, char *out,
                       size_t size)
{
    int used = snprintf(out, size, "[%s] seq %u", packet->flags, packet->seq);

    if (packet->has_ack)
        used +=
            snprintf(out + used, size - (size_t)used, " ack %u", packet->ack);
    if (packet->len)
        snprintf(out + used, size - (size_t)used, " len %u", packet->len);
}

/* As tcpdump has it: "[P.] 1:6 ack 1", and "[.] ack 6" that carries nothing. */
static void short_text(const struct packet_event *packet, bool with_ack,
                       char *out, size_t size)
{
    int used = snprintf(out, size, "[%s]", packet->flags);

    if (packet->len)
        used += snprintf(out + used, size - (size_t)used, " %u:%u", packet->seq,
                         packet->seq + packet->len);
    else if (!packet_only_acks(packet))
        used += snprintf(out + used, size - (size_t)used, " %u", packet->seq);
    if (packet->has_ack && with_ack)
        snprintf(out + used, size - (size_t)used, " ack %u", packet->ack);
}

/*
 * The longest way to write it that fits, with this mark as long as it can be.
 * Returns whether it fits with it.
 */
static bool marked_text(const struct ladder_row *row, int columns,
                        const char *mark, char *out, size_t size)
{
    const struct packet_event *packet = &row->event->packet;
    bool tcp = packet->proto == IPPROTO_TCP;

    for (int form = 0; form < FORMS; form++) {
        size_t used;

        switch (tcp ? form : -1) {
        case 0: whole_text(packet, out, size); break;
        case 1: short_text(packet, true, out, size); break;
        case 2: short_text(packet, false, out, size); break;
        case 3:
            snprintf(out, size, "[%s] len %u", packet->flags, packet->len);
            break;
        case 4:
        case 5: snprintf(out, size, "[%s]", packet->flags); break;
        default: other_text(row, form, out, size); break;
        }
        used = strlen(out);
        if (form < FORMS - 1)
            snprintf(out + used, size - used, "%s", mark);
        if (glyph_columns(out) <= columns)
            return form < FORMS - 1;
    }
    return false;
}

/* The same with the longest mark that fits, which is written to mark. */
static void packet_text(const struct ladder_row *row, int columns, char *out,
                        char *mark)
{
    mark_text(row, false, mark, MARK);
    if (marked_text(row, columns, mark, out, TEXT))
        return;
    mark_text(row, true, mark, MARK);
    marked_text(row, columns, mark, out, TEXT);
}

/* How the line of a packet is drawn. */
struct stroke {
    enum role role;
    const char *line; /* one column of it */
    const char *end;  /* where it ends; "" for nothing there */
    const char *word; /* in the free part of the wire; "" */
    bool whole;       /* reaches the other host */
};

/* ASCII for the few signs that only a ladder has. */
static const char *sign_of(const char *sign, const char *ascii)
{
    return theme_is_ascii() ? ascii : sign;
}

static struct stroke stroke_of(const struct ladder_row *row)
{
    const struct packet_event *packet = &row->event->packet;
    bool right = packet->from == HOST_SERVER;
    const char *line = theme_sign(SIGN_HORIZONTAL);

    switch (packet->fate) {
    case FATE_HELD:
    case FATE_DUPLICATED:
        if (row->over)
            return (struct stroke){ROLE_DIM, sign_of("·", "."), "", _("waited"),
                                   false};
        return (struct stroke){
            ROLE_WARN, line, theme_sign(right ? SIGN_TEE_RIGHT : SIGN_TEE_LEFT),
            _("waits"), false};
    case FATE_DROPPED:
        return (struct stroke){ROLE_ERROR, line, sign_of("╳", "X"),
                               _("dropped"), false};
    case FATE_CHANGED:
        return (struct stroke){ROLE_ERROR, line, sign_of("╳", "X"),
                               _("changed"), false};
    case FATE_DELIVERED: break;
    }
    return (struct stroke){ROLE_PLAIN, line,
                           right ? sign_of("▶", ">") : sign_of("◀", "<"), "",
                           true};
}

/* Columns counted from the sender: the same line, whichever way it goes. */
static int from_sender(const struct area *wire, bool right, int at, int columns)
{
    return right ? at : wire->w - at - columns;
}

/*
 * A packet that does not arrive hangs in the middle: its line ends there, or a
 * bit further where the text needs it, but never at the other host.
 */
static int stroke_span(const struct stroke *stroke, int wire, int text)
{
    if (stroke->whole)
        return wire;
    return area_least(area_most(wire / 2, text + 4), area_most(wire - 2, 1));
}

/* Its line and end, written at once: a screen is full of them. */
static void draw_line(struct area wire, int y, bool right,
                      const struct stroke *stroke, enum role role, int span)
{
    char text[SPAN_MOST * UTF8_BYTES + 1] = "";
    size_t used = 0;
    int end = *stroke->end != '\0';

    span = area_least(span, SPAN_MOST);
    for (int at = 0; at < span; at++) {
        bool last = right ? at == span - 1 : at == 0;
        const char *sign = end && last ? stroke->end : stroke->line;

        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s", sign);
    }
    area_put(wire, y, from_sender(&wire, right, 0, span), role, text);
}

/* What became of it, in the part of the wire that the line leaves free. */
static void draw_word(struct area wire, int y, bool right,
                      const struct stroke *stroke, enum role role, int span)
{
    int columns = glyph_columns(stroke->word);

    if (columns == 0 || span + columns + 2 > wire.w)
        return;
    area_put(wire, y, from_sender(&wire, right, span + 1, columns), role,
             stroke->word);
}

/* That it waited, near the end of its line where the text leaves room. */
static void draw_waited(struct area wire, int y, bool right, int span, int text)
{
    const char *word = _(" waited ");
    int columns = glyph_columns(word);

    if (span - text > columns + 4)
        area_put(wire, y,
                 from_sender(&wire, right, span - columns - 1, columns),
                 ROLE_DIM, word);
}

void ladder_packet_draw(struct area wire, int y, const struct ladder_row *row,
                        bool selected)
{
    bool right = row->event->packet.from == HOST_SERVER;
    struct stroke stroke = stroke_of(row);
    enum role role = selected ? ROLE_SELECTED : stroke.role;
    char text[TEXT], mark[MARK];
    int columns, span, lead;

    packet_text(row, stroke.whole ? wire.w - 2 : wire.w - 4, text, mark);
    columns = glyph_columns(text);
    span = stroke_span(&stroke, wire.w, columns);
    lead = area_least(2, area_most(0, span - 1 - columns));
    if (selected)
        area_fill(wire, y, role);
    draw_line(wire, y, right, &stroke, role, span);
    draw_word(wire, y, right, &stroke, role, span);
    int x = area_most(0, from_sender(&wire, right, lead, columns));
    area_put(wire, y, x, role, text);
    int bare = columns - glyph_columns(mark);
    if (*mark && !selected && bare > 0 && strstr(text, mark))
        area_put(wire, y, x + bare, row->over ? ROLE_DIM : ROLE_WARN, mark);
    if (row->waited && !selected && stroke.whole)
        draw_waited(wire, y, right, span, columns);
}
