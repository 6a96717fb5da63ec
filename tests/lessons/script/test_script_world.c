/*
 * test_script_world.c - lines on sockets, packets and time, and what is
 * refused.
 */
#include "tests/support/scripttest.h"

/* ---- observations ---- */

static void test_ss(void **state)
{
    const struct line *line =
        parse_line(*state, "server$ ss TIME-WAIT 10.0.0.1:12000 10.0.0.2:*");

    assert_int_equal(line->kind, LINE_SS);
    assert_int_equal(line->host, HOST_SERVER);
    assert_int_equal(line->state, STATE_TIME_WAIT);
    assert_int_equal(line->local.port, 12000);
    assert_true(line->peer.any_port);
    assert_false(line->peer.any_host);
}

static void test_ss_without_peer(void **state)
{
    const struct line *line = parse_line(*state, "client$ ss no any *:80");

    assert_int_equal(line->kind, LINE_SS_NO);
    assert_true(line->any_state);
    assert_true(line->peer.any_host);
    assert_true(line->peer.any_port);
}

static void test_ss_destroy(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(parse_line(f, "server$ ss -K TIME-WAIT *:80")->kind,
                     LINE_SS_KILL);
    assert_true(f->script.needs[NEED_DESTROY]);
    assert_false(f->script.needs[NEED_WIRE]);
}

static void test_nstat(void **state)
{
    struct fixture *f = *state;
    const struct line *line =
        parse_line(f, "client$ nstat TcpInSegs = +1..3 within 5s if port=80");

    assert_int_equal(line->kind, LINE_NSTAT);
    assert_int_equal(line->host, HOST_CLIENT);
    assert_string_equal(line->counter, "TcpInSegs");
    assert_int_equal(line->since.from, 1);
    assert_int_equal(line->since.to, 3);
    assert_int_equal(line->deadline_ms, 5000);
    assert_int_equal(line->when.n, 1);
    assert_true(f->script.needs[NEED_COUNTER]);
    assert_false(f->script.needs[NEED_SYSCTL]);
    line = parse_line(f, "server$ nstat TcpExtListenOverflows=+0");
    assert_int_equal(line->since.to, 0);
    line = parse_line(f, "server$ nstat TcpInSegs = +1..");
    assert_int_equal(line->since.to, INT64_MAX);
}

static void test_ss_with_condition_and_deadline(void **state)
{
    static const char *const texts[] = {
        "server$ ss LISTEN *:80 if reuseaddr=on within 5s",
        "server$ ss LISTEN *:80 within 5s if reuseaddr=on",
    };
    struct fixture *f = *state;

    for (int i = 0; i < 2; i++) {
        const struct line *line = parse_line(f, texts[i]);

        assert_int_equal(line->deadline_ms, 5000);
        choose(f, "reuseaddr", "off");
        assert_false(line_applies(line, &f->setting));
        choose(f, "reuseaddr", "on");
        assert_true(line_applies(line, &f->setting));
    }
}

static void test_sysctl(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(
        f, "server$ sysctl net.ipv4.ip_local_port_range=1000 2000  # two");
    char *value;

    assert_int_equal(line->kind, LINE_SYSCTL);
    assert_string_equal(line->sysctl, "net.ipv4.ip_local_port_range");
    assert_string_equal(line->value, "1000 2000");
    assert_true(f->script.needs[NEED_SYSCTL]);
    line = parse_line(f, "server$ sysctl net.ipv4.x=1 2 if reuseaddr=on");
    assert_string_equal(line->value, "1 2");
    assert_int_equal(line->when.n, 1);
    line = parse_line(f, "server$ sysctl net.ipv4.tcp_rfc1337=$reuseaddr");
    value = line_sysctl_value(line, &f->setting);
    assert_string_equal(value, "0");
    free(value);
}

/* To look is no setting: it needs nothing of the world. */
static void test_sysctl_is_read(void **state)
{
    struct fixture *f = *state;
    const struct line *line = parse_line(
        f, "server$ sysctl -n net.ipv4.ip_local_port_range = 1 $port  # two");
    char *value;

    assert_int_equal(line->kind, LINE_SYSCTL_IS);
    assert_string_equal(line->sysctl, "net.ipv4.ip_local_port_range");
    value = line_sysctl_value(line, &f->setting);
    assert_string_equal(value, "1 12000");
    free(value);
    line = parse_line(f, "client$ sysctl -n net.ipv4.x=1 if reuseaddr=on");
    assert_string_equal(line->value, "1");
    assert_false(line_applies(line, &f->setting));
    assert_false(f->script.needs[NEED_SYSCTL]);
}

static void test_sysctl_is_absent(void **state)
{
    struct fixture *f = *state;
    const struct line *line =
        parse_line(f, "server$ sysctl no net.ipv4.tcp_tw_recycle");

    assert_int_equal(line->kind, LINE_SYSCTL_NO);
    assert_string_equal(line->sysctl, "net.ipv4.tcp_tw_recycle");
    assert_null(line->value);
    line = parse_line(f, "server$ sysctl no net.ipv4.x if reuseaddr=on");
    assert_false(line_applies(line, &f->setting));
    assert_false(f->script.needs[NEED_SYSCTL]);
}

static void test_ss_with_timer(void **state)
{
    static const char *const texts[] = {
        "server$ ss TIME-WAIT *:80 *:* timer:(timewait,1500ms..60s)",
        "server$ ss no TIME-WAIT *:80 timer:(timewait,1500ms..60s) within 5s",
        "server$ ss TIME-WAIT *:80 timer:(timewait,1500ms..60s) if port=80",
    };

    for (int i = 0; i < 3; i++) {
        const struct line *line = parse_line(*state, texts[i]);

        assert_int_equal(line->details.timer.timer, TIMER_TIMEWAIT);
        assert_int_equal(line->details.timer.from_ms, 1500);
        assert_int_equal(line->details.timer.to_ms, 60000);
        assert_true(line->peer.any_host);
    }
    assert_int_equal(parse_line(*state, "server$ ss ESTAB *:80 *:9 timer:(on)")
                         ->details.timer.timer,
                     TIMER_ON);
    assert_int_equal(
        parse_line(*state, "server$ ss ESTAB *:80 *:9")->details.timer.timer,
        TIMER_NONE);
}

static void test_ipv6_is_noticed(void **state)
{
    struct fixture *f = *state;

    parse_line(f, "server: bind(3, [::]:80)");
    assert_false(f->script.needs[NEED_IPV6]);
    parse_line(f, "server: bind(3, [::1]:80)");
    assert_false(f->script.needs[NEED_IPV6]);
    parse_line(f, "client: connect(3, [fd00::1]:80)");
    assert_true(f->script.needs[NEED_IPV6]);
    parse_line(f, "client$ ss ESTAB *:* [fd00::1]:80");
    assert_true(f->script.needs[NEED_IPV6]);
}

/* What plain loopback can't play shows before anything runs. */
static void test_what_loopback_lacks_is_noticed(void **state)
{
    static const struct {
        const char *line;
        enum need need; /* NEEDS: nothing */
    } lines[] = {
        {"server: socket(AF_INET, SOCK_STREAM, 0)", NEEDS},
        {"server: socket(AF_UNIX, SOCK_SEQPACKET, 0)", NEEDS},
        {"server: socket(AF_INET6, SOCK_STREAM, 0)", NEED_SOCKET},
        {"server: socket(AF_INET, SOCK_RAW, 255)", NEED_SOCKET},
        {"server: bind(3, 0.0.0.0:80)", NEEDS},
        {"server: bind(3, 127.0.0.63:80)", NEEDS},
        {"server: bind(3, 127.0.0.64:80)", NEED_ADDRESS},
        {"server: bind(3, 10.0.0.1:80)", NEEDS},
        {"server: bind(3, 10.0.0.2:80)", NEED_ADDRESS},
        {"other@client: bind(3, 10.0.0.2:80)", NEEDS},
        {"client: connect(3, 192.0.2.1:80)", NEED_ADDRESS},
        {"client: sendto(3, \"x\", 0, 10.0.0.255:80)", NEED_ADDRESS},
        {"client: sendto(3, \"x\", 0, 239.0.0.1:80)", NEED_MULTICAST},
        {"client: setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, {1, 0, 0})",
         NEED_MULTICAST},
        {"client: setsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, 0)", NEED_OPTION},
        {"client: getsockopt(3, IPPROTO_TCP, TCP_MAXSEG, 1448)", NEED_OPTION},
        {"client: accept(3, 192.0.2.1:80)", NEEDS},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        memset(f->script.needs, 0, sizeof(f->script.needs));
        parse_line(f, lines[i].line);
        for (enum need need = NEED_SOCKET; need < NEEDS; need++)
            if (f->script.needs[need] != (need == lines[i].need))
                fail_msg("%s: %d", lines[i].line, (int)need);
    }
}

/* ---- wire lines, time ---- */

static void test_wire_orders(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(parse_line(f, "wire: hold")->order, WIRE_HOLD);
    assert_int_equal(parse_line(f, "wire: flow")->order, WIRE_FLOW);
    assert_int_equal(parse_line(f, "wire: cut")->order, WIRE_CUT);
    assert_int_equal(parse_line(f, "wire: mend")->order, WIRE_MEND);
    assert_int_equal(f->script.lines[0].kind, LINE_WIRE_ORDER);
    assert_true(f->script.needs[NEED_WIRE]);
    assert_int_equal(parse_line(f, "wire: none within 5s")->kind,
                     LINE_WIRE_NONE);
    assert_int_equal(parse_line(f, "wire: deliver all")->kind, LINE_WIRE_ALL);
}

static void test_wire_packets(void **state)
{
    const struct line *line = parse_line(*state, "wire: [S.] server > client");

    assert_int_equal(line->kind, LINE_WIRE_EXPECT);
    assert_string_equal(line->packet.flags, "S.");
    assert_int_equal(line->packet.from, HOST_SERVER);
    assert_int_equal(line->packet.to, HOST_CLIENT);
    line = parse_line(*state, "wire: duplicate [.PF] client > server");
    assert_int_equal(line->kind, LINE_WIRE_PACKET);
    assert_int_equal(line->packet_order, PACKET_DUPLICATE);
    assert_false(line->packet.any);
    assert_string_equal(line->packet.flags, "FP.");
    line = parse_line(*state, "wire: deliver [WES] client > server");
    assert_string_equal(line->packet.flags, "SEW");
    line = parse_line(*state, "wire: [WEU.PRSF] client > server");
    assert_string_equal(line->packet.flags, "FSRP.UEW");
    line = parse_line(*state, "wire: drop");
    assert_int_equal(line->packet_order, PACKET_DROP);
    assert_true(line->packet.any);
    line = parse_line(*state, "wire: deliver");
    assert_int_equal(line->packet_order, PACKET_DELIVER);
}

static void test_wait(void **state)
{
    assert_int_equal(parse_line(*state, "wait 200ms")->wait_ms, 200);
    assert_int_equal(parse_line(*state, "wait 2s")->wait_ms, 2000);
    assert_int_equal(parse_line(*state, "wait 600s")->wait_ms, 600000);
    assert_int_equal(parse_line(*state, "wait 010ms")->wait_ms, 10);
}

/* ---- refusals ---- */

static void test_refusals(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } wrong[] = {
        {"jump", "'jump' was found"},
        {"server jump", "'server jump' was found"},
        {": start", "': start' was found"},
        {"server:", "start, restart"},
        {"server: jump", "start, restart"},
        {"server: start now", "'now' was found"},
        {"server: SIGFOO", "'SIGFOO'"},
        {"server: killed", "a signal such as SIGINT"},
        {"server: exited 256", "'256' was found"},
        {"server: exited", "an exit status"},
        {"server: bind(3", "a closing parenthesis"},
        {"server: bind(3, \"x)", "a \" at the end of the string"},
        {"server: send(3, \"hello, 5, 0) = 5", "a \" at the end of the"},
        {"clint: close(3)", "first line, did you mean client:?"},
        {"server: bind(3, 10.0.0.1:80) 0", "'0' was found behind the call"},
        {"server: bind(3, 10.0.0.1:80) =", "a result was expected"},
        {"server: bind(3, 10.0.0.1:80) = EADDRINUSE", "'-1 EADDRINUSE'"},
        {"server: bind(3, 10.0.0.1:80) = -1 EFOO", "'EFOO' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 EINVAL", "a result was expected"},
        {"server: bind(3, 10.0.0.1:80) = 0, 1", "an 'if' behind"},
        {"server: bind(3, 10.0.0.1:80) = 0 if", "a condition"},
        {"server: bind(3, 10.0.0.1:80) = 0 if x=1", "'x' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 if port=1", "12000, 12001 or 80"},
        {"server: bind(3, 10.0.0.1:80) = 0 within 5", "'5' was found"},
        {"server: bind(3, 10.0.0.1:80) = 0 within 601s", "at most 600s"},
        {"server: bind(3, 10.0.0.1:80) = 0 within -1s", "'-1s' was found"},
        {"server: bond(3, 10.0.0.1:80) = 0", "bond"},
        {"server: bind(3)", "bind"},
        {"server: bind(3, 10.0.0.1:$x)", "'$x' was found"},
        {"server: listen(3, $port", "a closing parenthesis"},
        {"server: bind($port, 10.0.0.$port:80)", "with port=12000"},
        {"b: close(3)", "b@server: or b@client:"},
        {"b@moon: close(3)", "'moon' was found"},
        {"server@client: close(3)", "it lives on host server"},
        {"wire@server: close(3)", "other than wire"},
        {"server: fork(wire) = ?", "the actor 'wire' was found"},
        {"server: thread(wire) = ?", "the actor 'wire' was found"},
        {"-r@server: close(3)", "the actor '-r'"},
        {"a/b@server: close(3)", "'a/b' was found"},
        {"x234567890123456789012345678901x@server: start", "at most 31"},
        {"moon$ ss any *:*", "server$ or client$"},
        {"server$ jump", "ss, sysctl or nstat"},
        {"server$ ss", "the state ''"},
        {"server$ ss TIME_WAIT *:*", "the state 'TIME_WAIT'"},
        {"server$ ss TIMEWAIT *:*", "expected, did you mean TIME-WAIT?"},
        {"server$ ss ESTABLISHED *:*", "expected, did you mean ESTAB?"},
        {"server$ ss LISTNE *:*", "expected, did you mean LISTEN?"},
        {"server$ ss LISTEN", "an address"},
        {"server$ ss LISTEN 10.0.0:80", "'10.0.0:80' was found"},
        {"server$ ss LISTEN unix:/tmp/s", "an address"},
        {"server$ ss LISTEN *:1 *:2 *:3", "'*:3' was found"},
        {"server$ ss LISTEN *:1 if port=7", "12000, 12001 or 80"},
        {"server$ sysctl net.ipv4.x", "NAME=VALUE"},
        {"server$ ss ESTAB *:1 timer:(on", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:()", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(off)", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(on,59sec,0)", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(on,5s)", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(on,5s..)", "'' was found, a time"},
        {"server$ ss ESTAB *:1 timer:(on,5..6s)", "'5' was found, a time"},
        {"server$ ss ESTAB *:1 timer:(on,6s..5s)", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(on)x", "a timer such as"},
        {"server$ ss ESTAB *:1 timer:(on) *:*", "'*:*' was found, the end"},
        {"server$ sysctl no net.ipv4.x=1", "net.ipv4.NAME was expected"},
        {"server$ sysctl no", "net.ipv4.NAME was expected"},
        {"server$ sysctl no net.ipv4.x if port=7", "12000, 12001 or 80"},
        {"server$ sysctl -n net.ipv4.x", "NAME = VALUE was expected"},
        {"server$ sysctl -n kernel.x = 1", "'kernel.x' was found"},
        {"server$ sysctl -n net.ipv4.x = $y", "'$y' was found"},
        {"server$ sysctl kernel.x=1", "'kernel.x' was found"},
        {"server$ sysctl net.ipv4/../../x=1", "NAME=VALUE"},
        {"server$ sysctl net...x=1", "NAME=VALUE"},
        {"server$ sysctl net.x=$y", "'$y' was found"},
        {"server$ sysctl net.ipv4.x=", "no value was found"},
        {"server$ sysctl net.ipv4.x=5 if port=7", "12000, 12001 or 80"},
        {"server$ nstat", "a counter such as TcpExtListenOverflows = +1"},
        {"server$ nstat TcpInSegs", "'TcpInSegs' was found, a counter such"},
        {"server$ nstat TcpInSegs = 1", "'1' was found, how far"},
        {"server$ nstat TcpInSegs = -1", "'-1' was found, how far"},
        {"server$ nstat TcpInSegs = +", "'+' was found, how far"},
        {"server$ nstat TcpInSegs = +..3", "'+..3' was found, how far"},
        {"server$ nstat TcpInSegs = +3..1", "'+3..1' was found, how far"},
        {"server$ nstat TcpInSegs = +1 2", "'+1 2' was found, how far"},
        {"server$ nstat TcpInSges = +1", "did you mean TcpInSegs?"},
        {"server$ nstat ListenDrops = +1", "did you mean TcpExtListenDrops?"},
        {"server$ nstat Weather = +1", "such as TcpExtListenOverflows"},
        {"server$ nstat = +1", "the counter '' was found"},
        {"server$ nstat TcpInSegs = +1 if port=7", "12000, 12001 or 80"},
        {"wire: jump", "'jump' was found"},
        {"wire:", "'' was found"},
        {"wire: hold tight", "'hold tight' was found"},
        {"wire: [S server > client", "a packet such as"},
        {"wire: [S] server client", "a packet such as"},
        {"wire: [X] server > client", "the flags 'X'"},
        {"wire: [SS] server > client", "the flags 'SS'"},
        {"wire: [S] server > server", "server > client"},
        {"wire: deliver all of it", "a packet such as"},
        {"wait", "'' was found"},
        {"wait 5", "'5' was found"},
        {"wait 11m", "'11m' was found"},
        {"wait 600001ms", "at most 600s"},
        {"wait 99999999999999999999s", "was found"},
        {"[reuseaddr=on]", "a line behind"},
        {"[reuseaddr=on server: start", "a line behind"},
        {"[reuseaddr] server: start", "a condition"},
        {"[port=on] server: start", "12000, 12001 or 80"},
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_refused(*state, wrong[i].text, wrong[i].says);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ss),
        TEST(test_ss_without_peer),
        TEST(test_ss_destroy),
        TEST(test_nstat),
        TEST(test_ss_with_condition_and_deadline),
        TEST(test_ss_with_timer),
        TEST(test_sysctl_is_read),
        TEST(test_sysctl_is_absent),
        TEST(test_sysctl),
        TEST(test_ipv6_is_noticed),
        TEST(test_what_loopback_lacks_is_noticed),
        TEST(test_wire_orders),
        TEST(test_wire_packets),
        TEST(test_wait),
        TEST(test_refusals),
    };

    return cmocka_run_group_tests_name("script_world", tests, NULL, NULL);
}
