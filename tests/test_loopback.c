/* The world without namespaces: addresses there and back, and a living lab. */
#include "tests/labtest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lab/inside.h"
#include "lab/loopback.h"

struct fixture {
    struct loopback loopback;
    struct lab *lab;
};

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    struct err err;

    *state = fixture;
    return fixture ? loopback_open(&fixture->loopback, -1, &err) : -1;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    loopback_close(&fixture->loopback);
    lab_close(fixture->lab);
    free(fixture);
    return 0;
}

/* What a call's address becomes; "" when the call is refused. */
static const char *translated(struct fixture *fixture, enum host_id host,
                              const char *text, struct addr *addr)
{
    static char out[ADDR_TEXT];
    struct call call;
    struct err err;

    if (call_parse(&call, text, &err) < 0)
        fail_msg("%s", err.text);
    out[0] = '\0';
    if (loopback_call(&fixture->loopback, host, &call, &err) == 0) {
        *addr = call.args[1].addr;
        addr_format(addr, out);
    }
    call_free(&call);
    return out;
}

/* "127.A.B." of this lab and the rest. */
static char *own(const struct fixture *fixture, const char *rest)
{
    static char out[ADDR_TEXT];

    snprintf(out, sizeof(out), "127.%u.%u.%s", fixture->loopback.net[1],
             fixture->loopback.net[2], rest);
    return out;
}

static void test_addresses_there_and_back(void **state)
{
    static const struct {
        enum host_id host;
        const char *call;
        const char *real;
        const char *script;
    } cases[] = {
        {HOST_CLIENT, "connect(3, 10.0.0.1:0)", "1:0", "10.0.0.1:0"},
        {HOST_SERVER, "connect(3, 10.0.0.2:0)", "2:0", "10.0.0.2:0"},
        {HOST_SERVER, "bind(3, 0.0.0.0:0)", "1:0", "10.0.0.1:0"},
        {HOST_CLIENT, "bind(3, 0.0.0.0:0)", "2:0", "10.0.0.2:0"},
        {HOST_SERVER, "bind(3, 127.0.0.2:0)", "66:0", "127.0.0.2:0"},
        {HOST_CLIENT, "bind(3, 127.0.0.2:0)", "130:0", "127.0.0.2:0"},
    };
    struct fixture *fixture = *state;
    struct addr addr;
    char text[ADDR_TEXT];

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_string_equal(
            translated(fixture, cases[i].host, cases[i].call, &addr),
            own(fixture, cases[i].real));
        loopback_back(&fixture->loopback, &addr);
        assert_string_equal(addr_format(&addr, text), cases[i].script);
    }
}

/* Each host of each lab has names of its own, as in namespaces. */
static void test_abstract_names_there_and_back(void **state)
{
    struct fixture *fixture = *state;
    struct addr addr;
    char mine[ADDR_TEXT], text[ADDR_TEXT];
    char call[160];

    translated(fixture, HOST_SERVER, "bind(3, unix:@name)", &addr);
    strcpy(mine, addr.path);
    assert_string_not_equal(mine, "@name");
    loopback_back(&fixture->loopback, &addr);
    assert_string_equal(addr_format(&addr, text), "unix:@name");
    translated(fixture, HOST_CLIENT, "bind(3, unix:@name)", &addr);
    assert_string_not_equal(mine, addr.path);
    loopback_back(&fixture->loopback, &addr);
    assert_string_equal(addr_format(&addr, text), "unix:@name");
    translated(fixture, HOST_SERVER, "bind(3, unix:/tmp/@s)", &addr);
    assert_string_equal(addr.path, "/tmp/@s");
    snprintf(call, sizeof(call), "bind(3, unix:@%0100d)", 0);
    assert_string_equal(translated(fixture, HOST_SERVER, call, &addr), "");
}

/* Nothing may leave the machine, and no server be reached from outside. */
static void test_refuses_the_world_outside(void **state)
{
    static const char *const calls[] = {
        "connect(3, 10.0.0.3:80)",          "connect(3, 192.0.2.1:80)",
        "connect(3, [fd00::1]:80)",         "bind(3, [::]:12000)",
        "bind(3, 10.1.0.1:12000)",          "bind(3, 127.1.0.1:12000)",
        "socket(AF_INET6, SOCK_STREAM, 0)",
    };
    struct fixture *fixture = *state;
    struct addr addr;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        assert_string_equal(translated(fixture, HOST_SERVER, calls[i], &addr),
                            "");
}

/* A port that somebody has on this machine is played by another. */
static void test_taken_port_is_played_by_another(void **state)
{
    struct fixture *fixture = *state;
    struct sockaddr_in taken = {.sin_family = AF_INET};
    socklen_t len = sizeof(taken);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct addr addr;
    char call[64];
    uint16_t port;

    taken.sin_addr.s_addr = htonl(INADDR_ANY);
    memcpy(&taken.sin_addr, fixture->loopback.net, 3);
    ((uint8_t *)&taken.sin_addr)[3] = 1;
    assert_int_equal(bind(fd, (struct sockaddr *)&taken, len), 0);
    getsockname(fd, (struct sockaddr *)&taken, &len);
    port = ntohs(taken.sin_port);
    snprintf(call, sizeof(call), "bind(3, 10.0.0.1:%u)", port);
    assert_string_not_equal(translated(fixture, HOST_SERVER, call, &addr), "");
    close(fd);
    assert_int_not_equal(addr.port, port);
    loopback_back(&fixture->loopback, &addr);
    assert_int_equal(addr.port, port);
}

/* The port that plays one of the script's is not given to a second one. */
static void test_two_ports_are_not_played_by_one(void **state)
{
    struct fixture *fixture = *state;
    struct sockaddr_in taken = {.sin_family = AF_INET};
    socklen_t len = sizeof(taken);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct addr first;
    struct addr second;
    char call[64];
    uint16_t port = 12000;

    memcpy(&taken.sin_addr, fixture->loopback.net, 3);
    ((uint8_t *)&taken.sin_addr)[3] = 1;
    taken.sin_port = htons(port);
    assert_int_equal(bind(fd, (struct sockaddr *)&taken, len), 0);
    snprintf(call, sizeof(call), "connect(3, 10.0.0.1:%u)", port);
    translated(fixture, HOST_CLIENT, call, &first);
    close(fd);
    assert_int_equal(first.port, port + 1);
    snprintf(call, sizeof(call), "bind(3, 10.0.0.1:%u)", port + 1U);
    translated(fixture, HOST_SERVER, call, &second);
    assert_int_not_equal(second.port, first.port);
    loopback_back(&fixture->loopback, &first);
    loopback_back(&fixture->loopback, &second);
    assert_int_equal(first.port, port);
    assert_int_equal(second.port, port + 1);
}

static void test_two_labs_do_not_meet(void **state)
{
    struct fixture *fixture = *state;
    struct loopback other;
    struct err err;

    assert_int_equal(loopback_open(&other, -1, &err), 0);
    assert_memory_not_equal(other.net, fixture->loopback.net, 3);
    loopback_close(&other);
}

/* The article's experiment works here too, addresses as the lesson has them. */
static void test_address_in_use(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct actor *server;
    const struct sock *socks;
    char text[ADDR_TEXT];
    struct err err;
    size_t n;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     0);
    labtest_result(lab, "server", "listen(3, 5)");
    socks = lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 1);
    assert_string_equal(addr_format(&socks[0].local, text), "0.0.0.0:12000");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"), 0);
    assert_int_equal(labtest_result(lab, "server", "accept(3, _)"), 4);
    server = lab_find(lab, "server");
    assert_memory_equal(actor_outcome(server, NULL)->addr.ip, "\x0a\0\0\x02",
                        4);
    labtest_result(lab, "server", "close(4)");
    labtest_result(lab, "client", "close(3)");
    lab_signal(lab, server, SIGKILL, &err);
    labtest_rest(lab);
    lab_start(lab, server, 0, &err);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_TIME_WAIT), 1);
    assert_int_equal(labtest_count(lab, HOST_CLIENT, STATE_TIME_WAIT), 0);
}

/* listen() without bind() takes a port of every address; not here. */
static void test_never_listens_outside(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    const struct sock *socks;
    size_t n;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "listen(3, 5)"), 0);
    socks = lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 1);
    assert_memory_equal(socks[0].local.ip, "\x0a\0\0\x01", 4);
}

/* What can't be read for a moment is not gone. */
static void test_unreadable_list_ends_no_socket(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct rlimit before;
    struct rlimit none;
    size_t n;

    /* As where there is no sock_diag: sockets come from /proc alone. */
    if (lab->diag >= 0)
        close(lab->diag);
    lab->diag = -1;
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 10.0.0.1:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 1);
    getrlimit(RLIMIT_NOFILE, &before);
    none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none);
    lab_refresh(lab);
    setrlimit(RLIMIT_NOFILE, &before);
    lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 1);
}

int main(void)
{
#define LOOPBACK_TEST(test)                                                    \
    cmocka_unit_test_setup_teardown(test, setup, teardown)
    const struct CMUnitTest tests[] = {
        LOOPBACK_TEST(test_addresses_there_and_back),
        LOOPBACK_TEST(test_abstract_names_there_and_back),
        LOOPBACK_TEST(test_refuses_the_world_outside),
        LOOPBACK_TEST(test_taken_port_is_played_by_another),
        LOOPBACK_TEST(test_two_ports_are_not_played_by_one),
        LOOPBACK_TEST(test_two_labs_do_not_meet),
        LOOPBACK_TEST(test_address_in_use),
        LOOPBACK_TEST(test_never_listens_outside),
        LOOPBACK_TEST(test_unreadable_list_ends_no_socket),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
