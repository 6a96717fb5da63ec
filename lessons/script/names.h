/*
 * names.h - names for what the kernel chose: `$port`, `$fd`.
 *
 * A line gives a value its name, `getsockname(3, 10.0.0.1:$port) = 0` or
 * `socket(...) = $fd`, and lines behind it use that. Each lane has names of its
 * own, for the kernel may choose otherwise there.
 */
#ifndef LESSONS_SCRIPT_NAMES_H
#define LESSONS_SCRIPT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/base/addr.h"
#include "lessons/text/slice.h"

enum { SCRIPT_VALUES = 64, VALUE_NAME = 32 };

/* A name and its value, as scripts write it: "40123", "10.0.0.2:40123". */
struct named {
    char name[VALUE_NAME];
    char value[ADDR_TEXT];
};

/* In the order in which they got their first value. */
struct names {
    struct named list[SCRIPT_VALUES];
    int n;
};

/*
 * How many bytes of text, which begins behind a $, may be a name: a letter or
 * _, then digits as well, at most 31. 0: it is none.
 */
size_t name_length(struct slice text);

/* The value of that name; NULL where it has none, or names is NULL. */
const char *names_value(const struct names *names, struct slice name);

/*
 * Give it that value, in the place of one that it has. False where there are
 * too many.
 */
bool names_set(struct names *names, struct slice name, const char *value);

/* Take its value away. */
void names_drop(struct names *names, struct slice name);

#endif
