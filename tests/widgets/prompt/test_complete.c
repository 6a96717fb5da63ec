/*
 * test_complete.c - what Tab offers at each place of a script line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "widgets/prompt/complete.h"

static const char *const actors[] = {"server", "client", "b"};
static const char *const toggles[] = {"reuseaddr", "linger"};

/* Names to explain are read once. */
static const struct names values = {
    .list = {{"port", "40123"}, {"fd", "3"}},
    .n = 2,
};
static struct complete_names names = {actors, 3, toggles, 2, &values, NULL};

static int open_names(void **state)
{
    (void)state;
    names.glossary = glossary_open(NULL);
    return names.glossary ? 0 : -1;
}

static int close_names(void **state)
{
    (void)state;
    glossary_close(names.glossary);
    return 0;
}

static int setup(void **state)
{
    static struct completions found;

    memset(&found, 0, sizeof(found));
    *state = &found;
    return 0;
}

/* Complete at the end of the line. */
static struct completions *at_end(void **state, const char *line)
{
    complete_line(&names, line, strlen(line), *state);
    return *state;
}

static void assert_offers(void **state, const char *line, const char *word)
{
    struct completions *found = at_end(state, line);

    for (int i = 0; i < found->n; i++) {
        if (!strcmp(found->words[i], word))
            return;
    }
    fail_msg("\"%s\" is not offered for \"%s\"", word, line);
}

/* That this word and no other one is offered. */
static void assert_only(void **state, const char *line, const char *word)
{
    struct completions *found = at_end(state, line);

    assert_int_equal(found->n, 1);
    assert_string_equal(found->words[0], word);
}

static void assert_nothing(void **state, const char *line)
{
    struct completions *found = at_end(state, line);

    if (found->n != 0)
        fail_msg("\"%s\" is offered for \"%s\"", found->words[0], line);
}

static void offers_actors_and_hosts_first(void **state)
{
    assert_offers(state, "", "server: ");
    assert_offers(state, "", "server$ ");
    assert_offers(state, "", "b: ");
    assert_offers(state, "", "wire: ");
    assert_only(state, "wi", "wire: ");
    assert_int_equal(at_end(state, "cl")->common, strlen("client"));
}

static void offers_names_to_explain(void **state)
{
    assert_only(state, "ex", "explain ");
    assert_only(state, "explain EADDRN", "EADDRNOTAVAIL");
    assert_only(state, "explain tcp_synco", "tcp_syncookies");
    assert_offers(state, "explain TIME-W", "TIME-WAIT");
    assert_only(state, "explain Pyth", "Python");
    assert_nothing(state, "explain EADDRNOTAVAIL ");
    assert_nothing(state, "explain x");
}

static void offers_calls_behind_an_actor(void **state)
{
    assert_only(state, "server: bi", "bind(");
    assert_only(state, "server:bi", "bind(");
    assert_offers(state, "b: re", "restart");
    assert_offers(state, "b: re", "recvfrom(");
    assert_only(state, "client: SIGIN", "SIGINT");
    assert_only(state, "b: hand", "handler ran ");
    assert_only(state, "b: handler ran SIGUSR1", "SIGUSR1");
    assert_nothing(state, "client: nonesuch");
}

static void offers_what_is_always_the_same_as_a_whole(void **state)
{
    assert_only(state, "server: exe", "execve(\"/proc/self/exe\")");
}

static void replaces_the_word_only(void **state)
{
    struct completions *found = at_end(state, "server: bi");

    assert_int_equal(found->start, strlen("server: "));
    assert_int_equal(found->common, strlen("bind("));
}

static void offers_constants_among_arguments(void **state)
{
    assert_only(state, "server: setsockopt(3, SOL_SOCKET, SO_REUSEA",
                "SO_REUSEADDR");
    assert_only(state, "server: socket(AF_INET, SOCK_STREAM|SOCK_NONB",
                "SOCK_NONBLOCK");
    assert_only(state, "server: poll({3:POLLI", "POLLIN");
    assert_only(state, "server: poll({3: POLLIN|POLLO", "POLLOUT");
    assert_only(state, "server: ioctl(3, SIOCOUTQN", "SIOCOUTQNSD");
    assert_only(state, "server: writev(3, {EPOLLONE", "EPOLLONESHOT");
    assert_only(state, "server: f({$r", "$reuseaddr");
    assert_only(state, "server: f(a, $r", "$reuseaddr");
    assert_only(state, "server: sigaction(SIGUSR1, h", "handler");
    assert_nothing(state, "server: send(3, handl");
    assert_only(state, "server: getsockopt(3, IPPROTO_TCP, TCP_INFO, {unac",
                "unacked: ");
    assert_nothing(state,
                   "server: getsockopt(3, IPPROTO_TCP, TCP_NODELAY, {un");
    assert_only(state, "server: sendmsg(3, {\"a\"}, {SCM_R", "SCM_RIGHTS: ");
    assert_offers(state, "b: recvmsg(3, _, {9}, {SCM_RIGHTS: 3, fl", "flags: ");
    assert_only(state, "server: sigaction(SIGUSR1, handler, SA_REST",
                "SA_RESTART");
    assert_offers(state, "server: f($", "$linger");
    assert_nothing(state, "server: f("); /* what could be meant is too much */
}

static void leaves_strings_alone(void **state)
{
    assert_nothing(state, "client: send(3, \"SO_REUSEA");
    assert_nothing(state, "client: send(3, \"a \\\" SO_REUSEA");
    assert_only(state, "client: send(3, \"a)\", MSG_NOSIG", "MSG_NOSIGNAL");
}

static void offers_errnos_as_results(void **state)
{
    assert_only(state, "server: bind(3, *:80) = -1 EADDRI", "EADDRINUSE");
    assert_nothing(state, "server: bind(3, *:80) = ");
}

static void offers_states_behind_ss(void **state)
{
    assert_only(state, "server$ sy", "sysctl ");
    assert_offers(state, "server$ ", "ss ");
    assert_only(state, "server$ ss TI", "TIME-WAIT ");
    assert_only(state, "server$ ss no TI", "TIME-WAIT ");
}

static void knows_where_states_end(void **state)
{
    assert_nothing(state, "server$ ss TIME-WAIT ");
    assert_nothing(state, "server$ ss no TIME-WAIT ");
    assert_nothing(state, "server$ ss -K no");
}

static void offers_sysctls(void **state)
{
    assert_offers(state, "server$ sysctl ", "no ");
    assert_offers(state, "server$ sysctl ", "-n ");
    assert_only(state, "server$ sysctl ne", "net.ipv4.");
    assert_only(state, "server$ sysctl no ", "net.ipv4.");
    assert_only(state, "server$ sysctl -n n", "net.ipv4.");
    assert_nothing(state, "server$ sysctl no net.ipv4.x ");
}

static void offers_what_a_kernel_can_do(void **state)
{
    assert_only(state, "[can=mi", "migrate");
    assert_only(state, "[can!=bo", "bound-sockets");
    assert_only(state, "server: bind(3, *:80) = 0 if can=tim", "timers");
    assert_nothing(state, "server: bind(3, *:80) = 0 if scan");
}

static void offers_timers_behind_addresses(void **state)
{
    assert_nothing(state, "server$ ss TIME-WAIT t");
    assert_only(state, "server$ ss TIME-WAIT *:80 t", "timer:(");
    assert_only(state, "server$ ss TIME-WAIT *:80 *:* t", "timer:(");
    assert_only(state, "server$ ss TIME-WAIT *:80 timer:(t", "timewait");
    assert_offers(state, "server$ ss TIME-WAIT *:80 timer:(", "keepalive");
}

static void offers_counters(void **state)
{
    assert_only(state, "server$ n", "nstat ");
    assert_nothing(state, "server$ nstat ");
    assert_only(state, "server$ nstat TcpExtListenO", "TcpExtListenOverflows");
    assert_nothing(state, "server$ nstat TcpExtNo");
    assert_nothing(state, "server$ nstat TcpInSegs T");
}

static void offers_what_else_a_socket_is(void **state)
{
    assert_nothing(state, "server$ ss TIME-WAIT *:80 ");
    assert_only(state, "server$ ss ESTAB *:80 co", "count:");
    assert_only(state, "server$ ss ESTAB *:80 count:2 re", "recv-q:");
    assert_only(state, "server$ ss ESTAB *:80 proto:t", "tcp");
    assert_only(state, "server$ ss ESTAB *:80 users:n", "none");
    assert_nothing(state, "server$ ss ESTAB *:80 users:x");
    assert_nothing(state, "server$ ss ESTAB *:80 *:");
}

static void offers_what_the_wire_does(void **state)
{
    assert_only(state, "wire: h", "hold");
    assert_only(state, "wire: deliver a", "all");
    assert_nothing(state, "wire: drop a");
    assert_only(state, "wire: ch", "change ");
    assert_only(state, "wire: fo", "forge ");
    assert_only(state, "wire: [.] client > server w", "win:");
    assert_nothing(state, "wire: [.] client > server f");
    assert_nothing(state, "wire: [.] client > server ");
    assert_only(state, "wire: change [.] client > server f", "flags:");
    assert_only(state, "wire: forge [R] client > server l", "len:");
}

static void looks_at_the_cursor_and_not_the_end(void **state)
{
    struct completions *found = *state;

    complete_line(NULL, "server: bi3, *:80)", strlen("server: bi"), found);
    assert_int_equal(found->n, 1);
    assert_string_equal(found->words[0], "bind(");
    complete_line(NULL, "se", 0, found);
    assert_int_equal(found->start, 0);
    assert_true(found->n >= 4);
}

static void stops_where_it_is_full(void **state)
{
    struct completions *found = at_end(state, "server: f(I");

    assert_int_equal(found->n, COMPLETE_WORDS);
}

/* ---- usage ---- */

static const char *usage(const char *line)
{
    const char *summary;

    return complete_usage(line, strlen(line), &summary);
}

static void shows_the_usage_of_the_call(void **state)
{
    (void)state;
    assert_non_null(strstr(usage("server: bind("), "bind("));
    assert_non_null(strstr(usage("server: send(3, \"(\", "), "send("));
    assert_null(usage("server: bind"));
    assert_null(usage("server: bind(3, *:80)"));
    assert_null(usage("server: nonesuch("));
    assert_null(usage("("));
    assert_null(usage(""));
}

static void names_stand_wherever_a_value_may(void **state)
{
    assert_offers(state, "server: bind(3, 10.0.0.1:$p", "$port");
    assert_offers(state, "server: close($", "$fd");
    assert_offers(state, "server: close($", "$reuseaddr");
    assert_offers(state, "server$ ss LISTEN *:$p", "$port");
    assert_offers(state, "server$ sysctl net.ipv4.x=$", "$port");
    assert_offers(state, "server$ sysctl net.ipv4.x=$", "$reuseaddr");
    assert_offers(state, "server: accept(3) = $", "$fd");
    assert_int_equal(at_end(state, "server: accept(3) = $re")->n, 0);
    assert_int_equal(at_end(state, "server: send(3, \"$p")->n, 0);
    assert_offers(state, "server$ ", "ss ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(offers_actors_and_hosts_first, setup),
        cmocka_unit_test_setup(offers_names_to_explain, setup),
        cmocka_unit_test_setup(offers_calls_behind_an_actor, setup),
        cmocka_unit_test_setup(offers_what_is_always_the_same_as_a_whole,
                               setup),
        cmocka_unit_test_setup(replaces_the_word_only, setup),
        cmocka_unit_test_setup(offers_constants_among_arguments, setup),
        cmocka_unit_test_setup(leaves_strings_alone, setup),
        cmocka_unit_test_setup(offers_errnos_as_results, setup),
        cmocka_unit_test_setup(offers_states_behind_ss, setup),
        cmocka_unit_test_setup(knows_where_states_end, setup),
        cmocka_unit_test_setup(offers_sysctls, setup),
        cmocka_unit_test_setup(offers_what_a_kernel_can_do, setup),
        cmocka_unit_test_setup(offers_timers_behind_addresses, setup),
        cmocka_unit_test_setup(offers_what_else_a_socket_is, setup),
        cmocka_unit_test_setup(offers_counters, setup),
        cmocka_unit_test_setup(offers_what_the_wire_does, setup),
        cmocka_unit_test_setup(looks_at_the_cursor_and_not_the_end, setup),
        cmocka_unit_test_setup(stops_where_it_is_full, setup),
        cmocka_unit_test(shows_the_usage_of_the_call),
        cmocka_unit_test_setup(names_stand_wherever_a_value_may, setup),
    };

    return cmocka_run_group_tests(tests, open_names, close_names);
}
