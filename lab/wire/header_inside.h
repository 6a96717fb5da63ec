/*
 * header_inside.h - what the files that read headers share; for them only.
 */
#ifndef LAB_WIRE_HEADER_INSIDE_H
#define LAB_WIRE_HEADER_INSIDE_H

#include "lab/wire/header.h"

/* Bytes that headers have at least, and the Ethernet types of IP. */
enum {
    ETHER_HEADER = 14,
    IP4_HEADER = 20,
    IP6_HEADER = 40,
    FRAGMENT_HEADER = 8,
    TCP_HEADER = 20,
    UDP_HEADER = 8,
    ICMP_HEADER = 8,
    TYPE_IP4 = 0x0800,
    TYPE_IP6 = 0x86dd,
};

/* What is always the same about a field. */
struct meaning_of {
    enum header_layer layer;
    const char *name;
    const char *text;
    const char *source;
};

/* ---- header_field.c ---- */

/* Two and four bytes in network order. */
uint16_t header_16(const uint8_t *at);
uint32_t header_32(const uint8_t *at);

/* Whether `kept` bytes are as many as needed; else the header is cut. */
bool header_has(struct header *header, size_t kept, size_t needed);

/* Append a field with this value; a full header is marked as cut instead. */
void header_add(struct header *header, const struct meaning_of *meaning,
                const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Append the data: `kept` bytes of it are at `at`, len were sent; source is
 * the RFC of the header before it.
 */
void header_payload(struct header *header, const uint8_t *at, size_t kept,
                    size_t len, const char *source);

/* ---- header_tcp.c ---- */

/* Read a TCP segment of len bytes, of which `kept` are there. */
void header_read_tcp(struct header *header, const uint8_t *at, size_t kept,
                     size_t len);

#endif
