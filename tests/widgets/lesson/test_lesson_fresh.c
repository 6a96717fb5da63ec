/*
 * test_lesson_fresh.c - worlds that take the place of others while somebody
 * reads, and what is said of those that are left alone.
 *
 * When a world is due is test_lesson_due.c's; here it is made at once.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "tests/support/walk.h"
#include "tests/support/within.h"
#include "widgets/lesson/lesson_inside.h"

static const int64_t minute = INT64_C(60) * 1000000000;

static struct lesson_view *view_of(struct hands *hands)
{
    return (struct lesson_view *)hands->view;
}

static int setup(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, walk_reuseaddr, walk_time_wait);
    hands_type(*state, "   ");
    return failed;
}

/* ---- put in place ---- */

static void puts_a_fresh_world_in_place(void **state)
{
    struct lesson_view *view = view_of(*state);
    const struct runner *old = view->runner;

    assert_lacks("fresh world");
    lesson_fresh_begin(view);
    hands_see(*state, "fresh world, ");
    assert_ptr_not_equal(view->runner, old);
    assert_null(view->fresh.runner);
    assert_shows("step 3/6");
    assert_shows("SO_REUSEADDR on");
    assert_int_equal(rows_with("TIME-WAIT"), 1);
    /* The mark goes with the next step, and that is judged in the new one. */
    hands_type(*state, " 11 ");
    assert_shows("EADDRINUSE");
    assert_lacks("fresh world");
    assert_lacks("Not as in the lesson");
}

/* What was answered so far, and how it is shown, stays. */
static void keeps_an_open_question(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view = view_of(hands);

    hands_type(hands, " 2");
    assert_int_equal(view->mode, MODE_QUIZ);
    assert_int_equal(view->quiz->answers[0], 1);
    lesson_fresh_begin(view);
    hands_see(hands, "fresh world, ");
    assert_int_equal(view->mode, MODE_QUIZ);
    assert_int_equal(view->quiz->answers[0], 1);
    assert_shows("What does bind() return?");
    hands_press(hands, '1');
    assert_int_equal(view->mode, MODE_STEP);
    assert_int_equal(view->quiz->answers[1], 0);
    hands_press(hands, ' ');
    assert_non_null(view->verdict);
}

/* A key has the shown world go on, once, and the other is not needed. */
static void drops_it_where_the_learner_goes_on(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view = view_of(hands);
    const struct runner *old;

    hands_press(hands, 'b');
    old = view->runner;
    lesson_fresh_begin(view);
    hands_press(hands, ' ');
    assert_shows("step 3/6");
    assert_ptr_equal(view->runner, old);
    assert_null(view->fresh.runner);
    assert_int_equal(view->fresh.not_before, 0);
    assert_lacks("fresh world");
}

/* The prompt knows the shown world, and what is typed there is for that. */
static void waits_for_the_prompt(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view = view_of(hands);
    const struct runner *old = view->runner;

    hands_type(hands, ":client: st");
    lesson_fresh_begin(view);
    for (int i = 0; i < 20; i++) {
        hands_settle(hands);
        hands_wait(hands->view);
    }
    assert_ptr_equal(view->runner, old);
    assert_shows(":client: st");
    hands_press(hands, 0x1b);
    hands_see(hands, "fresh world, ");
    assert_ptr_not_equal(view->runner, old);
}

static void does_so_on_loopback(void **state)
{
    struct hands *hands = *state;

    hands->options.isolation = ISOLATION_LOOPBACK;
    hands_open(hands, walk_reuseaddr, walk_time_wait);
    hands_type(hands, "   ");
    assert_int_equal(rows_with("TIME-WAIT"), 1);
    lesson_fresh_begin(view_of(hands));
    hands_see(hands, "fresh world, ");
    assert_int_equal(rows_with("TIME-WAIT"), 1);
    hands_type(hands, " 21");
    hands_press(hands, ' ');
    assert_lacks("Not as in the lesson");
    assert_shows("EADDRINUSE");
}

/* It comes as far as that line, and no further. */
static void goes_as_far_as_single_lines(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view = view_of(hands);

    hands_type(hands, "R...");
    assert_shows("step 0/6");
    lesson_fresh_begin(view);
    hands_see(hands, "fresh world, ");
    assert_shows("step 0/6");
    assert_shows("bind(3");
    assert_lacks("  listen(");
    assert_shows("Next: server: listen(");
}

static const char two_toggles[] = "toggles:\n"
                                  "  - name: reuseaddr\n"
                                  "    label: SO_REUSEADDR\n"
                                  "    values: [off, on]\n";

static void takes_the_toggles_along(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, two_toggles, walk_time_wait);
    hands_type(hands, "t   ");
    assert_shows("SO_REUSEADDR, 1)");
    lesson_fresh_begin(view_of(hands));
    hands_see(hands, "fresh world, ");
    assert_shows("SO_REUSEADDR, 1)");
    assert_shows("SO_REUSEADDR on");
}

/* It has its own time: SYNs that nobody answers for a minute are enough. */
static void comes_by_itself_when_something_piles_up(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view;

    hands_open(hands, "needs: [wire]\n",
               "Prose.\n\n```lab\n"
               "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "wire: hold\n"
               "client: connect(3, 10.0.0.1:12000) = ...\n"
               "wire: [S] client > server\n"
               "```\n\nMore.\n\n```lab\nwire: deliver\n```\n");
    view = view_of(hands);
    hands_press(hands, ' ');
    assert_shows("SYN-SENT");
    assert_null(view->fresh.runner);
    struct log *log = lab_log_write(runner_lab(view->runner, 0));
    log_set_now(log, log_now(log) + minute);
    hands_see(hands, "fresh world, ");
    assert_shows("SYN-SENT");
    /* The next is not due before long: nothing is made in vain. */
    hands_settle(hands);
    assert_null(view->fresh.runner);
}

/* Nobody asks for what is made unseen: a key script does not wait for it. */
static void costs_nothing_where_nothing_ends(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "", "Prose.\n\n```lab\nserver: start\n```\n");
    hands_press(hands, ' ');
    assert_null(view_of(hands)->fresh.runner);
    assert_int_equal(view_timeout(hands->view), -1);
}

/* ---- left alone ---- */

static void leaves_the_learners_own_world_alone(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view = view_of(hands);
    const struct runner *old = view->runner;

    hands_press(hands, 'r');
    lesson_fresh_begin(view);
    hands_settle(hands);
    assert_ptr_equal(view->runner, old);
    assert_null(view->fresh.runner);
}

static void says_why_there_is_no_fresh_world(void **state)
{
    struct hands *hands = *state;
    struct lesson_view *view;

    hands_open(hands, "needs: [wire]\n",
               "Prose.\n\n```lab\nserver: start\n```\n");
    view = view_of(hands);
    hands_press(hands, ' ');
    const struct runner *old = view->runner;
    hands->options.isolation = ISOLATION_LOOPBACK;
    lesson_fresh_begin(view);
    hands_settle(hands);
    assert_shows("No new world could be made, so this one stays");
    assert_ptr_equal(view->runner, old);
}

static void says_that_the_next_step_waits(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose.\n\n```lab\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "server: bind(3, 0.0.0.0:12000) = 0\n"
               "server: listen(3, 5) = 0\n"
               "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "client: connect(3, 10.0.0.1:12000) = 0\n"
               "server: accept(3, _) = 4\n"
               "server: close(4) = 0\n"
               "client: close(3) = 0\n"
               "server$ ss TIME-WAIT *:12000 10.0.0.2:*\n"
               "```\n\nMore.\n\n```lab\nwait 50s\n```\n");
    assert_lacks("the countdown goes on");
    hands_press(hands, ' ');
    assert_shows("the next step waits: the countdown goes on");
}

static void says_what_an_end_changes(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "needs: [sysctl]\n",
               "Prose.\n\n```lab\n"
               "server$ sysctl net.ipv4.tcp_fin_timeout=1\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "server: bind(3, 0.0.0.0:12000) = 0\n"
               "server: listen(3, 5) = 0\n"
               "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
               "client: connect(3, 10.0.0.1:12000) = 0\n"
               "server: accept(3, _) = 4\n"
               "server: SIGINT\n"
               "server: killed SIGINT\n"
               "server$ ss FIN-WAIT-2 *:12000 10.0.0.2:*\n"
               "```\n");
    hands_press(hands, ' ');
    hands_see(hands, "FIN-WAIT-2 :12000 of the server is gone");
    assert_shows("r works now");
    hands_press(hands, 'r');
    assert_shows("blocks in accept");
    assert_lacks("EADDRINUSE");
}

/* ---- whose world it is ---- */

static void says_whose_world_it_is(void **state)
{
    struct hands *hands = *state;

    assert_lacks("your own");
    hands_press(hands, 'I');
    assert_shows("You have changed this world by hand");
    assert_shows("J and Enter");
    hands_press(hands, 'J');
    assert_shows("Enter: step 3");
    hands_press(hands, '\n');
    assert_lacks("your own");
    assert_shows("step 3/6");
    assert_int_equal(rows_with("TIME-WAIT"), 1);
    hands_press(hands, 'T');
    assert_shows("One world alone, whose switches t flips");
    hands_press(hands, 'T');
    assert_lacks("your own");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(puts_a_fresh_world_in_place, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(keeps_an_open_question, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(drops_it_where_the_learner_goes_on,
                                        setup, hands_teardown),
        cmocka_unit_test_setup_teardown(waits_for_the_prompt, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(does_so_on_loopback, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(goes_as_far_as_single_lines, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(takes_the_toggles_along, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(comes_by_itself_when_something_piles_up,
                                        setup, hands_teardown),
        cmocka_unit_test_setup_teardown(costs_nothing_where_nothing_ends, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(leaves_the_learners_own_world_alone,
                                        setup, hands_teardown),
        cmocka_unit_test_setup_teardown(says_why_there_is_no_fresh_world, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(says_that_the_next_step_waits, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(says_what_an_end_changes, setup,
                                        hands_teardown),
        cmocka_unit_test_setup_teardown(says_whose_world_it_is, setup,
                                        hands_teardown),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
