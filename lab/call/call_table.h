/*
 * call_table.h - the table of calls itself, for the call*.c files alone.
 *
 * call_table.c has the table and makes most calls; call_run.h names the files
 * that make the others. A script's text is read by call_parse.c, argument by
 * argument in call_arg.c, call_term.c and call_list.c; call_place.c finds the
 * parameter of each, and call_refuse.c what no script may ask for. call_print.c
 * and call_show.c write what came of a call and compare it with what was
 * expected, call_fill.c has the names that it gives, and call_member.c members
 * that have a name. call.c answers what others ask of the table.
 */
#ifndef LAB_CALL_CALL_TABLE_H
#define LAB_CALL_CALL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "lab/call/call.h"

struct param {
    const char *name; /* as in the usage, "ADDRESS" */
    enum param_kind kind;
    bool optional;
};

/* What the C call returns; what the kernel fills in goes to the outcome. */
typedef long run_fn(const struct call *call, struct outcome *outcome);

struct call_def {
    const char *name;
    const char *usage;              /* "bind(FD, ADDRESS)" */
    const char *summary;            /* one line, with the man page */
    struct param params[CALL_ARGS]; /* the first without a name ends them */
    run_fn *run;        /* makes it; NULL for what the actor has to do itself */
    unsigned traits;    /* enum call_trait */
    const char *gives;  /* the name of a new descriptor, call_gives() */
    const char *traced; /* what strace calls it, call_traced() */
    const char *kin;    /* the call whose errors it has too; NULL: its own */
};

/* In alphabetical order; behind the last stands one without a name. */
extern const struct call_def call_table[];

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
