/*
 * test_check_translation.c - what `socket-lab check` finds in a translation:
 * what differs from the original, and which sentences are older than it.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/lesson/embedded.h"
#include "lessons/text/file.h"
#include "tests/support/checktest.h"
#include "tests/support/folder.h"
#include "tests/support/mutate.h"
#include "tests/support/within.h"

/* An original, line by line, with all that a lesson can have. */
#define HEAD                                                                   \
    "---\nid: one\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"             \
    "needs: [wire]\n"                                                          \
    "toggles:\n  - name: t\n    label: T\n    values: [off, on]\n"             \
    "compare: t\n---\n"
#define PROSE   "\nThe first one. And a second.\n\n- An item.\n- Another one.\n"
#define PROGRAM "\n```c server\nint fd = socket(1, 2, 3);\nclose(fd);\n```\n"
#define ASKED                                                                  \
    "\nSee tcp(7).\n\n```predict\nserver: socket\nWhat?\n\n3: Yes.\n"          \
    "-1 EPERM: No.\n```\n"
#define SCRIPT                                                                 \
    "\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3 if t=off, -1 "      \
    "EPERM if t=on\n\nserver: close(3) = 0\n```\n"
#define ORIGINAL HEAD PROSE PROGRAM ASKED SCRIPT

struct fixture {
    char folder[FOLDER_PATH];
    char file[2 * FOLDER_PATH]; /* of the translation */
    struct problems problems;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (!f || folder_make(f->folder) != 0)
        return -1;
    snprintf(f->file, sizeof(f->file), "%s/de/01-one.md", f->folder);
    return folder_write(f->folder, "01-one.md", ORIGINAL);
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    problems_free(&f->problems);
    folder_remove(f->folder);
    free(f);
    return 0;
}

/* Write the translation and check it. */
static void check(struct fixture *f, const char *text)
{
    assert_int_equal(folder_write(f->folder, "de/01-one.md", text), 0);
    checktest_check(&f->problems, f->file, text, strlen(text));
}

/*
 * A problem is found at that line of the translation which says `found`, and
 * then `expected`.
 */
static void assert_found(struct fixture *f, int line, const char *found,
                         const char *expected)
{
    for (size_t i = 0; i < f->problems.n; i++) {
        const char *at = strstr(f->problems.list[i].text, found);

        if (f->problems.list[i].line == line && at && strstr(at, expected))
            return;
    }
    for (size_t i = 0; i < f->problems.n; i++)
        print_error("%s\n", f->problems.list[i].text);
    fail_msg("no '%s' and '%s' in line %d", found, expected, line);
}

/* The translation, marked by `check --mark`; to be freed. */
static char *mark(struct fixture *f, const char *text)
{
    FILE *out = fopen("/dev/null", "w"), *in;
    char *marked = calloc(1, 4000);
    struct err err;

    check(f, text);
    assert_int_equal(problems_errors(&f->problems), 0);
    assert_int_equal(check_mark(f->file, NULL, out, &err), 0);
    fclose(out);
    in = fopen(f->file, "r");
    assert_non_null(in);
    assert_true(fread(marked, 1, 3999, in) > 0);
    fclose(in);
    return marked;
}

/* ---- what must be the same ---- */

static void test_what_differs(void **state)
{
    static const struct {
        const char *text;
        int line;
        const char *found, *expected;
    } cases[] = {
        {"---\nid: two\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
         "needs: [wire]\ntoggles:\n  - name: t\n    label: T\n"
         "    values: [off, on]\ncompare: t\n---\n" PROSE PROGRAM ASKED SCRIPT,
         2, "'two' was found, 'one' was expected", "01-one.md:2"},
        {"---\nid: one\ntitle: T\nchapter: C\nsummary: S\nminutes: 2\n"
         "needs: [wire]\ntoggles:\n  - name: t\n    label: T\n"
         "    values: [off, on]\ncompare: t\n---\n" PROSE PROGRAM ASKED SCRIPT,
         2, "2 as the number of minutes was found, 1 was expected",
         "01-one.md"},
        {"---\nid: one\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
         "toggles:\n  - name: t\n    label: T\n"
         "    values: [off, on]\ncompare: t\n---\n" PROSE PROGRAM ASKED SCRIPT,
         2, "other `needs:` were found", "01-one.md"},
        {"---\nid: one\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
         "needs: [wire]\nview: wire\ntoggles:\n  - name: t\n    label: T\n"
         "    values: [off, on]\ncompare: t\n---\n" PROSE PROGRAM ASKED SCRIPT,
         2, "another `view:` was found", "01-one.md"},
        {"---\nid: one\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
         "needs: [wire]\ntoggles:\n  - name: t\n    label: T\n"
         "    values: [off, on, half]\ncompare: t\n---\n" PROSE PROGRAM ASKED
             SCRIPT,
         9, "3 as the number of values was found, 2 was expected", "01-one.md"},
        {HEAD PROSE "\n```c server\nint fd = socket(1, 2, 3);\nclose(3);\n"
                    "```\n" ASKED SCRIPT,
         22, "'close(3);' was found, 'close(fd);' was expected",
         "01-one.md:22"},
        {HEAD PROSE ASKED SCRIPT, 2,
         "0 as the number of programs was found, 1 was expected", "01-one.md"},
        {HEAD PROSE PROGRAM
         "\nSee tcp(7).\n\n```predict\nserver: socket\nWhat?\n\n"
         "-1 EPERM: No.\n3: Yes.\n```\n" SCRIPT,
         27, "'-1 EPERM' was found, '3' was expected", "01-one.md:27"},
        {HEAD PROSE PROGRAM
         "\nSee tcp(7).\n\n```predict\nserver: socket\nWhat?\n\n"
         "-1 EPERM: No.\n3: Yes.\n4: Perhaps.\n```\n" SCRIPT,
         27, "3 as the number of choices was found, 2 was expected",
         "01-one.md"},
        {HEAD PROSE PROGRAM "\nSee tcp(7).\n" SCRIPT, 30,
         "0 as the number of questions was found, 1 was expected", "01-one.md"},
        {HEAD PROSE PROGRAM ASKED
         "\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3 if t=off, -1 "
         "EPERM if t=on\n\nserver: close(4) = 0\n```\n",
         38, "'server: close(4) = 0' was found, 'server: close(3) = 0' was",
         "01-one.md:38"},
        {HEAD PROSE PROGRAM ASKED
         "\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3 if t=off, -1 "
         "EPERM if t=on\nserver: close(3) = 0\n```\n",
         36, "step 2 was found with other lines", "01-one.md"},
        {HEAD PROSE ASKED PROGRAM SCRIPT, 22,
         "```predict was found, ```c server was expected", "01-one.md:20"},
        {ORIGINAL "\n```sh\nls\n```\n", 41,
         "```sh was found, none was expected", "01-one.md"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        check(*state, cases[i].text);
        assert_found(*state, cases[i].line, cases[i].found, cases[i].expected);
    }
}

/* What is asked of a call, and what it may fill in, is the original's. */
static void test_what_a_call_fills_in(void **state)
{
    static const struct {
        const char *asked, *found;
    } cases[] = {
        {"ADDRESS\nWhat?\n\n10.0.0.1:*: A.\n0.0.0.0:0: B.\n", NULL},
        {"ADDRESS\nWhat?\n\n10.0.0.1:1: A.\n0.0.0.0:0: B.\n",
         "'10.0.0.1:1' was found, '10.0.0.1:*' was expected"},
        {"\nWhat?\n\n0: A.\n-1: B.\n", "'' was found, 'ADDRESS' was expected"},
    };
    static const char front[] = "---\ntitle: T\nchapter: C\nsummary: S\n"
                                "minutes: 1\n---\n\nSee tcp(7).\n\n";
    static const char script[] = "\n```lab\nserver: getsockname(3, _) = ?\n"
                                 "server: close(3) = 0\n```\n";
    struct fixture *f = *state;
    char text[1024];

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        snprintf(text, sizeof(text),
                 "%s```predict\nserver: getsockname %s```\n%s", front,
                 cases[i].asked, script);
        if (i == 0)
            assert_int_equal(folder_write(f->folder, "01-one.md", text), 0);
        check(f, text);
        if (cases[i].found)
            assert_found(f, 10, cases[i].found, "01-one.md:10");
        else
            assert_int_equal(problems_errors(&f->problems), 0);
    }
}

/* Its own mistakes come without what would follow from them. */
static void test_own_mistakes(void **state)
{
    struct fixture *f = *state;

    check(f, HEAD PROSE PROGRAM ASKED "\n```lab\njump\n```\n");
    assert_found(f, 36, "'jump' was found", "");
    for (size_t i = 0; i < f->problems.n; i++)
        assert_null(strstr(f->problems.list[i].text, "as in"));
}

static void test_broken_original(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(folder_write(f->folder, "01-one.md", "nothing"), 0);
    check(f, ORIGINAL);
    assert_found(f, 0, "01-one.md was found, which is no lesson", "right one");
}

/* A folder of that name need not be a language's. */
static void test_no_translation(void **state)
{
    struct fixture *f = *state;
    FILE *out = fopen("/dev/null", "w");
    struct err err;

    assert_int_equal(folder_write(f->folder, "week1/01-one.md", "x"), 0);
    snprintf(f->file, sizeof(f->file), "%s/week1/01-one.md", f->folder);
    checktest_check(&f->problems, f->file, ORIGINAL, strlen(ORIGINAL));
    assert_int_equal(f->problems.n, 0);
    assert_int_equal(check_mark(f->file, NULL, out, &err), -1);
    assert_non_null(
        strstr(err.text, "no translation of a lesson or of words was found"));
    fclose(out);
}

/* Nor need one of three letters, in front of what the program has. */
static void test_own_folder(void **state)
{
    struct fixture *f = *state;
    static const char words[] = "# I\n\n## bug\n\n- B.\n  source: tcp(7)\n";

    checktest_fine(&f->problems, "own/words/ideas.md", words);
    checktest_check(&f->problems, "x/de/words/ideas.md", words, strlen(words));
    assert_found(f, 3, "'bug' was found, a heading of", "built-in/words/");
}

/* ---- what is older ---- */

static void test_without_marks(void **state)
{
    struct fixture *f = *state;

    check(f, ORIGINAL);
    assert_int_equal(problems_errors(&f->problems), 0);
    assert_int_equal(f->problems.n, 1);
    assert_found(f, 0, "no mark was found", "check --mark");
}

static void test_marks_are_written(void **state)
{
    struct fixture *f = *state;
    char *marked = mark(f, ORIGINAL), *again;

    assert_non_null(strstr(marked, "---\n<!-- of: "));
    assert_non_null(strstr(marked, "-->\nThe first one."));
    assert_non_null(strstr(marked, "-->\n- An item.\n- Another one."));
    assert_non_null(strstr(marked, "-->\n```predict\n"));
    check(f, marked);
    assert_int_equal(f->problems.n, 0);
    again = mark(f, marked);
    assert_string_equal(again, marked);
    free(again);
    free(marked);
}

/* What was changed, added or taken out is told where the translation has it. */
static void test_newer_sentences(void **state)
{
    struct fixture *f = *state;
    char *marked = mark(f, ORIGINAL);

    folder_write(f->folder, "01-one.md",
                 HEAD "\nThe first one. And a third.\n\n- An item.\n- Another "
                      "one.\n- New.\n" PROGRAM ASKED SCRIPT);
    check(f, marked);
    assert_int_equal(f->problems.n, 2);
    assert_int_equal(problems_errors(&f->problems), 0);
    assert_found(f, 17, "sentence 2 at", "01-one.md:15");
    assert_found(f, 17, "sentence 2 at", "'And a third.'");
    assert_found(f, 20, "sentence 3 at", "01-one.md:17");
    free(mark(f, marked));
    check(f, ORIGINAL);
    folder_write(f->folder, "01-one.md",
                 HEAD "\nThe first one.\n" PROGRAM
                      "\nSee tcp(7).\n\n```predict\nserver: socket\nWhich?\n\n"
                      "3: Yes.\n-1 EPERM: No.\n```\n" SCRIPT);
    check(f, marked);
    assert_found(f, 32, "sentence 1 at", "'Which?'");
    free(marked);
}

static void test_sentence_that_is_gone(void **state)
{
    struct fixture *f = *state;
    char *marked = mark(f, ORIGINAL);

    folder_write(f->folder, "01-one.md",
                 HEAD "\nThe first one.\n\n- An item.\n- Another "
                      "one.\n" PROGRAM ASKED SCRIPT);
    check(f, marked);
    assert_int_equal(f->problems.n, 1);
    assert_found(f, 16, "was found, but its sentence is no longer in",
                 "01-one.md");
    free(marked);
}

/* A sentence whose lines are broken elsewhere is the same. */
static void test_lines_broken_elsewhere(void **state)
{
    struct fixture *f = *state;
    char *marked = mark(f, ORIGINAL);

    folder_write(f->folder, "01-one.md",
                 HEAD "\nThe\nfirst one. And a\nsecond.\n\n- An item.\n- "
                      "Another\n  one.\n" PROGRAM ASKED SCRIPT);
    check(f, marked);
    assert_int_equal(f->problems.n, 0);
    free(marked);
}

static void test_wrong_mark(void **state)
{
    struct fixture *f = *state;

    check(f, HEAD "<!-- of: 12x4 00ff -->\n" PROSE PROGRAM ASKED SCRIPT);
    assert_found(f, 14, "the mark '12x4' was found", "four digits");
}

static void test_mark_refuses_mistakes(void **state)
{
    struct fixture *f = *state;
    FILE *out = fopen("/dev/null", "w");
    struct err err;

    check(f, HEAD PROSE ASKED SCRIPT);
    assert_within(check_mark(f->file, NULL, out, &err), 1, 10);
    snprintf(f->file, sizeof(f->file), "%s/de/02-two.md", f->folder);
    assert_int_equal(check_mark(f->file, NULL, out, &err), -1);
    fclose(out);
}

/* The file stays as it is, and so does what it leads to. */
static void assert_not_marked(struct fixture *f, const char *found)
{
    FILE *out = fopen("/dev/null", "w");
    struct err err;
    char *text;
    size_t len;

    assert_int_equal(check_mark(f->file, NULL, out, &err), -1);
    assert_non_null(strstr(err.text, found));
    assert_int_equal(text_read(f->file, &text, &len, &err), 0);
    assert_string_equal(text, ORIGINAL);
    free(text);
    fclose(out);
}

/* A link to the original, and a file that is read-only but for root. */
static void test_mark_keeps_files(void **state)
{
    struct fixture *f = *state;

    check(f, ORIGINAL);
    assert_int_equal(chmod(f->file, 0444), 0);
    if (access(f->file, W_OK) != 0)
        assert_not_marked(f, "Permission denied");
    assert_int_equal(unlink(f->file), 0);
    assert_int_equal(symlink("../01-one.md", f->file), 0);
    assert_not_marked(f, "a symbolic link was found");
}

/* ---- words ---- */

/* Sentences without evidence, of names that the original has. */
static void test_words(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "# Fehler\n\n<!-- a\nnote -->\n## EPIPE\n"
                               "also: Rohrbruch\n\n- Kaputt.\n";
    static const char wrong[] = "# Fehler\n\n## EFOO\n\n- Foo.\n\n"
                                "## EPIPE\n\n- Kaputt.\n\n"
                                "### bind\n\n- Nie.\n";
    static const char noted[] =
        "# F\n\n## EPIPE\n<!-- of: 1a2b --> <!-- note -->\n"
        "\n- Kaputt.\n";

    checktest_check(&f->problems, "x/de/words/errnos.md", text, strlen(text));
    assert_int_equal(f->problems.n, 1);
    assert_found(f, 0, "no mark was found", "check --mark");
    checktest_check(&f->problems, "x/de/words/errnos.md", wrong, strlen(wrong));
    assert_found(f, 3, "'EFOO' was found, a heading of", "errnos.md");
    assert_found(f, 11, "'bind' was found, a heading of", "errnos.md");
    checktest_check(&f->problems, "x/de/words/errnos.md", noted, strlen(noted));
    assert_found(f, 4, "'<!-- note -->' was found behind a mark", "the end");
    checktest_check(&f->problems, "x/words/errnos.md", text, strlen(text));
    assert_found(f, 8, "a sentence without evidence", "");
}

/* The lab finds rows by their names, so none may be missing. */
static void test_tables(void **state)
{
    struct fixture *f = *state;
    static const char text[] =
        "# W\n\n## EADDRINUSE\nWo.\n\n### eins\nshows: A\nis: B.\ndo: C.\n"
        "source: tcp(7)\n\n### zwei\nshows: A\nis: B.\ndo: C.\n"
        "source: tcp(7)\n";

    assert_int_equal(folder_write(f->folder, "words/which.md", text), 0);
    snprintf(f->file, sizeof(f->file), "%s/de/words/which.md", f->folder);
    checktest_fine(&f->problems, f->file, text);
    checktest_check(&f->problems, f->file, text, strlen(text) / 2 + 8);
    assert_found(f, 3, "no row 'zwei' was found", "words/which.md:12");
}

#define WORDS_HEAD  "# Errnos\n\n## EPIPE\n\n- One. And two.\n"
#define WORDS_PROOF "  source: tcp(7)\n\n"
#define WORDS_OTHER "## EPERM\n\n- No.\n  source: tcp(7)\n"

static void put_words(struct fixture *f, const char *text)
{
    assert_int_equal(folder_write(f->folder, "words/errnos.md", text), 0);
}

/* Entry by entry; one that is not translated is no matter. */
static void test_newer_words(void **state)
{
    struct fixture *f = *state;
    FILE *out = fopen("/dev/null", "w");
    struct err err;
    char *marked;
    size_t len;

    put_words(f, WORDS_HEAD WORDS_PROOF
              "### send\n\n- It is.\n" WORDS_PROOF WORDS_OTHER);
    folder_write(f->folder, "de/words/errnos.md",
                 "# F\n\n## EPERM\n\n- Nein.\n\n## EPIPE\nalso: Rohr\n\n"
                 "- Eins. Zwei.\n");
    snprintf(f->file, sizeof(f->file), "%s/de/words/errnos.md", f->folder);
    assert_int_equal(check_mark(f->file, NULL, out, &err), 0);
    assert_int_equal(text_read(f->file, &marked, &len, &err), 0);
    assert_non_null(strstr(marked, "## EPERM\n<!-- of: "));
    assert_non_null(strstr(marked, "## EPIPE\n<!-- of: "));
    checktest_check(&f->problems, f->file, marked, len);
    assert_int_equal(f->problems.n, 0);
    put_words(
        f,
        "# Errnos\n\n## EPIPE\n\n- One. And three.\n" WORDS_PROOF WORDS_OTHER);
    checktest_check(&f->problems, f->file, marked, len);
    assert_int_equal(f->problems.n, 1);
    assert_found(f, 8, "sentence 2 at", "'And three.'");
    /* Whatever it is cut to is read or refused. */
    for (size_t i = 0; i < len; i++)
        checktest_check(&f->problems, f->file, marked, i);
    free(marked);
    fclose(out);
}

/* ---- the program's own ---- */

static void test_shipped_translations_are_fine(void **state)
{
    struct fixture *f = *state;
    char name[FOLDER_PATH];
    size_t n = 0;

    for (const struct embedded *e = embedded_translations; e->name; e++, n++) {
        snprintf(name, sizeof(name), "built-in/%s", e->name);
        checktest_fine(&f->problems, name, e->text);
    }
    assert_within(n, 1, 10000);
}

static void test_mutations(void **state)
{
    struct fixture *f = *state;
    const struct embedded *e = embedded_translations;
    uint32_t seed = 1;
    int wrong = 0;

    for (int i = 0; i < 300; i++) {
        size_t len;
        char *text = mutate(e->text, e->len, &len, &seed);

        checktest_check(&f->problems,
                        "built-in/de/02-address-already-in-use.md", text, len);
        wrong += f->problems.n > 0;
        free(text);
    }
    assert_within(wrong, 1, 300);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_differs),
        TEST(test_what_a_call_fills_in),
        TEST(test_own_mistakes),
        TEST(test_broken_original),
        TEST(test_no_translation),
        TEST(test_own_folder),
        TEST(test_without_marks),
        TEST(test_marks_are_written),
        TEST(test_newer_sentences),
        TEST(test_sentence_that_is_gone),
        TEST(test_lines_broken_elsewhere),
        TEST(test_wrong_mark),
        TEST(test_mark_refuses_mistakes),
        TEST(test_mark_keeps_files),
        TEST(test_words),
        TEST(test_tables),
        TEST(test_newer_words),
        TEST(test_shipped_translations_are_fine),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("translation", tests, NULL, NULL);
}
