/*
 * test_signs.c - what panes offer to be explained: the signs and columns that
 * they show, and no others; and what a selected row is about.
 */
#include <errno.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/drawing.h"
#include "tests/support/walk.h"
#include "widgets/ladder/ladder.h"
#include "widgets/panes/calls.h"
#include "widgets/panes/sockets.h"
#include "widgets/panes/subject.h"
#include "widgets/view/legend.h"

/* Whether the legend explains the mark. */
static bool explains(const struct legend *legend, const char *mark)
{
    for (int i = 0; i < legend->n; i++)
        if (!strcmp(legend_mark(&legend->signs[i]), mark))
            return true;
    return false;
}

static struct legend of_calls(struct walk *walk, int lane)
{
    struct calls_view view = {.lab = runner_lab(walk->runner, lane),
                              .host = HOSTS,
                              .lanes = runner_lanes(walk->runner)};
    struct area area = drawing_begin(20, 38);
    struct difference twin = {0};
    struct legend legend = {0};
    struct pane pane = {0};

    for (int i = 0; i < view.lanes; i++)
        view.beside[view.n_beside++] = runner_lab(walk->runner, i);
    difference_update(&twin, walk->runner);
    view.twin = &twin;
    calls_draw(area, view, &pane);
    difference_free(&twin);
    legend_add(&legend, area, calls_signs);
    return legend;
}

static struct legend of_sockets(struct walk *walk, int columns, unsigned asked)
{
    struct sockets_view view = {.lab = runner_lab(walk->runner, 0),
                                .host = HOST_SERVER,
                                .columns = asked};
    struct area area = drawing_begin(12, columns);
    struct legend legend = {0};
    struct pane pane = {0};

    sockets_draw(area, &view, &pane);
    legend_add(&legend, area, sockets_signs);
    return legend;
}

static void explains_what_calls_show(void **state)
{
    struct legend legend;

    walk_steps(*state, 1);
    legend = of_calls(*state, 0);
    assert_true(explains(&legend, theme_sign(SIGN_CURRENT)));
    assert_true(explains(&legend, theme_sign(SIGN_DIFFERENT)));
    assert_true(explains(&legend, "..."));
    assert_false(explains(&legend, "\xe2\x80\x93"));
    assert_false(explains(&legend, "-1"));
    walk_command(*state, 1, "client: socket(AF_INET, SOCK_STREAM, 0)");
    legend = of_calls(*state, 0);
    assert_true(explains(&legend, "\xe2\x80\x93"));
}

static void explains_what_sockets_show(void **state)
{
    struct legend legend;

    walk_steps(*state, 3);
    legend = of_sockets(*state, 36, 0);
    assert_int_equal(legend.n, 0);
    legend = of_sockets(*state, 36, SHOW_QUEUES | SHOW_OWNER);
    assert_true(explains(&legend, "Recv-Q"));
    assert_true(explains(&legend, "Send-Q"));
    assert_true(explains(&legend, "no process"));
    assert_false(explains(&legend, "bound only"));
    assert_false(explains(&legend, "Peer"));
    legend = of_sockets(*state, 98, 0);
    assert_true(explains(&legend, "Peer"));
    assert_true(explains(&legend, "timewait"));
    assert_false(explains(&legend, "keepalive"));
    /* A word is not found in a longer one. */
    assert_false(explains(&legend, "on"));
    walk_command(*state, 0, "b@server: socket(AF_INET, SOCK_STREAM, 0)");
    walk_command(*state, 0, "b: bind(3, 0.0.0.0:13000)");
    legend = of_sockets(*state, 36, 0);
    assert_true(explains(&legend, "bound only"));
}

/* Where only ASCII is shown, marks are looked for as they are drawn. */
static void explains_what_ascii_stands_for(void **state)
{
    struct legend legend;

    walk_steps(*state, 1);
    theme_ascii(true);
    legend = of_sockets(*state, 36, 0);
    assert_shows("LISTEN<-");
    theme_ascii(false);
    assert_true(explains(&legend, SOCKETS_WAITED));
}

static void explains_what_the_ladder_shows(void **state)
{
    struct walk *walk = *state;
    struct ladder ladder = {0};
    struct legend legend = {0};
    struct area area = drawing_begin(30, 80);

    walk_steps(walk, 2);
    if (lab_cannot(runner_lab(walk->runner, 0), NEED_WIRE))
        skip();
    ladder_draw(area, runner_lab(walk->runner, 0), &ladder);
    legend_add(&legend, area, ladder_signs);
    assert_true(explains(&legend, "[S]"));
    assert_true(explains(&legend, "[S.]"));
    assert_true(explains(&legend, "\xe2\x96\xb6"));
    assert_true(explains(&legend, "ack"));
    assert_false(explains(&legend, "[F.]"));
    assert_false(explains(&legend, "dropped"));
}

/* ---- what a row is about ---- */

static void is_about(const struct event *event, const char *name)
{
    char out[SUBJECT];
    const char *subject = subject_event(event, out);

    assert_non_null(subject);
    assert_string_equal(subject, name);
}

static void knows_what_a_row_is_about(void **state)
{
    char args[] = "3, SOL_SOCKET, SO_REUSEADDR, 1", any[] = "3, 0.0.0.0:80";
    struct event event = {.kind = EVENT_CALL,
                          .call = {.name = "setsockopt", .returned = true}};
    struct sock sock = {.state = STATE_TIME_WAIT};
    struct packet_event packet = {.proto = IPPROTO_TCP, .flags = "S."};
    char out[SUBJECT];

    (void)state;
    event.call.args = args;
    is_about(&event, "SO_REUSEADDR");
    event.call.err = EACCES;
    is_about(&event, "EACCES");
    event.call = (struct call_event){.name = "bind", .args = any};
    is_about(&event, "bind");
    event = (struct event){.kind = EVENT_PROCESS,
                           .process = {.what = PROCESS_KILLED, .status = 9}};
    is_about(&event, "SIGKILL");
    assert_null(subject_event(NULL, out));
    assert_string_equal(subject_socket(&sock, out), "TIME-WAIT");
    assert_null(subject_socket(NULL, out));
    assert_string_equal(subject_packet(&packet, out), "[S.]");
    assert_null(subject_packet(NULL, out));
}

int main(void)
{
#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, walk_setup, walk_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(explains_what_calls_show),
        LAB_TEST(explains_what_sockets_show),
        LAB_TEST(explains_what_ascii_stands_for),
        LAB_TEST(explains_what_the_ladder_shows),
        cmocka_unit_test(knows_what_a_row_is_about),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
