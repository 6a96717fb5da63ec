/*
 * test_lesson_back.c - the way back in a lesson: what was opened is closed
 * first, by Esc and by q, and only then is the lesson left; and the keys that
 * lead anywhere are named as the configuration has them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/support/drawing.h"
#include "tests/support/hands.h"
#include "tests/support/walk.h"
#include "widgets/screen/key.h"
#include "widgets/view/action.h"

enum { ESC = 0x1b };

static const char with_source[] = "```c server\n"
                                  "int main(void)\n"
                                  "{\n"
                                  "    return 0;\n"
                                  "}\n"
                                  "```\n";

static struct hands *open_two(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, walk_reuseaddr, walk_time_wait);
    hands_press(hands, ' ');
    hands_press(hands, ' ');
    return hands;
}

/* Whether the frame shows the calls, with the sockets below them. */
static bool shows_calls(void)
{
    return strstr(drawing_text(), "server$ ss") != NULL;
}

/* What the key opens, one of those that lead back closes, and then leaves. */
static void assert_way_back(struct hands *hands, const char *keys, int back)
{
    hands_type(hands, keys);
    if (shows_calls())
        fail_msg("%s opens nothing:\n%s", keys, drawing_text());
    assert_int_equal(hands_press(hands, back), VIEW_DRAW);
    assert_true(shows_calls());
    assert_int_equal(hands_press(hands, back), VIEW_CLOSE);
}

static void closes_wire_and_states_first(void **state)
{
    static const char *const keys[] = {"w", "v", "wv", "vw"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        assert_way_back(open_two(state), keys[i], ESC);
        assert_way_back(open_two(state), keys[i], 'q');
    }
}

static void fields_lead_to_the_ladder(void **state)
{
    struct hands *hands = open_two(state);

    hands_type(hands, "wkf");
    assert_shows("Source port");
    assert_int_equal(hands_press(hands, ESC), VIEW_DRAW);
    assert_lacks("Source port");
    assert_false(shows_calls());
    assert_int_equal(hands_press(hands, ESC), VIEW_DRAW);
    assert_true(shows_calls());
}

static void closes_the_source_first(void **state)
{
    struct hands *hands = *state;
    char body[2000];

    snprintf(body, sizeof body, "%s%s", with_source, walk_time_wait);
    hands_open(hands, walk_reuseaddr, body);
    hands_type(hands, "S");
    assert_shows("int main(void)");
    assert_int_equal(hands_press(hands, ESC), VIEW_DRAW);
    assert_lacks("int main(void)");
    assert_int_equal(hands_press(hands, ESC), VIEW_CLOSE);
}

/* A selected row, a zoom, and then the scene. */
static void goes_back_one_thing_at_a_time(void **state)
{
    struct hands *hands = open_two(state);

    hands_type(hands, "\t\tkz");
    assert_lacks("prose.");
    assert_int_equal(hands_press(hands, 'q'), VIEW_DRAW);
    assert_shows("prose.");
    assert_shows("Enter explains");
    assert_int_equal(hands_press(hands, 'q'), VIEW_DRAW);
    assert_lacks("Enter explains");
    assert_int_equal(hands_press(hands, 'q'), VIEW_CLOSE);
}

/* What the lesson shows by itself nobody has opened. */
static void leaves_what_the_lesson_shows(void **state)
{
    struct hands *hands = *state;

    char front[2000];

    snprintf(front, sizeof front, "view: wire\n%s", walk_reuseaddr);
    hands_open(hands, front, walk_time_wait);
    assert_int_equal(hands_press(hands, ESC), VIEW_CLOSE);
    hands_press(hands, 'v');
    assert_int_equal(hands_press(hands, ESC), VIEW_DRAW);
    assert_int_equal(hands_press(hands, ESC), VIEW_CLOSE);
}

static void a_question_has_the_same_way_back(void **state)
{
    struct hands *hands = *state;

    hands_open(hands, "",
               "Prose.\n\n```predict\nserver: socket\nWhat comes?\n\n"
               "3: Yes.\n-1 EBADF: No.\n```\n\n```lab\n"
               "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n");
    hands_type(hands, " v");
    assert_false(shows_calls());
    assert_int_equal(hands_press(hands, ESC), VIEW_DRAW);
    assert_true(shows_calls());
    assert_shows("What comes?");
    assert_int_equal(hands_press(hands, ESC), VIEW_CLOSE);
}

/* ---- keys that have been given to other actions ---- */

static void names_the_keys_that_are_bound(void **state)
{
    struct hands *hands = open_two(state);

    action_bind(ACTION_ENTER, "F5");
    action_bind(ACTION_JUMP, "F6");
    action_bind(ACTION_ALONE, "F7");
    action_bind(ACTION_TOGGLE, "F8");
    hands_press(hands, SCREEN_KEY_F1 + 6);
    assert_shows("F8 flips. F7 brings back");
    hands_press(hands, 'i');
    hands_settle(hands);
    assert_shows("F6 and F5 bring back");
    hands_type(hands, "\t\tk");
    assert_shows("F5 explains");
    hands_press(hands, SCREEN_KEY_F1 + 5);
    assert_shows("F5: step");
}

static void names_the_bound_keys_of_the_bench(void **state)
{
    struct hands *hands = *state;

    action_bind(ACTION_START, "F5");
    action_bind(ACTION_CLIENT, "F6");
    hands_open(hands, NULL, NULL);
    assert_shows("F5 starts the server");
    assert_shows("F6 starts a client");
}

static int teardown(void **state)
{
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        action_bind((enum action)i, NULL);
    return hands_teardown(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, hands_setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(closes_wire_and_states_first),
        TEST(fields_lead_to_the_ladder),
        TEST(closes_the_source_first),
        TEST(goes_back_one_thing_at_a_time),
        TEST(leaves_what_the_lesson_shows),
        TEST(a_question_has_the_same_way_back),
        TEST(names_the_keys_that_are_bound),
        TEST(names_the_bound_keys_of_the_bench),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
