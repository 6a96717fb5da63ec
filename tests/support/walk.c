/*
 * walk.c - lessons made of a few lines, for panes to be tested with.
 */
#include "tests/support/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char walk_reuseaddr[] = "toggles:\n"
                              "  - name: reuseaddr\n"
                              "    label: SO_REUSEADDR\n"
                              "    values: [off, on]\n"
                              "compare: reuseaddr\n";

const char walk_time_wait[] =
    "First prose.\n\n"
    "```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuseaddr) = 0\n"
    "server: bind(3, 0.0.0.0:12000) = 0\n"
    "server: listen(3, 5) = 0\n"
    "server: accept(3, _) = ...\n\n"
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "client: connect(3, 10.0.0.1:12000) = 0\n"
    "server: = 4\n\n"
    "server: SIGINT\n"
    "server: killed SIGINT\n"
    "client: close(3) = 0\n"
    "server$ ss TIME-WAIT *:12000 10.0.0.2:*\n"
    "```\n\n"
    "Second prose.\n\n"
    "```predict\n"
    "server: bind\n"
    "What does bind() return?\n\n"
    "0: Free it is.\n"
    "-1 EADDRINUSE: Busy it is.\n"
    "```\n\n"
    "```lab\n"
    "server: start\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuseaddr) = 0\n"
    "server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE if reuseaddr=off, 0\n"
    "```\n\n"
    "Last prose.\n";

void walk_open(struct walk *walk, const char *toggles, const char *body)
{
    struct runner_options options = {.isolation = ISOLATION_AUTO};
    struct err err = {.text = ""};
    char text[8192];

    snprintf(text, sizeof text,
             "---\ntitle: A walk\nchapter: Tests\nsummary: One sentence.\n"
             "minutes: 1\n%s---\n\n%s",
             toggles, body);
    walk->lesson = lesson_parse("walk.md", text, strlen(text), &err);
    if (!walk->lesson)
        fail_msg("%s", err.text);
    walk->runner = runner_open(walk->lesson, &options, &err);
    if (!walk->runner)
        fail_msg("%s", err.text);
}

void walk_close(struct walk *walk)
{
    runner_close(walk->runner);
    lesson_free(walk->lesson);
    memset(walk, 0, sizeof *walk);
}

int walk_setup(void **state)
{
    struct walk *walk = calloc(1, sizeof(*walk));

    if (!walk)
        return -1;
    *state = walk;
    walk_open(walk, walk_reuseaddr, walk_time_wait);
    return 0;
}

int walk_teardown(void **state)
{
    walk_close(*state);
    free(*state);
    return 0;
}

void walk_steps(struct walk *walk, int n)
{
    for (; n > 0; n--) {
        runner_advance(walk->runner, false);
        runner_finish(walk->runner);
    }
}

void walk_command(struct walk *walk, int lane, const char *line)
{
    struct err err = {.text = ""};

    if (runner_command(walk->runner, lane, line, &err) < 0)
        fail_msg("%s: %s", line, err.text);
    runner_finish(walk->runner);
}
