/* What differs between lanes, whatever the order in which events came. */
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
#include "widgets/screen/theme.h"

enum { LANES = 3 };

struct fixture {
    struct log *logs[LANES];
    struct difference twin;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    if (!fixture)
        return -1;
    for (int i = 0; i < LANES; i++)
        if (!(fixture->logs[i] = log_open()))
            return -1;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    for (int i = 0; i < LANES; i++)
        log_close(fixture->logs[i]);
    difference_free(&fixture->twin);
    free(fixture);
    return 0;
}

/* A call of a line that has returned; ret below 0 is minus errno. */
static const struct event *given(struct fixture *fixture, int lane, int line,
                                 const char *actor, const char *name,
                                 const char *args, long ret)
{
    struct event event = {.kind = EVENT_CALL, .line = line};

    snprintf(event.call.actor, CALL_NAME, "%s", actor);
    event.call.name = name;
    event.call.args = strdup(args);
    event.call.returned = true;
    event.call.ret = ret < 0 ? -1 : ret;
    event.call.err = ret < 0 ? (int)-ret : 0;
    return log_append(fixture->logs[lane], &event);
}

static const struct event *call(struct fixture *fixture, int lane, int line,
                                const char *actor, const char *name, long ret)
{
    return given(fixture, lane, line, actor, name, "3", ret);
}

/* Lanes that differ from the first event's are these; bit 0 is lane 0. */
static unsigned with(struct fixture *fixture, const struct event *event)
{
    return difference_with(&fixture->twin, event);
}

static void compare(struct fixture *fixture, int lanes)
{
    const struct log *logs[LANES] = {fixture->logs[0], fixture->logs[1],
                                     fixture->logs[2]};

    difference_compare(&fixture->twin, logs, lanes);
}

/* Every pair with unlike results, and none of those that are alike. */
static void test_marks_each_pair(void **state)
{
    struct fixture *fixture = *state;
    const struct event *same, *here, *there, *next;

    same = call(fixture, 0, 1, "server", "socket", 3);
    call(fixture, 1, 1, "server", "socket", 3);
    here = call(fixture, 0, 2, "server", "bind", -EADDRINUSE);
    there = call(fixture, 1, 2, "server", "bind", 0);
    next = call(fixture, 0, 3, "server", "exit", 1);
    call(fixture, 1, 3, "server", "exit", 0);
    compare(fixture, 2);
    assert_int_equal(with(fixture, same), 0);
    assert_int_equal(with(fixture, here), 2);
    assert_int_equal(with(fixture, there), 1);
    assert_int_equal(with(fixture, next), 2);
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
    compare(fixture, 2);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(with(fixture, log_at(fixture->logs[0], i)), 0);
    here = call(fixture, 0, 7, "client", "send", 5);
    call(fixture, 1, 7, "client", "send", -EPIPE);
    compare(fixture, 2);
    assert_int_equal(with(fixture, here), 2);
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
    compare(fixture, 2);
    assert_int_equal(with(fixture, here), 2);
}

/* A line under [NAME=VALUE] runs in one lane only, which the other lacks. */
static void test_what_one_lane_lacks_is_marked(void **state)
{
    struct fixture *fixture = *state;
    const struct event *alone, *both;

    alone = call(fixture, 0, 5, "server", "exit", 1);
    both = call(fixture, 0, 6, "client", "close", 0);
    call(fixture, 1, 6, "client", "close", 0);
    compare(fixture, 2);
    assert_int_equal(with(fixture, alone), 2);
    assert_int_equal(with(fixture, both), 0);
}

/* Lines under [NAME=VALUE] that stand for each other are laid side by side. */
static void test_lines_for_each_other_are_a_pair(void **state)
{
    struct fixture *fixture = *state;
    const struct event *same, *here, *there;

    call(fixture, 0, 1, "server", "socket", 3);
    call(fixture, 1, 1, "server", "socket", 3);
    same = call(fixture, 0, 2, "server", "listen", 0);
    call(fixture, 1, 3, "server", "listen", 0);
    here = given(fixture, 0, 4, "server", "bind", "3, 0.0.0.0:12000", 0);
    there = given(fixture, 1, 5, "server", "bind", "3, 0.0.0.0:57390", 0);
    compare(fixture, 2);
    assert_int_equal(with(fixture, same), 0);
    assert_int_equal(with(fixture, here), 2);
    assert_int_equal(with(fixture, there), 1);
}

/* The kernel picks the ports of clients, and no two are alike. */
static void test_picked_ports_are_no_difference(void **state)
{
    struct fixture *fixture = *state;
    const struct event *here, *port;

    here = given(fixture, 0, 1, "server", "accept", "3, 10.0.0.2:41822", 4);
    given(fixture, 1, 1, "server", "accept", "3, 10.0.0.2:50114", 4);
    port = given(fixture, 0, 2, "server", "bind", "3, 0.0.0.0:12000", 4);
    given(fixture, 1, 2, "server", "bind", "3, 0.0.0.0:12001", 4);
    compare(fixture, 2);
    assert_int_equal(with(fixture, here), 0);
    assert_int_equal(with(fixture, port), 2);
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
    compare(fixture, 2);
    assert_int_equal(with(fixture, log_at(fixture->logs[0], 0)), 0);
    assert_int_equal(with(fixture, here), 2);
}

/* The odd one differs from both others, and they from it alone. */
static void test_tells_which_worlds_differ(void **state)
{
    struct fixture *fixture = *state;
    const struct event *events[LANES];

    for (int i = 0; i < LANES; i++)
        events[i] = call(fixture, i, 1, "server", "bind", i == 1 ? 0 : -1);
    compare(fixture, LANES);
    assert_int_equal(with(fixture, events[0]), 1 << 1);
    assert_int_equal(with(fixture, events[1]), 1 << 0 | 1 << 2);
    assert_int_equal(with(fixture, events[2]), 1 << 1);
}

static void assert_mark(unsigned lanes_with, int lanes, int columns,
                        const char *numbers)
{
    char text[DIFFERENCE_MARK], expected[DIFFERENCE_MARK];

    snprintf(expected, sizeof expected, "%s%s", theme_sign(SIGN_DIFFERENT),
             numbers);
    assert_string_equal(difference_mark(lanes_with, lanes, columns, text),
                        expected);
}

/* One sign says all with two worlds; numbers only where there is room. */
static void test_numbers_the_worlds(void **state)
{
    char text[DIFFERENCE_MARK];

    (void)state;
    assert_mark(2, 2, 9, "");
    assert_mark(1 << 3, 4, 9, "4");
    assert_mark(1 << 0 | 1 << 2, 4, 9, "1,3");
    assert_mark(1 << 0 | 1 << 1 | 1 << 3, 4, 9, "1,2,4");
    assert_mark(1 << 1 | 1 << 2 | 1 << 3, 4, 9, "2-4");
    assert_mark(0x1ef, 9, 9, "1-4,6-9");
    assert_mark(1 << 0 | 1 << 2, 4, 3, "");
    assert_string_equal(difference_mark(0, 4, 9, text), "");
}

int main(void)
{
#define TWIN_TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        TWIN_TEST(test_marks_each_pair),
        TWIN_TEST(test_order_within_a_line_is_chance),
        TWIN_TEST(test_a_late_difference_is_found),
        TWIN_TEST(test_what_one_lane_lacks_is_marked),
        TWIN_TEST(test_lines_for_each_other_are_a_pair),
        TWIN_TEST(test_picked_ports_are_no_difference),
        TWIN_TEST(test_pids_are_no_difference),
        TWIN_TEST(test_tells_which_worlds_differ),
        cmocka_unit_test(test_numbers_the_worlds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
