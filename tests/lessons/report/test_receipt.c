/* Where a kernel differs: what is a receipt, what is none, and the text. */
#include "tests/support/runtest.h"

#include <signal.h>
#include <stdlib.h>

#include "lessons/report/receipt.h"
#include "lessons/report/report.h"

/* Two lines come out otherwise than they say, one of them in one lane. */
static const char differs[] =
    "---\nid: d\ntitle: It differs\nchapter: C\nsummary: S.\nminutes: 1\n"
    "toggles:\n  - {name: t, label: T, values: [off, on]}\ncompare: t\n---\n"
    "Words.\n\n```lab\n"
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
    "server: bind(3, 10.0.0.1:12000) = 0 if t=off, -1 EADDRINUSE\n"
    "server: listen(3, 5) = 7\n"
    "server: close(3) = 0\n"
    "```\n";

static char *receipt_of(const struct runner *runner, const size_t *until, int n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_int_equal(receipt_write(out, runner, until), n);
    assert_int_equal(receipt_write(NULL, runner, until), n);
    fclose(out);
    return text;
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("`%s` is missing in:\n%s", part, text);
}

static struct runner *open_lesson(void **state)
{
    return runtest_open_as(state, "d.md", ISOLATION_AUTO, differs, NULL, 0);
}

static void tells_what_differs(void **state)
{
    struct runner *runner = open_lesson(state);
    char kernel[160];

    runtest_finish(runner);
    char *text = receipt_of(runner, NULL, 3);
    assert_holds(text, "lesson  It differs (d.md)\n");
    assert_holds(receipt_kernel(kernel, sizeof(kernel)), "Linux ");
    assert_holds(text, kernel);
    assert_holds(text, "line 15, t=on\n"
                       "  server: bind(3, 10.0.0.1:12000) = 0 if t=off, "
                       "-1 EADDRINUSE\n"
                       "  expected  -1 EADDRINUSE\n"
                       "  got       0\n");
    assert_holds(text, "line 16, t=off\n");
    assert_holds(text, "line 16, t=on\n");
    assert_null(strstr(text, "line 15, t=off"));
    assert_null(strstr(text, "line 17"));
    free(text);
}

static void says_nothing_where_nothing_differs(void **state)
{
    struct runner *runner =
        runtest_run(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n");
    char *text = receipt_of(runner, NULL, 0);

    assert_string_equal(text, "");
    free(text);
}

/* Not run, typed by hand, or out of the lab's reach: no answer of a kernel. */
static void is_for_answers_of_the_kernel_only(void **state)
{
    struct err err;
    struct runner *runner =
        runtest_open(state, "server: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
                            "server: bind(3, 10.0.0.1:12000) = 0\n"
                            "server: recv(3, _, 10, 0) = 1 within 10ms\n"
                            "server: close(3) = 0\n"
                            "client: killed SIGINT\n");

    runtest_finish(runner);
    assert_int_equal(runner_command(runner, -1, "client: close(9) = 0", &err),
                     0);
    runner_finish(runner);
    runtest_totals(runner, 2, 2, 1);
    char *text = receipt_of(runner, NULL, 1);
    assert_holds(text, "line 3\n");
    free(text);
}

static void is_not_for_a_process_that_was_killed(void **state)
{
    struct runner *runner =
        runtest_open(state, "server: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
                            "server: bind(3, 10.0.0.1:12000) = 0\n"
                            "server: recv(3, _, 10, 0) = ...\n"
                            "\n"
                            "server: = 5\n");

    runner_advance(runner, false);
    runner_finish(runner);
    const struct actor *actor = lab_find(runner_lab(runner, 0), "server");
    assert_int_equal(kill(actor_pid(actor), SIGKILL), 0);
    runtest_finish(runner);
    runtest_expect(runner, 5, CHECK_NOT_RUN,
                   "server was ended from outside (killed SIGKILL)");
    assert_non_null(runner_fault(runner, 0));
    assert_int_equal(receipt_write(NULL, runner, NULL), 0);
}

/* What follows from a setting that is missing is no answer of the kernel's. */
static void is_not_for_a_setting_that_there_is_not(void **state)
{
    struct runner *runner =
        runtest_run(state, "server$ sysctl net.ipv4.no_such_setting=1\n"
                           "server$ ss LISTEN *:1\n");

    runtest_totals(runner, 0, 0, 2);
    assert_int_equal(receipt_write(NULL, runner, NULL), 0);
}

static void ends_where_it_is_told_to(void **state)
{
    struct runner *runner = open_lesson(state);
    const size_t none[RUNNER_LANES] = {0};
    size_t first[RUNNER_LANES] = {0};

    runtest_finish(runner);
    first[1] = log_count(lab_log(runner_lab(runner, 1)));
    assert_int_equal(receipt_write(NULL, runner, none), 0);
    assert_int_equal(receipt_write(NULL, runner, first), 2);
}

/* ---- the report ---- */

static char *report_of(struct runner *runner, const char *file)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    struct report *report = report_open("receipt", ISOLATION_AUTO, NULL, out);

    assert_non_null(report);
    report_begin(report, file, runner);
    runtest_finish(runner);
    report_end(report, runner);
    report_nothing(report, "other.md", &(struct err){ERR_MACHINE, "no wire"});
    assert_int_equal(report_close(report), 0);
    fclose(out);
    return text;
}

static void is_a_report(void **state)
{
    char *text = report_of(open_lesson(state), "d.md");

    assert_holds(text, "lesson  It differs (d.md)\n");
    assert_holds(text, "line 15, t=on\n");
    assert_holds(text, "other.md: this machine can't run it\n");
    assert_null(strstr(text, "another reason"));
    free(text);
}

static void reports_what_is_no_receipt(void **state)
{
    struct runner *runner =
        runtest_open(state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                            "client: killed SIGINT\n");
    char *text = report_of(runner, "t.lab");

    assert_holds(text, "did what it expects in 1 line.\n");
    assert_holds(text,
                 "t.lab: 1 line failed or was not run for another reason");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        RUN_TEST(tells_what_differs),
        RUN_TEST(says_nothing_where_nothing_differs),
        RUN_TEST(is_for_answers_of_the_kernel_only),
        RUN_TEST(is_not_for_a_process_that_was_killed),
        RUN_TEST(is_not_for_a_setting_that_there_is_not),
        RUN_TEST(ends_where_it_is_told_to),
        RUN_TEST(is_a_report),
        RUN_TEST(reports_what_is_no_receipt),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
