/*
 * test_fault_view.c - what the screen says where this machine can't go on: in a
 * lesson and on the bench. fork() is replaced, as in test_fault.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "tests/support/walk.h"
#include "widgets/lesson/lesson_inside.h"

static bool fork_fails;

pid_t fork(void)
{
    if (!fork_fails)
        return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    errno = EAGAIN;
    return -1;
}

static const char asked[] = "First prose.\n\n"
                            "```lab\n"
                            "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                            "```\n\n"
                            "Second prose.\n\n"
                            "```predict\n"
                            "client: socket\n"
                            "What does socket() return?\n\n"
                            "3: It is the first.\n"
                            "-1 EMFILE: There is no more.\n"
                            "```\n\n"
                            "```lab\n"
                            "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                            "```\n\n"
                            "The end.\n";

static int setup(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, "", asked);
    return failed;
}

static int setup_twin(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, walk_reuseaddr, walk_time_wait);
    return failed;
}

static int setup_bench(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, NULL, NULL);
    return failed;
}

static int teardown(void **state)
{
    fork_fails = false;
    return hands_teardown(state);
}

/* To the end of the lesson, with the question answered wrongly. */
static void go_through(struct hands *hands)
{
    hands_press(hands, ' ');
    hands_press(hands, ' ');
    hands_press(hands, '2');
    fork_fails = true;
    hands_press(hands, '\n');
}

static void a_lesson_says_that_it_is_the_machine(void **state)
{
    go_through(*state);
    assert_shows("This machine can't go on with it: there may be no more");
    assert_shows("stopped: this machine can't go on");
    hands_press(*state, 'v');
    hands_press(*state, ' ');
    assert_shows("This machine can't go on");
}

static void no_prediction_is_judged(void **state)
{
    struct hands *hands = *state;
    int right = -1, made = -1;

    go_through(hands);
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(made, 0);
    assert_int_equal(right, 0);
}

/* As long as nothing fails the same lesson is judged, and done. */
static void else_it_is(void **state)
{
    struct hands *hands = *state;
    int right = -1, made = -1;

    hands_press(hands, ' ');
    hands_press(hands, ' ');
    hands_type(hands, "2\n    ");
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(made, 1);
    assert_int_equal(right, 0);
    assert_true(progress_done(hands->options.progress, "walk"));
}

static void there_is_no_receipt(void **state)
{
    struct hands *hands = *state;

    go_through(hands);
    hands_type(hands, "    ");
    assert_lacks("differs from this lesson");
    assert_false(progress_done(hands->options.progress, "walk"));
    hands_press(hands, '!');
    assert_shows("There is no receipt: this machine can't go on with it.");
}

/* A new world may be had by then. */
static void it_begins_again(void **state)
{
    struct hands *hands = *state;

    go_through(hands);
    fork_fails = false;
    hands_press(hands, 'R');
    assert_lacks("can't go on");
    hands_press(hands, ' ');
    assert_shows("socket(");
    assert_lacks("can't go on");
}

/* Both lanes' panes say so. */
static void each_lane_says_it(void **state)
{
    fork_fails = true;
    hands_press(*state, ' ');
    assert_int_equal(rows_with("stopped: this machine can't go on"), 1);
    assert_shows("This machine can't go on with it: reuseaddr=off:");
}

static void the_bench_says_it(void **state)
{
    struct hands *hands = *state;

    fork_fails = true;
    hands_press(hands, 's');
    assert_shows("This machine can't go on with it: there may be no more");
    assert_shows("stopped: this machine can't go on");
    hands_press(hands, 'c');
    assert_shows("This machine can't go on with it");
    fork_fails = false;
    hands_press(hands, 'R');
    hands_press(hands, 's');
    assert_shows("blocks in accept");
    assert_lacks("can't go on");
}

#define VIEW_TEST(f, setup) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        VIEW_TEST(a_lesson_says_that_it_is_the_machine, setup),
        VIEW_TEST(no_prediction_is_judged, setup),
        VIEW_TEST(else_it_is, setup),
        VIEW_TEST(there_is_no_receipt, setup),
        VIEW_TEST(it_begins_again, setup),
        VIEW_TEST(each_lane_says_it, setup_twin),
        VIEW_TEST(the_bench_says_it, setup_bench),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
