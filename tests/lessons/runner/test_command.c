/* Lines from the prompt and keys: commands, and replays of a process. */
#include "tests/support/runtest.h"

/* Two lanes that have nothing to do by themselves. */
static const char two_lanes[] = TWO_LANES "Words.\n";

/* ---- commands ---- */

static void command(struct runner *runner, const char *text)
{
    struct err err;

    if (runner_command(runner, -1, text, &err) < 0)
        fail_msg("%s: %s", text, err.text);
    assert_true(runner_busy(runner));
    runner_finish(runner);
    assert_false(runner_busy(runner));
}

/* The state that the server's n sockets are in; there must be just one. */
static enum tcp_state only_state(struct runner *runner, int lane)
{
    size_t n;
    const struct sock *socks =
        lab_sockets(runner_lab(runner, lane), HOST_SERVER, &n);

    return n == 1 ? socks[0].state : STATE_NONE;
}

static void test_command(void **state)
{
    struct err err;
    struct runner *runner = runtest_run(state, "server: start\n");

    command(runner, "server: socket(AF_INET, SOCK_STREAM, 0)");
    command(runner, "server: listen(3, 5) = -1 EINVAL");
    runtest_expect(runner, 0, CHECK_FAILED, "0");
    runtest_totals(runner, 1, 0, 0);
    assert_int_equal(only_state(runner, 0), STATE_LISTEN);
    assert_int_equal(runner_command(runner, -1, "server: lisen(3)", &err), -1);
    assert_int_equal(runner_command(runner, -1, "# nothing", &err), -1);
    assert_false(runner_busy(runner));
}

/* After the script has ended it, an actor needs `start`. */
static void test_command_to_the_dead(void **state)
{
    struct runner *runner =
        runtest_run(state, LISTEN "server: SIGINT\n"
                                  "server: killed SIGINT\n");

    command(runner, "server: listen(3, 5)");
    runtest_expect(runner, 0, CHECK_FAILED, NULL);
    const char *actual = runtest_check(runner, 0, 0)->check.actual;
    assert_non_null(strstr(actual, "killed SIGINT"));
    assert_non_null(strstr(actual, "server: start"));
}

/* An actor that was named with its host need not be so again. */
static void test_command_of_a_third(void **state)
{
    struct runner *runner = runtest_run(state, "server: start\n");

    command(runner, "b@server: socket(AF_INET, SOCK_STREAM, 0) = 3");
    command(runner, "b: close(3) = 0");
    runtest_expect(runner, 0, CHECK_PASSED, "0");
}

/* In their order, each when the one before is over; all of them or none. */
static void test_commands_at_once(void **state)
{
    struct err err;
    struct runner *runner = runtest_run(state, "server: start\n");

    command(runner, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                    "\n"
                    "server: listen(3, 5)\n"
                    "b@server: start\n"
                    "b: socket(AF_INET, SOCK_STREAM, 0) = 3\n");
    runtest_expect(runner, 0, CHECK_PASSED, "3");
    assert_int_equal(only_state(runner, 0), STATE_LISTEN);
    assert_int_equal(
        runner_command(runner, -1, "server: close(3)\nserver: clse(3)", &err),
        -1);
    assert_non_null(strstr(err.text, "line:2: "));
    assert_false(runner_busy(runner));
    assert_int_equal(only_state(runner, 0), STATE_LISTEN);
}

static void test_command_in_one_lane(void **state)
{
    struct err err;
    struct runner *runner = runtest_open_as(
        state, "test.md", ISOLATION_NAMESPACE, two_lanes, NULL, 0);

    assert_int_equal(runner_command(runner, 1, "server: start", &err), 0);
    runner_finish(runner);
    assert_null(lab_find(runner_lab(runner, 0), "server"));
    assert_non_null(lab_find(runner_lab(runner, 1), "server"));
}

/* ---- replays ---- */

static void replay(struct runner *runner, const char *actor)
{
    struct err err;

    if (runner_replay(runner, actor, &err) < 0)
        fail_msg("%s", err.text);
    runner_finish(runner);
}

/* Up to the accept() behind listen(), and with the toggle as it is now. */
static void test_replay(void **state)
{
    struct err err;
    struct runner *runner = runtest_run(
        state, "toggle reuse off on\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0\n"
               "server: bind(3, 0.0.0.0:12000) = 0\n"
               "server: listen(3, 5) = 0\n"
               "server: accept(3, _) = ...\n");
    struct actor *server = lab_find(runner_lab(runner, 0), "server");
    pid_t first = actor_pid(server);

    assert_int_equal(runner_toggle(runner, 0, "reuse", "on", &err), 0);
    replay(runner, "server");
    assert_int_not_equal(actor_pid(server), first);
    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
    assert_int_equal(only_state(runner, 0), STATE_LISTEN);
    replay(runner, "server");
    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
    assert_int_equal(runner_replay(runner, "client", &err), -1);
}

/* What a replay could not do for a failed bind() it does the next time. */
static void test_replay_that_fails(void **state)
{
    struct runner *runner =
        runtest_run(state, CONNECTED "server: close(4) = 0\n"
                                     "client: close(3) = 0\n"
                                     "server$ ss TIME-WAIT *:12000\n");
    struct actor *server = lab_find(runner_lab(runner, 0), "server");

    replay(runner, "server");
    const struct check_event *check = &runtest_check(runner, 0, 0)->check;
    assert_string_equal(check->actual, "-1 EADDRINUSE");
    command(runner, "server$ ss -K TIME-WAIT *:12000");
    replay(runner, "server");
    assert_int_equal(only_state(runner, 0), STATE_LISTEN);
    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
}

static void test_replay_of_a_client(void **state)
{
    struct runner *runner =
        runtest_run(state, CONNECTED "client: send(3, \"x\", 1, 0) = 1\n");

    replay(runner, "client");
    runtest_expect(runner, 0, CHECK_PASSED, "0");
    assert_non_null(
        strstr(runtest_check(runner, 0, 0)->check.text, "connect("));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(test_command),
        RUN_TEST(test_command_to_the_dead),
        RUN_TEST(test_command_of_a_third),
        RUN_TEST(test_commands_at_once),
        RUN_TEST(test_command_in_one_lane),
        RUN_TEST(test_replay),
        RUN_TEST(test_replay_that_fails),
        RUN_TEST(test_replay_of_a_client),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
