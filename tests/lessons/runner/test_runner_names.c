/* Names for what the kernel chose, in lines that run. */
#include "tests/support/runtest.h"

/* A server that listens on a port of the kernel's choice; lines 1 to 4. */
#define SOMEWHERE                                                              \
    "server: socket(AF_INET, SOCK_STREAM, 0) = $ls\n"                          \
    "server: bind($ls, 10.0.0.1:0) = 0\n"                                      \
    "server: getsockname($ls, 10.0.0.1:$port) = 0\n"                           \
    "server: listen($ls, 5) = 0\n"

/* The arguments of the last call that a line made in a lane. */
static const char *args_of(const struct runner *runner, int lane, int line)
{
    const struct log *log = lab_log(runner_lab(runner, lane));
    const char *args = "";

    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_CALL && log_at(log, i)->line == line)
            args = log_at(log, i)->call.args;
    return args;
}

static void test_used_by_others(void **state)
{
    struct runner *runner = runtest_run(
        state, SOMEWHERE "server$ ss LISTEN 10.0.0.1:$port\n"
                         "client: socket(AF_INET, SOCK_STREAM, 0) = $c\n"
                         "client: connect($c, 10.0.0.1:$port) = 0\n"
                         "server: accept($ls, 10.0.0.2:$peer) = $conn\n"
                         "server: getpeername($conn, $who) = 0\n"
                         "server$ ss ESTAB 10.0.0.1:$port $who\n"
                         "client$ ss ESTAB 10.0.0.2:$peer 10.0.0.1:$port\n"
                         "client: send($c, \"hello\", 0) = $n\n"
                         "server: recv($conn, \"hel\"..., $n, 0) = 5\n");
    char expected[ADDR_TEXT];

    runtest_totals(runner, 13, 0, 0);
    /* The log has values, and the check its line as it is written. */
    assert_string_equal(args_of(runner, 0, 2), "3, 10.0.0.1:0");
    snprintf(expected, sizeof(expected), "%s", args_of(runner, 0, 3));
    assert_memory_equal(expected, "3, 10.0.0.1:", 12);
    assert_null(strchr(expected, '$'));
    assert_string_equal(args_of(runner, 0, 7), expected);
    assert_string_equal(runtest_check(runner, 0, 5)->check.text,
                        "server$ ss LISTEN 10.0.0.1:$port");
    assert_non_null(strstr(runtest_check(runner, 0, 5)->check.expected,
                           expected + strlen("3, ")));
    runtest_expect(runner, 1, CHECK_PASSED, "3");
    assert_string_equal(runtest_check(runner, 0, 1)->check.expected, "$ls");
}

/* An argument is compared once its name has a value; a result renames. */
static void test_compared_and_given_anew(void **state)
{
    struct runner *runner = runtest_run(
        state, SOMEWHERE "server: getsockname($ls, 10.0.0.1:$port) = 0\n"
                         "server: socket(AF_INET, SOCK_STREAM, 0) = $other\n"
                         "server: bind($other, 10.0.0.1:0) = 0\n"
                         "server: getsockname($other, 10.0.0.1:$port) = 0\n"
                         "server: socket(AF_INET, SOCK_STREAM, 0) = $ls\n"
                         "server: close($ls) = 0\n"
                         "server: close($ls) = -1 EBADF\n");

    runtest_totals(runner, 10, 1, 0);
    runtest_expect(runner, 5, CHECK_PASSED, NULL);
    runtest_expect(runner, 8, CHECK_FAILED, NULL);
    assert_string_equal(args_of(runner, 0, 10), "5");
}

static void test_without_a_value(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: recv(9, _, 10, 0) = $n\n"
                           "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: recv(3, _, $n, 0) = ...\n"
                           "server: = 0\n"
                           "server: getsockname(9, $me) = ?\n"
                           "server$ ss UNCONN $me\n"
                           "server: close(3) = 0\n");

    runtest_expect(runner, 1, CHECK_FAILED, "-1 EBADF");
    runtest_expect(runner, 3, CHECK_NOT_RUN,
                   "$n has no value: line 1 has not given it one");
    runtest_expect(runner, 4, CHECK_NOT_RUN, NULL);
    runtest_expect(runner, 6, CHECK_NOT_RUN,
                   "$me has no value: line 5 has not given it one");
    runtest_totals(runner, 3, 1, 3);
}

/* A call that blocks gives its names when it returns. */
static void test_given_late(void **state)
{
    struct runner *runner = runtest_run(
        state, SOMEWHERE "server: accept($ls, 10.0.0.2:$peer) = ...\n"
                         "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                         "client: connect(3, 10.0.0.1:$port) = 0\n"
                         "server: = $conn\n"
                         "client$ ss ESTAB 10.0.0.2:$peer *:$port\n"
                         "server: close($conn) = 0\n");

    runtest_totals(runner, 10, 0, 0);
    assert_string_equal(args_of(runner, 0, 10), "4");
}

static void test_each_lane_has_its_own(void **state)
{
    struct runner *runner = runtest_open_as(
        state, "test.md", ISOLATION_NAMESPACE,
        TWO_LANES "Words.\n\n```lab\n"
                  "[reuse=on] server: dup(2) = $spare\n"
                  "server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"
                  "server: close($fd) = 0\n"
                  "```\n",
        NULL, 0);

    runtest_finish(runner);
    runtest_totals(runner, 5, 0, 0);
    assert_string_equal(args_of(runner, 0, 17), "3");
    assert_string_equal(args_of(runner, 1, 17), "4");
}

/* The script's own order of things counts, in each lane of it. */
static void test_known_when_it_is_read(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"[reuse=on] server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"
         "server: close($fd) = 0\n",
         "'$fd' was found, which has no value by then with reuse=off"},
        {"server: socket(AF_INET, SOCK_STREAM, 0) = -1 EPERM if reuse=off, "
         "$fd\nserver: close($fd) = 0\n",
         "which has no value by then with reuse=off"},
        {"server: accept(3, $peer) = ...\nserver$ ss ESTAB *:80 $peer\n",
         "'$peer' was found, which has no value by then"},
    };
    struct err err;

    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[1024];

        snprintf(text, sizeof(text),
                 "toggle reuse off on\nserver: setsockopt(3, SOL_SOCKET, "
                 "SO_REUSEADDR, $reuse) = ?\n%s",
                 cases[i].text);
        assert_null(lesson_parse("t.lab", text, strlen(text), &err));
        if (!strstr(err.text, cases[i].says) || !strstr(err.text, "t.lab:4: "))
            fail_msg("'%s' does not say '%s'", err.text, cases[i].says);
    }
}

static void command(struct runner *runner, const char *text)
{
    struct err err;

    if (runner_command(runner, -1, text, &err) < 0)
        fail_msg("%s: %s", text, err.text);
}

/* What is typed knows the names of its lanes, and of what waits before it. */
static void test_typed(void **state)
{
    struct runner *runner = runtest_run(state, SOMEWHERE);
    struct err err;

    command(runner, "client: socket(AF_INET, SOCK_STREAM, 0) = $c");
    command(runner, "client: connect($c, 10.0.0.1:$port) = 0");
    command(runner, "server$ ss ESTAB *:$port");
    runner_finish(runner);
    runtest_expect(runner, 0, CHECK_PASSED, NULL);
    assert_int_equal(runner_command(runner, -1, "client: close($d)", &err), -1);
    assert_non_null(strstr(err.text, "ls, port or c"));
}

/* A replay's process gets other ports, and the names are theirs. */
static void test_replayed(void **state)
{
    struct runner *runner = runtest_run(state, SOMEWHERE);
    char before[ADDR_TEXT];
    struct err err;

    snprintf(before, sizeof(before), "%s", args_of(runner, 0, 3));
    command(runner, "server: SIGINT");
    command(runner, "server: killed SIGINT");
    runner_finish(runner);
    if (runner_replay(runner, "server", &err) < 0)
        fail_msg("%s", err.text);
    runner_finish(runner);
    runtest_expect(runner, 0, CHECK_PASSED, NULL);
    command(runner, "server$ ss LISTEN 10.0.0.1:$port");
    runner_finish(runner);
    runtest_expect(runner, 0, CHECK_PASSED, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(test_used_by_others),
        RUN_TEST(test_compared_and_given_anew),
        RUN_TEST(test_without_a_value),
        RUN_TEST(test_given_late),
        RUN_TEST(test_each_lane_has_its_own),
        RUN_TEST(test_known_when_it_is_read),
        RUN_TEST(test_typed),
        RUN_TEST(test_replayed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
