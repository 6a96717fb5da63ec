/*
 * reporttest.h - what tests of the reports share: a run, reported into memory,
 * and what has to stand in that.
 */
#ifndef TESTS_SUPPORT_REPORTTEST_H
#define TESTS_SUPPORT_REPORTTEST_H

#include "tests/support/runtest.h"

#include "lessons/report/report.h"

/* A run that has a line of each kind: held, failed, not run. */
static const char report_script[] =
    "toggle reuse off on\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: bind(3, 10.0.0.1:12000) = -1 EADDRINUSE\n"
    "server: listen(3, 5) = 0\n"
    "server: accept(3, _) = 4 within 10ms\n"
    "server: send(3, \"<&\\\"#\", 4, 0) = 4\n";

/* Run it and report it in a format; the text is to be freed. */
static inline char *report_of(void **state, const char *format,
                              const char *text)
{
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct glossary *glossary = glossary_open(NULL);
    struct report *report =
        report_open(format, ISOLATION_AUTO, glossary, memory);

    assert_non_null(report);
    struct runner *runner =
        runtest_open_as(state, "t.lab", ISOLATION_AUTO, text, NULL, 0);
    report_begin(report, "t.lab", runner);
    runtest_finish(runner);
    report_end(report, runner);
    assert_int_equal(report_close(report), 0);
    glossary_close(glossary);
    fclose(memory);
    return out;
}

static inline void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("`%s` is missing in:\n%s", part, text);
}

/* All of these, one behind the other; the list ends with NULL. */
static inline void assert_order(const char *text, const char *const *parts)
{
    const char *at = text;

    for (; *parts; parts++) {
        const char *found = strstr(at, *parts);

        if (!found)
            fail_msg("`%s` is missing behind:\n%.*s\nin:\n%s", *parts,
                     (int)(at - text), text, text);
        at = found + strlen(*parts);
    }
}

#define REPORT_TEST(f)                                                         \
    cmocka_unit_test_setup_teardown(f, runtest_setup, runtest_teardown)

#endif
