/*
 * call_table.h - the table of calls itself, for the call_*.c files alone.
 *
 * call.c holds the table, call_parse.c reads a script's text with it,
 * call_run.c and call_data.c make the calls, call_print.c writes and checks
 * what came of them.
 */
#ifndef LAB_CALL_CALL_TABLE_H
#define LAB_CALL_CALL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lab/call/call.h"

/* In alphabetical order, as the table is. */
enum call_id {
    CALL_ACCEPT,
    CALL_ACCEPT4,
    CALL_BIND,
    CALL_CLOSE,
    CALL_CONNECT,
    CALL_DUP,
    CALL_EXECVE,
    CALL_EXIT,
    CALL_FCNTL,
    CALL_FORK,
    CALL_GETPEERNAME,
    CALL_GETSOCKNAME,
    CALL_GETSOCKOPT,
    CALL_LISTEN,
    CALL_POLL,
    CALL_READ,
    CALL_RECV,
    CALL_RECVFROM,
    CALL_SEND,
    CALL_SENDTO,
    CALL_SETSOCKOPT,
    CALL_SHUTDOWN,
    CALL_SIGNAL,
    CALL_SOCKET,
    CALL_UNLINK,
    CALL_WRITE,
    CALLS,
};

/* What a parameter takes; _OUT is what must be found there afterwards. */
enum param_kind {
    PARAM_INT,
    PARAM_FD,
    PARAM_LEN, /* an integer from 0 to CALL_BYTES_MAX */
    PARAM_ADDR,
    PARAM_ADDR_OUT,
    PARAM_DATA,
    PARAM_DATA_OUT,
    PARAM_OPTION, /* an integer or a struct of integers */
    PARAM_OPTION_OUT,
    PARAM_ACTOR,
    PARAM_PATH, /* in quotes, or unix:PATH */
};

struct param {
    const char *name; /* as in the usage, "ADDRESS" */
    enum param_kind kind;
    bool optional;
};

struct call_def {
    const char *name;
    const char *usage;              /* "bind(FD, ADDRESS)" */
    const char *summary;            /* one line, with the man page */
    struct param params[CALL_ARGS]; /* the first without a name ends them */
    bool only_looks; /* sock_diag(7) shows the same after it as before */
};

extern const struct call_def call_table[CALLS];

/* The row of a call. */
enum call_id call_id(const struct call *call);

/* How many parameters it has. */
int call_params(const struct call_def *def);

/* The row of that name, NULL when there is none. */
const struct call_def *call_find(const char *name, size_t len);

/*
 * Ask the kernel for the note on a descriptor's socket (struct socknote of
 * call.h). cookie is 0 for what is no socket. Returns 0, or -1 with errno set
 * where the kernel would not say.
 */
int socknote_read(struct socknote *note, int fd);

#endif
