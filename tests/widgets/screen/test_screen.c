/*
 * test_screen.c - UTF-8, drawing that is clipped to its area, the screen as
 * text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/support/drawing.h"
#include "widgets/screen/glyph.h"

static int teardown(void **state)
{
    (void)state;
    theme_ascii(false);
    return 0;
}

/* ---- UTF-8 ---- */

static void assert_decodes(const char *text, wchar_t character, size_t bytes)
{
    wchar_t found;

    assert_int_equal(utf8_decode(text, &found), bytes);
    assert_int_equal(found, character);
}

static void decodes_characters(void **state)
{
    (void)state;
    assert_decodes("a", 'a', 1);
    assert_decodes("\xc3\xa9z", 0xe9, 2);
    assert_decodes("\xe2\x82\xac", 0x20ac, 3);
    assert_decodes("\xf0\x9f\x90\xa7", 0x1f427, 4);
    assert_decodes("", 0, 0);
}

static void replaces_what_is_no_utf8(void **state)
{
    (void)state;
    assert_decodes("\x80", 0xfffd, 1);             /* no beginning */
    assert_decodes("\xff", 0xfffd, 1);             /* no byte of it at all */
    assert_decodes("\xe2\x82", 0xfffd, 1);         /* cut off */
    assert_decodes("\xc3z", 0xfffd, 1);            /* not gone on */
    assert_decodes("\xe0\x80\x80", 0xfffd, 1);     /* longer than needed */
    assert_decodes("\xed\xa0\x80", 0xfffd, 1);     /* a surrogate */
    assert_decodes("\xf4\x90\x80\x80", 0xfffd, 1); /* beyond U+10FFFF */
}

static void encodes_what_it_decodes(void **state)
{
    static const wchar_t characters[] = {'a',   0x7f,   0x80,    0x7ff,
                                         0x800, 0xffff, 0x10000, 0x10ffff};

    (void)state;
    for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
        char bytes[UTF8_BYTES + 1] = "";
        wchar_t found;
        size_t n = utf8_encode(characters[i], bytes);

        assert_int_equal(utf8_decode(bytes, &found), n);
        assert_int_equal(found, characters[i]);
    }
}

/* ---- measuring ---- */

static void measures_columns_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(glyph_columns(""), 0);
    assert_int_equal(glyph_columns("\xc3\xa9t\xc3\xa9"), 3);
    assert_int_equal(glyph_columns("e\xcc\x81"), 1); /* combining */
    assert_int_equal(glyph_columns("\xe6\xbc\xa2\xe5\xad\x97"), 4); /* wide */
    assert_int_equal(glyph_columns("a\tb\x01"), 4);
}

/* Nothing is hidden, and nothing turns what stands beside it. */
static void shows_what_nobody_would_see(void **state)
{
    static const wchar_t unseen[] = {0xad,   0x200b, 0x200d, 0x200f, 0x202e,
                                     0x2060, 0x2066, 0xfeff, 0xe0041};

    (void)state;
    for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
        struct glyph glyph = glyph_of(unseen[i], false);

        assert_int_equal(glyph.chars[0], 0xfffd);
        assert_int_equal(glyph.columns, 1);
        assert_int_equal(glyph_of(unseen[i], true).chars[0], '?');
        assert_int_equal(glyph_of(unseen[i], true).columns, 1);
    }
}

static void fits_whole_characters(void **state)
{
    int used;

    (void)state;
    assert_int_equal(glyph_fit("\xe6\xbc\xa2\xe5\xad\x97", 3, &used), 3);
    assert_int_equal(used, 2);
    assert_int_equal(glyph_fit("abc", 0, &used), 0);
    assert_int_equal(glyph_fit("abc", -1, &used), 0);
}

static void breaks_lines_at_spaces(void **state)
{
    size_t next;

    (void)state;
    assert_int_equal(glyph_line("one  two three", 9, &next), 8);
    assert_int_equal(next, 9);
    assert_int_equal(glyph_line("one\ntwo", 20, &next), 3);
    assert_int_equal(next, 4);
    assert_int_equal(glyph_line("unbreakable", 4, &next), 4);
    assert_int_equal(next, 4);
    assert_int_equal(glyph_line("one two", 3, &next), 3);
    assert_int_equal(next, 4);
    assert_int_equal(glyph_line("\xe6\xbc\xa2", 1, &next), 3);
    assert_int_equal(next, 3);
    assert_int_equal(glyph_line("", 9, &next), 0);
    assert_int_equal(next, 0);
}

/* ---- areas ---- */

static void cuts_parts_to_what_is_there(void **state)
{
    struct area area = {2, 3, 10, 20};
    struct area part = area_rows(area, 8, 5);

    (void)state;
    assert_int_equal(part.y, 10);
    assert_int_equal(part.h, 2);
    part = area_rows(area, 12, 5);
    assert_int_equal(part.h, 0);
    part = area_columns(area, 5, 100);
    assert_int_equal(part.x, 8);
    assert_int_equal(part.w, 15);
    part = area_columns(area, -3, -1);
    assert_int_equal(part.x, 3);
    assert_int_equal(part.w, 0);
}

static void clips_text_to_the_area(void **state)
{
    struct area area = area_columns(drawing_begin(5, 20), 2, 6);

    (void)state;
    assert_int_equal(area_put(area, 0, 0, ROLE_PLAIN, "abcdef"), 6);
    assert_int_equal(area_put(area, 1, 0, ROLE_PLAIN, "abcdefg"), 6);
    assert_int_equal(area_put(area, 2, 4, ROLE_PLAIN, "abc"), 2);
    assert_int_equal(area_put(area, 3, 6, ROLE_PLAIN, "a"), 0);
    assert_int_equal(area_put(area, 5, 0, ROLE_PLAIN, "a"), 0);
    assert_int_equal(area_put(area, -1, 0, ROLE_PLAIN, "a"), 0);
    assert_int_equal(area_put(area, 4, -1, ROLE_PLAIN, "a"), 0);
    assert_string_equal(drawing_row(0), "  abcdef");
    assert_string_equal(drawing_row(1), "  abcde\xe2\x80\xa6");
    assert_string_equal(drawing_row(2), "      a\xe2\x80\xa6");
    assert_string_equal(drawing_row(3), "");
    assert_string_equal(drawing_row(4), "");
}

static void clips_areas_to_the_screen(void **state)
{
    struct area area = {0, 5, 9, 90};

    (void)state;
    drawing_begin(2, 10);
    assert_int_equal(area_put(area, 1, 0, ROLE_PLAIN, "abcdefg"), 5);
    assert_int_equal(area_put(area, 2, 0, ROLE_PLAIN, "abc"), 0);
    area_fill(area, 8, ROLE_TITLE);
    area_divide(area, 60);
    assert_string_equal(drawing_row(1), "     abcd\xe2\x80\xa6");
}

static void cuts_wide_characters_whole(void **state)
{
    struct area area = area_columns(drawing_begin(3, 20), 0, 4);

    (void)state;
    area_put(area, 0, 0, ROLE_PLAIN, "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2");
    assert_string_equal(drawing_row(0), "\xe6\xbc\xa2\xe2\x80\xa6");
}

static void shows_control_characters_as_spaces(void **state)
{
    struct area area = drawing_begin(3, 20);

    (void)state;
    area_put(area, 0, 0, ROLE_PLAIN,
             "a\tb\x1b[2Jc\xc2\x9b"
             "d\x9b");
    assert_string_equal(drawing_row(0), "a b [2Jc d\xef\xbf\xbd");
}

static void puts_titles_into_rules(void **state)
{
    struct area area = drawing_begin(4, 20);

    (void)state;
    theme_ascii(true);
    area_rule(area_columns(area, 0, 12), 0, "title");
    area_rule(area_columns(area, 0, 6), 1, "title");
    area_rule(area_columns(area, 0, 3), 2, "title");
    area_rule(area_columns(area, 0, 5), 3, NULL);
    assert_string_equal(drawing_row(0), "- title ----");
    assert_string_equal(drawing_row(1), "- t~ -");
    assert_int_equal(strlen(drawing_row(2)), 3);
    assert_string_equal(drawing_row(3), "-----");
}

static void draws_on_no_area_at_all(void **state)
{
    struct area none = {1, 1, 0, 0};
    struct area less = {1, 1, -3, -3};

    (void)state;
    drawing_begin(3, 10);
    for (int i = 0; i < 2; i++) {
        struct area area = i ? less : none;

        area_put(area, 0, 0, ROLE_PLAIN, "text");
        area_rule(area, 0, "title");
        area_fill(area, 0, ROLE_TITLE);
        area_sign(area, 0, 0, ROLE_PLAIN, SIGN_DONE);
        area_wrap(area, 0, ROLE_PLAIN, "some text");
        screen_cursor(area, 0, 0);
    }
    assert_string_equal(drawing_text(), "\n\n\n");
}

/* ---- ASCII ---- */

static void draws_the_nearest_in_ascii(void **state)
{
    struct area area = drawing_begin(3, 40);

    (void)state;
    theme_ascii(true);
    area_put(area, 0, 0, ROLE_PLAIN,
             "\xe2\x80\x9cM\xc3\xbcller\xe2\x80\x9d \xe2\x86\x92 "
             "f(\xe2\x80\xa6) \xe6\xbc\xa2");
    area_sign(area, 1, 0, ROLE_OK, SIGN_DONE);
    assert_string_equal(drawing_row(0), "\"Muller\" -> f(...) ?");
    assert_string_equal(drawing_row(1), "+");
}

static void every_sign_is_one_column(void **state)
{
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        theme_ascii(ascii);
        for (int sign = 0; sign < SIGNS; sign++)
            assert_int_equal(glyph_columns(theme_sign((enum sign)sign)), 1);
    }
    for (int sign = 0; sign < SIGNS; sign++)
        assert_true(theme_sign((enum sign)sign)[0] > 0);
}

/* ---- colours ---- */

static void does_without_colours(void **state)
{
    (void)state;
    assert_int_not_equal(theme_attr(ROLE_ERROR), theme_attr(ROLE_PLAIN));
    setenv("NO_COLOR", "1", 1);
    theme_choose(NULL);
    theme_open();
    assert_int_equal(theme_attr(ROLE_CODE), theme_attr(ROLE_PLAIN));
    assert_int_not_equal(theme_attr(ROLE_ERROR), theme_attr(ROLE_PLAIN));
    assert_int_not_equal(theme_attr(ROLE_SELECTED), theme_attr(ROLE_PLAIN));
    assert_int_not_equal(theme_attr(ROLE_TITLE), theme_attr(ROLE_PLAIN));
    unsetenv("NO_COLOR");
}

/* What was asked for counts more than NO_COLOR, and "mono" is the same. */
static void takes_the_theme_that_was_chosen(void **state)
{
    (void)state;
    setenv("NO_COLOR", "1", 1);
    theme_choose("dark");
    theme_open();
    assert_int_not_equal(theme_attr(ROLE_CODE), theme_attr(ROLE_PLAIN));
    unsetenv("NO_COLOR");
    theme_choose("mono");
    theme_open();
    assert_int_equal(theme_attr(ROLE_CODE), theme_attr(ROLE_PLAIN));
    theme_choose("dark");
    theme_open();
}

/* COLORFGBG says what is behind the text: other colours are on white. */
static void suits_the_ground(void **state)
{
    unsigned long unknown;

    (void)state;
    theme_choose(NULL);
    unsetenv("COLORFGBG");
    theme_open();
    unknown = theme_attr(ROLE_CODE);
    assert_int_equal(unknown, theme_attr(ROLE_PLAIN));
    setenv("COLORFGBG", "0;15", 1);
    theme_open();
    assert_int_not_equal(theme_attr(ROLE_CODE), unknown);
    unsetenv("COLORFGBG");
    theme_choose("dark");
    theme_open();
}

/* ---- the whole ---- */

static void saves_what_is_on_the_screen(void **state)
{
    struct area area = drawing_begin(3, 12);

    (void)state;
    area_put(area, 0, 1, ROLE_TITLE, "a  b   ");
    area_put(area, 2, 8, ROLE_PLAIN, "corner");
    assert_string_equal(drawing_text(), " a  b\n\n"
                                        "        cor\xe2\x80\xa6\n");
}

static void resizes_down_to_one_cell(void **state)
{
    struct area area = drawing_begin(1, 1);

    (void)state;
    assert_int_equal(area.h, 1);
    assert_int_equal(area.w, 1);
    area_put(area, 0, 0, ROLE_PLAIN, "ab");
    assert_string_equal(drawing_text(), "\xe2\x80\xa6\n");
    area = drawing_begin(60, 200);
    area_put(area, 59, 197, ROLE_PLAIN, "end");
    assert_int_equal(strlen(drawing_row(59)), 200);
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(decodes_characters),
        TEST(replaces_what_is_no_utf8),
        TEST(encodes_what_it_decodes),
        TEST(measures_columns_not_bytes),
        TEST(shows_what_nobody_would_see),
        TEST(fits_whole_characters),
        TEST(breaks_lines_at_spaces),
        TEST(cuts_parts_to_what_is_there),
        TEST(clips_text_to_the_area),
        TEST(clips_areas_to_the_screen),
        TEST(cuts_wide_characters_whole),
        TEST(shows_control_characters_as_spaces),
        TEST(puts_titles_into_rules),
        TEST(draws_on_no_area_at_all),
        TEST(draws_the_nearest_in_ascii),
        TEST(every_sign_is_one_column),
        TEST(does_without_colours),
        TEST(takes_the_theme_that_was_chosen),
        TEST(suits_the_ground),
        TEST(saves_what_is_on_the_screen),
        TEST(resizes_down_to_one_cell),
    };

    return cmocka_run_group_tests(tests, drawing_open, drawing_close);
}
