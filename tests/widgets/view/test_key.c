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

/* Whatever key moves, it is the action's own that arrives here. */
static unsigned move(struct view *view, int key)
{
    (void)view;
    return key == SCREEN_KEY_UP || key == SCREEN_KEY_DOWN ? VIEW_DRAW
                                                          : VIEW_QUIT;
}

/* Has a use for no digit but 2. */
static unsigned two(struct view *view, int key)
{
    (void)view;
    return key == '2' ? VIEW_QUIT : VIEW_IGNORED;
}

static const struct key more[] = {
    {.is = {ACTION_PANE}, "", "Another table's.", .act = draw},
    {.is = {ACTION_STEP}, "", "Not reached.", .act = draw},
    KEYS_END,
};

static const struct key keys[] = {
    {.is = {ACTION_STEP, ACTION_ENTER, ACTION_STEP_BACK},
     "step",
     "Step.",
     .act = view_back},
    {.is = {ACTION_UP, ACTION_DOWN}, "select", "Select.", .act = move},
    {.is = {ACTION_NUMBER}, "", "Try two.", .act = two, .keys = "1-3"},
    {.is = {ACTION_NUMBER}, "", "Draw.", .act = draw},
    {.is = {ACTION_DELIVER, ACTION_DROP, ACTION_COPY},
     "",
     "Signs.",
     .act = draw},
    {.more = more},
    {.is = {ACTION_QUIT}, .text = "Only said."},
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
    assert_int_equal(press('j'), VIEW_DRAW);
    assert_int_equal(press('k'), VIEW_DRAW);
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
static void takes_digits_row_by_row(void **state)
{
    (void)state;
    assert_int_equal(press('0'), VIEW_DRAW);
    assert_int_equal(press('2'), VIEW_QUIT);
    assert_int_equal(press('9'), VIEW_DRAW);
    assert_int_equal(press(':'), VIEW_IGNORED);
}

static void holds_rows_of_other_tables(void **state)
{
    const struct key *list[MOST_KEYS];

    (void)state;
    assert_int_equal(press('\t'), VIEW_DRAW);
    assert_int_equal(key_list(keys, list), 8);
    assert_true(key_is(list[5], ACTION_PANE));
    assert_true(key_is(list[7], ACTION_QUIT));
}

static void says_its_keys(void **state)
{
    char names[64];

    (void)state;
    key_names(&keys[1], false, names, sizeof(names));
    assert_string_equal(names, "Up Down");
    key_names(&keys[1], true, names, sizeof(names));
    assert_string_equal(names, "Up Down k j");
    key_names(&keys[2], true, names, sizeof(names));
    assert_string_equal(names, "1-3");
    assert_string_equal(key_brief(&keys[6]), "quit");
    assert_string_equal(key_brief(&keys[4]), "");
}

/* Wherever the action's own key would have done, the given one does. */
static void takes_the_keys_that_an_action_was_given(void **state)
{
    char names[64];

    (void)state;
    action_bind(ACTION_UP, "Ctrl-P u");
    assert_int_equal(press('P' & 0x1f), VIEW_DRAW);
    assert_int_equal(press('u'), VIEW_DRAW);
    assert_int_equal(press('k'), VIEW_IGNORED);
    key_names(&keys[1], true, names, sizeof(names));
    assert_string_equal(names, "Ctrl-P Down u j");
    action_bind(ACTION_UP, NULL);
    assert_int_equal(press('k'), VIEW_DRAW);
}

/* Texts that name keys say those that actions have. */
static void fills_texts_with_keys(void **state)
{
    char out[64], few[8];

    (void)state;
    key_fill("{hold} holds, {nothing} {1, 0} {", out, sizeof(out));
    assert_string_equal(out, "p holds, {nothing} {1, 0} {");
    action_bind(ACTION_HOLD, "F5 p");
    key_fill("it is {hold}", out, sizeof(out));
    assert_string_equal(out, "it is F5");
    key_fill("123456{hold}", few, sizeof(few));
    assert_string_equal(few, "123456F");
    action_bind(ACTION_HOLD, NULL);
}

static void knows_names(void **state)
{
    (void)state;
    assert_int_equal(key_named("Esc", 3), 0x1b);
    assert_int_equal(key_named("F12", 3), SCREEN_KEY_F12);
    assert_int_equal(key_named("C-c", 3), 3);
    assert_int_equal(key_named("Ctrl-C", 6), 3);
    assert_int_equal(key_named("PgUp", 4), SCREEN_KEY_PAGE_UP);
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
        cmocka_unit_test(takes_digits_row_by_row),
        cmocka_unit_test(holds_rows_of_other_tables),
        cmocka_unit_test(says_its_keys),
        cmocka_unit_test(takes_the_keys_that_an_action_was_given),
        cmocka_unit_test(fills_texts_with_keys),
        cmocka_unit_test(knows_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
