/*
 * call_errno.h - what an errno of a call means to somebody who learns sockets.
 */
#ifndef LAB_CALL_CALL_ERRNO_H
#define LAB_CALL_CALL_ERRNO_H

#include <stddef.h>

/* What an errno says of one call. */
struct meaning {
    const char *call; /* "" for any; recv, send, accept stand for their kin */
    int err;
    const char *text;
};

/* The index-th of all that is known, NULL past the last. */
const struct meaning *meaning_at(size_t index);

/*
 * One or two sentences on a call that failed with err, and what to do; NULL
 * where nothing is to be said beyond strerror(3). Never freed.
 */
const char *meaning_find(const char *call, int err);

/* The row that this is from; two rows may well say the same. */
const struct meaning *meaning_row(const char *call, int err);

#endif
