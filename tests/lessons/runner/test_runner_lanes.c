/* A lesson in its lanes: toggles, what is compared, and the way through it. */
#include "tests/support/runtest.h"

#include <errno.h>

static void test_only_where_it_holds(void **state)
{
    struct runner *runner = runtest_run(
        state, "toggle reuse off on\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "[reuse=on] server: close(3) = 0\n"
               "server$ ss LISTEN *:1 if reuse=on\n"
               "server: close(3) = 0 if reuse=off, -1 EBADF if reuse=on\n");

    runtest_totals(runner, 2, 0, 0);
    assert_string_equal(runner_lane_name(runner, 0), "reuse=off");
}

static void test_settings(void **state)
{
    const struct condition on = {.name = "reuse", .value = "on"};
    struct runner *runner = runtest_open_as(
        state, "test.lab", ISOLATION_NAMESPACE,
        "toggle reuse off on\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0\n"
        "server: getsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0\n",
        &on, 1);

    runtest_finish(runner);
    runtest_totals(runner, 3, 0, 0);
    assert_string_equal(runner_lane_name(runner, 0), "reuse=on");
}

static void test_unknown_settings(void **state)
{
    struct runtest *test = *state;
    const struct condition settings[] = {{.name = "reuse", .value = "on"},
                                         {.name = "no", .value = "on"}};
    struct runner_options options = {.settings = settings, .n_settings = 2};
    const char *text = "toggle reuse off on\nserver: start\n";
    struct err err;

    test->lesson = lesson_parse("t.lab", text, strlen(text), &err);
    assert_non_null(test->lesson);
    assert_null(runner_open(test->lesson, &options, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "no"));
    assert_non_null(strstr(err.text, "reuse"));
}

/* A toggle that is flipped acts on the next call that uses it. */
static void test_toggle_live(void **state)
{
    struct err err;
    struct runner *runner = runtest_open(
        state, "toggle reuse off on\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "\n"
               "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0\n"
               "server: getsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1) = 0\n");

    runner_advance(runner, false);
    runner_finish(runner);
    assert_int_equal(runner_toggle(runner, 0, "reuse", "on", &err), 0);
    runtest_finish(runner);
    runtest_totals(runner, 3, 0, 0);
    assert_string_equal(runner_lane_name(runner, 0), "reuse=on");
    assert_int_equal(runner_toggle(runner, 0, "reuse", "maybe", &err), -1);
}

static const char lesson[] = TWO_LANES
    "Words.\n"
    "\n"
    "```predict\n"
    "server: getsockopt\n"
    "What is it?\n"
    "\n"
    "0: There is one.\n"
    "-1 EBADF: There is none.\n"
    "```\n"
    "\n"
    "```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "[reuse=on] server: close(3) = 0\n"
    "\n"
    "server: getsockopt(3, SOL_SOCKET, SO_REUSEADDR, _) = 0 if reuse=off, "
    "-1 EBADF if reuse=on\n"
    "```\n";

static void test_lanes(void **state)
{
    struct runner *runner =
        runtest_open_as(state, "test.md", ISOLATION_NAMESPACE, lesson, NULL, 0);
    struct result result;

    assert_int_equal(runner_lanes(runner), 2);
    assert_string_equal(runner_lane_name(runner, 0), "reuse=off");
    assert_string_equal(runner_lane_name(runner, 1), "reuse=on");
    assert_false(runner_predicted(runner, 0, 0, &result));
    runtest_finish(runner);
    runtest_totals(runner, 5, 0, 0);
    assert_true(runner_predicted(runner, 0, 0, &result));
    assert_int_equal(result.value, 0);
    assert_true(runner_predicted(runner, 0, 1, &result));
    assert_int_equal(result.value, -1);
    assert_int_equal(result.err, EBADF);
}

/* A call that is still out where its return is asked about has an answer. */
static void test_predicted_wait(void **state)
{
    static const char text[] =
        "---\ntitle: T\nchapter: C\nsummary: S.\nminutes: 1\n---\n\n"
        "```lab\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: bind(3, 0.0.0.0:12000) = 0\n"
        "server: listen(3, 5) = 0\n"
        "server: accept(3, _) = ...\n"
        "```\n\n"
        "```predict\n"
        "server: accept\n"
        "Nobody comes. What does accept() do?\n\n"
        "...: It waits.\n"
        "4: It does not.\n"
        "```\n\n"
        "```lab\n"
        "server: = ...\n"
        "```\n";
    struct result result;
    struct runner *runner =
        runtest_open_as(state, "test.md", ISOLATION_NAMESPACE, text, NULL, 0);

    runtest_finish(runner);
    assert_true(runner_predicted(runner, 0, 0, &result));
    assert_int_equal(result.kind, RESULT_BLOCKS);
}

/* A compared toggle that is set by hand is not compared. */
static void test_one_lane(void **state)
{
    const struct condition on = {.name = "reuse", .value = "on"};
    struct runner *runner =
        runtest_open_as(state, "test.md", ISOLATION_NAMESPACE, lesson, &on, 1);

    assert_int_equal(runner_lanes(runner), 1);
    assert_string_equal(runner_lane_name(runner, 0), "reuse=on");
    runtest_finish(runner);
    runtest_totals(runner, 3, 0, 0);
}

/* Line by line; a question is a step that is over at once. */
static void test_steps(void **state)
{
    struct runner *runner =
        runtest_open_as(state, "test.md", ISOLATION_NAMESPACE, lesson, NULL, 0);

    assert_null(runner_line(runner));
    runner_advance(runner, true);
    assert_int_equal(runner_step(runner), 1);
    assert_false(runner_busy(runner));
    runner_advance(runner, true);
    assert_true(runner_busy(runner));
    runner_finish(runner);
    assert_int_equal(runner_step(runner), 1);
    assert_non_null(strstr(runner_line(runner)->text, "socket("));
    runtest_totals(runner, 2, 0, 0);
    runner_advance(runner, false);
    runner_finish(runner);
    assert_int_equal(runner_step(runner), 2);
    runtest_finish(runner);
    assert_int_equal(runner_step(runner), 3);
    runner_advance(runner, false);
    assert_false(runner_busy(runner));
}

static void test_one_end(void **state)
{
    struct runner *runner = runtest_run(state, "server: start\n");
    const struct log *log = lab_log(runner_lab(runner, 0));
    int ends = 0;

    runner_end(runner);
    for (size_t i = 0; i < log_count(log); i++)
        ends += log_at(log, i)->kind == EVENT_END;
    assert_int_equal(ends, 1);
    assert_int_equal(log_at(log, log_count(log) - 1)->end.passed, 1);
}

static void test_lacking_needs(void **state)
{
    struct runtest *test = *state;
    struct runner_options options = {.isolation = ISOLATION_LOOPBACK};
    const char *text = "server$ sysctl net.ipv4.tcp_fin_timeout=5\n";
    struct err err;

    test->lesson = lesson_parse("t.lab", text, strlen(text), &err);
    assert_non_null(test->lesson);
    assert_null(runner_open(test->lesson, &options, &err));
    assert_int_equal(err.kind, ERR_MACHINE);
    assert_string_equal(err.text,
                        isolation_cannot(ISOLATION_LOOPBACK, NEED_SYSCTL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(test_only_where_it_holds),
        RUN_TEST(test_settings),
        RUN_TEST(test_unknown_settings),
        RUN_TEST(test_toggle_live),
        RUN_TEST(test_lanes),
        RUN_TEST(test_predicted_wait),
        RUN_TEST(test_one_lane),
        RUN_TEST(test_steps),
        RUN_TEST(test_one_end),
        RUN_TEST(test_lacking_needs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
