/* The report in JSON, of runs in a living lab. */
#include "tests/support/reporttest.h"

#include <jansson.h>

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
        assert_string_equal(text_of(event, "file"), "t.lab");
        double now = json_number_value(json_object_get(event, "t"));
        assert_true(now >= t && now < 60);
        t = now;
        json_array_append_new(events, event);
        assert_int_equal(text[len], '\n');
        text += len + 1;
    }
    return events;
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
    assert_int_equal(json_object_size(call), 12);
}

static void test_json(void **state)
{
    char *text = report_of(state, "json", report_script);
    json_t *events = read_lines(text);
    json_t *begin = json_array_get(events, 0);

    assert_string_equal(text_of(begin, "event"), "begin");
    assert_string_equal(text_of(begin, "lane"), "");
    assert_int_equal(number_of(begin, "t"), 0);
    assert_string_equal(text_of(begin, "version"), LAB_VERSION);
    assert_int_equal(json_object_size(begin), 7);
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
    assert_int_equal(json_object_size(process), 8);

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
        assert_int_equal(json_object_size(event), 10);
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
    assert_string_equal(text_of(syn, "made"), "sent");
    assert_true(number_of(syn, "win") > 0);
    assert_int_equal(number_of(syn, "seq"), 0);
    assert_int_equal(number_of(syn, "len"), 0);
    assert_int_equal(json_object_size(syn), 15);
    json_t *reset = find(events, "packet", 1);
    assert_string_equal(text_of(reset, "flags"), "R.");
    assert_int_equal(number_of(reset, "ack"), 1);
    json_decref(events);
    free(text);
}

/* ---- what happens at once ---- */

static void append_call(struct log *log, const char *actor, int line,
                        bool returned)
{
    struct event event = {
        .kind = EVENT_CALL,
        .line = line,
        .call = {.name = "listen", .args = strdup("3, 5")},
    };

    strcpy(event.call.actor, actor);
    event.call.returned = returned;
    log_append(log, &event);
}

static void append_packet(struct log *log)
{
    struct event event = {.kind = EVENT_PACKET, .packet.flags = "S"};

    log_append(log, &event);
}

/*
 * Two calls that one packet lets return are told of in the script's order,
 * behind the packet, in whichever order they came; a call that was found to
 * block before that stays before. Times go on all the same.
 */
static void test_what_happens_at_once(void **state)
{
    static const char *const parts[] = {
        "\"line\":9,\"actor\":\"d\"", "\"event\":\"packet\"",
        "\"line\":3,\"actor\":\"b\"", "\"line\":7,\"actor\":\"c\"",
        "\"line\":9,\"actor\":\"a\"", NULL};
    char *out = NULL;
    size_t size = 0;
    FILE *memory = open_memstream(&out, &size);
    struct report *report = report_open("json", ISOLATION_AUTO, NULL, memory);
    struct runner *runner = runtest_open_as(state, "t.lab", ISOLATION_AUTO,
                                            "server: start\n", NULL, 0);
    struct log *log = lab_log_write(runner_lab(runner, 0));

    report_begin(report, "t.lab", runner);
    append_call(log, "d", 9, false);
    append_call(log, "a", 9, true);
    append_call(log, "c", 7, true);
    report_update(report, runner);
    append_packet(log);
    append_call(log, "b", 3, true);
    report_end(report, runner);
    assert_int_equal(report_close(report), 0);
    fclose(memory);
    assert_order(out, parts);
    json_decref(read_lines(out));
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        REPORT_TEST(test_json),
        REPORT_TEST(test_json_of_states),
        REPORT_TEST(test_json_of_packets),
        REPORT_TEST(test_what_happens_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
