/*
 * hands.c - keys into the view, and the app's loop in small.
 */
#include "tests/support/hands.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/support/drawing.h"

static const int64_t second = 1000000000;

/* ---- driving the view as the app does ---- */

/* Wait for news, but no longer than most ns; -1: for as long as it takes. */
static void wait_most(struct view *view, int64_t most)
{
    struct pollfd fds[VIEW_FDS];
    int n = view_fds(view, fds);
    int64_t ns = view_timeout(view);

    if (most >= 0 && (ns < 0 || ns > most))
        ns = most;
    struct timespec wait = {ns / second, ns % second};
    ppoll(fds, (nfds_t)n, ns < 0 ? NULL : &wait, NULL);
}

void hands_wait(struct view *view)
{
    wait_most(view, -1);
}

void hands_settle(struct hands *hands)
{
    struct view *view = hands->view;

    view_pump(view);
    while (view_busy(view)) {
        hands_wait(view);
        view_pump(view);
    }
    view_draw(view, drawing_begin(hands->rows, hands->columns));
}

unsigned hands_press(struct hands *hands, int key)
{
    unsigned reply = view_key(hands->view, key);

    hands_settle(hands);
    return reply;
}

void hands_type(struct hands *hands, const char *keys)
{
    for (; *keys; keys++)
        hands_press(hands, *keys);
}

/* How often it is looked is bounded, not how long that takes here. */
void hands_see(struct hands *hands, const char *text)
{
    hands_settle(hands);
    for (int left = 6000; left > 0 && !strstr(drawing_text(), text); left--) {
        wait_most(hands->view, second / 100);
        hands_settle(hands);
    }
    assert_shows(text);
}

void hands_resize(struct hands *hands, int rows, int columns)
{
    hands->rows = rows;
    hands->columns = columns;
    hands_settle(hands);
}

/* ---- beginning and end ---- */

static struct lesson *read_lesson(const char *front, const char *body)
{
    struct err err = {.text = ""};
    char text[8192];

    snprintf(text, sizeof text,
             "---\nid: walk\ntitle: A walk\nchapter: Tests\n"
             "summary: One sentence.\nminutes: 1\n%s---\n\n%s",
             front, body);
    struct lesson *lesson = lesson_parse("walk.md", text, strlen(text), &err);
    if (!lesson)
        fail_msg("%s", err.text);
    return lesson;
}

/* The view goes before the lesson that it uses. */
static void close_lesson(struct hands *hands)
{
    if (hands->view)
        view_close(hands->view);
    lesson_free(hands->lesson);
    hands->view = NULL;
    hands->lesson = NULL;
}

void hands_open(struct hands *hands, const char *front, const char *body)
{
    close_lesson(hands);
    hands->lesson = front ? read_lesson(front, body) : NULL;
    hands->view = lesson_view(&hands->options, hands->lesson);
    assert_non_null(hands->view);
    hands_resize(hands, 23, 80);
}

int hands_setup(void **state)
{
    static struct hands hands;
    struct err err;

    memset(&hands, 0, sizeof hands);
    setenv("XDG_STATE_HOME", "/nonexistent/socket-lab-test", 1);
    hands.options.isolation = ISOLATION_AUTO;
    hands.options.progress = progress_open(&err);
    *state = &hands;
    return hands.options.progress ? 0 : -1;
}

int hands_teardown(void **state)
{
    struct hands *hands = *state;

    close_lesson(hands);
    progress_close(hands->options.progress);
    return 0;
}
