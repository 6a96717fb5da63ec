/*
 * test_which.c - the tables of causes and the pages on platforms: what is wrong
 * with such a file, how they are printed, and that the lab's rows are there.
 */
#include "tests/support/checktest.h"

#include <errno.h>

#include "lab/base/memory.h"
#include "lessons/glossary/glossary.h"
#include "lessons/glossary/guides.h"
#include "lessons/text/slice.h"
#include "lessons/text/wrap.h"

struct fixture {
    struct glossary *glossary;
    struct catalog catalog;
    struct memory out;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct err err;

    if (!fixture || !memory_open(&fixture->out) ||
        catalog_open(&fixture->catalog, NULL, &err) != 0)
        return -1;
    fixture->glossary = glossary_open(NULL);
    *state = fixture;
    return fixture->glossary ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    free(fixture->out.text);
    glossary_close(fixture->glossary);
    catalog_free(&fixture->catalog);
    free(fixture);
    return 0;
}

static const char *const errnos[] = {
    "EADDRINUSE", "ECONNREFUSED", "ECONNRESET", "EADDRNOTAVAIL",
    "ETIMEDOUT",  "EPIPE",        "EAGAIN",     "EMFILE",
};

enum { ERRNOS = sizeof(errnos) / sizeof(*errnos) };

/* All tables as they are printed so wide. */
static const char *printed(struct fixture *fixture, int width)
{
    const struct which *which = &glossary_guides(fixture->glossary)->which;

    for (int i = 0; i < ERRNOS; i++) {
        const struct which_table *table = which_find(which, errnos[i]);

        if (!table)
            fail_msg("%s has no table", errnos[i]);
        which_print(fixture->out.out, width, which, table, &fixture->catalog);
    }
    assert_true(memory_close(&fixture->out));
    return fixture->out.text;
}

static void assert_fits(const char *text, int width)
{
    struct slice rest = slice_of(text);

    while (rest.len > 0) {
        struct slice line = slice_line(&rest);

        if (wrap_columns(line) > width)
            fail_msg("too wide: %.*s", (int)line.len, line.at);
    }
}

static void assert_says(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static void test_narrow(void **state)
{
    const char *text = printed(*state, 78);

    assert_fits(text, 78);
    assert_says(text, "\n  listener\n    shows  LISTEN 0.0.0.0:8080 users:");
    assert_says(text, "\n    do     End it, or take another port:");
    assert_says(text, "\n    see    lesson 7, Two servers, one port\n");
}

/* Side by side, what ss shows on one line. */
static void test_wide(void **state)
{
    const char *text = printed(*state, 158);

    assert_fits(text, 158);
    assert_says(text, "LISTEN 0.0.0.0:8080 users:((\"python3\",pid=4711,fd=3))"
                      "   A server that listens there");
}

/* As many columns as a table takes at least. */
static void test_just_wide_enough(void **state)
{
    assert_fits(printed(*state, WHICH_WIDE), WHICH_WIDE);
}

/* What lab/culprit.c names, and what is said of it. */
static void test_rows_of_the_lab(void **state)
{
    static const char *const rows[] = {
        "listener",  "child",    "stopped",  "wildcard",   "ipv6",  "reuseport",
        "time-wait", "fin-wait", "outgoing", "connection", "bound", "udp",
    };
    struct fixture *fixture = *state;
    const struct guides *guides = glossary_guides(fixture->glossary);

    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct culprit_event culprit = {.state = STATE_LISTEN};

        snprintf(culprit.row, sizeof(culprit.row), "%s", rows[i]);
        if (!guides_advise(fixture->out.out, guides, &culprit))
            fail_msg("no row is named %s", rows[i]);
    }
    assert_true(memory_close(&fixture->out));
    assert_says(fixture->out.text, "listener: End it, or take another port");
}

static void test_platforms(void **state)
{
    static const char *const names[] = {"python", "Node",  "JAVA",  "golang",
                                        "rust",   "nginx", "docker"};
    struct fixture *fixture = *state;
    const struct guides *guides = glossary_guides(fixture->glossary);

    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        const struct platform *platform = guides_platform(guides, names[i]);

        if (!platform)
            fail_msg("%s has no page", names[i]);
        platform_print(fixture->out.out, 78, platform);
    }
    assert_null(guides_platform(guides, "cobol"));
    assert_true(memory_close(&fixture->out));
    assert_says(fixture->out.text, "\nSO_REUSEADDR\n    - A socket of ");
    assert_says(fixture->out.text,
                "\n      OSError: [Errno 98] Address already in use\n");
}

/* Where no socket is in the way, the call itself tells. */
static void test_rows_of_calls(void **state)
{
    struct fixture *fixture = *state;
    const struct guides *guides = glossary_guides(fixture->glossary);
    char unix_file[] = "3, unix:/tmp/s", any_port[] = "3, 0.0.0.0:0";
    char a_port[] = "3, 0.0.0.0:80";
    struct call_event call = {.name = "bind", .ret = -1, .err = EADDRINUSE};

    call.args = unix_file;
    assert_true(guides_advise_call(fixture->out.out, guides, &call));
    call.args = any_port;
    assert_true(guides_advise_call(fixture->out.out, guides, &call));
    call.args = a_port;
    assert_false(guides_advise_call(fixture->out.out, guides, &call));
    call.args = NULL;
    assert_false(guides_advise_call(fixture->out.out, guides, &call));
    call.args = any_port;
    call.err = EACCES;
    assert_false(guides_advise_call(fixture->out.out, guides, &call));
    assert_true(memory_close(&fixture->out));
    assert_says(fixture->out.text, " unix: Call connect(): ");
    assert_says(fixture->out.text, " port-zero: Leave out bind() in clients");
}

/* ---- what is wrong with a file ---- */

#define TOP "# T\n\n## EPIPE\nLook here.\n\n### a\n"
#define ROW "shows: S\nis: I.\ndo: D.\nsource: pipe(2)\n"

static void expect(void **state, const char *name, const char *text,
                   const char *expected)
{
    checktest_expect(*state, name, text, (const char *const[]){expected, NULL});
}

static void test_wrong_tables(void **state)
{
    const char *name = "which.md";

    checktest_fine(*state, name, TOP ROW);
    checktest_fine(*state, name,
                   "# T\n\n## EPIPE\nLook\nhere.\n\n### a\n" ROW
                   "lesson: full-buffers\n\n## EAGAIN\nLook.\n### a\n" ROW);
    expect(state, name, "## EPIPE\n", "which.md:1: '## EPIPE' was found, '# ");
    expect(state, name, "# T\n", "which.md: no table was found");
    expect(state, name, TOP ROW "shows: S\n",
           "which.md:11: 'shows: S' was found, one such line of a row");
    expect(state, name, TOP "is: I.\ndo: D.\nsource: pipe(2)\n",
           "which.md:6: the row 'a' without 'shows:'");
    expect(state, name, TOP "shows: S\ndo: D.\nsource: pipe(2)\n",
           "which.md:6: the row 'a' without 'is:'");
    expect(state, name, TOP "shows: S\nis: I.\nsource: pipe(2)\n",
           "which.md:6: the row 'a' without 'do:'");
    expect(state, name, TOP "shows: S\nis: I.\ndo: D.\n",
           "which.md:6: the row 'a' without 'source:' or 'proof:'");
    expect(state, name, TOP ROW "more: M\n",
           "which.md:11: 'more: M' was found, shows:, is:, do:,");
    expect(state, name, TOP ROW "lesson: nowhere\n",
           "which.md:6: 'nowhere' was found, the id of a lesson");
    expect(state, name, TOP ROW "proof: full-buffers: x\n",
           "which.md:11: 'x' was found, a line of the script");
    expect(state, name, TOP ROW "\n### a\n" ROW,
           "which.md:12: 'a' was found, a name that no row above has");
    expect(state, name, TOP ROW "## EPIPE\n",
           "which.md:11: 'EPIPE' was found, one table of it");
    expect(state, name, TOP ROW "## EAGAIN\nHere.\n",
           "which.md:11: 'EAGAIN' without a row was found");
    expect(state, name, "# T\n## EAGAIN\n### a\n" ROW,
           "which.md:2: 'EAGAIN' without a text was found");
    expect(state, name, TOP ROW "## ENOSUCH\nHere.\n",
           "which.md:11: 'ENOSUCH' was found, an errno was expected");
}

static void test_wrong_pages(void **state)
{
    const char *name = "words/x.md";

    checktest_fine(*state, name,
                   "# X\nalso: y, z\n\nText\nmore.\n\n## A\n- One\n  two.\n"
                   "  source: pipe(2)\n```\n  code\n\n```\n");
    expect(state, name, "also: y\n", "words/x.md:1: 'also: y' was found, '# ");
    expect(state, name, "# X\n", "words/x.md: no section was found");
    expect(state, name, "# X\n## A\n- One.\n",
           "words/x.md:3: a sentence without evidence");
    expect(state, name, "# X\n## A\n- One.\n  source: so they say\n",
           "words/x.md:4: the source 'so they say' was found");
    expect(state, name, "# X\n## A\n```\n",
           "words/x.md:3: the end of the file was found, '```'");
}

int main(void)
{
#define WHICH_TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        WHICH_TEST(test_narrow),           WHICH_TEST(test_wide),
        WHICH_TEST(test_just_wide_enough), WHICH_TEST(test_rows_of_the_lab),
        WHICH_TEST(test_platforms),        WHICH_TEST(test_rows_of_calls),
        CHECK_TEST(test_wrong_tables),     CHECK_TEST(test_wrong_pages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
