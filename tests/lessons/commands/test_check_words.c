/*
 * test_check_words.c - what `socket-lab check` finds in files of words.
 */
#include <sys/stat.h>

#include "lab/base/memory.h"
#include "lessons/lesson/embedded.h"
#include "tests/support/checktest.h"
#include "tests/support/folder.h"
#include "tests/support/mutate.h"
#include "tests/support/within.h"

/* A sentence with its evidence, for what is tried beside it. */
#define ITEM "- A.\n  source: tcp(7)\n"
#define TOP  "# T\n\n"

/* In a file of that name this one problem is found, which begins so. */
static void finds(void **state, const char *name, const char *text,
                  const char *problem)
{
    const char *const expected[] = {problem, NULL};

    checktest_expect(*state, name, text, expected);
}

static void test_shipped_words_are_fine(void **state)
{
    char name[64];

    for (const struct embedded *e = embedded_words; e->name; e++) {
        snprintf(name, sizeof(name), "words/%s", e->name);
        checktest_fine(*state, name, e->text);
    }
}

static void test_a_good_file(void **state)
{
    checktest_fine(
        *state, "words/errnos.md",
        "# Errnos\n\nWhat editors should know\n\n- of all this.\n\n"
        "## EADDRINUSE\nalso: WSAEADDRINUSE, AddrInUse\nalso: Taken\n"
        "said: Address already in use\nsaid: Only one usage, of each.\n"
        "number: 98 Linux, 48 BSD, 10048 Windows\n\n"
        "- Taken, and\n  what has it\n\tdoes not share.\n  source: bind(2)\n\n"
        "- B.\r\n  proof: address-already-in-use: server: bind(3, "
        "0.0.0.0:12000)"
        " = -1 EADDRINUSE if reuseaddr=off, 0 if reuseaddr=on\r\n"
        "  source: RFC 9293, RFC 9293 3.6, tcp(7), getsockopt(2) of macOS,"
        " setsockopt() of Windows, ip-sysctl, https://a.b/c\n\n"
        "### bind, listen\n\n" ITEM "\n### any call\n\n" ITEM
        "\n## EACCES\nnumber: 98 Solaris\n\n" ITEM);
    /* The file's name tells what it is, wherever it lies. */
    checktest_fine(*state, "states.md", TOP "## LISTEN\n\n" ITEM);
}

/* Its name alone makes no lesson a file of words. */
static void test_a_lesson_of_such_a_name(void **state)
{
    finds(state, "ideas.md",
          "---\ntitle: T\nchapter: C\nminutes: 1\n---\n\nx\n",
          "ideas.md:1: no summary was found");
}

static void test_what_is_no_text(void **state)
{
    finds(state, "ideas.md", TOP "## a\n\n- \x1b[2J.\n  source: a(1)\n",
          "ideas.md:5: ");
    finds(state, "ideas.md", TOP "## a\n\n- \xff\n  source: a(1)\n",
          "ideas.md:5: ");
    finds(state, "ideas.md", TOP "## a\n\n- A\xe2\x80\xae.\n  source: tcp(7)\n",
          "ideas.md:5: warning: U+202E");
}

static void test_headings(void **state)
{
    finds(state, "ideas.md", "", "ideas.md: no word was found");
    finds(state, "ideas.md", "x\n\n## a\n", "ideas.md:1: 'x' was found, '# '");
    finds(state, "ideas.md", "## a\n\n" ITEM,
          "ideas.md:1: 'a' was found, '# '");
    finds(state, "ideas.md", TOP "##  \n\n" ITEM,
          "ideas.md:3: nothing was found, a name");
    finds(state, "ideas.md", TOP "## a\n\n" ITEM "\n### b\n\n" ITEM,
          "ideas.md:8: '###' was found, '## NAME'");
    finds(state, "errnos.md", TOP "### bind\n\n" ITEM,
          "errnos.md:3: '###' was found, '## ERRNO'");
    finds(state, "ideas.md", TOP "## a\n\n## b\n\n" ITEM,
          "ideas.md:3: 'a' without a sentence was found");
    finds(state, "errnos.md", TOP "## EFOO\n\n" ITEM,
          "errnos.md:3: 'EFOO' was found, an errno of this system");
}

static void test_names_that_are_too_long(void **state)
{
    char name[100], text[1300];

    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    snprintf(text, sizeof(text), TOP "## %s\n\n" ITEM, name);
    finds(state, "ideas.md", text, "ideas.md:3: a name of 99 bytes was found");
    snprintf(text, sizeof(text), TOP "## a\nalso: b, %s\n\n" ITEM, name);
    finds(state, "ideas.md", text, "ideas.md:4: a name of 99 bytes was found");
    snprintf(text, sizeof(text), TOP "## a\nsaid: %s %s %s\n\n" ITEM, name,
             name, name);
    finds(state, "ideas.md", text, "ideas.md:4: a name of 299 bytes was found");
    snprintf(text, sizeof(text), TOP "## a\n\n- %01200d\n  source: a(1)\n", 0);
    finds(state, "ideas.md", text, "ideas.md:5: an item of 1200 bytes was");
}

static void test_fields(void **state)
{
    finds(state, "ideas.md", TOP "## a\nalias: b\n\n" ITEM,
          "ideas.md:4: 'alias: b' was found, also:, said:, number: or");
    finds(state, "ideas.md", TOP "## a\nalso:\n\n" ITEM,
          "ideas.md:4: nothing was found, a name");
    finds(state, "ideas.md", TOP "## a\nalso: b,, c\n\n" ITEM,
          "ideas.md:4: nothing was found, a name");
    finds(state, "ideas.md", TOP "## a\nnumber: 1 BSD\n\n" ITEM,
          "ideas.md:4: 'number: 1 BSD' was found");
    finds(state, "ideas.md", TOP "## a\n\n" ITEM "also: b\n",
          "ideas.md:7: 'also: b' was found, it above the sentences");
    finds(state, "errnos.md",
          TOP "## EPERM\n\n" ITEM "### bind\nalso: b\n" ITEM,
          "errnos.md:8: 'also: b' was found");
    finds(state, "errnos.md", TOP "## EPERM\nnumber: one\n\n" ITEM,
          "errnos.md:4: 'one' was found, a number and a system");
    finds(state, "errnos.md", TOP "## EPERM\nnumber: 1\n\n" ITEM,
          "errnos.md:4: '1' was found, a number and a system");
}

static void test_sentences(void **state)
{
    finds(state, "ideas.md", TOP "## a\n\n- A.\n\n- B.\n  source: tcp(7)\n",
          "ideas.md:5: a sentence without evidence was found");
    finds(state, "ideas.md", TOP "## a\n\n- A.\n",
          "ideas.md:5: a sentence without evidence was found");
    finds(state, "ideas.md", TOP "## a\n\nA.\n\n" ITEM,
          "ideas.md:5: 'A.' was found");
    finds(state, "ideas.md", TOP "## a\n\n  A.\n\n" ITEM,
          "ideas.md:5: 'A.' was found, '- ' and a sentence");
    finds(state, "ideas.md", TOP "## a\n\n" ITEM "  more\n",
          "ideas.md:7: 'more' was found, source:, proof: or a new '- '");
    finds(state, "ideas.md", TOP "## a\n\n" ITEM "more\n",
          "ideas.md:7: 'more' was found, '- ' and a sentence, or two blanks");
    finds(state, "ideas.md", TOP "## a\n\n- A.\n  source:\n  source: a(1)\n",
          "ideas.md:6: nothing was found behind 'source:'");
}

/* Between two entries: one may well have a name twice. */
static void test_names_twice(void **state)
{
    finds(state, "ideas.md", TOP "## a b\n\n" ITEM "## A-B\n\n" ITEM,
          "ideas.md:7: 'A-B' was found, which 'a b' of line 3 has already");
    finds(state, "ideas.md",
          TOP "## a\nalso: c, b\n\n" ITEM "## x\nalso: y, B\n\n" ITEM,
          "ideas.md:9: 'B' was found, which 'a' of line 3 has already");
    finds(state, "ideas.md",
          TOP "## a\nsaid: b, c\n\n" ITEM "## x\nsaid: B, C\n\n" ITEM,
          "ideas.md:9: 'B, C' was found, which 'a' of line 3 has already");
    finds(state, "errnos.md",
          TOP "## EPERM\nnumber: 1 Linux\n\n" ITEM
              "## EACCES\nnumber: 2 BSD, 1 Linux\n\n" ITEM,
          "errnos.md:9: '1 Linux' was found, which 'EPERM' of line 3");
    checktest_fine(*state, "ideas.md", TOP "## a b\nalso: a_b\n\n" ITEM);
}

static void test_calls(void **state)
{
    finds(state, "errnos.md", TOP "## EPERM\n\n" ITEM "### jump\n\n" ITEM,
          "errnos.md:7: 'jump' was found, a call that scripts can make, or "
          "'any call'");
    finds(state, "errnos.md", TOP "## EPERM\n\n" ITEM "### read\n\n" ITEM,
          "errnos.md:7: 'read' was found, 'recv' was expected");
    finds(state, "errnos.md",
          TOP "## EPERM\n\n" ITEM "### bind\n\n" ITEM "### send, bind\n\n" ITEM,
          "errnos.md:11: 'bind' was found a second time");
}

static void test_sources(void **state)
{
    static const char *const wrong[] = {
        "tcp",      "man 7 tcp", "tcp(0)",       "tcp(x)",   "(7)",
        "tcp (7)",  "rfc 9293",  "RFC9293",      "RFC",      "RFC x",
        "RFC 0",    "tcp()",     "http://a.b/c", "https://", "https:///c",
        "tcp(7) x", "RFC 1 2 3",
    };
    char text[200], expected[200];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        snprintf(text, sizeof(text), TOP "## a\n\n- A.\n  source: a(1), %s\n",
                 wrong[i]);
        snprintf(expected, sizeof(expected),
                 "ideas.md:6: the source '%s' was found", wrong[i]);
        finds(state, "ideas.md", text, expected);
    }
}

static void test_proofs(void **state)
{
    static const char *const wrong[][2] = {
        {"x", "the proof 'x' was found, 'LESSON: LINE'"},
        {"two-servers-one-port:", "the proof 'two-servers-one-port:' was"},
        {"no-such-lesson: x", "'no-such-lesson' was found, the id of a lesson"},
        /* A number is not for ever. */
        {"2: server: close(3) = 0", "'2' was found, the id of a lesson"},
        {"two-servers-one-port: server: jump",
         "'server: jump' was found, a line of the script of "
         "two-servers-one-port"},
        {"two-servers-one-port: server: socket(AF_INET",
         "'server: socket(AF_INET' was found, a line of the script of "
         "two-servers-one-port was expected, whole: server: socket(AF_INET, "
         "SOCK_STREAM, 0) = 3"},
        {"none.lab: x", "'none.lab' was found, a script beside this file"},
        {"../none.lab: x", "'../none.lab' was found, a script beside"},
        {"two-descriptors.lab: server: jump",
         "'server: jump' was found, a line of the script of two-descriptors"},
    };
    char text[300], expected[300];

    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        snprintf(text, sizeof(text), TOP "## a\n\n- A.\n  proof: %s\n",
                 wrong[i][0]);
        snprintf(expected, sizeof(expected), "ideas.md:6: %s", wrong[i][1]);
        finds(state, "ideas.md", text, expected);
    }
    checktest_fine(*state, "ideas.md",
                   TOP "## a\n\n- A.\n  proof: two-descriptors.lab: client: "
                       "dup(3) = 4\n");
}

/* A teacher's own words, with own lessons and scripts beside them. */
static void test_own_evidence(void **state)
{
    char home[FOLDER_PATH], path[FOLDER_PATH + 20];
    struct memory out;
    struct err err;

    (void)state;
    assert_true(memory_open(&out));
    assert_int_equal(folder_make(home), 0);
    folder_write(home, "own.md",
                 "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n---\n\n"
                 "See tcp(7).\n\n```lab\nserver: dup(1) = 3\n```\n");
    folder_write(home, "words/mine.lab", "server: start\nserver: dup(0) = 3\n");
    folder_write(home, "words/broken.lab", "jump\n");
    folder_write(home, "words/ideas.md",
                 TOP "## a\n\n- A.\n  proof: own: server: dup(1) = 3\n"
                     "  proof: mine.lab: server: dup(0) = 3\n"
                     "  proof: mine.lab: server: start\n"
                     "  proof: broken.lab: jump\n"
                     "  proof: pipe.lab: jump\n");
    snprintf(path, sizeof(path), "%s/words/pipe.lab", home);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof(path), "%s/words/ideas.md", home);
    assert_int_equal(check_file(path, home, out.out, &err), 3);
    assert_true(memory_close(&out));
    assert_non_null(strstr(out.text, "ideas.md:8: 'server: start' was found, a "
                                     "line that checks something"));
    assert_non_null(strstr(out.text, "broken.lab:1: 'jump' was found"));
    assert_non_null(strstr(out.text, "'pipe.lab' was found, a script"));
    free(out.text);
    folder_remove(home);
}

/* Without a file. */
static void test_all_that_is_shipped(void **state)
{
    struct memory out;
    struct err err;

    (void)state;
    assert_true(memory_open(&out));
    assert_int_equal(check_shipped(out.out, &err), 0);
    assert_true(memory_close(&out));
    assert_string_equal(out.text, "");
    free(out.text);
}

static void test_mutations(void **state)
{
    struct problems *problems = *state;
    uint32_t seed = 7;
    int wrong = 0;

    for (int i = 0; i < 40; i++)
        for (const struct embedded *e = embedded_words; e->name; e++) {
            size_t len;
            char *text = mutate(e->text, e->len, &len, &seed);
            char name[64];

            snprintf(name, sizeof(name), "words/%s", e->name);
            checktest_check(problems, name, text, len);
            wrong += problems->n > 0;
            free(text);
        }
    assert_within(wrong, 100, 679);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(test_shipped_words_are_fine),
        CHECK_TEST(test_a_good_file),
        CHECK_TEST(test_a_lesson_of_such_a_name),
        CHECK_TEST(test_what_is_no_text),
        CHECK_TEST(test_headings),
        CHECK_TEST(test_names_that_are_too_long),
        CHECK_TEST(test_fields),
        CHECK_TEST(test_sentences),
        CHECK_TEST(test_names_twice),
        CHECK_TEST(test_calls),
        CHECK_TEST(test_sources),
        CHECK_TEST(test_proofs),
        CHECK_TEST(test_own_evidence),
        CHECK_TEST(test_all_that_is_shipped),
        CHECK_TEST(test_mutations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
