/*
 * test_call_begins.c - `"text"...`: bytes that come and only begin so.
 */
#include "tests/support/calltest.h"

/* An outcome that holds this text. */
static void give(struct fixture *f, const char *bytes)
{
    outcome_free(&f->outcome);
    f->outcome.ret = (long)strlen(bytes);
    f->outcome.data = strdup(bytes);
    f->outcome.len = strlen(bytes);
}

static void what_begins_so_is_as_expected(void **state)
{
    struct fixture *f = *state;

    parse(f, "recv(3, \"GET \"..., 99, 0)");
    give(f, "GET / HTTP/1.1");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    give(f, "GET ");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    parse(f, "recv(3, \"\"..., 99, 0)");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    parse(f, "recv(3, \"x\"*40 ..., 99, 0)");
    give(f, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxy");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void what_begins_otherwise_is_told(void **state)
{
    struct fixture *f = *state;

    parse(f, "recv(3, \"GET \"..., 99, 0)");
    give(f, "GET");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text,
                        "DATA is \"GET\", and does not begin with \"GET \"...: "
                        "the first 3 of 4 bytes agree");
}

static void all_that_came_is_shown(void **state)
{
    struct fixture *f = *state;

    parse(f, "recv(3, \"GET \"..., 99, 0)");
    assert_string_equal(printed(f, false), "recv(3, \"GET \"..., 99, 0)");
    give(f, "GET / HTTP/1.1");
    assert_string_equal(printed(f, true), "recv(3, \"GET / HTTP/1.1\", 99, 0)");
}

static void what_was_cut_can_be_read_again(void **state)
{
    struct fixture *f = *state;
    char text[512];

    parse(f, "recv(3, _, 99, 0)");
    give(f, "0123456789012345678901234567890123456789");
    snprintf(text, sizeof(text), "%s", printed(f, true));
    assert_says(text, "\"...");
    parse(f, text);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void what_is_sent_has_no_rest(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(call_parse(&f->call, "send(3, \"ab\"..., 0)", &f->err),
                     -1);
    assert_says(f->err.text, "send() takes all of its bytes");
    assert_int_equal(call_parse(&f->call, "recv(3, \"ab\".., 9, 0)", &f->err),
                     -1);
    assert_says(f->err.text, "expected *N or ...");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(what_begins_so_is_as_expected),
        test(what_begins_otherwise_is_told),
        test(all_that_came_is_shown),
        test(what_was_cut_can_be_read_again),
        test(what_is_sent_has_no_rest),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
