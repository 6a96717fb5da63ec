/*
 * header_inside.h - what the header*.c files share; for them only.
 */
#ifndef LAB_WIRE_HEADER_INSIDE_H
#define LAB_WIRE_HEADER_INSIDE_H

#include "lab/wire/header.h"

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
