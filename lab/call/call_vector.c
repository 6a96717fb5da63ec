/*
 * readv(2) and writev(2): bytes that lie in several places, moved by one call.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>

#include "lab/call/call_run.h"

/* How many bytes all pieces have together. */
static size_t pieces_size(const struct arg *arg)
{
    size_t total = 0;

    for (int i = 0; i < arg->n_pieces; i++)
        total += arg->pieces[i].len * arg->pieces[i].repeat;
    return total;
}

char *run_pieces(const struct arg *arg, struct iovec vector[CALL_PIECES])
{
    char *room = malloc(pieces_size(arg) + 1);
    const char *period = arg->bytes;
    char *at = room;

    for (int i = 0; room && i < arg->n_pieces; i++) {
        const struct piece *piece = &arg->pieces[i];

        vector[i].iov_base = at;
        vector[i].iov_len = piece->len * piece->repeat;
        for (size_t n = 0; n < piece->repeat && piece->len > 0; n++) {
            memcpy(at, period, piece->len);
            at += piece->len;
        }
        period += piece->len;
    }
    return room;
}

char *run_buffers(const struct arg *lens, struct iovec vector[CALL_PIECES])
{
    size_t total = 0;
    char *room, *at;

    for (int i = 0; i < lens->n_ints; i++)
        total += (size_t)lens->ints[i];
    /* One byte more, because malloc(0) may return NULL for success. */
    room = at = malloc(total + 1);
    for (int i = 0; room && i < lens->n_ints; i++) {
        vector[i].iov_base = at;
        vector[i].iov_len = (size_t)lens->ints[i];
        at += lens->ints[i];
    }
    return room;
}

/*
 * Fills one buffer after the other, each to its end before the next: where they
 * stand says nothing of who sent what in one piece (readv(2)).
 */
long run_readv(const struct call *call, struct outcome *outcome)
{
    struct iovec vector[CALL_PIECES];
    const struct arg *lens = &call->args[2];
    long ret;

    outcome->data = run_buffers(lens, vector);
    if (!outcome->data) {
        outcome->unable = ENOMEM;
        return -1;
    }
    ret = readv(run_int(call, 0), vector, lens->n_ints);
    if (ret >= 0) {
        outcome->len = (size_t)ret;
        return ret;
    }
    free(outcome->data);
    outcome->data = NULL;
    return ret;
}

/*
 * The pieces go out as if they stood side by side: one segment, where write()
 * of one after the other may make one of each (writev(2)).
 */
long run_writev(const struct call *call, struct outcome *outcome)
{
    struct iovec vector[CALL_PIECES];
    char *room = run_pieces(&call->args[1], vector);
    int saved;
    long ret;

    if (!room) {
        outcome->unable = ENOMEM;
        return -1;
    }
    ret = writev(run_int(call, 0), vector, call->args[1].n_pieces);
    saved = errno;
    free(room);
    errno = saved;
    return ret;
}
