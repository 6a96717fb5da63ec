/*
 * test_calls.c - actors, their calls, and what is left out when room is short.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <curses.h>

#include "tests/support/drawing.h"
#include "tests/support/walk.h"
#include "widgets/panes/call_text.h"
#include "widgets/panes/calls.h"
#include "widgets/panes/calls_row.h"

/* What a lane shows beside the others. */
static struct calls_view view_of(const struct walk *walk, int lane)
{
    struct calls_view view = {.lab = runner_lab(walk->runner, lane),
                              .host = HOSTS,
                              .lanes = runner_lanes(walk->runner)};

    for (int i = 0; i < view.lanes; i++)
        view.beside[view.n_beside++] = runner_lab(walk->runner, i);
    return view;
}

static void draw_pane(struct walk *walk, int lane, struct area area,
                      struct pane *pane)
{
    struct calls_view view = view_of(walk, lane);
    struct difference twin = {0};

    difference_update(&twin, walk->runner);
    view.twin = &twin;
    calls_draw(area, view, pane);
    difference_free(&twin);
}

/*
 * Draw a lane in half of 80 columns, with so many of the last calls scrolled
 * out. Returns the pane as it is then.
 */
static struct pane draw(struct walk *walk, int lane, int rows, int below)
{
    struct pane pane = {.rows = below};

    draw_pane(walk, lane, area_columns(drawing_begin(rows, 80), 0, 38), &pane);
    return pane;
}

/* The row that shows the text; -1 when there is none. */
static int row_of(const char *text)
{
    for (int y = 0; y < LINES; y++)
        if (strstr(drawing_row(y), text))
            return y;
    return -1;
}

static void says_that_nobody_runs(void **state)
{
    draw(*state, 0, 5, 0);
    assert_shows("no process yet");
}

static void shows_calls_with_results(void **state)
{
    walk_steps(*state, 1);
    draw(*state, 0, 12, 0);
    assert_non_null(strstr(drawing_row(0), "server  pid "));
    assert_non_null(strstr(drawing_row(0), "blocks in accept"));
    assert_shows("bind(3, 0.0.0.0:12000)             0");
    assert_shows("listen(3, 5)");
}

static void marks_the_newest_call_only(void **state)
{
    walk_steps(*state, 1);
    draw(*state, 0, 12, 0);
    assert_int_equal(rows_with(theme_sign(SIGN_CURRENT)), 1);
    assert_shows("\xe2\x96\xb6 accept(");
}

static void shows_a_returned_call_once(void **state)
{
    walk_steps(*state, 2);
    draw(*state, 0, 14, 0);
    assert_int_equal(rows_with("accept("), 1);
    assert_shows("connect(");
}

static void says_how_a_process_ended(void **state)
{
    walk_steps(*state, 3);
    draw(*state, 0, 20, 0);
    assert_shows("killed by SIGINT");
}

/* Nobody waits any more for what a dead process has called. */
static void says_that_a_call_never_returns(void **state)
{
    walk_steps(*state, 1);
    draw(*state, 0, 20, 0);
    assert_shows("... LISTEN");
    walk_command(*state, 0, "server: SIGKILL");
    draw(*state, 0, 20, 0);
    assert_lacks("...");
    assert_shows("accept(3, _)                       ?");
}

static void explains_the_errno_in_its_lane_alone(void **state)
{
    walk_steps(*state, 5);
    draw(*state, 0, 20, 0);
    assert_shows("-1 EADDRINUSE");
    assert_shows("98 Address already in use");
    draw(*state, 1, 20, 0);
    assert_lacks("EADDRINUSE");
}

/* Arguments and results, the first as much as the last; and nothing alike. */
static void marks_differences_alone(void **state)
{
    for (int lane = 0; lane < 2; lane++) {
        draw(*state, lane, 20, 0);
        assert_lacks(theme_sign(SIGN_DIFFERENT));
    }
    walk_steps(*state, 5);
    for (int lane = 0; lane < 2; lane++) {
        draw(*state, lane, 20, 0);
        assert_int_equal(rows_with(theme_sign(SIGN_DIFFERENT)), 3);
        assert_int_equal(rows_with("\xe2\x89\xa0 setsockopt("), 2);
        assert_int_equal(rows_with("\xe2\x96\xb6\xe2\x89\xa0"
                                   "bind("),
                         1);
    }
}

static void keeps_the_newest_when_short_of_room(void **state)
{
    walk_steps(*state, 5);
    draw(*state, 0, 4, 0);
    assert_shows("server  pid");
    assert_shows("client  pid");
    assert_shows("bind(");
    assert_shows("98 Address");
    /* Names give way to what a call has returned. */
    draw(*state, 0, 2, 0);
    assert_shows("server  pid");
    assert_shows("EADDRINUSE");
    draw(*state, 0, 1, 0);
    assert_shows("server");
}

/* A third actor's calls are worth more than the names of two idle ones. */
static void folds_idle_actors_when_short_of_room(void **state)
{
    walk_steps(*state, 3);
    walk_command(*state, 0, "copy@server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(*state, 0, "copy: bind(3, 0.0.0.0:12000)");
    draw(*state, 0, 5, 0);
    assert_int_equal(row_of("also: server, client"), 0);
    assert_int_equal(row_of("copy  pid"), 1);
    assert_shows("socket(");
    assert_shows("98 Address");
    draw(*state, 0, 20, 0);
    assert_lacks("also:");
    assert_shows("server  killed");
}

/* As four worlds have it on 120 columns. */
static void cuts_no_name_in_a_narrow_column(void **state)
{
    struct pane pane = {0};

    walk_steps(*state, 3);
    walk_command(*state, 0, "copy@server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(*state, 0, "copy: bind(3, 0.0.0.0:12000)");
    draw_pane(*state, 0, area_columns(drawing_begin(5, 80), 0, 16), &pane);
    assert_shows("also: server, +1");
    assert_shows("copy  running");
    assert_lacks("also: server, \xe2\x80\xa6");
}

static void scrolls_back(void **state)
{
    walk_steps(*state, 1);
    draw(*state, 0, 3, 0);
    assert_shows("accept(");
    draw(*state, 0, 3, 3);
    assert_lacks("accept(3");
    assert_shows("setsockopt(");
    draw(*state, 0, 3, 1000);
    assert_lacks("socket(");
}

static void keeps_to_one_host(void **state)
{
    struct walk *walk = *state;
    struct calls_view view = {.lab = runner_lab(walk->runner, 0),
                              .host = HOST_CLIENT};
    struct pane pane = {0};

    walk_steps(walk, 2);
    calls_draw(drawing_begin(9, 80), view, &pane);
    assert_shows("client  pid");
    assert_lacks("server");
}

static int rows_of_calls(struct calls_view *view, int most)
{
    view->rows = most;
    return pane_rows(calls_text, view, 38);
}

static void counts_rows_up_to_a_limit(void **state)
{
    struct walk *walk = *state;
    struct calls_view view = {.lab = runner_lab(walk->runner, 0),
                              .host = HOSTS};

    assert_int_equal(rows_of_calls(&view, 20), 1);
    walk_steps(walk, 1);
    assert_int_equal(rows_of_calls(&view, 20),
                     6); /* a process and five calls */
    assert_int_equal(rows_of_calls(&view, 4), 4);
}

/* Which of accept() and connect() returns first is chance. */
static void keeps_calls_where_they_were_made(void **state)
{
    walk_steps(*state, 1);
    walk_command(*state, 0, "client: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(*state, 0, "client: connect(3, 10.0.0.1:12000)");
    walk_command(*state, 0, "server: getsockname(4)");
    draw(*state, 0, 5, 0);
    assert_shows("getsockname(");
    assert_shows("connect(");
    assert_shows("socket(");
    assert_lacks("accept(");
}

/* A step that ends with two returns ends with the same mark in every lane. */
static void marks_what_was_called_last(void **state)
{
    walk_steps(*state, 2);
    for (int lane = 0; lane < 2; lane++) {
        draw(*state, lane, 14, 0);
        assert_int_equal(rows_with("\xe2\x96\xb6 connect("), 1);
    }
}

/* The calls of a process that is gone, once there is another one. */
static void dims_what_is_over(void **state)
{
    chtype dim = (chtype)theme_attr(ROLE_DIM) & A_ATTRIBUTES;
    int listens;

    walk_steps(*state, 3);
    draw(*state, 0, 20, 0);
    listens = row_of("listen(");
    assert_int_not_equal(mvinch(listens, 2) & A_ATTRIBUTES, dim);
    walk_steps(*state, 2);
    draw(*state, 0, 20, 0);
    listens = row_of("listen(");
    assert_int_equal(mvinch(listens, 2) & A_ATTRIBUTES, dim);
}

/* ---- lanes beside each other ---- */

static const int widths[] = {28, 38, 58, 78, 98};

/* The row that a lane shows the text on, in a column of that width. */
static int row_in(struct walk *walk, int lane, int width, const char *text)
{
    struct pane pane = {0};

    draw_pane(walk, lane, area_columns(drawing_begin(30, 100), 0, width),
              &pane);
    return row_of(text);
}

/* One world has calls that the other lacks, and an errno with its text. */
static void has_the_same_call_on_the_same_row(void **state)
{
    struct walk *walk = *state;

    walk_steps(walk, 5);
    walk_command(walk, 1, "server: getsockname(3)");
    walk_command(walk, 1, "server: listen(3, 5)");
    walk_command(walk, -1, "client: socket(AF_INET, SOCK_DGRAM, 0)");
    walk_command(walk, -1, "server: close(3)");
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        static const char *const calls[] = {"bind(3", "close(3)", "listen(3",
                                            "socket(", "killed SIGINT"};

        for (size_t k = 0; k < sizeof calls / sizeof *calls; k++) {
            int row = row_in(walk, 0, widths[i], calls[k]);

            assert_true(row > 0);
            assert_int_equal(row, row_in(walk, 1, widths[i], calls[k]));
        }
        /* Where a lane has no such call stands a sign for that. */
        int row = row_in(walk, 1, widths[i], "getsockname(");
        assert_true(row > 0);
        row_in(walk, 0, widths[i], "bind(");
        assert_non_null(strstr(drawing_row(row), "\xe2\x80\x93"));
    }
}

/* Another line in the same place is the same call. */
static void lays_what_stands_for_it_beside_a_call(void **state)
{
    struct walk walk;

    (void)state;
    walk_open(&walk, walk_reuseaddr,
              "Prose.\n\n```lab\n"
              "[reuseaddr=off] server: socket(AF_INET, SOCK_STREAM, 0)\n"
              "[reuseaddr=on] server: signal(SIGPIPE, SIG_IGN)\n"
              "[reuseaddr=on] server: socket(AF_INET, SOCK_DGRAM, 0)\n"
              "server: close(3)\n```\n\nEnd.\n");
    walk_steps(&walk, 1);
    assert_true(row_in(&walk, 0, 38, "socket(") > 0);
    assert_int_equal(row_in(&walk, 0, 38, "socket("),
                     row_in(&walk, 1, 38, "socket("));
    assert_int_equal(row_in(&walk, 0, 38, "close("),
                     row_in(&walk, 1, 38, "close("));
    walk_close(&walk);
}

/* With too little room both show the same calls. */
static void scrolls_lanes_as_one(void **state)
{
    struct walk *walk = *state;
    struct pane panes[2];

    walk_steps(walk, 5);
    walk_command(walk, 1, "server: listen(3, 5)");
    for (int below = 0; below < 8; below++) {
        for (int lane = 0; lane < 2; lane++)
            panes[lane] = draw(walk, lane, 7, below);
        assert_int_equal(panes[0].top, panes[1].top);
        assert_int_equal(panes[0].rows, panes[1].rows);
        assert_int_equal(panes[0].height, panes[1].height);
    }
}

/* The last row with such a call; "" for none. */
static const char *last_row(const char *call)
{
    for (int y = LINES - 1; y >= 0; y--)
        if (strstr(drawing_row(y), call))
            return drawing_row(y);
    return "";
}

static void assert_ends(const char *row, const char *result)
{
    size_t len = strlen(row), end = strlen(result);

    if (len < end || strcmp(row + len - end, result) != 0)
        fail_msg("\"%s\" does not end with \"%s\"", row, result);
}

/* Whatever comes, results end at one column. */
static void keeps_results_in_their_column(void **state)
{
    struct walk *walk = *state;

    for (int step = 1; step <= 5; step++) {
        walk_steps(walk, 1);
        for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
            row_in(walk, 0, widths[i], "");
            assert_int_equal(glyph_columns(last_row("socket(")),
                             calls_row_edge(widths[i]));
            if (step < 5)
                assert_int_equal(glyph_columns(last_row("listen(3")),
                                 calls_row_edge(widths[i]));
            else
                assert_ends(last_row("bind(3"),
                            widths[i] < 38 ? " EADDRINUSE" : " -1 EADDRINUSE");
        }
    }
}

/* bind() that failed and bind() that did not are written alike. */
static void writes_a_call_alike_beside_any_result(void **state)
{
    walk_steps(*state, 5);
    for (int lane = 0; lane < 2; lane++) {
        draw(*state, lane, 20, 0);
        assert_shows("bind(3, 0.0.0.0:12000) ");
        assert_lacks("*:");
    }
}

/* ---- one that is selected ---- */

static struct pane selecting(void)
{
    return (struct pane){.newest = true, .selects = true, .cursor = true};
}

static void selects_a_call(void **state)
{
    struct walk *walk = *state;
    struct pane pane = selecting();
    struct calls_view view = view_of(walk, 0);
    struct area area = area_columns(drawing_begin(12, 80), 0, 38);

    walk_steps(walk, 1);
    draw_pane(walk, 0, area, &pane);
    assert_null(calls_selected(&view, &pane));
    pane_key(&pane, SCREEN_KEY_UP, 1);
    assert_string_equal(calls_selected(&view, &pane)->call.name, "accept");
    pane_key(&pane, SCREEN_KEY_UP, 1);
    assert_string_equal(calls_selected(&view, &pane)->call.name, "listen");
    draw_pane(walk, 0, area, &pane);
    int y = row_of("listen(");
    assert_int_equal(mvinch(y, 2) & A_ATTRIBUTES,
                     (chtype)theme_attr(ROLE_SELECTED) & A_ATTRIBUTES);
    y = row_of("accept(");
    assert_int_not_equal(mvinch(y, 2) & A_ATTRIBUTES,
                         (chtype)theme_attr(ROLE_SELECTED) & A_ATTRIBUTES);
}

/* However far it goes, what is selected is in sight. */
static void keeps_the_selected_call_in_view(void **state)
{
    struct walk *walk = *state;
    struct pane pane = selecting();
    struct calls_view view = view_of(walk, 0);

    walk_steps(walk, 5);
    for (int i = 0; i < 40; i++) {
        struct area area = area_columns(drawing_begin(6, 80), 0, 38);

        draw_pane(walk, 0, area, &pane);
        const struct event *event = calls_selected(&view, &pane);
        if (event && event->kind == EVENT_CALL) {
            char text[64];

            snprintf(text, sizeof text, "%s(", event->call.name);
            assert_shows(text);
        }
        pane_key(&pane, i < 20 ? SCREEN_KEY_UP : SCREEN_KEY_DOWN, 1);
    }
}

/* ---- calls as text ---- */

static void assert_call(const char *name, const char *args, int columns,
                        const char *expected)
{
    char text[256];

    call_text(name, args, columns, text, sizeof text);
    assert_string_equal(text, expected);
}

static void shows_handlers_that_ran(void **state)
{
    walk_command(*state, -1, "server: sigaction(SIGUSR1, handler)");
    walk_command(*state, -1, "server: SIGUSR1");
    walk_command(*state, -1, "server: handler ran SIGUSR1");
    draw(*state, 0, 12, 0);
    assert_shows("sigaction(SIGUSR1, handler)");
    assert_shows("handler ran SIGUSR1");
}

static void leaves_whole_arguments_out(void **state)
{
    (void)state;
    assert_call("bind", "3, 0.0.0.0:12000", 22, "bind(3, 0.0.0.0:12000)");
    assert_call("socket", "AF_INET, SOCK_STREAM, 0", 22, "socket(AF_INET, …)");
    assert_call("socket", "AF_INET, SOCK_STREAM, 0", 9, "socket(…)");
}

static void keeps_the_value_of_an_option(void **state)
{
    const char *args = "3, SOL_SOCKET, SO_REUSEADDR, 1";

    (void)state;
    assert_call("setsockopt", args, 31, "setsockopt(3, …SO_REUSEADDR, 1)");
    assert_call("setsockopt", args, 30, "setsockopt(…, SO_REUSEADDR, 1)");
    assert_call("setsockopt", args, 22, "setsockopt(3, …, 1)");
    assert_call("setsockopt", args, 17, "setsockopt(…, 1)");
    assert_call("setsockopt", "3, SOL_SOCKET, SO_LINGER, {1, 0}", 24,
                "setsockopt(3, …, {1, 0})");
}

static void cuts_a_string_inside(void **state)
{
    (void)state;
    assert_call("send", "3, \"a long, long text\", 17, 0", 20,
                "send(3, \"a long, l…)");
    assert_call("send", "3, \"x\\\"y\", 3, 0", 18, "send(3, \"x\\\"y\", …)");
}

int main(void)
{
#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, walk_setup, walk_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(says_that_nobody_runs),
        LAB_TEST(shows_calls_with_results),
        LAB_TEST(marks_the_newest_call_only),
        LAB_TEST(shows_a_returned_call_once),
        LAB_TEST(says_how_a_process_ended),
        LAB_TEST(says_that_a_call_never_returns),
        LAB_TEST(explains_the_errno_in_its_lane_alone),
        LAB_TEST(marks_differences_alone),
        LAB_TEST(keeps_the_newest_when_short_of_room),
        LAB_TEST(folds_idle_actors_when_short_of_room),
        LAB_TEST(cuts_no_name_in_a_narrow_column),
        LAB_TEST(scrolls_back),
        LAB_TEST(keeps_to_one_host),
        LAB_TEST(counts_rows_up_to_a_limit),
        LAB_TEST(keeps_calls_where_they_were_made),
        LAB_TEST(marks_what_was_called_last),
        LAB_TEST(dims_what_is_over),
        LAB_TEST(shows_handlers_that_ran),
        LAB_TEST(has_the_same_call_on_the_same_row),
        cmocka_unit_test(lays_what_stands_for_it_beside_a_call),
        LAB_TEST(scrolls_lanes_as_one),
        LAB_TEST(keeps_results_in_their_column),
        LAB_TEST(writes_a_call_alike_beside_any_result),
        LAB_TEST(selects_a_call),
        LAB_TEST(keeps_the_selected_call_in_view),
        cmocka_unit_test(leaves_whole_arguments_out),
        cmocka_unit_test(keeps_the_value_of_an_option),
        cmocka_unit_test(cuts_a_string_inside),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
