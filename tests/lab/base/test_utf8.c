/*
 * test_utf8.c - the one reader of UTF-8: what is a character, and what is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "lab/base/utf8.h"

/* The last and the first of each length, RFC 3629 section 3. */
static void characters_are_read(void **state)
{
    static const struct {
        const char *text;
        size_t bytes;
        uint32_t character;
    } rows[] = {
        {"a", 1, 'a'},
        {"\x7f", 1, 0x7f},
        {"\xc2\x80", 2, 0x80},
        {"\xdf\xbf", 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xef\xbf\xbf", 3, 0xffff},
        {"\xf0\x90\x80\x80", 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        uint32_t character = 0;

        assert_int_equal(utf8_read(rows[i].text, UTF8_BYTES, &character),
                         rows[i].bytes);
        assert_int_equal(character, rows[i].character);
        /* The same with one byte less is none. */
        assert_int_equal(utf8_read(rows[i].text, rows[i].bytes - 1, NULL), 0);
    }
}

/* A wrong byte stands for itself; nothing is read beyond the NUL. */
static void what_is_none_is_a_byte(void **state)
{
    static const char *const wrong[] = {
        "\x80",             /* goes on with nothing */
        "\xc0\xaf",         /* '/' written too long */
        "\xc1\xbf",         /* the same */
        "\xe0\x9f\xbf",     /* U+07FF written too long */
        "\xed\xa0\x80",     /* a surrogate */
        "\xf0\x8f\xbf\xbf", /* U+FFFF written too long */
        "\xf4\x90\x80\x80", /* above U+10FFFF */
        "\xf5\x80\x80\x80", /* no first byte */
        "\xff",             /* nor this */
        "\xe2\x82",         /* the end in a character */
    };

    (void)state;
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        uint32_t character = 0;
        wchar_t shown = 0;

        assert_int_equal(utf8_read(wrong[i], UTF8_BYTES, &character), 0);
        assert_int_equal(character, (unsigned char)wrong[i][0]);
        assert_int_equal(utf8_decode(wrong[i], &shown), 1);
        assert_int_equal(shown, UTF8_REPLACEMENT);
    }
}

/* "é€": what is cut is cut between the two. */
static void a_cut_is_between_characters(void **state)
{
    static const char text[] = "\xc3\xa9\xe2\x82\xac";
    static const size_t whole[] = {0, 0, 2, 2, 2, 5};

    (void)state;
    for (size_t n = 0; n < sizeof(whole) / sizeof(whole[0]); n++)
        assert_int_equal(utf8_whole(text, n), whole[n]);
}

/* What a buffer's end has cut in its middle is not half there. */
static void half_a_character_is_taken_off(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},           {"ab", "ab"},   {"a\xc3\xa9", "a\xc3\xa9"},
        {"a\xe2\x82", "a"}, {"a\xe2", "a"}, {"\xf0\x9f\x98", ""},
        {"a\xa9", "a\xa9"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[16];

        strcpy(text, rows[i][0]);
        utf8_trim(text);
        assert_string_equal(text, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_are_read),
        cmocka_unit_test(what_is_none_is_a_byte),
        cmocka_unit_test(a_cut_is_between_characters),
        cmocka_unit_test(half_a_character_is_taken_off),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
