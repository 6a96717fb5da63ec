/* Who is named when an address is taken: by which socket, of whom, and why. */
#include "tests/support/labtest.h"

#include <errno.h>
#include <signal.h>

/* The index-th culprit since the beginning; NULL when there are fewer. */
static const struct culprit_event *culprit_at(const struct lab *lab, int index)
{
    const struct log *log = lab_log(lab);

    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_CULPRIT && index-- == 0)
            return &log_at(log, i)->culprit;
    return NULL;
}

/* A socket on the server's descriptor fd, with the option set or not. */
static void make_socket(struct lab *lab, const char *type, int fd, bool flagged)
{
    char call[96];

    snprintf(call, sizeof(call), "socket(%s, 0)", type);
    assert_int_equal(labtest_result(lab, "server", call), fd);
    snprintf(call, sizeof(call), "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, %d)",
             fd, flagged);
    assert_int_equal(labtest_result(lab, "server", call), 0);
}

/* The only culprit, and the row of the table of causes that it is. */
static void expect_culprit(const struct lab *lab, enum tcp_state state,
                           const char *local, const char *owner,
                           const char *row)
{
    const struct culprit_event *culprit = culprit_at(lab, 0);
    char text[ADDR_TEXT];

    assert_non_null(culprit);
    assert_int_equal(culprit->state, state);
    assert_string_equal(addr_format(&culprit->local, text), local);
    assert_string_equal(culprit->owner, owner);
    assert_string_equal(culprit->row, row);
    assert_null(culprit_at(lab, 1));
}

static void test_live_listener(void **state)
{
    struct lab *lab = labtest_begin(state);

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    make_socket(lab, "AF_INET, SOCK_STREAM", 4, true);
    assert_int_equal(labtest_result(lab, "server", "bind(4, 10.0.0.1:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_LISTEN, "0.0.0.0:12000", "server fd 3",
                   "wildcard");
    assert_true(culprit_at(lab, 0)->known);
    assert_true(culprit_at(lab, 0)->flags & SOCKNOTE_REUSEADDR);
    assert_int_equal(culprit_at(lab, 0)->expires_ms, -1);
}

static void test_second_listen(void **state)
{
    struct lab *lab = labtest_begin(state);

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    make_socket(lab, "AF_INET, SOCK_STREAM", 4, true);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    assert_int_equal(labtest_result(lab, "server", "bind(4, 0.0.0.0:12000)"),
                     0);
    labtest_result(lab, "server", "listen(3, 5)");
    assert_int_equal(labtest_result(lab, "server", "listen(4, 5)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_LISTEN, "0.0.0.0:12000", "server fd 3",
                   "listener");
}

/* A socket that is only bound blocks as well, if one of the two is bare. */
static void test_bound_only(void **state)
{
    struct lab *lab = labtest_begin(state);

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, false);
    make_socket(lab, "AF_INET, SOCK_STREAM", 4, true);
    labtest_result(lab, "server", "bind(3, 10.0.0.1:12000)");
    assert_int_equal(labtest_result(lab, "server", "bind(4, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_UNCONN, "10.0.0.1:12000", "server fd 3", "bound");
    assert_false(culprit_at(lab, 0)->flags & SOCKNOTE_REUSEADDR);
}

static void test_dual_stack(void **state)
{
    struct lab *lab = labtest_begin(state);

    if (lab_cannot(lab, NEED_IPV6))
        skip();
    make_socket(lab, "AF_INET6, SOCK_STREAM", 3, false);
    labtest_result(lab, "server", "bind(3, [::]:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    make_socket(lab, "AF_INET, SOCK_STREAM", 4, false);
    assert_int_equal(labtest_result(lab, "server", "bind(4, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_LISTEN, "[::]:12000", "server fd 3", "ipv6");
}

/* TCP and UDP have ports of their own: only the one is named. */
static void test_udp_is_not_tcp(void **state)
{
    struct lab *lab = labtest_begin(state);

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, false);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    make_socket(lab, "AF_INET, SOCK_DGRAM", 4, false);
    assert_int_equal(labtest_result(lab, "server", "bind(4, 10.0.0.1:12000)"),
                     0);
    make_socket(lab, "AF_INET, SOCK_DGRAM", 5, false);
    assert_int_equal(labtest_result(lab, "server", "bind(5, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_UNCONN, "10.0.0.1:12000", "server fd 4", "udp");
}

/* A listener that a child has inherited belongs to the child. */
static void test_inherited_listener(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "server", "fork(heir)");
    lab_signal(lab, lab_find(lab, "server"), SIGKILL, &err);
    labtest_rest(lab);
    lab_start(lab, lab_find(lab, "server"), 0, &err);
    labtest_rest(lab);
    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_LISTEN, "0.0.0.0:12000", "heir fd 3", "child");
}

/* Only one of the two TIME-WAITs stands in the way: the bare one. */
static void test_bare_one_among_flagged(void **state)
{
    struct lab *lab = labtest_begin(state);

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    for (int bare = 0; bare < 2; bare++) {
        labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)");
        labtest_result(lab, "server", "accept(3)");
        if (bare)
            labtest_result(lab, "server",
                           "setsockopt(4, SOL_SOCKET, SO_REUSEADDR, 0)");
        labtest_result(lab, "server", "close(4)");
        labtest_result(lab, "client", "close(3)");
    }
    labtest_result(lab, "server", "close(3)");
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_TIME_WAIT), 2);
    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_TIME_WAIT, "10.0.0.1:12000", "", "time-wait");
    assert_false(culprit_at(lab, 0)->flags & SOCKNOTE_REUSEADDR);
}

/* It keeps its port, and nobody is served (signal(7)). */
static void test_stopped_listener(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct err err;

    make_socket(lab, "AF_INET, SOCK_STREAM", 3, true);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "server", "fork(heir)");
    assert_int_equal(labtest_result(lab, "heir", "close(3)"), 0);
    lab_signal(lab, lab_find(lab, "server"), SIGSTOP, &err);
    labtest_rest(lab);
    labtest_result(lab, "heir", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "heir", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    expect_culprit(lab, STATE_LISTEN, "0.0.0.0:12000", "server fd 3",
                   "stopped");
}

/* A socket of the client, connected to the server's port 12000. */
static void connect_client(struct lab *lab)
{
    make_socket(lab, "AF_INET, SOCK_STREAM", 3, false);
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)");
    assert_int_equal(labtest_result(lab, "server", "accept(3)"), 4);
}

/* It is a connection that keeps the new server from its port. */
static void bind_again(struct lab *lab)
{
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
}

static void test_held_connection(void **state)
{
    struct lab *lab = labtest_begin(state);

    connect_client(lab);
    labtest_result(lab, "server", "close(3)");
    bind_again(lab);
    expect_culprit(lab, STATE_ESTAB, "10.0.0.1:12000", "server fd 4",
                   "connection");
}

static void test_orphan(void **state)
{
    struct lab *lab = labtest_begin(state);

    connect_client(lab);
    labtest_result(lab, "server", "close(3)");
    labtest_result(lab, "server", "close(4)");
    bind_again(lab);
    /* FIN-WAIT-1 for as long as the FIN is not acknowledged. */
    assert_string_equal(culprit_at(lab, 0)->row, "fin-wait");
    assert_string_equal(culprit_at(lab, 0)->owner, "");
}

/* The kernel has given the port to somebody who calls elsewhere. */
static void test_outgoing(void **state)
{
    struct lab *lab = labtest_begin(state);
    const struct sock *socks;
    char call[64];
    size_t n;

    connect_client(lab);
    socks = lab_sockets(lab, HOST_CLIENT, &n);
    assert_int_equal(n, 1);
    snprintf(call, sizeof(call), "bind(4, 0.0.0.0:%d)", socks[0].local.port);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "client", call), -EADDRINUSE);
    assert_string_equal(culprit_at(lab, 0)->row, "outgoing");
}

int main(void)
{
#define CULPRIT_TEST(test)                                                     \
    cmocka_unit_test_setup_teardown(test, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        CULPRIT_TEST(test_live_listener),
        CULPRIT_TEST(test_second_listen),
        CULPRIT_TEST(test_bound_only),
        CULPRIT_TEST(test_dual_stack),
        CULPRIT_TEST(test_udp_is_not_tcp),
        CULPRIT_TEST(test_inherited_listener),
        CULPRIT_TEST(test_bare_one_among_flagged),
        CULPRIT_TEST(test_stopped_listener),
        CULPRIT_TEST(test_held_connection),
        CULPRIT_TEST(test_orphan),
        CULPRIT_TEST(test_outgoing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
