/*
 * test_describe.c - events, errnos and culprits in words.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/symbol.h"
#include "lab/log/describe.h"

/* What was written last, and the stream that writes it. */
struct fixture {
    char *text;
    size_t size;
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct fixture));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    free(f->text);
    free(f);
    return 0;
}

static FILE *begin(struct fixture *f)
{
    FILE *out;

    free(f->text);
    f->text = NULL;
    out = open_memstream(&f->text, &f->size);
    assert_non_null(out);
    return out;
}

static const char *words(struct fixture *f, const struct event *event)
{
    FILE *out = begin(f);

    describe_event(out, event);
    fclose(out);
    return f->text;
}

static const char *culprit_words(struct fixture *f,
                                 const struct culprit_event *culprit)
{
    FILE *out = begin(f);

    describe_culprit(out, culprit);
    fclose(out);
    return f->text;
}

static const char *result_words(struct fixture *f, const char *name, long ret,
                                int err)
{
    struct call_event call = {
        .name = name, .returned = true, .ret = ret, .err = err};
    FILE *out = begin(f);

    describe_result(out, &call);
    fclose(out);
    return f->text;
}

static struct addr address(const char *text)
{
    struct addr addr;

    assert_int_equal(addr_parse(&addr, text, strlen(text)), 0);
    return addr;
}

/* ---- events ---- */

static void a_call_reads_as_in_strace(void **state)
{
    char args[] = "3, 0.0.0.0:12000";
    struct event event = {.kind = EVENT_CALL,
                          .call = {.actor = "server",
                                   .name = "bind",
                                   .args = args,
                                   .returned = true,
                                   .ret = -1,
                                   .err = EADDRINUSE}};

    assert_string_equal(words(*state, &event),
                        "server: bind(3, 0.0.0.0:12000) = -1 EADDRINUSE "
                        "(Address already in use)");
    event.call.ret = 0;
    event.call.err = 0;
    assert_string_equal(words(*state, &event),
                        "server: bind(3, 0.0.0.0:12000) = 0");
}

static void a_call_that_blocks_says_so(void **state)
{
    char args[] = "3, _";
    struct event event = {
        .kind = EVENT_CALL,
        .call = {.actor = "server", .name = "accept", .args = args}};

    assert_string_equal(words(*state, &event), "server: accept(3, _) blocks");
    event.call.returned = true;
    event.call.was_blocked = true;
    event.call.ret = 4;
    assert_string_equal(words(*state, &event),
                        "server: accept(3, _) = 4, after it had blocked");
}

static void results_are_written_as_scripts_do(void **state)
{
    struct call_event blocked = {.name = "accept"};
    FILE *out;

    assert_string_equal(result_words(*state, "accept", 4, 0), "4");
    assert_string_equal(result_words(*state, "bind", -1, EADDRINUSE),
                        "-1 EADDRINUSE");
    assert_string_equal(result_words(*state, "poll", 0, 0), "0");
    assert_string_equal(result_words(*state, "poll", POLLIN | POLLHUP, 0),
                        "POLLIN|POLLHUP");
    assert_string_equal(result_words(*state, "poll", POLLIN | 0x4000, 0),
                        "POLLIN|0x4000");
    out = begin(*state);
    describe_result(out, &blocked);
    fclose(out);
    assert_string_equal(((struct fixture *)*state)->text, "?");
}

static void a_state_reads_as_in_ss(void **state)
{
    struct event event = {.kind = EVENT_STATE,
                          .state = {.host = HOST_SERVER,
                                    .proto = IPPROTO_TCP,
                                    .local = address("10.0.0.1:12000"),
                                    .peer = address("10.0.0.2:41822"),
                                    .old = STATE_FIN_WAIT_2,
                                    .now = STATE_TIME_WAIT}};

    assert_string_equal(words(*state, &event),
                        "server$ TIME-WAIT 10.0.0.1:12000 10.0.0.2:41822 "
                        "(was FIN-WAIT-2)");
    event.state.old = STATE_TIME_WAIT;
    event.state.now = STATE_NONE;
    assert_string_equal(words(*state, &event),
                        "server$ gone: 10.0.0.1:12000 10.0.0.2:41822 "
                        "(was TIME-WAIT)");
}

static void a_listener_has_no_peer_to_name(void **state)
{
    struct event event = {.kind = EVENT_STATE,
                          .state = {.host = HOST_CLIENT,
                                    .proto = IPPROTO_UDP,
                                    .local = address("[::]:53"),
                                    .peer = address("[::]:0"),
                                    .now = STATE_UNCONN}};

    assert_string_equal(words(*state, &event),
                        "client$ udp UNCONN [::]:53 (new)");
}

static void a_packet_reads_as_in_tcpdump(void **state)
{
    struct event event = {.kind = EVENT_PACKET,
                          .packet = {.from = HOST_SERVER,
                                     .to = HOST_CLIENT,
                                     .proto = IPPROTO_TCP,
                                     .flags = "S.",
                                     .ack = 1,
                                     .has_ack = true,
                                     .fate = FATE_DELIVERED}};

    assert_string_equal(words(*state, &event),
                        "wire: server > client [S.] seq 0 ack 1 len 0");
    event.packet.fate = FATE_HELD;
    event.packet.resent = 2;
    assert_string_equal(words(*state, &event),
                        "wire: server > client [S.] seq 0 ack 1 len 0 held "
                        "(sent again 2 times)");
    event.packet.resent = 0;
    event.packet.fate = FATE_CHANGED;
    assert_string_equal(words(*state, &event),
                        "wire: server > client [S.] seq 0 ack 1 len 0 changed");
    event.packet.made = MADE_FORGED;
    event.packet.fate = FATE_DELIVERED;
    assert_string_equal(
        words(*state, &event),
        "wire: server > client [S.] seq 0 ack 1 len 0 (forged)");
    event.packet.made = MADE_SENT;
    event.packet.proto = IPPROTO_ICMP;
    event.packet.len = 36;
    assert_string_equal(words(*state, &event),
                        "wire: server > client ICMP len 36");
}

static void processes_start_and_end(void **state)
{
    struct event event = {
        .kind = EVENT_PROCESS,
        .process = {.actor = "server", .pid = 812, .what = PROCESS_STARTED}};

    assert_string_equal(words(*state, &event), "server: [pid 812] started");
    event.process.what = PROCESS_KILLED;
    event.process.status = SIGINT;
    assert_string_equal(words(*state, &event),
                        "server: [pid 812] killed by SIGINT");
    event.process.what = PROCESS_EXITED;
    event.process.status = 3;
    assert_string_equal(words(*state, &event),
                        "server: [pid 812] exited with 3");
}

static void handlers_run(void **state)
{
    struct event event = {
        .kind = EVENT_HANDLER,
        .handler = {.actor = "server", .pid = 812, .signal = SIGUSR1}};

    assert_string_equal(words(*state, &event),
                        "server: [pid 812] handler ran for SIGUSR1");
}

static void checks_notes_and_the_end(void **state)
{
    char text[] = "server: = 4";
    char expected[] = "4";
    char actual[] = "-1 EINVAL";
    char note[] = "a sentence";
    struct event event = {.kind = EVENT_CHECK,
                          .check = {.result = CHECK_FAILED,
                                    .text = text,
                                    .expected = expected,
                                    .actual = actual}};

    assert_string_equal(words(*state, &event),
                        "failed: server: = 4: expected 4, came -1 EINVAL");
    event.check.result = CHECK_NOT_RUN;
    assert_string_equal(words(*state, &event),
                        "not run: server: = 4: -1 EINVAL");
    event.check.result = CHECK_PASSED;
    assert_string_equal(words(*state, &event), "ok: server: = 4");
    event = (struct event){.kind = EVENT_NOTE, .note = note};
    assert_string_equal(words(*state, &event), "a sentence");
    event = (struct event){.kind = EVENT_END, .end = {5, 1, 2}};
    assert_string_equal(words(*state, &event), "5 passed, 1 failed, 2 not run");
}

/* ---- culprits ---- */

static struct culprit_event time_wait(void)
{
    return (struct culprit_event){.state = STATE_TIME_WAIT,
                                  .local = address("10.0.0.1:12000"),
                                  .peer = address("10.0.0.2:41822"),
                                  .expires_ms = 56001,
                                  .known = true};
}

static void a_time_wait_tells_flag_owner_and_time(void **state)
{
    struct culprit_event culprit = time_wait();

    assert_string_equal(
        culprit_words(*state, &culprit),
        "Blocked by TIME-WAIT 10.0.0.1:12000 10.0.0.2:41822: made without "
        "SO_REUSEADDR, owned by no process, 57 s left.");
}

static void a_flag_is_told(void **state)
{
    struct culprit_event culprit = time_wait();

    culprit.flags = SOCKNOTE_REUSEADDR;
    assert_string_equal(
        culprit_words(*state, &culprit),
        "Blocked by TIME-WAIT 10.0.0.1:12000 10.0.0.2:41822: made with "
        "SO_REUSEADDR, owned by no process, 57 s left.");
}

static void what_the_log_does_not_know_is_not_said(void **state)
{
    struct culprit_event culprit = time_wait();

    culprit.known = false;
    culprit.expires_ms = -1;
    assert_string_equal(culprit_words(*state, &culprit),
                        "Blocked by TIME-WAIT 10.0.0.1:12000 10.0.0.2:41822: "
                        "owned by no process.");
}

static void a_listener_tells_its_owner(void **state)
{
    struct culprit_event culprit = {.state = STATE_LISTEN,
                                    .local = address("0.0.0.0:12000"),
                                    .peer = address("0.0.0.0:*"),
                                    .expires_ms = -1,
                                    .known = true,
                                    .flags = SOCKNOTE_REUSEADDR,
                                    .owner = "server fd 3"};

    assert_string_equal(culprit_words(*state, &culprit),
                        "Blocked by LISTEN 0.0.0.0:12000: owned by server fd "
                        "3.");
    culprit.owner[0] = '\0';
    assert_string_equal(culprit_words(*state, &culprit),
                        "Blocked by LISTEN 0.0.0.0:12000: owned by a process "
                        "outside the lab.");
}

static void a_listener_tells_reuseport(void **state)
{
    struct culprit_event culprit = {.state = STATE_LISTEN,
                                    .local = address("0.0.0.0:12000"),
                                    .peer = address("0.0.0.0:*"),
                                    .expires_ms = -1,
                                    .known = true,
                                    .flags = SOCKNOTE_REUSEPORT,
                                    .owner = "server fd 3"};

    assert_string_equal(
        culprit_words(*state, &culprit),
        "Blocked by LISTEN 0.0.0.0:12000: made with SO_REUSEPORT and without "
        "SO_REUSEADDR, owned by server fd 3.");
}

static void an_owned_connection_has_no_time_left(void **state)
{
    struct culprit_event culprit = time_wait();

    culprit.state = STATE_FIN_WAIT_2;
    assert_non_null(strstr(culprit_words(*state, &culprit), "57 s left"));
    snprintf(culprit.owner, sizeof(culprit.owner), "server fd 4");
    assert_null(strstr(culprit_words(*state, &culprit), "left"));
    culprit.state = STATE_ESTAB;
    culprit.owner[0] = '\0';
    assert_null(strstr(culprit_words(*state, &culprit), "left"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_call_reads_as_in_strace),
        test(a_call_that_blocks_says_so),
        test(results_are_written_as_scripts_do),
        test(a_state_reads_as_in_ss),
        test(a_listener_has_no_peer_to_name),
        test(a_packet_reads_as_in_tcpdump),
        test(processes_start_and_end),
        test(handlers_run),
        test(checks_notes_and_the_end),
        test(a_time_wait_tells_flag_owner_and_time),
        test(a_flag_is_told),
        test(what_the_log_does_not_know_is_not_said),
        test(a_listener_tells_its_owner),
        test(a_listener_tells_reuseport),
        test(an_owned_connection_has_no_time_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
