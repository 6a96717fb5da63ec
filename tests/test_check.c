/*
 * test_check.c - what `socket-lab check` finds in lessons and scripts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lessons/check.h"
#include "lessons/embedded.h"
#include "tests/folder.h"
#include "tests/mutate.h"

#define FRONT                                                                  \
    "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"                      \
    "toggles:\n  - name: t\n    label: T\n    values: [off, on]\n"             \
    "compare: t\n---\n"

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct problems));
    return *state != NULL ? 0 : -1;
}

static int teardown(void **state)
{
    problems_free(*state);
    free(*state);
    return 0;
}

static void check(struct problems *problems, const char *name, const char *text)
{
    problems_free(problems);
    *problems = (struct problems){.name = name};
    check_text(text, strlen(text), problems);
}

/* Exactly these problems are found; the list ends with NULL. */
static void assert_problems(struct problems *problems, const char *name,
                            const char *text, const char *const *expected)
{
    size_t n = 0;

    check(problems, name, text);
    while (expected[n] != NULL)
        n++;
    for (size_t i = 0; i < problems->n; i++) {
        if (i >= n)
            fail_msg("'%s' was not expected", problems->list[i].text);
        if (strstr(problems->list[i].text, expected[i]) !=
            problems->list[i].text)
            fail_msg("'%s' does not begin with '%s'", problems->list[i].text,
                     expected[i]);
    }
    if (problems->n < n)
        fail_msg("'%s' was not found", expected[problems->n]);
}

static void test_shipped_lessons_are_fine(void **state)
{
    static const char *const none[] = {NULL};

    for (const struct embedded *e = embedded_lessons; e->name != NULL; e++)
        assert_problems(*state, e->name, e->text, none);
}

static void test_a_good_lesson(void **state)
{
    static const char *const none[] = {NULL};

    assert_problems(*state, "t.md",
                    FRONT "See tcp(7).\n\n```c server\n"
                          "int fd = socket(1, 2, 3);\nclose(fd);\n```\n"
                          "```predict\nserver: socket\nWhat?\n\n"
                          "3: Yes.\n-1 EPERM: No.\n```\n"
                          "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = "
                          "3 if t=off, -1 EPERM if t=on\n\n"
                          "server: close(3) = 0\n```\n",
                    none);
}

static void test_all_mistakes_are_reported(void **state)
{
    static const char *const expected[] = {
        "t.lab:1: toggle a without values",
        "t.lab:2: 'jump' was found",
        "t.lab:4: 'QUIT' was found",
        "t.lab:5: 'b:' was found",
        NULL,
    };

    assert_problems(*state, "t.lab",
                    "toggle a\njump\nserver: start\nserver: QUIT\n"
                    "b: close(3)\n",
                    expected);
}

static void test_mistakes_all_over_a_lesson(void **state)
{
    static const char *const expected[] = {
        "t.md:1: no summary was found", "t.md:4: minutes 'x' was found",
        "t.md:7: HTML was found",       "t.md:10: 'jump' was found",
        "t.md:13: 'x' was found",       NULL,
    };

    assert_problems(*state, "t.md",
                    "---\ntitle: T\nchapter: C\nminutes: x\n---\n\n"
                    "<b>\n\n```lab\njump\n```\n```predict\nx\ny\n\n"
                    "0: a\n1: b\n```\n",
                    expected);
}

static void test_step_without_prose(void **state)
{
    static const char *const expected[] = {
        "t.md:13: a step without prose was found",
        "t.md:24: a step without prose was found",
        NULL,
    };

    assert_problems(*state, "t.md",
                    FRONT "```lab\n[t=on] server: start\n\nserver: SIGINT\n"
                          "```\n\nSee tcp(7).\n\n```lab\nwait 1ms\n```\n"
                          "```lab\nwait 1ms\n```\n",
                    expected);
}

static void test_impossible_prediction(void **state)
{
    static const char *const expected[] = {
        "t.md:13: no choice '-1 EPERM' was found, but line 21 expects it "
        "with t=on",
        NULL,
    };

    assert_problems(*state, "t.md",
                    FRONT "See tcp(7).\n```predict\nserver: socket\nWhat?\n\n"
                          "3: Yes.\n...: No.\n```\n"
                          "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = "
                          "3 if t=off, -1 EPERM if t=on\n```\n",
                    expected);
}

/* Every cell of a grid is a lane; in those without the line nobody is asked. */
static void test_impossible_prediction_in_a_grid(void **state)
{
    static const char *const expected[] = {
        "t.md:17: no choice '-1 EPERM' was found, but line 26 expects it with "
        "t=off,u=off",
        "t.md:17: no choice '-1 EPERM' was found, but line 26 expects it with "
        "t=on,u=off",
        NULL,
    };

    assert_problems(
        *state, "t.md",
        "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
        "toggles:\n  - name: t\n    label: T\n    values: [off, on]\n"
        "  - name: u\n    label: U\n    values: [off, on, no]\n"
        "compare: [t, u]\n---\n\nSee tcp(7).\n"
        "```predict\nserver: socket\nWhat?\n\n3: Yes.\n...: No.\n```\n"
        "```lab\n[u=on] server: start\n"
        "[u=off] server: socket(AF_INET, SOCK_STREAM, $t) = -1 EPERM\n```\n",
        expected);
}

static void test_program_of_nobody(void **state)
{
    static const char *const expected[] = {
        "t.md:13: a program of client was found", NULL};

    assert_problems(*state, "t.md",
                    FRONT "See tcp(7).\n```c client\nint x;\n```\n"
                          "```lab\n[t=on] server: start\n```\n",
                    expected);
}

static void test_unused_toggle(void **state)
{
    static const char *const expected[] = {
        "t.lab: the toggle 'b' was found, but it changes nothing", NULL};

    assert_problems(*state, "t.lab",
                    "toggle a on off\ntoggle b 1 2\ntoggle c 1 2\n"
                    "toggle d 1 2\ntoggle e 1 2\n"
                    "server: listen(3, $a) = 0 if c=1, 1\n"
                    "server$ ss LISTEN *:* if d=2\n"
                    "server$ sysctl net.ipv4.x=$e\n",
                    expected);
}

/* It is named, but what comes is the same for all its values. */
static void test_toggle_that_changes_nothing(void **state)
{
    static const char *const expected[] = {
        "t.lab: the toggle 'a' was found, but it changes nothing",
        "t.lab: the toggle 'c' was found, but it changes nothing", NULL};

    assert_problems(*state, "t.lab",
                    "toggle a on off\ntoggle b on off\ntoggle c on off\n"
                    "server: listen(3, 1) = 0 if a=on, 0 if a=off\n"
                    "server: listen(3, 2) = 0 if b=on, 1 if a=on, 1\n"
                    "server: listen(3, 3) = 0 if b=on and b=off and c=on, 2\n",
                    expected);
}

/* It acts only where another has one of its values. */
static void test_toggles_that_act_together(void **state)
{
    static const char *const none[] = {NULL};

    assert_problems(*state, "t.lab",
                    "toggle a off on\ntoggle b off on\ntoggle c off on\n"
                    "server: listen(3, 1) = 0 if a=on and b=on and c=on, 1\n",
                    none);
}

/* More combinations than anybody would try: taken on trust. */
static void test_toggles_beyond_trying(void **state)
{
    static const char *const none[] = {NULL};
    char text[4096] = "";
    size_t len = 0;

    for (char t = 'a'; t < 'a' + 15; t++)
        len += (size_t)snprintf(text + len, sizeof(text) - len,
                                "toggle %c 1 2 3 4 5 6 7 8\n", t);
    len += (size_t)snprintf(text + len, sizeof(text) - len,
                            "server: listen(3, 1) = 0 if a=1");
    for (char t = 'b'; t < 'a' + 15; t++)
        len +=
            (size_t)snprintf(text + len, sizeof(text) - len, ", 0 if %c=1", t);
    snprintf(text + len, sizeof(text) - len, ", 0\n");
    assert_problems(*state, "t.lab", text, none);
}

static void test_lesson_without_script(void **state)
{
    static const char *const expected[] = {"t.md: no script line was found",
                                           "t.md: the toggle 't'", NULL};

    assert_problems(*state, "t.md", FRONT "See tcp(7).\n", expected);
}

static void test_empty_script_is_fine(void **state)
{
    static const char *const none[] = {NULL};

    assert_problems(*state, "t.lab", "", none);
}

static void test_too_many_to_list(void **state)
{
    struct problems *problems = *state;
    char text[3 * (PROBLEMS_MAX + 5) + 1];

    for (int i = 0; i < PROBLEMS_MAX + 5; i++)
        memcpy(text + 3 * i, "x\n\n", 4);
    check(problems, "t.lab", text);
    assert_int_equal(problems->n, PROBLEMS_MAX);
    assert_int_equal(problems->dropped, 5);
}

/* What a user sees, through files. */
static void test_files(void **state)
{
    char home[FOLDER_PATH], path[FOLDER_PATH + 20], *printed;
    size_t len;
    struct err err;
    FILE *out = open_memstream(&printed, &len);

    (void)state;
    assert_int_equal(folder_make(home), 0);
    folder_write(home, "bad.lab", "jump\n\nwait 1h\n");
    snprintf(path, sizeof(path), "%s/bad.lab", home);
    assert_int_equal(check_file(path, out, &err), 2);
    fflush(out);
    assert_memory_equal(printed, path, strlen(path));
    assert_non_null(strstr(printed, ":1: 'jump' was found"));
    assert_non_null(strstr(printed, ":3: '1h' was found"));
    assert_int_equal(check_file(home, out, &err), -1);
    snprintf(path, sizeof(path), "%s/none.lab", home);
    assert_int_equal(check_file(path, out, &err), -1);
    assert_non_null(strstr(err.text, "No such file"));
    fclose(out);
    free(printed);
    folder_remove(home);
}

static void test_mutations(void **state)
{
    struct problems *problems = *state;
    const struct embedded *lesson = &embedded_lessons[1];
    uint32_t seed = 99;
    int wrong = 0;

    for (int i = 0; i < 300; i++) {
        size_t len;
        char *text = mutate(lesson->text, lesson->len, &len, &seed);

        *problems = (struct problems){.name = lesson->name};
        check_text(text, len, problems);
        wrong += problems->n > 0;
        problems_free(problems);
        free(text);
    }
    assert_in_range(wrong, 1, 299);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_shipped_lessons_are_fine),
        TEST(test_a_good_lesson),
        TEST(test_all_mistakes_are_reported),
        TEST(test_mistakes_all_over_a_lesson),
        TEST(test_step_without_prose),
        TEST(test_impossible_prediction),
        TEST(test_impossible_prediction_in_a_grid),
        TEST(test_program_of_nobody),
        TEST(test_unused_toggle),
        TEST(test_toggle_that_changes_nothing),
        TEST(test_toggles_that_act_together),
        TEST(test_toggles_beyond_trying),
        TEST(test_lesson_without_script),
        TEST(test_empty_script_is_fine),
        TEST(test_too_many_to_list),
        TEST(test_files),
        TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
