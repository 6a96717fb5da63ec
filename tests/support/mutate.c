/*
 * mutate.c - see mutate.h.
 */
#include "tests/support/mutate.h"

#include <stdlib.h>
#include <string.h>

enum { GROWTH = 512, PIECE = 60 };

/* xorshift32: small, and the same everywhere. */
static uint32_t next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static size_t below(uint32_t *seed, size_t n)
{
    return n > 0 ? next(seed) % n : 0;
}

/* Characters that mean something in scripts, Markdown or YAML, and bytes. */
static char odd_byte(uint32_t *seed)
{
    static const char odd[] = "\0\n\r\t\"\\#$[]{}()<>|:;,=*?.-_@'`~!&% \xff\xc3"
                              "0189aZ";

    return odd[below(seed, sizeof(odd) - 1)];
}

/* Take a piece out, or double it at another place. */
static size_t move_piece(char *text, size_t len, size_t room, uint32_t *seed)
{
    char piece[PIECE];
    size_t from = below(seed, len), to = below(seed, len);
    size_t n = 1 + below(seed, PIECE);

    if (n > len - from)
        n = len - from;
    memcpy(piece, text + from, n);
    if (next(seed) & 1) {
        memmove(text + from, text + from + n, len - from - n);
        return len - n;
    }
    if (len + n > room)
        return len;
    memmove(text + to + n, text + to, len - to);
    memcpy(text + to, piece, n);
    return len + n;
}

char *mutate(const char *text, size_t len, size_t *out_len, uint32_t *seed)
{
    size_t room = len + GROWTH, n = len;
    char *work = malloc(room), *fitted;
    int changes = 1 + (int)below(seed, 8);

    if (!work)
        abort();
    memcpy(work, text, len);
    for (int i = 0; i < changes && n > 0; i++) {
        if (next(seed) & 1)
            work[below(seed, n)] = odd_byte(seed);
        else
            n = move_piece(work, n, room, seed);
    }
    if (below(seed, 8) == 0)
        n = below(seed, n);
    fitted = malloc(n > 0 ? n : 1);
    if (!fitted)
        abort();
    memcpy(fitted, work, n);
    free(work);
    *out_len = n;
    return fitted;
}
