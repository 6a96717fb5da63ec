/*
 * test_call_name.c - $NAME in a call: for what comes there, or without a value.
 */
#include "tests/support/calltest.h"

#include <errno.h>

/* An outcome that has filled in this address. */
static void give_addr(struct fixture *f, const char *text)
{
    f->outcome = (struct outcome){.has_addr = true};
    assert_int_equal(addr_parse(&f->outcome.addr, text, strlen(text)), 0);
}

static void assert_value(struct fixture *f, int i, const char *expected)
{
    char value[ADDR_TEXT];

    assert_true(call_value(&f->call, i, &f->outcome, value));
    assert_string_equal(value, expected);
}

static void a_port_can_have_a_name(void **state)
{
    struct fixture *f = *state;
    char value[ADDR_TEXT];

    parse(f, "getsockname(3, 10.0.0.1:$port)");
    assert_null(call_wants(&f->call));
    assert_null(call_name_at(&f->call, 0));
    assert_string_equal(call_name_at(&f->call, 1), "port");
    assert_string_equal(printed(f, false), "getsockname(3, 10.0.0.1:$port)");
    give_addr(f, "10.0.0.1:40123");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_value(f, 1, "40123");
    assert_string_equal(printed(f, true), "getsockname(3, 10.0.0.1:40123)");
    /* The address is compared all the same, and then the port is none. */
    give_addr(f, "127.0.0.1:40123");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_says(f->err.text, "ADDRESS is 127.0.0.1:40123, not 10.0.0.1:$port");
    assert_false(call_value(&f->call, 1, &f->outcome, value));
    parse(f, "accept(3, [fd00::2]:$peer)");
    give_addr(f, "[fd00::2]:9");
    assert_value(f, 1, "9");
}

static void so_can_an_address_and_an_option(void **state)
{
    struct fixture *f = *state;
    char value[ADDR_TEXT];

    parse(f, "recvfrom(3, _, 9, 0, $from)");
    give_addr(f, "[fd00::2]:9");
    assert_value(f, 4, "[fd00::2]:9");
    parse(f, "getsockopt(3, SOL_SOCKET, SO_RCVBUF, $size)");
    f->outcome = (struct outcome){.ints = {4096}, .n_ints = 1};
    assert_value(f, 3, "4096");
    assert_string_equal(printed(f, true),
                        "getsockopt(3, SOL_SOCKET, SO_RCVBUF, 4096)");
    f->outcome = (struct outcome){.ints = {1, 5}, .n_ints = 2};
    assert_value(f, 3, "{1, 5}");
    f->outcome = (struct outcome){.ret = -1, .err = EBADF};
    assert_false(call_value(&f->call, 3, &f->outcome, value));
    parse(f, "getsockopt(3, IPPROTO_TCP, TCP_CONGESTION, $algorithm)");
    f->outcome = (struct outcome){.data = strdup("reno"), .len = 4};
    assert_value(f, 3, "\"reno\"");
    outcome_free(&f->outcome);
}

static void where_a_value_is_taken_one_is_wanted(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(call_wants(parse(f, "close($fd)")), "fd");
    assert_string_equal(call_wants(parse(f, "bind(3, 10.0.0.1:$port)")),
                        "port");
    assert_string_equal(call_wants(parse(f, "connect(3, $peer)")), "peer");
    assert_string_equal(call_wants(parse(f, "send(3, \"x\", $n, 0)")), "n");
    assert_null(call_wants(parse(f, "fork(worker)")));
}

static void not_everything_is_a_name(void **state)
{
    static const char *const texts[] = {
        "recv(3, $data, 9, 0)",
        "close($9)",
        "close($)",
        "close($a-b)",
        "getsockname(3, 10.0.0:$port)",
        "getsockname(3, $a:$b)",
        "execve($x)",
        "close($a1234567890123456789012345678901)",
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        if (call_parse(&f->call, texts[i], &f->err) == 0)
            fail_msg("%s was read", texts[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_port_can_have_a_name),
        test(so_can_an_address_and_an_option),
        test(where_a_value_is_taken_one_is_wanted),
        test(not_everything_is_a_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
