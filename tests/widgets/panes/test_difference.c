/* Where twin lanes first differ, whatever the order in which events came. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "widgets/panes/difference.h"

struct fixture {
    struct log *logs[2];
    struct difference twin;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    if (!fixture)
        return -1;
    fixture->logs[0] = log_open();
    fixture->logs[1] = log_open();
    return fixture->logs[0] && fixture->logs[1] ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    log_close(fixture->logs[0]);
    log_close(fixture->logs[1]);
    free(fixture);
    return 0;
}

/* A call of a line that has returned; ret below 0 is minus errno. */
static const struct event *call(struct fixture *fixture, int lane, int line,
                                const char *actor, const char *name, long ret)
{
    struct event event = {.kind = EVENT_CALL, .line = line};

    snprintf(event.call.actor, CALL_NAME, "%s", actor);
    event.call.name = name;
    event.call.args = strdup("3");
    event.call.returned = true;
    event.call.ret = ret < 0 ? -1 : ret;
    event.call.err = ret < 0 ? (int)-ret : 0;
    return log_append(fixture->logs[lane], &event);
}

static void compare(struct fixture *fixture)
{
    difference_compare(&fixture->twin, fixture->logs[0], fixture->logs[1], 1);
}

static void test_marks_the_first_pair(void **state)
{
    struct fixture *fixture = *state;
    const struct event *here;
    const struct event *there;

    call(fixture, 0, 1, "server", "socket", 3);
    call(fixture, 1, 1, "server", "socket", 3);
    here = call(fixture, 0, 2, "server", "bind", -EADDRINUSE);
    there = call(fixture, 1, 2, "server", "bind", 0);
    call(fixture, 0, 3, "server", "exit", 1);
    call(fixture, 1, 3, "server", "exit", 0);
    compare(fixture);
    assert_true(difference_differs(&fixture->twin, here));
    assert_true(difference_differs(&fixture->twin, there));
    assert_false(
        difference_differs(&fixture->twin, log_at(fixture->logs[0], 2)));
}

/* accept() returns before connect() in one lane, after it in the other. */
static void test_order_within_a_line_is_chance(void **state)
{
    struct fixture *fixture = *state;
    const struct event *here;

    call(fixture, 0, 5, "server", "accept", 4);
    call(fixture, 0, 6, "client", "connect", 0);
    call(fixture, 1, 6, "client", "connect", 0);
    call(fixture, 1, 5, "server", "accept", 4);
    compare(fixture);
    for (size_t i = 0; i < 2; i++)
        assert_false(
            difference_differs(&fixture->twin, log_at(fixture->logs[0], i)));
    here = call(fixture, 0, 7, "client", "send", 5);
    call(fixture, 1, 7, "client", "send", -EPIPE);
    compare(fixture);
    assert_true(difference_differs(&fixture->twin, here));
}

/* What comes late in one lane still has its counterpart. */
static void test_a_late_difference_is_found(void **state)
{
    struct fixture *fixture = *state;
    const struct event *here;

    here = call(fixture, 0, 5, "server", "accept", 4);
    call(fixture, 0, 6, "client", "connect", 0);
    call(fixture, 1, 6, "client", "connect", 0);
    call(fixture, 1, 5, "server", "accept", -EINVAL);
    compare(fixture);
    assert_true(difference_differs(&fixture->twin, here));
}

/* A line under [NAME=VALUE] runs in one lane only: no difference. */
static void test_a_guarded_line_is_passed_over(void **state)
{
    struct fixture *fixture = *state;

    call(fixture, 0, 5, "server", "exit", 1);
    call(fixture, 0, 6, "client", "close", 0);
    call(fixture, 1, 6, "client", "close", 0);
    compare(fixture);
    for (size_t i = 0; i < 2; i++)
        assert_false(
            difference_differs(&fixture->twin, log_at(fixture->logs[0], i)));
}

/* Two children are never the same process; one that there is not counts. */
static void test_pids_are_no_difference(void **state)
{
    struct fixture *fixture = *state;
    const struct event *here;

    call(fixture, 0, 1, "server", "fork", 812);
    call(fixture, 1, 1, "server", "fork", 813);
    here = call(fixture, 0, 2, "server", "fork", 814);
    call(fixture, 1, 2, "server", "fork", -EAGAIN);
    compare(fixture);
    assert_false(
        difference_differs(&fixture->twin, log_at(fixture->logs[0], 0)));
    assert_true(difference_differs(&fixture->twin, here));
}

int main(void)
{
#define TWIN_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TWIN_TEST(test_marks_the_first_pair),
        TWIN_TEST(test_order_within_a_line_is_chance),
        TWIN_TEST(test_a_late_difference_is_found),
        TWIN_TEST(test_a_guarded_line_is_passed_over),
        TWIN_TEST(test_pids_are_no_difference),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
