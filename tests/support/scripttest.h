/*
 * scripttest.h - what the tests of the script language share: a script that
 * knows two toggles, and short ways to read one line.
 */
#ifndef TESTS_SUPPORT_SCRIPTTEST_H
#define TESTS_SUPPORT_SCRIPTTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/script/script.h"
#include "tests/support/parsed.h"

/* A script that knows two toggles. */
struct fixture {
    struct toggle toggles[SETTING_TOGGLES];
    int n;
    struct script script;
    struct setting setting;
    struct err err;
};

static const char declared[] = "toggle reuseaddr off on\n"
                               "toggle port 12000 12001 80\n";

static inline int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (toggles_parse(declared, f->toggles, &f->n, &f->err) != 0)
        return -1;
    f->setting = (struct setting){.toggles = f->toggles, .n = f->n};
    return 0;
}

static inline int teardown(void **state)
{
    struct fixture *f = *state;

    script_free(&f->script);
    free(f);
    return 0;
}

static inline int parse_bytes(struct fixture *f, const char *text, size_t len)
{
    return script_parse(&f->script, "t.lab", text, len, 1, f->toggles, f->n,
                        &f->err);
}

static inline void parse(struct fixture *f, const char *text)
{
    if (parse_bytes(f, text, strlen(text)) != 0)
        fail_msg("%s", f->err.text);
}

/* The only line of a script. */
static inline const struct line *parse_line(struct fixture *f, const char *text)
{
    script_free(&f->script);
    parse(f, text);
    assert_int_equal(f->script.n, 1);
    return &f->script.lines[0];
}

static inline void choose(struct fixture *f, const char *name,
                          const char *value)
{
    assert_int_equal(setting_set(&f->setting, name, value, &f->err), 0);
}

/* What the only line of a script expects in the fixture's setting. */
static inline void assert_expected(struct fixture *f, const char *text,
                                   const char *expected)
{
    const struct line *line = parse_line(f, text);
    char out[64];
    struct result result = line_expected(line, &f->setting);

    assert_int_not_equal(result.kind, RESULT_NONE);
    assert_string_equal(result_format(&result, out, sizeof(out)), expected);
}

/* A text of one line is refused, with a message that begins and says so. */
static inline void assert_refused(struct fixture *f, const char *text,
                                  const char *says)
{
    if (parse_bytes(f, text, strlen(text)) == 0)
        fail_msg("'%s' was accepted", text);
    if (!strstr(f->err.text, says))
        fail_msg("'%s': '%s' does not say '%s'", text, f->err.text, says);
    if (strncmp(f->err.text, "t.lab:1: ", 9) != 0)
        fail_msg("'%s' does not begin with its place", f->err.text);
    assert_int_equal(f->err.kind, ERR_INPUT);
    assert_int_equal(f->script.n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

#endif
