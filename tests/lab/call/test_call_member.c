/*
 * test_call_member.c - members with a name: how they are read, compared and
 * written, where each stands in struct tcp_info, and options that are names.
 */
#include "tests/support/calltest.h"

#include <linux/tcp.h>
#include <stddef.h>

#include "lab/call/call_member.h"

#define INFO "getsockopt(3, IPPROTO_TCP, TCP_INFO, "

/* Read a call that must be wrong; gives the message. */
static const char *refusal(struct fixture *f, const char *text)
{
    call_free(&f->call);
    f->err.kind = ERR_MACHINE;
    if (call_parse(&f->call, text, &f->err) == 0)
        fail_msg("`%s` was read as a call", text);
    assert_int_equal(f->err.kind, ERR_INPUT);
    return f->err.text;
}

/* Have that found by the call. */
static void found(struct fixture *f, const char *name, long value)
{
    struct member *member = &f->outcome.members[f->outcome.n_members++];

    *member = (struct member){.values = {value}, .n = 1};
    snprintf(member->name, sizeof(member->name), "%s", name);
}

static void what_is_not_named_is_not_compared(void **state)
{
    struct fixture *f = *state;
    struct err err;

    parse(f, INFO "{state: ESTABLISHED, rtt: 10..20})");
    found(f, "state", 1);
    found(f, "rtt", 20);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), 0);
    /* A range is no number that came. */
    assert_string_equal(printed(f, true),
                        INFO "{state: ESTABLISHED, rtt: 20})");
    /* What was expected is kept as it was written. */
    parse(f, INFO "{state: 1, rtt: 0x14})");
    assert_string_equal(printed(f, true), INFO "{state: 1, rtt: 0x14})");
}

static void a_range_may_have_one_end(void **state)
{
    struct fixture *f = *state;
    struct err err;

    parse(f, INFO "{rtt: 10.., rto: ..20})");
    found(f, "rtt", 5000000000);
    found(f, "rto", 20);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), 0);
    f->outcome.n_members = 0;
    found(f, "rtt", 9);
    found(f, "rto", 21);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), -1);
    assert_string_equal(err.text, "VALUE is {rtt: 9, rto: 21}, not "
                                  "{rtt: 10.., rto: ..20}");
}

static void that_there_is_none_can_be_said(void **state)
{
    struct fixture *f = *state;
    struct err err;

    parse(f, INFO "{state: 1, rehash: none})");
    found(f, "state", 1);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), 0);
    found(f, "rehash", 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), -1);
    assert_string_equal(err.text,
                        "VALUE is {state: ESTABLISHED, rehash: 0}, not "
                        "{state: 1, rehash: none}");
    assert_says(refusal(f, "sendmsg(3, {\"a\"}, {SCM_RIGHTS: none}, 0)"),
                "takes one number as SCM_RIGHTS");
}

static void what_is_otherwise_is_told(void **state)
{
    struct fixture *f = *state;
    struct err err;

    parse(f, INFO "{state: 10, rtt: 10..20, rehash: 0})");
    found(f, "state", 8);
    found(f, "rtt", 21);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), -1);
    assert_string_equal(err.text,
                        "VALUE is {state: CLOSE_WAIT, rtt: 21, rehash: none}, "
                        "not {state: 10, rtt: 10..20, rehash: 0}");
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {INFO "{stat: 1})", "found stat; did you mean state?"},
        {INFO "{quux: 1})", "members such as state, unacked, rtt here: found"},
        {INFO "{state: FOO})", "found `FOO`, expected a state such as ESTAB"},
        {INFO "{ca_state: FOO})", "expected a ca_state such as Open"},
        {INFO "{rtt: {1})", "expected a list in braces"},
        {INFO "{rtt: 3..1})", "found `3..1`, expected a range from a number"},
        {INFO "{rtt: ..})", "found `..`, expected a range from a number"},
        {INFO "{rtt: 1..x})", "unknown constant x, expected a number"},
        {INFO "{stat: LISTEN})", "found stat; did you mean state?"},
        {INFO "{state: LISTN})", "such as ESTABLISHED; did you mean LISTEN?"},
        {INFO "{rtt: })", "expected a member and its value"},
        {INFO "{rtt: 1, rto})", "found `rto`, expected a member and its value"},
        {INFO "{rtt: {1, 2, 3, 4, 5}})", "rtt has at most 4 numbers here"},
        {INFO "{SCM_RIGHTS: 3})", "found SCM_RIGHTS"},
        {INFO "{a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, "
              "k: 1, l: 1, m: 1})",
         "at most 12 members"},
        {"getsockopt(3, IPPROTO_TCP, TCP_NODELAY, {state: 1})",
         "members with names of TCP_INFO alone: found {state: 1}"},
        {"setsockopt(3, IPPROTO_TCP, TCP_CONGESTION, \"x\"*2)",
         "a string without *N as VALUE"},
        {"setsockopt(3, IPPROTO_TCP, TCP_INFO, {rtt: 1})", "found {rtt: 1}"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_says(refusal(*state, cases[i].text), cases[i].says);
}

/* The header of the system that this is built on has some of them. */
static void members_are_where_the_kernel_has_them(void **state)
{
    const struct tcp_info info = {
        .tcpi_state = 1,
        .tcpi_snd_wscale = 7,
        .tcpi_rcv_wscale = 9,
        .tcpi_unacked = 3,
        .tcpi_total_retrans = 4,
        .tcpi_bytes_received = 5000000000,
        .tcpi_min_rtt = 6,
        .tcpi_delivery_rate = 8,
    };
    static const char *const names[] = {
        "state",         "snd_wscale",     "rcv_wscale", "unacked",
        "total_retrans", "bytes_received", "min_rtt",    "delivery_rate"};
    static const long values[] = {1, 7, 9, 3, 4, 5000000000, 6, 8};
    long value;

    (void)state;
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
        assert_true(info_value(names[i], &info, sizeof(info), &value));
        assert_int_equal(value, values[i]);
    }
    /* An older kernel's is shorter. */
    assert_false(info_value("min_rtt", &info, 104, &value));
    assert_true(info_value("total_retrans", &info, 104, &value));
    assert_false(info_value("nonesuch", &info, sizeof(info), &value));
}

static void names_are_set_and_found(void **state)
{
    struct fixture *f = *state;
    struct err err;
    char text[128];
    int fd;

    parse(f, "socket(AF_INET, SOCK_STREAM, 0)");
    call_run(&f->call, &f->outcome);
    fd = (int)f->outcome.ret;
    f->fds[f->n_fds++] = fd;
    snprintf(text, sizeof(text),
             "setsockopt(%d, IPPROTO_TCP, TCP_CONGESTION, \"reno\")", fd);
    parse(f, text);
    call_run(&f->call, &f->outcome);
    assert_int_equal(f->outcome.ret, 0);
    snprintf(text, sizeof(text),
             "getsockopt(%d, IPPROTO_TCP, TCP_CONGESTION, \"cubic\")", fd);
    parse(f, text);
    outcome_free(&f->outcome);
    call_run(&f->call, &f->outcome);
    assert_int_equal(f->outcome.ret, 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &err), -1);
    assert_string_equal(err.text, "VALUE is \"reno\", not \"cubic\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(what_is_not_named_is_not_compared),
        test(a_range_may_have_one_end),
        test(that_there_is_none_can_be_said),
        test(what_is_otherwise_is_told),
        test(mistakes_are_told),
        test(members_are_where_the_kernel_has_them),
        test(names_are_set_and_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
