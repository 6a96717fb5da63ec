/*
 * test_catalog.c - where lessons are found, and which of two wins.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lessons/lesson/catalog.h"
#include "lessons/lesson/embedded.h"
#include "tests/support/folder.h"
#include "tests/support/within.h"

struct fixture {
    char home[FOLDER_PATH];
    char path[2 * FOLDER_PATH]; /* of some folder below it */
    struct catalog catalog;
    struct err err;
};

/* Nothing of the machine that the test runs on is to be found. */
static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));

    *state = f;
    if (folder_make(f->home) != 0)
        return -1;
    setenv("HOME", f->home, 1);
    unsetenv("XDG_DATA_HOME");
    unsetenv("SOCKET_LAB_LESSONS");
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;

    catalog_free(&f->catalog);
    folder_remove(f->home);
    free(f);
    return 0;
}

static const char *below(struct fixture *f, const char *name)
{
    snprintf(f->path, sizeof(f->path), "%s/%s", f->home, name);
    return f->path;
}

/* A lesson in a folder below the fixture's home. */
static void put(struct fixture *f, const char *name, const char *chapter,
                const char *title)
{
    char text[500];

    snprintf(text, sizeof(text),
             "---\ntitle: %s\nchapter: %s\nsummary: S\nminutes: 1\n---\n\nx\n",
             title, chapter);
    assert_int_equal(folder_write(f->home, name, text), 0);
}

static void open_catalog(struct fixture *f, const char *dir)
{
    catalog_free(&f->catalog);
    if (catalog_open(&f->catalog, dir, &f->err) != 0)
        fail_msg("%s", f->err.text);
}

static const char *title_of(struct fixture *f, const char *name)
{
    const struct lesson *lesson = catalog_find(&f->catalog, name);

    return lesson ? lesson->title : "";
}

static size_t n_embedded(void)
{
    size_t n = 0;

    while (embedded_lessons[n].name)
        n++;
    return n;
}

static void test_the_program_has_lessons(void **state)
{
    struct fixture *f = *state;

    open_catalog(f, NULL);
    assert_int_equal(f->catalog.n_problems, 0);
    assert_int_equal(f->catalog.n, n_embedded());
    assert_within(f->catalog.n, 5, 1000);
    assert_string_equal(f->catalog.lessons[0]->chapter, "First contact");
    assert_string_equal(f->catalog.lessons[0]->title, "A server and a client");
    assert_string_equal(f->catalog.lessons[1]->title, "Address already in use");
}

static void test_find(void **state)
{
    struct fixture *f = *state;
    const char *title = "Address already in use";

    open_catalog(f, NULL);
    assert_string_equal(title_of(f, "address-already-in-use"), title);
    assert_string_equal(title_of(f, "2"), title);
    assert_string_equal(title_of(f, "02"), title);
    assert_string_equal(title_of(f, "02-address-already-in-use"), title);
    assert_string_equal(title_of(f, "02-address-already-in-use.md"), title);
    assert_null(catalog_find(&f->catalog, "02-address"));
    assert_null(catalog_find(&f->catalog, "0"));
    assert_null(catalog_find(&f->catalog, ""));
    assert_null(catalog_find(&f->catalog, "9999"));
}

static void test_first_folder_wins(void **state)
{
    struct fixture *f = *state;
    char named[2 * FOLDER_PATH];

    put(f, ".local/share/socket-lab/lessons/mine.md", "Mine", "user");
    open_catalog(f, NULL);
    assert_string_equal(title_of(f, "mine"), "user");
    put(f, "xdg/socket-lab/lessons/mine.md", "Mine", "xdg");
    setenv("XDG_DATA_HOME", below(f, "xdg"), 1);
    open_catalog(f, NULL);
    assert_string_equal(title_of(f, "mine"), "xdg");
    put(f, "variable/mine.md", "Mine", "variable");
    setenv("SOCKET_LAB_LESSONS", below(f, "variable"), 1);
    open_catalog(f, NULL);
    assert_string_equal(title_of(f, "mine"), "variable");
    put(f, "option/mine.md", "Mine", "option");
    snprintf(named, sizeof(named), "%s", below(f, "option"));
    open_catalog(f, named);
    assert_string_equal(title_of(f, "mine"), "option");
    assert_int_equal(f->catalog.n, n_embedded() + 1);
}

static void test_own_copy_of_a_shipped_lesson(void **state)
{
    struct fixture *f = *state;

    put(f, "own/02-address-already-in-use.md", "First contact", "My own");
    open_catalog(f, below(f, "own"));
    assert_string_equal(title_of(f, "2"), "My own");
    assert_int_equal(f->catalog.n, n_embedded());
}

static void test_order(void **state)
{
    struct fixture *f = *state;
    static const char *const ids[] = {"b", "a", "z", "c", "x"};
    size_t own = 0;

    put(f, "own/903-a.md", "Later", "a");
    put(f, "own/902-b.md", "Later", "b");
    put(f, "own/904-c.md", "Even later", "c");
    put(f, "own/z.md", "Later", "z");
    put(f, "own/x.md", "An unnumbered one", "x");
    open_catalog(f, below(f, "own"));
    for (size_t i = 0; i < f->catalog.n; i++)
        if (strncmp(f->catalog.lessons[i]->file, f->home, strlen(f->home)) == 0)
            assert_string_equal(f->catalog.lessons[i]->id, ids[own++]);
    assert_int_equal(own, 5);
}

static void test_damaged_lesson_is_a_problem(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(folder_write(f->home, "own/bad.md", "# No\n"), 0);
    put(f, "own/good.md", "C", "Good");
    open_catalog(f, below(f, "own"));
    assert_int_equal(f->catalog.n_problems, 1);
    assert_non_null(strstr(f->catalog.problems[0],
                           "own/bad.md:1: no front matter was found"));
    assert_string_equal(title_of(f, "good"), "Good");
}

static void test_what_is_no_lesson(void **state)
{
    struct fixture *f = *state;

    put(f, "own/README.md", "C", "x");
    put(f, "own/.hidden.md", "C", "x");
    put(f, "own/notes.txt", "C", "x");
    put(f, "own/folder.md/x.txt", "C", "x");
    assert_int_equal(mkfifo(below(f, "own/pipe.md"), 0600), 0);
    open_catalog(f, below(f, "own"));
    assert_int_equal(f->catalog.n, n_embedded());
    assert_int_equal(f->catalog.n_problems, 0);
}

static void test_missing_folders(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(catalog_open(&f->catalog, below(f, "nowhere"), &f->err),
                     -1);
    assert_int_equal(f->err.kind, ERR_INPUT);
    assert_non_null(strstr(f->err.text, "nowhere: No such file"));
    setenv("SOCKET_LAB_LESSONS", below(f, "nowhere"), 1);
    open_catalog(f, NULL);
    assert_int_equal(f->catalog.n_problems, 1);
    assert_memory_equal(f->catalog.problems[0], "$SOCKET_LAB_LESSONS: ", 21);
    assert_int_equal(f->catalog.n, n_embedded());
}

static void test_no_home(void **state)
{
    struct fixture *f = *state;

    unsetenv("HOME");
    setenv("XDG_DATA_HOME", "relative", 1);
    open_catalog(f, NULL);
    assert_int_equal(f->catalog.n, n_embedded());
    assert_int_equal(f->catalog.n_problems, 0);
}

static void test_same_folder_twice(void **state)
{
    struct fixture *f = *state;
    char dir[2 * FOLDER_PATH];

    assert_int_equal(folder_write(f->home, "own/bad.md", "# No\n"), 0);
    setenv("SOCKET_LAB_LESSONS", below(f, "own"), 1);
    snprintf(dir, sizeof(dir), "%s", below(f, "own/../own"));
    open_catalog(f, dir);
    assert_int_equal(f->catalog.n_problems, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_program_has_lessons),
        TEST(test_find),
        TEST(test_first_folder_wins),
        TEST(test_own_copy_of_a_shipped_lesson),
        TEST(test_order),
        TEST(test_damaged_lesson_is_a_problem),
        TEST(test_what_is_no_lesson),
        TEST(test_missing_folders),
        TEST(test_no_home),
        TEST(test_same_folder_twice),
    };

    return cmocka_run_group_tests_name("catalog", tests, NULL, NULL);
}
