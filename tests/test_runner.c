/* Lines as they are run: what passes, what fails, what is not run, and why. */
#include "tests/runtest.h"

#include <errno.h>

/* ---- calls ---- */

static void test_results_that_hold(void **state)
{
    struct runner *runner = runtest_run(state, CONNECTED);
    runtest_totals(runner, 6, 0, 0);
    runtest_expect(runner, 6, CHECK_PASSED, "4");
    assert_string_equal(runtest_check(runner, 0, 6)->check.expected, "4");
}

static void test_other_result(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 4\n"
                           "server: listen(7, 5) = 0\n"
                           "server: listen(7, 5) = -1 EINVAL\n"
                           "server: listen(7, 5) = -1 EBADF\n");
    runtest_totals(runner, 1, 3, 0);
    runtest_expect(runner, 1, CHECK_FAILED, "3");
    runtest_expect(runner, 2, CHECK_FAILED, "-1 EBADF");
    runtest_expect(runner, 3, CHECK_FAILED, "-1 EBADF");
    assert_string_equal(runtest_check(runner, 0, 3)->check.expected,
                        "-1 EINVAL");
}

static void test_any_result(void **state)
{
    struct runner *runner = runtest_run(state, "server: listen(7, 5)\n"
                                               "server: listen(7, 5) = ?\n");
    runtest_totals(runner, 2, 0, 0);
}

static void test_other_bytes(void **state)
{
    struct runner *runner =
        runtest_run(state, CONNECTED "client: send(3, \"hello\", 5, 0) = 5\n"
                                     "server: recv(4, \"world\", 9, 0) = 5\n");
    runtest_totals(runner, 7, 1, 0);
    const char *actual = runtest_check(runner, 0, 8)->check.actual;
    assert_non_null(strstr(actual, "5, but "));
    assert_non_null(strstr(actual, "hello"));
}

static void test_blocks_and_returns(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: accept(3, _) = ...\n"
                                  "client: socket(AF_INET, SOCK_STREAM, 0)\n"
                                  "client: connect(3, 10.0.0.1:12000) = 0\n"
                                  "server: = 4\n");
    runtest_totals(runner, 7, 0, 0);
    runtest_expect(runner, 4, CHECK_PASSED, "...");
    runtest_expect(runner, 7, CHECK_PASSED, "4");
}

static void test_returns_where_it_was_to_block(void **state)
{
    struct runner *runner = runtest_run(state, "server: accept(3, _) = ...\n"
                                               "server: = 4\n");
    runtest_expect(runner, 1, CHECK_FAILED, "-1 EBADF");
    runtest_expect(runner, 2, CHECK_NOT_RUN,
                   "server is in no call: see line 1");
}

/* What missed its deadline stays out, and can still be claimed. */
static void test_blocks_where_it_was_to_return(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: accept(3, _) = 4 within 30ms\n"
                                  "server: listen(3, 1) = 0\n"
                                  "client: socket(AF_INET, SOCK_STREAM, 0)\n"
                                  "client: connect(3, 10.0.0.1:12000) = 0\n"
                                  "server: = 4\n");
    runtest_totals(runner, 6, 1, 1);
    runtest_expect(runner, 4, CHECK_FAILED, "...");
    runtest_expect(runner, 5, CHECK_NOT_RUN,
                   "server is still in the call of line 4");
    runtest_expect(runner, 8, CHECK_PASSED, "4");
}

static void test_nothing_to_claim(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: = 3\n");
    runtest_totals(runner, 1, 1, 0);
    assert_non_null(strstr(runtest_check(runner, 0, 2)->check.actual,
                           "server is in no call"));
}

/* A call that times out by itself is waited for. */
static void test_slow_call(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: poll(3, POLLIN, 60) = 0\n");
    runtest_totals(runner, 4, 0, 0);
    int64_t took =
        runtest_check(runner, 0, 4)->t - runtest_check(runner, 0, 3)->t;
    assert_true(took >= 60000000);
}

/* ---- processes ---- */

/* A new process begins with new descriptors. */
static void test_start_again(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: SIGINT\n"
                                  "server: killed SIGINT\n"
                                  "server: start\n"
                                  "server: close(3) = -1 EBADF\n");
    runtest_totals(runner, 7, 0, 0);
}

/* A death that the script did not expect is why the rest is not run. */
static void test_gone_unexpectedly(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: send(3, \"x\", 1, 0) = -1 EPIPE\n"
                           "server: close(3) = 0\n"
                           "server: killed SIGPIPE\n"
                           "server: start\n"
                           "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n");
    runtest_totals(runner, 4, 1, 1);
    runtest_expect(runner, 2, CHECK_FAILED, "killed SIGPIPE");
    runtest_expect(runner, 3, CHECK_NOT_RUN, "server is gone (killed SIGPIPE)");
}

static void test_other_end(void **state)
{
    struct runner *runner = runtest_run(state, "server: exit(3) = ?\n"
                                               "server: exited 4\n"
                                               "server: exited 3\n"
                                               "client: killed SIGINT\n");
    runtest_totals(runner, 2, 2, 0);
    runtest_expect(runner, 2, CHECK_FAILED, "exited 3");
    runtest_expect(runner, 4, CHECK_FAILED, "client never had one");
}

static void test_no_end(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: signal(SIGINT, SIG_IGN) = ?\n"
                           "server: SIGINT\n"
                           "server: killed SIGINT within 30ms\n"
                           "server: restart within 30ms\n");
    runtest_expect(runner, 3, CHECK_FAILED, "running");
    runtest_expect(runner, 4, CHECK_FAILED, "server still runs");
}

static void test_restart(void **state)
{
    struct runner *runner = runtest_run(
        state, LISTEN "server: restart\n" LISTEN "server: accept(3) = ...\n"
                      "server: restart\n"
                      "client: restart\n"
                      "client: start\n");
    runtest_totals(runner, 10, 1, 0);
    assert_non_null(
        strstr(runtest_check(runner, 0, 11)->check.actual, "already"));
}

static void test_fork(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: fork(b) = ?\n"
                                  "server: close(3) = 0\n"
                                  "b: listen(3, 6) = 0\n"
                                  "server$ ss LISTEN 0.0.0.0:12000\n");
    runtest_totals(runner, 7, 0, 0);
}

static void test_fork_that_never_was(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: recv(3, _, 1, 0) = ...\n"
                           "server: send(3, \"x\", 1, 0)\n"
                           "server: fork(b) = ?\n"
                           "b: close(3) = 0\n");
    runtest_expect(runner, 4, CHECK_NOT_RUN, NULL);
    runtest_expect(runner, 5, CHECK_NOT_RUN, "no fork() has made b");
}

/* ---- observations ---- */

static void test_sockets(void **state)
{
    struct runner *runner = runtest_run(
        state, CONNECTED "server$ ss ESTAB 10.0.0.1:12000 10.0.0.2:*\n"
                         "server$ ss any *:12000\n"
                         "server$ ss no TIME-WAIT *\n"
                         "client$ ss TIME-WAIT * within 20ms\n"
                         "server$ ss no LISTEN *:12000 within 20ms\n");
    runtest_totals(runner, 9, 2, 0);
    assert_string_equal(runtest_check(runner, 0, 10)->check.expected,
                        "TIME-WAIT *:* *:*");
    assert_non_null(
        strstr(runtest_check(runner, 0, 10)->check.actual, "ESTAB 10.0.0.2:"));
    assert_non_null(
        strstr(runtest_check(runner, 0, 11)->check.actual, "LISTEN"));
}

static void test_destroy(void **state)
{
    struct runner *runner = runtest_run(
        state, CONNECTED "server: close(4) = 0\n"
                         "client: close(3) = 0\n"
                         "server$ ss TIME-WAIT 10.0.0.1:12000\n"
                         "server$ ss -K TIME-WAIT 10.0.0.1:12000\n"
                         "server$ ss no TIME-WAIT *:12000\n"
                         "server$ ss -K TIME-WAIT 10.0.0.1:12000\n");
    runtest_totals(runner, 11, 1, 0);
    runtest_expect(runner, 12, CHECK_FAILED, NULL);
}

static void test_sysctl(void **state)
{
    struct runner *runner =
        runtest_run(state, "toggle seconds 5 6\n"
                           "server$ sysctl net.ipv4.tcp_fin_timeout=$seconds\n"
                           "server$ sysctl net.ipv4.no_such_thing=5\n");
    runtest_totals(runner, 1, 1, 0);
}

/* What was set is read; what no kernel has is absent on any host. */
static void test_sysctl_looked_at(void **state)
{
    struct runner *runner = runtest_run(
        state, "client$ sysctl net.ipv4.ip_local_port_range=40000  40003\n"
               "client$ sysctl -n net.ipv4.ip_local_port_range = 40000 40003\n"
               "client$ sysctl no net.ipv4.no_such_thing\n"
               "client$ sysctl -n net.ipv4.ip_local_port_range = 40000\n"
               "client$ sysctl no net.ipv4.ip_local_port_range\n"
               "client$ sysctl -n net.ipv4.no_such_thing = 0\n");
    runtest_totals(runner, 3, 3, 0);
    runtest_expect(runner, 4, CHECK_FAILED,
                   "net.ipv4.ip_local_port_range = 40000 40003");
    runtest_expect(runner, 6, CHECK_FAILED, "no net.ipv4.no_such_thing");
}

/* A TIME-WAIT begins at 60 s, an orphan's wait at tcp_fin_timeout. */
static void test_timers(void **state)
{
    struct runner *runner = runtest_run(
        state,
        "server$ sysctl net.ipv4.tcp_fin_timeout=5\n" CONNECTED
        "server: close(4) = 0\n"
        "server$ ss FIN-WAIT-2 *:12000 timer:(timewait,1ms..5s)\n"
        "client: close(3) = 0\n"
        "server$ ss TIME-WAIT *:12000 *:* timer:(timewait,30s..60s)\n"
        "server$ ss TIME-WAIT *:12000 timer:(timewait,0s..5s) within 1ms\n");
    runtest_totals(runner, 11, 1, 0);
    runtest_expect(runner, 12, CHECK_FAILED, NULL);
}

/* To look is allowed where setting is not: it is the machine's value there. */
static void test_sysctl_on_loopback(void **state)
{
    struct runner *runner =
        runtest_open_as(state, "test.lab", ISOLATION_LOOPBACK,
                        "server$ sysctl no net.ipv4.no_such_thing\n"
                        "server$ sysctl no net.ipv4.tcp_fin_timeout\n",
                        NULL, 0);
    runtest_finish(runner);
    runtest_totals(runner, 1, 1, 0);
}

static void test_wait(void **state)
{
    struct runner *runner = runtest_run(state, "server: start\n"
                                               "wait 40ms\n");
    runtest_totals(runner, 2, 0, 0);
    assert_true(runtest_check(runner, 0, 2)->t -
                    runtest_check(runner, 0, 1)->t >=
                40000000);
}

/* ---- toggles and lanes ---- */

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
    const struct condition on = {"reuse", "on"};
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
    const struct condition settings[] = {{"reuse", "on"}, {"no", "on"}};
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
    const struct condition on = {"reuse", "on"};
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

/* ---- the other world ---- */

static void test_loopback(void **state)
{
    struct runner *runner = runtest_open_as(
        state, "test.lab", ISOLATION_LOOPBACK,
        CONNECTED "server$ ss ESTAB 10.0.0.1:12000 10.0.0.2:*\n", NULL, 0);
    runtest_finish(runner);
    runtest_totals(runner, 7, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(test_results_that_hold),
        RUN_TEST(test_other_result),
        RUN_TEST(test_any_result),
        RUN_TEST(test_other_bytes),
        RUN_TEST(test_blocks_and_returns),
        RUN_TEST(test_returns_where_it_was_to_block),
        RUN_TEST(test_blocks_where_it_was_to_return),
        RUN_TEST(test_nothing_to_claim),
        RUN_TEST(test_slow_call),
        RUN_TEST(test_start_again),
        RUN_TEST(test_gone_unexpectedly),
        RUN_TEST(test_other_end),
        RUN_TEST(test_no_end),
        RUN_TEST(test_restart),
        RUN_TEST(test_fork),
        RUN_TEST(test_fork_that_never_was),
        RUN_TEST(test_sockets),
        RUN_TEST(test_destroy),
        RUN_TEST(test_sysctl),
        RUN_TEST(test_sysctl_looked_at),
        RUN_TEST(test_sysctl_on_loopback),
        RUN_TEST(test_timers),
        RUN_TEST(test_wait),
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
        RUN_TEST(test_loopback),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
