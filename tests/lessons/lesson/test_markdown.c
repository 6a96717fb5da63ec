/*
 * test_markdown.c - Markdown read into paragraphs, and what is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/lesson/markdown.h"
#include "tests/support/mutate.h"
#include "tests/support/parsed.h"
#include "tests/support/within.h"

struct fixture {
    struct document document;
    struct err err;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    document_free(&f->document);
    free(f);
    return 0;
}

/* Its paragraphs, of which there must be n. */
static const struct para *parse(struct fixture *f, const char *text, size_t n)
{
    if (document_parse(&f->document, "t.md", text, strlen(text), 1, &f->err))
        fail_msg("%s", f->err.text);
    assert_int_equal(f->document.n, n);
    return f->document.paras;
}

static void assert_refused(struct fixture *f, const char *text,
                           const char *message)
{
    assert_int_equal(
        document_parse(&f->document, "t.md", text, strlen(text), 1, &f->err),
        -1);
    if (strncmp(f->err.text, message, strlen(message)) != 0)
        fail_msg("'%s' does not begin with '%s'", f->err.text, message);
}

static void assert_span(const struct para *para, size_t index, unsigned style,
                        const char *text)
{
    assert_within(index + 1, 1, para->n_spans);
    assert_string_equal(para->spans[index].text, text);
    assert_int_equal(para->spans[index].style, style);
}

static void test_text_and_headings(void **state)
{
    const struct para *p =
        parse(*state, "# One\n\nTwo\nlines.\n\n### *Three*\n", 3);

    assert_int_equal(p[0].kind, PARA_HEADING);
    assert_int_equal(p[0].depth, 1);
    assert_int_equal(p[0].line, 1);
    assert_span(&p[0], 0, SPAN_PLAIN, "One");
    assert_int_equal(p[1].kind, PARA_TEXT);
    assert_int_equal(p[1].line, 3);
    assert_span(&p[1], 0, SPAN_PLAIN, "Two lines.");
    assert_int_equal(p[2].depth, 3);
    assert_span(&p[2], 0, SPAN_EMPHASIS, "Three");
}

static void test_spans(void **state)
{
    const struct para *p =
        parse(*state, "a *b **c** d* `e()` f  \ng &amp; \\*h\\*", 1);

    assert_int_equal(p->n_spans, 7);
    assert_span(p, 0, SPAN_PLAIN, "a ");
    assert_span(p, 1, SPAN_EMPHASIS, "b ");
    assert_span(p, 2, SPAN_EMPHASIS | SPAN_STRONG, "c");
    assert_span(p, 3, SPAN_EMPHASIS, " d");
    assert_span(p, 4, SPAN_PLAIN, " ");
    assert_span(p, 5, SPAN_CODE, "e()");
    assert_span(p, 6, SPAN_PLAIN, " f\ng & *h*");
}

static void test_links(void **state)
{
    const struct para *p =
        parse(*state, "see [RFC **9293**](https://rfc/9293), <https://x>", 1);

    assert_span(p, 1, SPAN_LINK, "RFC ");
    assert_string_equal(p->spans[1].href, "https://rfc/9293");
    assert_span(p, 2, SPAN_LINK | SPAN_STRONG, "9293");
    assert_null(p->spans[3].href);
    assert_span(p, 4, SPAN_LINK, "https://x");
}

static void test_lists(void **state)
{
    const struct para *p = parse(*state,
                                 "- one\n- two\n  - deep\n    more\n\n"
                                 "text\n\n3. three\n4. four\n\n   behind\n",
                                 7);

    assert_int_equal(p[0].kind, PARA_ITEM);
    assert_int_equal(p[0].depth, 1);
    assert_int_equal(p[0].number, 0);
    assert_int_equal(p[1].line, 2);
    assert_int_equal(p[2].depth, 2);
    assert_span(&p[2], 0, SPAN_PLAIN, "deep more");
    assert_int_equal(p[3].kind, PARA_TEXT);
    assert_int_equal(p[4].number, 3);
    assert_int_equal(p[5].number, 4);
    assert_int_equal(p[6].kind, PARA_TEXT);
    assert_span(&p[6], 0, SPAN_PLAIN, "behind");
}

static void test_quotes(void **state)
{
    const struct para *p = parse(*state, "> said\n> so\n\nplain\n", 2);

    assert_int_equal(p[0].kind, PARA_QUOTE);
    assert_span(&p[0], 0, SPAN_PLAIN, "said so");
    assert_int_equal(p[1].kind, PARA_TEXT);
}

/* What a writer notes for writers, also in front of text that is. */
static void test_comments(void **state)
{
    const struct para *p =
        parse(*state,
              "<!-- of: 12ab\n\n cd -->\none\n<!-- x --> \ntwo\n\n- a\n<!-- y "
              "-->\n- b\n\n<!-- z -->\n<!-- z -->\n\n1. c\n<!-- -->\n2. d\n",
              6);

    assert_span(&p[0], 0, SPAN_PLAIN, "one");
    assert_int_equal(p[0].line, 4);
    assert_span(&p[1], 0, SPAN_PLAIN, "two");
    assert_int_equal(p[3].kind, PARA_ITEM);
    assert_int_equal(p[3].line, 10);
    assert_int_equal(p[5].number, 2);
}

static void test_fenced_code(void **state)
{
    const struct para *p = parse(*state,
                                 "text\n\n``` lab  \na *b*\n\n\tc\n```\n"
                                 "\n\n```\n\n\nplain\n```\n```c server\n```\n",
                                 4);

    assert_int_equal(p[1].kind, PARA_CODE);
    assert_string_equal(p[1].info, "lab");
    assert_string_equal(p[1].code, "a *b*\n\n    c\n");
    assert_int_equal(p[1].line, 3);
    assert_int_equal(p[1].n_spans, 0);
    assert_string_equal(p[2].info, "");
    assert_string_equal(p[2].code, "\n\nplain\n");
    assert_int_equal(p[2].line, 10);
    assert_string_equal(p[3].info, "c server");
    assert_string_equal(p[3].code, "");
    assert_int_equal(p[3].line, 15);
}

static void test_crlf(void **state)
{
    const struct para *p =
        parse(*state, "one\r\ntwo\r\n\r\n```lab\r\nx\r\ny\r\n```\r\n", 2);

    assert_span(&p[0], 0, SPAN_PLAIN, "one two");
    assert_string_equal(p[1].code, "x\ny\n");
    assert_int_equal(p[1].line, 4);
}

static void test_first_line_is_added(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(
        document_parse(&f->document, "t.md", "a\n\nb", 4, 10, &f->err), 0);
    assert_int_equal(f->document.paras[1].line, 12);
}

static void test_nothing(void **state)
{
    parse(*state, "", 0);
    parse(*state, "\n\n---\n\n", 0);
}

/*
 * A table is told with the line of its head, however many dashes its rule has
 * and whether it stands alone: md4c's versions differ in what they take for
 * one, and a writer is to be told the same by all.
 */
static void test_tables(void **state)
{
    assert_refused(*state, "a\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
                   "t.md:3: a table was found");
    assert_refused(*state, "a\n\n| a | b |\n|--|--|\n| 1 | 2 |\n",
                   "t.md:3: a table was found");
    assert_refused(*state, "| a | b |\n| - |:-:|\n| 1 | 2 |\n",
                   "t.md:1: a table was found");
    assert_refused(*state, "a | b\n-- | --\n1 | 2\n",
                   "t.md:1: a table was found");
    assert_refused(*state, "text\n| a | b |\n|-|-|\n| 1 | 2 |\n",
                   "t.md:2: a table was found");
    assert_refused(*state, "> said\n>\n> a | b\n> -|-\n> 1 | 2\n",
                   "t.md:3: a table was found");
    assert_refused(*state, "- one\n\n  a | b\n  --|--\n",
                   "t.md:3: a table was found");
}

static void test_refusals(void **state)
{
    assert_refused(*state, "a\n\n<div>\nx\n</div>\n", "t.md:3: HTML was found");
    assert_refused(*state, "a\nb <b>c</b>\n", "t.md:2: HTML was found");
    assert_refused(*state, "<!-- x --> y", "t.md:1: HTML was found");
    assert_refused(*state, "a <!-- x --> y", "t.md:1: HTML was found");
    assert_refused(*state, "<!-- x\n\ny\n", "t.md:1: HTML was found");
    assert_refused(*state, "<!-- x -->\n<b>\n", "t.md:2: HTML was found");
    assert_refused(*state, "\nsee ![a](https://x/y.png)",
                   "t.md:2: an image was found");
    assert_refused(*state, "see [a](other.md)",
                   "t.md:1: a link to 'other.md' was found, https://");
    assert_refused(*state, "see [a](http://x)",
                   "t.md:1: a link to 'http://x' was found");
    assert_refused(*state, "a &eacute; b", "t.md:1: '&eacute;' was found");
}

/* Two tags in a line are one mistake, in two lines two. */
static void test_html_is_told_once_a_line(void **state)
{
    static const char text[] = "a <b>x</b> y\n<i>z</i>\n";
    struct fixture *f = *state;
    struct problems problems = {.name = "t.md"};

    document_read(&f->document, text, strlen(text), 1, &problems);
    assert_int_equal(problems.n, 2);
    assert_memory_equal(problems.list[0].text, "t.md:1: HTML", 12);
    assert_memory_equal(problems.list[1].text, "t.md:2: HTML", 12);
    problems_free(&problems);
}

/* What looks like a table's rule, and is none. */
static void test_what_is_no_table(void **state)
{
    static const char text[] =
        "a `|--|` b\n\n```\n|--|--|\n```\n\nx\n---\n\n:-:\n";

    parse(*state, text, 4);
}

static void test_mutations(void **state)
{
    static const char text[] =
        "# Title\n\nText *with* `spans` and [a link](https://x).\n\n- one\n"
        "- two\n  1. three\n\n> quote\n\n```lab\nserver: start\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n<b>x</b> ![i](j) &amp;\n";
    struct fixture *f = *state;
    uint32_t seed = 77;

    for (int i = 0; i < 3000; i++) {
        size_t len;
        char *changed = mutate(text, sizeof(text) - 1, &len, &seed);

        f->err.text[0] = '\0';
        if (document_parse(&f->document, "t.md", changed, len, 1, &f->err))
            assert_memory_equal(f->err.text, "t.md:", 5);
        document_free(&f->document);
        free(changed);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_text_and_headings),
        TEST(test_spans),
        TEST(test_links),
        TEST(test_lists),
        TEST(test_quotes),
        TEST(test_comments),
        TEST(test_fenced_code),
        TEST(test_crlf),
        TEST(test_first_line_is_added),
        TEST(test_nothing),
        TEST(test_tables),
        TEST(test_refusals),
        TEST(test_html_is_told_once_a_line),
        TEST(test_what_is_no_table),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
