/*
 * test_symbol.c - the constants that scripts may name.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lab/base/symbol_headers.h"

static void constants_have_the_headers_values(void **state)
{
    static const struct {
        const char *name;
        long value;
    } known[] = {
        {"AF_INET", AF_INET},
        {"AF_INET6", AF_INET6},
        {"AF_UNIX", AF_UNIX},
        {"SOCK_STREAM", SOCK_STREAM},
        {"SOCK_DGRAM", SOCK_DGRAM},
        {"SOCK_NONBLOCK", SOCK_NONBLOCK},
        {"SOCK_CLOEXEC", SOCK_CLOEXEC},
        {"SOL_SOCKET", SOL_SOCKET},
        {"SO_REUSEADDR", SO_REUSEADDR},
        {"SO_REUSEPORT", SO_REUSEPORT},
        {"SO_LINGER", SO_LINGER},
        {"SO_ERROR", SO_ERROR},
        {"SO_RCVTIMEO", SO_RCVTIMEO},
        {"IPPROTO_IP", IPPROTO_IP},
        {"IPPROTO_TCP", IPPROTO_TCP},
        {"IPPROTO_UDP", IPPROTO_UDP},
        {"IPPROTO_IPV6", IPPROTO_IPV6},
        {"IPV6_V6ONLY", IPV6_V6ONLY},
        {"IP_BIND_ADDRESS_NO_PORT", IP_BIND_ADDRESS_NO_PORT},
#ifdef __GLIBC__
        {"IPV6_FLOWLABEL_MGR", IPV6_FLOWLABEL_MGR}, /* the kernel's alone */
#endif
        {"TCP_NODELAY", TCP_NODELAY},
        {"TCP_USER_TIMEOUT", TCP_USER_TIMEOUT},
        {"MSG_NOSIGNAL", MSG_NOSIGNAL},
        {"MSG_PEEK", MSG_PEEK},
        {"MSG_DONTWAIT", MSG_DONTWAIT},
        {"SHUT_WR", SHUT_WR},
        {"POLLIN", POLLIN},
        {"POLLRDHUP", POLLRDHUP},
        {"F_SETFL", F_SETFL},
        {"FD_CLOEXEC", FD_CLOEXEC},
        {"O_NONBLOCK", O_NONBLOCK},
        {"SOMAXCONN", SOMAXCONN},
        {"ECONNREFUSED", ECONNREFUSED},
        {"SIGPIPE", SIGPIPE},
        {"SIG_IGN", 1},
        {"SIG_DFL", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        long value = -1;

        if (!symbol_value(known[i].name, strlen(known[i].name), &value))
            fail_msg("%s is missing", known[i].name);
        assert_int_equal(value, known[i].value);
    }
}

static void other_names_are_unknown(void **state)
{
    static const char *const names[] = {
        "", "SO_REUSE", "SO_REUSEADDRX", "so_reuseaddr", "INADDR_ANY", "A",
    };
    long value = 7;

    (void)state;
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (symbol_value(names[i], strlen(names[i]), &value))
            fail_msg("`%s` was found", names[i]);
    assert_int_equal(value, 7);
}

static void only_len_bytes_are_looked_at(void **state)
{
    long value;

    (void)state;
    assert_true(symbol_value("AF_INET6", 7, &value));
    assert_int_equal(value, AF_INET);
}

static void every_symbol_is_found_in_order(void **state)
{
    const char *before = "";
    const char *name;
    long value;
    size_t n = 0;

    (void)state;
    for (; (name = symbol_complete("", 0, n)); n++) {
        assert_true(strcmp(before, name) < 0);
        assert_true(symbol_value(name, strlen(name), &value));
        before = name;
    }
    assert_true(n > 400);
}

static void errnos_have_one_name(void **state)
{
    (void)state;
    assert_string_equal(symbol_errno(EADDRINUSE), "EADDRINUSE");
    assert_string_equal(symbol_errno(EAGAIN), "EAGAIN");
    assert_string_equal(symbol_errno(EOPNOTSUPP), "EOPNOTSUPP");
    assert_string_equal(symbol_errno(EDEADLK), "EDEADLK");
    assert_string_equal(symbol_errno(0), "E?");
    assert_string_equal(symbol_errno(-1), "E?");
    assert_string_equal(symbol_errno(1 << 20), "E?");
}

static void aliases_of_errnos_are_known(void **state)
{
    (void)state;
    assert_int_equal(symbol_errno_value("EADDRINUSE", 10), EADDRINUSE);
    assert_int_equal(symbol_errno_value("EWOULDBLOCK", 11), EAGAIN);
    assert_int_equal(symbol_errno_value("ENOTSUP", 7), ENOTSUP);
    assert_int_equal(symbol_errno_value("SIGINT", 6), 0);
    assert_int_equal(symbol_errno_value("ENOSUCH", 7), 0);
}

static void signals_have_names_and_numbers(void **state)
{
    (void)state;
    assert_string_equal(symbol_signal(SIGINT), "SIGINT");
    assert_string_equal(symbol_signal(SIGKILL), "SIGKILL");
    assert_string_equal(symbol_signal(SIGCHLD), "SIGCHLD");
    assert_string_equal(symbol_signal(SIGABRT), "SIGABRT");
    assert_string_equal(symbol_signal(0), "SIG?");
    assert_string_equal(symbol_signal(4711), "SIG?");
    assert_int_equal(symbol_signal_value("SIGHUP", 6), SIGHUP);
    assert_int_equal(symbol_signal_value("SIG_IGN", 7), 0);
    assert_int_equal(symbol_signal_value("EINTR", 5), 0);
}

static void completion_lists_what_begins_so(void **state)
{
    (void)state;
    assert_string_equal(symbol_complete("SO_REUSE", 8, 0), "SO_REUSEADDR");
    assert_string_equal(symbol_complete("SO_REUSE", 8, 1), "SO_REUSEPORT");
    assert_null(symbol_complete("SO_REUSE", 8, 2));
    assert_null(symbol_complete("ZZ", 2, 0));
    assert_string_equal(symbol_complete("SHUT_RD", 7, 1), "SHUT_RDWR");
}

/* Which of two names is offered for a mistyped one. */
static const char *offered(const char *typed)
{
    struct nearest best = {0};

    nearest_try(&best, typed, strlen(typed), "SO_REUSEADDR");
    nearest_try(&best, typed, strlen(typed), "SO_REUSEPORT");
    nearest_try(&best, typed, strlen(typed), "bind");
    return best.name ? best.name : "";
}

static void a_near_name_is_offered(void **state)
{
    (void)state;
    assert_string_equal(offered("SO_REUSEADR"), "SO_REUSEADDR");
    assert_string_equal(offered("SO_RESUEPORT"), "SO_REUSEPORT");
    assert_string_equal(offered("bnid"), "bind");
    assert_string_equal(offered("binds"), "bind");
    assert_string_equal(offered("bound"), "");
    assert_string_equal(offered("SO_REUSE"), "");
    assert_string_equal(offered(""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_have_the_headers_values),
        cmocka_unit_test(other_names_are_unknown),
        cmocka_unit_test(only_len_bytes_are_looked_at),
        cmocka_unit_test(every_symbol_is_found_in_order),
        cmocka_unit_test(errnos_have_one_name),
        cmocka_unit_test(aliases_of_errnos_are_known),
        cmocka_unit_test(signals_have_names_and_numbers),
        cmocka_unit_test(completion_lists_what_begins_so),
        cmocka_unit_test(a_near_name_is_offered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
