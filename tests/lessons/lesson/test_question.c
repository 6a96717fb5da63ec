/* Questions about what a call fills in, as they are read and checked. */
#include "tests/support/lessontest.h"

#include "lessons/lesson/lesson_inside.h"
#include "tests/support/mutate.h"

/* Above the block of a question, which is at line 9. */
#define FRONT                                                                  \
    "---\ntitle: T\nchapter: C\nsummary: S\nminutes: 1\n---\n\nSee tcp(7).\n"
#define SCRIPT                                                                 \
    "\n```lab\nserver: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                  \
    "server: getsockname(3, 0.0.0.0:0) = 0\n```\n"

/* The first problem of a lesson, found by reading or by check; "" for none. */
static const char *problem(const char *text)
{
    static struct err err;
    struct problems problems = {.name = "t.md"};
    struct lesson *lesson = lesson_read(text, strlen(text), &problems);

    if (problems_none(&problems))
        predict_check_all(lesson, &problems);
    lesson_free(lesson);
    err.text[0] = '\0';
    problems_end(&problems, &err);
    return err.text;
}

static void assert_problem(const char *text, const char *says)
{
    const char *found = problem(text);

    if (strcmp(says, "") == 0 ? found[0] : !strstr(found, says))
        fail_msg("'%s' does not say '%s'", found, says);
}

static void test_read(void **state)
{
    static const char text[] =
        FRONT "```predict\nserver: getsockname ADDRESS\nWhich?\n\n"
              "0.0.0.0:0: None: not yet.\n[::]:0: `IPv6`.\n"
              "-1 EINVAL: No name.\n...: It waits.\n```\n" SCRIPT;
    struct err err;
    struct lesson *lesson = lesson_parse("t.md", text, strlen(text), &err);

    (void)state;
    if (!lesson)
        fail_msg("%s", err.text);
    assert_string_equal(lesson->predicts[0].call, "getsockname");
    assert_int_equal(lesson->predicts[0].fills, 1);
    assert_int_equal(lesson->predicts[0].n_choices, 4);
    assert_string_equal(lesson->predicts[0].choices[0].filled, "0.0.0.0:0");
    assert_string_equal(lesson->predicts[0].choices[0].sentence,
                        "None: not yet.");
    assert_string_equal(lesson->predicts[0].choices[1].filled, "[::]:0");
    assert_string_equal(lesson->predicts[0].choices[1].sentence, "IPv6.");
    assert_null(lesson->predicts[0].choices[2].filled);
    assert_int_equal(lesson->predicts[0].choices[2].result.err, EINVAL);
    assert_int_equal(lesson->predicts[0].choices[3].result.kind, RESULT_BLOCKS);
    assert_int_equal(lesson->predicts[0].about, 1);
    lesson_free(lesson);
}

/* A question with that subject and these choices. */
#define ASKS(subject, choices)                                                 \
    FRONT "```predict\n" subject "\nWhich?\n\n" choices "```\n" SCRIPT

static void test_mistakes(void **state)
{
    (void)state;
    assert_problem(ASKS("server: getsockname LEN", "0.0.0.0:0: A.\n1: B.\n"),
                   "t.md:10: 'LEN' was found, what getsockname() fills in was "
                   "expected, such as ADDRESS");
    assert_problem(ASKS("server: bind ADDRESS", "0.0.0.0:0: A.\n1: B.\n"),
                   "t.md:10: 'ADDRESS' was found behind bind, which fills in "
                   "nothing");
    assert_problem(
        ASKS("server: getsockname ADDRESS", "0.0.0.0:0: A.\n7: B.\n"),
        "t.md:14: '7' was found, an address such as 10.0.0.2:*");
    assert_problem(
        ASKS("server: getsockname ADDRESS", "0.0.0.0:0: A.\n0.0.0.0:0: B.\n"),
        "t.md:14: the choice '0.0.0.0:0' was found twice");
    assert_problem(ASKS("server: getsockname ADDRESS", "0.0.0.0:0\n*: B.\n"),
                   "t.md:13: '0.0.0.0:0' was found, a choice was expected");
    assert_problem(ASKS("server: getsockname", "$x: A.\n0: B.\n"),
                   "the choice '$x' was found, which is a name");
}

/* The answer that the script has must be among the choices. */
static void test_checked(void **state)
{
    (void)state;
    assert_problem(ASKS("server: getsockname ADDRESS", "0.0.0.0:0: A.\n"
                                                       "0.0.0.0:1: B.\n"),
                   "");
    assert_problem(ASKS("server: getsockname ADDRESS", "0.0.0.0:*: A.\n"
                                                       "10.0.0.1:0: B.\n"),
                   "");
    assert_problem(ASKS("server: getsockname ADDRESS", "?: A.\n"
                                                       "10.0.0.1:0: B.\n"),
                   "");
    assert_problem(ASKS("server: getsockname ADDRESS", "0.0.0.0:1: A.\n"
                                                       "10.0.0.1:0: B.\n"),
                   "t.md:9: no choice '0.0.0.0:0' was found, but line 19 "
                   "expects it");
    assert_problem(
        FRONT "```predict\nserver: getsockname ADDRESS\nWhich?\n\n"
              "0.0.0.0:0: A.\n0.0.0.0:1: B.\n```\n\n```lab\n"
              "server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"
              "server: getsockname($fd) = 0\n```\n",
        "t.md:9: a question on ADDRESS of getsockname() was found, but line 19 "
        "leaves that out");
    /* What a name is given to is open. */
    assert_problem(FRONT "```predict\nserver: getsockname ADDRESS\nWhich?\n\n"
                         "10.0.0.1:0: A.\n0.0.0.0:1: B.\n```\n\n```lab\n"
                         "server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"
                         "server: getsockname($fd, 0.0.0.0:$port) = 0\n```\n",
                   "");
    assert_problem(FRONT "```predict\nserver: getsockname ADDRESS\nWhich?\n\n"
                         "10.0.0.1:0: A.\n10.0.0.1:1: B.\n```\n\n```lab\n"
                         "server: socket(AF_INET, SOCK_STREAM, 0) = $fd\n"
                         "server: getsockname($fd, 0.0.0.0:$port) = 0\n```\n",
                   "no choice '0.0.0.0:$port' was found");
}

static void test_mutations(void **state)
{
    static const char text[] =
        FRONT "```predict\nserver: recv DATA\nWhich?\n\n\"a: b\": A.\n"
              "\"x\"*3...: B.\n-1 EAGAIN: C.\n```\n\n"
              "```predict\nserver: getsockname ADDRESS\nWhich?\n\n"
              "10.0.0.1:*: A.\n[::]:1: B.\n```\n" SCRIPT
              "```lab\nserver: recv(3, \"a\"..., 9, 0) = 1..\n"
              "server: getsockname(3, _) = 0\n```\n";
    uint32_t seed = 1;

    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct problems problems = {.name = "t.md"};
        size_t len;
        char *changed = mutate(text, sizeof(text) - 1, &len, &seed);
        struct lesson *lesson = lesson_read(changed, len, &problems);
        struct err err;

        if (lesson && problems_none(&problems))
            predict_check_all(lesson, &problems);
        lesson_free(lesson);
        problems_end(&problems, &err);
        free(changed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_checked),
        cmocka_unit_test(test_mutations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
