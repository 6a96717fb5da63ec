/*
 * test_key_script.c - names of keys, and key scripts as they are read.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <curses.h>

#include "widgets/keys/key_script.h"
#include "widgets/view/view.h"

static int setup(void **state)
{
    static struct key_script script;

    script = (struct key_script){0};
    *state = &script;
    return 0;
}

static int teardown(void **state)
{
    key_script_free(*state);
    return 0;
}

static const struct key_script *parse(void **state, const char *text)
{
    struct err err;

    if (key_script_parse(*state, "play.keys", text, &err) < 0)
        fail_msg("%s", err.text);
    return *state;
}

static void assert_wrong(void **state, const char *text, const char *message)
{
    struct err err = {.text = ""};

    assert_int_equal(key_script_parse(*state, "play.keys", text, &err), -1);
    if (!strstr(err.text, message))
        fail_msg("\"%s\" does not say \"%s\"", err.text, message);
    assert_int_equal(err.kind, ERR_INPUT);
}

/* ---- names ---- */

static void reads_the_names_of_keys(void **state)
{
    static const struct {
        const char *text;
        int key;
    } keys[] = {
        {"j", 'j'},
        {"<Enter>", '\n'},
        {"<Tab>", '\t'},
        {"<Esc>", 0x1b},
        {"<Space>", ' '},
        {"<Up>", SCREEN_KEY_UP},
        {"<PageDown>", SCREEN_KEY_PAGE_DOWN},
        {"<Backspace>", SCREEN_KEY_BACKSPACE},
        {"<F1>", SCREEN_KEY_F1},
        {"<F12>", SCREEN_KEY_F12},
        {"<C-c>", 3},
        {"<lt>", '<'},
        {"\xc3\xa9", 0xe9},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        size_t used = 0;

        assert_int_equal(key_script_key(keys[i].text, &used), keys[i].key);
        assert_int_equal(used, strlen(keys[i].text));
    }
}

static void refuses_names_of_no_key(void **state)
{
    static const char *const names[] = {"<Entr>", "<F0>",  "<F13>", "<F1x>",
                                        "<C-1>",  "<>",    "<",     "<Up",
                                        "<up>",   "<C-cc>"};
    size_t used;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(key_script_key(names[i], &used), -1);
}

/* ---- scripts ---- */

static void reads_keys_in_their_order(void **state)
{
    const struct key_script *script = parse(state, "2<Enter>\n\n  q  \n");

    assert_int_equal(script->n, 3);
    assert_int_equal(script->orders[0].key, '2');
    assert_int_equal(script->orders[1].key, '\n');
    assert_int_equal(script->orders[1].line, 1);
    assert_int_equal(script->orders[2].key, 'q');
    assert_int_equal(script->orders[2].line, 3);
}

static void keeps_spaces_among_keys_only(void **state)
{
    const struct key_script *script = parse(state, " :a b \t\r\n");

    assert_int_equal(script->n, 4);
    assert_int_equal(script->orders[2].key, ' ');
}

static void passes_over_comments(void **state)
{
    const struct key_script *script = parse(state, "# one\n  # two\na#b\n");

    assert_int_equal(script->n, 3);
    assert_int_equal(script->orders[1].key, '#');
}

static void reads_orders(void **state)
{
    const struct key_script *script =
        parse(state, "@save a b.txt\n@resize 120 40\n@wait  step 1/ \n"
                     "@expect x\n@refuse y");

    assert_int_equal(script->n, 5);
    assert_int_equal(script->orders[0].kind, ORDER_SAVE);
    assert_string_equal(script->orders[0].text, "a b.txt");
    assert_int_equal(script->orders[1].columns, 120);
    assert_int_equal(script->orders[1].rows, 40);
    assert_string_equal(script->orders[2].text, "step 1/");
    assert_int_equal(script->orders[3].kind, ORDER_EXPECT);
    assert_int_equal(script->orders[4].kind, ORDER_REFUSE);
}

static void says_what_is_wrong_and_where(void **state)
{
    assert_wrong(state, "ok\n<Entr>\n", "play.keys:2: found <Entr>");
    key_script_free(*state);
    assert_wrong(state, "@snap x", "play.keys:1: found @snap x");
    key_script_free(*state);
    assert_wrong(state, "@wait", "play.keys:1: nothing follows @wait");
    key_script_free(*state);
    assert_wrong(state, "\n\n@resize 80", "play.keys:3: found 80");
    key_script_free(*state);
    assert_wrong(state, "@resize 0 24", "from 1 to 1000");
    key_script_free(*state);
    assert_wrong(state, "@resize 80 24 1", "columns and rows");
}

static void takes_an_empty_script(void **state)
{
    assert_int_equal(parse(state, "")->n, 0);
}

static void says_why_a_file_cant_be_read(void **state)
{
    struct err err;

    assert_int_equal(key_script_load(*state, "/nonexistent/x.keys", &err), -1);
    assert_string_equal(err.text,
                        "/nonexistent/x.keys: No such file or directory");
}

/* Or all that stands behind it would pass unseen. */
static void refuses_a_file_that_is_no_text(void **state)
{
    char name[] = "/tmp/test_keys-XXXXXX";
    struct err err = {.text = ""};
    int file = mkstemp(name), status;

    assert_true(file >= 0);
    assert_int_equal(write(file, "j\0<Entr>\n", 9), 9);
    close(file);
    status = key_script_load(*state, name, &err);
    unlink(name);
    assert_int_equal(status, -1);
    assert_non_null(strstr(err.text, "found a NUL"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_names_of_keys),
        cmocka_unit_test(refuses_names_of_no_key),
        cmocka_unit_test_setup_teardown(reads_keys_in_their_order, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(keeps_spaces_among_keys_only, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(passes_over_comments, setup, teardown),
        cmocka_unit_test_setup_teardown(reads_orders, setup, teardown),
        cmocka_unit_test_setup_teardown(says_what_is_wrong_and_where, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(takes_an_empty_script, setup, teardown),
        cmocka_unit_test_setup_teardown(refuses_a_file_that_is_no_text, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(says_why_a_file_cant_be_read, setup,
                                        teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
