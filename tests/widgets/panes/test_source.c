/*
 * test_source.c - the running line of a C program, found from a log.
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
#include "widgets/panes/source.h"

static char server_code[] = "int main(void)\n"
                            "{\n"
                            "    int fd = socket(AF_INET, SOCK_STREAM, 0);\n"
                            "    bind(fd, here, sizeof here);\n"
                            "    close(fd);\n"
                            "    accept(fd, NULL, NULL);\n"
                            "    close(fd);\n"
                            "}\n";
static char client_code[] =
    "int main(void)\n{\n    connect(fd, there, n);\n}\n";

struct fixture {
    struct lesson lesson;
    struct log *log;
    struct source source;
};

static int setup(void **state)
{
    static struct fixture fixture;

    memset(&fixture, 0, sizeof fixture);
    fixture.lesson.n_programs = 2;
    fixture.lesson.programs[0] =
        (struct program){.actor = "server", .code = server_code};
    fixture.lesson.programs[1] =
        (struct program){.actor = "client", .code = client_code};
    fixture.log = log_open();
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    log_close(fixture->log);
    return 0;
}

static void add_call(struct fixture *fixture, const char *actor,
                     const char *name, bool returned, bool was_blocked)
{
    struct event event = {.kind = EVENT_CALL,
                          .call = {.name = name,
                                   .args = strdup(""),
                                   .returned = returned,
                                   .was_blocked = was_blocked}};

    snprintf(event.call.actor, CALL_NAME, "%s", actor);
    log_append(fixture->log, &event);
}

static void add_start(struct fixture *fixture, const char *actor)
{
    struct event event = {.kind = EVENT_PROCESS};

    snprintf(event.process.actor, CALL_NAME, "%s", actor);
    log_append(fixture->log, &event);
}

/* scroll: to there; 0: the page is the one of the running line. */
static void draw(struct fixture *fixture, int rows, int scroll)
{
    struct pane pane = {.held = scroll != 0, .top = scroll};

    source_update(&fixture->source, &fixture->lesson, fixture->log);
    source_draw(drawing_begin(rows, 60), &fixture->source, &fixture->lesson, "",
                &pane);
}

static void marks_the_running_line(void **state)
{
    add_call(*state, "server", "bind", true, false);
    draw(*state, 12, 0);
    assert_non_null(strstr(drawing_row(0), "server.c"));
    assert_int_equal(rows_with(theme_sign(SIGN_CURRENT)), 1);
    assert_shows("\xe2\x96\xb6     bind(fd, here, sizeof here);");
}

static void goes_on_behind_the_last_call(void **state)
{
    add_call(*state, "server", "accept", true, false);
    add_call(*state, "server", "close", true, false);
    draw(*state, 12, 0);
    assert_non_null(strstr(drawing_row(7), theme_sign(SIGN_CURRENT)));
}

static void says_that_it_blocks(void **state)
{
    add_call(*state, "server", "accept", false, false);
    draw(*state, 12, 0);
    assert_shows("accept(fd, NULL, NULL); (blocks)");
    add_call(*state, "server", "accept", true, true);
    draw(*state, 12, 0);
    assert_lacks("(blocks)");
    assert_shows("\xe2\x96\xb6     accept(");
}

static void follows_the_actor_that_runs(void **state)
{
    add_call(*state, "server", "bind", true, false);
    add_call(*state, "client", "connect", true, false);
    draw(*state, 12, 0);
    assert_shows("client.c");
    assert_shows("\xe2\x96\xb6     connect(");
    add_call(*state, "nobody", "bind", true, false);
    draw(*state, 12, 0);
    assert_shows("client.c");
}

static void begins_again_with_a_new_process(void **state)
{
    add_call(*state, "server", "accept", true, false);
    add_call(*state, "server", "close", true, false);
    add_start(*state, "server");
    draw(*state, 12, 0);
    assert_int_equal(rows_with(theme_sign(SIGN_CURRENT)), 0);
    add_call(*state, "server", "close", true, false);
    draw(*state, 12, 0);
    assert_non_null(strstr(drawing_row(5), theme_sign(SIGN_CURRENT)));
}

static void keeps_its_place_over_unknown_calls(void **state)
{
    add_call(*state, "server", "bind", true, false);
    add_call(*state, "server", "poll", true, false);
    draw(*state, 12, 0);
    assert_shows("\xe2\x96\xb6     bind(");
}

static void shows_the_page_of_the_running_line(void **state)
{
    add_call(*state, "server", "accept", true, false);
    draw(*state, 4, 0);
    assert_shows("accept(fd");
    assert_lacks("int main");
    draw(*state, 4, -99);
    assert_shows("int main");
}

/* Whatever the width: on a screen of 200 columns the longest lines are wider.
 */
static void cuts_no_line(void **state)
{
    struct fixture *fixture = *state;
    struct pane pane = {0};

    add_call(fixture, "server", "accept", false, false);
    source_update(&fixture->source, &fixture->lesson, fixture->log);
    source_draw(drawing_begin(14, 24), &fixture->source, &fixture->lesson, "",
                &pane);
    assert_lacks(theme_sign(SIGN_ELLIPSIS));
    assert_shows("\xe2\x96\xb6     accept(fd, NULL,");
    assert_shows("NULL);");
    assert_shows("(blocks)");
}

static void draws_nothing_without_programs(void **state)
{
    struct fixture *fixture = *state;

    fixture->lesson.n_programs = 0;
    draw(fixture, 5, 0);
    assert_string_equal(drawing_row(0), "");
}

int main(void)
{
#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        LOG_TEST(marks_the_running_line),
        LOG_TEST(goes_on_behind_the_last_call),
        LOG_TEST(says_that_it_blocks),
        LOG_TEST(follows_the_actor_that_runs),
        LOG_TEST(begins_again_with_a_new_process),
        LOG_TEST(keeps_its_place_over_unknown_calls),
        LOG_TEST(shows_the_page_of_the_running_line),
        LOG_TEST(cuts_no_line),
        LOG_TEST(draws_nothing_without_programs),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
