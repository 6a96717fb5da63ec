/*
 * The calls that are about descriptors rather than about what is behind them:
 * copies, pairs, files in memory, and what ioctl(2) asks of any of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lab/call/call_run.h"

/* ---- copies ---- */

/*
 * Both descriptors are one socket (one open file description, open(2)): flags,
 * options and the read position are shared.
 */
long run_dup(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return dup(run_int(call, 0));
}

/* What was open under the new number is closed, without a word (dup(2)). */
long run_dup2(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return dup2(run_int(call, 0), run_int(call, 1));
}

long run_dup3(const struct call *call, struct outcome *outcome)
{
    (void)outcome;
    return dup3(run_int(call, 0), run_int(call, 1), run_int(call, 2));
}

/* ---- pairs ---- */

/* Both numbers, which the kernel has filled in. */
static long keep_pair(struct outcome *outcome, const int pair[2], long ret)
{
    if (ret == 0) {
        memcpy(outcome->ints, pair, 2 * sizeof(*pair));
        outcome->n_ints = 2;
    }
    return ret;
}

/* The first is to be read, the second to be written (pipe(2)). */
long run_pipe2(const struct call *call, struct outcome *outcome)
{
    int pair[2];

    return keep_pair(outcome, pair, pipe2(pair, run_int(call, 1)));
}

/* Two sockets that are connected with each other, and have no name. */
long run_socketpair(const struct call *call, struct outcome *outcome)
{
    int pair[2];

    return keep_pair(
        outcome, pair,
        socketpair(run_int(call, 0), run_int(call, 1), run_int(call, 2), pair));
}

/* ---- files ---- */

/*
 * A file that is nowhere but in memory: what sendfile() reads from, without any
 * file of the machine.
 */
long run_memfd_create(const struct call *call, struct outcome *outcome)
{
    const struct arg *name = &call->args[0];
    char *label = strndup(name->bytes, name->len);
    long ret;

    if (!label) {
        outcome->unable = ENOMEM;
        return -1;
    }
    ret = memfd_create(label, (unsigned)run_int(call, 1));
    free(label);
    return ret;
}

/*
 * With an OFFSET it begins there, and the file's own position stays; without
 * one it begins at that position, and moves it (sendfile(2)).
 */
long run_sendfile(const struct call *call, struct outcome *outcome)
{
    off_t offset = call->args[2].number;
    bool given = call->args[2].kind != ARG_ABSENT;

    (void)outcome;
    return sendfile(run_int(call, 0), run_int(call, 1), given ? &offset : NULL,
                    (size_t)call->args[3].number);
}

/* ---- ioctl ---- */

/* The requests are those of call_refuse.c, each of which is about an int. */
long run_ioctl(const struct call *call, struct outcome *outcome)
{
    unsigned long request = (unsigned long)run_int(call, 1);
    int value = call->args[2].ints[0];
    long ret = ioctl(run_int(call, 0), request, &value);

    if (ret >= 0 && request != FIONBIO) {
        outcome->ints[0] = value;
        outcome->n_ints = 1;
    }
    return ret;
}
