/*
 * header.h - a packet's frame read into the fields of its headers, each with
 * its value and a sentence on what it is for.
 *
 * For whoever wants to look at one packet: packet.h reads what the wire needs
 * to know. Values stand here as they are in the frame, so sequence numbers
 * are absolute.
 */
#ifndef LAB_WIRE_HEADER_H
#define LAB_WIRE_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HEADER_FIELDS = 64, /* more than any frame of the lab has */
    HEADER_VALUE = 128, /* room for any value, with its NUL */
};

/* The headers of a frame, from the outside in. */
enum header_layer {
    LAYER_ETHERNET,
    LAYER_IP4,
    LAYER_IP6,
    LAYER_FRAGMENT, /* of IPv6, which has a header of its own for it */
    LAYER_TCP,
    LAYER_UDP,
    LAYER_ICMP,
    LAYER_ICMP6,
    LAYER_PAYLOAD, /* what the headers are there for */
    LAYERS,
};

/* "Ethernet", "IPv4", ... "Payload", in the language of who looks on. */
const char *header_layer_name(enum header_layer layer);

/* Name and text are English, to be looked up by who draws (translate()). */
struct header_field {
    enum header_layer layer;
    const char *name;         /* the RFC's own, "Window" */
    char value[HEADER_VALUE]; /* "64240", "SYN, ACK" */
    const char *text;         /* one sentence on what it is for */
    const char *source;       /* where it is defined, "RFC 9293 §3.1" */
};

struct header {
    struct header_field fields[HEADER_FIELDS]; /* as they lie in the frame */
    int n;
    bool cut; /* the frame ended before its headers did, or contradicts them */
};

/*
 * Read the first len bytes of a frame. Anything may be in them: what can be
 * read becomes fields, and header->cut says that something is missing.
 */
void header_read(struct header *header, const uint8_t *frame, size_t len);

/* The first field of that name and layer, NULL when there is none. */
const struct header_field *header_find(const struct header *header,
                                       enum header_layer layer,
                                       const char *name);

#endif
