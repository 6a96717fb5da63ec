/*
 * call_parse.h - reading a call, for call_parse.c, call_place.c and
 * call_refuse.c alone.
 */
#ifndef LAB_CALL_CALL_PARSE_H
#define LAB_CALL_CALL_PARSE_H

#include "lab/call/call_table.h"

/* "bind() takes (FD, ADDRESS): found 3 arguments" into *err; returns -1. */
int call_wrong_number(const struct call_def *def, int n, struct err *err);

/*
 * Move the arguments from found, which has them in the order in which they were
 * written, to the places in call where they belong. Arguments move, they are
 * not copied: each has strings that one of the two calls has to free, and the
 * emptied one frees nothing. Returns 0, or -1 with the reason.
 */
int call_place(struct call *call, struct call *found, struct err *err);

/*
 * Refuse a call that makes no sense. What the kernel itself refuses is left to
 * the kernel: to see its errno is what a script is for. Returns 0, or -1 with
 * the reason.
 */
int call_refuse(const struct call *call, struct err *err);

#endif
