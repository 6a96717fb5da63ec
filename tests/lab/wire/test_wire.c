/*
 * The wire under orders: every sequence of them on short queues against a
 * model, and thousands at random against a living connection.
 */
#include "tests/support/labtest.h"

#include <errno.h>

static void order(struct lab *lab, enum wire_order what)
{
    struct err err;

    if (lab_wire(lab, what, &err) < 0)
        fail_msg("%s", err.text);
    labtest_rest(lab);
}

/* The order on the oldest packet in a direction; whether there was one. */
static bool packet(struct lab *lab, enum packet_order what, enum host_id from)
{
    struct packet_pattern pattern = {
        .from = from,
        .to = from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER,
    };
    struct err err;
    bool done = lab_packet(lab, what, &pattern, &err) == 0;

    labtest_rest(lab);
    return done;
}

/* ---- every order on short queues, against a model ---- */

/* Two UDP sockets that send datagrams of one byte to each other. */
static void open_pair(struct lab *lab)
{
    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "server", "bind(3, 10.0.0.1:7000)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "client", "bind(3, 10.0.0.2:7000)");
    labtest_result(lab, "server", "connect(3, 10.0.0.2:7000)");
    labtest_result(lab, "client", "connect(3, 10.0.0.1:7000)");
}

static void send_byte(struct lab *lab, enum host_id from, char byte)
{
    char call[32];

    snprintf(call, sizeof(call), "send(3, \"%c\", 1, 0)", byte);
    labtest_result(lab, host_name(from), call);
}

/* All that has arrived at a host, as text. */
static void receive_all(struct lab *lab, enum host_id at, char *out)
{
    const struct outcome *outcome;

    for (;;) {
        struct actor *actor =
            labtest_call(lab, host_name(at), "recv(3, _, 10, MSG_DONTWAIT)");

        outcome = actor_outcome(actor, NULL);
        assert_non_null(outcome);
        if (outcome->ret < 0)
            break;
        *out++ = outcome->data[0];
    }
    assert_int_equal(outcome->err, EAGAIN);
    *out = '\0';
}

/* What should wait in one direction, and what should have arrived. */
struct model {
    char waiting[32];
    char arrived[32];
};

static void model_order(struct model *model, enum packet_order what)
{
    size_t arrived = strlen(model->arrived);
    size_t waiting = strlen(model->waiting);

    if (what == PACKET_DUPLICATE) {
        memmove(model->waiting + 1, model->waiting, waiting + 1);
        return;
    }
    if (what == PACKET_DELIVER) {
        model->arrived[arrived] = model->waiting[0];
        model->arrived[arrived + 1] = '\0';
    }
    memmove(model->waiting, model->waiting + 1, waiting);
}

enum {
    WAYS = 3 * HOSTS, /* three orders, on either direction */
    DEEP = 3,         /* orders in a row */
    ALL = WAYS * WAYS * WAYS,
};

/* Packets enough for the queue, one direction after the other. */
static void fill_queue(struct lab *lab, struct model models[HOSTS], int n)
{
    memset(models, 0, HOSTS * sizeof(models[0]));
    for (int i = 0; i < n; i++) {
        enum host_id from = i % 2 ? HOST_SERVER : HOST_CLIENT;
        char byte[2] = {(char)('a' + i), '\0'};

        send_byte(lab, from, byte[0]);
        strcat(models[from].waiting, byte);
    }
    assert_int_equal(lab_waiting(lab), n);
}

static void play_orders(struct lab *lab, struct model models[HOSTS], int way)
{
    for (int i = 0; i < DEEP; i++, way /= WAYS) {
        enum packet_order what = (enum packet_order)(way % WAYS / HOSTS);
        enum host_id from = (enum host_id)(way % HOSTS);
        bool expected = models[from].waiting[0] != '\0';

        assert_int_equal(packet(lab, what, from), expected);
        if (expected)
            model_order(&models[from], what);
        assert_int_equal(lab_waiting(lab),
                         strlen(models[HOST_SERVER].waiting) +
                             strlen(models[HOST_CLIENT].waiting));
    }
}

static void check_arrived(struct lab *lab, struct model models[HOSTS])
{
    for (int from = 0; from < HOSTS; from++) {
        enum host_id to = from == HOST_SERVER ? HOST_CLIENT : HOST_SERVER;
        size_t arrived = strlen(models[from].arrived);
        char got[64];

        receive_all(lab, to, got);
        assert_memory_equal(got, models[from].arrived, arrived);
        assert_string_equal(got + arrived, models[from].waiting);
    }
}

static void every_order(void **state, int n)
{
    struct lab *lab = labtest_begin(state);
    struct model models[HOSTS];

    open_pair(lab);
    for (int way = 0; way < ALL; way++) {
        order(lab, WIRE_HOLD);
        fill_queue(lab, models, n);
        play_orders(lab, models, way);
        order(lab, WIRE_FLOW);
        assert_int_equal(lab_waiting(lab), 0);
        check_arrived(lab, models);
    }
}

static void test_every_order_on_one_packet(void **state)
{
    every_order(state, 1);
}

static void test_every_order_on_two_packets(void **state)
{
    every_order(state, 2);
}

static void test_every_order_on_many_packets(void **state)
{
    every_order(state, 7);
}

/* ---- at random ---- */

static void random_packet(struct lab *lab)
{
    struct packet_pattern any = {.any = true};
    struct err err;

    /* That nothing waits is as good a case as any. */
    lab_packet(lab, (enum packet_order)(rand() % 3), &any, &err);
    labtest_rest(lab);
}

static void random_order(struct lab *lab, long *sent, long *received)
{
    long got;

    switch (rand() % 12) {
    case 0: order(lab, WIRE_HOLD); break;
    case 1: order(lab, WIRE_FLOW); break;
    case 2: order(lab, WIRE_CUT); break;
    case 3: order(lab, WIRE_MEND); break;
    case 4:
    case 5:
        got = labtest_result(lab, "client", "send(3, \"x\"*100, MSG_DONTWAIT)");
        *sent += got > 0 ? got : 0;
        break;
    case 6:
        got = labtest_result(lab, "server", "recv(4, _, 9999, MSG_DONTWAIT)");
        *received += got > 0 ? got : 0;
        break;
    default: random_packet(lab); break;
    }
}

/* Whatever was done to the wire, TCP gets every byte through in the end. */
static void drain(struct lab *lab, long sent, long received)
{
    int waits = 0;

    order(lab, WIRE_MEND);
    order(lab, WIRE_FLOW);
    assert_int_equal(lab_waiting(lab), 0);
    while (received < sent) {
        long got =
            labtest_result(lab, "server", "recv(4, _, 99999, MSG_DONTWAIT)");

        assert_true(got > 0 || got == -EAGAIN);
        received += got > 0 ? got : 0;
        labtest_wait(lab, &waits);
        labtest_rest(lab);
    }
    assert_int_equal(received, sent);
    assert_int_equal(labtest_count(lab, HOST_CLIENT, STATE_ESTAB), 1);
}

static void test_random_orders_end_at_rest(void **state)
{
    int before = labtest_descriptors();
    struct lab *lab = labtest_begin(state);
    long sent = 0;
    long received = 0;

    srand(12000);
    labtest_connect(lab);
    for (int i = 0; i < 5000; i++)
        random_order(lab, &sent, &received);
    assert_true(sent > 10000);
    drain(lab, sent, received);
    lab_close(lab);
    *state = NULL;
    assert_int_equal(labtest_descriptors(), before);
}

/* ---- what else a wire has to hold to ---- */

/* A packet that waits is sent again, which is counted on it. */
static void test_retransmissions_are_counted(void **state)
{
    struct lab *lab = labtest_begin(state);
    int waits = 0;

    labtest_connect(lab);
    order(lab, WIRE_HOLD);
    labtest_result(lab, "client", "send(3, \"hello\", 5, 0)");
    while (lab_waiting_at(lab, 0)->resent < 2) {
        labtest_wait(lab, &waits);
        labtest_rest(lab);
        assert_int_equal(lab_waiting(lab), 1);
    }
    order(lab, WIRE_FLOW);
    assert_int_equal(
        labtest_result(lab, "server", "recv(4, _, 100, MSG_DONTWAIT)"), 5);
}

/* So is a SYN that asks for ECN, although it comes again without asking. */
static void test_a_syn_without_ecn_is_counted(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err = {0};
    int waits = 0;

    for (int host = 0; host < HOSTS; host++)
        if (lab_sysctl(lab, (enum host_id)host, "net.ipv4.tcp_ecn", "1", &err) <
            0)
            fail_msg("%s", err.text);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    order(lab, WIRE_HOLD);
    labtest_call(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_string_equal(lab_waiting_at(lab, 0)->flags, "SEW");
    while (lab_waiting_at(lab, 0)->resent < 1) {
        labtest_wait(lab, &waits);
        labtest_rest(lab);
        assert_int_equal(lab_waiting(lab), 1);
    }
}

/* As is one that joins the data of several packets, and a FIN. */
static void test_joined_retransmissions_are_counted(void **state)
{
    const struct packet_pattern any = {.any = true};
    struct lab *lab = labtest_begin(state);
    struct err err;
    int waits = 0;

    labtest_connect(lab);
    labtest_result(lab, "client", "setsockopt(3, IPPROTO_TCP, TCP_NODELAY, 1)");
    order(lab, WIRE_HOLD);
    labtest_result(lab, "client", "send(3, \"abc\", 3, 0)");
    labtest_result(lab, "client", "send(3, \"def\", 3, 0)");
    labtest_result(lab, "client", "shutdown(3, SHUT_WR)");
    while (lab_waiting_at(lab, 0)->resent < 2) {
        labtest_wait(lab, &waits);
        labtest_rest(lab);
        assert_int_equal(lab_waiting(lab), 3);
    }
    /* What was lost of it waits nowhere any more, so the next one does. */
    assert_int_equal(lab_packet(lab, PACKET_DROP, &any, &err), 0);
    while (lab_waiting(lab) < 3) {
        labtest_wait(lab, &waits);
        labtest_rest(lab);
    }
    order(lab, WIRE_FLOW);
    assert_int_equal(labtest_result(lab, "server", "recv(4, \"abcdef\", 9, 0)"),
                     6);
}

/* An ACK may wait behind another packet: there is a state between the two. */
static void test_no_state_is_missed_between_two(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct packet_pattern any = {.any = true};
    struct err err;
    bool seen = false;

    labtest_connect(lab);
    labtest_call(lab, "server", "recv(4, \"\", 10, 0)");
    order(lab, WIRE_HOLD);
    labtest_result(lab, "client", "close(3)");
    labtest_deliver(lab);
    labtest_await_packet(lab); /* the ACK of the FIN */
    labtest_result(lab, "server", "send(4, \"bye\", 3, 0)");
    assert_int_equal(lab_waiting(lab), 2);
    for (int i = 0; i < 2; i++)
        assert_int_equal(lab_packet(lab, PACKET_DELIVER, &any, &err), 0);
    labtest_rest(lab);
    for (size_t i = 0; i < log_count(lab_log(lab)); i++) {
        const struct event *event = log_at(lab_log(lab), i);

        seen |=
            event->kind == EVENT_STATE && event->state.now == STATE_FIN_WAIT_2;
    }
    assert_true(seen);
}

/* On a cut wire nothing arrives, neither what waits nor what comes later. */
static void test_a_cut_wire_loses_all(void **state)
{
    struct lab *lab = labtest_begin(state);
    char got[64];

    open_pair(lab);
    order(lab, WIRE_HOLD);
    send_byte(lab, HOST_CLIENT, 'a');
    order(lab, WIRE_CUT);
    order(lab, WIRE_FLOW);
    assert_int_equal(lab_waiting(lab), 0);
    send_byte(lab, HOST_CLIENT, 'b');
    receive_all(lab, HOST_SERVER, got);
    assert_string_equal(got, "");
    order(lab, WIRE_MEND);
    send_byte(lab, HOST_CLIENT, 'c');
    receive_all(lab, HOST_SERVER, got);
    assert_string_equal(got, "c");
}

/* Neighbour discovery and its like neither show nor wait. */
static void test_only_the_lessons_traffic_waits(void **state)
{
    struct lab *lab = labtest_begin(state);

    if (lab_cannot(lab, NEED_IPV6))
        skip();
    order(lab, WIRE_HOLD);
    labtest_result(lab, "client", "socket(AF_INET6, SOCK_DGRAM, 0)");
    labtest_result(lab, "client", "connect(3, [fd00::1]:7000)");
    labtest_result(lab, "client", "send(3, \"x\", 1, 0)");
    assert_int_equal(lab_waiting(lab), 1);
    assert_int_equal(lab_waiting_at(lab, 0)->proto, IPPROTO_UDP);
    assert_true(packet(lab, PACKET_DELIVER, HOST_CLIENT));
    /* Nobody listens there: the answer is ICMPv6. */
    assert_int_equal(lab_waiting(lab), 1);
    assert_int_equal(lab_waiting_at(lab, 0)->proto, IPPROTO_ICMPV6);
    order(lab, WIRE_FLOW);
    assert_int_equal(labtest_result(lab, "client", "send(3, \"x\", 1, 0)"),
                     -ECONNREFUSED);
}

int main(void)
{
#define WIRE_TEST(test)                                                        \
    cmocka_unit_test_setup_teardown(test, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        WIRE_TEST(test_every_order_on_one_packet),
        WIRE_TEST(test_every_order_on_two_packets),
        WIRE_TEST(test_every_order_on_many_packets),
        WIRE_TEST(test_random_orders_end_at_rest),
        WIRE_TEST(test_retransmissions_are_counted),
        WIRE_TEST(test_a_syn_without_ecn_is_counted),
        WIRE_TEST(test_joined_retransmissions_are_counted),
        WIRE_TEST(test_no_state_is_missed_between_two),
        WIRE_TEST(test_a_cut_wire_loses_all),
        WIRE_TEST(test_only_the_lessons_traffic_waits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
