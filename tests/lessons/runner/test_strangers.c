/*
 * test_strangers.c - packets told apart by their numbers, changed and forged,
 * as lines of a script.
 */
#include "tests/support/runtest.h"

#include <netinet/in.h>

#define HELD CONNECTED "wire: hold\n" /* 7 lines */
#define SENT HELD "client: send(3, \"hello\", 0) = 5\n"

/* What there is instead is said in the same words. */
static void test_numbers_that_are_not_there(void **state)
{
    struct runner *runner = runtest_run(
        state, SENT "wire: [P.] client > server len:5 seq:1 ack:1 win:1..\n"
                    "wire: [P.] client > server len:6.. seq:2 within 1ms\n"
                    "wire: deliver [P.] client > server len:4 within 1ms\n"
                    "wire: none\n");

    runtest_totals(runner, 9, 3, 0);
    runtest_expect(runner, 10, CHECK_FAILED,
                   "[P.] client > server len:5 seq:1");
    assert_string_equal(runtest_check(runner, 0, 10)->check.expected,
                        "[P.] client > server len:6.. seq:2");
    runtest_expect(runner, 11, CHECK_FAILED, "[P.] client > server len:5");
    runtest_expect(runner, 12, CHECK_FAILED, "[P.] client > server");
}

/* The packets of a log that were made so and have come to this. */
static int count_of(const struct runner *runner, enum packet_made made,
                    enum packet_fate fate)
{
    const struct log *log = lab_log(runner_lab(runner, 0));
    int n = 0;

    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        n += event->kind == EVENT_PACKET && event->packet.made == made &&
             event->packet.fate == fate;
    }
    return n;
}

static void test_changed(void **state)
{
    struct runner *runner =
        runtest_run(state, SENT "wire: change [P.] client > server byte:0=72\n"
                                "wire: change [P.] client > server byte:4=79\n"
                                "wire: [P.] client > server len:9 within 1ms\n"
                                "wire: deliver [P.] client > server\n"
                                "server: recv(4, \"HellO\", 9, 0) = 5\n");

    runtest_totals(runner, 12, 1, 0);
    runtest_expect(runner, 11, CHECK_FAILED,
                   "[P.] client > server len:5 (changed)");
    assert_int_equal(count_of(runner, MADE_SENT, FATE_CHANGED), 1);
    assert_int_equal(count_of(runner, MADE_CHANGED, FATE_CHANGED), 1);
    assert_int_equal(count_of(runner, MADE_CHANGED, FATE_DELIVERED), 1);
}

/* What its host sends again is counted on the one that it sent first. */
static void test_changed_and_sent_again(void **state)
{
    struct runner *runner = runtest_run(
        state, SENT "wire: change [P.] client > server seq:+5000 ack:-1\n"
                    "wait 900ms\n"
                    "wire: [P.] client > server seq:5001 ack:0\n"
                    "wire: deliver\n"
                    "wire: [.] server > client ack:1\n"
                    "wire: deliver\n"
                    "wire: none\n");

    /* The last one may find what was sent again in the meantime. */
    for (int line = 9; line < 15; line++)
        runtest_expect(runner, line, CHECK_PASSED, NULL);
}

static void test_what_can_not_be_changed(void **state)
{
    struct runner *runner = runtest_run(
        state, SENT "wire: change [P.] client > server byte:5=1\n"
                    "wire: change [F.] client > server seq:1 within 1ms\n"
                    "wire: deliver [P.] client > server\n"
                    "server: recv(4, \"hello\", 9, 0) = 5\n");

    runtest_totals(runner, 10, 2, 0);
    runtest_expect(runner, 9, CHECK_FAILED, "the packet has no byte 5 of data");
    runtest_expect(runner, 10, CHECK_FAILED, "[P.] client > server");
}

/* On a wire that flows a forged packet does not wait. */
static void test_forged_on_a_wire_that_flows(void **state)
{
    struct runner *runner =
        runtest_run(state, CONNECTED "wire: forge [R] server > client\n"
                                     "client$ ss no ESTAB *:*\n"
                                     "server$ ss ESTAB *:12000\n");

    runtest_totals(runner, 9, 0, 0);
    assert_int_equal(count_of(runner, MADE_FORGED, FATE_HELD), 0);
    assert_int_equal(count_of(runner, MADE_FORGED, FATE_DELIVERED), 1);
}

static void test_forged_data(void **state)
{
    struct runner *runner =
        runtest_run(state, HELD "wire: forge [P.] client > server len:3\n"
                                "wire: [P.] client > server seq:1 ack:1 len:3\n"
                                "wire: deliver [P.] client > server\n"
                                "server: recv(4, \"xxx\", 9, 0) = 3\n"
                                "wire: [.] server > client ack:4\n"
                                "wire: cut\n"
                                "wire: forge [R] client > server\n"
                                "wire: mend\n"
                                "server$ ss ESTAB *:12000\n");

    runtest_totals(runner, 16, 0, 0);
    assert_int_equal(count_of(runner, MADE_FORGED, FATE_DROPPED), 1);
}

static void test_forged_over_ipv6(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
                           "server: bind(3, [fd00::1]:12000) = 0\n"
                           "server: listen(3, 5) = 0\n"
                           "client: socket(AF_INET6, SOCK_STREAM, 0) = 3\n"
                           "client: connect(3, [fd00::1]:12000) = 0\n"
                           "server: accept(3) = 4\n"
                           "wire: hold\n"
                           "client: send(3, \"hello\", 0) = 5\n"
                           "wire: change [P.] client > server byte:0=72 ttl:3\n"
                           "wire: deliver [P.] client > server\n"
                           "server: recv(4, \"Hello\", 9, 0) = 5\n"
                           "wire: forge [R] client > server ttl:5\n"
                           "wire: deliver [R] client > server\n"
                           "server$ ss no ESTAB *:*\n");

    runtest_totals(runner, 14, 0, 0);
}

static void test_nothing_to_belong_to(void **state)
{
    struct runner *runner =
        runtest_run(state, "wire: hold\nwire: forge [S] client > server\n"
                           "wire: none\n");

    runtest_expect(runner, 2, CHECK_FAILED,
                   "no TCP connection was on the wire yet, to which a forged "
                   "packet could belong");
    runtest_expect(runner, 3, CHECK_PASSED, NULL);
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, runtest_setup, runtest_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_numbers_that_are_not_there),
        TEST(test_changed),
        TEST(test_changed_and_sent_again),
        TEST(test_what_can_not_be_changed),
        TEST(test_forged_on_a_wire_that_flows),
        TEST(test_forged_data),
        TEST(test_forged_over_ipv6),
        TEST(test_nothing_to_belong_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
