/*
 * range.h - a range of whole numbers, as scripts write it: 5, 1.., ..3 or 1..3.
 */
#ifndef LAB_BASE_RANGE_H
#define LAB_BASE_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RANGE_TEXT = 48 }; /* room for any range as text, with its NUL */

/* {0} is no range at all, and holds for every number. */
struct range {
    bool set;
    int64_t from; /* both ends belong to it; INT64_MIN: without an end */
    int64_t to;   /* INT64_MAX: without an end */
};

/* Whether the number is in it. */
bool range_holds(const struct range *range, int64_t number);

/*
 * Write it as scripts do, with a sign before each positive number where plus is
 * true, into out[RANGE_TEXT]; returns out. "" for no range.
 */
const char *range_format(const struct range *range, bool plus, char *out);

#endif
