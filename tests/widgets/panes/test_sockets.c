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

#include "tests/support/drawing.h"
#include "tests/support/walk.h"
#include "tests/support/within.h"
#include "widgets/panes/sockets.h"

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
    assert_shows("\xe2\x96\xbc"
                 "1");
    draw(state, HOST_SERVER, 1, 38, 1);
    assert_shows("ESTAB");
    assert_lacks(theme_sign(SIGN_MORE_DOWN));
    draw(state, HOST_SERVER, 1, 38, 99);
    assert_shows("ESTAB");
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
    draw(state, HOST_SERVER, 6, 36, 0);
    assert_shows("127.0.0.2:13000 bound only");
    draw(state, HOST_SERVER, 6, 30, 0);
    assert_shows(" :13000 bound only");
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
        LAB_TEST(marks_what_the_other_world_lacks),
        LAB_TEST(marks_other_ports_but_those_that_are_picked),
        LAB_TEST(marks_another_state),
        LAB_TEST(marks_queues_where_they_show),
        LAB_TEST(tells_udp_by_its_command),
        LAB_TEST(shows_a_socket_that_is_only_bound),
        LAB_TEST(keeps_the_address_of_what_has_no_peer),
        LAB_TEST(survives_every_width),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
