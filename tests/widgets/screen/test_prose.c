/*
 * test_prose.c - paragraphs wrapped into rows.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <curses.h>

#include "tests/support/drawing.h"
#include "tests/support/parsed.h"
#include "widgets/screen/prose.h"
#include "widgets/view/pane.h"

static int setup(void **state)
{
    static struct document document;

    memset(&document, 0, sizeof document);
    *state = &document;
    return 0;
}

static int teardown(void **state)
{
    document_free(*state);
    return 0;
}

static const struct document *parse(void **state, const char *text)
{
    struct document *document = *state;
    struct err err;

    if (document_parse(document, "test", text, strlen(text), 1, &err) < 0)
        fail_msg("%s", err.text);
    return document;
}

static void draw_from(struct area area, const struct document *document,
                      int top)
{
    struct prose prose = {document, 0, document->n};
    struct pane pane = {.top = top};

    pane_draw(&pane, area, prose_paras, &prose);
}

static int count(const struct document *document, size_t first, size_t n,
                 int width)
{
    struct prose prose = {document, first, n};

    return pane_rows(prose_paras, &prose, width);
}

/* Draw all of the text in an area of this size. */
static void draw(void **state, const char *text, int rows, int columns)
{
    const struct document *document = parse(state, text);

    draw_from(area_columns(drawing_begin(rows, 80), 0, columns), document, 0);
}

static void wraps_between_words(void **state)
{
    draw(state, "one two three four", 5, 11);
    assert_string_equal(drawing_row(0), "one two");
    assert_string_equal(drawing_row(1), "three four");
}

/* Not every script has spaces; a word of any length is shown whole. */
static void goes_on_with_a_word_on_the_next_row(void **state)
{
    draw(state, "ab 网络套接字网络套接字\n", 9, 11);
    assert_string_equal(drawing_row(0), "ab");
    assert_string_equal(drawing_row(1), "网络套接字");
    assert_string_equal(drawing_row(2), "网络套接字");
    assert_lacks("…");
}

/* Parts of a very long word end between two characters. */
static void parts_a_long_word_between_characters(void **state)
{
    char text[3 * 400 + 2] = "";

    for (int i = 0; i < 400; i++)
        strcat(text, "网");
    strcat(text, "\n");
    draw(state, text, 40, 31);
    for (int row = 0; row < 26; row++)
        assert_string_equal(drawing_row(row), "网网网网网网网网网网网网网网网");
}

static void keeps_punctuation_with_its_code(void **state)
{
    draw(state, "so call `bind()`, now", 5, 17);
    assert_string_equal(drawing_row(0), "so call bind(),");
    assert_string_equal(drawing_row(1), "now");
}

static void separates_paragraphs_but_not_items(void **state)
{
    draw(state, "Text.\n\n- one\n- two\n\nEnd.", 9, 40);
    assert_string_equal(drawing_row(0), "Text.");
    assert_string_equal(drawing_row(1), "");
    assert_non_null(strstr(drawing_row(2), "one"));
    assert_non_null(strstr(drawing_row(3), "two"));
    assert_string_equal(drawing_row(4), "");
    assert_string_equal(drawing_row(5), "End.");
}

static void numbers_ordered_items(void **state)
{
    draw(state, "1. first\n2. second", 5, 40);
    assert_shows("1. first");
    assert_shows("2. second");
}

static void shows_where_a_link_leads(void **state)
{
    draw(state, "See [the RFC](https://example.org/rfc).", 5, 70);
    assert_shows("the RFC (https://example.org/rfc).");
}

static void keeps_the_lines_of_code(void **state)
{
    draw(state, "```\nint a;\n  int b;\n```\n", 5, 40);
    assert_string_equal(drawing_row(0), "  int a;");
    assert_string_equal(drawing_row(1), "    int b;");
}

static void leaves_scripts_out(void **state)
{
    draw(state, "Before.\n\n```lab\nserver: start\n```\n\nAfter.", 9, 40);
    assert_lacks("start");
    assert_string_equal(drawing_row(2), "After.");
}

static void counts_what_it_draws(void **state)
{
    const struct document *document =
        parse(state, "one two three four\n\nfive");

    assert_int_equal(count(document, 0, document->n, 11), 4);
    assert_int_equal(count(document, 1, 1, 11), 1);
    assert_int_equal(count(document, 0, 0, 11), 0);
}

static void scrolls_and_says_so(void **state)
{
    const struct document *document = parse(state, "a\n\nb\n\nc\n\nd");
    struct area area = area_columns(drawing_begin(3, 20), 0, 10);

    draw_from(area, document, 2);
    assert_int_equal(drawing_row(0)[0], 'b');
    assert_non_null(strstr(drawing_row(0), theme_sign(SIGN_MORE_UP)));
    assert_non_null(strstr(drawing_row(2), theme_sign(SIGN_MORE_DOWN)));
    area = area_columns(drawing_begin(3, 20), 0, 10);
    draw_from(area, document, 4);
    assert_lacks(theme_sign(SIGN_MORE_DOWN));
    assert_string_equal(drawing_row(2), "d");
}

static void indents_the_rows_of_a_sentence(void **state)
{
    (void)state;
    struct area area = area_columns(drawing_begin(5, 80), 0, 9);

    assert_int_equal(prose_text(area, 1, 2, ROLE_PLAIN, "one two three"), 2);
    assert_string_equal(drawing_row(1), "one two");
    assert_string_equal(drawing_row(2), "  three");
    assert_int_equal(prose_text(area, 0, 0, ROLE_PLAIN, ""), 0);
}

/* Else each word is told to the terminal by itself, and stands for itself. */
static void draws_what_is_strong_in_one_piece(void **state)
{
    (void)state;
    prose_text(drawing_begin(3, 40), 0, 0, ROLE_DIFF, "one two");
    drawing_text();
    assert_int_equal(mvinch(0, 3) & A_ATTRIBUTES, mvinch(0, 2) & A_ATTRIBUTES);
    draw(state, "plain **one** two", 3, 40);
    drawing_text();
    assert_int_not_equal(mvinch(0, 9) & A_ATTRIBUTES,
                         mvinch(0, 8) & A_ATTRIBUTES);
}

static void clamps_to_a_full_last_page(void **state)
{
    (void)state;
    assert_int_equal(pane_clamp(9, 12, 5), 7);
    assert_int_equal(pane_clamp(-1, 12, 5), 0);
    assert_int_equal(pane_clamp(3, 4, 5), 0);
}

static void survives_every_width(void **state)
{
    const struct document *document =
        parse(state, "# Heading\n\nA text with `some code` and **weight**.\n\n"
                     "- an item\n\n> a quote that is long\n\n```\ncode\n```");

    for (int width = 0; width < 60; width++) {
        int rows = count(document, 0, document->n, width);

        draw_from(area_columns(drawing_begin(4, 60), 0, width), document,
                  rows / 2);
        assert_true(rows >= 9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(wraps_between_words, setup, teardown),
        cmocka_unit_test_setup_teardown(goes_on_with_a_word_on_the_next_row,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(parts_a_long_word_between_characters,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(keeps_punctuation_with_its_code, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(separates_paragraphs_but_not_items,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_ordered_items, setup, teardown),
        cmocka_unit_test_setup_teardown(shows_where_a_link_leads, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(keeps_the_lines_of_code, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(leaves_scripts_out, setup, teardown),
        cmocka_unit_test_setup_teardown(counts_what_it_draws, setup, teardown),
        cmocka_unit_test_setup_teardown(scrolls_and_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(indents_the_rows_of_a_sentence, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(draws_what_is_strong_in_one_piece,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(clamps_to_a_full_last_page, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(survives_every_width, setup, teardown),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
