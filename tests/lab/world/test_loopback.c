/* The world without namespaces: addresses there and back, and a living lab. */
#include "tests/support/labtest.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/lab_inside.h"
#include "lab/world/loopback.h"

struct fixture {
    struct loopback loopback;
    struct lab *lab;
    struct lab *other; /* beside the first */
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
    lab_close(fixture->other);
    free(fixture);
    return 0;
}

/* What a call's address becomes; "" when the call is refused. */
static const char *translated(struct fixture *fixture, enum host_id host,
                              const char *text, struct addr *addr)
{
    static char out[ADDR_TEXT];
    const struct loopback_caller caller = {.actor = fixture, .host = host};
    struct call call;
    struct err err;

    if (call_parse(&call, text, &err) < 0)
        fail_msg("%s", err.text);
    out[0] = '\0';
    if (loopback_call(&fixture->loopback, &caller, &call, &err) == 0) {
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
        {HOST_SERVER, "bind(3, 10.0.0.1:0)", "1:0", "10.0.0.1:0"},
        {HOST_CLIENT, "bind(3, 10.0.0.2:0)", "2:0", "10.0.0.2:0"},
        {HOST_SERVER, "connect(3, 0.0.0.0:0)", "65:0", "127.0.0.1:0"},
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
        loopback_back(&fixture->loopback, cases[i].host, &addr);
        assert_string_equal(addr_format(&addr, text), cases[i].script);
    }
    assert_string_equal(
        translated(fixture, HOST_CLIENT, "bind(3, 0.0.0.0:0)", &addr),
        "0.0.0.0:0");
}

/* One port of the script's is another on each host, and both are known. */
static void test_each_host_has_its_ports(void **state)
{
    struct fixture *fixture = *state;
    struct addr server, client, far;

    translated(fixture, HOST_SERVER, "bind(3, 0.0.0.0:12000)", &server);
    translated(fixture, HOST_CLIENT, "bind(3, 0.0.0.0:12000)", &client);
    translated(fixture, HOST_SERVER, "connect(3, 10.0.0.2:12000)", &far);
    assert_int_not_equal(server.port, client.port);
    assert_int_equal(far.port, client.port);
    loopback_back(&fixture->loopback, HOST_SERVER, &server);
    loopback_back(&fixture->loopback, HOST_CLIENT, &client);
    assert_int_equal(server.port, 12000);
    assert_int_equal(client.port, 12000);
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
    loopback_back(&fixture->loopback, HOST_SERVER, &addr);
    assert_string_equal(addr_format(&addr, text), "unix:@name");
    translated(fixture, HOST_CLIENT, "bind(3, unix:@name)", &addr);
    assert_string_not_equal(mine, addr.path);
    loopback_back(&fixture->loopback, HOST_SERVER, &addr);
    assert_string_equal(addr_format(&addr, text), "unix:@name");
    translated(fixture, HOST_SERVER, "bind(3, unix:/tmp/@s)", &addr);
    assert_string_equal(addr.path, "/tmp/@s");
    snprintf(call, sizeof(call), "bind(3, unix:@%0100d)", 0);
    assert_string_equal(translated(fixture, HOST_SERVER, call, &addr), "");
}

/* Whether a call of the server's is refused, with a reason. */
static bool is_refused(struct fixture *fixture, const char *text)
{
    const struct loopback_caller caller = {.actor = fixture,
                                           .host = HOST_SERVER};
    struct call call;
    struct err err = {.text = ""};
    bool refused;

    if (call_parse(&call, text, &err) < 0)
        fail_msg("%s", err.text);
    refused = loopback_call(&fixture->loopback, &caller, &call, &err) < 0;
    assert_true(!refused || (err.kind == ERR_MACHINE && err.text[0]));
    call_free(&call);
    return refused;
}

/* The sentence names what is refused, whatever else needs the same. */
static void test_a_refusal_is_about_its_call(void **state)
{
    struct fixture *fixture = *state;
    const struct loopback_caller caller = {.actor = fixture,
                                           .host = HOST_SERVER};
    struct call call;
    struct err err = {.text = ""};

    assert_int_equal(call_parse(&call, "connect(3, AF_UNSPEC)", &err), 0);
    assert_int_equal(loopback_call(&fixture->loopback, &caller, &call, &err),
                     -1);
    assert_non_null(strstr(err.text, "connect() with AF_UNSPEC"));
    call_free(&call);
}

/* Nothing may leave the machine, and no server be reached from outside. */
static void test_refuses_the_world_outside(void **state)
{
    static const char *const calls[] = {
        "connect(3, 10.0.0.3:80)",
        "connect(3, 192.0.2.1:80)",
        "connect(3, [fd00::1]:80)",
        "connect(3, AF_UNSPEC)",
        "bind(3, [::]:12000)",
        "bind(3, 10.1.0.1:12000)",
        "bind(3, 127.1.0.1:12000)",
        "bind(3, 10.0.0.2:12000)",
        "connect(3, 127.0.0.64:80)",
        "connect(3, 127.0.0.0:80)",
        "sendto(3, \"x\", 0, 10.0.0.9:80)",
        "socket(AF_INET6, SOCK_STREAM, 0)",
        "socket(AF_PACKET, SOCK_RAW, 0)",
        "socket(AF_INET, SOCK_RAW, 1)",
        "socket(AF_INET, SOCK_DGRAM, 1)",
        "socket(AF_INET, SOCK_STREAM, 262)",
        "sendto(3, \"x\", 0, 10.0.0.255:80)",
        "sendto(3, \"x\", 0, 255.255.255.255:80)",
        "sendto(3, \"x\", 0, 224.0.0.1:80)",
        "sendto(3, \"x\", MSG_FASTOPEN, 10.0.0.1:80)",
        "bind(3, 224.0.0.1:12000)",
        "setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, {117571567, 0, 0})",
        "setsockopt(3, IPPROTO_IP, IP_ADD_SOURCE_MEMBERSHIP, {1, 0, 1})",
        "setsockopt(3, IPPROTO_IP, 42, {1, 0, 1})",
        "setsockopt(3, IPPROTO_IP, 46, {1, 0, 1})",
        "setsockopt(3, 0, 35, {117571567, 0, 0})",
        "setsockopt(3, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, {0, 0, 0, 1, 0})",
        "setsockopt(3, IPPROTO_IPV6, IPV6_MULTICAST_IF, 1)",
        "setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2.3, 10.0.0.1})",
        "setsockopt(3, IPPROTO_IP, IP_MULTICAST_IF, {0, 0, 2})",
        "setsockopt(3, IPPROTO_IP, IP_MULTICAST_IF, 0x0100000a)",
        "setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, 0)",
        "setsockopt(3, SOL_SOCKET, SO_BINDTOIFINDEX, 0)",
        "setsockopt(3, IPPROTO_IP, IP_UNICAST_IF, 2)",
        "getsockopt(3, IPPROTO_TCP, TCP_MAXSEG, _)",
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (!is_refused(fixture, calls[i]))
            fail_msg("%s was let through", calls[i]);
    assert_false(is_refused(
        fixture, "setsockopt(3, IPPROTO_IP, IP_MULTICAST_IF, 0x0100007f)"));
    assert_false(is_refused(
        fixture, "setsockopt(3, IPPROTO_IP, IP_MULTICAST_IF, 0x7f000001)"));
}

/* A call has returned, with this socket (0: none) behind its descriptor. */
static void returned(struct fixture *fixture, const char *text, long ret,
                     uint64_t cookie)
{
    const struct loopback_caller caller = {.actor = fixture,
                                           .host = HOST_SERVER};
    struct outcome outcome = {.ret = ret};
    struct call call;
    struct err err;

    if (call_parse(&call, text, &err) < 0)
        fail_msg("%s", err.text);
    outcome.sock = (struct socknote){
        .cookie = cookie, .fd = 3, .proto = cookie ? IPPROTO_TCP : 0};
    loopback_returned(&fixture->loopback, &caller, &call, &outcome);
    call_free(&call);
}

/* What a socket has sent is forgotten when something else takes its number. */
static void test_a_copy_takes_the_place_of_a_socket(void **state)
{
    struct fixture *fixture = *state;

    returned(fixture, "send(3, \"x\"*65536, 0)", 65536, 7);
    assert_true(is_refused(fixture, "write(3, \"x\")"));
    assert_true(is_refused(fixture, "writev(3, {\"x\"})"));
    assert_true(is_refused(fixture, "sendfile(3, 5, 0, 1)"));
    returned(fixture, "dup2(5, 3)", 3, 0);
    assert_false(is_refused(fixture, "write(3, \"x\")"));
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
    loopback_back(&fixture->loopback, HOST_SERVER, &addr);
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
    uint16_t port = 21000; /* other tests have labs of their own meanwhile */

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
    loopback_back(&fixture->loopback, HOST_SERVER, &first);
    loopback_back(&fixture->loopback, HOST_SERVER, &second);
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

/* The device that an actor's descriptor is tied to; "" for none. */
static const char *device(struct lab *lab, const char *name, int fd)
{
    static char out[32];
    pid_t pid = lab_find(lab, name)->pid;
    socklen_t len = sizeof(out) - 1;
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    int copy = (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);

    close(pidfd);
    if (copy < 0)
        skip(); /* a machine may forbid it, ptrace(2) */
    memset(out, 0, sizeof(out));
    assert_int_equal(getsockopt(copy, SOL_SOCKET, SO_BINDTODEVICE, out, &len),
                     0);
    close(copy);
    return out;
}

/* Whatever it is bound to, a socket is there for lo alone. */
static void test_every_socket_is_kept_on_lo(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    const struct sock *socks;
    char text[ADDR_TEXT];
    size_t n;

    labtest_connect(lab);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "listen(6, 5)"), 0);
    assert_int_equal(labtest_result(lab, "server", "getsockname(6, 0.0.0.0:*)"),
                     0);
    for (int fd = 3; fd <= 6; fd++)
        assert_string_equal(device(lab, "server", fd), "lo");
    assert_string_equal(device(lab, "client", 3), "lo");
    socks = lab_sockets(lab, HOST_SERVER, &n);
    assert_int_equal(n, 3);
    for (size_t i = 0; i < n; i++)
        if (socks[i].state == STATE_LISTEN)
            assert_memory_equal(addr_format(&socks[i].local, text),
                                "0.0.0.0:", 8);
}

/* ---- 0.0.0.0 is 0.0.0.0 ---- */

/* Whether the lab refuses the call, and makes none. */
static bool lab_refuses(struct lab *lab, const char *name, const char *text)
{
    struct actor *actor = lab_find(lab, name);
    size_t before = log_count(lab_log(lab));
    struct call call;
    struct err err = {.text = ""};
    bool refused;

    if (call_parse(&call, text, &err) < 0)
        fail_msg("%s", err.text);
    refused = lab_call(lab, actor, &call, 0, &err) < 0;
    labtest_rest(lab);
    if (refused) {
        assert_int_equal(err.kind, ERR_MACHINE);
        assert_non_null(strstr(err.text, "namespaces"));
        assert_int_equal(log_count(lab_log(lab)), before);
    }
    return refused;
}

/* One whose connection is over. */
static void test_time_wait_of_one_address_blocks_all(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct err err;

    lab_actor(lab, "near", HOST_SERVER, &err);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 127.0.0.1:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "near", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "near", "connect(3, 127.0.0.1:12000)"),
                     0);
    assert_int_equal(labtest_result(lab, "server", "accept(3, 127.0.0.1:*)"),
                     4);
    labtest_result(lab, "server", "close(4)");
    labtest_result(lab, "near", "close(3)");
    labtest_result(lab, "server", "close(3)");
    labtest_await(lab, HOST_SERVER, STATE_TIME_WAIT);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
}

/* The name that the script gave is the one that it is told. */
static void test_wildcard_is_told_as_such(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    const struct outcome *outcome;
    char text[ADDR_TEXT];

    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    outcome =
        actor_outcome(labtest_call(lab, "server", "getsockname(3, *:*)"), NULL);
    assert_string_equal(addr_format(&outcome->addr, text), "0.0.0.0:12000");
}

/* All of its host's addresses lead to it, and none of the other's. */
static void test_wildcard_takes_its_own_host(void **state)
{
    static const char *const own[] = {
        "connect(3, 127.0.0.1:12000)",
        "connect(4, 127.0.0.63:12000)",
        "connect(5, 10.0.0.1:12000)",
        "connect(6, 0.0.0.0:12000)",
    };
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct err err;

    lab_actor(lab, "near", HOST_SERVER, &err);
    labtest_connect(lab);
    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
        labtest_result(lab, "near", "socket(AF_INET, SOCK_STREAM, 0)");
        assert_int_equal(labtest_result(lab, "near", own[i]), 0);
    }
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(4, 10.0.0.2:12000)"),
        -ECONNREFUSED);
    assert_int_equal(
        labtest_result(lab, "client", "connect(4, 127.0.0.1:12000)"),
        -ECONNREFUSED);
    assert_int_equal(labtest_result(lab, "client", "getsockname(4, 0.0.0.0:*)"),
                     0);
    assert_int_equal(labtest_result(lab, "client", "bind(4, 0.0.0.0:12000)"),
                     0);
}

/* A connect() that failed leaves 0.0.0.0, unless it was not tried at all. */
static void test_address_after_a_connect_that_failed(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    const struct outcome *outcome;
    char text[ADDR_TEXT];

    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)");
    outcome =
        actor_outcome(labtest_call(lab, "client", "getsockname(3, *:*)"), NULL);
    assert_memory_equal(addr_format(&outcome->addr, text), "0.0.0.0:", 8);
    assert_int_not_equal(outcome->addr.port, 0);
    labtest_result(lab, "client",
                   "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(4, 10.0.0.1:12000)"),
        -EINPROGRESS);
    assert_int_equal(labtest_result(lab, "client", "shutdown(4, SHUT_RDWR)"),
                     -ENOTCONN);
    assert_int_equal(
        labtest_result(lab, "client", "connect(4, 10.0.0.1:12000)"), -EINVAL);
    outcome =
        actor_outcome(labtest_call(lab, "client", "getsockname(4, *:*)"), NULL);
    assert_memory_equal(addr_format(&outcome->addr, text), "10.0.0.2:", 9);
}

/* A listener on one address stands in the way of all. */
static void test_wildcard_meets_one_address(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct err err;

    lab_actor(lab, "near", HOST_SERVER, &err);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 127.0.0.1:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "near", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "near", "bind(3, 0.0.0.0:12000)"),
                     -EADDRINUSE);
    assert_int_equal(labtest_result(lab, "near", "bind(3, 127.0.0.2:12000)"),
                     0);
}

/* Lanes run side by side, each with a 0.0.0.0:12000 of its own. */
static void test_two_labs_have_the_same_port(void **state)
{
    struct fixture *fixture = *state;

    fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    fixture->other = labtest_open(ISOLATION_LOOPBACK);
    labtest_connect(fixture->lab);
    labtest_connect(fixture->other);
    labtest_result(fixture->other, "server", "close(3)");
    labtest_result(fixture->other, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(fixture->other, "client", "connect(4, 10.0.0.1:12000)"),
        -ECONNREFUSED);
}

/* A port that the kernel has chosen can be named, as soon as it was shown. */
static void test_chosen_port_can_be_named(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    const struct outcome *outcome;
    char call[64];

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "listen(3, 5)");
    outcome =
        actor_outcome(labtest_call(lab, "server", "getsockname(3, *:*)"), NULL);
    snprintf(call, sizeof(call), "connect(3, 10.0.0.1:%u)", outcome->addr.port);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(labtest_result(lab, "client", call), 0);
}

/* UDP answers from where it was asked, and stays bound to all. */
static void test_datagrams_have_their_source(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);
    struct err err;

    lab_actor(lab, "near", HOST_SERVER, &err);
    labtest_result(lab, "server", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "near", "socket(AF_INET, SOCK_DGRAM, 0)");
    labtest_result(lab, "client", "sendto(3, \"a\", 0, 10.0.0.1:12000)");
    labtest_result(lab, "near", "sendto(3, \"b\", 0, 0.0.0.0:12000)");
    labtest_call(lab, "server", "recvfrom(3, _, 10, MSG_DONTWAIT, *:*)");
    assert_memory_equal(actor_outcome(lab_find(lab, "server"), NULL)->addr.ip,
                        "\x0a\0\0\x02", 4);
    labtest_call(lab, "server", "recvfrom(3, _, 10, MSG_DONTWAIT, *:*)");
    assert_memory_equal(actor_outcome(lab_find(lab, "server"), NULL)->addr.ip,
                        "\x7f\0\0\x01", 4);
    labtest_call(lab, "client", "getsockname(3, *:*)");
    assert_true(
        addr_is_wildcard(&actor_outcome(lab_find(lab, "client"), NULL)->addr));
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"), 0);
    labtest_call(lab, "client", "getsockname(3, *:*)");
    assert_memory_equal(actor_outcome(lab_find(lab, "client"), NULL)->addr.ip,
                        "\x0a\0\0\x02", 4);
}

/* ---- what can't be the same ---- */

/* What is refused depends on the socket: a call, and those before it. */
static void test_refuses_what_would_differ(void **state)
{
    static const char *const cases[][6] = {
        {"connect(3, 10.0.0.2:12000)", "socket(AF_INET, SOCK_STREAM, 0)",
         "bind(3, 0.0.0.0:12001)"},
        {"connect(4, 10.0.0.2:12000)", "socket(AF_INET, SOCK_DGRAM, 0)",
         "bind(3, 0.0.0.0:12001)", "dup(3)"},
        {"connect(3, 10.0.0.2:12000)", "socket(AF_INET, SOCK_STREAM, 0)",
         "bind(3, 127.0.0.1:12001)"},
        {"sendto(3, \"x\", 0, 10.0.0.2:12000)",
         "socket(AF_INET, SOCK_DGRAM, 0)", "bind(3, 127.0.0.1:12001)"},
        {"listen(3, 5)", "socket(AF_INET, SOCK_STREAM, 0)",
         "connect(3, 127.0.0.1:12000)"},
        {"sendto(3, \"x\"*60000, 0, 10.0.0.2:12000)",
         "socket(AF_INET, SOCK_DGRAM, 0)",
         "sendto(3, \"x\"*6000, 0, 10.0.0.2:12000)"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);

        for (int k = 1; k < 6 && cases[i][k]; k++)
            labtest_result(lab, "server", cases[i][k]);
        if (!lab_refuses(lab, "server", cases[i][0]))
            fail_msg("%s was made", cases[i][0]);
        lab_close(lab);
        fixture->lab = NULL;
    }
}

/* A child has its parent's sockets, and is refused what they are refused. */
static void test_refuses_a_child_the_same(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    assert_true(labtest_result(lab, "server", "fork(kid)") > 0);
    assert_true(lab_refuses(lab, "kid", "connect(3, 10.0.0.2:12000)"));
    labtest_result(lab, "kid", "close(3)");
    labtest_result(lab, "kid", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_false(lab_refuses(lab, "kid", "connect(3, 10.0.0.2:12000)"));
}

/* tcp_tw_reuse makes a difference between lo and the way to another host. */
static void test_refuses_to_follow_a_time_wait(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)");
    labtest_result(lab, "client", "bind(3, 10.0.0.2:12001)");
    labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)");
    labtest_result(lab, "server", "accept(3)");
    labtest_result(lab, "client", "close(3)");
    labtest_result(lab, "server", "close(4)");
    labtest_await(lab, HOST_CLIENT, STATE_TIME_WAIT);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)");
    assert_int_equal(labtest_result(lab, "client", "bind(3, 10.0.0.2:12001)"),
                     0);
    assert_true(lab_refuses(lab, "client", "connect(3, 10.0.0.1:12000)"));
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12009)"),
        -ECONNREFUSED);
}

/* Between two hosts the first packet has 1448 bytes. */
static void test_refuses_more_than_a_packet_to_who_waits(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);

    labtest_connect(lab);
    labtest_call(lab, "server", "recv(4, _, 65536, 0)");
    assert_true(lab_refuses(lab, "client", "send(3, \"x\"*1449, 0)"));
    assert_int_equal(labtest_result(lab, "client", "send(3, \"x\"*1448, 0)"),
                     1448);
    assert_int_equal(labtest_result(lab, "client", "send(3, \"x\"*64000, 0)"),
                     64000);
    assert_true(lab_refuses(lab, "client", "write(3, \"x\"*100)"));
}

/* Without sock_diag a socket of 0.0.0.0 is known by its port. */
static void test_wildcard_is_seen_without_sock_diag(void **state)
{
    struct fixture *fixture = *state;
    struct lab *lab = fixture->lab = labtest_open(ISOLATION_LOOPBACK);

    if (lab->diag >= 0)
        close(lab->diag);
    lab->diag = -1;
    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "server", "listen(3, 5)");
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    labtest_result(lab, "client", "bind(3, 0.0.0.0:12000)");
    labtest_result(lab, "client", "listen(3, 5)");
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 1);
    assert_int_equal(labtest_count(lab, HOST_CLIENT, STATE_LISTEN), 1);
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
        LOOPBACK_TEST(test_each_host_has_its_ports),
        LOOPBACK_TEST(test_abstract_names_there_and_back),
        LOOPBACK_TEST(test_a_refusal_is_about_its_call),
        LOOPBACK_TEST(test_refuses_the_world_outside),
        LOOPBACK_TEST(test_a_copy_takes_the_place_of_a_socket),
        LOOPBACK_TEST(test_taken_port_is_played_by_another),
        LOOPBACK_TEST(test_two_ports_are_not_played_by_one),
        LOOPBACK_TEST(test_two_labs_do_not_meet),
        LOOPBACK_TEST(test_address_in_use),
        LOOPBACK_TEST(test_every_socket_is_kept_on_lo),
        LOOPBACK_TEST(test_time_wait_of_one_address_blocks_all),
        LOOPBACK_TEST(test_wildcard_is_told_as_such),
        LOOPBACK_TEST(test_wildcard_takes_its_own_host),
        LOOPBACK_TEST(test_address_after_a_connect_that_failed),
        LOOPBACK_TEST(test_wildcard_meets_one_address),
        LOOPBACK_TEST(test_two_labs_have_the_same_port),
        LOOPBACK_TEST(test_chosen_port_can_be_named),
        LOOPBACK_TEST(test_datagrams_have_their_source),
        LOOPBACK_TEST(test_refuses_what_would_differ),
        LOOPBACK_TEST(test_refuses_a_child_the_same),
        LOOPBACK_TEST(test_refuses_to_follow_a_time_wait),
        LOOPBACK_TEST(test_refuses_more_than_a_packet_to_who_waits),
        LOOPBACK_TEST(test_wildcard_is_seen_without_sock_diag),
        LOOPBACK_TEST(test_unreadable_list_ends_no_socket),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
