/*
 * On a machine that has too much to do, the kernels' timers go off on time and
 * everybody else is late. Nothing of that is a difference in what sockets do.
 *
 * The tests are late themselves, for as long as a kernel takes to send
 * something again; and take the processor away from an actor.
 */
#include "tests/support/runtest.h"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* How often the host's sockets have sent what they sent last. */
static unsigned sent_again(struct lab *lab, enum host_id host)
{
    size_t n;
    const struct sock *socks;
    unsigned times = 0;

    lab_refresh(lab);
    socks = lab_sockets(lab, host, &n);
    for (size_t i = 0; i < n; i++)
        times += socks[i].retransmits;
    return times;
}

/* Be late: whatever the host sends meanwhile, the lab does not look. */
static void sleep_over(struct lab *lab, enum host_id host)
{
    struct timespec moment = {0, 1000000};

    for (int looks = 0; sent_again(lab, host) == 0; looks++) {
        assert_true(looks < 60000);
        ppoll(NULL, 0, &moment, NULL);
    }
}

/* How often a packet with these flags was so. */
static int count(const struct lab *lab, const char *flags,
                 enum packet_fate fate)
{
    const struct event *event;
    int n = 0;

    for (size_t i = 0; (event = log_at(lab_log(lab), i)); i++)
        n += event->kind == EVENT_PACKET && event->packet.fate == fate &&
             strcmp(event->packet.flags, flags) == 0;
    return n;
}

/* Take lines, one by one. */
static void lines(struct runner *runner, int n)
{
    for (; n > 0; n--) {
        runner_advance(runner, true);
        runner_finish(runner);
    }
}

/* ---- the wire ---- */

/* A cable has one delay: what was sent twice for want of us arrives once. */
static void test_flowing(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct call call;
    struct err err;

    labtest_connect(lab);
    assert_int_equal(call_parse(&call, "close(4)", &err), 0);
    assert_int_equal(lab_call(lab, lab_find(lab, "server"), &call, 0, &err), 0);
    sleep_over(lab, HOST_SERVER);
    labtest_rest(lab);
    assert_int_equal(count(lab, "F.", FATE_DELIVERED), 1);
}

#define CLOSED_ON_HELD_WIRE                                                    \
    CONNECTED "wire: hold\n"                                                   \
              "server: close(4) = 0\n"                                         \
              "wire: deliver [F.] server > client\n"
enum { CLOSED = 9 };

/* The FIN is sent again while its ACK has yet to be delivered. */
static void test_between_two_lines(void **state)
{
    struct runner *runner = runtest_open(state, CLOSED_ON_HELD_WIRE
                                         "wire: [.] client > server\n"
                                         "wire: deliver [.] client > server\n"
                                         "wire: none\n"
                                         "server$ ss FIN-WAIT-2 *:12000\n");

    lines(runner, CLOSED);
    sleep_over(runner_lab(runner, 0), HOST_SERVER);
    lines(runner, 4);
    runtest_totals(runner, CLOSED + 4, 0, 0);
    assert_int_equal(count(runner_lab(runner, 0), "F.", FATE_HELD), 1);
}

/* An ACK that was to ride in the answer comes alone, before it is our turn. */
static void test_delayed_ack(void **state)
{
    struct runner *runner =
        runtest_open(state, CONNECTED
                     "server: setsockopt(4, IPPROTO_TCP, TCP_QUICKACK, 0) = 0\n"
                     "wire: hold\n"
                     "client: send(3, \"question\", 8, 0) = 8\n"
                     "wire: deliver all\n"
                     "wire: none\n"
                     "wire: [.] server > client\n");
    struct pollfd news = {.fd = lab_fd(runner_lab(runner, 0)),
                          .events = POLLIN};

    lines(runner, 10);
    /* Nothing to come: it has come already, and was set aside. */
    poll(&news, 1, 1000);
    lines(runner, 2);
    runtest_totals(runner, 12, 0, 0);
}

/* Who waits for it gets it, and who waits for nothing in particular. */
static void test_a_line_that_waits(void **state)
{
    struct runner *runner = runtest_open(
        state, CLOSED_ON_HELD_WIRE "wire: [F.] server > client within 60s\n"
                                   "wire: none\n");

    lines(runner, CLOSED);
    sleep_over(runner_lab(runner, 0), HOST_SERVER);
    lines(runner, 2);
    runtest_totals(runner, CLOSED + 1, 1, 0);
    runtest_expect(runner, CLOSED + 2, CHECK_FAILED, NULL);
}

/* Where nobody has asked for the next line, time passes as everywhere. */
static void test_without_a_line(void **state)
{
    struct runner *runner = runtest_open(state, CLOSED_ON_HELD_WIRE);
    struct lab *lab = runner_lab(runner, 0);

    lines(runner, CLOSED);
    sleep_over(lab, HOST_SERVER);
    do
        runner_pump(runner);
    while (lab_pump(lab) == LAB_BUSY);
    assert_true(count(lab, "F.", FATE_HELD) > 1);
}

/* What timers have sent by the time that the wire flows again is let go. */
static void test_flow_again(void **state)
{
    struct runner *runner =
        runtest_open(state, CLOSED_ON_HELD_WIRE "client: close(3) = 0\n"
                                                "wire: flow\n"
                                                "server$ ss TIME-WAIT *:12000\n"
                                                "client$ ss no any *:*\n");

    lines(runner, CLOSED);
    sleep_over(runner_lab(runner, 0), HOST_SERVER);
    lines(runner, 4);
    runtest_totals(runner, CLOSED + 4, 0, 0);
}

/* ---- a processor that others have ---- */

/* A process that does nothing but want the processor that we are on. */
static pid_t begin_busy(void)
{
    pid_t pid = fork();

    if (pid != 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (volatile unsigned n = 0;;)
        n = n + 1;
}

/* The lab keeps itself and its actors on one processor; see processor.h. */
static void test_an_actor_that_may_not_run(void **state)
{
    struct runner *runner = runtest_open(
        state, "server: socket(AF_INET, SOCK_DGRAM, 0) = 3\n"
               "server: socket(AF_INET, SOCK_DGRAM, 0) = 4 within 1ms\n"
               "server: recv(3, _, 9, 0) = ... within 1ms\n"
               "server: SIGINT\n"
               "server: killed SIGINT within 1ms\n");
    const struct sched_param none = {0};
    pid_t busy;

    lines(runner, 1);
    busy = begin_busy();
    assert_true(busy > 0);
    sched_setscheduler(actor_pid(lab_find(runner_lab(runner, 0), "server")),
                       SCHED_IDLE, &none);
    lines(runner, 4);
    kill(busy, SIGKILL);
    waitpid(busy, NULL, 0);
    runtest_totals(runner, 5, 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_flowing, labtest_setup,
                                        labtest_teardown),
        RUN_TEST(test_between_two_lines),
        RUN_TEST(test_delayed_ack),
        RUN_TEST(test_a_line_that_waits),
        RUN_TEST(test_without_a_line),
        RUN_TEST(test_flow_again),
        RUN_TEST(test_an_actor_that_may_not_run),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
