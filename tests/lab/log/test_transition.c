/*
 * test_transition.c - which arrow a change of state was and why: on logs that
 * are made up, and on a living lab whose wire is held.
 */
#include "tests/support/labtest.h"

#include <errno.h>

#include "lab/log/transition.h"

enum { COOKIE = 7 }; /* of every socket that is made up */

/* ---- logs that are made up ---- */

static int setup(void **state)
{
    *state = log_open();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    log_close(*state);
    return 0;
}

static struct addr addr_of(const char *text)
{
    struct addr addr;

    assert_int_equal(addr_parse(&addr, text, strlen(text)), 0);
    return addr;
}

/* The client's socket (or the server's) goes from old to now. */
static void change(struct log *log, enum host_id host, enum tcp_state old,
                   enum tcp_state now)
{
    bool client = host == HOST_CLIENT;
    struct event event = {
        .kind = EVENT_STATE,
        .state = {.host = host,
                  .proto = IPPROTO_TCP,
                  .cookie = COOKIE,
                  .local =
                      addr_of(client ? "10.0.0.2:40000" : "10.0.0.1:12000"),
                  .peer = addr_of(client ? "10.0.0.1:12000" : "10.0.0.2:40000"),
                  .old = old,
                  .now = now}};

    log_append(log, &event);
}

/* A packet of that connection. */
static void packet(struct log *log, enum host_id from, const char *flags,
                   enum packet_fate fate)
{
    bool client = from == HOST_CLIENT;
    struct event event = {
        .kind = EVENT_PACKET,
        .packet = {.from = from,
                   .to = client ? HOST_SERVER : HOST_CLIENT,
                   .proto = IPPROTO_TCP,
                   .src = addr_of(client ? "10.0.0.2:40000" : "10.0.0.1:12000"),
                   .dst = addr_of(client ? "10.0.0.1:12000" : "10.0.0.2:40000"),
                   .has_ack = strchr(flags, '.') != NULL,
                   .fate = fate}};

    snprintf(event.packet.flags, sizeof event.packet.flags, "%s", flags);
    log_append(log, &event);
}

/* A call of the client's on that socket that has returned. */
static void call(struct log *log, const char *name, int err)
{
    struct event event = {.kind = EVENT_CALL,
                          .call = {.actor = "client",
                                   .host = HOST_CLIENT,
                                   .name = name,
                                   .args = strdup("3"),
                                   .returned = true,
                                   .ret = err ? -1 : 0,
                                   .err = err,
                                   .sock = {.cookie = COOKIE, .fd = 3}}};

    log_append(log, &event);
}

static void killed(struct log *log)
{
    struct event event = {.kind = EVENT_PROCESS,
                          .process = {.actor = "client",
                                      .host = HOST_CLIENT,
                                      .what = PROCESS_KILLED,
                                      .status = 9}};

    log_append(log, &event);
}

/* The newest change, explained. */
static struct moved newest(const struct log *log)
{
    long index = transition_before(log, log_count(log));
    struct moved moved;

    assert_true(index >= 0);
    assert_true(transition_explain(log, (size_t)index, &moved));
    return moved;
}

/* Fail unless the newest change is described so. */
static void assert_said(const struct log *log, const char *wanted)
{
    struct moved moved = newest(log);
    char text[400] = "";
    FILE *out = fmemopen(text, sizeof text, "w");

    assert_non_null(out);
    transition_describe(out, &moved);
    fclose(out);
    assert_string_equal(text, wanted);
}

/* Figure 5 has 20 arrows, and its note 2 one more. */
static void test_the_table_is_figure_5(void **state)
{
    size_t n = 0;

    (void)state;
    for (; transition_at(n); n++) {
        const struct transition *arrow = transition_at(n);

        assert_ptr_equal(transition_find(arrow->from, arrow->to), arrow);
        assert_true(*arrow->label && *arrow->said && *arrow->section);
    }
    assert_int_equal(n, 21);
    assert_null(transition_find(STATE_ESTAB, STATE_NONE));
    assert_null(transition_find(STATE_TIME_WAIT, STATE_ESTAB));
}

static void test_names_are_the_rfcs(void **state)
{
    (void)state;
    assert_string_equal(transition_state_name(STATE_ESTAB), "ESTABLISHED");
    assert_string_equal(transition_state_name(STATE_SYN_RECV), "SYN-RECEIVED");
    assert_string_equal(transition_state_name(STATE_NONE), "CLOSED");
    assert_string_equal(transition_state_name(STATE_UNCONN), "CLOSED");
    assert_string_equal(transition_state_name(STATE_LAST_ACK), "LAST-ACK");
}

static void test_other_events_are_no_transitions(void **state)
{
    struct moved moved;

    packet(*state, HOST_CLIENT, "S", FATE_HELD);
    assert_false(transition_explain(*state, 0, &moved));
    assert_false(transition_explain(*state, 1, &moved));
    assert_int_equal(transition_before(*state, 1), -1);
}

static void test_a_birth_in_syn_received_comes_from_listen(void **state)
{
    change(*state, HOST_SERVER, STATE_NONE, STATE_SYN_RECV);
    assert_said(*state, "server: LISTEN \xe2\x86\x92 SYN-RECEIVED: received "
                        "SYN, sent SYN,ACK (RFC 9293 3.5)");
    assert_non_null(strstr(newest(*state).aside, "stays in LISTEN"));
}

static void test_a_rst_takes_syn_received_back_to_listen(void **state)
{
    change(*state, HOST_SERVER, STATE_NONE, STATE_SYN_RECV);
    packet(*state, HOST_CLIENT, "R", FATE_DELIVERED);
    change(*state, HOST_SERVER, STATE_SYN_RECV, STATE_NONE);
    assert_said(*state, "server: SYN-RECEIVED \xe2\x86\x92 LISTEN: received "
                        "RST (RFC 9293 3.5.3)");
}

static void test_an_unanswered_syn_received_is_given_up(void **state)
{
    change(*state, HOST_SERVER, STATE_NONE, STATE_SYN_RECV);
    change(*state, HOST_SERVER, STATE_SYN_RECV, STATE_NONE);
    assert_said(*state, "server: SYN-RECEIVED \xe2\x86\x92 CLOSED: given up: "
                        "the ACK of its SYN never came (RFC 9293 3.8.3)");
}

static void test_bound_is_closed(void **state)
{
    change(*state, HOST_CLIENT, STATE_NONE, STATE_UNCONN);
    assert_said(*state, "client: CLOSED: bind(), it has a port now");
    change(*state, HOST_CLIENT, STATE_UNCONN, STATE_LISTEN);
    assert_said(*state, "client: CLOSED \xe2\x86\x92 LISTEN: listen(), "
                        "passive open (RFC 9293 3.9.1.1)");
}

static void test_names_the_call_that_closed(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    call(*state, "shutdown", 0);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    call(*state, "close", 0);
    assert_said(*state, "client: ESTABLISHED \xe2\x86\x92 FIN-WAIT-1: "
                        "shutdown(), sent FIN (RFC 9293 3.6)");
}

/* It has no descriptor to tell by, and what it closed is not in the log. */
static void test_execve_closes(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    call(*state, "execve", 0);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    assert_string_equal(newest(*state).cause, "execve(), sent FIN");
}

/* It ends the other threads, and that is not what closed. */
static void test_execve_closes_though_threads_end(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    call(*state, "execve", 0);
    killed(*state);
    killed(*state);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    assert_string_equal(newest(*state).cause, "execve(), sent FIN");
}

static void test_a_later_end_is_no_execve(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    call(*state, "execve", 0);
    call(*state, "getsockname", 0);
    killed(*state);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_FIN_WAIT_1);
    assert_string_equal(newest(*state).cause,
                        "its process was killed, sent FIN");
}

static void test_finds_a_call_that_was_logged_late(void **state)
{
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_CLOSE_WAIT);
    change(*state, HOST_CLIENT, STATE_CLOSE_WAIT, STATE_LAST_ACK);
    killed(*state);
    assert_string_equal(newest(*state).cause,
                        "its process was killed, sent FIN");
}

static void test_a_refused_connect(void **state)
{
    change(*state, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    packet(*state, HOST_SERVER, "R.", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_NONE);
    assert_said(*state, "client: SYN-SENT \xe2\x86\x92 CLOSED: received RST: "
                        "connection refused (RFC 9293 3.5.3)");
    /* The arrow there is close()'s. */
    assert_null(newest(*state).arrow);
}

static void test_a_connect_that_nobody_answers(void **state)
{
    change(*state, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    packet(*state, HOST_CLIENT, "S", FATE_DROPPED);
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_NONE);
    call(*state, "connect", ETIMEDOUT);
    assert_string_equal(newest(*state).cause,
                        "gave up: its SYN was never answered");
}

static void test_a_connect_that_is_closed(void **state)
{
    change(*state, HOST_CLIENT, STATE_NONE, STATE_SYN_SENT);
    call(*state, "close", 0);
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_NONE);
    assert_string_equal(newest(*state).cause,
                        "close(), nothing had been answered");
    assert_non_null(newest(*state).arrow);
}

static void test_a_rst_that_is_dropped_ends_nothing(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    packet(*state, HOST_SERVER, "R", FATE_DROPPED);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_NONE);
    assert_string_equal(newest(*state).cause, "given up: no answer came");
}

/* Who reads on must not take it for the peer's. */
static void test_a_rst_that_is_forged(void **state)
{
    struct event event = {.kind = EVENT_PACKET};

    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    packet(*state, HOST_SERVER, "R", FATE_DELIVERED);
    event.packet = log_at(*state, log_count(*state) - 1)->packet;
    event.packet.made = MADE_FORGED;
    log_append(*state, &event);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_NONE);
    assert_string_equal(newest(*state).cause, "received RST");
    assert_string_equal(newest(*state).aside,
                        "The packet was forged: no host has sent it.");
}

static void test_a_close_that_sends_rst(void **state)
{
    change(*state, HOST_CLIENT, STATE_SYN_SENT, STATE_ESTAB);
    call(*state, "close", 0);
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_NONE);
    packet(*state, HOST_CLIENT, "R.", FATE_HELD);
    assert_said(*state, "client: ESTABLISHED \xe2\x86\x92 CLOSED: close(), "
                        "sent RST (RFC 9293 3.10.5)");
}

static void test_the_last_ack(void **state)
{
    change(*state, HOST_CLIENT, STATE_CLOSE_WAIT, STATE_LAST_ACK);
    packet(*state, HOST_CLIENT, "F.", FATE_DELIVERED);
    packet(*state, HOST_SERVER, ".", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_LAST_ACK, STATE_NONE);
    assert_string_equal(newest(*state).cause, "received ACK of its FIN");
    /* A RST that answers a later duplicate was not the cause. */
    packet(*state, HOST_SERVER, ".", FATE_DELIVERED);
    packet(*state, HOST_CLIENT, "R", FATE_DELIVERED);
    assert_string_equal(newest(*state).cause, "received ACK of its FIN");
}

static void test_a_last_ack_that_never_came(void **state)
{
    change(*state, HOST_CLIENT, STATE_CLOSE_WAIT, STATE_LAST_ACK);
    packet(*state, HOST_CLIENT, "F.", FATE_DROPPED);
    change(*state, HOST_CLIENT, STATE_LAST_ACK, STATE_NONE);
    assert_string_equal(newest(*state).cause, "given up: no answer came");
    assert_null(newest(*state).arrow);
}

/* The log stamps events itself: let the newest have come that much earlier. */
static void age(struct log *log, int64_t seconds)
{
    struct event *event = (struct event *)log_at(log, log_count(log) - 1);

    event->t -= seconds * 1000000000;
}

static void test_time_wait_lasts_2msl(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    age(*state, 60);
    packet(*state, HOST_SERVER, "R", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_TIME_WAIT, STATE_NONE);
    assert_said(*state, "client: TIME-WAIT \xe2\x86\x92 CLOSED: 2MSL are over "
                        "(RFC 9293 3.6.1)");
}

static void test_time_wait_assassinated(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    packet(*state, HOST_SERVER, "R", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_TIME_WAIT, STATE_NONE);
    assert_non_null(strstr(newest(*state).cause, "RFC 1337"));
    assert_null(newest(*state).arrow);
}

static void test_time_wait_destroyed(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    change(*state, HOST_CLIENT, STATE_TIME_WAIT, STATE_NONE);
    assert_non_null(strstr(newest(*state).cause, "ss -K"));
}

static void test_time_wait_taken_over(void **state)
{
    struct event born;

    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_TIME_WAIT);
    change(*state, HOST_CLIENT, STATE_TIME_WAIT, STATE_NONE);
    born = *log_at(*state, 1);
    born.state.cookie++;
    born.state.old = STATE_NONE;
    born.state.now = STATE_SYN_SENT;
    log_append(*state, &born);
    struct moved moved;
    assert_true(transition_explain(*state, 1, &moved));
    assert_string_equal(moved.cause,
                        "a new connection took its addresses over");
}

/* A line of a script that held, as the log has it. */
static void held(struct log *log, const char *text)
{
    struct event event = {
        .kind = EVENT_CHECK,
        .check = {.result = CHECK_PASSED, .text = strdup(text)}};

    log_append(log, &event);
}

static void test_destroyed_by_a_line(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    age(*state, 2);
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_NONE);
    held(*state, "client$ ss -K FIN-WAIT-2 10.0.0.2:40000");
    assert_string_equal(newest(*state).cause, "ss -K, the kernel destroyed it");
}

/* A line about another state, or another host, is no evidence. */
static void test_destroyed_by_another_line(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    age(*state, 2);
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_NONE);
    held(*state, "client$ ss -K ESTAB 10.0.0.2:40000");
    held(*state, "server$ ss -K FIN-WAIT-2 10.0.0.2:40000");
    assert_non_null(strstr(newest(*state).cause, "tcp_fin_timeout"));
}

/* With tcp_max_tw_buckets=0 the FIN that was waited for ends it. */
static void test_no_room_for_a_time_wait(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    age(*state, 2);
    packet(*state, HOST_SERVER, "F.", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_NONE);
    assert_non_null(strstr(newest(*state).cause, "received FIN, and no room"));
    assert_null(newest(*state).arrow);
}

static void test_no_room_after_the_ack(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_1, STATE_CLOSING);
    packet(*state, HOST_SERVER, ".", FATE_DELIVERED);
    change(*state, HOST_CLIENT, STATE_CLOSING, STATE_NONE);
    assert_non_null(strstr(newest(*state).cause, "received ACK of its FIN, and "
                                                 "no room"));
}

static void test_an_orphan_ends(void **state)
{
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_1, STATE_FIN_WAIT_2);
    age(*state, 2);
    change(*state, HOST_CLIENT, STATE_FIN_WAIT_2, STATE_NONE);
    assert_non_null(strstr(newest(*state).cause, "tcp_fin_timeout"));
}

static void test_unread_states_are_owned_up_to(void **state)
{
    change(*state, HOST_CLIENT, STATE_NONE, STATE_ESTAB);
    assert_non_null(strstr(newest(*state).cause, "too fast to be read"));
}

/* Without a wire nothing is received that could be denied. */
static void test_without_packets_nothing_is_claimed(void **state)
{
    change(*state, HOST_CLIENT, STATE_ESTAB, STATE_CLOSE_WAIT);
    call(*state, "close", 0);
    change(*state, HOST_CLIENT, STATE_CLOSE_WAIT, STATE_NONE);
    assert_string_equal(newest(*state).cause,
                        "close(), what came of it was not seen");
}

/* ---- a living lab ---- */

static void hold(struct lab *lab)
{
    struct err err;

    assert_int_equal(lab_wire(lab, WIRE_HOLD, &err), 0);
    labtest_rest(lab);
}

/* A connection that has just been accepted, every packet held from here on. */
static void connect_both(struct lab *lab)
{
    labtest_connect(lab);
    hold(lab);
}

static void test_a_handshake(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct log *log = lab_log(lab);

    labtest_call(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_call(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_call(lab, "server", "listen(3, 5)");
    labtest_call(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    hold(lab);
    labtest_call(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_string_equal(newest(log).cause, "connect(), active open, sent SYN");
    labtest_deliver(lab);
    assert_string_equal(newest(log).cause, "received SYN, sent SYN,ACK");
    labtest_deliver(lab);
    assert_string_equal(newest(log).cause, "received SYN,ACK, sent ACK");
    labtest_deliver(lab);
    assert_string_equal(newest(log).cause, "received ACK of its SYN");
    assert_non_null(strstr(newest(log).aside, "accept()"));
}

static void test_a_goodbye(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct log *log = lab_log(lab);

    connect_both(lab);
    labtest_call(lab, "server", "shutdown(4, SHUT_WR)");
    assert_string_equal(newest(log).cause, "shutdown(), sent FIN");
    labtest_deliver(lab);
    assert_int_equal(newest(log).to, STATE_CLOSE_WAIT);
    labtest_deliver(lab);
    assert_string_equal(newest(log).cause, "received ACK of its FIN");
    labtest_call(lab, "client", "close(3)");
    assert_string_equal(newest(log).cause, "close(), sent FIN");
    labtest_deliver(lab);
    assert_int_equal(newest(log).to, STATE_TIME_WAIT);
    labtest_deliver(lab);
    assert_said(log, "client: LAST-ACK \xe2\x86\x92 CLOSED: received ACK of "
                     "its FIN (RFC 9293 3.6)");
}

static void test_an_abort(void **state)
{
    struct lab *lab = labtest_begin(state);

    connect_both(lab);
    labtest_call(lab, "client", "setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0})");
    labtest_call(lab, "client", "close(3)");
    assert_string_equal(newest(lab_log(lab)).cause, "close(), sent RST");
    labtest_deliver(lab);
    assert_said(lab_log(lab), "server: ESTABLISHED \xe2\x86\x92 CLOSED: "
                              "received RST (RFC 9293 3.5.3)");
}

static void test_a_connection_taken_back(void **state)
{
    struct lab *lab = labtest_begin(state);

    connect_both(lab);
    labtest_call(lab, "client", "connect(3, AF_UNSPEC)");
    assert_said(lab_log(lab), "client: ESTABLISHED \xe2\x86\x92 CLOSED: "
                              "connect(AF_UNSPEC), sent RST (RFC 9293 "
                              "3.10.5)");
}

static void test_a_refusal(void **state)
{
    struct lab *lab = labtest_begin(state);

    labtest_call(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"),
        -ECONNREFUSED);
    assert_string_equal(newest(lab_log(lab)).cause,
                        "received RST: connection refused");
}

int main(void)
{
#define MADE_UP(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define LIVING(name)                                                           \
    cmocka_unit_test_setup_teardown(name, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table_is_figure_5),
        cmocka_unit_test(test_names_are_the_rfcs),
        MADE_UP(test_other_events_are_no_transitions),
        MADE_UP(test_a_birth_in_syn_received_comes_from_listen),
        MADE_UP(test_a_rst_takes_syn_received_back_to_listen),
        MADE_UP(test_an_unanswered_syn_received_is_given_up),
        MADE_UP(test_bound_is_closed),
        MADE_UP(test_names_the_call_that_closed),
        MADE_UP(test_execve_closes),
        MADE_UP(test_execve_closes_though_threads_end),
        MADE_UP(test_a_later_end_is_no_execve),
        MADE_UP(test_finds_a_call_that_was_logged_late),
        MADE_UP(test_a_refused_connect),
        MADE_UP(test_a_connect_that_nobody_answers),
        MADE_UP(test_a_connect_that_is_closed),
        MADE_UP(test_a_rst_that_is_dropped_ends_nothing),
        MADE_UP(test_a_rst_that_is_forged),
        MADE_UP(test_a_close_that_sends_rst),
        MADE_UP(test_the_last_ack),
        MADE_UP(test_a_last_ack_that_never_came),
        MADE_UP(test_time_wait_lasts_2msl),
        MADE_UP(test_time_wait_assassinated),
        MADE_UP(test_time_wait_destroyed),
        MADE_UP(test_time_wait_taken_over),
        MADE_UP(test_an_orphan_ends),
        MADE_UP(test_destroyed_by_a_line),
        MADE_UP(test_destroyed_by_another_line),
        MADE_UP(test_no_room_for_a_time_wait),
        MADE_UP(test_no_room_after_the_ack),
        MADE_UP(test_unread_states_are_owned_up_to),
        MADE_UP(test_without_packets_nothing_is_claimed),
        LIVING(test_a_handshake),
        LIVING(test_a_goodbye),
        LIVING(test_an_abort),
        LIVING(test_a_connection_taken_back),
        LIVING(test_a_refusal),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
