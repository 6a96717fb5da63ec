/*
 * test_err.c - messages: what they quote, what is cut, what stands in front.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lab/base/err.h"
#include "lessons/text/problems.h"
#include "tests/support/within.h"

/* A file that was handed in must not drive the terminal of who reads it. */
static void control_characters_are_escaped(void **state)
{
    static const char *const rows[][2] = {
        {"a\033[31mred", "a\\x1b[31mred"},
        {"bell\a, tab\t, line\n", "bell\\x07, tab\\x09, line\\x0a"},
        {"\x7f", "\\x7f"},
        {"a\xc2\x9b"
         "31m",
         "a\\xc2\\x9b31m"},
        {"a\x9b"
         "31m",
         "a\\x9b31m"},
        {"\xe2\x82\xac, \xc3\x9b, \xf0\x9f\x98\x80",
         "\xe2\x82\xac, \xc3\x9b, \xf0\x9f\x98\x80"},
        {"a\u202eb\u2067\u061cc\u200b", "a\\xe2\\x80\\xaeb\\xe2\\x81\\xa7"
                                        "\\xd8\\x9cc\u200b"},
        {"\u202e\u202e\u2010", "\\xe2\\x80\\xae\\xe2\\x80\\xae\u2010"},
        {"", ""},
    };
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        assert_int_equal(err_input(&err, "%s", rows[i][0]), -1);
        assert_string_equal(err.text, rows[i][1]);
    }
    err_prefix(&err, "%s", "\033");
    assert_string_equal(err.text, "\\x1b: ");
}

static void problems_are_escaped(void **state)
{
    struct problems problems = {.name = "a\033.md"};

    (void)state;
    problems_add(&problems, 3, "'%s' was found", "\a");
    assert_string_equal(problems.list[0].text,
                        "a\\x1b.md:3: '\\x07' was found");
    problems_free(&problems);
}

static void what_does_not_fit_is_cut(void **state)
{
    char out[8], long_text[2000];
    struct err err;

    (void)state;
    assert_true(err_escape(out, sizeof(out), "1234567"));
    assert_string_equal(out, "1234567");
    assert_false(err_escape(out, sizeof(out), "12345678"));
    assert_string_equal(out, "1234567");
    assert_false(err_escape(out, sizeof(out), "123\033"));
    assert_string_equal(out, "123\\x1b");
    assert_false(err_escape(out, sizeof(out), "1234\033"));
    assert_string_equal(out, "1234");
    assert_false(err_escape(out, 1, "1"));
    assert_string_equal(out, "");
    memset(long_text, '\033', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    err_machine(&err, "%s", long_text);
    assert_within(strlen(err.text), sizeof(err.text) - 5, sizeof(err.text) - 1);
    err_prefix(&err, "in front");
    assert_memory_equal(err.text, "in front: \\x1b", 14);
}

/* A translation may have a character of two bytes where the room ends. */
static void a_cut_leaves_whole_characters(void **state)
{
    char many[2 * sizeof(((struct err *)0)->text)] = "";
    struct err err;

    (void)state;
    for (size_t i = 0; i + 2 < sizeof(many); i += 2)
        strcpy(many + i, "\xc3\xa9");
    for (int blanks = 0; blanks < 2; blanks++) {
        err_input(&err, "%*s%s", blanks, "", many);
        assert_true(strlen(err.text) >= sizeof(err.text) - 3);
        assert_memory_equal(err.text + strlen(err.text) - 2, "\xc3\xa9", 2);
    }
}

/* The old text may be what the new one quotes. */
static void a_message_can_quote_itself(void **state)
{
    struct err err;

    (void)state;
    err_input(&err, "no");
    err_input(&err, "%s, %s", err.text, err.text);
    assert_string_equal(err.text, "no, no");
}

/* What has run out is the machine's; what can't be had is the file's. */
static void an_errno_decides_whose_it_is(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(err_system(&err, ENOENT, "%s.lab", "none"), -1);
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "none.lab: "));
    assert_int_equal(err_system(&err, EMFILE, "some.lab"), -1);
    assert_int_equal(err.kind, ERR_MACHINE);
    assert_true(err_is_shortage(ENOMEM));
    assert_false(err_is_shortage(EACCES));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(control_characters_are_escaped),
        cmocka_unit_test(problems_are_escaped),
        cmocka_unit_test(what_does_not_fit_is_cut),
        cmocka_unit_test(a_cut_leaves_whole_characters),
        cmocka_unit_test(a_message_can_quote_itself),
        cmocka_unit_test(an_errno_decides_whose_it_is),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
