/*
 * test_program.c - which line of a C program makes a call.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lessons/lesson/lesson.h"

static void test_each_call_in_turn(void **state)
{
    const struct program p = {.code = (char *)"send(a);\n'\"'; send(b);\n"
                                              "// send(c)\n/*/ send(d) */\n"
                                              "send(e);\n"};

    (void)state;
    assert_int_equal(program_line(&p, "send", -1), 0);
    assert_int_equal(program_line(&p, "send", 0), 1);
    assert_int_equal(program_line(&p, "send", 1), 4);
    assert_int_equal(program_line(&p, "send", 4), 0);
}

static void test_whole_names_only(void **state)
{
    const struct program p = {.code = (char *)"resend(a);\nsend_all(b);\n"
                                              "send;\nsend\t(c);\n"};

    (void)state;
    assert_int_equal(program_line(&p, "send", -1), 3);
    assert_int_equal(program_line(&p, "recv", -1), -1);
}

static void test_odd_endings(void **state)
{
    static const char *const odd[] = {
        "", "\"", "'", "\"\\", "/*", "/", "//", "/* *", "send", "x = 'a",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
        const struct program p = {.code = (char *)odd[i]};

        assert_int_equal(program_line(&p, "send", -1), -1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_call_in_turn),
        cmocka_unit_test(test_whole_names_only),
        cmocka_unit_test(test_odd_endings),
    };

    return cmocka_run_group_tests_name("program", tests, NULL, NULL);
}
