/*
 * test_tables.c - all tables of keys against the one table of actions: a key
 * means one thing, and what the design of the keys promises is there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "widgets/lesson/lesson_inside.h"
#include "widgets/menu/menu_inside.h"
#include "widgets/view/help.h"
#include "widgets/view/page.h"
#include "widgets/view/receipt_page.h"

enum { TABLES = 32 };

/* A table, and where its keys act. */
struct table {
    const struct key *keys;
    unsigned places;
};

static struct table tables[TABLES];
static int n_tables;

static void add(const struct key *keys, unsigned places)
{
    assert_true(n_tables < TABLES);
    tables[n_tables++] = (struct table){keys, places};
}

/* Views that are made only to be asked for their keys. */
static struct view *receipt, *help;

static int gather(void **state)
{
    const struct key *keys;

    (void)state;
    receipt = receipt_page("x", strdup("A text."));
    help = receipt ? help_view(receipt) : NULL;
    if (!help)
        return -1;
    add(menu_keys, IN_MENU);
    for (int i = 0; (keys = lesson_table(i)); i++)
        add(keys, IN_WORLD);
    add(lesson_quiz_keys, IN_QUESTION);
    add(lesson_grid_keys, IN_QUESTION);
    add(lesson_toggles_keys, IN_CHOICE);
    add(lesson_goto_keys, IN_CHOICE);
    add(page_keys, IN_PAGE);
    add(receipt->keys, IN_PAGE | IN_WORLD);
    add(help->keys, IN_PAGE);
    return 0;
}

static int let_go(void **state)
{
    (void)state;
    view_close(help);
    view_close(receipt);
    return 0;
}

/* ---- the actions ---- */

/* Whatever key a hand finds is one action's and no other's. */
static void no_key_is_of_two_actions(void **state)
{
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        const char *name = actions[i].keys;
        size_t len;

        for (; (len = action_next_name(&name)) > 0; name += len) {
            int key = key_named(name, len);

            if (i == ACTION_NUMBER)
                continue;
            assert_true(key >= 0);
            for (int k = ACTION_NONE + 1; k < ACTIONS; k++)
                if (k != i && action_takes((enum action)k, key))
                    fail_msg("%.*s is a key of %s and of %s", (int)len, name,
                             actions[i].name, actions[k].name);
        }
    }
}

static void every_action_is_whole(void **state)
{
    (void)state;
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++) {
        assert_non_null(actions[i].name);
        assert_non_null(actions[i].text);
        assert_true(actions[i].places != 0);
        assert_int_equal(action_named(actions[i].name, strlen(actions[i].name)),
                         i);
    }
}

/* What moves is named here once more, so that no other key becomes one. */
static void what_moves_does_nothing_else(void **state)
{
    static const char *const moving[] = {
        "h",    "j",     "k",    "l",   "g",      "G",      "Up",   "Down",
        "Left", "Right", "Home", "End", "Ctrl-D", "Ctrl-U", "PgUp", "PgDn",
    };

    (void)state;
    for (size_t i = 0; i < sizeof(moving) / sizeof(moving[0]); i++) {
        int key = key_named(moving[i], strlen(moving[i]));
        enum action action = action_of(key, EVERYWHERE);

        if (!action || !actions[action].moves)
            fail_msg("%s does not move", moving[i]);
        assert_int_equal(actions[action].places, EVERYWHERE);
    }
}

/* The keys that were decided on, and what they are for. */
static void the_promised_keys_are_there(void **state)
{
    static const struct {
        const char *key;
        const char *name;
    } promised[] = {
        {"Tab", "pane"},
        {"S-Tab", "pane-back"},
        {"Enter", "enter"},
        {"Esc", "back"},
        {"q", "quit"},
        {"/", "search"},
        {"n", "next"},
        {"N", "previous"},
        {"?", "help"},
        {"F1", "help"},
        {":", "prompt"},
        {"space", "step"},
        {".", "line"},
        {"b", "step-back"},
        {"Backspace", "step-back"},
        {"r", "restart"},
        {"R", "again"},
        {"t", "toggle"},
        {"T", "alone"},
        {"i", "interrupt"},
        {"I", "kill"},
        {"w", "wire"},
        {"v", "states"},
        {"S", "source"},
        {"J", "jump"},
        {"p", "hold"},
        {">", "deliver"},
        {"-", "drop"},
        {"+", "copy"},
        {"#", "cut"},
        {"f", "fields"},
        {"P", "packets"},
        {"Y", "save"},
        {"e", "eject"},
        {"!", "receipt"},
        {"o", "lane"},
        {"0", "number"},
        {"9", "number"},
        {"*", "alike"},
        {"B", "bench"},
        {"s", "start"},
        {"c", "client"},
        {"d", "send"},
        {"D", "reply"},
        {"x", "close"},
        {"X", "close-server"},
        {"a", "accept"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(promised) / sizeof(promised[0]); i++) {
        int key = key_named(promised[i].key, strlen(promised[i].key));
        enum action action = action_of(key, EVERYWHERE);

        if (!action || strcmp(actions[action].name, promised[i].name) != 0)
            fail_msg("%s is not %s", promised[i].key, promised[i].name);
    }
}

/* ---- the tables ---- */

/* Each action of a table says that it acts there. */
static void every_row_is_where_its_action_is(void **state)
{
    const struct key *list[MOST_KEYS];

    (void)state;
    for (int t = 0; t < n_tables; t++) {
        int n = key_list(tables[t].keys, list);

        assert_true(n < MOST_KEYS);
        for (int i = 0; i < n; i++)
            for (int a = 0; a < KEY_ACTIONS && list[i]->is[a]; a++)
                if (!(actions[list[i]->is[a]].places & tables[t].places))
                    fail_msg("table %d: %s does not act there", t,
                             actions[list[i]->is[a]].name);
    }
}

/* What can be given to no action has nothing that could be given to one. */
static void rows_without_an_action_only_say_something(void **state)
{
    const struct key *list[MOST_KEYS];

    (void)state;
    for (int t = 0; t < n_tables; t++) {
        int n = key_list(tables[t].keys, list);

        for (int i = 0; i < n; i++)
            if (!list[i]->is[0])
                assert_null(list[i]->act);
    }
}

/* Digits act row by row, and all rows of a table can be reached. */
static void every_action_is_in_some_table(void **state)
{
    const struct key *list[MOST_KEYS];
    bool seen[ACTIONS] = {false};

    (void)state;
    for (int t = 0; t <= n_tables; t++) {
        int n = key_list(t < n_tables ? tables[t].keys : help_everywhere, list);

        for (int i = 0; i < n; i++)
            for (int a = 0; a < KEY_ACTIONS && list[i]->is[a]; a++)
                seen[list[i]->is[a]] = true;
    }
    for (int i = ACTION_NONE + 1; i < ACTIONS; i++)
        if (!seen[i])
            fail_msg("no view has %s", actions[i].name);
}

/* Esc and q lead back from everything, and ? helps in everything. */
static void there_is_a_way_back_from_everywhere(void **state)
{
    const struct key *list[MOST_KEYS];

    (void)state;
    for (int t = 0; t < n_tables; t++) {
        bool back = tables[t].keys == page_keys, quit = back;
        int n = key_list(tables[t].keys, list);

        for (int i = 0; i < n; i++) {
            back = back || (list[i]->act && key_is(list[i], ACTION_BACK));
            quit = quit || (list[i]->act && key_is(list[i], ACTION_QUIT));
        }
        if (!quit || (!back && tables[t].keys != menu_keys))
            fail_msg("table %d has no way back", t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_key_is_of_two_actions),
        cmocka_unit_test(every_action_is_whole),
        cmocka_unit_test(what_moves_does_nothing_else),
        cmocka_unit_test(the_promised_keys_are_there),
        cmocka_unit_test(every_row_is_where_its_action_is),
        cmocka_unit_test(rows_without_an_action_only_say_something),
        cmocka_unit_test(every_action_is_in_some_table),
        cmocka_unit_test(there_is_a_way_back_from_everywhere),
    };

    return cmocka_run_group_tests(tests, gather, let_go);
}
