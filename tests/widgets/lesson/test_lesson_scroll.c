/*
 * test_lesson_scroll.c - the panes of a lesson that Tab chooses, scrolled: none
 * goes beyond its end, so that one key is enough to come back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"

static void press(struct hands *hands, int key, int times)
{
    for (int i = 0; i < times; i++)
        hands_press(hands, key);
}

/*
 * A step of the given number of lines; of each, %d is its number from 3 on, as
 * the descriptors are.
 */
static void open_lines(struct hands *hands, const char *line, int n)
{
    char body[4096] = "Prose.\n\n```lab\n"
                      "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n";

    for (int i = 0; i < n; i++) {
        size_t len = strlen(body);

        snprintf(body + len, sizeof body - len, line, 4 + i);
    }
    strcat(body, "```\n");
    hands_open(hands, "", body);
    hands_press(hands, ' ');
}

/* Whatever the names beside them take, each call comes by. */
static void the_calls_end_with_the_oldest(void **state)
{
    struct hands *hands = *state;

    open_lines(hands, "server: dup(3) = %d\n", 30);
    press(hands, '\t', 2); /* the prose, the calls */
    assert_lacks("socket(AF_INET");
    press(hands, SCREEN_KEY_UP, 60);
    assert_shows("socket(AF_INET");
    assert_lacks(" 33");
    press(hands, SCREEN_KEY_PAGE_DOWN, 1);
    assert_lacks("socket(AF_INET");
    press(hands, SCREEN_KEY_PAGE_DOWN, 10);
    assert_shows(" 33");
    press(hands, SCREEN_KEY_UP, 1);
    assert_lacks(" 33");
    assert_shows(" 32");
}

static void a_page_of_calls_leaves_none_out(void **state)
{
    struct hands *hands = *state;
    bool seen[34] = {false};

    open_lines(hands, "server: dup(3) = %d\n", 30);
    press(hands, '\t', 2);
    for (int page = 0; page < 12; page++) {
        for (int i = 4; i < 34; i++) {
            for (int y = 0; y < hands->rows && !seen[i]; y++) {
                const char *call = strstr(drawing_row(y), "dup(3)");
                int result;

                seen[i] = call && sscanf(call, "dup(3) %d", &result) == 1 &&
                          result == i;
            }
        }
        press(hands, SCREEN_KEY_PAGE_UP, 1);
    }
    for (int i = 4; i < 34; i++)
        assert_true(seen[i]);
}

static void the_sockets_end_with_the_last(void **state)
{
    struct hands *hands = *state;

    open_lines(hands,
               "server: socket(AF_INET, SOCK_STREAM, 0) = %1$d\n"
               "server: listen(%1$d, 5) = 0\n",
               12);
    press(hands, '\t', 3); /* the prose, the calls, the sockets */
    int shown = rows_with("LISTEN");
    assert_true(shown < 12);
    press(hands, SCREEN_KEY_DOWN, 30);
    assert_int_equal(rows_with("LISTEN"), shown);
    press(hands, SCREEN_KEY_UP, 1);
    assert_shows(theme_sign(SIGN_MORE_DOWN));
}

/* What the whole screen has no room for can be read all the same. */
static void what_is_explained_scrolls(void **state)
{
    struct hands *hands = *state;

    open_lines(hands, "server: dup(3) = 9%02d\n", 20);
    assert_shows("expected 904");
    assert_lacks("expected 923");
    press(hands, SCREEN_KEY_DOWN, 60);
    assert_shows("expected 923");
    assert_lacks("expected 904");
    press(hands, SCREEN_KEY_UP, 60);
    assert_shows("expected 904");
    /* A step begins with its own beginning. */
    press(hands, SCREEN_KEY_DOWN, 60);
    hands_type(hands, "R ");
    assert_shows("expected 904");
}

int main(void)
{
#define LESSON(name)                                                           \
    cmocka_unit_test_setup_teardown(name, hands_setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        LESSON(the_calls_end_with_the_oldest),
        LESSON(a_page_of_calls_leaves_none_out),
        LESSON(the_sockets_end_with_the_last),
        LESSON(what_is_explained_scrolls),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
