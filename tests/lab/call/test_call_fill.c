/*
 * test_call_fill.c - what a call fills in, as a thing that is asked about.
 */
#include "tests/support/calltest.h"

#include <errno.h>

static void arguments_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(call_fill_at("getsockname", "ADDRESS"), 1);
    assert_int_equal(call_fill_at("recvfrom", "DATA"), 1);
    assert_int_equal(call_fill_at("recvfrom", "ADDRESS"), 4);
    assert_int_equal(call_fill_at("getsockopt", "VALUE"), 3);
    assert_int_equal(call_fill_at("epoll_wait", NULL), 1);
    assert_int_equal(call_fill_at("recvmsg", "PIECES"), 1);
    assert_int_equal(call_fill_at("recvmsg", "CONTROL"), 3);
    assert_int_equal(call_fill_at("socketpair", "FDS"), 3);
    assert_int_equal(call_fill_at("ioctl", "VALUE"), 2);
    assert_int_equal(call_fill_at("recv", NULL), 1);
    assert_string_equal(call_fill_name("recv", 1), "DATA");
    /* These are given to the call. */
    assert_int_equal(call_fill_at("bind", "ADDRESS"), -1);
    assert_int_equal(call_fill_at("recv", "LEN"), -1);
    assert_int_equal(call_fill_at("bind", NULL), -1);
    assert_int_equal(call_fill_at("bnid", NULL), -1);
}

static void only_what_can_come_is_said(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(call_fill_check("accept", 1, "10.0.0.2:*", &f->err), 0);
    assert_int_equal(call_fill_check("recv", 1, " \"ab\"... ", &f->err), 0);
    assert_int_equal(call_fill_check("getsockopt", 3, "{1, 0}", &f->err), 0);
    assert_int_equal(call_fill_check("accept", 1, "_", &f->err), -1);
    assert_says(f->err.text, "an address such as 10.0.0.2:* was expected");
    assert_int_equal(call_fill_check("accept", 1, "10.0.0.2:$p", &f->err), -1);
    assert_int_equal(call_fill_check("accept", 1, "10.0.0.2", &f->err), -1);
    assert_int_equal(call_fill_check("recv", 1, "5", &f->err), -1);
    assert_says(f->err.text, "a string in quotes was expected of recv()");
    assert_int_equal(call_fill_check("getsockopt", 3, "unix:@a", &f->err), -1);
    assert_says(f->err.text, "a struct such as {1, 0} or a name in quotes");
    assert_int_equal(call_fill_check("getsockopt", 3, "\"a\"", &f->err), 0);
    assert_int_equal(
        call_fill_check("getsockopt", 3, "{state: LISTEN}", &f->err), 0);
    assert_int_equal(call_fill_check("epoll_wait", 1, "{}", &f->err), 0);
    assert_int_equal(call_fill_check("epoll_wait", 1, "{4: 1}", &f->err), 0);
    assert_int_equal(call_fill_check("epoll_wait", 1, "{4}", &f->err), -1);
    assert_says(f->err.text, "such as {4: EPOLLIN} were expected");
    assert_int_equal(call_fill_check("recvmsg", 1, "{\"a\"}", &f->err), 0);
    assert_int_equal(call_fill_check("recvmsg", 1, "\"a\"", &f->err), -1);
    assert_int_equal(call_fill_check("recvmsg", 3, "{flags: 0}", &f->err), 0);
}

static void patterns_are_the_same_as_what_fits(void **state)
{
    (void)state;
    assert_true(call_fill_same("10.0.0.1:*", "10.0.0.1:40123"));
    assert_true(call_fill_same("10.0.0.1:40123", "*:40123"));
    assert_true(call_fill_same("10.0.0.1:*", "*:5"));
    assert_false(call_fill_same("10.0.0.1:0", "10.0.0.1:40123"));
    assert_false(call_fill_same("10.0.0.1:*", "[fd00::1]:*"));
    assert_true(call_fill_same("\"ab\"", "\"ab\""));
    assert_true(call_fill_same("\"ab\"...", "\"abc\""));
    assert_true(call_fill_same("\"x\"*40", "\"xx\"*20"));
    assert_true(call_fill_same("\"abc\"", "\"ab\"..."));
    assert_false(call_fill_same("\"ab\"", "\"abc\""));
    assert_false(call_fill_same("\"abc\"...", "\"ab\""));
    assert_true(call_fill_same("ECONNREFUSED", "111"));
    assert_true(call_fill_same("{1, 0}", "{1,0}"));
    assert_false(call_fill_same("{1, 0}", "{1, 5}"));
    assert_false(call_fill_same("1", "\"1\""));
    assert_false(call_fill_same("", "("));
    assert_true(call_fill_same("\"\"...", "\"\""));
    assert_true(call_fill_same("{4: EPOLLIN, 5: EPOLLOUT}",
                               "{5: EPOLLOUT, 4: EPOLLIN}"));
    assert_false(call_fill_same("{4: EPOLLIN}", "{4: EPOLLIN|EPOLLHUP}"));
    assert_false(call_fill_same("{4: EPOLLIN}", "{}"));
    assert_true(call_fill_same("{}", "{}"));
    assert_true(call_fill_same("{\"ab\", \"c\"...}", "{\"ab\", \"cd\"}"));
    assert_false(call_fill_same("{\"ab\"}", "{\"a\", \"b\"}"));
    assert_true(call_fill_same("{state: LISTEN}", "{state: 10, rtt: 3}"));
    assert_false(call_fill_same("{state: CLOSE}", "{state: LISTEN, rtt: 3}"));
}

static void what_came_is_read_from_the_log(void **state)
{
    char came[64];

    (void)state;
    assert_true(
        call_fill_came("recv", "3, \"a, b\", 9, 0", 1, came, sizeof(came)));
    assert_string_equal(came, "\"a, b\"");
    assert_true(call_fill_came("recvfrom", "3, \"a\", 9, 0, 10.0.0.2:5", 4,
                               came, sizeof(came)));
    assert_string_equal(came, "10.0.0.2:5");
    assert_false(call_fill_came("recv", "3, _, 9, 0", 1, came, sizeof(came)));
    assert_false(call_fill_came("accept", "3", 1, came, sizeof(came)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(arguments_are_found_by_name),
        test(only_what_can_come_is_said),
        test(patterns_are_the_same_as_what_fits),
        test(what_came_is_read_from_the_log),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
