/*
 * runtest.h - what tests that run scripts share: a runner over a script or a
 * lesson that is written in the test, and what came of its lines.
 */
#ifndef TESTS_SUPPORT_RUNTEST_H
#define TESTS_SUPPORT_RUNTEST_H

#include "tests/support/labtest.h"

#include "lessons/runner/runner.h"
#include "tests/support/totals.h"

/* A server that listens; its lines are 1 to 3. */
#define LISTEN                                                                 \
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                            \
    "server: bind(3, 0.0.0.0:12000) = 0\n"                                     \
    "server: listen(3, 5) = 0\n"
/* And a client that is connected and accepted; its lines are 4 to 6. */
#define CONNECTED                                                              \
    LISTEN "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                     \
           "client: connect(3, 10.0.0.1:12000) = 0\n"                          \
           "server: accept(3, 10.0.0.2:*) = 4\n"

/* Above a lesson of two lanes: with and without the option. */
#define TWO_LANES                                                              \
    "---\n"                                                                    \
    "title: T\n"                                                               \
    "chapter: C\n"                                                             \
    "summary: S.\n"                                                            \
    "minutes: 1\n"                                                             \
    "toggles:\n"                                                               \
    "  - name: reuse\n"                                                        \
    "    label: SO_REUSEADDR\n"                                                \
    "    values: [off, on]\n"                                                  \
    "compare: reuse\n"                                                         \
    "---\n"

/* A fixture: what a test has opened, closed by runtest_teardown(). */
struct runtest {
    struct lesson *lesson;
    struct runner *runner;
};

static inline int runtest_setup(void **state)
{
    *state = calloc(1, sizeof(struct runtest));
    return *state ? 0 : -1;
}

/* Close what is open, so that the test can open something else. */
static inline void runtest_end(void **state)
{
    struct runtest *test = *state;

    runner_close(test->runner);
    lesson_free(test->lesson);
    *test = (struct runtest){0};
}

static inline int runtest_teardown(void **state)
{
    runtest_end(state);
    free(*state);
    return 0;
}

/* Open a runner over a text; name tells what it is, a .lab or a .md. */
static inline struct runner *runtest_open_as(void **state, const char *name,
                                             enum isolation isolation,
                                             const char *text,
                                             const struct condition *settings,
                                             int n_settings)
{
    struct runtest *test = *state;
    struct err err = {0};
    struct runner_options options = {
        .isolation = isolation, .settings = settings, .n_settings = n_settings};

    labtest_need(isolation);
    test->lesson = lesson_parse(name, text, strlen(text), &err);
    if (!test->lesson)
        fail_msg("%s", err.text);
    test->runner = runner_open(test->lesson, &options, &err);
    if (!test->runner)
        fail_msg("%s", err.text);
    return test->runner;
}

static inline struct runner *runtest_open(void **state, const char *script)
{
    return runtest_open_as(state, "test.lab", ISOLATION_NAMESPACE, script, NULL,
                           0);
}

/* Take all steps. */
static inline void runtest_finish(struct runner *runner)
{
    while (runner_step(runner) < runner_lesson(runner)->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    runner_end(runner);
}

/* Open and take all steps. */
static inline struct runner *runtest_run(void **state, const char *script)
{
    struct runner *runner = runtest_open(state, script);

    runtest_finish(runner);
    return runner;
}

/* The check of a line in a lane, the last one; fails if there is none. */
static inline const struct event *runtest_check(const struct runner *runner,
                                                int lane, int line)
{
    const struct log *log = lab_log(runner_lab(runner, lane));

    for (size_t i = log_count(log); i > 0; i--) {
        const struct event *event = log_at(log, i - 1);

        if (event->kind == EVENT_CHECK && event->line == line)
            return event;
    }
    fail_msg("line %d was not checked in lane %d", line, lane);
    return NULL;
}

/* Expect that a line came out so in lane 0; actual NULL: whatever it was. */
static inline void runtest_expect(const struct runner *runner, int line,
                                  enum check_result result, const char *actual)
{
    const struct check_event *check = &runtest_check(runner, 0, line)->check;

    if (check->result != result)
        fail_msg("line %d, `%s`: expected %s, got %s (%d)", line, check->text,
                 check->expected, check->actual, (int)check->result);
    if (actual)
        assert_string_equal(check->actual, actual);
}

/* Expect so many passed, failed and not run, in all lanes together. */
static inline void runtest_totals(const struct runner *runner, int passed,
                                  int failed, int not_run)
{
    struct end_event totals = runner_totals(runner);

    assert_int_equal(totals.failed, failed);
    assert_int_equal(totals.not_run, not_run);
    assert_int_equal(totals.passed, passed);
}

#define RUN_TEST(f)                                                            \
    cmocka_unit_test_setup_teardown(f, runtest_setup, runtest_teardown)

#endif
