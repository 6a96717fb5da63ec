/*
 * header.c - the link and network layers, and what carries no connection;
 * TCP is in header_tcp.c, what both need in header_field.c.
 *
 * A reader is given the bytes of its layer and never looks behind their end:
 * where a fixed header does not fit it sets cut and adds nothing.
 */
#include "lab/wire/header.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/addr.h"
#include "lab/base/translate.h"
#include "lab/wire/header_inside.h"

enum { PORTS = 4 }; /* bytes of a quoted packet that say which ports */

const char *header_layer_name(enum header_layer layer)
{
    static const char *const names[LAYERS] = {
        [LAYER_ETHERNET] = "Ethernet",
        [LAYER_IP4] = "IPv4",
        [LAYER_IP6] = "IPv6",
        [LAYER_FRAGMENT] = N_("IPv6 fragment"),
        [LAYER_TCP] = "TCP",
        [LAYER_UDP] = "UDP",
        [LAYER_ICMP] = "ICMP",
        [LAYER_ICMP6] = "ICMPv6",
        [LAYER_PAYLOAD] = N_("Payload"),
    };

    return layer < LAYERS ? translate(names[layer]) : "";
}

const struct header_field *header_find(const struct header *header,
                                       enum header_layer layer,
                                       const char *name)
{
    for (int i = 0; i < header->n; i++)
        if (header->fields[i].layer == layer &&
            strcmp(header->fields[i].name, name) == 0)
            return &header->fields[i];
    return NULL;
}

/* ---- UDP, RFC 768 ---- */

static void read_udp(struct header *header, const uint8_t *at, size_t kept,
                     size_t len)
{
    static const struct meaning_of source = {
        LAYER_UDP, N_("Source port"), N_("Where an answer is to be sent."),
        "RFC 768"};
    static const struct meaning_of destination = {
        LAYER_UDP, N_("Destination port"),
        N_("Which socket of the receiving host it is for."), "RFC 768"};
    static const struct meaning_of length = {
        LAYER_UDP, N_("Length"),
        N_("Bytes of this header and the data; UDP keeps the borders of "
           "messages."),
        "RFC 768"};
    static const struct meaning_of sum = {
        LAYER_UDP, N_("Checksum"),
        N_("Over header, data and the IP addresses; 0 means none was made."),
        "RFC 768"};

    if (!header_has(header, kept, UDP_HEADER))
        return;
    header_add(header, &source, "%u", header_16(at));
    header_add(header, &destination, "%u", header_16(at + 2));
    header_add(header, &length, "%u", header_16(at + 4));
    header_add(header, &sum, "0x%04x", header_16(at + 6));
    header_payload(header, at + UDP_HEADER, kept - UDP_HEADER, len - UDP_HEADER,
                   "RFC 768");
}

/* ---- ICMP, RFC 792, and ICMPv6, RFC 4443 ---- */

/* What a type and code of an error are called; NULL for those not met here. */
static const char *icmp_name(bool v6, int type, int code)
{
    static const struct {
        bool v6;
        int type;
        int code;
        const char *name;
    } names[] = {
        {false, 3, 0, N_("network unreachable")},
        {false, 3, 1, N_("host unreachable")},
        {false, 3, 2, N_("protocol unreachable")},
        {false, 3, 3, N_("port unreachable")},
        {false, 3, 4, N_("too big, and not to be fragmented")},
        {false, 3, 13, N_("prohibited by a filter")},
        {false, 11, 0, N_("time to live exceeded")},
        {true, 1, 0, N_("no route")},
        {true, 1, 1, N_("prohibited by a filter")},
        {true, 1, 3, N_("address unreachable")},
        {true, 1, 4, N_("port unreachable")},
        {true, 2, 0, N_("packet too big")},
        {true, 3, 0, N_("hop limit exceeded")},
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (names[i].v6 == v6 && names[i].type == type && names[i].code == code)
            return names[i].name;
    return NULL;
}

/* The packet that an error is about: its addresses, ports and protocol. */
static void read_quoted(struct header *header, enum header_layer layer,
                        const uint8_t *at, size_t kept)
{
    const struct meaning_of quoted = {
        layer, N_("About"),
        N_("The packet that caused the error; by it the sender's kernel finds "
           "the socket that is to hear of it."),
        layer == LAYER_ICMP ? "RFC 792" : "RFC 4443 §2.4"};
    bool v6 = layer == LAYER_ICMP6;
    sa_family_t family = v6 ? AF_INET6 : AF_INET;
    size_t addresses = v6 ? 8 : 12;
    size_t length = v6 ? IP6_HEADER : (size_t)(kept ? at[0] & 15 : 0) * 4;
    struct addr from, to;
    char source[ADDR_TEXT], destination[ADDR_TEXT];

    if (length < IP4_HEADER || kept < length + PORTS) {
        header->cut = true;
        return;
    }
    addr_from_ip(&from, family, at + addresses, header_16(at + length));
    addr_from_ip(&to, family, at + addresses + (v6 ? 16 : 4),
                 header_16(at + length + 2));
    header_add(header, &quoted, "%s > %s", addr_format(&from, source),
               addr_format(&to, destination));
}

static void read_icmp(struct header *header, enum header_layer layer,
                      const uint8_t *at, size_t kept)
{
    const char *rfc = layer == LAYER_ICMP ? "RFC 792" : "RFC 4443 §2.1";
    const struct meaning_of type = {
        layer, N_("Type"),
        N_("What kind of message it is; errors are about a packet."), rfc};
    const struct meaning_of code = {
        layer, N_("Code"),
        N_("Which case of the type; it decides over the errno."), rfc};
    const struct meaning_of sum = {
        layer, N_("Checksum"), N_("Over the whole message, to find damage."),
        rfc};
    bool v6 = layer == LAYER_ICMP6;
    const char *name;

    if (!header_has(header, kept, ICMP_HEADER))
        return;
    name = icmp_name(v6, at[0], at[1]);
    header_add(header, &type, "%u", at[0]);
    header_add(header, &code, "%u%s%s", at[1], name ? " " : "",
               name ? translate(name) : "");
    header_add(header, &sum, "0x%04x", header_16(at + 2));
    if (name)
        read_quoted(header, layer, at + ICMP_HEADER, kept - ICMP_HEADER);
}

/* ---- IP ---- */

/* `len` is what the IP header says, `kept` how much of that is there. */
static void read_transport(struct header *header, int proto, const uint8_t *at,
                           size_t kept, size_t len)
{
    if (kept > len)
        kept = len; /* what is behind is padding */
    switch (proto) {
    case IPPROTO_TCP: header_read_tcp(header, at, kept, len); break;
    case IPPROTO_UDP: read_udp(header, at, kept, len); break;
    case IPPROTO_ICMP: read_icmp(header, LAYER_ICMP, at, kept); break;
    case IPPROTO_ICMPV6: read_icmp(header, LAYER_ICMP6, at, kept); break;
    }
}

/* A later fragment has no header below IP's: it goes on where another ends. */
static void read_rest(struct header *header, const uint8_t *at, size_t kept,
                      size_t len, const char *source)
{
    header_payload(header, at, kept < len ? kept : len, len, source);
}

static const char *proto_text(int proto)
{
    switch (proto) {
    case IPPROTO_TCP: return "6 TCP";
    case IPPROTO_UDP: return "17 UDP";
    case IPPROTO_ICMP: return "1 ICMP";
    case IPPROTO_ICMPV6: return "58 ICMPv6";
    case IPPROTO_FRAGMENT: return _("44 fragment");
    }
    return _("another");
}

static void add_address(struct header *header, const struct meaning_of *meaning,
                        int family, const uint8_t *at)
{
    char text[INET6_ADDRSTRLEN];

    inet_ntop(family, at, text, sizeof(text));
    header_add(header, meaning, "%s", text);
}

/* RFC 791 section 3.1, in its order, without the addresses. */
static const struct meaning_of ip4[] = {
    {LAYER_IP4, N_("Version"), N_("Which layout the rest of the header has."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Header length"),
     N_("Where the data begins, options included."), "RFC 791 §3.1"},
    {LAYER_IP4, N_("DSCP and ECN"),
     N_("Which service routers should give it, and whether one was congested."),
     "RFC 2474 §3, RFC 3168 §5"},
    {LAYER_IP4, N_("Total length"),
     N_("Bytes of header and data; what follows in the frame is padding."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Identification"),
     N_("Tells by number which fragments belong to one packet."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Flags"),
     N_("DF forbids routers to break it up; MF says that fragments follow."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Fragment offset"),
     N_("Where this fragment's data belongs in the whole packet."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Time to live"),
     N_("Each router takes one off, so that no packet circles for ever."),
     "RFC 791 §3.1"},
    {LAYER_IP4, N_("Protocol"), N_("Whose header comes next."), "RFC 791 §3.1"},
    {LAYER_IP4, N_("Header checksum"),
     N_("Over this header alone; each router makes it anew."), "RFC 791 §3.1"},
};

/* The fields up to the checksum. */
static void add_ip4(struct header *header, const uint8_t *at)
{
    unsigned flags = at[6] >> 5;

    header_add(header, &ip4[0], "%u", at[0] >> 4);
    header_add(header, &ip4[1], _("%u bytes"), (at[0] & 15) * 4);
    header_add(header, &ip4[2], "0x%02x", at[1]);
    header_add(header, &ip4[3], _("%u bytes"), header_16(at + 2));
    header_add(header, &ip4[4], "%u", header_16(at + 4));
    header_add(header, &ip4[5], "%s%s%s", flags & 2 ? "DF" : "",
               (flags & 3) == 3 ? ", " : "",
               flags & 1          ? "MF"
               : (flags & 3) == 0 ? _("none")
                                  : "");
    header_add(header, &ip4[6], "%u", (header_16(at + 6) & 0x1fff) * 8);
    header_add(header, &ip4[7], "%u", at[8]);
    header_add(header, &ip4[8], "%s", proto_text(at[9]));
    header_add(header, &ip4[9], "0x%04x", header_16(at + 10));
}

static void read_ip4(struct header *header, const uint8_t *at, size_t kept)
{
    static const struct meaning_of source = {
        LAYER_IP4, N_("Source"), N_("The address of the host that sent it."),
        "RFC 791 §3.1"};
    static const struct meaning_of destination = {
        LAYER_IP4, N_("Destination"),
        N_("The address of the host that it is for."), "RFC 791 §3.1"};
    size_t length;
    size_t total;

    if (!header_has(header, kept, IP4_HEADER))
        return;
    add_ip4(header, at);
    add_address(header, &source, AF_INET, at + 12);
    add_address(header, &destination, AF_INET, at + 16);
    length = (size_t)(at[0] & 15) * 4;
    total = header_16(at + 2);
    if (length < IP4_HEADER || total < length || length > kept) {
        header->cut = true;
        return;
    }
    if (header_16(at + 6) & 0x1fff)
        read_rest(header, at + length, kept - length, total - length,
                  "RFC 791 §3.2");
    else
        read_transport(header, at[9], at + length, kept - length,
                       total - length);
}

/* RFC 8200 section 3. */
static void add_ip6(struct header *header, const uint8_t *at)
{
    static const struct meaning_of ip6[] = {
        {LAYER_IP6, N_("Version"),
         N_("Which layout the rest of the header has."), "RFC 8200 §3"},
        {LAYER_IP6, N_("Traffic class"),
         N_("Which service routers should give it, and whether one was "
            "congested."),
         "RFC 8200 §7"},
        {LAYER_IP6, N_("Flow label"),
         N_("The same for all packets of a connection, so that routers keep "
            "them "
            "on one path."),
         "RFC 6437"},
        {LAYER_IP6, N_("Payload length"), N_("Bytes that follow this header."),
         "RFC 8200 §3"},
        {LAYER_IP6, N_("Next header"), N_("Whose header comes next."),
         "RFC 8200 §3"},
        {LAYER_IP6, N_("Hop limit"),
         N_("Each router takes one off, so that no packet circles for ever."),
         "RFC 8200 §3"},
        {LAYER_IP6, N_("Source"), N_("The address of the host that sent it."),
         "RFC 8200 §3"},
        {LAYER_IP6, N_("Destination"),
         N_("The address of the host that it is for."), "RFC 8200 §3"},
    };

    header_add(header, &ip6[0], "%u", at[0] >> 4);
    header_add(header, &ip6[1], "0x%02x", header_16(at) >> 4 & 0xff);
    header_add(header, &ip6[2], "0x%05x", header_32(at) & 0xfffff);
    header_add(header, &ip6[3], _("%u bytes"), header_16(at + 4));
    header_add(header, &ip6[4], "%s", proto_text(at[6]));
    header_add(header, &ip6[5], "%u", at[7]);
    add_address(header, &ip6[6], AF_INET6, at + 8);
    add_address(header, &ip6[7], AF_INET6, at + 24);
}

/* The header that comes between when a packet was broken up. */
static void read_fragment(struct header *header, const uint8_t *at, size_t kept,
                          size_t len)
{
    static const struct meaning_of fragment[] = {
        {LAYER_FRAGMENT, N_("Next header"),
         N_("Whose header the whole packet begins "
            "with."),
         "RFC 8200 §4.5"},
        {LAYER_FRAGMENT, N_("Fragment offset"),
         N_("Where this fragment's data belongs in the whole packet."),
         "RFC 8200 §4.5"},
        {LAYER_FRAGMENT, N_("Flags"), N_("M says that fragments follow."),
         "RFC 8200 §4.5"},
        {LAYER_FRAGMENT, N_("Identification"),
         N_("Tells by number which fragments belong to one packet."),
         "RFC 8200 §4.5"},
    };
    unsigned place;

    if (!header_has(header, kept < len ? kept : len, FRAGMENT_HEADER))
        return;
    place = header_16(at + 2);
    header_add(header, &fragment[0], "%s", proto_text(at[0]));
    header_add(header, &fragment[1], "%u", place & 0xfff8);
    header_add(header, &fragment[2], "%s", place & 1 ? "M" : _("none"));
    header_add(header, &fragment[3], "%u", header_32(at + 4));
    kept -= FRAGMENT_HEADER;
    len -= FRAGMENT_HEADER;
    if (place & 0xfff8)
        read_rest(header, at + FRAGMENT_HEADER, kept, len, "RFC 8200 §4.5");
    else
        read_transport(header, at[0], at + FRAGMENT_HEADER, kept, len);
}

static void read_ip6(struct header *header, const uint8_t *at, size_t kept)
{
    if (!header_has(header, kept, IP6_HEADER))
        return;
    add_ip6(header, at);
    if (at[6] == IPPROTO_FRAGMENT)
        read_fragment(header, at + IP6_HEADER, kept - IP6_HEADER,
                      header_16(at + 4));
    else
        read_transport(header, at[6], at + IP6_HEADER, kept - IP6_HEADER,
                       header_16(at + 4));
}

/* ---- Ethernet ---- */

static void add_mac(struct header *header, const struct meaning_of *meaning,
                    const uint8_t *at)
{
    header_add(header, meaning, "%02x:%02x:%02x:%02x:%02x:%02x", at[0], at[1],
               at[2], at[3], at[4], at[5]);
}

void header_read(struct header *header, const uint8_t *frame, size_t len)
{
    static const struct meaning_of ether[] = {
        {LAYER_ETHERNET, N_("Destination"),
         N_("The network card that is to take the frame, on this link alone."),
         "IEEE 802.3"},
        {LAYER_ETHERNET, N_("Source"),
         N_("The network card that sent the frame."), "IEEE 802.3"},
        {LAYER_ETHERNET, N_("Type"), N_("Whose header comes next."), "RFC 894"},
    };
    unsigned type;

    header->n = 0;
    header->cut = len < ETHER_HEADER;
    if (header->cut)
        return;
    type = header_16(frame + 12);
    add_mac(header, &ether[0], frame);
    add_mac(header, &ether[1], frame + 6);
    header_add(header, &ether[2], "0x%04x%s", type,
               type == TYPE_IP4   ? " IPv4"
               : type == TYPE_IP6 ? " IPv6"
                                  : "");
    if (type == TYPE_IP4)
        read_ip4(header, frame + ETHER_HEADER, len - ETHER_HEADER);
    else if (type == TYPE_IP6)
        read_ip6(header, frame + ETHER_HEADER, len - ETHER_HEADER);
}
