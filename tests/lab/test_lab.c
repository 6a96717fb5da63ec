/* A living lab: calls with their real results, states, actors, the wire. */
#include "tests/support/labtest.h"
#include "tests/support/within.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

static void test_address_in_use(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct log *log = lab_log(lab);
    const struct culprit_event *culprit = NULL;
    struct err err;

    labtest_connect(lab);
    assert_int_equal(labtest_result(lab, "server", "close(4)"), 0);
    assert_int_equal(labtest_result(lab, "client", "close(3)"), 0);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_TIME_WAIT), 1);
    assert_int_equal(lab_signal(lab, lab_find(lab, "server"), SIGINT, &err), 0);
    labtest_rest(lab);
    assert_int_equal(actor_state(lab_find(lab, "server")), ACTOR_DEAD);
    assert_int_equal(lab_start(lab, lab_find(lab, "server"), 0, &err), 0);
    labtest_rest(lab);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_CULPRIT)
            culprit = &log_at(log, i)->culprit;
    assert_non_null(culprit);
    assert_int_equal(culprit->state, STATE_TIME_WAIT);
    assert_true(culprit->known);
    assert_false(culprit->flags & SOCKNOTE_REUSEADDR);
    assert_string_equal(culprit->owner, "");
    assert_within(culprit->expires_ms, 50000, 60000);
}

static void test_blocking_call_is_found_out(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    server = labtest_call(lab, "server", "accept(3)");
    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
    assert_null(actor_outcome(server, NULL));
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_int_equal(actor_state(server), ACTOR_READY);
    assert_int_equal(actor_outcome(server, NULL)->ret, 4);
}

static void test_jumbo_sends_get_through(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct outcome *outcome;
    long got = 0;

    labtest_connect(lab);
    labtest_call(lab, "client", "send(3, \"0123456789abcdef\"*65536, 0)");
    while (got < 16 * 65536) {
        labtest_call(lab, "server", "recv(4, _, 1048576, 0)");
        outcome = actor_outcome(lab_find(lab, "server"), NULL);
        assert_non_null(outcome);
        assert_true(outcome->ret > 0);
        for (long i = 0; i < outcome->ret; i++)
            if (outcome->data[i] != "0123456789abcdef"[(got + i) % 16])
                fail_msg("byte %ld is wrong", got + i);
        got += outcome->ret;
    }
    assert_int_equal(got, 16 * 65536);
}

static void test_ip6_crosses_the_wire(void **state)
{
    struct lab *lab = labtest_begin(state);

    if (lab_cannot(lab, NEED_IPV6))
        skip();
    labtest_result(lab, "server", "socket(AF_INET6, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, [::]:80)"),
                     -EACCES);
    assert_int_equal(labtest_result(lab, "server", "bind(3, [::]:12000)"), 0);
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "client", "socket(AF_INET6, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, [fd00::1]:12000)"), 0);
    labtest_result(lab, "server", "socket(AF_INET6, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "connect(4, [::1]:12000)"),
                     0);
    assert_int_equal(labtest_count(lab, HOST_CLIENT, STATE_ESTAB), 1);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_ESTAB), 3);
}

static void test_udp_is_seen(void **state)
{
    struct lab *lab = labtest_begin(state);

    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     0);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_DGRAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "sendto(3, \"hi\", 0, 10.0.0.1:12000)"),
        2);
    assert_int_equal(labtest_result(lab, "server", "recv(3, _, 100, 0)"), 2);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_UNCONN), 1);
}

static void test_bound_only_is_seen(void **state)
{
    struct lab *lab = labtest_begin(state);

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_UNCONN), 0);
    labtest_result(lab, "server", "bind(3, 10.0.0.1:12000)");
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_UNCONN), 1);
    labtest_result(lab, "server", "listen(3, 5)");
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_UNCONN), 0);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 1);
}

/* The states that a socket rests in between two packets, in their order. */
static void test_no_state_goes_unseen(void **state)
{
    static const enum tcp_state want[] = {STATE_SYN_SENT, STATE_ESTAB,
                                          STATE_FIN_WAIT_1, STATE_FIN_WAIT_2,
                                          STATE_TIME_WAIT};
    struct lab *lab = labtest_begin(state);
    const struct log *log = lab_log(lab);
    size_t seen = 0;

    labtest_connect(lab);
    labtest_result(lab, "client", "close(3)");
    /* The server's kernel may take its time to acknowledge the FIN. */
    labtest_await(lab, HOST_CLIENT, STATE_FIN_WAIT_2);
    labtest_result(lab, "server", "close(4)");
    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        if (event->kind != EVENT_STATE || event->state.host != HOST_CLIENT)
            continue;
        assert_true(seen < sizeof(want) / sizeof(want[0]));
        assert_int_equal(event->state.now, want[seen]);
        seen++;
    }
    assert_int_equal(seen, sizeof(want) / sizeof(want[0]));
}

static void test_fork_makes_an_actor(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    assert_true(labtest_result(lab, "server", "fork(heir)") > 0);
    assert_int_equal(labtest_result(lab, "heir", "listen(3, 5)"), 0);
    assert_int_equal(
        labtest_result(lab, "heir", "socket(AF_INET, SOCK_STREAM, 0)"), 4);
    lab_signal(lab, lab_find(lab, "server"), SIGKILL, &err);
    labtest_rest(lab);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 1);
    labtest_call(lab, "heir", "exit(3)");
    assert_int_equal(actor_state(lab_find(lab, "heir")), ACTOR_DEAD);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 0);
}

/* A process has one name: nobody would know which of the two was meant. */
static void test_fork_needs_another_name(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;
    struct call call;
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, &err);

    assert_int_equal(call_parse(&call, "fork(server)", &err), 0);
    assert_int_equal(lab_call(lab, server, &call, 0, &err), -1);
    assert_string_equal(err.text, "server can't be its own child");
}

/* The newest call of the log. */
static const struct call_event *newest_call(const struct log *log)
{
    for (size_t i = log_count(log); i-- > 0;)
        if (log_at(log, i)->kind == EVENT_CALL)
            return &log_at(log, i)->call;
    fail_msg("there is no call");
    return NULL;
}

/* SIGPIPE ends a process in the middle of its send(), which is logged so. */
static void test_a_call_that_kills_is_logged(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct call_event *call;

    labtest_connect(lab);
    labtest_result(lab, "client", "close(3)");
    assert_int_equal(labtest_result(lab, "server", "send(4, \"a\", 1, 0)"), 1);
    assert_false(newest_call(lab_log(lab))->last);
    labtest_call(lab, "server", "send(4, \"b\", 1, 0)");
    assert_int_equal(actor_state(lab_find(lab, "server")), ACTOR_DEAD);
    call = newest_call(lab_log(lab));
    assert_string_equal(call->name, "send");
    assert_string_equal(call->args, "4, \"b\", 1, 0");
    assert_false(call->returned);
    assert_true(call->last);
}

static void test_ignored_signal_leaves_it_alive(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server;
    struct err err;

    labtest_result(lab, "server", "signal(SIGINT, SIG_IGN)");
    server = lab_find(lab, "server");
    lab_signal(lab, server, SIGINT, &err);
    labtest_rest(lab);
    assert_int_equal(actor_state(server), ACTOR_READY);
    lab_signal(lab, server, SIGSTOP, &err);
    labtest_rest(lab);
    assert_int_equal(actor_state(server), ACTOR_STOPPED);
    lab_signal(lab, server, SIGCONT, &err);
    labtest_rest(lab);
    assert_int_equal(actor_state(server), ACTOR_READY);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
}

static void test_destroy_skips_the_minute(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct sock *socks;
    struct err err;
    size_t n;

    labtest_connect(lab);
    labtest_result(lab, "server", "close(4)");
    labtest_result(lab, "client", "close(3)");
    socks = lab_sockets(lab, HOST_SERVER, &n);
    for (size_t i = 0; i < n; i++)
        if (socks[i].state == STATE_TIME_WAIT)
            assert_int_equal(lab_destroy(lab, HOST_SERVER, &socks[i], &err), 0);
    labtest_rest(lab);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_TIME_WAIT), 0);
}

static void test_sysctl_is_the_hosts_own(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;

    if (lab_sysctl(lab, HOST_SERVER, "net.ipv4.ip_unprivileged_port_start", "0",
                   &err) < 0) {
        print_message("%s\n", err.text);
        skip();
    }
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:80)"), 0);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "client", "bind(3, 0.0.0.0:80)"),
                     -EACCES);
    assert_int_equal(
        lab_sysctl(lab, HOST_SERVER, "net.ipv4.no_such", "0", &err), -1);
    assert_int_equal(lab_sysctl(lab, HOST_SERVER, "kernel.hostname", "x", &err),
                     -1);
}

static void test_held_packets_wait(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct packet_pattern syn = {
        .flags = "S", .from = HOST_CLIENT, .to = HOST_SERVER};
    struct err err;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(lab_wire(lab, WIRE_HOLD, &err), 0);
    labtest_call(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_int_equal(actor_state(lab_find(lab, "client")), ACTOR_BLOCKED);
    assert_int_equal(lab_waiting(lab), 1);
    assert_int_equal(labtest_count(lab, HOST_CLIENT, STATE_SYN_SENT), 1);
    assert_int_equal(lab_packet(lab, PACKET_DELIVER, &syn, &err), 0);
    labtest_rest(lab);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_SYN_RECV), 1);
    assert_string_equal(lab_waiting_at(lab, 0)->flags, "S.");
    assert_int_equal(lab_wire(lab, WIRE_FLOW, &err), 0);
    labtest_rest(lab);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_ESTAB), 1);
    assert_int_equal(lab_waiting(lab), 0);
}

static void test_orders_out_of_place_are_refused(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server;
    struct call call;
    struct err err;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    server = lab_find(lab, "server");
    assert_int_equal(lab_start(lab, server, 0, &err), -1);
    labtest_call(lab, "server", "poll(3, POLLIN, 60000)");
    assert_int_equal(actor_state(server), ACTOR_READY);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_call(lab, "server", "recv(4, _, 10, 0)");
    assert_int_equal(actor_state(server), ACTOR_BLOCKED);
    assert_int_equal(call_parse(&call, "close(3)", &err), 0);
    assert_int_equal(lab_call(lab, server, &call, 0, &err), -1);
    assert_non_null(strstr(err.text, "still in a call"));
    lab_signal(lab, server, SIGKILL, &err);
    labtest_rest(lab);
    assert_int_equal(call_parse(&call, "close(3)", &err), 0);
    assert_int_equal(lab_call(lab, server, &call, 0, &err), -1);
    assert_null(lab_actor(lab, "server", HOST_CLIENT, &err));
}

/* A path of a script is in the lab alone, and every lab has its own. */
static void test_socket_files_are_the_labs_own(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct lab *other = labtest_open(ISOLATION_NAMESPACE);
    struct lab *labs[] = {lab, other};

    for (int i = 0; i < 2; i++) {
        labtest_result(labs[i], "server", "socket(AF_UNIX, SOCK_STREAM, 0)");
        assert_int_equal(
            labtest_result(labs[i], "server", "bind(3, unix:/tmp/test-lab-s)"),
            0);
        assert_int_equal(labtest_result(labs[i], "server",
                                        "getsockname(3, unix:/tmp/test-lab-s)"),
                         0);
    }
    assert_int_equal(access("/tmp/test-lab-s", F_OK), -1);
    lab_close(other);
    labtest_call(lab, "server", "exit(0)");
    labtest_result(lab, "client", "socket(AF_UNIX, SOCK_STREAM, 0)");
    /* exit() leaves it, and no option helps; only unlink() does. */
    assert_int_equal(
        labtest_result(lab, "client", "bind(3, unix:/tmp/test-lab-s)"),
        -EADDRINUSE);
    assert_int_equal(
        labtest_result(lab, "client", "unlink(\"/tmp/test-lab-s\")"), 0);
    assert_int_equal(
        labtest_result(lab, "client", "bind(3, unix:/tmp/test-lab-s)"), 0);
}

/* No script can reach a file of this machine. */
static void test_files_of_the_machine_are_safe(void **state)
{
    struct lab *lab = labtest_begin(state);
    char file[] = "/tmp/test_lab.XXXXXX";
    char call[128];
    int fd = mkstemp(file);

    assert_true(fd >= 0);
    close(fd);
    snprintf(call, sizeof(call), "unlink(\"%s\")", file);
    assert_int_equal(labtest_result(lab, "server", call), -ENOENT);
    assert_int_equal(access(file, F_OK), 0);
    unlink(file);
    snprintf(call, sizeof(call), "unlink(\"%s/s\")", file);
    assert_int_equal(labtest_result(lab, "server", call), -ENOENT);
}

/*
 * A process that may open no more must not go astray in our own folder; to bind
 * a name it needs no further descriptor, as without a lab.
 */
static void test_a_full_process_makes_no_file(void **state)
{
    struct lab *lab = labtest_begin(state);

    labtest_result(lab, "server", "socket(AF_UNIX, SOCK_STREAM, 0)");
    while (labtest_result(lab, "server", "dup(3)") >= 0)
        continue;
    assert_int_equal(labtest_result(lab, "server", "bind(3, unix:test-lab-s)"),
                     0);
    assert_int_equal(access("test-lab-s", F_OK), -1);
}

/* This program's main() can't go on as an actor, so none becomes it. */
static void test_execve_without_a_program_for_it(void **state)
{
    struct lab *lab = labtest_begin(state);

    assert_int_equal(
        labtest_result(lab, "server", "execve(\"/proc/self/exe\")"), -ENOSYS);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
}

/*
 * Packets of two processors may overtake each other, so all of a lab keeps to
 * one, and gives it back. Two labs at once share it.
 */
static void test_a_lab_keeps_to_one_processor(void **state)
{
    cpu_set_t before;
    cpu_set_t ours;
    cpu_set_t actors;
    struct lab *lab;
    struct lab *other;

    assert_int_equal(sched_getaffinity(0, sizeof(before), &before), 0);
    if (CPU_COUNT(&before) == 1)
        skip();
    lab = labtest_begin(state);
    other = labtest_open(ISOLATION_NAMESPACE);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(other, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(sched_getaffinity(0, sizeof(ours), &ours), 0);
    assert_int_equal(CPU_COUNT(&ours), 1);
    for (int i = 0; i < 2; i++) {
        struct actor *server = lab_find(i == 0 ? lab : other, "server");

        assert_int_equal(
            sched_getaffinity(actor_pid(server), sizeof(actors), &actors), 0);
        assert_true(CPU_EQUAL(&actors, &ours));
        /* The scheduler sees one group, the terminal's Ctrl-C another. */
        assert_int_equal(getsid(actor_pid(server)), getsid(0));
        assert_int_equal(getpgid(actor_pid(server)), actor_pid(server));
    }
    lab_close(other);
    lab_close(lab);
    *state = NULL;
    assert_int_equal(sched_getaffinity(0, sizeof(ours), &ours), 0);
    assert_true(CPU_EQUAL(&ours, &before));
}

int main(void)
{
#define LAB_TEST(test)                                                         \
    cmocka_unit_test_setup_teardown(test, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(test_address_in_use),
        LAB_TEST(test_blocking_call_is_found_out),
        LAB_TEST(test_jumbo_sends_get_through),
        LAB_TEST(test_ip6_crosses_the_wire),
        LAB_TEST(test_udp_is_seen),
        LAB_TEST(test_bound_only_is_seen),
        LAB_TEST(test_no_state_goes_unseen),
        LAB_TEST(test_fork_makes_an_actor),
        LAB_TEST(test_fork_needs_another_name),
        LAB_TEST(test_a_call_that_kills_is_logged),
        LAB_TEST(test_ignored_signal_leaves_it_alive),
        LAB_TEST(test_destroy_skips_the_minute),
        LAB_TEST(test_sysctl_is_the_hosts_own),
        LAB_TEST(test_held_packets_wait),
        LAB_TEST(test_orders_out_of_place_are_refused),
        LAB_TEST(test_socket_files_are_the_labs_own),
        LAB_TEST(test_files_of_the_machine_are_safe),
        LAB_TEST(test_a_full_process_makes_no_file),
        LAB_TEST(test_execve_without_a_program_for_it),
        LAB_TEST(test_a_lab_keeps_to_one_processor),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
