/*
 * calltest.h - what the tests of calls share: a call, its outcome, and the
 * descriptors that a test has opened.
 */
#ifndef TESTS_SUPPORT_CALLTEST_H
#define TESTS_SUPPORT_CALLTEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lab/call/call.h"

/* What a test needs; descriptors that were opened are closed at its end. */
struct fixture {
    struct call call;
    struct outcome outcome;
    struct err err;
    int fds[8];
    int n_fds;
};

static inline int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static inline int tear_down(void **state)
{
    struct fixture *f = *state;

    while (f->n_fds > 0)
        close(f->fds[--f->n_fds]);
    call_free(&f->call);
    outcome_free(&f->outcome);
    free(f);
    return 0;
}

/* Read a call that must be right. */
static inline const struct call *parse(struct fixture *f, const char *text)
{
    call_free(&f->call);
    if (call_parse(&f->call, text, &f->err) < 0)
        fail_msg("%s: %s", text, f->err.text);
    return &f->call;
}

static inline void assert_says(const char *message, const char *part)
{
    if (!strstr(message, part))
        fail_msg("`%s` does not say `%s`", message, part);
}

/* The call as printed, with its outcome or without; static storage. */
static inline const char *printed(struct fixture *f, bool with_outcome)
{
    static char text[512];
    FILE *out = fmemopen(text, sizeof(text), "w");

    assert_non_null(out);
    fprintf(out, "%s(", call_name(&f->call));
    call_print_args(out, &f->call, with_outcome ? &f->outcome : NULL);
    fputc(')', out);
    fclose(out);
    return text;
}

/* A test with a fixture of its own. */
#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
