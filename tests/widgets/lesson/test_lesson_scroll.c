/*
 * test_lesson_scroll.c - the panes of a lesson that Tab chooses, scrolled and
 * searched. None goes beyond its end, so that one key is enough to come back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#define NCURSES_NOMACROS
#include <curses.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "widgets/screen/mouse.h"

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
    press(hands, SCREEN_KEY_PAGE_DOWN, 2);
    assert_lacks("socket(AF_INET");
    press(hands, SCREEN_KEY_PAGE_DOWN, 10);
    assert_shows(" 33");
    press(hands, SCREEN_KEY_UP, 8);
    assert_lacks(" 33");
    assert_shows(" 29");
}

/* The wheel scrolls what it is over; a click gives the arrow keys to it. */
static void the_mouse_scrolls_and_focuses(void **state)
{
    struct hands *hands = *state;

    open_lines(hands, "server: dup(3) = %d\n", 30);
    assert_shows(" 33");
    for (int i = 0; i < 30; i++) {
        drawing_click("dup(3)");
        mouse_happens(MOUSE_WHEEL_UP, mouse_last()->y, mouse_last()->x);
        hands_press(hands, SCREEN_KEY_MOUSE);
    }
    assert_shows("socket(AF_INET");
    press(hands, SCREEN_KEY_DOWN, 1);
    assert_shows("socket(AF_INET");
    drawing_click("dup(3)");
    hands_press(hands, SCREEN_KEY_MOUSE);
    press(hands, SCREEN_KEY_DOWN, 30);
    assert_shows(" 33");
    assert_lacks("socket(AF_INET");
}

static void wheel(struct hands *hands, const char *over, enum mouse_kind kind)
{
    drawing_click(over);
    mouse_happens(kind, mouse_last()->y, mouse_last()->x);
    hands_press(hands, SCREEN_KEY_MOUSE);
}

/* The ladder too, whether it has the frame to itself or stands below it. */
static void the_mouse_scrolls_the_wire(void **state)
{
    static const int sizes[][2] = {{23, 80}, {29, 120}};
    struct hands *hands = *state;

    for (int i = 0; i < 2; i++) {
        open_lines(hands, "server: dup(3) = %d\n", 30);
        hands_resize(hands, sizes[i][0], sizes[i][1]);
        if (i == 0)
            hands_press(hands, 'w');
        assert_lacks("SOCK_STREAM, 0) = 3");
        for (int k = 0; k < 30; k++)
            wheel(hands, "dup(3) = ", MOUSE_WHEEL_UP);
        assert_shows("SOCK_STREAM, 0) = 3");
    }
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
    int shown = rows_with("LISTEN  ");
    assert_true(shown < 12);
    press(hands, SCREEN_KEY_DOWN, 30);
    assert_int_equal(rows_with("LISTEN  "), shown);
    press(hands, SCREEN_KEY_UP, shown);
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

/* ---- searching ---- */

static void searches_the_prose(void **state)
{
    struct hands *hands = *state;
    char body[4096] = "";

    for (int i = 10; i < 60; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body),
                 "Paragraph %d.\n\n", i);
    hands_open(hands, "", body);
    assert_lacks("Paragraph 43.");
    hands_type(hands, "/paragraph 43");
    assert_shows("/paragraph 43");
    hands_press(hands, '\n');
    assert_shows("Paragraph 43.");
    assert_lacks("Paragraph 10.");
    hands_type(hands, "/1.\n"); /* that one shows */
    hands_type(hands, "n");
    assert_shows("Paragraph 51.");
    hands_type(hands, "N");
    assert_shows("Paragraph 41.");
    hands_type(hands, "NNNN");
    assert_shows("Paragraph 11.");
    assert_shows("No row further up has \"1.\".");
    hands_press(hands, SCREEN_KEY_DOWN);
    assert_lacks("No row");
}

static bool is_marked(const char *text)
{
    for (int y = 0; y < LINES; y++) {
        const char *found = strstr(drawing_row(y), text);
        int x =
            found ? glyph_columns(drawing_row(y)) - glyph_columns(found) : -1;

        if (found && (mvinch(y, x) & A_REVERSE))
            return true;
    }
    return false;
}

static void searches_the_calls(void **state)
{
    struct hands *hands = *state;

    open_lines(hands, "server: dup(3) = %d\n", 30);
    press(hands, '\t', 2);
    hands_type(hands, "/socket(af\n");
    assert_shows("socket(AF_INET");
    assert_true(is_marked("socket(AF_INET"));
    assert_lacks(" 33");
    hands_type(hands, "/no such call\n");
    assert_shows("No row further up has \"no such call\".");
    hands_type(hands, "/ 33\nN");
    assert_shows(" 33");
    /* A search that is left marks nothing, nor does a pane that is left. */
    hands_press(hands, '/');
    hands_press(hands, 0x1b);
    hands_press(hands, 0x1b);
    assert_false(is_marked(" 33"));
    assert_lacks("No row");
}

/* In whichever of the worlds it is. */
static void searches_every_lane(void **state)
{
    struct hands *hands = *state;
    char body[4096] = "Prose.\n\n```lab\n"
                      "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                      "[v=b] server: listen(3, 7) = 0\n";

    for (int i = 4; i < 30; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body),
                 "server: dup(3) = %d\n", i);
    strcat(body, "```\n");
    hands_open(hands,
               "toggles:\n  - name: v\n    label: Variant\n"
               "    values: [a, b]\ncompare: v\n",
               body);
    hands_press(hands, ' ');
    press(hands, '\t', 2);
    assert_lacks("listen(3, 7)");
    hands_type(hands, "/listen\n");
    assert_shows("listen(3, 7)");
    assert_true(is_marked("listen(3, 7)"));
    assert_lacks("No row");
}

static void searches_the_sockets(void **state)
{
    struct hands *hands = *state;

    open_lines(hands,
               "server: socket(AF_INET, SOCK_STREAM, 0) = %1$d\n"
               "server: bind(%1$d, 0.0.0.0:100%1$02d) = 0\n"
               "server: listen(%1$d, 5) = 0\n",
               12);
    press(hands, '\t', 3);
    int lists = rows_with(":10015"); /* its call stands above */
    hands_type(hands, "/:10015\n");
    assert_int_equal(rows_with(":10015"), lists + 1);
    hands_type(hands, "/:10004\n");
    assert_shows("No row further down");
    hands_type(hands, "N");
    assert_shows(":10004");
}

static void searches_the_wire(void **state)
{
    struct hands *hands = *state;

    open_lines(hands, "server: dup(3) = %d\n", 40);
    hands_press(hands, 'w');
    assert_lacks("socket(AF_INET");
    hands_type(hands, "/SOCKET\n");
    assert_shows("socket(AF_INET");
    assert_true(is_marked("socket(AF_INET"));
    assert_lacks("= 43");
    press(hands, SCREEN_KEY_END, 1);
    assert_shows("= 43");
}

/* What is searched for in one pane leaves the others where they are. */
static void a_search_moves_its_own_pane_alone(void **state)
{
    struct hands *hands = *state;

    open_lines(hands,
               "server: socket(AF_INET, SOCK_STREAM, 0) = %1$d\n"
               "server: bind(%1$d, 0.0.0.0:100%1$02d) = 0\n"
               "server: listen(%1$d, 5) = 0\n",
               12);
    press(hands, '\t', 3);
    press(hands, SCREEN_KEY_DOWN, 30);
    int listed = rows_with(":10015");
    assert_true(listed > 0);
    press(hands, '\t',
          4); /* what is explained, nothing, the prose, the calls */
    hands_type(hands, "/bind(4\n");
    assert_shows("bind(4");
    assert_lacks("bind(15");
    assert_true(rows_with(":10015") > 0);
}

/* What is typed behind the / are letters of a text, and no answers. */
static void a_question_stays_open_while_one_searches(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose 1.\n\n```predict\nserver: socket\nWhich one?\n\n"
               "3: The lowest.\n7: Seven.\n```\n\n"
               "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n");
    hands_press(hands, ' ');
    assert_shows("Which one?");
    hands_type(hands, "/b10v");
    assert_shows("Which one?");
    assert_shows("/b10v");
    hands_press(hands, '\n');
    assert_shows("Which one?");
    assert_lacks("You said");
    hands_type(hands, "/prose");
    hands_press(hands, 0x1b);
    assert_shows("Which one?");
    hands_press(hands, '1');
    assert_shows("You said 3");
}

int main(void)
{
#define LESSON(name)                                                           \
    cmocka_unit_test_setup_teardown(name, hands_setup, hands_teardown)
    const struct CMUnitTest tests[] = {
        LESSON(the_calls_end_with_the_oldest),
        LESSON(the_mouse_scrolls_and_focuses),
        LESSON(the_mouse_scrolls_the_wire),
        LESSON(a_page_of_calls_leaves_none_out),
        LESSON(the_sockets_end_with_the_last),
        LESSON(what_is_explained_scrolls),
        LESSON(searches_the_prose),
        LESSON(searches_the_calls),
        LESSON(searches_every_lane),
        LESSON(searches_the_sockets),
        LESSON(searches_the_wire),
        LESSON(a_search_moves_its_own_pane_alone),
        LESSON(a_question_stays_open_while_one_searches),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
