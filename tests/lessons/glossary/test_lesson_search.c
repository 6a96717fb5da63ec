/*
 * test_lesson_search.c - which lessons hold some words, where, and a lesson
 * taken apart for it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/glossary/lesson_search.h"

/* Three lessons of the test's own, and a search in them. */
struct fixture {
    struct catalog catalog;
    struct glossary *glossary;
    struct lesson *lessons[4];
    struct search *search;
};

/* Only the front matter is read, as a catalog does it. */
static void add(struct fixture *fixture, const char *name, const char *text)
{
    struct err err;
    struct lesson *lesson = lesson_parse_head(name, text, strlen(text), &err);

    if (!lesson)
        fail_msg("%s", err.text);
    fixture->lessons[fixture->catalog.n++] = lesson;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    f->catalog.lessons = f->lessons;
    f->glossary = glossary_open(NULL);
    add(f, "01-backlog.md",
        "---\ntitle: The backlog\nchapter: One\nsummary: Who waits.\n"
        "minutes: 1\n---\n\nThe *first* client waits in a queue\nthat is "
        "`short`.\n\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: listen(3, 5) = 0\n```\n");
    add(f, "02-reset.md",
        "---\ntitle: A goodbye\nchapter: One\nsummary: It may be rude.\n"
        "minutes: 1\ntoggles:\n  - name: linger\n    label: SO_LINGER\n"
        "    values: [off, on]\n---\n\nA long backlog helps nobody.\n\n"
        "```c client\nint main(void)\n{\n    return inet_pton(0, 0, 0);\n}\n"
        "```\n\n```lab\n"
        "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "client: setsockopt(3, SOL_SOCKET, SO_LINGER, {$linger, 0}) = 0\n\n"
        "server$ ss SYN-RECV *:12000\n"
        "client: recv(3, _, 10, 0) = -1 ECONNRESET\n"
        "wire: [R.] client > server\n```\n\n"
        "**Read on.** RFC 1122 on backlogs.\n");
    f->search = search_open(&f->catalog, f->glossary);
    *state = f;
    return f->search ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    search_close(f->search);
    glossary_close(f->glossary);
    for (size_t i = 0; i < f->catalog.n; i++)
        lesson_free(f->lessons[i]);
    free(f);
    return 0;
}

/* The numbers of the lessons that hold the words: "1 2 ". */
static const char *found(struct fixture *f, const char *words)
{
    static char numbers[64];

    while (search_read(f->search))
        ;
    search_set(f->search, words);
    numbers[0] = '\0';
    for (size_t i = 0; i < f->catalog.n; i++)
        if (search_found(f->search, i)->is)
            snprintf(numbers + strlen(numbers),
                     sizeof(numbers) - strlen(numbers), "%zu ", i + 1);
    return numbers;
}

/* Where the second lesson holds them. */
static const char *where(struct fixture *f, const char *words)
{
    const struct found *second;

    found(f, words);
    second = search_found(f->search, 1);
    return second->is && second->where ? second->where->text : "";
}

/* ---- words ---- */

static void finds_words_by_their_beginnings(void **state)
{
    assert_string_equal(found(*state, "back"), "1 2 ");
    assert_string_equal(found(*state, "log"), "");
    /* It is in "first" only. */
    assert_string_equal(found(*state, "irst"), "");
    assert_string_equal(found(*state, "firs"), "1 ");
}

static void finds_parts_of_names(void **state)
{
    assert_string_equal(found(*state, "linger"), "2 ");
    assert_string_equal(found(*state, "stream"), "1 2 ");
}

static void takes_letters_of_any_kind(void **state)
{
    assert_string_equal(found(*state, "BACKLOG"), "1 2 ");
    assert_string_equal(found(*state, "so-linger"), "2 ");
    assert_string_equal(found(*state, "Syn_Recv"), "2 ");
}

static void wants_every_word(void **state)
{
    assert_string_equal(found(*state, "backlog queue"), "1 ");
    assert_string_equal(found(*state, "  rude   econnreset "), "2 ");
    /* What is known decides, where no lesson holds all. */
    assert_string_equal(found(*state, "queue econnreset"), "2 ");
}

static void finds_a_name_by_its_other_names(void **state)
{
    assert_string_equal(found(*state, "104"), "2 ");
    assert_string_equal(found(*state, "SYN-RECEIVED"), "2 ");
    assert_string_equal(found(*state, "rst"), "2 ");
}

static void finds_nothing_without_words(void **state)
{
    assert_string_equal(found(*state, ""), "");
    assert_string_equal(found(*state, "   "), "");
}

static void is_not_upset_by_what_nobody_wrote(void **state)
{
    char huge[4000];

    memset(huge, 'a', sizeof(huge) - 1);
    huge[sizeof(huge) - 1] = '\0';
    assert_string_equal(found(*state, huge), "");
    for (size_t i = 1; i < sizeof(huge) - 1; i += 2)
        huge[i] = ' ';
    found(*state, huge);
    assert_string_equal(found(*state, "\xff\xfe [ ] ( . * \\"), "");
    assert_string_equal(found(*state, "backlog"), "1 2 ");
}

/* ---- lines ---- */

/* The answers as a reader has them: "2 ECONNRESET 1 ". */
static const char *answers(struct fixture *f, const char *line)
{
    static char text[256];
    const struct answer *list;
    size_t n;

    found(f, line);
    n = search_answers(f->search, &list);
    text[0] = '\0';
    for (size_t i = 0; i < n; i++) {
        char number[16];

        snprintf(number, sizeof(number), "%zu", list[i].lesson + 1);
        snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s ",
                 list[i].term ? list[i].term->name : number);
    }
    return text;
}

static const char *note(struct fixture *f, const char *line)
{
    static char text[400];

    found(f, line);
    search_note(f->search, text, sizeof(text));
    return text;
}

static void the_longest_name_decides(void **state)
{
    assert_string_equal(answers(*state, "read tcp 10.0.0.1:80: read: "
                                        "connection reset by peer"),
                        "ECONNRESET 2 ");
    /* Names of other systems and of languages are names. */
    assert_string_equal(answers(*state, "WSAECONNRESET"), "ECONNRESET 2 ");
    assert_string_equal(answers(*state, "ConnectionResetError"),
                        "ECONNRESET 2 ");
    assert_string_equal(answers(*state, "os error 104"), "ECONNRESET 2 ");
}

/* A port is no errno, and the status of a process neither. */
static void a_number_alone_is_no_errno(void **state)
{
    assert_null(strstr(answers(*state, "backlog 104"), "ECONNRESET"));
    assert_null(strstr(answers(*state, "exit code 104"), "ECONNRESET"));
    assert_non_null(strstr(answers(*state, "backlog errno 104"), "ECONNRESET"));
}

static void says_both_meanings_of_a_number(void **state)
{
    assert_string_equal(answers(*state, "48"), "EADDRINUSE ELNRNG ");
    assert_string_equal(note(*state, "48"),
                        "The number is EADDRINUSE on BSD and macOS, ELNRNG on "
                        "Linux.");
    assert_string_equal(note(*state, "10048"), "");
}

static void a_symptom_comes_first(void **state)
{
    struct fixture *f = *state;

    search_close(f->search);
    add(f, "03-symptoms.md",
        "---\ntitle: Gone\nchapter: One\nsummary: No more.\nminutes: 1\n"
        "symptoms: ECONNRESET, exit code 141, port still in use\n---\n\n"
        "```lab\nserver: listen(3, 5) = 0\n```\n");
    f->search = search_open(&f->catalog, f->glossary);
    assert_string_equal(answers(f, "connection reset by peer"),
                        "3 ECONNRESET 2 ");
    assert_string_equal(answers(f, "it ended with exit code 141"), "3 exit ");
    /* With others between its words, in another form. */
    assert_string_equal(answers(f, "Port 8080 is still in use by x"), "3 ");
    /* Not by a part of a word: here the lesson only has most of the words. */
    assert_string_equal(answers(f, "exit code 1410"), "3 exit ");
}

static void leaves_out_what_stands_nowhere(void **state)
{
    assert_string_equal(answers(*state, "backlog frobnicate"), "backlog 1 2 ");
    assert_string_equal(note(*state, "backlog frobnicate"),
                        "Left out, for it stands nowhere: frobnicate.");
    /* Where most of it does, nothing is known. */
    assert_string_equal(answers(*state, "long frobnicate xyzzy plugh"), "");
}

static void reads_what_is_mistyped(void **state)
{
    assert_string_equal(answers(*state, "conection reset by peer"),
                        "ECONNRESET 2 ");
    assert_string_equal(note(*state, "conection reset by peer"),
                        "'conection' is read as 'connection'.");
}

/* ---- places ---- */

static void says_where(void **state)
{
    assert_string_equal(where(*state, "econnreset"),
                        "client: recv(3, _, 10, 0) = -1 ECONNRESET");
    assert_string_equal(where(*state, "rude"), "It may be rude.");
    assert_string_equal(where(*state, "off"), "SO_LINGER: off, on");
    assert_string_equal(where(*state, "inet_pton"),
                        "return inet_pton(0, 0, 0);");
    /* Sources are named last. */
    assert_string_equal(where(*state, "backlog"),
                        "A long backlog helps nobody.");
    /* The title is said already. */
    assert_string_equal(where(*state, "goodbye"), "");
}

/* The place with most of the words, not the first with one. */
static void says_where_most_of_it_is(void **state)
{
    assert_string_equal(where(*state, "server syn-recv"),
                        "server$ ss SYN-RECV *:12000");
}

static void a_title_weighs_most(void **state)
{
    struct fixture *f = *state;

    found(f, "backlog");
    assert_true(search_found(f->search, 0)->weight >
                search_found(f->search, 1)->weight);
}

/* Paragraphs are one line, without markup. */
static void reads_a_paragraph_as_a_reader_does(void **state)
{
    struct fixture *f = *state;
    size_t at = 0;

    found(f, "queue");
    assert_string_equal(search_next(f->search, 0, &at)->text,
                        "The first client waits in a queue that is short.");
    assert_null(search_next(f->search, 0, &at));
}

static void tells_each_place_in_the_order_of_the_lesson(void **state)
{
    struct fixture *f = *state;
    const struct passage *passage;
    int line = -1, n = 0;
    size_t at = 0;

    found(f, "so_linger client");
    while ((passage = search_next(f->search, 1, &at))) {
        assert_true(passage->line >= line);
        line = passage->line;
        n++;
    }
    assert_int_equal(n, 5);
}

static void tells_the_letters_that_were_found(void **state)
{
    struct fixture *f = *state;
    const struct passage *passage;
    size_t at = 0, len;
    long hit;

    found(f, "10 econn");
    passage = search_next(f->search, 1, &at);
    assert_non_null(passage);
    hit = search_hit(f->search, passage, 0, &len);
    assert_memory_equal(passage->text + hit, "10", len);
    hit = search_hit(f->search, passage, (size_t)hit + len, &len);
    assert_memory_equal(passage->text + hit, "ECONN", len);
    assert_int_equal(search_hit(f->search, passage, (size_t)hit + len, &len),
                     -1);
}

/* ---- reading ---- */

static void reads_one_lesson_at_a_time(void **state)
{
    struct fixture *f = *state;

    search_set(f->search, "backlog");
    assert_false(search_ready(f->search));
    assert_false(search_found(f->search, 0)->is);
    assert_true(search_read(f->search));
    assert_true(search_found(f->search, 0)->is);
    assert_false(search_found(f->search, 1)->is);
    assert_non_null(f->lessons[1]->unread);
    assert_true(search_read(f->search));
    assert_true(search_found(f->search, 1)->is);
    assert_true(search_ready(f->search));
    assert_false(search_read(f->search));
}

/* What its front matter says can be found nonetheless. */
static void finds_a_lesson_that_cant_be_read(void **state)
{
    struct fixture *f = *state;

    search_close(f->search);
    add(f, "03-broken.md",
        "---\ntitle: Half a page\nchapter: One\nsummary: No more.\n"
        "minutes: 1\n---\n\n```lab\nnonsense\n```\n");
    f->search = search_open(&f->catalog, f->glossary);
    assert_string_equal(found(f, "half page"), "3 ");
    assert_string_equal(found(f, "nonsense"), "");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(finds_words_by_their_beginnings),
        TEST(finds_parts_of_names),
        TEST(takes_letters_of_any_kind),
        TEST(wants_every_word),
        TEST(finds_a_name_by_its_other_names),
        TEST(finds_nothing_without_words),
        TEST(is_not_upset_by_what_nobody_wrote),
        TEST(the_longest_name_decides),
        TEST(a_number_alone_is_no_errno),
        TEST(says_both_meanings_of_a_number),
        TEST(a_symptom_comes_first),
        TEST(leaves_out_what_stands_nowhere),
        TEST(reads_what_is_mistyped),
        TEST(says_where),
        TEST(says_where_most_of_it_is),
        TEST(a_title_weighs_most),
        TEST(reads_a_paragraph_as_a_reader_does),
        TEST(tells_each_place_in_the_order_of_the_lesson),
        TEST(tells_the_letters_that_were_found),
        TEST(reads_one_lesson_at_a_time),
        TEST(finds_a_lesson_that_cant_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
