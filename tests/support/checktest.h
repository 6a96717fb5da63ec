/*
 * checktest.h - what tests of `socket-lab check` share: texts, and the problems
 * that are found in them, errors and remarks alike.
 */
#ifndef TESTS_SUPPORT_CHECKTEST_H
#define TESTS_SUPPORT_CHECKTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/commands/check.h"

/* The front matter of a small lesson that is in order: ten lines. */
#define FRONT                                                                  \
    "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"                      \
    "toggles:\n  - name: t\n    label: T\n    values: [off, on]\n"             \
    "compare: t\n---\n"

static inline int checktest_setup(void **state)
{
    *state = calloc(1, sizeof(struct problems));
    return *state ? 0 : -1;
}

static inline int checktest_teardown(void **state)
{
    problems_free(*state);
    free(*state);
    return 0;
}

/* Check len bytes as the file of that name; *problems holds what is found. */
static inline void checktest_check(struct problems *problems, const char *name,
                                   const char *text, size_t len)
{
    problems_free(problems);
    *problems = (struct problems){.name = name};
    check_text(text, len, NULL, problems);
}

/* Exactly these problems are found, which begin so; the list ends with NULL. */
static inline void checktest_expect(struct problems *problems, const char *name,
                                    const char *text,
                                    const char *const *expected)
{
    size_t n = 0;

    checktest_check(problems, name, text, strlen(text));
    for (; n < problems->n && expected[n]; n++)
        if (strncmp(problems->list[n].text, expected[n], strlen(expected[n])))
            fail_msg("'%s' does not begin with '%s'", problems->list[n].text,
                     expected[n]);
    if (expected[n])
        fail_msg("'%s' was not found", expected[n]);
    if (n < problems->n)
        fail_msg("'%s' was not expected", problems->list[n].text);
}

/* Nothing is found, not even a remark. */
static inline void checktest_fine(struct problems *problems, const char *name,
                                  const char *text)
{
    static const char *const none[] = {NULL};

    checktest_expect(problems, name, text, none);
}

#define CHECK_TEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, checktest_setup, checktest_teardown)

#endif
