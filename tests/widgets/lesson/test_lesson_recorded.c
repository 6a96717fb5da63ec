/*
 * test_lesson_recorded.c - recordings on the screen: walked to their ends as a
 * learner does it, and never taken for living worlds.
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

#include "lessons/lesson/embedded.h"
#include "lessons/recording/recording.h"
#include "tests/support/drawing.h"
#include "tests/support/hands.h"

/* Each lesson as it is shipped, behind a folder that holds no recording. */
static struct lesson *read_shipped(const struct embedded *e)
{
    struct err err;
    char name[256];

    snprintf(name, sizeof name, "nowhere/%s", e->name);
    struct lesson *lesson = lesson_parse(name, e->text, e->len, &err);
    if (!lesson)
        fail_msg("%s", err.text);
    return lesson;
}

/* Open a shipped lesson as recorded, on 80 columns and 24 rows in all. */
static void open_shipped(struct hands *hands, const struct embedded *e)
{
    if (hands->view)
        view_close(hands->view);
    lesson_free(hands->lesson);
    hands->options.recorded = true;
    hands->lesson = read_shipped(e);
    hands->view = lesson_view(&hands->options, hands->lesson);
    assert_non_null(hands->view);
    hands_resize(hands, 23, 80);
}

static void open_named(struct hands *hands, const char *part)
{
    const struct embedded *e = embedded_lessons;

    while (e->name && !strstr(e->name, part))
        e++;
    assert_non_null(e->name);
    open_shipped(hands, e);
}

static int setup(void **state)
{
    return hands_setup(state);
}

/* Whether a question is on the screen: those take the keys. */
static bool asks(const struct hands *hands)
{
    return strncmp(hands->view->name, "a question", 10) == 0;
}

/* Space by space to the end, each question skipped. */
static void walk(struct hands *hands)
{
    char end[32];

    snprintf(end, sizeof end, "%zu/%zu  recorded", hands->lesson->n_steps,
             hands->lesson->n_steps);
    for (int i = 0; i < 400 && !strstr(drawing_text(), end); i++) {
        assert_shows("recorded on Linux ");
        hands_press(hands, asks(hands) ? '0' : ' ');
    }
    assert_shows(end);
    assert_shows("recorded on Linux ");
    assert_lacks("differs here");
}

/* All panes, wherever the lesson stands. */
static void look_around(struct hands *hands)
{
    hands_type(hands, "wfwvvS");
    for (int i = 0; i < 6; i++) {
        hands_press(hands, '\t');
        hands_press(hands, SCREEN_KEY_PAGE_DOWN);
    }
    hands_press(hands, 'S');
    assert_shows("recorded on Linux ");
}

static void every_recording_is_walked_to_its_end(void **state)
{
    struct hands *hands = *state;

    for (const struct embedded *e = embedded_lessons; e->name; e++) {
        open_shipped(hands, e);
        walk(hands);
        look_around(hands);
        hands_press(hands, 'b');
        assert_shows("recorded on Linux ");
    }
}

static void is_done_like_any_lesson(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "01-");
    assert_false(progress_done(hands->options.progress, hands->lesson->id));
    walk(hands);
    assert_true(progress_done(hands->options.progress, hands->lesson->id));
}

static void shows_calls_sockets_and_the_wire(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "the-handshake");
    hands_type(hands, "  0 ");
    assert_shows("wire holds, 1 waits");
    assert_shows("[S] seq 0");
    hands_press(hands, 'w');
    assert_shows("server  pid ");
    assert_shows("blocks in connect");
    assert_shows("SYN-SENT");
    assert_shows("server$ ss -tano");
    hands_press(hands, 'v');
    assert_shows("CLOSED \xe2\x86\x92 SYN-SENT: connect()");
    hands_type(hands, "wf");
    assert_shows("Sequence number");
}

static void judges_predictions_by_the_recording(void **state)
{
    struct hands *hands = *state;
    int right, made;

    open_named(hands, "address-already-in-use");
    hands_type(hands, "   12");
    assert_shows("You said SO_REUSEADDR off: 0, SO_REUSEADDR on: -1 "
                 "EADDRINUSE");
    hands_press(hands, ' ');
    assert_shows("SO_REUSEADDR off: 0, right.");
    assert_shows("SO_REUSEADDR on: 0, you said -1 EADDRINUSE.");
    progress_predictions(hands->options.progress, "address-already-in-use",
                         &right, &made);
    assert_int_equal(made, 2);
    assert_int_equal(right, 1);
}

static void names_the_culprit(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "address-already-in-use");
    for (int i = 0; i < 100 && !strstr(drawing_text(), "Blocked by TIME-WAIT");
         i++)
        hands_press(hands, asks(hands) ? '0' : ' ');
    assert_shows(")  EADDRINUSE");
    assert_shows("Blocked by TIME-WAIT");
}

static void refuses_keys_that_act(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "the-handshake");
    hands_press(hands, ' ');
    for (const char *key = "riITtp>-+#!"; *key; key++) {
        hands_press(hands, *key);
        assert_shows("This is a recording, made on Linux ");
        assert_shows("step 1/");
    }
    hands_type(hands, ":server: SIGINT\n");
    assert_shows("This is a recording, made on Linux ");
    hands_press(hands, 0x1b);
    hands_press(hands, ' ');
    assert_lacks("This is a recording, made on Linux ");
}

static void nothing_counts_down(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "what-time-wait-is");
    walk(hands);
    assert_int_equal(view_timeout(hands->view), -1);
}

static void opens_by_itself_where_it_must(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "the-handshake");
    view_close(hands->view);
    hands->options.recorded = false;
    hands->options.isolation = ISOLATION_LOOPBACK;
    hands->view = lesson_view(&hands->options, hands->lesson);
    hands_settle(hands);
    assert_shows("recorded on Linux ");
    assert_shows("This machine can't run the lesson, so what you see was");
    assert_shows("wire can't be held or cut on plain loopback");
}

static void runs_what_can_run(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "01-");
    view_close(hands->view);
    hands->options.recorded = false;
    hands->options.isolation = ISOLATION_LOOPBACK;
    hands->view = lesson_view(&hands->options, hands->lesson);
    hands_settle(hands);
    assert_shows("loopback");
    assert_lacks("recorded on");
}

static void says_when_there_is_none(void **state)
{
    struct hands *hands = *state;

    hands->options.isolation = ISOLATION_LOOPBACK;
    hands_open(hands, "needs: [wire]\n", "Prose.\n\n```lab\nwire: hold\n```\n");
    assert_shows("The wire can't be held or cut on plain loopback");
    assert_shows("There is no recording of this lesson.");
    assert_lacks("step");
}

static void draws_at_every_size(void **state)
{
    struct hands *hands = *state;

    open_named(hands, "the-handshake");
    hands_type(hands, "  0  ");
    for (int columns = 1; columns < 210; columns += 7)
        for (int rows = 1; rows < 60; rows += 5)
            hands_resize(hands, rows, columns);
    hands_resize(hands, 23, 80);
    assert_shows("recorded on Linux ");
}

int main(void)
{
#define RECORDED(name)                                                         \
    cmocka_unit_test_setup_teardown(name, setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        RECORDED(every_recording_is_walked_to_its_end),
        RECORDED(is_done_like_any_lesson),
        RECORDED(shows_calls_sockets_and_the_wire),
        RECORDED(judges_predictions_by_the_recording),
        RECORDED(names_the_culprit),
        RECORDED(refuses_keys_that_act),
        RECORDED(nothing_counts_down),
        RECORDED(opens_by_itself_where_it_must),
        RECORDED(runs_what_can_run),
        RECORDED(says_when_there_is_none),
        RECORDED(draws_at_every_size),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
