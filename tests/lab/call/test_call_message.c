/*
 * test_call_message.c - messages of several pieces, and what goes along with
 * them, over a pair of Unix sockets.
 */
#include "tests/support/calltest.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

/* The pair's ends have these numbers in what a test writes. */
struct pair {
    int one, other;
};

static struct pair connected(struct fixture *f)
{
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    f->fds[f->n_fds++] = ends[0];
    f->fds[f->n_fds++] = ends[1];
    return (struct pair){ends[0], ends[1]};
}

/* Make the call that is written so; gives its return value. */
static long run(struct fixture *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static long run(struct fixture *f, const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    parse(f, text);
    outcome_free(&f->outcome);
    call_run(&f->call, &f->outcome);
    return f->outcome.ret;
}

/* Whether what came is what the last call expects. */
static bool holds(struct fixture *f)
{
    return call_check(&f->call, &f->outcome, &f->err) == 0;
}

static void calls_are_read_and_written(void **state)
{
    static const char *const texts[] = {
        "sendmsg(3, {\"ab\", \"cd\"}, 0)",
        "sendmsg(3, {\"ab\"}, 0, 10.0.0.1:12000)",
        "sendmsg(3, {\"ab\"}, {SCM_RIGHTS: {4, 5}}, MSG_NOSIGNAL)",
        "sendmsg(3, {\"a\"}, {IP_TTL: 7, IP_PKTINFO: 10.0.0.1}, 0, 10.0.0.2:1)",
        "recvmsg(3, {\"ab\"}, {16}, 0)",
        "recvmsg(3, _, {3, 16}, _, MSG_ERRQUEUE)",
        "recvmsg(3, {\"ab\"}, {16}, {IPV6_PKTINFO: fd00::1}, 0, [fd00::2]:*)",
        "recvmsg(3, {\"ab\"}, {16}, {IP_RECVERR: {ECONNREFUSED, 2}}, 0)",
        "recvmsg(3, {\"ab\"}, {16}, {flags: MSG_TRUNC|MSG_CTRUNC}, 0)",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        parse(*state, texts[i]);
        assert_string_equal(printed(*state, false), texts[i]);
    }
}

static void mistakes_are_told(void **state)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        {"sendmsg(3, {\"a\"}, {SCM_RIGHT: 4}, 0)", "did you mean SCM_RIGHTS?"},
        {"sendmsg(3, {\"a\"}, {flags: 4}, 0)",
         "members such as SCM_RIGHTS, IP_PKTINFO here: found flags"},
        {"sendmsg(3, {\"a\"}, {state: 4}, 0)", "found state"},
        {"sendmsg(3, \"a\", 0)", "strings such as {\"ab\", \"cd\"}"},
        {"sendmsg(3, {\"a\"}, {IP_PKTINFO: 10.0.0.1:80}, 0)",
         "found `10.0.0.1:80`, expected an address such as 10.0.0.1"},
        {"sendmsg(3, {\"a\"}, {IP_TTL: 1..3}, 0)", "one number as IP_TTL"},
        {"recvmsg(3, {\"a\"}, {1}, {IP_RECVERR: FOO}, 0)",
         "unknown constant FOO"},
        {"writev(3, {\"a\"...})", "may ... be the rest: found {\"a\"...}"},
        {"recvmsg(3, {\"a\"}, {1}, {flag: MSG_TRUNC}, 0)",
         "found flag; did you mean flags?"},
        {"recvmsg(3, {\"a\"}, {1}, {3, 4}, 0)", "found {3, 4}"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        call_free(&f->call);
        assert_int_equal(call_parse(&f->call, cases[i].text, &f->err), -1);
        assert_says(f->err.text, cases[i].says);
    }
}

static void pieces_are_one_message(void **state)
{
    struct fixture *f = *state;
    struct pair pair = connected(f);

    assert_int_equal(run(f, "sendmsg(%d, {\"ab\", \"x\"*3}, 0)", pair.one), 5);
    assert_int_equal(
        run(f, "recvmsg(%d, {\"abx\", \"xx\"}, {3, 8}, 0)", pair.other), 5);
    assert_true(holds(f));
    run(f, "sendmsg(%d, {\"abcdef\"}, 0)", pair.one);
    run(f, "recvmsg(%d, {\"a\"..., \"d\"...}, {3, 8}, 0)", pair.other);
    assert_true(holds(f));
    assert_says(printed(f, true), "{\"abc\", \"def\"}, {3, 8}");
    run(f, "sendmsg(%d, {\"abcdef\"}, 0)", pair.one);
    run(f, "recvmsg(%d, {\"a\"..., \"e\"...}, {3, 8}, 0)", pair.other);
    assert_false(holds(f));
    /* More than there was room for. */
    run(f, "sendmsg(%d, {\"abcd\"}, 0)", pair.one);
    assert_int_equal(run(f,
                         "recvmsg(%d, {\"ab\"}, {2}, {flags: MSG_TRUNC}, "
                         "MSG_TRUNC)",
                         pair.other),
                     4);
    assert_true(holds(f));
}

static void descriptors_have_numbers_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct pair pair = connected(f);
    int came;

    assert_int_equal(run(f, "sendmsg(%d, {\"x\"}, {SCM_RIGHTS: {%d, %d}}, 0)",
                         pair.one, pair.one, pair.other),
                     1);
    run(f, "recvmsg(%d, _, {8}, {SCM_RIGHTS: 1}, MSG_CMSG_CLOEXEC)",
        pair.other);
    assert_int_equal(f->outcome.n_members, 1);
    assert_int_equal(f->outcome.members[0].n, 2);
    for (int i = 0; i < 2; i++) {
        came = (int)f->outcome.members[0].values[i];
        f->fds[f->n_fds++] = came;
        assert_int_equal(fcntl(came, F_GETFD), FD_CLOEXEC);
    }
    /* Two came, so that one is not what was to come. */
    assert_false(holds(f));
    assert_says(f->err.text, "CONTROL is {SCM_RIGHTS: {");
}

static void what_has_no_room_is_gone(void **state)
{
    struct fixture *f = *state;
    struct pair pair = connected(f);
    int next = dup(pair.one);

    close(next);
    run(f, "sendmsg(%d, {\"x\"}, {SCM_RIGHTS: %d}, 0)", pair.one, pair.one);
    assert_int_equal(run(f, "recvmsg(%d, {\"x\"}, {8}, 0)", pair.other), 1);
    assert_true(holds(f));
    assert_int_equal(fcntl(next, F_GETFD), -1);
    assert_int_equal(
        run(f, "sendmsg(%d, {\"x\"}, {SCM_RIGHTS: 999}, 0)", pair.one), -1);
    assert_int_equal(f->outcome.err, EBADF);
}

/* The lab's own channel is to a script like a number that is not open. */
static void rights_are_replaced_like_others(void **state)
{
    struct fixture *f = *state;

    parse(f, "sendmsg(3, {\"x\"}, {SCM_RIGHTS: {4, 1023}}, 0)");
    call_replace_fd(&f->call, 1023, 2000);
    assert_int_equal(f->call.args[2].members[0].values[0], 4);
    assert_int_equal(f->call.args[2].members[0].values[1], 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(calls_are_read_and_written),
        test(mistakes_are_told),
        test(pieces_are_one_message),
        test(descriptors_have_numbers_of_their_own),
        test(what_has_no_room_is_gone),
        test(rights_are_replaced_like_others),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
