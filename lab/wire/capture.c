/*
 * A file is blocks: one that begins a section, one for each interface, one for
 * each packet. Numbers are written in this machine's byte order; the magic of
 * the section tells a reader on another machine which one that is.
 */
#include "lab/wire/capture.h"

#include <errno.h>
#include <string.h>

enum {
    BLOCK_SECTION = 0x0a0d0d0a,
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 6,
    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    LINK_ETHERNET = 1,
    OPTION_END = 0,
    OPTION_COMMENT = 1,
    OPTION_NAME = 2,
    OPTION_TIME = 9, /* of what the time stamps are multiples */
    NANOSECONDS = 9, /* of 10 to the minus 9 */
};

/* Everything in a block is padded to 32 bits. */
static size_t padded(size_t len)
{
    return (len + 3) & ~(size_t)3;
}

static void put32(struct capture *capture, uint32_t value)
{
    fwrite(&value, sizeof(value), 1, capture->out);
}

static void put16(struct capture *capture, uint16_t value)
{
    fwrite(&value, sizeof(value), 1, capture->out);
}

static void put_bytes(struct capture *capture, const void *bytes, size_t len)
{
    static const uint8_t zero[4] = {0};

    fwrite(bytes, 1, len, capture->out);
    fwrite(zero, 1, padded(len) - len, capture->out);
}

/* With its code and its length, two bytes each. */
static size_t option_size(size_t len)
{
    return 4 + padded(len);
}

/* The length that is said is without the padding. */
static void put_option(struct capture *capture, uint16_t code,
                       const void *bytes, size_t len)
{
    put16(capture, code);
    put16(capture, (uint16_t)len);
    put_bytes(capture, bytes, len);
}

/*
 * A block's length stands before and behind its body, so that a file can be
 * walked backwards as well. Returns what is to be written behind it: type and
 * both lengths count, 12 bytes.
 */
static uint32_t block_begin(struct capture *capture, uint32_t type, size_t body)
{
    uint32_t total = (uint32_t)(12 + body);

    put32(capture, type);
    put32(capture, total);
    return total;
}

/* "e" is O_CLOEXEC: no actor gets the file. */
int capture_open(struct capture *capture, const char *file, struct err *err)
{
    uint32_t total;

    *capture = (struct capture){.out = fopen(file, "we")};
    if (!capture->out)
        return err_input(err, "%s: %s", file, strerror(errno));
    snprintf(capture->file, sizeof(capture->file), "%s", file);
    total = block_begin(capture, BLOCK_SECTION, 16);
    put32(capture, BYTE_ORDER_MAGIC);
    put16(capture, 1); /* version 1.0 */
    put16(capture, 0);
    put32(capture, UINT32_MAX); /* the section's length is not said */
    put32(capture, UINT32_MAX);
    put32(capture, total);
    return 0;
}

/*
 * Write what waits in memory, before another process goes on with the file. A
 * write may have failed when the buffer was full, and then there is nothing
 * left to flush; the stream remembers it, but not why.
 */
static void capture_flush(struct capture *capture)
{
    if (!capture->out || capture->error)
        return;
    if (fflush(capture->out) != 0 || ferror(capture->out))
        capture->error = errno ? errno : EIO;
}

int capture_close(struct capture *capture, struct err *err)
{
    if (!capture->out)
        return 0;
    capture_flush(capture);
    if (fclose(capture->out) != 0 && !capture->error)
        capture->error = errno;
    capture->out = NULL;
    return capture->error
               ? err_machine(err, "%s: could not be written whole: %s",
                             capture->file, strerror(capture->error))
               : 0;
}

/* Describe one more Ethernet interface by name; returns its number. */
static int put_interface(struct capture *capture, const char *name)
{
    uint8_t resolution = NANOSECONDS;
    size_t len = strlen(name);
    uint32_t total =
        block_begin(capture, BLOCK_INTERFACE,
                    8 + option_size(len) + option_size(1) + option_size(0));

    put16(capture, LINK_ETHERNET);
    put16(capture, 0);
    put32(capture, 0); /* no limit to a frame's length */
    put_option(capture, OPTION_NAME, name, len);
    put_option(capture, OPTION_TIME, &resolution, 1);
    put_option(capture, OPTION_END, "", 0);
    put32(capture, total);
    return capture->interfaces++;
}

/* A frame as one interface saw it; comment may be NULL. */
static void put_frame(struct capture *capture, int interface, uint64_t stamp,
                      const struct packet_event *packet, const char *comment)
{
    size_t said = comment ? strlen(comment) : 0;
    size_t options = comment ? option_size(said) + option_size(0) : 0;
    uint32_t total =
        block_begin(capture, BLOCK_PACKET, 20 + padded(packet->kept) + options);

    put32(capture, (uint32_t)interface);
    /* Two halves, the upper one first, whatever the byte order is. */
    put32(capture, (uint32_t)(stamp >> 32));
    put32(capture, (uint32_t)stamp);
    /* What of the frame is here, and how long it was on the wire. */
    put32(capture, packet->kept);
    put32(capture, packet->frame_len);
    put_bytes(capture, packet->frame, packet->kept);
    if (comment) {
        put_option(capture, OPTION_COMMENT, comment, said);
        put_option(capture, OPTION_END, "", 0);
    }
    put32(capture, total);
}

/* The event that has the frame of a packet; it is its first one. */
static const struct packet_event *frame_of(const struct log *log, uint64_t id,
                                           size_t before)
{
    for (size_t i = before + 1; i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_PACKET && event->packet.id == id &&
            event->packet.frame)
            return &event->packet;
    }
    return NULL;
}

void capture_log(struct capture *capture, const struct log *log,
                 const char *lane)
{
    static const char *const comments[] = {
        [MADE_SENT] = NULL,
        [MADE_CHANGED] = "changed on the wire",
        [MADE_FORGED] = "forged: no host has sent it",
    };
    int interface[HOSTS];
    char name[128];

    for (int host = 0; host < HOSTS; host++) {
        snprintf(name, sizeof(name), "%s%s%s", host_name((enum host_id)host),
                 lane[0] ? " " : "", lane);
        interface[host] = put_interface(capture, name);
    }
    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);
        const struct packet_event *packet = &event->packet;
        const struct packet_event *whole;
        uint64_t stamp = (uint64_t)(log_began(log) + event->t);

        if (event->kind != EVENT_PACKET ||
            !(whole = frame_of(log, packet->id, i)))
            continue;
        /*
         * The sender's interface saw it when it came to the wire, which is
         * where its frame was logged; the receiver's when it was let through.
         * A copy that the wire made was never sent by its sender, nor was what
         * was changed or forged.
         */
        if (packet->frame && packet->fate != FATE_DUPLICATED &&
            packet->made == MADE_SENT)
            put_frame(capture, interface[packet->from], stamp, whole,
                      packet->fate == FATE_DROPPED ? "lost on the wire" : NULL);
        if (packet->fate == FATE_DELIVERED)
            put_frame(capture, interface[packet->to], stamp, whole,
                      comments[packet->made]);
    }
    capture_flush(capture);
}
