/*
 * call_show.h - what call_print.c leaves to call_show.c: how arguments of
 * several members are written, and whether what came is what was expected.
 */
#ifndef LAB_CALL_CALL_SHOW_H
#define LAB_CALL_CALL_SHOW_H

#include "lab/call/call_table.h"

enum { SHOWN_BYTES = 32 }; /* as many as strace(1) shows */

/* Whether len bytes are what an ARG_BYTES says, its repeats included. */
bool same_bytes(const struct arg *arg, const char *bytes, size_t len);

/* One integer as it is, unless in braces; several as a struct. */
void show_ints(FILE *out, const int *ints, int n, bool braces);
bool same_ints(const struct arg *arg, const int *ints, int n);

/* Whether it says only how bytes, or one of its pieces, begin. */
bool show_is_open(const struct arg *arg);

/* An ARG_PIECES, each piece as call_print_bytes() writes it. */
void show_pieces(FILE *out, const struct arg *arg);

/*
 * The bytes that came, cut by the lengths that the argument behind the i-th has
 * (readv(2)).
 */
void show_pieces_found(FILE *out, const struct call *call, int i,
                       const struct outcome *outcome);
bool same_pieces(const struct call *call, int i, const struct outcome *outcome);

/* Whether the script says what must be found in a list, call_is_list(). */
bool show_list_wanted(const struct call *call, int i);

/*
 * Those that were asked about, with the `->` behind them; false where nothing
 * is to follow.
 */
bool show_list_given(FILE *out, const struct call *call, int i);
/* Those that must be ready, by descriptor; `_` where any may be. */
void show_list_expected(FILE *out, const struct call *call, int i);
/* Those that were ready. */
void show_list_found(FILE *out, const struct call *call, int i,
                     const struct outcome *outcome);
/* Whether they are those of the script, in any order. */
bool same_list(const struct call *call, int i, const struct outcome *outcome);

#endif
