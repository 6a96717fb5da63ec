/* test_counters.c - lines about what the kernel has counted. */
#include "tests/support/runtest.h"

/* From the lab's beginning, and then from the line before, on each host. */
static void test_from_line_to_line(void **state)
{
    struct runner *runner = runtest_run(
        state, CONNECTED "client$ nstat TcpActiveOpens = +1\n"
                         "client$ nstat TcpActiveOpens = +0\n"
                         "server$ nstat TcpActiveOpens = +0\n"
                         "server$ nstat TcpPassiveOpens = +1\n"
                         "client: connect(3, 10.0.0.1:9) = -1\n"
                         "client: socket(AF_INET, SOCK_STREAM, 0) = 4\n"
                         "client: connect(4, 10.0.0.1:12000) = 0\n"
                         "client$ nstat TcpActiveOpens = +1..2\n");

    runtest_totals(runner, 14, 0, 0);
    runtest_expect(runner, 7, CHECK_PASSED, "TcpActiveOpens = +1");
}

/* One that has not held counts as the line before as well. */
static void test_that_did_not_come(void **state)
{
    struct runner *runner = runtest_run(
        state, CONNECTED "client$ nstat TcpActiveOpens = +2.. within 50ms\n"
                         "client$ nstat TcpActiveOpens = +1 within 0ms\n");

    runtest_totals(runner, 6, 2, 0);
    runtest_expect(runner, 7, CHECK_FAILED, "TcpActiveOpens = +1");
    assert_string_equal(runtest_check(runner, 0, 7)->check.expected,
                        "TcpActiveOpens = +2..");
    runtest_expect(runner, 8, CHECK_FAILED, "TcpActiveOpens = +0");
}

/* A SYN is sent again after a second: the line waits for it. */
static void test_waits_for_a_timer(void **state)
{
    struct runner *runner =
        runtest_run(state, "wire: cut\n"
                           "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "client: connect(3, 10.0.0.1:12000) = ...\n"
                           "client$ nstat TcpRetransSegs = +1.. within 10s\n");

    runtest_totals(runner, 4, 0, 0);
}

/* Said before anything is run. */
static void test_not_on_loopback(void **state)
{
    const char *text = "server$ nstat TcpInSegs = +0\n";
    struct runner_options options = {.isolation = ISOLATION_LOOPBACK};
    struct runtest *test = *state;
    struct err err;

    test->lesson = lesson_parse("test.lab", text, strlen(text), &err);
    assert_non_null(test->lesson);
    assert_null(runner_open(test->lesson, &options, &err));
    assert_int_equal(err.kind, ERR_MACHINE);
    assert_non_null(strstr(err.text, "nstat needs namespaces"));
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, runtest_setup, runtest_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_from_line_to_line),
        TEST(test_that_did_not_come),
        TEST(test_waits_for_a_timer),
        TEST(test_not_on_loopback),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
