/*
 * test_unseen.c - characters that nobody sees, or that turn others round: that
 * check names them wherever they stand, and that what is shown has none.
 */
#include "lessons/text/unseen.h"
#include "tests/support/checktest.h"

#define REST "chapter: C\nsummary: S\nminutes: 1\n---\n"
#define BODY                                                                   \
    "Read tcp(7).\n\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"    \
    "```\n"

static void names_what_is_not_seen(void **state)
{
    static const struct {
        uint32_t character;
        const char *name;
    } rows[] = {
        {0xad, "SOFT HYPHEN"},
        {0x61c, "ARABIC LETTER MARK"},
        {0x200b, "ZERO WIDTH SPACE"},
        {0x200d, "ZERO WIDTH JOINER"},
        {0x200e, "LEFT-TO-RIGHT MARK"},
        {0x200f, "RIGHT-TO-LEFT MARK"},
        {0x202a, "LEFT-TO-RIGHT EMBEDDING"},
        {0x202e, "RIGHT-TO-LEFT OVERRIDE"},
        {0x2060, "WORD JOINER"},
        {0x2066, "LEFT-TO-RIGHT ISOLATE"},
        {0x2069, "POP DIRECTIONAL ISOLATE"},
        {0xfeff, "ZERO WIDTH NO-BREAK SPACE"},
        {0xfffe, "no character"},
        {0xe0041, "a TAG character"},
        {0xe0100, "a VARIATION SELECTOR"},
        {0x10ffff, "no character"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_string_equal(unseen_name(rows[i].character), rows[i].name);
}

/* Letters of any direction, accents, wide signs, blanks that take room. */
static void leaves_what_is_seen(void **state)
{
    static const uint32_t seen[] = {' ',    '~',    0xa0,   0xac,    0xae,
                                    0xe9,   0x301,  0x5d0,  0x627,   0x2010,
                                    0x2014, 0x202f, 0x3000, 0x6f22,  0xfe0f,
                                    0xfffd, 0xac00, 0x2014, 0x1f600, 0x20000};

    (void)state;
    for (size_t i = 0; i < sizeof(seen) / sizeof(seen[0]); i++)
        assert_null(unseen_name(seen[i]));
}

static void puts_a_sign_in_its_place(void **state)
{
    char *plain = unseen_plain(slice_of("a\u202eb\u00ad\U000e0041c\xff"));

    (void)state;
    assert_string_equal(plain, "a\ufffdb\ufffd\ufffdc\xff");
    free(plain);
    plain = unseen_plain(slice_of("\u00ad\u00ad\u00ad"));
    assert_string_equal(plain, "\ufffd\ufffd\ufffd");
    free(plain);
}

/* ---- check ---- */

/* In each of the short texts, by the line that has it. */
static void warns_of_the_front_matter(void **state)
{
    static const char *const expected[] = {
        "t.md:2: warning: U+202E, RIGHT-TO-LEFT OVERRIDE, was found",
        "t.md:3: warning: U+200B, ZERO WIDTH SPACE, was found",
        "t.md:4: warning: U+FEFF, ZERO WIDTH NO-BREAK SPACE, was found",
        "t.md:8: warning: U+2067, RIGHT-TO-LEFT ISOLATE, was found", NULL};

    checktest_expect(*state, "t.md",
                     "---\ntitle: A \u202etitle\u202c\nchapter: C\u200b\n"
                     "summary: S\ufeff\nminutes: 1\n"
                     "toggles:\n  - name: t\n    label: T\u2067\n"
                     "    values: [off, on]\ncompare: t\n---\n" BODY
                     "\nMore.\n\n```lab\n[t=on] server: close(3) = 0\n```\n",
                     expected);
}

/* Also where YAML has it by an escape, beside one that stands as it is. */
static void warns_of_escapes(void **state)
{
    static const char *const expected[] = {
        "t.md:2: warning: U+202E, RIGHT-TO-LEFT OVERRIDE, was found",
        "t.md:4: warning: U+202E, RIGHT-TO-LEFT OVERRIDE, was found", NULL};

    checktest_expect(*state, "t.md",
                     "---\ntitle: A \u202etitle\nchapter: C\n"
                     "summary: \"S \\u202E\"\nminutes: 1\n---\n" BODY,
                     expected);
}

static void warns_of_all_below(void **state)
{
    static const char *const expected[] = {
        "t.md:7: warning: U+00AD, SOFT HYPHEN, was found",
        "t.md:10: warning: U+2066, LEFT-TO-RIGHT ISOLATE, was found",
        "t.md:15: warning: U+E0041, a TAG character, was found",
        "t.md:17: warning: U+200D, ZERO WIDTH JOINER, was found", NULL};
    static const char script[] = "server: close(3) = 0 # \u202e\n";
    static const char *const of_script[] = {
        "t.lab:1: warning: U+202E, RIGHT-TO-LEFT OVERRIDE, was found", NULL};

    checktest_expect(
        *state, "t.md",
        "---\ntitle: T\n" REST "Read t\u00adcp(7).\n\n```lab\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3 # \u2066\n"
        "```\n\n```predict\nserver: close\nRe\U000e0041ally?\n\n"
        "0: Yes\u200d.\n-1 EBADF: No.\n```\n\n```lab\nserver: close(3) = 0\n"
        "```\n",
        expected);
    checktest_expect(*state, "t.lab", script, of_script);
}

/* A mark is drawn on what stands before it, so something must. */
static void warns_of_marks_on_nothing(void **state)
{
    static const char *const expected[] = {
        "t.md:2: warning: U+0301, a combining mark on no character, was found",
        NULL};

    checktest_expect(*state, "t.md", "---\ntitle: T \u0301x\n" REST BODY,
                     expected);
    checktest_fine(
        *state, "t.md",
        "---\ntitle: T e\u0301 \u26a0\ufe0f \u05d0\u05d1\n" REST BODY);
    checktest_fine(*state, "t.md", "\ufeff---\ntitle: T\n" REST BODY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_what_is_not_seen),
        cmocka_unit_test(leaves_what_is_seen),
        cmocka_unit_test(puts_a_sign_in_its_place),
        CHECK_TEST(warns_of_the_front_matter),
        CHECK_TEST(warns_of_escapes),
        CHECK_TEST(warns_of_all_below),
        CHECK_TEST(warns_of_marks_on_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
