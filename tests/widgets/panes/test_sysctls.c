/*
 * test_sysctls.c - what was set on a host, and in which world otherwise.
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
#include "widgets/panes/sockets.h"
#include "widgets/panes/sysctls.h"
#include "widgets/screen/theme.h"

static const char toggles[] = "toggles:\n"
                              "  - name: timeout\n"
                              "    label: tcp_fin_timeout\n"
                              "    values: [30, 40]\n"
                              "  - name: other\n"
                              "    label: other\n"
                              "    values: [1, 2]\n"
                              "compare: timeout\n";
static const char body[] =
    "Prose.\n\n```lab\n"
    "server$ sysctl net.ipv4.tcp_syn_retries=3\n"
    "server$ sysctl net.ipv4.tcp_fin_timeout=$timeout\n"
    "client$ sysctl net.ipv4.tcp_synack_retries=$other\n\n"
    "server$ sysctl net.ipv4.tcp_syn_retries=4\n"
    "server$ sysctl -n net.ipv4.tcp_keepalive_time = 7200\n"
    "server$ sysctl no net.ipv4.tcp_tw_recycle\n"
    "```\n";

static int setup(void **state)
{
    struct walk *walk = calloc(1, sizeof *walk);

    *state = walk;
    if (walk)
        walk_open(walk, toggles, body);
    return walk ? 0 : -1;
}

static int teardown(void **state)
{
    walk_close(*state);
    free(*state);
    return 0;
}

/* first is the same in both lanes, differs is not; "" for none. */
static void assert_sysctls(struct walk *walk, int lane, enum host_id host,
                           const char *alike, const char *differs)
{
    char text[SYSCTLS_TEXT], expected[SYSCTLS_TEXT];

    /* Those that differ come first. */
    snprintf(expected, sizeof expected, "%s%s%s%s%s",
             *differs ? theme_sign(SIGN_DIFFERENT) : "", *differs ? " " : "",
             differs, *alike && *differs ? ", " : "", alike);
    assert_string_equal(sysctls_text(walk->runner, lane, host, text), expected);
}

static void lists_what_is_in_force(void **state)
{
    assert_sysctls(*state, 0, HOST_SERVER, "", "");
    walk_steps(*state, 1);
    assert_sysctls(*state, 0, HOST_SERVER, "tcp_syn_retries=3",
                   "tcp_fin_timeout=30");
    assert_sysctls(*state, 1, HOST_SERVER, "tcp_syn_retries=3",
                   "tcp_fin_timeout=40");
    assert_sysctls(*state, 1, HOST_CLIENT, "tcp_synack_retries=1", "");
}

/* Once each, with the last value; and lines that only look set nothing. */
static void takes_the_last_value(void **state)
{
    walk_steps(*state, 2);
    assert_sysctls(*state, 0, HOST_SERVER, "tcp_syn_retries=4",
                   "tcp_fin_timeout=30");
}

/* A toggle acts on what is set after it, and not on what has been set. */
static void keeps_what_was_set_before_a_toggle(void **state)
{
    struct walk *walk = *state;
    struct err err;

    walk_steps(walk, 1);
    for (int lane = 0; lane < 2; lane++)
        assert_int_equal(runner_toggle(walk->runner, lane, "other", "2", &err),
                         0);
    assert_sysctls(walk, 0, HOST_CLIENT, "tcp_synack_retries=1", "");
}

static void takes_what_was_typed(void **state)
{
    walk_command(*state, 1, "client$ sysctl net.ipv4.tcp_syn_retries=5");
    assert_sysctls(*state, 0, HOST_CLIENT, "", "");
    assert_sysctls(*state, 1, HOST_CLIENT, "", "tcp_syn_retries=5");
}

static void stands_below_the_sockets(void **state)
{
    struct walk *walk = *state;
    struct sockets_view view = {.lab = runner_lab(walk->runner, 0),
                                .host = HOST_SERVER,
                                .sysctls = "tcp_syn_retries=3"};
    struct pane pane = {0};

    sockets_draw(drawing_begin(4, 38), &view, &pane);
    assert_string_equal(drawing_row(0), "none");
    assert_string_equal(drawing_row(1), "sysctl tcp_syn_retries=3");
    assert_int_equal(sockets_rows(&view, 38), 2);
}

int main(void)
{
#define LAB_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(lists_what_is_in_force),
        LAB_TEST(takes_the_last_value),
        LAB_TEST(keeps_what_was_set_before_a_toggle),
        LAB_TEST(takes_what_was_typed),
        LAB_TEST(stands_below_the_sockets),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
