/*
 * mutate.h - valid input made wrong at random, the same way at every run.
 *
 * Readers are to take anything: each mutation must be read or refused, and
 * never read past its end (it is malloc'ed to size, for AddressSanitizer).
 */
#ifndef TESTS_SUPPORT_MUTATE_H
#define TESTS_SUPPORT_MUTATE_H

#include <stddef.h>
#include <stdint.h>

/*
 * A copy of text (len bytes) with some bytes changed, taken out, doubled or
 * moved; without a NUL behind it. Sets *out_len. *seed goes on. Free it.
 */
char *mutate(const char *text, size_t len, size_t *out_len, uint32_t *seed);

#endif
