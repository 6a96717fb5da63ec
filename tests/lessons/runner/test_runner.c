/* Lines as they are run: what passes, what fails, what is not run, and why. */
#include "tests/support/runtest.h"

#include "lessons/report/receipt.h"

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

/* Each run is taken once, in whatever order the lines name the signals. */
static void test_handlers(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: signal(SIGUSR1, handler) = 0\n"
                           "server: signal(SIGUSR2, handler) = 0\n"
                           "server: SIGUSR1\n"
                           "server: SIGUSR2\n"
                           "server: handler ran SIGUSR2\n"
                           "server: handler ran SIGUSR1\n"
                           "server: handler ran SIGUSR1 within 30ms\n"
                           "client: handler ran SIGUSR1\n"
                           "server: SIGUSR1\n"
                           "server: restart\n"
                           "server: handler ran SIGUSR1 within 30ms\n"
                           "server: SIGUSR1\n"
                           "server: handler ran SIGUSR1\n");

    runtest_totals(runner, 9, 4, 0);
    runtest_expect(runner, 7, CHECK_FAILED, "no handler ran");
    runtest_expect(runner, 8, CHECK_FAILED, "client never had one");
    runtest_expect(runner, 11, CHECK_FAILED, "no handler ran");
    runtest_expect(runner, 13, CHECK_FAILED, "killed SIGUSR1");
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
    runtest_expect(runner, 5, CHECK_NOT_RUN,
                   "no fork() or thread() has made b");
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
                           "server$ ss no any *:1\n");

    runtest_totals(runner, 2, 0, 0);
}

/*
 * What the kernel lacks is the machine's, and what it does not take the
 * script's; neither makes a failure of what follows.
 */
static void test_sysctl_refused(void **state)
{
    struct runner *runner =
        runtest_run(state, "server$ sysctl net.ipv4.no_such_thing=5\n"
                           "server$ ss LISTEN *:1\n"
                           "server: listen(9, 1) = 0\n");

    runtest_totals(runner, 0, 0, 3);
    assert_non_null(strstr(runner_fault(runner, 0), "no such setting"));
    runtest_end(state);

    runner = runtest_run(state, "server$ sysctl net.ipv4.tcp_fin_timeout=x\n"
                                "server$ ss LISTEN *:1\n");
    runtest_totals(runner, 0, 1, 1);
    assert_int_equal(receipt_write(NULL, runner, NULL), 0);
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

/* ---- packets ---- */

/*
 * An order about a packet waits for it, here for an ACK that the kernel keeps
 * back, and what the packet brings about has come before the next line.
 */
static void test_orders_wait_for_their_packet(void **state)
{
    struct runner *runner =
        runtest_run(state, CONNECTED "wire: hold\n"
                                     "server: close(4) = 0\n"
                                     "wire: deliver\n"
                                     "wire: duplicate\n"
                                     "wire: deliver [.] client > server\n"
                                     "server$ ss FIN-WAIT-2 *:12000\n"
                                     "wire: drop [.] client > server\n"
                                     "wire: none\n");

    runtest_totals(runner, 14, 0, 0);
}

/* One that never comes is the kernel's doing, and told as what waits instead.
 */
static void test_orders_without_a_packet(void **state)
{
    struct runner *runner =
        runtest_run(state, "wire: hold\n"
                           "client: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
                           "wire: drop within 10ms\n"
                           "client: sendto(3, \"x\", 0, 10.0.0.1:9) = 1\n"
                           "wire: deliver [S.] server > client within 10ms\n");

    runtest_totals(runner, 3, 2, 0);
    runtest_expect(runner, 3, CHECK_FAILED, "nothing waits");
    runtest_expect(runner, 5, CHECK_FAILED, "[] client > server");
    assert_string_equal(runtest_check(runner, 0, 3)->check.expected,
                        "a packet that waits");
    assert_string_equal(runtest_check(runner, 0, 5)->check.expected,
                        "[S.] server > client");
    assert_true(receipt_due(runtest_check(runner, 0, 5)));
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
        RUN_TEST(test_handlers),
        RUN_TEST(test_fork),
        RUN_TEST(test_fork_that_never_was),
        RUN_TEST(test_sockets),
        RUN_TEST(test_destroy),
        RUN_TEST(test_sysctl),
        RUN_TEST(test_sysctl_refused),
        RUN_TEST(test_sysctl_looked_at),
        RUN_TEST(test_sysctl_on_loopback),
        RUN_TEST(test_timers),
        RUN_TEST(test_wait),
        RUN_TEST(test_orders_wait_for_their_packet),
        RUN_TEST(test_orders_without_a_packet),
        RUN_TEST(test_loopback),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
