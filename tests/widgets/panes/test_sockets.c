/*
 * test_sockets.c - a host's sockets in columns of every width.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <curses.h>

#include "tests/support/drawing.h"
#include "tests/support/walk.h"
#include "tests/support/within.h"
#include "widgets/panes/sockets.h"
#include "widgets/screen/area_find.h"

static struct lab *lab_of(void **state)
{
    struct walk *walk = *state;

    return runner_lab(walk->runner, 0);
}

static void draw(void **state, enum host_id host, int rows, int columns,
                 int top)
{
    struct sockets_view view = {.lab = lab_of(state), .host = host};
    struct pane pane = {.top = top};

    sockets_draw(area_columns(drawing_begin(rows, 200), 0, columns), &view,
                 &pane);
}

static int rows_of(void **state, int columns)
{
    struct sockets_view view = {.lab = lab_of(state), .host = HOST_SERVER};

    return sockets_rows(&view, columns);
}

static void says_none(void **state)
{
    draw(state, HOST_SERVER, 3, 38, 0);
    assert_string_equal(drawing_row(0), "none");
    assert_int_equal(rows_of(state, 38), 1);
    assert_true(sockets_timeout(lab_of(state)) < 0);
}

static void lists_states_and_peers(void **state)
{
    walk_steps(*state, 2);
    draw(state, HOST_SERVER, 5, 38, 0);
    assert_int_equal(rows_with("LISTEN"), 1);
    assert_int_equal(rows_with("ESTAB"), 1);
    draw(state, HOST_CLIENT, 5, 38, 0);
    assert_int_equal(rows_with("ESTAB"), 1);
    assert_lacks("LISTEN");
}

static void counts_time_wait_down(void **state)
{
    walk_steps(*state, 3);
    draw(state, HOST_SERVER, 3, 38, 0);
    assert_non_null(strstr(drawing_row(0), "TIME-WAIT"));
    assert_true(strstr(drawing_text(), " 60s") ||
                strstr(drawing_text(), " 59s"));
    int64_t wait = sockets_timeout(lab_of(state));
    assert_within(wait, 1, 1500000001);
}

static void shows_all_of_ss_in_a_wide_column(void **state)
{
    walk_steps(*state, 3);
    draw(state, HOST_SERVER, 3, 100, 0);
    assert_non_null(strstr(drawing_row(0), "Recv-Q Send-Q"));
    assert_shows("timewait ");
    assert_shows("no process");
    assert_int_equal(rows_of(state, 100), 2);
}

static void says_how_many_more_there_are(void **state)
{
    walk_steps(*state, 2);
    draw(state, HOST_SERVER, 1, 38, 0);
    assert_shows("LISTEN");
    assert_shows(" 1\xe2\x96\xbc");
    draw(state, HOST_SERVER, 1, 38, 1);
    assert_shows("ESTAB");
    assert_lacks(theme_sign(SIGN_MORE_DOWN));
    draw(state, HOST_SERVER, 1, 38, 99);
    assert_shows("ESTAB");
}

/* They are asked for where lines are drawn: nothing may be drawn there. */
static void draws_nothing_to_name_what_is_scrolled_out(void **state)
{
    struct sockets_view view = {.lab = lab_of(state), .host = HOST_SERVER};
    struct pane pane = {0};
    char text[64];

    walk_steps(*state, 2);
    sockets_hidden(drawing_begin(4, 120), &view, &pane, 20, text, sizeof text);
    assert_lacks("State");
}

/* A state that some row shows is no news. */
static void names_the_states_that_are_scrolled_out(void **state)
{
    struct sockets_view view = {.lab = lab_of(state), .host = HOST_SERVER};
    struct area area = {.h = 1, .w = 38};
    struct pane pane = {0};
    char text[64];

    walk_steps(*state, 2);
    sockets_hidden(area, &view, &pane, 20, text, sizeof text);
    assert_string_equal(text, "\xe2\x96\xbc ESTAB");
    sockets_hidden(area, &view, &pane, 6, text, sizeof text);
    assert_string_equal(text, "");
    pane.top = 1;
    sockets_hidden(area, &view, &pane, 20, text, sizeof text);
    assert_string_equal(text, "\xe2\x96\xbc LISTEN");
    area.h = 2;
    pane.top = 0;
    sockets_hidden(area, &view, &pane, 20, text, sizeof text);
    assert_string_equal(text, "");
}

static void marks_what_the_other_world_lacks(void **state)
{
    struct walk *walk = *state;
    struct sockets_view view = {.lab = runner_lab(walk->runner, 0),
                                .host = HOST_SERVER,
                                .worlds = walk->runner};
    struct pane pane = {0};

    walk_steps(walk, 1);
    sockets_draw(drawing_begin(4, 38), &view, &pane);
    assert_lacks(theme_sign(SIGN_DIFFERENT));
    walk_command(walk, 1, "server: SIGKILL");
    sockets_draw(drawing_begin(4, 38), &view, &pane);
    assert_int_equal(rows_with(theme_sign(SIGN_DIFFERENT)), 1);
}

/* Rows of a lane's sockets that are marked. */
static int marks(struct walk *walk, int lane, enum host_id host, int columns)
{
    struct sockets_view view = {.lab = runner_lab(walk->runner, lane),
                                .host = host,
                                .worlds = walk->runner,
                                .lane = lane};
    struct pane pane = {0};

    sockets_draw(drawing_begin(6, columns), &view, &pane);
    return rows_with(theme_sign(SIGN_DIFFERENT));
}

/* Clients' ports are picked by chance; the listener's are not. */
static void marks_other_ports_but_those_that_are_picked(void **state)
{
    walk_steps(*state, 2);
    for (int lane = 0; lane < 2; lane++) {
        assert_int_equal(marks(*state, lane, HOST_SERVER, 38), 0);
        assert_int_equal(marks(*state, lane, HOST_CLIENT, 38), 0);
    }
    for (int lane = 0; lane < 2; lane++) {
        walk_command(*state, lane, "x@server: socket(AF_INET, SOCK_STREAM, 0)");
        walk_command(*state, lane,
                     lane ? "x: bind(3, 0.0.0.0:13000)"
                          : "x: bind(3, 0.0.0.0:13001)");
    }
    assert_int_equal(marks(*state, 0, HOST_SERVER, 38), 1);
    assert_int_equal(marks(*state, 1, HOST_SERVER, 38), 1);
}

/* A socket that is in another state is marked in both worlds. */
static void marks_another_state(void **state)
{
    walk_steps(*state, 2);
    walk_command(*state, 1, "server: close(4)");
    assert_int_equal(marks(*state, 0, HOST_SERVER, 38), 1);
    assert_int_equal(marks(*state, 1, HOST_SERVER, 38), 1);
    assert_int_equal(marks(*state, 0, HOST_CLIENT, 38), 1);
    assert_int_equal(marks(*state, 1, HOST_CLIENT, 38), 1);
}

/* Bytes that nobody has read differ where they are seen. */
static void marks_queues_where_they_show(void **state)
{
    walk_steps(*state, 2);
    walk_command(*state, 0, "client: send(3, \"hello\", 5, 0)");
    assert_int_equal(marks(*state, 0, HOST_SERVER, 38), 0);
    assert_int_equal(marks(*state, 0, HOST_SERVER, 80), 1);
    assert_int_equal(marks(*state, 1, HOST_SERVER, 80), 1);
}

static void tells_udp_by_its_command(void **state)
{
    struct walk *walk = *state;

    assert_string_equal(sockets_command(lab_of(state), HOST_SERVER),
                        "ss -tano");
    walk_command(walk, -1, "server: socket(AF_INET, SOCK_DGRAM, 0)");
    walk_command(walk, -1, "server: bind(3, 0.0.0.0:12001)");
    assert_string_equal(sockets_command(lab_of(state), HOST_SERVER),
                        "ss -tuano");
    draw(state, HOST_SERVER, 3, 38, 0);
    assert_shows("udp UNCONN");
}

static void shows_a_socket_that_is_only_bound(void **state)
{
    struct walk *walk = *state;

    walk_command(walk, -1, "server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(walk, -1, "server: bind(3, 0.0.0.0:12000)");
    draw(state, HOST_SERVER, 3, 38, 0);
    assert_shows("bound only");
}

/* Two on one port differ in their addresses alone. */
static void keeps_the_address_of_what_has_no_peer(void **state)
{
    walk_command(*state, 0, "other@server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(*state, 0, "other: bind(3, 127.0.0.2:13000)");
    draw(state, HOST_SERVER, 6, 38, 0);
    assert_shows("127.0.0.2:13000  bound only");
    draw(state, HOST_SERVER, 6, 30, 0);
    assert_shows("UNCONN     127.0.0.2:13000\n  bound only");
}

/* ---- columns ---- */

static const int widths[] = {26, 28, 36, 38, 56, 58, 76, 78, 96, 98};

enum { WIDTHS = sizeof widths / sizeof *widths, EVERYTHING = 0xf };

static void draw_asked(void **state, enum host_id host, int columns,
                       unsigned asked)
{
    struct sockets_view view = {
        .lab = lab_of(state), .host = host, .columns = asked};
    struct pane pane = {0};

    sockets_draw(area_columns(drawing_begin(30, 200), 0, columns), &view,
                 &pane);
}

/* Sockets of all kinds: bound, listening, connected, unread, in TIME-WAIT. */
static void make_many(struct walk *walk)
{
    walk_steps(walk, 3);
    walk_command(walk, 0, "a@server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(walk, 0, "a: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)");
    walk_command(walk, 0, "a: bind(3, 0.0.0.0:14000)");
    walk_command(walk, 0, "a: listen(3, 5)");
    walk_command(walk, 0, "b@server: socket(AF_INET6, SOCK_STREAM, 0)");
    walk_command(walk, 0, "b: bind(3, [::]:13000)");
    walk_command(walk, 0, "client: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(walk, 0, "client: connect(3, 10.0.0.1:14000)");
    walk_command(walk, 0, "client: send(3, \"hello\", 5, 0)");
    walk_command(walk, 0, "a: accept(3, _)");
}

/* Whatever is asked for, at any width, is there in full. */
static void cuts_no_row(void **state)
{
    make_many(*state);
    for (int i = 0; i < WIDTHS; i++)
        for (unsigned asked = 0; asked <= EVERYTHING; asked++) {
            draw_asked(state, HOST_SERVER, widths[i], asked);
            assert_lacks(theme_sign(SIGN_ELLIPSIS));
            assert_shows("TIME-WAIT");
            assert_shows("0.0.0.0:14000");
            assert_shows("[::]:13000");
            assert_shows("bound only");
            assert_lacks("*:");
            assert_true(rows_with("10.0.0.2:") >= 2);
            if (asked & SHOW_QUEUES)
                assert_shows(" 5");
            if (asked & SHOW_OWNER) {
                assert_shows("a fd 3");
                assert_shows("a fd 4");
                assert_shows("b fd 3");
                assert_shows("no process");
            }
            if (asked & SHOW_FLAGS)
                assert_shows("SO_REUSEADDR");
            if (asked & SHOW_TIMERS)
                assert_shows("timewait");
        }
}

/* A TIME-WAIT knows with which flags its socket was made. */
static void tells_the_flag_of_a_time_wait(void **state)
{
    struct walk *walk = *state;

    walk_steps(walk, 3);
    draw_asked(state, HOST_SERVER, 36, SHOW_FLAGS);
    assert_shows("  no SO_REUSEADDR");
    struct sockets_view view = {.lab = runner_lab(walk->runner, 1),
                                .host = HOST_SERVER,
                                .columns = SHOW_FLAGS};
    struct pane pane = {0};
    sockets_draw(drawing_begin(5, 36), &view, &pane);
    assert_shows("TIME-WAIT");
    assert_shows("\n  SO_REUSEADDR\n");
}

/* The column at which the text begins in the first row that has it. */
static int place_of(const char *text)
{
    int columns, x = -1;

    for (int y = 0; y < LINES && x < 0; y++)
        x = area_find(screen_area(), y, 0, text, &columns);
    return x;
}

/* Whatever sockets there are, each of their parts has its column. */
static void keeps_columns_from_step_to_step(void **state)
{
    struct walk *walk = *state;
    int peers[WIDTHS], locals[WIDTHS];

    walk_steps(walk, 2);
    for (int i = 2; i < WIDTHS; i++) {
        draw_asked(state, HOST_SERVER, widths[i], 0);
        peers[i] = place_of("10.0.0.2:");
        locals[i] = place_of("0.0.0.0:12000");
    }
    walk_steps(walk, 1);
    walk_command(walk, 0, "a@server: socket(AF_INET, SOCK_DGRAM, 0)");
    walk_command(walk, 0, "a: bind(3, 0.0.0.0:12000)");
    for (int i = 2; i < WIDTHS; i++) {
        draw_asked(state, HOST_SERVER, widths[i], 0);
        assert_shows("TIME-WAIT");
        assert_lacks("LISTEN");
        assert_int_equal(place_of("10.0.0.2:"), peers[i]);
        assert_int_equal(place_of("0.0.0.0:12000"), locals[i]);
    }
}

/* ---- one that is selected; one that is waited for ---- */

static void selects_a_socket(void **state)
{
    struct sockets_view view = {
        .lab = lab_of(state), .host = HOST_SERVER, .columns = SHOW_OWNER};
    struct pane pane = {.selects = true, .cursor = true};

    walk_steps(*state, 2);
    sockets_draw(drawing_begin(9, 36), &view, &pane);
    assert_null(sockets_selected(&view, 36, &pane));
    pane_key(&pane, SCREEN_KEY_DOWN, 1);
    assert_int_equal(sockets_selected(&view, 36, &pane)->state, STATE_LISTEN);
    pane_key(&pane, SCREEN_KEY_END, 1);
    assert_int_equal(sockets_selected(&view, 36, &pane)->state, STATE_ESTAB);
    sockets_draw(drawing_begin(9, 36), &view, &pane);
    assert_int_equal(mvinch(3, 2) & A_ATTRIBUTES,
                     (chtype)theme_attr(ROLE_SELECTED) & A_ATTRIBUTES);
}

/* The listener that accept() waits for, as long as it does. */
static void marks_what_a_call_waits_for(void **state)
{
    walk_steps(*state, 1);
    draw(state, HOST_SERVER, 4, 36, 0);
    assert_shows("LISTEN" SOCKETS_WAITED);
    walk_steps(*state, 1);
    draw(state, HOST_SERVER, 4, 36, 0);
    assert_lacks(SOCKETS_WAITED);
}

static void survives_every_width(void **state)
{
    walk_steps(*state, 2);
    for (int columns = 0; columns < 110; columns++)
        for (int rows = 0; rows < 4; rows++)
            draw(state, HOST_SERVER, rows ? rows : 1, columns, rows);
    draw(state, HOST_SERVER, 4, 38, 0);
    assert_shows("LISTEN");
}

int main(void)
{
#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, walk_setup, walk_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(says_none),
        LAB_TEST(lists_states_and_peers),
        LAB_TEST(counts_time_wait_down),
        LAB_TEST(shows_all_of_ss_in_a_wide_column),
        LAB_TEST(says_how_many_more_there_are),
        LAB_TEST(names_the_states_that_are_scrolled_out),
        LAB_TEST(draws_nothing_to_name_what_is_scrolled_out),
        LAB_TEST(marks_what_the_other_world_lacks),
        LAB_TEST(marks_other_ports_but_those_that_are_picked),
        LAB_TEST(marks_another_state),
        LAB_TEST(marks_queues_where_they_show),
        LAB_TEST(tells_udp_by_its_command),
        LAB_TEST(shows_a_socket_that_is_only_bound),
        LAB_TEST(keeps_the_address_of_what_has_no_peer),
        LAB_TEST(cuts_no_row),
        LAB_TEST(tells_the_flag_of_a_time_wait),
        LAB_TEST(keeps_columns_from_step_to_step),
        LAB_TEST(selects_a_socket),
        LAB_TEST(marks_what_a_call_waits_for),
        LAB_TEST(survives_every_width),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
