/*
 * test_prompt.c - the line editor: what keys make of the line, and how it
 * shows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <curses.h>

#include "tests/support/drawing.h"
#include "widgets/keys/key_script.h"
#include "widgets/prompt/prompt.h"
#include "widgets/view/view.h"

static int setup(void **state)
{
    *state = prompt_open(NULL);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    prompt_close(*state);
    return 0;
}

/* Type keys as key scripts write them; returns the last one's reply. */
static enum prompt_reply type(struct prompt *prompt, const char *keys)
{
    enum prompt_reply reply = PROMPT_IGNORED;

    while (*keys) {
        size_t used;
        int key = key_script_key(keys, &used);

        assert_true(key >= 0);
        reply = prompt_key(prompt, key);
        keys += used;
    }
    return reply;
}

static void assert_line(void **state, const char *keys, const char *line)
{
    prompt_set(*state, "");
    type(*state, keys);
    assert_string_equal(prompt_text(*state), line);
}

static void draw(struct prompt *prompt, int rows, int columns)
{
    prompt_draw(prompt, drawing_begin(rows, columns));
}

/* ---- editing ---- */

static void inserts_at_the_cursor(void **state)
{
    assert_line(state, "abc", "abc");
    assert_line(state, "ac<Left>b", "abc");
    assert_line(state, "bc<Home>a<End>d", "abcd");
    assert_line(state, "bc<C-a>a<C-e>d", "abcd");
    assert_line(state, "a<Left><Left><Left>b<Right><Right>c", "bac");
}

static void deletes(void **state)
{
    assert_line(state, "abc<Backspace>", "ab");
    assert_line(state, "abc<Home><Delete>", "bc");
    assert_line(state, "abc<Delete>", "abc");
    assert_line(state, "abc<Left><C-u>", "c");
    assert_line(state, "abc<Left><C-k>", "ab");
    assert_line(state, "one two <C-w>", "one ");
    assert_line(state, "one two<C-w><C-w><C-w>", "");
}

static void keeps_characters_whole(void **state)
{
    assert_line(state, "\xc3\xa9\xe2\x82\xac<Left><Backspace>x",
                "x\xe2\x82\xac");
    assert_line(state, "\xc3\xa9<Home><Delete>", "");
}

static void leaves_on_escape_and_when_empty(void **state)
{
    assert_int_equal(type(*state, "a<Esc>"), PROMPT_LEAVE);
    assert_string_equal(prompt_text(*state), "");
    assert_int_equal(type(*state, "a<Backspace>"), PROMPT_DRAW);
    assert_int_equal(type(*state, "<Backspace>"), PROMPT_LEAVE);
}

static void ignores_keys_without_a_meaning(void **state)
{
    assert_int_equal(type(*state, "<F5>"), PROMPT_IGNORED);
    assert_int_equal(type(*state, "<C-g>"), PROMPT_IGNORED);
    assert_string_equal(prompt_text(*state), "");
}

static void stops_at_a_full_line(void **state)
{
    struct prompt *prompt = *state;

    for (int i = 0; i < 3000; i++)
        prompt_key(prompt, 0x20ac);
    assert_true(strlen(prompt_text(prompt)) < 1024);
    assert_int_equal(strlen(prompt_text(prompt)) % 3, 0);
}

static void cuts_a_long_text_between_characters(void **state)
{
    char text[4096] = "x";

    for (int i = 0; i < 1000; i++)
        strcat(text, "\xe2\x82\xac");
    prompt_set(*state, text);
    assert_int_equal(strlen(prompt_text(*state)) % 3, 1);
    assert_true(strlen(prompt_text(*state)) > 1000);
}

/* ---- history ---- */

static void enter(struct prompt *prompt, const char *line)
{
    prompt_set(prompt, line);
    assert_int_equal(type(prompt, "<Enter>"), PROMPT_ENTER);
    assert_string_equal(prompt_text(prompt), line);
    prompt_accept(prompt);
    assert_string_equal(prompt_text(prompt), "");
}

static void recalls_older_lines(void **state)
{
    enter(*state, "one");
    enter(*state, "two");
    type(*state, "<Up>");
    assert_string_equal(prompt_text(*state), "two");
    type(*state, "<Up><Up><Up>");
    assert_string_equal(prompt_text(*state), "one");
    type(*state, "<Down>");
    assert_string_equal(prompt_text(*state), "two");
}

static void finds_an_older_line_by_a_part(void **state)
{
    enter(*state, "server: listen(3, 5)");
    enter(*state, "client: close(3)");
    enter(*state, "server: close(4)");
    type(*state, "new<C-r>clo");
    assert_string_equal(prompt_text(*state), "server: close(4)");
    type(*state, "<C-r>");
    assert_string_equal(prompt_text(*state), "client: close(3)");
    draw(*state, 3, 60);
    assert_non_null(
        strstr(drawing_text(), "(earlier, with 'clo') client: close(3)"));
    type(*state, "<C-r>"); /* there is no other one */
    assert_string_equal(prompt_text(*state), "client: close(3)");
    assert_int_equal(type(*state, "<Enter>"), PROMPT_ENTER);
    assert_string_equal(prompt_text(*state), "client: close(3)");
}

static void edits_the_line_that_it_has_found(void **state)
{
    enter(*state, "server: listen(3, 5)");
    type(*state, "<C-r>lisx<Backspace><End>!");
    assert_string_equal(prompt_text(*state), "server: listen(3, 5)!");
    type(*state, "<Esc><Up>");
    assert_string_equal(prompt_text(*state), "server: listen(3, 5)");
}

/* ---- pasting ---- */

static void inserts_a_line_that_is_pasted(void **state)
{
    type(*state, "server: <Home>");
    type(*state, "<End>");
    prompt_paste(*state, "close(3)\r\n");
    assert_string_equal(prompt_text(*state), "server: close(3)");
    assert_int_equal(type(*state, "<Enter>"), PROMPT_ENTER);
}

static void shows_a_pasted_block_before_it_runs(void **state)
{
    prompt_paste(*state, "server: close(3)\rclient: close(3)\n\n");
    draw(*state, 8, 60);
    assert_non_null(strstr(drawing_text(), "server: close(3)"));
    assert_non_null(strstr(drawing_text(), "client: close(3)"));
    assert_non_null(
        strstr(drawing_text(), "Enter runs these 2 lines, Esc drops them."));
    assert_int_equal(type(*state, "x"), PROMPT_IGNORED);
    assert_int_equal(type(*state, "<Enter>"), PROMPT_ENTER);
    assert_string_equal(prompt_text(*state),
                        "server: close(3)\nclient: close(3)");
    prompt_accept(*state);
    assert_string_equal(prompt_text(*state), "");
}

static void drops_a_pasted_block(void **state)
{
    prompt_paste(*state, "server: close(3)\nclient: close(3)");
    assert_int_equal(type(*state, "<Esc>"), PROMPT_LEAVE);
    assert_string_equal(prompt_text(*state), "");
}

static void says_how_much_of_a_block_does_not_show(void **state)
{
    prompt_paste(*state, "a: close(3)\nb: close(3)\nc: close(3)\nd: close(3)");
    draw(*state, 3, 60);
    assert_non_null(strstr(drawing_text(), "a: close(3)"));
    assert_non_null(strstr(drawing_text(), "and 3 lines more"));
}

static void refuses_a_block_that_has_no_end(void **state)
{
    static char text[1 << 17];

    memset(text, 'x', sizeof(text) - 1);
    text[10] = '\n';
    prompt_paste(*state, text);
    assert_string_equal(prompt_text(*state), "");
    draw(*state, 4, 60);
    assert_non_null(strstr(drawing_text(), "more than can be run at once"));
}

static void comes_back_to_the_new_line(void **state)
{
    enter(*state, "one");
    type(*state, "dra<Up><Up><Down>");
    assert_string_equal(prompt_text(*state), "dra");
    type(*state, "<Down>ft");
    assert_string_equal(prompt_text(*state), "draft");
}

static void remembers_a_line_once(void **state)
{
    enter(*state, "one");
    enter(*state, "two");
    enter(*state, "two");
    enter(*state, "");
    type(*state, "<Up><Up>");
    assert_string_equal(prompt_text(*state), "one");
}

static void forgets_the_oldest(void **state)
{
    char line[] = "line  ";

    for (int i = 0; i < 120; i++) {
        line[4] = (char)('0' + i / 10);
        line[5] = (char)('0' + i % 10);
        enter(*state, line);
    }
    for (int i = 0; i < 130; i++)
        type(*state, "<Up>");
    assert_string_equal(prompt_text(*state), "line20");
}

/* ---- completion ---- */

static void completes_what_is_certain(void **state)
{
    assert_line(state, "cl<Tab>", "client");
    assert_line(state, "client: bi<Tab>3", "client: bind(3");
    assert_line(state, "client: f(SO_REUSEA<Tab>, 1)<Home>",
                "client: f(SO_REUSEADDR, 1)");
    assert_line(state, "client: nonesuch<Tab>", "client: nonesuch");
}

static void completes_in_the_middle(void **state)
{
    assert_line(state, "wi hold<Home><Right><Right><Tab>", "wire:  hold");
}

static void lists_what_is_possible(void **state)
{
    type(*state, "server: ac<Tab>");
    assert_string_equal(prompt_text(*state), "server: accept");
    draw(*state, 24, 80);
    assert_lacks("accept4(");
    type(*state, "<Tab>");
    draw(*state, 24, 80);
    assert_shows("accept(  accept4(");
    type(*state, "4");
    draw(*state, 24, 80);
    assert_lacks("accept(  accept4(");
}

static void lists_no_more_than_fits(void **state)
{
    type(*state, "server: f(I<Tab><Tab>");
    assert_int_equal(prompt_rows(*state), 5);
    draw(*state, 24, 80);
    assert_string_equal(drawing_row(18), "");
    assert_non_null(strstr(drawing_row(22), theme_sign(SIGN_ELLIPSIS)));
}

/* ---- drawing ---- */

static void draws_at_the_foot(void **state)
{
    type(*state, "wire: hold");
    draw(*state, 24, 80);
    assert_string_equal(drawing_row(23), ":wire: hold");
    assert_string_equal(drawing_row(22), "");
    assert_int_equal(prompt_rows(*state), 1);
}

static void shows_usage_while_a_call_is_typed(void **state)
{
    type(*state, "server: bind(3, ");
    assert_int_equal(prompt_rows(*state), 2);
    draw(*state, 24, 80);
    assert_non_null(strstr(drawing_row(22), "bind("));
}

static void says_what_is_wrong_until_the_next_key(void **state)
{
    prompt_say(*state, "found x, expected y");
    draw(*state, 24, 80);
    assert_string_equal(drawing_row(22), "found x, expected y");
    type(*state, "<Left>");
    draw(*state, 24, 80);
    assert_lacks("found x");
}

static void says_that_a_message_is_cut(void **state)
{
    char message[600];

    memset(message, 'm', sizeof message - 1);
    message[sizeof message - 1] = '\0';
    prompt_say(*state, message);
    draw(*state, 24, 80);
    assert_shows(theme_sign(SIGN_ELLIPSIS));
}

static void keeps_the_cursor_on_the_screen(void **state)
{
    for (int i = 0; i < 20; i++)
        type(*state, "0123456789");
    type(*state, "end");
    draw(*state, 24, 80);
    assert_non_null(strstr(drawing_row(23), "9end"));
    type(*state, "<Home>");
    draw(*state, 24, 80);
    assert_memory_equal(drawing_row(23), ":0123", 5);
}

static void draws_in_any_size(void **state)
{
    type(*state, "server: f(I<Tab><Tab>");
    for (int rows = 1; rows < 6; rows++) {
        for (int columns = 1; columns < 20; columns++) {
            draw(*state, rows, columns);
            assert_int_equal(drawing_row(rows - 1)[0], ':');
        }
    }
    prompt_draw(*state, (struct area){0, 0, 0, 0});
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(inserts_at_the_cursor),
        TEST(deletes),
        TEST(keeps_characters_whole),
        TEST(leaves_on_escape_and_when_empty),
        TEST(ignores_keys_without_a_meaning),
        TEST(stops_at_a_full_line),
        TEST(cuts_a_long_text_between_characters),
        TEST(recalls_older_lines),
        TEST(comes_back_to_the_new_line),
        TEST(finds_an_older_line_by_a_part),
        TEST(edits_the_line_that_it_has_found),
        TEST(inserts_a_line_that_is_pasted),
        TEST(shows_a_pasted_block_before_it_runs),
        TEST(drops_a_pasted_block),
        TEST(says_how_much_of_a_block_does_not_show),
        TEST(refuses_a_block_that_has_no_end),
        TEST(remembers_a_line_once),
        TEST(forgets_the_oldest),
        TEST(completes_what_is_certain),
        TEST(completes_in_the_middle),
        TEST(lists_what_is_possible),
        TEST(lists_no_more_than_fits),
        TEST(draws_at_the_foot),
        TEST(shows_usage_while_a_call_is_typed),
        TEST(says_what_is_wrong_until_the_next_key),
        TEST(says_that_a_message_is_cut),
        TEST(keeps_the_cursor_on_the_screen),
        TEST(draws_in_any_size),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
