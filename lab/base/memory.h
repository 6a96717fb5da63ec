/*
 * memory.h - a stream that writes into memory and knows whether all found room,
 * and lists that grow.
 *
 * open_memstream(3) would be that stream, but glibc's drops what there is no
 * memory for, and neither ferror() nor fclose() tells: a text with a hole looks
 * like a whole one.
 */
#ifndef LAB_BASE_MEMORY_H
#define LAB_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* It must stay where it is while the stream is open. */
struct memory {
    FILE *out;   /* to be written to; NULL: not open */
    char *text;  /* what was written, with a NUL; whole once it is closed */
    size_t len;  /* how many bytes, without the NUL */
    size_t room; /* how many bytes text has room for */
    bool lost;   /* there was no memory for some of it */
};

/* Open an empty one. False without memory; it can be closed all the same. */
bool memory_open(struct memory *memory);

/*
 * Close it. Returns whether all that was written is in text, which is the
 * caller's to free; otherwise there was no memory, and text is NULL.
 */
bool memory_close(struct memory *memory);

/*
 * Have room for one more in a list of n things of `size` bytes each, which has
 * room for *room of them. Returns the list, which may have moved, or NULL
 * without memory: the old one is still there then.
 */
void *memory_one_more(void *list, size_t n, size_t *room, size_t size);

#endif
