/*
 * call_arg.h - one argument of a call, read from a script's text.
 */
#ifndef LAB_CALL_CALL_ARG_H
#define LAB_CALL_CALL_ARG_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/err.h"
#include "lab/call/call.h"

/* What execve() takes: a file that stands for the running program, proc(5). */
#define CALL_ITSELF "\"/proc/self/exe\""

enum { CALL_SHOWN = 64 }; /* room for a piece of the script in a message */

/*
 * Read one trimmed argument of len bytes into *arg, whatever kind it is; where
 * says what is looked for there, for the parameters that take words of their
 * own (PARAM_ACTOR, PARAM_HANDLER). Returns 0, or -1 with the reason. The
 * strings in *arg are the caller's in both cases.
 */
int call_arg_parse(struct arg *arg, const char *text, size_t len,
                   enum param_kind where, struct err *err);

/*
 * Write the len bytes at text into out[CALL_SHOWN], to be shown in a message:
 * cut when they are many, control characters as `?`. Returns out.
 */
const char *call_shown(char *out, const char *text, size_t len);

/* ---- call_term.c: what arguments are made of ---- */

/* As isdigit(3) and, with the underscore, isalpha(3), in any locale. */
bool call_is_digit(char c);
bool call_is_letter(char c);

/* Cut white space from both ends. */
void call_trim(const char **text, size_t *len);

/* Numbers and constants, joined by `|`. Returns 0, or -1 with the reason. */
int call_integer_parse(long *value, const char *text, size_t len,
                       struct err *err);

/* A constant that these bytes may have been meant for; NULL: none is near. */
const char *call_constant_near(const char *text, size_t len);

/*
 * A string and its repeat, as ARG_BYTES; the text begins with a quote. The
 * bytes are the caller's also on a failure.
 */
int call_bytes_parse(struct arg *arg, const char *text, size_t len,
                     struct err *err);

/* ---- call_list.c ---- */

/*
 * What stands in braces, and behind a `->`: ARG_INTS, ARG_MAP or ARG_PIECES.
 * The text begins with a brace.
 */
int call_list_parse(struct arg *arg, const char *text, size_t len,
                    struct err *err);

#endif
