/*
 * test_lint.c - what a careful editor says of lessons: each remark with a
 * sample that earns it and one that does not.
 */
#include "tests/support/checktest.h"
#include "tests/support/folder.h"
#include "tests/support/within.h"

/* A sentence with a source behind the front matter: it goes on in line 14. */
#define BEGIN FRONT "Read tcp(7).\n\n"
#define LAB   "```lab\n[t=on] server: exited 0\n```\n"

/* ---- blocks ---- */

/* What is nearly a script is shown, and nothing of it runs. */
static void test_block_that_is_nearly_one(void **state)
{
    static const char *const expected[] = {
        "t.md:14: warning: a block 'labs' was found, 'lab' was expected",
        "t.md:18: warning: a block 'prediction' was found, 'predict' was",
        NULL};

    checktest_expect(*state, "t.md",
                     BEGIN "```labs\nserver: close(3)\n```\n\n"
                           "```prediction\nserver: close\n```\n\n" LAB,
                     expected);
    checktest_fine(*state, "t.md",
                   BEGIN "```text\nserver: close(3)\n```\n\n"
                         "```\nx\n```\n\n```sh\nx\n```\n\n" LAB);
}

/* ---- the script ---- */

static void test_call_without_result(void **state)
{
    static const char *const expected[] = {
        "t.md:16: warning: a call without a result was found, '= RESULT'",
        "t.md:17: warning: a call without a result was found", NULL};

    checktest_expect(*state, "t.md",
                     BEGIN
                     "```lab\n[t=on] server: start\nserver: close(3)\n"
                     "server: close(4)\nserver: close(5) = -1 EBADF\n```\n",
                     expected);
    checktest_fine(*state, "t.md",
                   BEGIN "```lab\n[t=on] server: start\nserver: close(3) = ?\n"
                         "server: close(4) = -1 EBADF\n```\n");
}

/* What ends the process has no result, and a script has its own rules. */
static void test_call_that_does_not_return(void **state)
{
    static const char *const expected[] = {
        "t.md:17: warning: a call without a result", NULL};

    checktest_fine(*state, "t.md",
                   BEGIN "```lab\n[t=on] server: start\n"
                         "server: send(3, \"x\", 1, 0)\n"
                         "client: close(3) = -1 EBADF\n"
                         "server: killed SIGPIPE\nserver: start\n"
                         "server: exit(0)\n```\n");
    checktest_expect(*state, "t.md",
                     BEGIN "```lab\n[t=on] server: start\n"
                           "client: close(3) = -1 EBADF\nserver: close(3)\n"
                           "server: close(4) = -1 EBADF\nserver: SIGINT\n"
                           "server: killed SIGINT\n```\n",
                     expected);
    checktest_fine(*state, "t.lab", "server: close(3)\nserver: exited 0\n");
}

static void test_program_without_a_call(void **state)
{
    static const char *const expected[] = {
        "t.md:14: warning: no bind() was found in the program of server, but "
        "line 21 calls it",
        NULL};

    checktest_expect(*state, "t.md",
                     BEGIN
                     "```c server\nint fd = socket(1, 2, 3); /* bind() */\n"
                     "rebind(fd);\n```\n\nNow.\n"
                     "```lab\n"
                     "server: bind(3, 0.0.0.0:$t) = -1 EBADF\n"
                     "client: listen(3, 1) = -1 EBADF\n"
                     "server: exit(0)\nserver: exited 0\n```\n",
                     expected);
    checktest_fine(*state, "t.md",
                   BEGIN "```c server\nint fd = socket(1, 2, 3);\n"
                         "if (bind (fd)) exit(1);\n```\n\nNow.\n"
                         "```lab\nserver: bind(3, 0.0.0.0:$t) = 0\n```\n");
}

/* ---- the file ---- */

#define SIXTY "123456789012345678901234567890123456789012345678901234567890"

/* 16: a tab is as wide as it is; 22: so is a letter of two bytes. */
static void test_wide_code(void **state)
{
    static const char *const expected[] = {
        "t.md:16: warning: code of 77 columns was found, at most 76 were",
        "t.md:22: warning: code of 77 columns", NULL};

    checktest_expect(*state, "t.md",
                     BEGIN "```c server\nint x;\nx\t" SIXTY "123456789\n```\n\n"
                           "Look:\n\n```text\n\xc3\xa4" SIXTY
                           "1234567890123456\n```\n\n" LAB,
                     expected);
    checktest_fine(
        *state, "t.md",
        BEGIN "```c server\nx\t" SIXTY "12345678\n```\n\n"
              "Look:\n\n```text\n\xc3\xa4" SIXTY "123456789012345\n```\n\n"
              "```lab\n[t=on] server: exited 0 # " SIXTY "1234567890\n```\n");
}

static void test_block_without_an_end(void **state)
{
    static const char *const at_the_end[] = {
        "t.md:14: a block without an end was found, a line of 3 ` was "
        "expected below it",
        NULL};
    static const char *const before_another[] = {
        "t.md:14: a block without an end was found, a line of 3 ` was "
        "expected before the block in line 18",
        NULL};

    checktest_expect(*state, "t.md", BEGIN "```lab\n[t=on] server: start\n``\n",
                     at_the_end);
    checktest_expect(*state, "t.md",
                     BEGIN "```lab\n[t=on] server: start\n\nNow:\n" LAB,
                     before_another);
}

static void test_blocks_with_an_end(void **state)
{
    /* Longer fences hold shorter ones, tildes hold backticks. */
    checktest_fine(*state, "t.md",
                   BEGIN "````text\n```lab\n````\n\nLook:\n\n"
                         "~~~\n```lab\n```\n~~~~ \n\n"
                         "   ```text\n    ```\n   ```\n\n" LAB);
    /* What is no fence opens no block. */
    checktest_fine(*state, "t.md",
                   BEGIN "```close()``` is a span.\n\n"
                         "    ```\n\nLook:\n\n" LAB);
}

/* ---- the prose ---- */

static void test_broken_links(void **state)
{
    static const char *const expected[] = {
        "t.md:12: the link 'https://' was found, https://HOST/PATH was",
        "t.md:12: the link 'https://host/' was found",
        "t.md:13: the link 'https://a..org' was found",
        "t.md:14: the link 'https://a.org/%zz' was found",
        "t.md:15: '[e](https://a' was found, [text](https://HOST/PATH) was",
        "t.md:17: '[a][b]' was found",
        NULL,
    };

    checktest_expect(*state, "t.md",
                     FRONT "See [a](https://) and [b](https://host/), tcp(7),\n"
                           "[c](https://a..org) or\n"
                           "[d](https://a.org/%zz), or even\n"
                           "[e](https://a b).\n\n[a][b]\n\n" LAB,
                     expected);
    checktest_fine(
        *state, "t.md",
        FRONT "See tcp(7), [a `b` c](https://a-b.org:443/c_(d)?e=%20f#g),\n"
              "`x[1](2)` and <https://docs.kernel.org>.\n\n" LAB);
}

/* A terminal can't follow them, whether they lead somewhere or not. */
static void test_relative_links(void **state)
{
    static const char *const expected[] = {
        "t.md:12: a link to '02-other.md' was found, https://... was expected",
        "t.md:12: a link to '#part' was found", NULL};

    checktest_expect(*state, "t.md",
                     FRONT "tcp(7), [a](02-other.md), [b](#part)\n\n" LAB,
                     expected);
}

static void test_references(void **state)
{
    static const char *const expected[] = {
        "t.md:12: warning: 'RFC9293' was found, 'RFC 9293' was expected",
        "t.md:13: warning: 'rfc 793' was found, 'RFC 793' was expected",
        "t.md:13: warning: 'RFC-1122' was found",
        "t.md:14: warning: 'man 7 tcp' was found, 'tcp(7)' was expected", NULL};

    checktest_expect(*state, "t.md",
                     FRONT "See RFC9293,\nrfc 793, or RFC-1122.\n"
                           "Or man 7 tcp.\n\n" LAB,
                     expected);
    checktest_fine(*state, "t.md",
                   FRONT "RFC 9293, 3.6; `rfc1337`, tcp_rfc1337; a man\n"
                         "of 7; an RFC; human 7 b.\n\n" LAB);
}

static void test_sources(void **state)
{
    static const char *const expected[] = {"t.md: warning: no source was found",
                                           NULL};
    static const char *const sources[] = {
        "socket(7)", "poll(3p)", "RFC 9293",
        "[it](https://docs.kernel.org/networking/ip-sysctl.html)"};
    static const char *const none[] = {
        "`close(3)`", "call (7)", "f(12)",
        "f(0)",       "the RFC",  "[it](https://example.org/RFC)"};
    char text[500];

    for (size_t i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        snprintf(text, sizeof(text), FRONT "See %s.\n\n" LAB, sources[i]);
        checktest_fine(*state, "t.md", text);
    }
    for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
        snprintf(text, sizeof(text), FRONT "See %s.\n\n" LAB, none[i]);
        checktest_expect(*state, "t.md", text, expected);
    }
}

/* ---- what a user sees ---- */

/* A warning is printed, and does not count; one mistake behind it does. */
static void test_warnings_are_no_mistakes(void **state)
{
    char home[FOLDER_PATH], path[FOLDER_PATH + 20], *printed;
    FILE *out;
    size_t len;
    struct err err;

    (void)state;
    assert_int_equal(folder_make(home), 0);
    folder_write(home, "warns.md", FRONT "Read on.\n\n" LAB);
    folder_write(home, "fails.md", FRONT "Read [on](https://x).\n\n" LAB);
    out = open_memstream(&printed, &len);
    snprintf(path, sizeof(path), "%s/warns.md", home);
    assert_int_equal(check_file(path, NULL, out, &err), 0);
    fflush(out);
    assert_non_null(strstr(printed, "warns.md: warning: no source was found"));
    snprintf(path, sizeof(path), "%s/fails.md", home);
    assert_int_equal(check_file(path, NULL, out, &err), 1);
    fclose(out);
    free(printed);
    folder_remove(home);
}

/* More than are kept, and all of them only warn. */
static void test_many_warnings(void **state)
{
    struct problems *problems = *state;
    char *text;
    size_t len;
    FILE *out = open_memstream(&text, &len);

    fputs(BEGIN "```lab\n[t=on] client: exited 0\n", out);
    for (int i = 0; i < PROBLEMS_MAX + 7; i++)
        fputs("server: close(3)\n", out);
    fputs("```\n", out);
    fclose(out);
    checktest_check(problems, "t.md", text, len);
    assert_int_equal(problems->n, PROBLEMS_MAX);
    assert_int_equal(problems->dropped, 7);
    assert_int_equal(problems_errors(problems), 0);
    free(text);
}

/* ---- what nobody would write ---- */

/* A lesson of nothing but `piece` again and again, up to size bytes. */
static void check_heap(struct problems *problems, const char *piece,
                       size_t size)
{
    size_t len = strlen(piece), used = strlen(FRONT);
    char *text = malloc(size + 1);

    assert_non_null(text);
    memcpy(text, FRONT, used);
    for (; used + len <= size; used += len)
        memcpy(text + used, piece, len);
    checktest_check(problems, "t.md", text, used);
    assert_false(problems_none(problems));
    assert_false(problems->out_of_memory);
    free(text);
}

static void test_hostile_lessons(void **state)
{
    static const char *const pieces[] = {
        ">",
        "> ",
        "- ",
        "1. ",
        "[",
        "![",
        "*a_ ",
        "`",
        "```\n",
        "```lab\n\n",
        "(7",
        "RFC ",
        "rfc-9 ",
        "man 7 a ",
        "[a](https://b) ",
        "](",
        "<b>",
        "&amp;",
        "\\",
        "|a|b|\n|-|-|\n",
        "\t",
        "# a\n",
        "```c a\n```\n",
        "```predict\nserver: bind\nx\n\n0: a\n1: b\n```\n",
        "```lab\nserver: close(3)\n```\n",
        ("```predict\nserver: bind\nx\n\n0: a\n1: b\n```\n"
         "```lab\nserver: bind(3, 0.0.0.0:1) = 3\n```\n"),
    };

    for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++)
        check_heap(*state, pieces[i], 100000);
}

static void test_too_large_and_binary(void **state)
{
    char home[FOLDER_PATH], path[FOLDER_PATH + 20];
    char *large = calloc(1, (10 << 20) + 1), *printed;
    FILE *out;
    size_t len;
    struct err err;

    (void)state;
    assert_int_equal(folder_make(home), 0);
    assert_non_null(large);
    memset(large, 'x', 10 << 20);
    folder_write(home, "large.md", large);
    free(large);
    folder_write(home, "binary.md",
                 "\x7f"
                 "ELF\x02\x01\xff\xfe---\n\x1b[2J");
    out = open_memstream(&printed, &len);
    snprintf(path, sizeof(path), "%s/large.md", home);
    assert_int_equal(check_file(path, NULL, out, &err), -1);
    assert_non_null(strstr(err.text, "more than 4 MiB were found"));
    snprintf(path, sizeof(path), "%s/binary.md", home);
    assert_within(check_file(path, NULL, out, &err), 1, 9);
    fclose(out);
    assert_null(strchr(printed, '\x1b'));
    free(printed);
    folder_remove(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(test_block_that_is_nearly_one),
        CHECK_TEST(test_call_without_result),
        CHECK_TEST(test_call_that_does_not_return),
        CHECK_TEST(test_program_without_a_call),
        CHECK_TEST(test_wide_code),
        CHECK_TEST(test_block_without_an_end),
        CHECK_TEST(test_blocks_with_an_end),
        CHECK_TEST(test_broken_links),
        CHECK_TEST(test_relative_links),
        CHECK_TEST(test_references),
        CHECK_TEST(test_sources),
        CHECK_TEST(test_warnings_are_no_mistakes),
        CHECK_TEST(test_many_warnings),
        CHECK_TEST(test_hostile_lessons),
        CHECK_TEST(test_too_large_and_binary),
    };

    return cmocka_run_group_tests_name("lint", tests, NULL, NULL);
}
