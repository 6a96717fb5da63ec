/* What the reports print, of runs in a living lab. */
#include "tests/runtest.h"

#include <errno.h>
#include <jansson.h>

#include "lessons/report.h"

/* A run that has a line of each kind: held, failed, not run. */
static const char script[] = "toggle reuse off on\n"
                             "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                             "server: bind(3, 10.0.0.1:12000) = -1 EADDRINUSE\n"
                             "server: listen(3, 5) = 0\n"
                             "server: accept(3, _) = 4 within 10ms\n"
                             "server: send(3, \"<&\\\"#\", 4, 0) = 4\n";

/* Run it and report it in a format; the text is to be freed. */
static char *report_of(void **state, const char *format, const char *text)
{
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open(format, memory);
    assert_non_null(report);
    struct runner *runner =
        runtest_open_as(state, "t.lab", ISOLATION_AUTO, text, NULL, 0);
    report_begin(report, "t.lab", runner);
    runtest_finish(runner);
    report_end(report, runner);
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    return out;
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("`%s` is missing in:\n%s", part, text);
}

static void test_text(void **state)
{
    char *text = report_of(state, "text", script);
    assert_holds(text, "t.lab (");
    assert_holds(text, "  ok       reuse=off     2  server: socket(AF_INET");
    assert_holds(text, "  FAILED   reuse=off     3  server: bind(3");
    assert_holds(text, "t.lab:3: expected -1 EADDRINUSE, got 0\n");
    assert_holds(text, "t.lab:5: expected 4, got ... (the call blocks)\n");
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
    char *text = report_of(state, "tap", script);
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
    char *text = report_of(state, "junit", script);
    assert_memory_equal(text, "<?xml ", 6);
    assert_holds(text, "<testsuite name=\"t.lab\" tests=\"5\" failures=\"2\" "
                       "errors=\"0\" skipped=\"1\">");
    assert_holds(text, "<testcase classname=\"reuse=off\" name=\"2: server: "
                       "socket(");
    assert_holds(text, "<failure message=\"t.lab:3: expected -1 EADDRINUSE, "
                       "got 0\" type=\"check\">");
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
    struct report *report = report_open("junit", memory);
    report_unable(report, "a\x1b\x80\xc0\xaf\xed\xa0\x80\xc3\xa9.lab",
                  "No <wire>.");
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    assert_holds(out, "name=\"a\\x1b\\x80\\xc0\\xaf\\xed\\xa0\\x80\xc3\xa9.lab"
                      "\" tests=\"1\" failures=\"0\" errors=\"1\"");
    assert_holds(out, "<error message=\"No &lt;wire&gt;.\"");
    free(out);
}

/* What can't be run is no pass in any format. */
static void test_unable(void **state)
{
    (void)state;
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open("tap", memory);
    report_unable(report, "x.lab", "No wire.");
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    assert_holds(out, "\nnot ok 1 - x.lab can't be run on this machine\n");
    assert_holds(out, "\n1..1\n");
    free(out);
}

/* ---- JSON ---- */

/* One event of a report in JSON, the index-th of that name; borrowed. */
static json_t *find(json_t *events, const char *name, size_t index)
{
    size_t i;
    json_t *event;
    json_array_foreach(events, i, event)
    {
        if (strcmp(json_string_value(json_object_get(event, "event")), name) ==
                0 &&
            index-- == 0)
            return event;
    }
    fail_msg("no %s", name);
    return NULL;
}

/* Every line is one object with an event, its lane and its time. */
static json_t *read_lines(const char *text)
{
    json_t *events = json_array();
    double t = 0;
    while (*text) {
        json_error_t error;
        size_t len = strcspn(text, "\n");
        json_t *event = json_loadb(text, len, 0, &error);
        if (!event)
            fail_msg("%s: %.*s", error.text, (int)len, text);
        assert_true(json_is_string(json_object_get(event, "event")));
        assert_true(json_is_string(json_object_get(event, "lane")));
        double now = json_real_value(json_object_get(event, "t"));
        assert_true(now >= t && now < 60);
        t = now;
        json_array_append_new(events, event);
        assert_int_equal(text[len], '\n');
        text += len + 1;
    }
    return events;
}

static const char *text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    if (!text)
        fail_msg("no text in %s", key);
    return text;
}

static long number_of(json_t *object, const char *key)
{
    assert_true(json_is_integer(json_object_get(object, key)));
    return (long)json_integer_value(json_object_get(object, key));
}

static void assert_call(json_t *events, size_t index, const char *name,
                        const char *args, long ret)
{
    json_t *call = find(events, "call", index);
    assert_string_equal(text_of(call, "call"), name);
    assert_string_equal(text_of(call, "args"), args);
    assert_string_equal(text_of(call, "actor"), "server");
    assert_string_equal(text_of(call, "host"), "server");
    assert_true(number_of(call, "pid") > 0);
    assert_int_equal(number_of(call, "ret"), ret);
    assert_true(json_is_null(json_object_get(call, "errno")));
    assert_int_equal(json_object_size(call), 11);
}

static void test_json(void **state)
{
    char *text = report_of(state, "json", script);
    json_t *events = read_lines(text);
    assert_call(events, 0, "socket", "AF_INET, SOCK_STREAM, 0", 3);
    assert_call(events, 1, "bind", "3, 10.0.0.1:12000", 0);

    json_t *blocked = find(events, "call", 3);
    assert_string_equal(text_of(blocked, "call"), "accept");
    assert_true(json_is_null(json_object_get(blocked, "ret")));
    assert_true(json_is_null(json_object_get(blocked, "errno")));
    assert_int_equal(number_of(blocked, "line"), 5);

    json_t *process = find(events, "process", 0);
    assert_string_equal(text_of(process, "what"), "started");
    assert_string_equal(text_of(process, "actor"), "server");
    assert_int_equal(json_object_size(process), 7);

    json_t *check = find(events, "check", 1);
    assert_true(json_is_false(json_object_get(check, "ok")));
    assert_string_equal(text_of(check, "expected"), "-1 EADDRINUSE");
    assert_string_equal(text_of(check, "actual"), "0");
    assert_string_equal(text_of(check, "lane"), "reuse=off");
    assert_int_equal(number_of(check, "line"), 3);
    assert_true(json_is_null(json_object_get(find(events, "check", 4), "ok")));

    json_t *end = find(events, "end", 0);
    assert_int_equal(number_of(end, "passed"), 2);
    assert_int_equal(number_of(end, "failed"), 2);
    assert_int_equal(number_of(end, "not_run"), 1);
    json_decref(events);
    free(text);
}

static void test_json_of_states(void **state)
{
    char *text = report_of(state, "json",
                           "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                           "server: bind(3, 10.0.0.1:12000) = 0\n"
                           "server: listen(3, 5) = 0\n"
                           "server: close(3) = 0\n"
                           "server: listen(3, 5) = -1 EBADF\n"
                           "server: SIGINT\n"
                           "server: killed SIGINT\n");
    json_t *events = read_lines(text);
    size_t i;
    json_t *event;
    const char *old = NULL;
    json_array_foreach(events, i, event)
    {
        if (strcmp(text_of(event, "event"), "state") != 0)
            continue;
        assert_string_equal(text_of(event, "proto"), "tcp");
        assert_string_equal(text_of(event, "local"), "10.0.0.1:12000");
        json_t *was = json_object_get(event, "old");
        assert_true(old ? json_is_string(was) : json_is_null(was));
        if (old)
            assert_string_equal(json_string_value(was), old);
        old = json_string_value(json_object_get(event, "new"));
        assert_int_equal(json_object_size(event), 9);
    }
    assert_null(old);
    assert_string_equal(text_of(find(events, "call", 4), "errno"), "EBADF");
    json_t *killed = find(events, "process", 1);
    assert_string_equal(text_of(killed, "what"), "killed");
    assert_string_equal(text_of(killed, "signal"), "SIGINT");
    assert_string_equal(text_of(killed, "lane"), "");
    json_decref(events);
    free(text);
}

static void test_json_of_packets(void **state)
{
    labtest_need(ISOLATION_NAMESPACE);
    char *text =
        report_of(state, "json",
                  "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
                  "client: connect(3, 10.0.0.1:9) = -1 ECONNREFUSED\n");
    json_t *events = read_lines(text);
    json_t *syn = find(events, "packet", 0);
    assert_string_equal(text_of(syn, "from"), "client");
    assert_string_equal(text_of(syn, "to"), "server");
    assert_string_equal(text_of(syn, "dst"), "10.0.0.1:9");
    assert_string_equal(text_of(syn, "flags"), "S");
    assert_string_equal(text_of(syn, "fate"), "delivered");
    assert_int_equal(number_of(syn, "seq"), 0);
    assert_int_equal(number_of(syn, "len"), 0);
    assert_int_equal(json_object_size(syn), 12);
    json_t *reset = find(events, "packet", 1);
    assert_string_equal(text_of(reset, "flags"), "R.");
    assert_int_equal(number_of(reset, "ack"), 1);
    json_decref(events);
    free(text);
}

/* ---- the output ---- */

static void test_unknown_format(void **state)
{
    (void)state;
    assert_null(report_open("yaml", stdout));
}

/* Unbuffered, a format is told of it itself, else only when it is flushed. */
static void check_full_disk(void **state, const char *format, int buffering)
{
    FILE *full = fopen("/dev/full", "w");
    assert_non_null(full);
    setvbuf(full, NULL, buffering, BUFSIZ);
    struct report *report = report_open(format, full);
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

#define REPORT_TEST(f)                                                         \
    cmocka_unit_test_setup_teardown(f, runtest_setup, runtest_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(test_text),
        REPORT_TEST(test_why),
        REPORT_TEST(test_tap),
        REPORT_TEST(test_junit),
        REPORT_TEST(test_junit_of_odd_names),
        REPORT_TEST(test_unable),
        REPORT_TEST(test_json),
        REPORT_TEST(test_json_of_states),
        REPORT_TEST(test_json_of_packets),
        REPORT_TEST(test_unknown_format),
        REPORT_TEST(test_full_disk),
        REPORT_TEST(test_full_disk_unbuffered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
