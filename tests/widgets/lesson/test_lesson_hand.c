/*
 * test_lesson_hand.c - what the learner does by hand: in a lesson with its own
 * keys, switches and the prompt, and on the bench.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "tests/support/walk.h"
#include "widgets/lesson/lesson_inside.h"

static int setup(void **state)
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

/* ---- in a lesson ---- */

static void kills_and_restarts_the_server(void **state)
{
    hands_press(*state, ' ');
    hands_press(*state, 'I');
    assert_shows("killed by SIGKILL");
    hands_press(*state, 'r');
    assert_shows("blocks in accept");
    hands_resize(*state, 35, 80);
    assert_shows("killed SIGKILL");
    assert_int_equal(rows_with("listen("), 2);
    hands_resize(*state, 23, 80);
    hands_press(*state, 'i');
    assert_shows("killed by SIGINT");
}

static void says_that_the_world_was_changed_by_hand(void **state)
{
    hands_press(*state, ' ');
    hands_press(*state, 'I');
    hands_press(*state, ' ');
    assert_shows("Not as in the lesson, after what you did by hand");
}

static void takes_lines_at_the_prompt(void **state)
{
    hands_press(*state, ' ');
    hands_type(*state, ":client: socket(AF_INET, SOCK_STREAM, 0)");
    assert_shows(":client: socket(AF_INET");
    hands_press(*state, '\n');
    assert_shows("client  pid");
    assert_lacks(":client:");
    hands_type(*state, ":client: nonsense\n");
    assert_shows(":client: nonsense");
    assert_shows("expected");
}

/* While a line is typed, other keys are those of the prompt. */
static void shows_the_keys_of_the_prompt(void **state)
{
    struct hands *hands = *state;
    const struct key *keys;

    hands_press(hands, ':');
    keys = hands->view->keys;
    assert_string_equal(keys[0].keys, "Enter");
    assert_string_equal(keys[1].keys, "Tab");
    hands_press(hands, 0x1b);
    assert_true(key_is(&hands->view->keys[0], ACTION_STEP));
    hands_press(hands, 'J');
    assert_string_equal(hands->view->keys[1].brief, "go");
}

static void keeps_compared_toggles(void **state)
{
    hands_press(*state, ' ');
    hands_press(*state, 't');
    assert_shows("SO_REUSEADDR is what the lanes compare");
    assert_shows("flips it.");
}

/* In one world what was compared is a switch like others. */
static void flips_a_compared_toggle_in_one_world(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "   ");
    assert_shows("step 3/6");
    hands_press(hands, 'T');
    assert_shows("One world now");
    assert_shows("step 3/6");
    assert_shows("SO_REUSEADDR off");
    assert_lacks("SO_REUSEADDR on");
    hands_press(hands, 't');
    assert_shows("SO_REUSEADDR is on now");
    hands_press(hands, 'r');
    assert_shows("setsockopt(3, …SO_REUSEADDR, 1)");
    /* What was flipped stays so when the lesson is run again up to here. */
    hands_press(hands, 'b');
    assert_shows("SO_REUSEADDR on");
    hands_press(hands, 'T');
    assert_shows("All worlds again");
    assert_shows("SO_REUSEADDR off ─");
    assert_shows("SO_REUSEADDR on ─");
}

/* The row of a table of keys that has the action, NULL: none has. */
static const struct key *row_of(const struct key *table, enum action action)
{
    const struct key *list[MOST_KEYS];
    int n = key_list(table, list);

    for (int i = 0; i < n; i++)
        if (key_is(list[i], action))
            return list[i];
    return NULL;
}

/* A lesson that compares nothing has no other worlds. */
static void has_one_world_without_a_comparison(void **state)
{
    struct hands *hands = *state;
    const struct key *row;

    hands_open(hands, "", "Prose.\n\n```lab\nclient: start\n```\n");
    hands_press(hands, 'T');
    assert_shows("This lesson compares nothing");
    row = row_of(hands->view->keys, ACTION_TOGGLE);
    assert_non_null(row);
    assert_false(key_offered(row, hands->view));
}

static void flips_a_toggle_that_is_not_compared(void **state)
{
    struct hands *hands = *state;

    hands_open(hands,
               "toggles:\n  - name: reuseaddr\n    label: SO_REUSEADDR\n"
               "    values: [off, on]\n",
               walk_time_wait);
    hands_press(hands, 't');
    assert_shows("SO_REUSEADDR is on now");
    hands_press(hands, ' ');
    assert_shows("setsockopt(3, …SO_REUSEADDR, 1)");
    assert_shows("server$ ss -tano");
    assert_shows("client$ ss -tano");
    /* A step back keeps what the learner has set. */
    hands_press(hands, 'b');
    hands_press(hands, ' ');
    assert_shows("setsockopt(3, …SO_REUSEADDR, 1)");
}

static void chooses_among_toggles(void **state)
{
    struct hands *hands = *state;

    hands_open(hands,
               "toggles:\n  - name: reuseaddr\n    label: SO_REUSEADDR\n"
               "    values: [off, on]\n  - name: who\n    label: closes\n"
               "    values: [server, client]\ncompare: reuseaddr\n",
               walk_time_wait);
    hands_press(hands, ' ');
    hands_press(hands, 't');
    assert_shows("SO_REUSEADDR  (compared: fixed in each lane)");
    hands_press(hands, '2');
    assert_shows("closes client");
    hands_press(hands, 0x1b);
    assert_lacks("fixed in each lane");
}

/* ---- the bench ---- */

static void bench_begins_with_its_keys(void **state)
{
    (void)state;
    assert_shows("The bench");
    assert_shows("No server runs: s starts it.");
    assert_lacks("step");
}

static void bench_starts_a_server(void **state)
{
    hands_press(*state, 's');
    assert_shows("blocks in accept");
    assert_shows("LISTEN");
    assert_shows("SO_REUSEADDR off");
    hands_press(*state, 's');
    assert_shows("The server runs already");
}

static void bench_plays_the_whole_story(void **state)
{
    hands_type(*state, "sc");
    assert_int_equal(rows_with("ESTAB"), 2);
    hands_type(*state, "d");
    assert_shows("recv(4, \"hello\", 1024, 0)");
    hands_type(*state, "ix");
    assert_shows("TIME-WAIT");
    hands_type(*state, "s");
    assert_shows(")  EADDRINUSE");
    assert_shows("exited with status 1");
}

static void bench_flips_before_the_start(void **state)
{
    hands_type(*state, "1scixs");
    assert_shows("SO_REUSEADDR on");
    assert_lacks("EADDRINUSE");
    assert_shows("LISTEN");
}

static void bench_puts_lanes_side_by_side(void **state)
{
    hands_type(*state, "Tscixs");
    assert_int_equal(rows_with(")  EADDRINUSE"), 1);
    assert_shows(theme_sign(SIGN_DIFFERENT));
    assert_shows("blocks in accept");
    hands_type(*state, "T");
    assert_shows("No server runs");
}

static void bench_lingers(void **state)
{
    hands_type(*state, "3scXx");
    assert_shows("SO_LINGER {1, 0} on");
    assert_lacks("TIME-WAIT");
    assert_lacks("FIN-WAIT");
}

static void bench_says_what_cannot_be_done(void **state)
{
    hands_press(*state, 'I');
    assert_shows("No server runs");
    hands_press(*state, 'd');
    assert_shows("does not run");
    hands_press(*state, 'x');
    assert_shows("does not run");
    hands_press(*state, 'a');
    assert_shows("does not run");
}

static void bench_is_cleared(void **state)
{
    hands_type(*state, "scR");
    assert_shows("No server runs");
    assert_lacks("ESTAB");
}

int main(void)
{
#define LESSON(name)                                                           \
    cmocka_unit_test_setup_teardown(name, setup, hands_teardown)
#define BENCH(name)                                                            \
    cmocka_unit_test_setup_teardown(name, setup_bench, hands_teardown)
    const struct CMUnitTest tests[] = {
        LESSON(kills_and_restarts_the_server),
        LESSON(says_that_the_world_was_changed_by_hand),
        LESSON(takes_lines_at_the_prompt),
        LESSON(shows_the_keys_of_the_prompt),
        LESSON(keeps_compared_toggles),
        LESSON(flips_a_compared_toggle_in_one_world),
        LESSON(has_one_world_without_a_comparison),
        LESSON(flips_a_toggle_that_is_not_compared),
        LESSON(chooses_among_toggles),
        BENCH(bench_begins_with_its_keys),
        BENCH(bench_starts_a_server),
        BENCH(bench_plays_the_whole_story),
        BENCH(bench_flips_before_the_start),
        BENCH(bench_puts_lanes_side_by_side),
        BENCH(bench_lingers),
        BENCH(bench_says_what_cannot_be_done),
        BENCH(bench_is_cleared),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
