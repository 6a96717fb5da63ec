/*
 * test_lesson_view.c - a lesson as a learner walks through it: keys in, a
 * screen out. What is done by hand is in test_lesson_hand.c.
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
#include "tests/support/within.h"
#include "widgets/lesson/lesson_inside.h"
#include "widgets/panes/sockets.h"

static int setup(void **state)
{
    int failed = hands_setup(state);

    hands_open(*state, walk_reuseaddr, walk_time_wait);
    return failed;
}

static void begins_with_a_page_to_read(void **state)
{
    (void)state;
    assert_shows("A walk");
    assert_shows("step 0/6");
    assert_shows("First prose.");
    assert_shows("Next: server: socket(AF_INET, SOCK_STREAM, 0)  and 4 more");
    assert_shows("no process yet");
}

static void steps_in_both_lanes(void **state)
{
    hands_press(*state, ' ');
    assert_shows("step 1/6");
    assert_shows("SO_REUSEADDR off");
    assert_shows("SO_REUSEADDR on");
    assert_int_equal(rows_with("LISTEN" SOCKETS_WAITED), 1);
    assert_shows("setsockopt(3, …SO_REUSEADDR, 0)");
    assert_shows("setsockopt(3, …SO_REUSEADDR, 1)");
}

static void takes_one_line_at_a_time(void **state)
{
    hands_type(*state, "..");
    assert_shows("step 0/6");
    assert_shows("setsockopt(");
    assert_lacks("  bind(");
    assert_shows("Next: server: bind(3, 0.0.0.0:12000)  and 2 more");
    hands_type(*state, "...");
    assert_shows("step 1/6");
}

static void turns_the_page_with_the_last_step_of_a_block(void **state)
{
    hands_type(*state, "  ");
    assert_shows("First prose.");
    hands_press(*state, ' ');
    assert_shows("Second prose.");
    assert_lacks("First prose.");
}

/* 78 columns: one row of a line that is drawn in two would be cut. */
static void gives_prose_the_rows_it_is_drawn_in(void **state)
{
    static const char body[] =
        "First prose.\n\n"
        "```lab\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: bind(3, 0.0.0.0:12000) = 0\n"
        "server: listen(3, 5) = 0\n"
        "server: accept(3, _) = ...\n"
        "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "client: bind(3, 0.0.0.0:13000) = 0\n"
        "client: connect(3, 10.0.0.1:12000) = 0\n"
        "client: send(3, \"one\", 3, 0) = 3\n"
        "client: send(3, \"two\", 3, 0) = 3\n"
        "client: send(3, \"three\", 5, 0) = 5\n"
        "```\n\n"
        "Thirteen more letters would have been more than this line of words "
        "could bear.\n";

    hands_open(*state, walk_reuseaddr, body);
    hands_press(*state, ' ');
    assert_shows("Thirteen more");
    assert_shows("bear.");
}

/* A sign at the right edge alone is easily overlooked. */
static void says_how_to_read_on(void **state)
{
    hands_type(*state, "    21 ");
    assert_lacks("Down: read on");
    hands_open(*state, "",
               "First.\n\n"
               "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n\n"
               "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nSix.\n");
    hands_resize(*state, 16, 80);
    hands_press(*state, ' ');
    assert_lacks("Six.");
    assert_shows("Down: read on");
    for (int i = 0; i < 9; i++)
        hands_press(*state, SCREEN_KEY_DOWN);
    assert_shows("Six.");
    assert_lacks("Down: read on");
}

/* A question takes the rows between the states, not their places. */
/* What is explained below the frame is read in the same way. */
static void says_how_to_read_on_below_the_frame(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "    11 ");
    hands_resize(hands, 13, 60);
    assert_lacks("owned by no process");
    assert_shows("Down: read on");
    for (int i = 0; i < 3; i++)
        hands_press(hands, SCREEN_KEY_DOWN);
    assert_shows("owned by no process");
    assert_lacks("Down: read on");
    hands_press(hands, SCREEN_KEY_UP);
    assert_lacks("owned by no process");
}

/* Of both worlds, and with what the last call has returned. */
static void asks_beside_the_states(void **state)
{
    hands_resize(*state, 20, 80);
    hands_type(*state, "   v");
    assert_int_equal(rows_with("TIME-WAIT S:12000"), 1);
    hands_press(*state, ' ');
    assert_shows("What does bind() return?");
    assert_int_equal(rows_with("TIME-WAIT S:12000"), 1);
    assert_shows("S TIME-WAIT  C none");
}

static void asks_and_waits_for_an_answer(void **state)
{
    hands_type(*state, "   ");
    assert_shows("Next: a question about bind().");
    hands_press(*state, ' ');
    assert_shows("What does bind() return?");
    hands_press(*state, ' ');
    assert_shows("What does bind() return?");
    assert_shows("Answer first, or 0 skips the question.");
    assert_shows("step 3/6");
    hands_type(*state, "21");
    assert_lacks("What does bind() return?");
    assert_shows(
        "You said SO_REUSEADDR off: -1 EADDRINUSE, SO_REUSEADDR on: 0");
    assert_shows("step 4/6");
}

static void says_who_was_right_and_notes_it(void **state)
{
    struct hands *hands = *state;
    int right, made;

    hands_type(hands, "    21 ");
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE, right.");
    assert_shows("SO_REUSEADDR on: 0, right.");
    assert_shows("98 Address already in use");
    progress_predictions(hands->options.progress, "walk", &right, &made);
    assert_int_equal(right, 2);
    assert_int_equal(made, 2);
}

/* What was answered stands when the step that decides it is taken again. */
static void judges_again_after_a_step_back(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "    21 ");
    assert_shows("SO_REUSEADDR on: 0, right.");
    hands_press(hands, 'b');
    assert_lacks("right.");
    assert_shows("You said SO_REUSEADDR off: -1 EADDRINUSE");
    hands_press(hands, ' ');
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE, right.");
    assert_shows("SO_REUSEADDR on: 0, right.");
}

/* Answers of two worlds are no answers of one. */
static void asks_anew_in_one_world(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "    21T");
    assert_lacks("You said");
    hands_press(hands, ' ');
    assert_lacks("right.");
    hands_type(hands, "bb ");
    assert_shows("What does bind() return?");
    hands_type(hands, "2 ");
    assert_shows("-1 EADDRINUSE, right.");
}

static void names_the_culprit(void **state)
{
    hands_type(*state, "    00 ");
    assert_shows("EADDRINUSE");
    assert_shows("TIME-WAIT");
    assert_shows("12000");
    assert_lacks("right.");
    /* In a lesson the prose says the rest, and the calls need the rows. */
    assert_lacks("The address and port are taken");
}

/* What came of the step before the question is over with the answer. */
static void explains_nothing_old_beside_an_answer(void **state)
{
    hands_type(*state, "   :client: close(9)\n");
    assert_shows("EBADF:");
    hands_press(*state, 27); /* Esc closes the prompt */
    hands_type(*state, " 21");
    assert_shows("You said SO_REUSEADDR off: -1 EADDRINUSE");
    assert_lacks("EBADF:");
}

/* A question's arrow keys choose, so it is another key that leads there. */
static void says_how_to_read_the_rest_in_a_question(void **state)
{
    struct hands *hands = *state;
    char body[2048] = "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                      "```\n\n";

    for (int i = 0; i < 16; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body),
                 "Paragraph %d.\n\n", i);
    strcat(body, "```predict\nserver: close\nReally?\n\n0: Yes.\n"
                 "-1 EBADF: No.\n```\n\n```lab\nserver: close(3) = 0\n```\n");
    hands_open(hands, "", body);
    hands_type(hands, "  ");
    assert_shows("Really?");
    assert_shows("Tab: more to read");
    /* Down would choose another answer. */
    hands_press(hands, ' ');
    assert_shows("Answer first");
    assert_lacks("Down: read on");
    hands_press(hands, '\t');
    assert_shows("Paragraph 3.");
    assert_lacks("Tab: more to read");
}

/* On the smallest screen too: Down leads to them, and back to the question. */
static void shows_the_answer_that_is_chosen(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose.\n\n```predict\nserver: socket\n"
               "A first sentence of it, which is as long as the row.\n"
               "A second sentence of it, and a third one.\n"
               "A fourth one that is as long as these. What comes?\n\n"
               "3: Yes.\n-1 EBADF: No.\n-1 EPERM: No.\n```\n\n```lab\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n");
    hands_resize(hands, 15, 60);
    hands_press(hands, ' ');
    assert_shows("A first sentence");
    assert_lacks("EPERM");
    assert_shows("Down: the answers");
    for (int i = 0; i < 3; i++)
        hands_press(hands, SCREEN_KEY_DOWN);
    assert_shows("3  -1 EPERM");
    for (int i = 0; i < 2; i++)
        hands_press(hands, SCREEN_KEY_UP);
    assert_shows("1  3");
}

/*
 * As if the learner had read for a minute: each TIME-WAIT has ended meanwhile,
 * and any time in a state is long.
 */
static void outlive_time_waits(struct hands *hands)
{
    struct lesson_view *view = (struct lesson_view *)hands->view;
    struct err err;

    view->long_ns = 0;
    for (int i = 0; i < runner_lanes(view->runner); i++) {
        struct lab *lab = runner_lab(view->runner, i);
        size_t n;
        const struct sock *socks = lab_sockets(lab, HOST_SERVER, &n);

        if (lab_cannot(lab, NEED_DESTROY))
            skip();
        for (size_t k = 0; k < n; k++)
            if (socks[k].state == STATE_TIME_WAIT)
                assert_int_equal(lab_destroy(lab, HOST_SERVER, &socks[k], &err),
                                 0);
    }
    hands_settle(hands);
    assert_int_equal(rows_with("TIME-WAIT :12000 10.0.0.2"), 0);
}

static void brings_back_what_a_slow_reader_has_outlived(void **state)
{
    hands_type(*state, "    21");
    outlive_time_waits(*state);
    hands_press(*state, ' ');
    assert_shows("the steps before ran again");
    hands_press(*state, 'p');
    assert_shows("SO_REUSEADDR off: -1 EADDRINUSE, right.");
    assert_shows("SO_REUSEADDR on: 0, right.");
    assert_lacks("differs");
}

static void brings_it_back_before_a_question(void **state)
{
    hands_type(*state, "   ");
    outlive_time_waits(*state);
    hands_press(*state, ' ');
    assert_shows("space goes on.");
    assert_shows("step 3/6");
    assert_int_equal(rows_with("TIME-WAIT"), 1);
    hands_press(*state, ' ');
    assert_shows("What does bind() return?");
}

static void leaves_a_world_alone_that_was_changed_by_hand(void **state)
{
    hands_type(*state, "   :server: start\r");
    outlive_time_waits(*state);
    hands_press(*state, ' ');
    assert_lacks("the steps before ran again");
}

static void goes_a_step_back(void **state)
{
    hands_type(*state, "  ");
    assert_shows("connect(");
    hands_press(*state, 'b');
    assert_shows("step 1/6");
    assert_lacks("connect(");
    assert_shows("accept(");
}

static void goes_to_a_step(void **state)
{
    hands_type(*state, "J3\r");
    assert_shows("step 3/6");
    assert_shows("TIME-WAIT");
    hands_type(*state, "J99\r");
    assert_shows("The lesson has 6 steps.");
}

static void finishes_and_notes_it(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "    00 ");
    assert_false(progress_done(hands->options.progress, "walk"));
    hands_press(hands, ' ');
    assert_shows("Last prose.");
    assert_shows("The lesson is done");
    assert_true(progress_done(hands->options.progress, "walk"));
    hands_press(hands, 'R');
    assert_shows("step 0/6");
}

static void offers_to_go_on(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "  ");
    hands_open(hands, walk_reuseaddr, walk_time_wait);
    assert_shows("You were at step 2 of 6");
    hands_type(hands, "J\r");
    assert_shows("step 2/6");
}

static void shows_the_source_where_there_is_one(void **state)
{
    struct hands *hands = *state;

    hands_press(hands, 'S');
    assert_shows("no C program");
    hands_open(hands, walk_reuseaddr,
               "Prose.\n\n```c server\nint main(void)\n{\n"
               "    socket(AF_INET, SOCK_STREAM, 0);\n}\n```\n\n"
               "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n");
    hands_type(hands, " S");
    assert_shows("server.c");
    assert_shows("\xe2\x96\xb6     socket(AF_INET, SOCK_STREAM, 0);");
    hands_press(hands, 'S');
    assert_lacks("server.c");
}

static void says_why_a_kernel_differs(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose.\n\n```lab\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 7\n```\n");
    hands_press(hands, ' ');
    assert_shows("Your kernel (Linux ");
    assert_shows("expected 7, got 3");
    assert_shows("step 1/1");
}

static void says_what_it_waits_for(void **state)
{
    struct hands *hands = *state;
    struct view *view = hands->view;

    hands_open(hands, "",
               "Prose.\n\n```lab\n"
               "server: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
               "server: bind(3, 0.0.0.0:12000) = 0\n"
               "server: recv(3, _, 10, 0) = 1 within 1s\n```\n");
    view = hands->view;
    view_key(view, ' ');
    /* Until the last line has begun: it can't be over within a second. */
    do {
        hands_wait(view);
        view_pump(view);
        view_draw(view, drawing_begin(23, 80));
    } while (!strstr(drawing_text(), "recv(") && view_busy(view));
    assert_shows("Waiting for: server: recv(3, _, 10, 0) = 1 within 1s");
    assert_true(view_key(view, ' ') & VIEW_DRAW);
    view_draw(view, drawing_begin(23, 80));
    assert_shows("still under way");
    hands_settle(hands);
    assert_shows("Your kernel (Linux ");
}

static void says_why_a_lesson_cannot_run_here(void **state)
{
    struct hands *hands = *state;

    hands->options.isolation = ISOLATION_LOOPBACK;
    hands_open(hands, "needs: [wire]\n", "Prose.\n\n```lab\nwire: hold\n```\n");
    assert_shows("Prose.");
    assert_shows("wire");
    assert_lacks("step");
    assert_int_equal(hands_press(hands, ' '), VIEW_IGNORED);
}

static void draws_at_every_size(void **state)
{
    struct hands *hands = *state;

    hands_type(hands, "    21 ");
    for (int columns = 1; columns < 210; columns += 3)
        for (int rows = 1; rows < 60; rows += 4)
            hands_resize(hands, rows, columns);
    hands_resize(hands, 23, 80);
    assert_shows("EADDRINUSE");
}

static void draws_every_focus(void **state)
{
    hands_type(*state, "    21 ");
    for (int i = 0; i < 8; i++) {
        hands_press(*state, '\t');
        hands_press(*state, SCREEN_KEY_DOWN);
        hands_press(*state, SCREEN_KEY_PAGE_DOWN);
        hands_press(*state, SCREEN_KEY_UP);
        hands_press(*state, SCREEN_KEY_PAGE_UP);
        assert_shows("step 5/6");
    }
}

static void shows_some_of_many_lanes(void **state)
{
    struct hands *hands = *state;

    hands_open(hands,
               "toggles:\n  - name: v\n    label: Variant\n"
               "    values: [a, b, c, d]\ncompare: v\n",
               "Prose.\n\n```lab\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n");
    hands_press(hands, ' ');
    assert_shows("Variant a");
    assert_shows("Variant b");
    assert_lacks("Variant c");
    assert_shows("lanes 1 to 2 of 4");
    for (int i = 0; i < 5; i++)
        hands_press(hands, SCREEN_KEY_RIGHT);
    assert_shows("Variant d");
    assert_shows("lanes 3 to 4 of 4");
    hands_resize(hands, 23, 160);
    assert_shows("Variant a");
}

static void counts_down_without_being_asked(void **state)
{
    struct hands *hands = *state;
    struct view *view = hands->view;

    assert_true(view_timeout(view) < 0);
    hands_type(hands, "   ");
    assert_within(view_timeout(view), 0, 1500000001);
}

int main(void)
{
#define LESSON(name)                                                           \
    cmocka_unit_test_setup_teardown(name, setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        LESSON(begins_with_a_page_to_read),
        LESSON(steps_in_both_lanes),
        LESSON(takes_one_line_at_a_time),
        LESSON(turns_the_page_with_the_last_step_of_a_block),
        LESSON(gives_prose_the_rows_it_is_drawn_in),
        LESSON(says_how_to_read_on),
        LESSON(says_how_to_read_on_below_the_frame),
        LESSON(asks_beside_the_states),
        LESSON(asks_and_waits_for_an_answer),
        LESSON(says_who_was_right_and_notes_it),
        LESSON(judges_again_after_a_step_back),
        LESSON(asks_anew_in_one_world),
        LESSON(names_the_culprit),
        LESSON(brings_back_what_a_slow_reader_has_outlived),
        LESSON(brings_it_back_before_a_question),
        LESSON(leaves_a_world_alone_that_was_changed_by_hand),
        LESSON(explains_nothing_old_beside_an_answer),
        LESSON(says_how_to_read_the_rest_in_a_question),
        LESSON(shows_the_answer_that_is_chosen),
        LESSON(goes_a_step_back),
        LESSON(goes_to_a_step),
        LESSON(finishes_and_notes_it),
        LESSON(offers_to_go_on),
        LESSON(shows_the_source_where_there_is_one),
        LESSON(says_why_a_kernel_differs),
        LESSON(says_what_it_waits_for),
        LESSON(says_why_a_lesson_cannot_run_here),
        LESSON(draws_at_every_size),
        LESSON(draws_every_focus),
        LESSON(shows_some_of_many_lanes),
        LESSON(counts_down_without_being_asked),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
