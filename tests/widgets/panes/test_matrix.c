/*
 * test_matrix.c - a lesson that compares two toggles: the grid of predictions,
 * the grid of what came, and the lanes that show beside it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "widgets/screen/key.h"

/* Two sockets on one port; the second one binds where both have the option. */
static const char front[] = "toggles:\n"
                            "  - name: old\n    label: old\n"
                            "    values: [off, on]\n"
                            "  - name: new\n    label: new\n"
                            "    values: [off, on]\n"
                            "compare: [old, new]\n";
static const char body[] =
    "First prose.\n\n"
    "```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $old) = 0\n"
    "server: bind(3, 0.0.0.0:12000) = 0\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 4\n"
    "server: setsockopt(4, SOL_SOCKET, SO_REUSEADDR, $new) = 0\n"
    "```\n\n"
    "```predict\n"
    "server: bind\n"
    "What does bind() return?\n\n"
    "0: Both agree.\n"
    "-1 EADDRINUSE: One does not.\n"
    "-1 EINVAL: No more than a third choice.\n"
    "```\n\n"
    "```lab\n"
    "server: bind(4, 0.0.0.0:12000) = 0 if old=on and new=on, -1 EADDRINUSE\n"
    "[old=off and new=on] server: close(4) = 0\n"
    "```\n\n"
    "Last prose.\n";

static int setup(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, front, body);
    return failed;
}

/* Up to the question. */
static void ask(struct hands *hands)
{
    hands_type(hands, "  ");
    assert_shows("What does bind() return?");
}

/* Some row of the screen has both texts, in this order. */
static void assert_row(const char *first, const char *second)
{
    const char *at = drawing_text();

    while ((at = strstr(at, first))) {
        size_t len = strcspn(at, "\n");
        const char *other = strstr(at += strlen(first), second);

        if (other && other < at - strlen(first) + len)
            return;
    }
    fail_msg("no row with '%s' and then '%s'", first, second);
}

static void asks_for_all_cells_at_once(void **state)
{
    ask(*state);
    assert_row("bind()", "new off");
    assert_row("new off  ", "new on");
    assert_row("old off \xe2\x94\x82\xe2\x96\xb6 ?", "?");
    assert_row("old on  \xe2\x94\x82  ?", "?");
    assert_shows("2  -1 EADDRINUSE  Address already in use");
    assert_lacks("Both agree.");
}

static void fills_cells_by_number(void **state)
{
    ask(*state);
    hands_type(*state, "2231");
    assert_row("old off \xe2\x94\x82  -1 EADDRINUSE", "-1 EADDRINUSE");
    assert_row("old on  \xe2\x94\x82  -1 EINVAL", "\xe2\x96\xb6 0");
    /* It waits for the learner to look at it. */
    assert_shows("step 1/4");
    hands_press(*state, '\n');
    assert_shows("step 2/4");
}

static void moves_and_changes(void **state)
{
    struct hands *hands = *state;

    ask(hands);
    hands_press(hands, SCREEN_KEY_DOWN);
    hands_press(hands, SCREEN_KEY_RIGHT);
    assert_row("old on  \xe2\x94\x82  ?", "\xe2\x96\xb6 ?");
    hands_type(hands, "  ");
    assert_row("old on  \xe2\x94\x82  ?", "\xe2\x96\xb6 -1 EADDRINUSE");
    hands_type(hands, "  ");
    assert_row("old on  \xe2\x94\x82  ?", "\xe2\x96\xb6 ?");
    hands_type(hands, "kh ");
    assert_row("old off \xe2\x94\x82\xe2\x96\xb6 0", "?");
    hands_type(hands, "lljj");
    assert_row("old on  \xe2\x94\x82  ?", "\xe2\x96\xb6 ?");
}

static void fills_the_rest_alike(void **state)
{
    ask(*state);
    hands_press(*state, '*');
    assert_row("old off \xe2\x94\x82\xe2\x96\xb6 ?", "?");
    hands_type(*state, "2 *");
    assert_row("old off \xe2\x94\x82  -1 EADDRINUSE", "\xe2\x96\xb6 0");
    assert_row("old on  \xe2\x94\x82  0", "0");
    hands_press(*state, '\n');
    assert_shows("step 2/4");
}

static void empties_a_cell_before_it_goes_back(void **state)
{
    ask(*state);
    hands_type(*state, "2h");
    assert_row("\xe2\x96\xb6 -1 EADDRINUSE", "?");
    hands_press(*state, 'b');
    assert_row("old off \xe2\x94\x82\xe2\x96\xb6 ?", "?");
    assert_shows("What does bind() return?");
    hands_press(*state, 'b');
    assert_lacks("What does bind() return?");
}

static void asks_twice_before_cells_stay_empty(void **state)
{
    ask(*state);
    hands_type(*state, "22\n");
    assert_shows("Empty cells: 2 of 4. Enter again leaves them so.");
    assert_shows("step 1/4");
    hands_press(*state, 'h');
    assert_lacks("Empty cells");
    hands_type(*state, "\n\n");
    assert_shows("step 2/4");
}

static void shows_prediction_and_truth(void **state)
{
    struct hands *hands = *state;
    int right, made;

    ask(hands);
    hands_type(hands, "2213\n");
    assert_row("old off \xe2\x94\x82", "-1 EADDRINUSE");
    hands_press(hands, ' ');
    assert_row("old off", "\xe2\x9c\x93 -1 EADDRINUSE, right");
    assert_row("old on  \xe2\x94\x82  \xe2\x9c\x97 -1 EADDRINUSE, you: 0",
               "\xe2\x96\xb6 \xe2\x9c\x97 0, you: -1 EINVAL");
    assert_shows("0: Both agree.");
    assert_shows("-1 EADDRINUSE: One does not.");
    assert_shows("-1 EINVAL: No more than a third choice.");
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(right, 2);
    assert_int_equal(made, 4);
}

static void does_not_judge_empty_cells(void **state)
{
    struct hands *hands = *state;
    int right, made;

    ask(hands);
    hands_type(hands, "2\n\n ");
    assert_row("\xe2\x9c\x93 -1 EADDRINUSE, right",
               "\xe2\x96\xb6   -1 EADDRINUSE");
    assert_lacks("you: -1");
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(right, 1);
    assert_int_equal(made, 1);
}

/* Nobody guessed, and still all cells are to be seen. */
static void shows_results_without_a_guess(void **state)
{
    ask(*state);
    hands_type(*state, "0 ");
    assert_row("bind()", "new off");
    assert_row("old off \xe2\x94\x82", "-1 EADDRINUSE");
    assert_row("old on  \xe2\x94\x82", "  0");
    assert_lacks("right");
}

static void shows_a_row_where_not_all_fit(void **state)
{
    struct hands *hands = *state;

    hands_press(hands, ' ');
    assert_row("\xe2\x96\xb6 1: old off, new off", "2: old off, new on");
    assert_lacks("old on, new");
    assert_shows("lanes 1 to 2 of 4, o: the next");
    hands_type(hands, "oo");
    assert_row("\xe2\x96\xb6 3: old on, new off", "4: old on, new on");
    hands_press(hands, SCREEN_KEY_LEFT);
    assert_row("1: old off, new off", "\xe2\x96\xb6 2: old off, new on");
    hands_resize(hands, 59, 200);
    assert_row("old off, new off", "old on, new on");
    /* Three of them would tear a row apart. */
    hands_resize(hands, 39, 120);
    assert_lacks("old on, new");
}

static void follows_the_cell_that_is_asked(void **state)
{
    ask(*state);
    hands_press(*state, 'j');
    assert_row("\xe2\x96\xb6 3: old on, new off", "4: old on, new on");
}

static void keeps_both_toggles(void **state)
{
    hands_press(*state, ' ');
    hands_press(*state, 't');
    assert_int_equal(rows_with("(compared: fixed in each lane)"), 2);
}

static void asks_only_where_the_line_runs(void **state)
{
    static const char some[] =
        "Prose.\n\n```predict\nserver: socket\nWhat?\n\n3: Yes.\n4: No.\n```\n"
        "\n```lab\n[old=on] server: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n";
    struct hands *hands = *state;

    hands_open(hands, front, some);
    hands_press(hands, ' ');
    assert_row("old off", "not run");
    hands_type(hands, "1");
    assert_row("old off", "not run");
    hands_type(hands, "j11\n ");
    assert_row("old off", "not run");
    assert_row("\xe2\x9c\x93 3, right", "\xe2\x9c\x93 3, right");
}

static void explains_the_failure_of_one_cell(void **state)
{
    ask(*state);
    hands_type(*state, "0 ");
    assert_shows("Blocked by UNCONN 0.0.0.0:12000");
    assert_int_equal(rows_with("Blocked by"), 1);
    hands_type(*state, "ooo");
    assert_lacks("Blocked by");
}

static void draws_at_every_size(void **state)
{
    struct hands *hands = *state;

    ask(hands);
    for (int i = 0; i < 2; i++) {
        for (int columns = 1; columns < 210; columns += 3)
            for (int rows = 1; rows < 60; rows += 4)
                hands_resize(hands, rows, columns);
        hands_type(hands, "2222\n ");
    }
    hands_resize(hands, 23, 80);
    assert_shows("EADDRINUSE");
}

static void draws_nothing_but_ascii(void **state)
{
    theme_ascii(true);
    ask(*state);
    hands_type(*state, "2213\n ");
    theme_ascii(false);
    for (const char *c = drawing_text(); *c; c++)
        assert_true((unsigned char)*c < 128);
    assert_row("+ -1 EADDRINUSE, right", "+ -1 EADDRINUSE, right");
    assert_row("x -1 EADDRINUSE, you: 0", "> x 0, you: -1 EINVAL");
}

/* Nine lanes; what is said and what came has two rows a cell. */
static void has_room_for_three_by_three(void **state)
{
    static const char three[] =
        "toggles:\n"
        "  - name: a\n    label: first\n    values: [1, 2, 3]\n"
        "  - name: b\n    label: a label that is long\n    values: [1, 2, 3]\n"
        "compare: [a, b]\n";
    static const char sum[] =
        "Prose.\n\n```predict\nserver: dup\nWhat?\n\n"
        "3: Always.\n-1 EBADF: Never.\n-1 EADDRNOTAVAIL: What?\n```\n\n"
        "```lab\nserver: dup($a) = 3\n\nserver: dup($b) = 4\n```\n";
    struct hands *hands = *state;

    hands_open(hands, three, sum);
    hands_press(hands, ' ');
    assert_row("\xe2\x94\x82\xe2\x96\xb6 ?", "?");
    assert_row("dup() ", "1");
    assert_lacks("a label that is l\xe2\x80\xa6");
    hands_type(hands, "333333333\n ");
    assert_shows("\xe2\x9c\x97 3");
    assert_shows("you: -1 EADDRNO");
}

/* A click on a cell goes there, and the next number fills it. */
static void a_click_chooses_the_cell(void **state)
{
    struct hands *hands = *state;

    ask(hands);
    hands_press(hands, '2');
    hands_press(hands, '2');
    assert_cursor_at("\xe2\x96\xb6 ?");
    assert_true(drawing_click("-1 EADDRINUSE") >= 0);
    hands_press(hands, SCREEN_KEY_MOUSE);
    assert_cursor_at("\xe2\x96\xb6 -1 EADDRINUSE");
    hands_press(hands, '1');
    assert_row("old off", "0");
}

int main(void)
{
#define MATRIX(name)                                                           \
    cmocka_unit_test_setup_teardown(name, setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        MATRIX(asks_for_all_cells_at_once),
        MATRIX(fills_cells_by_number),
        MATRIX(moves_and_changes),
        MATRIX(fills_the_rest_alike),
        MATRIX(empties_a_cell_before_it_goes_back),
        MATRIX(asks_twice_before_cells_stay_empty),
        MATRIX(shows_prediction_and_truth),
        MATRIX(does_not_judge_empty_cells),
        MATRIX(shows_results_without_a_guess),
        MATRIX(shows_a_row_where_not_all_fit),
        MATRIX(follows_the_cell_that_is_asked),
        MATRIX(keeps_both_toggles),
        MATRIX(asks_only_where_the_line_runs),
        MATRIX(explains_the_failure_of_one_cell),
        MATRIX(draws_at_every_size),
        MATRIX(draws_nothing_but_ascii),
        MATRIX(has_room_for_three_by_three),
        MATRIX(a_click_chooses_the_cell),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
