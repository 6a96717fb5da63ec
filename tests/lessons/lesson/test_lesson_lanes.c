/*
 * test_lesson_lanes.c - what a lesson compares, and the settings of its lanes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lessons/commands/check.h"
#include "lessons/lesson/lesson.h"

/* A lesson with three toggles, of which `compare:` is filled in. */
static const char front[] =
    "---\ntitle: T\nchapter: C\nsummary: S\n"
    "minutes: 1\ncompare: %s\ntoggles:\n"
    "  - {name: old, label: old, values: [off, on]}\n"
    "  - {name: new, label: new, values: [off, on, late]}\n"
    "  - {name: size, label: size, values: [a, b, c, d]}\n---\n"
    "Words.\n\n%s";

static int setup(void **state)
{
    *state = NULL;
    return 0;
}

static int teardown(void **state)
{
    lesson_free(*state);
    return 0;
}

/* The lesson that compares so; NULL with the reason. */
static struct lesson *parse(void **state, const char *compare, struct err *err)
{
    char text[1024];

    snprintf(text, sizeof(text), front, compare, "");
    lesson_free(*state);
    *state = lesson_parse("t.md", text, strlen(text), err);
    return *state;
}

static void assert_refused(void **state, const char *compare,
                           const char *message)
{
    struct err err = {.text = ""};

    assert_null(parse(state, compare, &err));
    assert_string_equal(err.text, message);
}

/* The names of the lesson's lanes, one after the other. */
static void assert_lanes(void **state, const char *compare,
                         const struct condition *fixed, int n,
                         const char *const *names)
{
    struct setting settings[LESSON_LANES];
    struct err err = {.text = ""};
    const struct lesson *lesson = parse(state, compare, &err);
    char name[256];
    int lanes;

    if (!lesson)
        fail_msg("%s", err.text);
    lanes = lesson_settings(lesson, fixed, n, settings, &err);
    for (int i = 0; i < lanes; i++) {
        assert_non_null(names[i]);
        setting_label(&settings[i], name, sizeof(name));
        assert_string_equal(name, names[i]);
    }
    assert_null(names[lanes]);
}

static void has_a_lane_for_each_value(void **state)
{
    static const char *const names[] = {"old=off,new=off,size=a",
                                        "old=on,new=off,size=a", NULL};

    assert_lanes(state, "old", NULL, 0, names);
    assert_lanes(state, "[old]", NULL, 0, names);
}

static void has_a_lane_for_each_combination(void **state)
{
    static const char *const names[] = {
        "old=off,new=off,size=a",
        "old=off,new=on,size=a",
        "old=off,new=late,size=a",
        "old=on,new=off,size=a",
        "old=on,new=on,size=a",
        "old=on,new=late,size=a",
        NULL,
    };
    static const char *const columns_first[] = {
        "old=off,new=off,size=a",
        "old=on,new=off,size=a",
        "old=off,new=on,size=a",
        "old=on,new=on,size=a",
        "old=off,new=late,size=a",
        "old=on,new=late,size=a",
        NULL,
    };

    assert_lanes(state, "[old, new]", NULL, 0, names);
    assert_lanes(state, "[new, old]", NULL, 0, columns_first);
}

static void leaves_a_row_or_a_column(void **state)
{
    static const char *const row[] = {"old=on,new=off,size=a",
                                      "old=on,new=on,size=a",
                                      "old=on,new=late,size=a", NULL};
    static const char *const column[] = {"old=off,new=late,size=b",
                                         "old=on,new=late,size=b", NULL};
    static const char *const one[] = {"old=on,new=late,size=b", NULL};
    const struct condition fixed[] = {{.name = "old", .value = "on"},
                                      {.name = "new", .value = "late"},
                                      {.name = "size", .value = "b"}};

    assert_lanes(state, "[old, new]", fixed, 1, row);
    assert_lanes(state, "[old, new]", fixed + 1, 2, column);
    assert_lanes(state, "[old, new]", fixed, 3, one);
}

static void refuses_what_there_is_not(void **state)
{
    const struct condition fixed = {.name = "old", .value = "maybe"};
    struct setting settings[LESSON_LANES];
    struct err err;
    const struct lesson *lesson = parse(state, "[old, new]", &err);

    assert_non_null(lesson);
    assert_int_equal(lesson_settings(lesson, &fixed, 1, settings, &err), -1);
    assert_string_equal(err.text, "'old=maybe' was found, off or on was "
                                  "expected");
}

static void knows_what_is_compared(void **state)
{
    struct err err;
    const struct lesson *lesson = parse(state, "[old, new]", &err);

    assert_true(lesson_compares(lesson, "old"));
    assert_true(lesson_compares(lesson, "new"));
    assert_false(lesson_compares(lesson, "size"));
    assert_false(lesson_compares(parse(state, "old", &err), ""));
}

static void refuses_other_lists(void **state)
{
    static const char list[] =
        "t.md:6: a list was found for compare, one toggle or two such as "
        "[old, new] were expected";

    assert_refused(state, "[]", list);
    assert_refused(state, "[old, new, size]", list);
    assert_refused(state, "[old, [new]]", list);
    assert_refused(state, "[old, '']", list);
    assert_refused(state, "{old: new}",
                   "t.md:6: compare as a list or a mapping was found, the "
                   "name of a toggle, or two was expected");
    assert_refused(state, "[old, older]",
                   "t.md:6: compare 'older' was found, a toggle was expected: "
                   "old, new or size");
    assert_refused(state, "[old, old]",
                   "t.md:6: compare 'old' was found twice, two different "
                   "toggles were expected");
    assert_refused(state, "[size, new]",
                   "t.md:6: 12 combinations were found to compare, at most 9 "
                   "were expected");
}

/* The answer must be among the choices in each of the cells. */
static void checks_predictions_in_every_cell(void **state)
{
    struct problems problems = {.name = "t.md"};
    char text[1024];
    int found = 0;

    (void)state;
    snprintf(text, sizeof(text), front, "[old, new]",
             "```predict\nserver: socket\nWhat?\n\n3: Yes.\n...: No.\n```\n\n"
             "```lab\n[size=a] server: socket(AF_INET, SOCK_STREAM, 0) = "
             "-1 EPERM if old=on and new=late, 3\n```\n");
    check_text(text, strlen(text), NULL, &problems);
    for (size_t i = 0; i < problems.n; i++) {
        if (!strstr(problems.list[i].text, "no choice"))
            continue;
        found++;
        assert_string_equal(problems.list[i].text,
                            "t.md:14: no choice '-1 EPERM' was found, but line "
                            "23 expects it with old=on,new=late");
    }
    assert_int_equal(found, 1);
    problems_free(&problems);
}

/* A lesson with this script; NULL with the reason. */
static struct lesson *parse_script(void **state, const char *script,
                                   struct err *err)
{
    char text[1024];

    snprintf(text, sizeof(text), front, "[old, new]", script);
    lesson_free(*state);
    *state = lesson_parse("t.md", text, strlen(text), err);
    return *state;
}

static void has_lines_for_one_cell(void **state)
{
    struct setting settings[LESSON_LANES];
    struct err err;
    const struct lesson *lesson = parse_script(
        state,
        "```lab\n[old=on and new=late] server: start\n"
        "[old=on and new=off] server$ ss LISTEN *:1 if size=a\n```\n",
        &err);

    assert_non_null(lesson);
    assert_int_equal(lesson_settings(lesson, NULL, 0, settings, &err), 6);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(line_applies(&lesson->script.lines[0], &settings[i]),
                         i == 5);
        assert_int_equal(line_applies(&lesson->script.lines[1], &settings[i]),
                         i == 3);
    }
    assert_null(parse_script(
        state, "```lab\n[old=on and new=no] server: start\n```\n", &err));
    assert_null(
        parse_script(state, "```lab\n[old=on and] server: start\n```\n", &err));
}

/* Its call is only read with the values that it runs with. */
static void reads_calls_of_one_cell(void **state)
{
    struct err err = {.text = ""};

    if (!parse_script(state,
                      "```lab\n[old=on and new=off] server: setsockopt(3, "
                      "SOL_SOCKET, SO_REUSEADDR, $new) = 0\n```\n",
                      &err))
        fail_msg("%s", err.text);
    assert_null(parse_script(state,
                             "```lab\n[old=on and size=a] server: "
                             "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $new)\n"
                             "```\n",
                             &err));
}

/* Only where both toggles are on the call comes from a dead process. */
static void finds_the_dead_in_every_cell(void **state)
{
    struct err err;

    assert_null(parse_script(state,
                             "```lab\nserver: exit(0)\nserver: exited 0\n"
                             "[old=off] server: start\n"
                             "[old=on and new=off] server: start\n"
                             "[old=on and new=late] server: start\n"
                             "server: close(3)\n```\n",
                             &err));
    assert_string_equal(err.text,
                        "t.md:20: a call of server was found, 'server: start' "
                        "was expected before it: server died at line 16");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(has_a_lane_for_each_value),
        TEST(has_a_lane_for_each_combination),
        TEST(leaves_a_row_or_a_column),
        TEST(refuses_what_there_is_not),
        TEST(knows_what_is_compared),
        TEST(refuses_other_lists),
        TEST(checks_predictions_in_every_cell),
        TEST(has_lines_for_one_cell),
        TEST(reads_calls_of_one_cell),
        TEST(finds_the_dead_in_every_cell),
    };

    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
