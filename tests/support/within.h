/*
 * within.h - a number that must lie between two others.
 *
 * cmocka has had this under several names, of which no one is in all versions
 * without being deprecated in some. Include cmocka.h first.
 */
#ifndef TESTS_SUPPORT_WITHIN_H
#define TESTS_SUPPORT_WITHIN_H

#include <stdint.h>

/* Fail, with the number, unless least <= value <= most. */
#define assert_within(value, least, most)                                      \
    do {                                                                       \
        intmax_t within_got = (value), within_least = (least),                 \
                 within_most = (most);                                         \
                                                                               \
        if (within_got < within_least || within_got > within_most)             \
            fail_msg("%s is %jd, not within %jd to %jd", #value, within_got,   \
                     within_least, within_most);                               \
    } while (0)

#endif
