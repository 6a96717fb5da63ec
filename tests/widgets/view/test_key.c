/*
 * test_key.c - a table of keys: which row takes a key, and what else is made
 * from the same rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "widgets/view/view.h"

static unsigned draw(struct view *view, int key)
{
    (void)view;
    (void)key;
    return VIEW_DRAW;
}

/* Has a use for no digit but 2. */
static unsigned two(struct view *view, int key)
{
    (void)view;
    return key == '2' ? VIEW_QUIT : VIEW_IGNORED;
}

static const struct key more[] = {
    {"Tab", NULL, "Another table's.", .act = draw},
    {"1", NULL, "Not reached.", .act = view_back},
    KEYS_END,
};

static const struct key keys[] = {
    {"space", "step", "Step.", .act = view_back, .also = "Enter Backspace"},
    {"Up Down", "select", "Select.", .act = draw},
    {"1-3", NULL, "Try two.", .act = two},
    {"1 to 6", NULL, "Draw.", .act = draw},
    {"> - +", NULL, "Signs.", .act = draw},
    {.more = more},
    {"q", "quit", .text = "Only said."},
    KEYS_END,
};

static unsigned press(int key)
{
    struct view view = {.keys = keys};

    return key_act(view.keys, &view, key);
}

static void takes_keys_by_their_names(void **state)
{
    (void)state;
    assert_int_equal(press(' '), VIEW_CLOSE);
    assert_int_equal(press(SCREEN_KEY_UP), VIEW_DRAW);
    assert_int_equal(press(SCREEN_KEY_DOWN), VIEW_DRAW);
    assert_int_equal(press(SCREEN_KEY_LEFT), VIEW_IGNORED);
    assert_int_equal(press('-'), VIEW_DRAW);
    assert_int_equal(press('+'), VIEW_DRAW);
    assert_int_equal(press(','), VIEW_IGNORED);
    assert_int_equal(press('q'), VIEW_IGNORED);
}

static void takes_what_terminals_send_for_one_key(void **state)
{
    static const int alike[] = {'\n', '\r', '\b', 0x7f, SCREEN_KEY_BACKSPACE};

    (void)state;
    for (size_t i = 0; i < sizeof(alike) / sizeof(alike[0]); i++)
        assert_int_equal(press(alike[i]), VIEW_CLOSE);
}

/* A row without a use for the key leaves it to the rows below. */
static void takes_ranges_row_by_row(void **state)
{
    (void)state;
    assert_int_equal(press('0'), VIEW_IGNORED);
    assert_int_equal(press('1'), VIEW_DRAW);
    assert_int_equal(press('2'), VIEW_QUIT);
    assert_int_equal(press('6'), VIEW_DRAW);
    assert_int_equal(press('7'), VIEW_IGNORED);
}

static void holds_rows_of_other_tables(void **state)
{
    const struct key *list[MOST_KEYS];

    (void)state;
    assert_int_equal(press('\t'), VIEW_DRAW);
    assert_int_equal(key_list(keys, list), 8);
    assert_string_equal(list[5]->keys, "Tab");
    assert_string_equal(list[7]->keys, "q");
}

static void knows_names(void **state)
{
    (void)state;
    assert_int_equal(key_named("Esc", 3), 0x1b);
    assert_int_equal(key_named("F12", 3), SCREEN_KEY_F12);
    assert_int_equal(key_named("C-c", 3), 3);
    assert_int_equal(key_named("ß", 2), 0xdf);
    assert_int_equal(key_named("F13", 3), -1);
    assert_int_equal(key_named("up", 2), -1);
    assert_int_equal(key_named("", 0), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_keys_by_their_names),
        cmocka_unit_test(takes_what_terminals_send_for_one_key),
        cmocka_unit_test(takes_ranges_row_by_row),
        cmocka_unit_test(holds_rows_of_other_tables),
        cmocka_unit_test(knows_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
