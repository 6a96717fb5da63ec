/*
 * test_check.c - what `socket-lab check` finds in lessons and scripts.
 */
#include <unistd.h>

#include "lessons/lesson/embedded.h"
#include "tests/support/checktest.h"
#include "tests/support/folder.h"
#include "tests/support/mutate.h"
#include "tests/support/within.h"

static void test_shipped_lessons_are_fine(void **state)
{
    for (const struct embedded *e = embedded_lessons; e->name; e++)
        checktest_fine(*state, e->name, e->text);
}

static void test_a_good_lesson(void **state)
{
    checktest_fine(*state, "t.md",
                   FRONT "See tcp(7).\n\n```c server\n"
                         "int fd = socket(1, 2, 3);\nclose(fd);\n```\n"
                         "```predict\nserver: socket\nWhat?\n\n"
                         "3: Yes.\n-1 EPERM: No.\n```\n"
                         "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = "
                         "3 if t=off, -1 EPERM if t=on\n\n"
                         "server: close(3) = 0\n```\n");
}

/* Whoever types what a lesson tells them to must not be told that it is wrong.
 */
static void test_lines_to_be_tried(void **state)
{
    static const char *const expected[] = {"t.md:6: try: ", NULL};

    checktest_expect(
        *state, "t.md",
        "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n"
        "try: \"See `ss -tan`, `a@server: start`, `a: clse(3)`, "
        "`a: close(3)`.\"\n---\n\nSee tcp(7).\n\n"
        "```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n```\n",
        expected);
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

    checktest_expect(*state, "t.lab",
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

    checktest_expect(*state, "t.md",
                     "---\ntitle: T\nchapter: C\nminutes: x\n---\n\n"
                     "<b>\n\n```lab\njump\n```\n```predict\nx\ny\n\n"
                     "0: a\n1: b\n```\n",
                     expected);
}

/*
 * What is wrong with the prose is told though a line can't be read; what the
 * line would have done is not known, nor which prediction is about it.
 */
static void test_prose_beside_a_mistake(void **state)
{
    static const char *const expected[] = {
        "t.md:12: a link to 'http://a.b' was found",
        "t.md:12: the link 'https://nohost' was found",
        "t.md:12: '[f][g]' was found",
        "t.md:15: 'jump' was found",
        NULL,
    };

    checktest_expect(*state, "t.md",
                     FRONT "[a](http://a.b) [b](https://nohost) [f][g] tcp(7)\n"
                           "\n```lab\njump\nserver: start\n```\n",
                     expected);
}

static void test_step_without_prose(void **state)
{
    static const char *const expected[] = {
        "t.md:13: a step without prose was found",
        "t.md:24: a step without prose was found",
        NULL,
    };

    checktest_expect(*state, "t.md",
                     FRONT
                     "```lab\n[t=on] server: start\n\nserver: killed SIGINT\n"
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

    checktest_expect(*state, "t.md",
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

    checktest_expect(
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

    checktest_expect(*state, "t.md",
                     FRONT "See tcp(7).\n```c client\nint x;\n```\n"
                           "```lab\n[t=on] server: exited 0\n```\n",
                     expected);
}

static void test_unused_toggle(void **state)
{
    static const char *const expected[] = {
        "t.lab:2: the toggle 'b' was found, but it changes nothing", NULL};

    checktest_expect(*state, "t.lab",
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
        "t.lab:1: the toggle 'a' was found, but it changes nothing",
        "t.lab:3: the toggle 'c' was found, but it changes nothing", NULL};

    checktest_expect(*state, "t.lab",
                     "toggle a on off\ntoggle b on off\ntoggle c on off\n"
                     "server: listen(3, 1) = 0 if a=on, 0 if a=off\n"
                     "server: listen(3, 2) = 0 if b=on, 1 if a=on, 1\n"
                     "server: listen(3, 3) = 0 if b=on and b=off and c=on, 2\n",
                     expected);
}

/* A line for each value, and each the same, is one line without a toggle. */
static void test_toggle_in_front_of_the_same_lines(void **state)
{
    static const char *const expected[] = {
        "t.lab:1: the toggle 'a' was found, but it changes nothing", NULL};

    checktest_expect(*state, "t.lab",
                     "toggle a off on\n[a=off] server: listen(3, 1) = 0\n"
                     "[a=on]  server: listen(3, 1) = 0\n",
                     expected);
    /* Another order, another text, a condition more, one value more. */
    checktest_fine(*state, "t.lab",
                   "toggle a off on\n[a=off] server: listen(3, 1) = 0\n"
                   "wait 1ms\n[a=on] server: listen(3, 1) = 0\n");
    checktest_fine(*state, "t.lab",
                   "toggle a off on\n[a=off] server: listen(3, 1) = 0\n"
                   "[a=on] server: listen(3, 2) = 0\n");
    checktest_fine(*state, "t.lab",
                   "toggle a off on\ntoggle b off on\n"
                   "[a=off and b=on] server$ ss LISTEN *:*\n"
                   "[a=on and b=off] server$ ss LISTEN *:*\n");
    checktest_fine(*state, "t.lab",
                   "toggle a off on no\n[a=off] server: listen(3, 1) = 0\n"
                   "[a=on] server: listen(3, 1) = 0\n");
}

/* It acts only where another has one of its values. */
static void test_toggles_that_act_together(void **state)
{
    checktest_fine(*state, "t.lab",
                   "toggle a off on\ntoggle b off on\ntoggle c off on\n"
                   "server: listen(3, 1) = 0 if a=on and b=on and c=on, 1\n");
}

/* More combinations than anybody would try: taken on trust. */
static void test_toggles_beyond_trying(void **state)
{
    char text[4096] = "";
    size_t len = 0;

    for (int t = 'a'; t < 'a' + 15; t++)
        len += (size_t)snprintf(text + len, sizeof(text) - len,
                                "toggle %c 1 2 3 4 5 6 7 8\n", t);
    len += (size_t)snprintf(text + len, sizeof(text) - len,
                            "server: listen(3, 1) = 0 if a=1");
    for (int t = 'b'; t < 'a' + 15; t++)
        len +=
            (size_t)snprintf(text + len, sizeof(text) - len, ", 0 if %c=1", t);
    snprintf(text + len, sizeof(text) - len, ", 0\n");
    checktest_fine(*state, "t.lab", text);
}

static void test_lesson_without_script(void **state)
{
    static const char *const expected[] = {"t.md: no script line was found",
                                           "t.md:7: the toggle 't'", NULL};

    checktest_expect(*state, "t.md", FRONT "See tcp(7).\n", expected);
}

/* What can't come out otherwise would be a pass whatever the kernel does. */
static void test_script_that_checks_nothing(void **state)
{
    static const char *const nothing[] = {
        "",
        "server: start\nserver: SIGINT\n",
        "server: socket(AF_INET, SOCK_STREAM, 0)\n",
        "server: socket(AF_INET, SOCK_STREAM, 0) = ?\n",
        "wire: hold\nwire: deliver all\nwire: flow\nwait 1ms\n",
    };
    static const char *const something[] = {
        "server$ sysctl net.ipv4.tcp_ecn=1\n",
        "server: listen(3, 5) = 0\n",
        "server: accept(3) = ...\n",
        "toggle t 1 2\nserver: listen(3, 5) = ? if t=1, -1\n",
        "server: killed SIGINT\n",
        "server: exited 0\n",
        "server$ ss LISTEN *:*\n",
        "server$ ss no any *:*\n",
        "server$ ss -K any *:*\n",
        "server$ sysctl -n net.ipv4.tcp_ecn = 2\n",
        "server$ sysctl no net.ipv4.x\n",
        "wire: none\n",
        "wire: [S] client > server\n",
        "wire: deliver\n",
        "wire: drop [S] client > server\n",
    };
    static const char *const expected[] = {
        "t.lab: no line that checks anything was found, ", NULL};

    for (size_t i = 0; i < sizeof(nothing) / sizeof(nothing[0]); i++)
        checktest_expect(*state, "t.lab", nothing[i], expected);
    for (size_t i = 0; i < sizeof(something) / sizeof(something[0]); i++)
        checktest_fine(*state, "t.lab", something[i]);
}

static void test_too_many_to_list(void **state)
{
    struct problems *problems = *state;
    char text[3 * (PROBLEMS_MAX + 5) + 1];

    for (int i = 0; i < PROBLEMS_MAX + 5; i++)
        memcpy(text + 3 * i, "x\n\n", 4);
    checktest_check(problems, "t.lab", text, strlen(text));
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
    assert_int_equal(check_file(path, NULL, out, &err), 2);
    fflush(out);
    assert_memory_equal(printed, path, strlen(path));
    assert_non_null(strstr(printed, ":1: 'jump' was found"));
    assert_non_null(strstr(printed, ":3: '1h' was found"));
    assert_int_equal(check_file(home, NULL, out, &err), -1);
    snprintf(path, sizeof(path), "%s/none.lab", home);
    assert_int_equal(check_file(path, NULL, out, &err), -1);
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
        check_text(text, len, NULL, problems);
        wrong += problems->n > 0;
        problems_free(problems);
        free(text);
    }
    assert_within(wrong, 1, 299);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CHECK_TEST(test_shipped_lessons_are_fine),
        CHECK_TEST(test_a_good_lesson),
        CHECK_TEST(test_lines_to_be_tried),
        CHECK_TEST(test_all_mistakes_are_reported),
        CHECK_TEST(test_mistakes_all_over_a_lesson),
        CHECK_TEST(test_prose_beside_a_mistake),
        CHECK_TEST(test_step_without_prose),
        CHECK_TEST(test_impossible_prediction),
        CHECK_TEST(test_impossible_prediction_in_a_grid),
        CHECK_TEST(test_program_of_nobody),
        CHECK_TEST(test_unused_toggle),
        CHECK_TEST(test_toggle_that_changes_nothing),
        CHECK_TEST(test_toggle_in_front_of_the_same_lines),
        CHECK_TEST(test_toggles_that_act_together),
        CHECK_TEST(test_toggles_beyond_trying),
        CHECK_TEST(test_lesson_without_script),
        CHECK_TEST(test_script_that_checks_nothing),
        CHECK_TEST(test_too_many_to_list),
        CHECK_TEST(test_files),
        CHECK_TEST(test_mutations),
    };

    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
