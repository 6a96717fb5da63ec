/*
 * The stream is one of fopencookie(3): stdio gathers what is printed, and hands
 * it over in blocks. What is refused here makes the stream fail, and fclose()
 * with it.
 */
#include "lab/base/memory.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

enum { FIRST_ROOM = 256 };

/*
 * Room for that many bytes more, and for the NUL. It doubles, so that a long
 * text is not copied over and over.
 */
static bool grow(struct memory *memory, size_t more)
{
    size_t needed = memory->len + more + 1;
    size_t room = memory->room ? memory->room : FIRST_ROOM;
    char *grown;

    if (more >= SIZE_MAX / 4 - memory->len)
        return false;
    while (room < needed)
        room *= 2;
    if (room == memory->room)
        return true;
    grown = realloc(memory->text, room);
    if (!grown)
        return false;
    memory->text = grown;
    memory->room = room;
    return true;
}

/* For stdio, which takes 0 for an error. */
static ssize_t take(void *cookie, const char *bytes, size_t len)
{
    struct memory *memory = cookie;

    /* After a hole nothing more is taken: the text is lost as a whole. */
    if (memory->lost || !grow(memory, len)) {
        memory->lost = true;
        errno = ENOMEM;
        return 0;
    }
    memcpy(memory->text + memory->len, bytes, len);
    memory->len += len;
    memory->text[memory->len] = '\0';
    return (ssize_t)len;
}

/* ftell(3) is answered; what is written stays, so there is no other place. */
static int tell(void *cookie, off64_t *offset, int whence)
{
    const struct memory *memory = cookie;

    if (whence != SEEK_CUR || *offset != 0)
        return -1;
    *offset = (off64_t)memory->len;
    return 0;
}

bool memory_open(struct memory *memory)
{
    static const cookie_io_functions_t functions = {.write = take,
                                                    .seek = tell};

    *memory = (struct memory){0};
    /* An empty text is a text as well. */
    if (grow(memory, 0)) {
        memory->text[0] = '\0';
        memory->out = fopencookie(memory, "w", functions);
    }
    return memory->out;
}

bool memory_close(struct memory *memory)
{
    bool whole = memory->out && !ferror(memory->out);

    if (memory->out && fclose(memory->out) != 0)
        whole = false;
    memory->out = NULL;
    if (whole && !memory->lost)
        return true;
    free(memory->text);
    memory->text = NULL;
    return false;
}

void *memory_one_more(void *list, size_t n, size_t *room, size_t size)
{
    size_t more = *room > 0 ? 2 * *room : 8;
    void *moved;

    if (n < *room)
        return list;
    moved = reallocarray(list, more, size);
    if (moved)
        *room = more;
    return moved;
}
