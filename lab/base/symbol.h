/*
 * symbol.h - the names of the socket headers' constants and their values.
 *
 * The tables are made from the system's own headers when the program is
 * built, so that a script may use whatever this system defines.
 */
#ifndef LAB_BASE_SYMBOL_H
#define LAB_BASE_SYMBOL_H

#include <stdbool.h>
#include <stddef.h>

/* The value of a constant such as SO_REUSEADDR; false when unknown. */
bool symbol_value(const char *name, size_t len, long *value);

/* "EADDRINUSE" for 98 and so on, "E?" for a number without a name. */
const char *symbol_errno(int number);

/* The number of an errno name, 0 when there is none such. */
int symbol_errno_value(const char *name, size_t len);

/* "SIGINT" for 2 and so on, "SIG?" for a number without a name. */
const char *symbol_signal(int number);

/* The number of a signal name, 0 when there is none such. */
int symbol_signal_value(const char *name, size_t len);

/*
 * The index-th constant (from 0) whose name begins with these len bytes, in
 * alphabetical order; NULL when there are fewer. For completion.
 */
const char *symbol_complete(const char *prefix, size_t len, size_t index);

#endif
