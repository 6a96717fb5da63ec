/*
 * lessontest.h - what tests of the lesson format share: a small front matter,
 * texts read as lessons, and texts that are to be refused.
 */
#ifndef TESTS_SUPPORT_LESSONTEST_H
#define TESTS_SUPPORT_LESSONTEST_H

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/lesson/lesson.h"

/* Lines 1 to 13; tests of messages count on it. */
#define LESSONTEST_FRONT                                                       \
    "---\n"                                                                    \
    "id: small-one\n"                                                          \
    "title: A small one\n"                                                     \
    "chapter: First contact\n"                                                 \
    "summary: >\n"                                                             \
    "  It is small.\n"                                                         \
    "minutes: 3\n"                                                             \
    "toggles:\n"                                                               \
    "  - name: reuseaddr\n"                                                    \
    "    label: SO_REUSEADDR\n"                                                \
    "    values: [off, on]\n"                                                  \
    "compare: reuseaddr\n"                                                     \
    "---\n"

struct lessontest {
    struct lesson *lesson;
    struct err err;
};

static inline int lessontest_setup(void **state)
{
    *state = calloc(1, sizeof(struct lessontest));
    return *state ? 0 : -1;
}

static inline int lessontest_teardown(void **state)
{
    struct lessontest *f = *state;

    lesson_free(f->lesson);
    free(f);
    return 0;
}

/*
 * Read a text as the file of that name, or fail with the reason. What comes is
 * the fixture's, until the next one is read.
 */
static inline const struct lesson *
lessontest_parse(struct lessontest *f, const char *name, const char *text)
{
    lesson_free(f->lesson);
    f->lesson = lesson_parse(name, text, strlen(text), &f->err);
    if (!f->lesson)
        fail_msg("%s", f->err.text);
    return f->lesson;
}

/* The text is refused, by a message that begins so. */
static inline void lessontest_refused(struct lessontest *f, const char *text,
                                      const char *message)
{
    struct lesson *lesson = lesson_parse("t.md", text, strlen(text), &f->err);

    lesson_free(lesson);
    if (lesson)
        fail_msg("accepted instead of '%s'", message);
    if (strncmp(f->err.text, message, strlen(message)) != 0)
        fail_msg("'%s' does not begin with '%s'", f->err.text, message);
}

/* A sample with the first `from` in it replaced is refused so. */
static inline void lessontest_change_refused(struct lessontest *f,
                                             const char *sample,
                                             const char *from, const char *to,
                                             const char *message)
{
    const char *at = strstr(sample, from);
    char *text;

    assert_non_null(at);
    assert_return_code(asprintf(&text, "%.*s%s%s", (int)(at - sample), sample,
                                to, at + strlen(from)),
                       errno);
    lessontest_refused(f, text, message);
    free(text);
}

#define LESSONTEST(name)                                                       \
    cmocka_unit_test_setup_teardown(name, lessontest_setup, lessontest_teardown)

#endif
