/*
 * forge.h - frames that no host has sent: one that is changed on its way, and
 * one that is made from nothing.
 *
 * Only bytes are written here, and all checksums with them, so that a receiver
 * finds nothing wrong (RFC 1071). Which numbers make sense in a connection is
 * known to whoever asks (packet.h).
 */
#ifndef LAB_WIRE_FORGE_H
#define LAB_WIRE_FORGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lab/base/err.h"
#include "lab/wire/packet.h"

enum { FORGE_DATA = 1400 }; /* bytes of data that a forged packet may have */

/* What is to be written into a frame; what is not set stays as it is. */
struct forge_fields {
    bool has_seq, has_ack, has_flags, has_win, has_ttl, has_byte;
    uint32_t seq, ack; /* absolute */
    uint8_t flags;     /* TH_FLAG_* */
    uint16_t win;
    uint8_t ttl;  /* of IPv4, or the hop limit of IPv6 */
    uint32_t at;  /* which byte of the data, from 0 */
    uint8_t byte; /* and what it becomes */
};

/*
 * Write the fields into a frame of len bytes, and its checksums anew. Returns
 * 0, or -1 where the frame has no such field, and is as it was.
 */
int forge_change(uint8_t *frame, size_t len, const struct forge_fields *fields,
                 struct err *err);

/*
 * A TCP segment with these addresses, all of fields, and len bytes of data,
 * behind the Ethernet header that is at the beginning of frame already. There
 * is room for FORGE_DATA bytes and all headers: FORGE_FRAME. Returns the
 * frame's length.
 */
enum { FORGE_FRAME = FORGE_DATA + 14 + 40 + 20 };
size_t forge_frame(uint8_t *frame, const struct addr *src,
                   const struct addr *dst, const struct forge_fields *fields,
                   size_t len);

#endif
