/*
 * test_help.c - the help view, and the keys at the foot of the screen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <curses.h>

#include "tests/support/drawing.h"
#include "widgets/view/help.h"
#include "widgets/view/keyline.h"
#include "widgets/view/view.h"

static const struct key keys[] = {
    {.keys = "Space", .brief = "step", .text = "Take the next step."},
    {.is = {ACTION_RESTART}, .text = "Restart the server."},
    {.is = {ACTION_PANE}, "", "Go to the next pane."},
    {.is = {ACTION_HELP}, .text = "This help."},
    {.is = {ACTION_QUIT}, .text = "Back to the menu."},
    KEYS_END,
};

static const struct key bare[] = {
    {.keys = "Space", .brief = "step", .text = "Take the next step."},
    KEYS_END,
};

static struct view about = {.name = "a lesson", .keys = keys};

static int setup(void **state)
{
    *state = help_view(&about);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct view *help = *state;

    view_close(help);
    return 0;
}

static void draw(void **state, int rows, int columns)
{
    struct view *help = *state;

    view_draw(help, drawing_begin(rows, columns));
}

static unsigned press(void **state, int key)
{
    struct view *help = *state;

    return view_key(help, key);
}

/* ---- the help ---- */

static void explains_every_key(void **state)
{
    draw(state, 23, 80);
    assert_string_equal(drawing_row(0), " Keys: a lesson");
    assert_shows("Space             Take the next step.");
    assert_shows("Tab               Go to the next pane.");
    assert_shows("Ctrl-Z");
    assert_lacks(theme_sign(SIGN_MORE_DOWN));
}

static void wraps_long_texts_beside_their_keys(void **state)
{
    draw(state, 23, 34);
    assert_string_equal(drawing_row(2), "  Space             Take the");
    assert_string_equal(drawing_row(3), "                    next step.");
}

static void scrolls_where_it_does_not_fit(void **state)
{
    draw(state, 8, 80);
    assert_shows(theme_sign(SIGN_MORE_DOWN));
    assert_lacks("Ctrl-C");
    assert_int_equal(press(state, SCREEN_KEY_UP), VIEW_IGNORED);
    assert_int_equal(press(state, 'j'), VIEW_DRAW);
    draw(state, 8, 80);
    assert_lacks("Space");
    assert_shows(theme_sign(SIGN_MORE_UP));
    press(state, SCREEN_KEY_END);
    draw(state, 8, 80);
    assert_shows("Ctrl-C");
    assert_lacks(theme_sign(SIGN_MORE_DOWN));
    assert_int_equal(press(state, 'j'), VIEW_IGNORED);
}

static void comes_back_when_there_is_more_room(void **state)
{
    draw(state, 6, 80);
    press(state, SCREEN_KEY_END);
    draw(state, 23, 80);
    assert_shows("Space");
    assert_shows("Ctrl-C");
}

static void closes_by_the_usual_keys(void **state)
{
    static const int closing[] = {0x1b, 'q', '?', '\n', SCREEN_KEY_F1};

    draw(state, 23, 80);
    for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++)
        assert_int_equal(press(state, closing[i]), VIEW_CLOSE);
    assert_int_equal(press(state, 'x'), VIEW_IGNORED);
}

/* ---- searching ---- */

static void type(void **state, const char *text)
{
    for (; *text; text++)
        assert_int_equal(press(state, *text), VIEW_DRAW);
}

/* Draw, and return the row with the text; the test fails without one. */
static const char *row_with(void **state, const char *text)
{
    draw(state, 8, 80);
    for (int y = 0; y < LINES; y++)
        if (strstr(drawing_row(y), text))
            return drawing_row(y);
    fail_msg("no \"%s\"", text);
    return "";
}

/* Whether the row is marked as the one that was found. */
static void assert_found(void **state, const char *text)
{
    const char *sign = theme_sign(SIGN_CURRENT);

    assert_int_equal(strncmp(row_with(state, text), sign, strlen(sign)), 0);
    assert_int_equal(rows_with(sign), 1);
}

static void goes_to_the_row_with_a_text(void **state)
{
    draw(state, 8, 80);
    assert_lacks("Ctrl-Z");
    type(state, "/suspend");
    row_with(state, "/suspend");
    press(state, '\n');
    assert_found(state, "Ctrl-Z");
    assert_lacks("/suspend");
    assert_lacks("No row");
}

/* Both texts of the row before are left out of what is looked at. */
static void goes_on_from_row_to_row(void **state)
{
    draw(state, 8, 80);
    type(state, "/the\n");
    assert_found(state, "Take the next step.");
    type(state, "n");
    assert_found(state, "Restart the server.");
    type(state, "nn");
    assert_found(state, "Back to the menu.");
    type(state, "N");
    assert_found(state, "Go to the next pane.");
    /* No text is the one before. */
    type(state, "/\n");
    assert_found(state, "Back to the menu.");
}

static void says_that_there_is_no_more(void **state)
{
    draw(state, 8, 80);
    type(state, "/the server\nn");
    row_with(state, "No row further down has \"the server\".");
    assert_found(state, "Restart the server.");
    type(state, "N");
    row_with(state, "No row further up has \"the server\".");
    press(state, SCREEN_KEY_DOWN);
    draw(state, 8, 80);
    assert_lacks("No row");
    type(state, "/nowhere\n");
    row_with(state, "No row further down has \"nowhere\".");
    assert_lacks(theme_sign(SIGN_CURRENT));
}

/* Keys that would leave the help are letters of a text. */
static void takes_every_letter(void **state)
{
    draw(state, 8, 80);
    type(state, "/q?x");
    row_with(state, "/q?x");
    assert_int_equal(press(state, SCREEN_KEY_F1), VIEW_IGNORED);
    press(state, SCREEN_KEY_BACKSPACE);
    draw(state, 8, 80);
    assert_lacks("/q?x");
    row_with(state, "/q?");
    press(state, 0x1b);
    draw(state, 8, 80);
    assert_lacks("/q?");
    assert_lacks("No row");
    assert_int_equal(press(state, 'q'), VIEW_CLOSE);
}

static void n_asks_where_nothing_was_searched_for(void **state)
{
    draw(state, 8, 80);
    type(state, "nserver\n");
    assert_found(state, "Restart the server.");
}

static void marks_the_text_in_another_look(void **state)
{
    draw(state, 8, 80);
    type(state, "/RESTART\n");
    draw(state, 8, 80);
    assert_true((mvinch(3, 20) & A_REVERSE) != 0);
    assert_true((mvinch(3, 26) & A_REVERSE) != 0);
    assert_true((mvinch(3, 27) & A_REVERSE) == 0);
}

static void draws_in_any_size(void **state)
{
    for (int rows = 0; rows < 12; rows++) {
        for (int columns = 1; columns < 40; columns += 3)
            draw(state, rows > 0 ? rows : 1, columns);
    }
    draw(state, 23, 80);
    assert_shows("Ctrl-C");
}

/* ---- the row of keys ---- */

static bool never(const struct view *view)
{
    (void)view;
    return false;
}

static void draw_keys(struct area area, const struct key *list)
{
    const struct view view = {.keys = list};

    keyline_draw(area, &view);
}

/* What is of no use now has no place in the row. */
static void leaves_out_what_is_not_offered(void **state)
{
    static const struct key some[] = {
        {.is = {ACTION_RESTART}, .offered = never},
        {.keys = "Space", .brief = "step", .text = "Take the next step."},
        {.is = {ACTION_HELP}},
        {.is = {ACTION_QUIT}},
        KEYS_END,
    };
    const struct view view = {.keys = some};

    (void)state;
    keyline_draw(drawing_begin(2, 80), &view);
    assert_string_equal(drawing_row(0), " Space step  ? help  q quit");
}

static void shows_keys_with_a_brief_text(void **state)
{
    (void)state;
    draw_keys(drawing_begin(2, 80), keys);
    assert_string_equal(drawing_row(0),
                        " Space step  r restart  ? help  q quit");
}

static void keeps_help_and_the_way_out(void **state)
{
    (void)state;
    draw_keys(drawing_begin(2, 32), keys);
    assert_string_equal(drawing_row(0), " Space step  ? help  q quit");
    draw_keys(drawing_begin(2, 18), keys);
    assert_string_equal(drawing_row(0), " ? help  q quit");
    draw_keys(drawing_begin(2, 9), keys);
    assert_string_equal(drawing_row(0), " ? help");
    draw_keys(drawing_begin(2, 3), keys);
    assert_string_equal(drawing_row(0), "");
}

static void offers_help_where_the_view_does_not(void **state)
{
    (void)state;
    draw_keys(drawing_begin(2, 80), bare);
    assert_string_equal(drawing_row(0), " Space step  ? help");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(explains_every_key),
        TEST(wraps_long_texts_beside_their_keys),
        TEST(scrolls_where_it_does_not_fit),
        TEST(comes_back_when_there_is_more_room),
        TEST(closes_by_the_usual_keys),
        TEST(goes_to_the_row_with_a_text),
        TEST(goes_on_from_row_to_row),
        TEST(says_that_there_is_no_more),
        TEST(takes_every_letter),
        TEST(n_asks_where_nothing_was_searched_for),
        TEST(marks_the_text_in_another_look),
        TEST(draws_in_any_size),
        cmocka_unit_test(shows_keys_with_a_brief_text),
        cmocka_unit_test(leaves_out_what_is_not_offered),
        cmocka_unit_test(keeps_help_and_the_way_out),
        cmocka_unit_test(offers_help_where_the_view_does_not),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
