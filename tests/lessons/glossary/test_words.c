/*
 * test_words.c - that files of words are read as they are written, and that
 * those of one's own take the place of what is shipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/glossary/words.h"
#include "lessons/lesson/embedded.h"
#include "tests/support/folder.h"
#include "tests/support/mutate.h"

/* A folder of one's own lessons, and the glossary that is read there. */
struct fixture {
    char home[FOLDER_PATH];
    struct glossary *glossary;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    if (!f || folder_make(f->home) != 0)
        return -1;
    setenv("HOME", f->home, 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("SOCKET_LAB_LESSONS");
    f->glossary = glossary_open(f->home);
    *state = f;
    return f->glossary ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    glossary_close(f->glossary);
    folder_remove(f->home);
    free(f);
    return 0;
}

/* The one term of that name; fails where there is none. */
static const struct term *term(struct fixture *f, const char *name)
{
    const struct term *terms[GLOSSARY_SAME];

    if (glossary_find(f->glossary, name, terms) == 0)
        fail_msg("%s is not known", name);
    return terms[0];
}

/* How many terms of that name there are. */
static int count(struct fixture *f, const char *name)
{
    const struct term *one;
    int n = 0;

    for (size_t i = 0; (one = glossary_at(f->glossary, i)); i++)
        n += strcmp(one->name, name) == 0;
    return n;
}

static void an_own_entry_wins(void **state)
{
    struct fixture *f = *state;
    const struct term *errno_of;

    folder_write(f->home, "words/errnos.md",
                 "# Mine\n\nFor my class.\n\n## EADDRINUSE\nalso: Taken, Busy\n"
                 "said: In use\nsaid: Used, already\nnumber: 98 Linux\n"
                 "number: 48 BSD\n\n- One is\n  told.\n"
                 "  source: bind(2), a(1)\n  source: a(1)\n"
                 "  proof: x: y\n- Two.\n  source: bind(2), RFC 1\n\n"
                 "### bind, listen\n\n- Of these.\n  source: a(1)\n\n"
                 "### any call\n\n- Of any.\n  source: a(1)\n");
    errno_of = term(f, "busy");
    assert_string_equal(errno_of->name, "EADDRINUSE");
    assert_string_equal(errno_of->also, "Taken, Busy");
    assert_string_equal(errno_of->said, "In use\nUsed, already");
    assert_string_equal(errno_of->number, "98 Linux, 48 BSD");
    assert_string_equal(errno_of->text, "One is told. Two.");
    assert_string_equal(errno_of->source, "bind(2), a(1), RFC 1");
    assert_int_equal(errno_of->n_meanings, 2);
    assert_string_equal(glossary_says(f->glossary, "listen", 98), "Of these.");
    assert_string_equal(glossary_says(f->glossary, "connect", 98), "Of any.");
    assert_int_equal(count(f, "EADDRINUSE"), 1);
    /* All else is as it was. */
    assert_string_equal(term(f, "EBADF")->source, "errno(3)");
    assert_int_equal(term(f, "LISTEN")->kind, TERM_STATE);
}

/* It comes behind those that are shipped, among its own kind. */
static void a_new_entry_is_one_more(void **state)
{
    struct fixture *f = *state;
    const struct term *mine;

    folder_write(f->home, "words/states.md",
                 "# S\n\n## MY-STATE\n\n- Mine.\n  source: a(1)\n");
    mine = term(f, "my_state");
    assert_int_equal(mine->kind, TERM_STATE);
    assert_string_equal(mine[-1].name, "TIME-WAIT");
    assert_int_equal(mine[1].kind, TERM_CALL);
    assert_null(mine->also);
    assert_null(mine->said);
}

/* Of two folders the first one wins, as with lessons. */
static void the_first_folder_wins(void **state)
{
    struct fixture *f = *state;

    folder_write(f->home, "words/ideas.md",
                 "# I\n\n## apple\n\n- Mine.\n  source: a(1)\n");
    folder_write(f->home, ".local/share/socket-lab/lessons/words/ideas.md",
                 "# I\n\n## apple\n\n- Theirs.\n  source: a(1)\n\n"
                 "## pear\n\n- A pear.\n  source: a(1)\n");
    assert_string_equal(term(f, "apple")->text, "Mine.");
    assert_string_equal(term(f, "pear")->text, "A pear.");
}

static void a_wrong_file_is_said_and_left_out(void **state)
{
    struct fixture *f = *state;
    char expected[FOLDER_PATH + 100];

    folder_write(f->home, "words/ideas.md",
                 "# I\n\n## orphan\n\n- No evidence.\n");
    assert_string_not_equal(term(f, "orphan")->text, "No evidence.");
    snprintf(expected, sizeof(expected),
             "%s/words/ideas.md:5: a sentence without evidence was found",
             f->home);
    assert_memory_equal(glossary_problem(f->glossary, 0), expected,
                        strlen(expected));
    assert_null(glossary_problem(f->glossary, 1));
}

/* What turns text round on a terminal does not come so far. */
static void what_nobody_sees_is_shown(void **state)
{
    struct fixture *f = *state;

    folder_write(f->home, "words/ideas.md",
                 "# I\n\n## orphan\nalso: a\xe2\x80\xae\n\n- A\xc2\xad.\n"
                 "  source: a(1)\n");
    assert_string_equal(term(f, "orphan")->text, "A\xef\xbf\xbd.");
    assert_string_equal(term(f, "orphan")->also, "a\xef\xbf\xbd");
}

/* A folder of that name, or a pipe that nobody writes to, is none. */
static void what_is_no_file_is_said(void **state)
{
    struct fixture *f = *state;

    folder_write(f->home, "words/ideas.md/x", "");
    assert_int_equal(count(f, "orphan"), 1);
    assert_non_null(glossary_problem(f->glossary, 0));
}

/* Who asks nothing does not wait for it. */
static void nothing_is_read_before_the_first_question(void **state)
{
    struct fixture *f = *state;
    struct err err;

    folder_write(f->home, "words/ideas.md",
                 "# I\n\n## apple\n\n- First.\n  source: a(1)\n");
    folder_write(f->home, "words/ideas.md",
                 "# I\n\n## apple\n\n- Last.\n  source: a(1)\n");
    assert_int_equal(glossary_read(f->glossary, &err), 0);
    folder_write(f->home, "words/ideas.md", "# I\n");
    assert_string_equal(term(f, "apple")->text, "Last.");
}

static void no_glossary_knows_nothing(void **state)
{
    const struct term *terms[GLOSSARY_SAME];
    struct err err;

    (void)state;
    assert_null(glossary_at(NULL, 0));
    assert_null(glossary_problem(NULL, 0));
    assert_null(glossary_nearest(NULL, "bind"));
    assert_int_equal(glossary_find(NULL, "bind", terms), 0);
    assert_string_equal(glossary_says(NULL, "bind", 1), strerror(1));
    assert_string_equal(glossary_says(NULL, "bind", 0), "");
    assert_int_equal(glossary_read(NULL, &err), -1);
    assert_int_equal(err.kind, ERR_MACHINE);
}

/* Each can be refused or read, and what was read can be asked for. */
static void any_file_is_read_or_refused(void **state)
{
    struct fixture *f = *state;
    uint32_t seed = 3;
    char path[100];

    for (int i = 0; i < 120; i++) {
        const struct embedded *e = &embedded_words[0];
        struct problems problems = {.name = NULL};
        struct words words;
        size_t len;
        char *text, *whole;

        for (int skip = i % 9; skip > 0; skip--)
            e++;
        text = mutate(e->text, e->len, &len, &seed);
        problems.name = e->name;
        words_read(&words, text, len, false, &problems);
        words_free(&words);
        problems_free(&problems);
        whole = strndup(text, len);
        free(text);
        snprintf(path, sizeof(path), "words/%s", e->name);
        folder_write(f->home, path, whole);
        free(whole);
        glossary_close(f->glossary);
        f->glossary = glossary_open(f->home);
        assert_int_equal(count(f, "EADDRINUSE"), 1);
        for (size_t j = 0; glossary_at(f->glossary, j); j++)
            assert_non_null(glossary_at(f->glossary, j)->text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_own_entry_wins),
        TEST(a_new_entry_is_one_more),
        TEST(the_first_folder_wins),
        TEST(a_wrong_file_is_said_and_left_out),
        TEST(what_nobody_sees_is_shown),
        TEST(what_is_no_file_is_said),
        TEST(nothing_is_read_before_the_first_question),
        TEST(no_glossary_knows_nothing),
        TEST(any_file_is_read_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
