/* Expectations and their words, without any lab. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "lab/wire/packet.h"
#include "lessons/runner/expect.h"

/* What a test has to free. */
struct fixture {
    struct call call;
    bool has_call;
    struct verdict verdict;
    struct log *log;
    char *text;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    return fixture && (fixture->log = log_open()) ? 0 : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->has_call)
        call_free(&fixture->call);
    free(fixture->verdict.expected);
    free(fixture->verdict.actual);
    free(fixture->text);
    log_close(fixture->log);
    free(fixture);
    return 0;
}

static struct result result(const char *text)
{
    struct result read;
    struct err err;

    if (result_parse(&read, text, strlen(text), &err) < 0)
        fail_msg("%s", err.text);
    return read;
}

static void expect(const struct verdict *verdict, enum check_result held,
                   const char *expected, const char *actual)
{
    assert_string_equal(verdict->expected, expected);
    assert_string_equal(verdict->actual, actual);
    assert_int_equal(verdict->result, held);
}

/* The verdict on a call that returned, against a result as scripts say it. */
static void returned(struct fixture *fixture, const char *call,
                     const char *want, const struct outcome *outcome)
{
    struct err err;
    struct result wanted = {.kind = RESULT_NONE};

    if (call_parse(&fixture->call, call, &err) < 0)
        fail_msg("%s", err.text);
    fixture->has_call = true;
    if (want)
        wanted = result(want);
    fixture->verdict = expect_return(&wanted, &fixture->call, outcome);
}

static void test_value(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "listen(3, 5)", "0", &(struct outcome){.ret = 0});
    expect(&fixture->verdict, CHECK_PASSED, "0", "0");
}

static void test_errno(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "listen(3, 5)", "0",
             &(struct outcome){.ret = -1, .err = EADDRINUSE});
    expect(&fixture->verdict, CHECK_FAILED, "0", "-1 EADDRINUSE");
}

static void test_other_errno(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "listen(3, 5)", "-1 EINVAL",
             &(struct outcome){.ret = -1, .err = EBADF});
    expect(&fixture->verdict, CHECK_FAILED, "-1 EINVAL", "-1 EBADF");
}

static void test_return_of_what_was_to_block(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "accept(3, _)", "...", &(struct outcome){.ret = 4});
    expect(&fixture->verdict, CHECK_FAILED, "...", "4");
}

static void test_whatever_comes(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "listen(3, 5)", NULL,
             &(struct outcome){.ret = -1, .err = EBADF});
    expect(&fixture->verdict, CHECK_PASSED, "", "-1 EBADF");
}

/* The value is right, what was received is not. */
static void test_other_data(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "recv(3, \"hello\", 9, 0)", "5",
             &(struct outcome){.ret = 5, .data = "world", .len = 5});
    assert_int_equal(fixture->verdict.result, CHECK_FAILED);
    assert_non_null(strstr(fixture->verdict.actual, "5, but "));
    assert_non_null(strstr(fixture->verdict.actual, "world"));
}

static void test_data_of_a_failed_call(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "recv(3, \"hello\", 9, 0)", "-1 ECONNRESET",
             &(struct outcome){.ret = -1, .err = ECONNRESET});
    expect(&fixture->verdict, CHECK_PASSED, "-1 ECONNRESET", "-1 ECONNRESET");
}

static void test_blocks(void **state)
{
    struct fixture *fixture = *state;
    struct result want = result("...");

    fixture->verdict = expect_blocked(&want);
    expect(&fixture->verdict, CHECK_PASSED, "...", "...");
}

static void test_blocks_instead(void **state)
{
    struct fixture *fixture = *state;
    struct result want = result("4");

    fixture->verdict = expect_blocked(&want);
    expect(&fixture->verdict, CHECK_FAILED, "4", "...");
}

static void test_death_in_a_call(void **state)
{
    struct fixture *fixture = *state;
    struct result want = result("-1 EPIPE");

    fixture->verdict = expect_death(&want, PROCESS_KILLED, SIGPIPE);
    expect(&fixture->verdict, CHECK_FAILED, "-1 EPIPE", "killed SIGPIPE");
}

static void test_exit(void **state)
{
    struct fixture *fixture = *state;
    struct result want = result("?");

    fixture->verdict = expect_death(&want, PROCESS_EXITED, 3);
    expect(&fixture->verdict, CHECK_PASSED, "?", "exited 3");
}

static void test_end(void **state)
{
    struct fixture *fixture = *state;
    struct line line = {.kind = LINE_KILLED, .signal = SIGINT};

    fixture->verdict = expect_end(&line, PROCESS_EXITED, SIGINT);
    expect(&fixture->verdict, CHECK_FAILED, "killed SIGINT", "exited 2");
}

static void test_handler(void **state)
{
    struct fixture *fixture = *state;
    struct line line = {.kind = LINE_HANDLER, .signal = SIGUSR1};

    fixture->verdict = expect_handler(&line, SIGALRM);
    expect(&fixture->verdict, CHECK_FAILED, "handler ran SIGUSR1",
           "handler ran SIGALRM");
    verdict_drop(&fixture->verdict);
    fixture->verdict = expect_handler(&line, 0);
    expect(&fixture->verdict, CHECK_FAILED, "handler ran SIGUSR1",
           "no handler ran");
}

/* ---- sockets ---- */

static struct addr address(const char *text)
{
    struct addr addr;

    assert_int_equal(addr_parse(&addr, text, strlen(text)), 0);
    return addr;
}

static struct sock sock(enum tcp_state state, const char *local,
                        const char *peer)
{
    return (struct sock){
        .state = state, .local = address(local), .peer = address(peer)};
}

static struct line ss(enum line_kind kind, enum tcp_state state,
                      const char *local, const char *peer)
{
    return (struct line){.kind = kind,
                         .state = state,
                         .any_state = state == STATE_NONE,
                         .local = address(local),
                         .peer = address(peer)};
}

static void test_socket_there(void **state)
{
    struct fixture *fixture = *state;
    const struct sock socks[] = {
        sock(STATE_LISTEN, "0.0.0.0:80", "0.0.0.0:0"),
        sock(STATE_TIME_WAIT, "10.0.0.1:80", "10.0.0.2:999"),
    };
    struct line line = ss(LINE_SS, STATE_TIME_WAIT, "*:80", "10.0.0.2:*");

    fixture->verdict = expect_sockets(&line, socks, 2, 0);
    expect(&fixture->verdict, CHECK_PASSED, "TIME-WAIT *:80 10.0.0.2:*",
           "TIME-WAIT 10.0.0.1:80 10.0.0.2:999");
}

/* What comes nearest is named first. */
static void test_socket_missing(void **state)
{
    struct fixture *fixture = *state;
    const struct sock socks[] = {
        sock(STATE_LISTEN, "0.0.0.0:81", "10.0.0.2:1"),
        sock(STATE_ESTAB, "10.0.0.1:80", "10.0.0.2:999"),
    };
    struct line line = ss(LINE_SS, STATE_TIME_WAIT, "*:80", "10.0.0.2:*");

    fixture->verdict = expect_sockets(&line, socks, 2, 0);
    expect(&fixture->verdict, CHECK_FAILED, "TIME-WAIT *:80 10.0.0.2:*",
           "ESTAB 10.0.0.1:80 10.0.0.2:999, LISTEN 0.0.0.0:81 10.0.0.2:1");
}

static void test_no_socket(void **state)
{
    struct fixture *fixture = *state;
    struct line line = ss(LINE_SS_NO, STATE_NONE, "*:80", "*");

    fixture->verdict = expect_sockets(&line, NULL, 0, 0);
    assert_int_equal(fixture->verdict.result, CHECK_PASSED);
    assert_string_equal(fixture->verdict.actual, "no sockets");
}

static void test_unwanted_socket(void **state)
{
    struct fixture *fixture = *state;
    const struct sock one = sock(STATE_ESTAB, "10.0.0.1:80", "10.0.0.2:9");
    struct line line = ss(LINE_SS_NO, STATE_NONE, "*:80", "*:*");

    fixture->verdict = expect_sockets(&line, &one, 1, 0);
    expect(&fixture->verdict, CHECK_FAILED, "no any *:80 *:*",
           "ESTAB 10.0.0.1:80 10.0.0.2:9");
}

/* A timer is counted from now, and both ends of the span belong to it. */
static void test_timer(void **state)
{
    struct fixture *fixture = *state;
    struct sock one = sock(STATE_TIME_WAIT, "10.0.0.1:80", "10.0.0.2:9");
    struct line line = ss(LINE_SS, STATE_TIME_WAIT, "*:80", "*:*");
    int64_t second = 1000000000;

    line.details.timer = (struct timer_pattern){TIMER_TIMEWAIT, 50000, 60000};
    assert_false(expect_socket(&line, &one, 0));
    one.timer = TIMER_TIMEWAIT;
    one.expires = 100 * second;
    assert_false(expect_socket(&line, &one, 39 * second));
    assert_true(expect_socket(&line, &one, 40 * second));
    assert_true(expect_socket(&line, &one, 50 * second));
    assert_false(expect_socket(&line, &one, 51 * second));
    one.timer = TIMER_KEEPALIVE;
    assert_false(expect_socket(&line, &one, 45 * second));
    fixture->verdict = expect_sockets(&line, &one, 1, 45 * second);
    expect(&fixture->verdict, CHECK_FAILED,
           "TIME-WAIT *:80 *:* timer:(timewait,50s..60s)",
           "TIME-WAIT 10.0.0.1:80 10.0.0.2:9 timer:(keepalive,55.000s)");
}

/* What the line asks for is said of the sockets that are there. */
static void test_details(void **state)
{
    struct fixture *fixture = *state;
    struct sock one = sock(STATE_ESTAB, "10.0.0.1:80", "10.0.0.2:9");
    struct line line = ss(LINE_SS, STATE_ESTAB, "*:80", "*:*");

    one.proto = IPPROTO_TCP;
    one.recv_queue = 5;
    strcpy(one.owner, "server,copy");
    line.details = (struct sock_details){
        .recv_q = {true, 5, 5},
        .send_q = {true, 0, INT64_MAX},
        .proto = IPPROTO_TCP,
        .by_user = true,
        .user = "copy",
    };
    assert_true(expect_socket(&line, &one, 0));
    strcpy(one.owner, "server,copy2");
    assert_false(expect_socket(&line, &one, 0));
    line.details.user[0] = '\0';
    assert_false(expect_socket(&line, &one, 0));
    one.owner[0] = '\0';
    assert_true(expect_socket(&line, &one, 0));
    one.recv_queue = 6;
    one.proto = IPPROTO_UDP;
    fixture->verdict = expect_sockets(&line, &one, 1, 0);
    expect(&fixture->verdict, CHECK_FAILED,
           "ESTAB *:80 *:* proto:tcp recv-q:5 send-q:0.. users:none",
           "ESTAB 10.0.0.1:80 10.0.0.2:9 proto:udp recv-q:6 send-q:0 "
           "users:none");
}

static void test_count(void **state)
{
    struct fixture *fixture = *state;
    const struct sock socks[] = {
        sock(STATE_ESTAB, "10.0.0.1:80", "10.0.0.2:9"),
        sock(STATE_LISTEN, "0.0.0.0:80", "0.0.0.0:0"),
        sock(STATE_ESTAB, "10.0.0.1:80", "10.0.0.2:8"),
    };
    struct line line = ss(LINE_SS, STATE_ESTAB, "*:80", "*:*");

    for (int n = 0; n < 4; n++) {
        struct verdict verdict;

        line.details.count = (struct range){true, n, n};
        verdict = expect_sockets(&line, socks, 3, 0);
        assert_int_equal(verdict.result, n == 2 ? CHECK_PASSED : CHECK_FAILED);
        verdict_drop(&verdict);
    }
    fixture->verdict = expect_sockets(&line, socks, 3, 0);
    expect(&fixture->verdict, CHECK_FAILED, "ESTAB *:80 *:* count:3",
           "count:2 of ESTAB 10.0.0.1:80 10.0.0.2:9, ESTAB 10.0.0.1:80 "
           "10.0.0.2:8, LISTEN 0.0.0.0:80 0.0.0.0:0");
}

/* ---- sysctls ---- */

static void test_sysctls(void **state)
{
    struct fixture *fixture = *state;
    struct line is = {.kind = LINE_SYSCTL_IS, .sysctl = "net.x"};
    struct line no = {.kind = LINE_SYSCTL_NO, .sysctl = "net.x"};

    static const struct {
        const char *wanted;
        const char *value;
        bool holds;
    } values[] = {
        {"60", "60", true},    {"60", "6", false},   {"6", "60", false},
        {"1  2", "1 2", true}, {"1 2", "12", false}, {"", "", true},
        {"1", "", false},      {"60", NULL, false},
    };
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct verdict verdict =
            expect_sysctl(&is, values[i].wanted, values[i].value);

        assert_int_equal(verdict.result == CHECK_PASSED, values[i].holds);
        free(verdict.expected);
        free(verdict.actual);
    }
    fixture->verdict = expect_sysctl(&no, "", NULL);
    expect(&fixture->verdict, CHECK_PASSED, "no net.x", "no net.x");
    free(fixture->verdict.expected);
    free(fixture->verdict.actual);
    fixture->verdict = expect_sysctl(&no, "", "1");
    expect(&fixture->verdict, CHECK_FAILED, "no net.x", "net.x = 1");
}

/* ---- packets ---- */

static void test_packets(void **state)
{
    struct fixture *fixture = *state;
    const struct packet_event packet = {
        .flags = "S.",
        .from = HOST_SERVER,
        .to = HOST_CLIENT,
        .proto = IPPROTO_TCP,
        .len = 5,
    };
    struct packet_pattern pattern = {
        .flags = "S.", .from = HOST_SERVER, .to = HOST_CLIENT};

    assert_true(packet_fits(&pattern, &packet));
    strcpy(pattern.flags, "S");
    assert_false(packet_fits(&pattern, &packet));
    strcpy(pattern.flags, "S.");
    pattern.win = (struct range){true, 0, 0};
    pattern.len = (struct range){true, 5, INT64_MAX};
    assert_true(packet_fits(&pattern, &packet));
    fixture->text = packet_text(&pattern);
    assert_string_equal(fixture->text, "[S.] server > client win:0 len:5..");
    pattern.win = (struct range){true, 1, 9};
    assert_false(packet_fits(&pattern, &packet));
    pattern.win.set = false;
    pattern.from = HOST_CLIENT;
    assert_false(packet_fits(&pattern, &packet));
    pattern.any = true;
    assert_true(packet_fits(&pattern, &packet));
}

/* ---- why ---- */

static void log_check(struct log *log, int line)
{
    struct event event = {.kind = EVENT_CHECK, .line = line};

    log_append(log, &event);
}

static void log_failed_bind(struct log *log, int line)
{
    struct event event = {.kind = EVENT_CALL, .line = line};

    event.call.name = "bind";
    event.call.returned = true;
    event.call.ret = -1;
    event.call.err = EADDRINUSE;
    log_append(log, &event);
    event = (struct event){.kind = EVENT_CULPRIT};
    event.culprit.state = STATE_TIME_WAIT;
    event.culprit.local = address("10.0.0.1:80");
    event.culprit.peer = address("10.0.0.2:999");
    log_append(log, &event);
}

/* How many reasons are given for the last check, which are kept as text. */
static int why(struct fixture *fixture)
{
    size_t size;
    FILE *out = open_memstream(&fixture->text, &size);

    assert_non_null(out);
    int n =
        expect_why(out, NULL, fixture->log, log_count(fixture->log) - 1, "> ");
    fclose(out);
    return n;
}

static void test_why(void **state)
{
    struct fixture *fixture = *state;

    log_check(fixture->log, 1);
    log_failed_bind(fixture->log, 2);
    log_check(fixture->log, 2);
    assert_int_equal(why(fixture), 2);
    assert_memory_equal(fixture->text, "> ", 2);
    assert_non_null(strstr(fixture->text, "TIME-WAIT"));
    assert_non_null(strstr(fixture->text, "10.0.0.2:999"));
}

/* The reasons of the line before are not this one's. */
static void test_why_of_another(void **state)
{
    struct fixture *fixture = *state;

    log_failed_bind(fixture->log, 1);
    log_check(fixture->log, 1);
    log_check(fixture->log, 2);
    assert_int_equal(why(fixture), 0);
    assert_string_equal(fixture->text, "");
}

#define EXPECT_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EXPECT_TEST(test_value),
        EXPECT_TEST(test_errno),
        EXPECT_TEST(test_other_errno),
        EXPECT_TEST(test_return_of_what_was_to_block),
        EXPECT_TEST(test_whatever_comes),
        EXPECT_TEST(test_other_data),
        EXPECT_TEST(test_data_of_a_failed_call),
        EXPECT_TEST(test_blocks),
        EXPECT_TEST(test_blocks_instead),
        EXPECT_TEST(test_death_in_a_call),
        EXPECT_TEST(test_exit),
        EXPECT_TEST(test_end),
        EXPECT_TEST(test_handler),
        EXPECT_TEST(test_socket_there),
        EXPECT_TEST(test_socket_missing),
        EXPECT_TEST(test_no_socket),
        EXPECT_TEST(test_unwanted_socket),
        EXPECT_TEST(test_timer),
        EXPECT_TEST(test_details),
        EXPECT_TEST(test_count),
        EXPECT_TEST(test_sysctls),
        EXPECT_TEST(test_packets),
        EXPECT_TEST(test_why),
        EXPECT_TEST(test_why_of_another),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
