/* What the reports print for people and build servers. */
#include "tests/support/reporttest.h"

#include <errno.h>
#include <sys/utsname.h>

static void test_text(void **state)
{
    char *text = report_of(state, "text", report_script);

    assert_holds(text, "t.lab (");
    assert_holds(text, "  ok       reuse=off     2  server: socket(AF_INET");
    assert_holds(text, "  FAILED   reuse=off     3  server: bind(3");
    assert_holds(text, "t.lab:3: expected -1 EADDRINUSE, got 0\n");
    assert_holds(text, "t.lab:5: expected 4, got ... (the call blocks); "
                       "if it is to, write `= ...` here, and `= 4` below, "
                       "where it returns\n");
    assert_holds(text, "  not run  reuse=off     6  server: send(");
    assert_holds(text, "t.lab:6: not run: server is still in the call of "
                       "line 5\n");
    assert_holds(text, "\n2 passed, 2 failed, 1 not run\n");
    free(text);
}

/* A failed call says what its errno means. */
static void test_why(void **state)
{
    char *text = report_of(state, "text",
                           "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: connect(3, 10.0.0.2:9) = 0\n");
    const char *message = strstr(text, "got -1 ECONNREFUSED\n           ");

    assert_non_null(message);
    assert_holds(text, "\n1 passed, 1 failed, 0 not run\n");
    free(text);
}

static void test_tap(void **state)
{
    char *text = report_of(state, "tap", report_script);

    assert_memory_equal(text, "TAP version 13\n", 15);
    assert_holds(text, "\nok 1 - t.lab:2 (reuse=off) server: socket(");
    assert_holds(text, "\nnot ok 2 - t.lab:3 (reuse=off) server: bind(");
    assert_holds(text, "  ---\n  message: \"t.lab:3: expected -1 EADDRINUSE, "
                       "got 0\"\n  ...\n");
    assert_holds(text, "\nnot ok 5 - t.lab:6 (reuse=off) server: send(3, "
                       "\"<&\\\\\"\\#\"");
    assert_holds(text, "\n1..5\n");
    assert_null(strstr(text, "# SKIP"));
    free(text);
}

static void test_junit(void **state)
{
    char *text = report_of(state, "junit", report_script);

    assert_memory_equal(text, "<?xml ", 6);
    assert_holds(text, "<testsuite name=\"t.lab\" file=\"t.lab\" tests=\"5\" "
                       "failures=\"2\" errors=\"0\" skipped=\"1\">");
    assert_holds(text, "<testcase classname=\"t.lab (reuse=off)\" name=\"2: "
                       "server: socket(");
    /* Some servers show the attribute, some the text. */
    assert_holds(text, "<failure message=\"t.lab:3: expected -1 EADDRINUSE, "
                       "got 0\" type=\"check\">t.lab:3: expected -1 "
                       "EADDRINUSE, got 0");
    assert_holds(text, "send(3, &quot;&lt;&amp;\\&quot;#&quot;, 4, 0)");
    assert_holds(text, "<skipped message=\"t.lab:6: not run: ");
    assert_holds(text, "</testsuite>\n</testsuites>\n");
    free(text);
}

/* Bytes that XML can't hold, even escaped, and bytes that are no UTF-8. */
static void test_junit_of_odd_names(void **state)
{
    (void)state;
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open("junit", ISOLATION_AUTO, NULL, memory);
    report_nothing(report, "a\x1b\x80\xc0\xaf\xed\xa0\x80\xc3\xa9.lab",
                   &(struct err){ERR_MACHINE, "No <wire>."});
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    assert_holds(out, "name=\"a\\x1b\\x80\\xc0\\xaf\\xed\\xa0\\x80\xc3\xa9.lab"
                      "\" file=");
    assert_holds(out, "tests=\"1\" failures=\"0\" errors=\"1\"");
    assert_holds(out, "<error message=\"No &lt;wire&gt;.\"");
    assert_holds(out, ">No &lt;wire&gt;.</error>");
    free(out);
}

/* Report a file of which nothing ran; the text is to be freed. */
static char *report_of_nothing(const char *format, enum err_kind kind)
{
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report =
        report_open(format, ISOLATION_LOOPBACK, NULL, memory);

    report_nothing(report, "x.lab", &(struct err){kind, "x.lab:1: why."});
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    return out;
}

/* What can't be run is neither a pass nor a failure in any format. */
static void test_unable(void **state)
{
    static const char *const says[][2] = {
        {"text", "x.lab: this machine can't run it\n           x.lab:1: why."},
        {"tap", "\nok 1 - x.lab # SKIP this machine can't run it: x.lab:1: why."
                "\n1..1\n"},
        {"json",
         "{\"event\":\"unable\",\"lane\":\"\",\"t\":0,\"file\":\"x.lab\","
         "\"reason\":\"x.lab:1: why.\"}\n"},
        {"junit", "<error message=\"x.lab:1: why.\" type=\"machine\">x.lab:1: "
                  "why.</error>"},
        {"receipt", "x.lab: this machine can't run it\n  x.lab:1: why.\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
        char *text = report_of_nothing(says[i][0], ERR_MACHINE);

        assert_holds(text, says[i][1]);
        assert_null(strstr(text, "not ok"));
        assert_null(strstr(text, "<failure"));
        free(text);
    }
}

/* A file that is wrong is an error of its own in every format. */
static void test_wrong(void **state)
{
    static const char *const says[][2] = {
        {"text", "x.lab: wrong, nothing of it ran\n           x.lab:1: why."},
        {"tap", "\nnot ok 1 - x.lab is right\n  ---\n  message: \"x.lab:1: why."
                "\"\n  ...\n1..1\n"},
        {"json",
         "{\"event\":\"error\",\"lane\":\"\",\"t\":0,\"file\":\"x.lab\","
         "\"reason\":\"x.lab:1: why.\"}\n"},
        {"junit", "<error message=\"x.lab:1: why.\" type=\"input\">x.lab:1: "
                  "why.</error>"},
        {"receipt", "x.lab: wrong, nothing of it ran\n  x.lab:1: why.\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(says) / sizeof(says[0]); i++) {
        char *text = report_of_nothing(says[i][0], ERR_INPUT);

        assert_holds(text, says[i][1]);
        free(text);
    }
}

/* In which world it was stands in all of them, also where nothing ran. */
static void test_world(void **state)
{
    static const char *const formats[] = {"text", "tap", "json", "junit",
                                          "receipt"};
    struct utsname machine;

    assert_int_equal(uname(&machine), 0);
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        char *ran = report_of(state, formats[i], report_script);
        char *nothing = report_of_nothing(formats[i], ERR_INPUT);
        const char *world = isolation_name(
            lab_isolation(runner_lab(((struct runtest *)*state)->runner, 0)));

        assert_holds(ran, machine.release);
        assert_holds(ran, LAB_VERSION);
        assert_holds(ran, world);
        assert_holds(nothing, machine.release);
        assert_holds(nothing, LAB_VERSION);
        free(ran);
        free(nothing);
        runtest_end(state);
    }
}

/* ---- lanes ---- */

/* Two lanes of two lines, and where a text has to have what, in order. */
static const char two_lanes[] =
    TWO_LANES "Prose.\n\n```lab\n"
              "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
              "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0\n"
              "```\n";

/* Reported step by step, as run does it. */
static char *report_of_lanes(void **state, const char *format, const char *why)
{
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open(format, ISOLATION_AUTO, NULL, memory);
    struct runner *runner =
        runtest_open_as(state, "t.md", ISOLATION_AUTO, two_lanes, NULL, 0);

    report_begin(report, "t.md", runner);
    while (runner_step(runner) < runner_lesson(runner)->n_steps) {
        runner_advance(runner, true);
        runner_finish(runner);
        report_update(report, runner);
    }
    runner_end(runner);
    if (why)
        lab_give_up(runner_lab(runner, 0), "%s", why);
    report_end(report, runner);
    assert_int_equal(report_sum(report).lanes, why != NULL);
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    runtest_end(state);
    return out;
}

/* Both lanes take each line together, and are told of one after the other. */
static void test_lane_after_lane(void **state)
{
    static const char *const formats[] = {"text", "tap", "json", "junit"};
    static const char *const parts[] = {"reuse=off", "SO_REUSEADDR, $reuse",
                                        "reuse=on", "AF_INET", NULL};

    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        char *text = report_of_lanes(state, formats[i], NULL);
        const char *last = strstr(text, "reuse=on");

        assert_order(text, parts);
        assert_null(strstr(last, "reuse=off"));
        free(text);
    }
}

/* Said where the lane ends, before the next one begins. */
static void test_lane_unable(void **state)
{
    static const char *const parts[][8] = {
        {"text", "reuse=off    16",
         "  unable   reuse=off  This machine can't run it: Low.\n", "reuse=on",
         "\n1 lane can't be run on this machine\n"},
        {"tap", "(reuse=off) server: setsockopt",
         "\nok 3 - t.md (reuse=off) # SKIP this machine can't run it: Low.\n",
         "ok 4 - t.md:15 (reuse=on)", "1..5\n"},
        {"json", "\"lane\":\"reuse=off\"",
         "\"event\":\"unable\",\"lane\":\"reuse=off\"", "\"reason\":\"Low.\"}",
         "\"lane\":\"reuse=on\""},
        {"junit", "tests=\"5\" failures=\"0\" errors=\"1\"",
         "classname=\"t.md (reuse=off)\" name=\"this machine can run it\"",
         "type=\"machine\">Low.</error>", "t.md (reuse=on)"},
        {"receipt", "t.md, reuse=off: this machine can't run it\n  Low.\n"},
    };

    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        char *text = report_of_lanes(state, parts[i][0], "Low.");

        assert_order(text, parts[i] + 1);
        free(text);
    }
}

/* Whoever reads along sees that it goes on. */
static void test_first_lane_is_told_at_once(void **state)
{
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open("text", ISOLATION_AUTO, NULL, memory);
    struct runner *runner =
        runtest_open_as(state, "t.md", ISOLATION_AUTO, two_lanes, NULL, 0);

    report_begin(report, "t.md", runner);
    runner_advance(runner, true);
    runner_finish(runner);
    report_update(report, runner);
    assert_holds(out, "  ok       reuse=off    15  server: socket(");
    report_drop(report);
    fclose(memory);
    free(out);
}

/* ---- the output ---- */

static void test_unknown_format(void **state)
{
    (void)state;
    assert_null(report_open("yaml", ISOLATION_AUTO, NULL, stdout));
}

/* Unbuffered, a format is told of it itself, else only when it is flushed. */
static void check_full_disk(void **state, const char *format, int buffering)
{
    FILE *full = fopen("/dev/full", "w");

    assert_non_null(full);
    setvbuf(full, NULL, buffering, BUFSIZ);
    struct report *report = report_open(format, ISOLATION_AUTO, NULL, full);
    struct runner *runner = runtest_open_as(state, "t.lab", ISOLATION_AUTO,
                                            "server: start\n", NULL, 0);
    report_begin(report, "t.lab", runner);
    runtest_finish(runner);
    report_end(report, runner);
    assert_true(report_broken(report));
    assert_int_equal(report_close(report), -1);
    assert_int_equal(errno, ENOSPC);
    fclose(full);
}

static void test_full_disk(void **state)
{
    check_full_disk(state, "text", _IOFBF);
}

static void test_full_disk_unbuffered(void **state)
{
    check_full_disk(state, "json", _IONBF);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(test_text),
        REPORT_TEST(test_why),
        REPORT_TEST(test_tap),
        REPORT_TEST(test_junit),
        REPORT_TEST(test_junit_of_odd_names),
        REPORT_TEST(test_unable),
        REPORT_TEST(test_wrong),
        REPORT_TEST(test_world),
        REPORT_TEST(test_lane_unable),
        REPORT_TEST(test_lane_after_lane),
        REPORT_TEST(test_first_lane_is_told_at_once),
        REPORT_TEST(test_unknown_format),
        REPORT_TEST(test_full_disk),
        REPORT_TEST(test_full_disk_unbuffered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
