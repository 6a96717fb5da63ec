/*
 * test_call.c - calls as scripts write them: read, printed, checked.
 */
#include "tests/support/calltest.h"

#include <errno.h>

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

/* ---- the table ---- */

static void the_table_is_in_alphabetical_order(void **state)
{
    const char *before = "";
    const char *name;
    int n = 0;

    (void)state;
    for (; (name = call_table_name(n)); n++) {
        const char *summary = NULL;
        const char *usage = call_usage(name, &summary);

        assert_true(strcmp(before, name) < 0);
        assert_memory_equal(usage, name, strlen(name));
        assert_int_equal(usage[strlen(name)], '(');
        assert_true(strlen(summary) > 10 && strlen(summary) < 64);
        before = name;
    }
    assert_int_equal(n, 45);
    assert_null(call_table_name(-1));
    assert_null(call_usage("bnid", NULL));
}

/* ---- reading ---- */

static void every_call_of_the_language_is_read(void **state)
{
    static const char *const texts[] = {
        "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, IPPROTO_TCP)",
        "bind(3, 0.0.0.0:12000)",
        "bind(3, [::]:12000)",
        "bind(3, unix:/tmp/s)",
        "listen(3, SOMAXCONN)",
        "accept(3, _)",
        "accept(3)",
        "accept(3, 10.0.0.2:*)",
        "accept4(3, _, SOCK_NONBLOCK)",
        "accept4(3, SOCK_NONBLOCK)",
        "connect(3, 10.0.0.1:12000)",
        "send(3, \"hi\", 0)",
        "send(3, \"hi\", 2, MSG_NOSIGNAL|MSG_MORE)",
        "sendto(3, \"hi\", 0)",
        "sendto(3, \"hi\", 0, 10.0.0.1:9)",
        "sendto(3, \"hi\", 2, 0, 10.0.0.1:9)",
        "write(3, \"hi\")",
        "write(3, \"hi\", 1024)",
        "recv(3, \"\", 1024, 0)",
        "recvfrom(3, _, 1024, 0)",
        "recvfrom(3, _, 1024, 0, *)",
        "read(3, _, 0x10)",
        "shutdown(3, SHUT_WR)",
        "close(3)",
        "getsockname(3)",
        "getpeername(3, 10.0.0.1:*)",
        "setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0})",
        "setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 1)",
        "getsockopt(3, SOL_SOCKET, SO_ERROR, ECONNREFUSED)",
        "getsockopt(3, SOL_SOCKET, SO_LINGER, _)",
        "getsockopt(3, IPPROTO_TCP, TCP_INFO, {state: ESTABLISHED, rtt: 1..9})",
        "setsockopt(3, IPPROTO_TCP, TCP_CONGESTION, \"reno\")",
        "getsockopt(3, SOL_SOCKET, SO_BINDTODEVICE, \"eth0\")",
        "fcntl(3, F_SETFL, O_NONBLOCK)",
        "fcntl(3, F_GETFL)",
        "dup(3)",
        "poll(3, POLLIN|POLLHUP, -1)",
        "signal(SIGPIPE, SIG_IGN)",
        "signal(SIGPIPE, SIG_DFL)",
        "signal(SIGUSR1, handler)",
        "sigaction(SIGUSR1, handler)",
        "sigaction(SIGUSR1, handler, SA_RESTART|SA_NODEFER)",
        "sigaction(SIGUSR1, SIG_IGN)",
        "alarm(1)",
        "exit(0)",
        "fork(worker)",
        "thread(worker)",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        parse(*state, texts[i]);
        /* What was read is written as it stood there. */
        assert_string_equal(printed(*state, false), texts[i]);
    }
}

static void space_does_not_matter(void **state)
{
    parse(*state, "  bind ( 3 ,\t10.0.0.1:80 )  ");
    assert_string_equal(printed(*state, false), "bind(3, 10.0.0.1:80)");
}

static void a_call_knows_its_name_and_descriptor(void **state)
{
    assert_int_equal(call_fd(parse(*state, "bind(7, 10.0.0.1:80)")), 7);
    assert_string_equal(call_name(&((struct fixture *)*state)->call), "bind");
    assert_int_equal(call_fd(parse(*state, "exit(7)")), -1);
    assert_true(call_does(&((struct fixture *)*state)->call, CALL_EXITS));
    assert_false(call_does(&((struct fixture *)*state)->call, CALL_FORKS));
    assert_true(call_does(parse(*state, "fork(b)"), CALL_FORKS));
    assert_true(
        call_does(parse(*state, "execve(\"/proc/self/exe\")"), CALL_EXECS));
    assert_string_equal(printed(*state, false), "execve(\"/proc/self/exe\")");
}

static void integers_are_those_of_c(void **state)
{
    static const struct {
        const char *text;
        long value;
    } cases[] = {
        {"exit(0x10)", 16},
        {"exit(-1)", -1},
        {"exit(010)", 8},
        {"exit(1|2 | 4)", 7},
        {"exit(AF_INET|0x100)", AF_INET | 0x100},
        {"exit(0xffffffff)", 0xffffffff},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_int_equal(parse(*state, cases[i].text)->args[0].number,
                         cases[i].value);
}

static void strings_have_cs_escapes(void **state)
{
    static const char wanted[] = "a\r\n\t\0\x41\\\"'\1z";
    const struct arg *arg =
        &parse(*state, "write(3, \"a\\r\\n\\t\\0\\x41\\\\\\\"'\\1z\")")
             ->args[1];

    assert_int_equal(arg->len, sizeof(wanted) - 1);
    assert_memory_equal(arg->bytes, wanted, sizeof(wanted) - 1);
    assert_int_equal(arg->repeat, 1);
}

static void strings_repeat(void **state)
{
    const struct arg *arg = &parse(*state, "write(3, \"ab\" * 3)")->args[1];

    assert_int_equal(arg->len, 2);
    assert_int_equal(arg->repeat, 3);
    arg = &parse(*state, "write(3, \"ab\"*0)")->args[1];
    assert_int_equal(arg->len * arg->repeat, 0);
}

static void a_comma_in_a_string_separates_nothing(void **state)
{
    const struct call *call = parse(*state, "send(3, \"a, \\\"b)\", 0)");

    assert_string_equal(call->args[1].text, "\"a, \\\"b)\"");
    assert_int_equal(call->args[2].kind, ARG_ABSENT);
    assert_int_equal(call->args[3].kind, ARG_INT);
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *text;
        const char *says;
    } cases[] = {
        {"", "expected a call such as"},
        {"bind", "expected a call such as"},
        {"(3)", "expected a call such as"},
        {"bnid(3, 10.0.0.1:80)", "unknown call \"bnid\"; did you mean bind?"},
        {"frobnicate(3)", "unknown call \"frobnicate\""},
        {"bind(3, 10.0.0.1:80, 16)",
         "bind() takes (FD, ADDRESS): found 3 arguments"},
        {"bind(3)", "bind() takes (FD, ADDRESS): found 1 argument"},
        {"close()", "close() takes (FD): found 0 arguments"},
        {"bind(1,2,3,4,5,6,7,8,9)", "found 9 arguments"},
        {"send(3, \"hi\")",
         "send() takes (FD, DATA[, LEN], FLAGS): found 2 arguments"},
        {"bind(3, 10.0.0.1:80", "parenthesis is missing"},
        {"bind(3, 10.0.0.1:80) = 0", "found `= 0` behind the call"},
        {"bind(3, )", "argument 2 is empty"},
        {"bind(3, 5)", "takes an address such as 10.0.0.1:80 here as ADDRESS"},
        {"bind(3, 10.0.0.1)", "10.0.0.1 needs a port, as in 10.0.0.1:80"},
        {"bind(3, *:80)", "takes one address, and * stands for any"},
        {"bind(3, _)", "found _"},
        {"setsockopt(3, SOL_SOCKET, SO_REUSEADR, 1)",
         "unknown constant SO_REUSEADR; did you mean SO_REUSEADDR?"},
        {"shutdown(3, SHUT_RW)",
         "unknown constant SHUT_RW; did you mean SHUT_RDWR?"},
        {"shutdown(3, SHUT_RX)",
         "unknown constant SHUT_RX; did you mean SHUT_RD?"},
        {"setsockopt(3, SOL_SOCKET, WHATEVER, 1)",
         "an integer or a constant here as OPTION: found WHATEVER"},
        {"socket(AF_INET|WHATEVER, SOCK_STREAM, 0)",
         "unknown constant WHATEVER, expected a number or a constant"},
        {"bind(3, localhost)", "an address such as 10.0.0.1:80 here"},
        {"setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, 239.1.2.3)",
         "239.1.2.3 stands in braces here, as a member of a struct"},
        {"setsockopt(3, IPPROTO_IP, IP_ADD_MEMBERSHIP, {239.1.2, 0})",
         "found `239.1.2`, expected an integer, a constant, or an address "
         "without a port"},
        {"setsockopt(3, SOL_SOCKET, SO_LINGER, {})", "VALUE: found {}"},
        {"setsockopt(3, SOL_SOCKET, SO_LINGER, {1,2,3,4,5,6,7,8,9})",
         "takes a struct of at most 8 members: found {1,2"},
        {"listen(3, 99999999999)", "99999999999 does not fit into an int"},
        {"listen(3, 3x)", "3x is neither a number nor an address"},
        {"send(3, \"hi, 0)", "parenthesis is missing"},
        {"send(3, \"h\\q\", 0)", "unknown escape"},
        {"send(3, \"\\x4\x11\", 0)", "unknown escape"},
        {"send(3, \"x\"*16777217, 0)", "more than 16777216 bytes"},
        {"send(3, \"x\"*99999999999999999999, 0)", "no number to repeat"},
        {"send(3, \"x\"*, 0)", "expected a number behind the `*`"},
        {"send(3, \"x\"y, 0)", "found `y` behind a string"},
        {"send(3, \"x\", -1, 0)", "LEN from 0 to 16777216: found -1"},
        {"recv(3, _, 16777217, 0)", "LEN from 0 to 16777216"},
        {"signal(SIGPIPE, 7)",
         "handler, SIG_IGN or SIG_DFL as HANDLER: found 7"},
        {"signal(SIGUSR1, on_usr1)",
         "takes handler, SIG_IGN or SIG_DFL here as HANDLER: found on_usr1"},
        {"sigaction(SIGUSR1, handle, SA_RESTART)",
         "handler, SIG_IGN or SIG_DFL here as HANDLER: found handle"},
        {"sigaction(SIGUSR1, AF_INET)",
         "handler, SIG_IGN or SIG_DFL as HANDLER: found AF_INET"},
        {"alarm(handler)", "an integer or a constant here as SECONDS"},
        {"fcntl(3, F_GETLK, 0)", "as COMMAND: found F_GETLK"},
        {"ioctl(3, TIOCGWINSZ, {0})", "takes FIONREAD, FIONBIO, SIOCOUTQ"},
        {"setrlimit(RLIMIT_NPROC, {1, 1})", "takes RLIMIT_NOFILE here"},
        {"execve(3)", "takes a path such as \"/tmp/s\" here as PATH: found 3"},
        {"execve(\"/bin/sh\")",
         "execve() takes \"/proc/self/exe\", the program that runs already"},
        {"execve(\"/proc/self/exe\"*2)", "found \"/proc/self/exe\"*2"},
        {"unlink(3)", "takes a path such as \"/tmp/s\" here as PATH: found 3"},
        {"unlink(10.0.0.1:80)", "takes a path such as"},
        {"unlink(unix:@s)", "a name behind an @ is in no folder"},
        {"unlink(\"@s\")", "a name behind an @ is in no folder"},
        {"unlink(\"/tmp/../etc/s\")", "takes a path without .."},
        {"unlink(\"..\")", "takes a path without .."},
        {"bind(3, unix:/tmp/..)", "takes a path without .."},
        {"unlink(\"x\"*108)", "takes a path of at most 107 bytes"},
        {"unlink(\"a\\0b\")", "takes a path of at most 107 bytes"},
        {"thread(3)", "`3` is no name for an actor"},
        {"fork(3)", "`3` is no name for an actor"},
        {"fork(a_name_that_is_longer_than_any_may_be)", "no name for an actor"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_says(refusal(*state, cases[i].text), cases[i].says);
}

/* A small generator, so that each run tries the same. */
static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245 + 12345;
    return *seed >> 16;
}

/* Change, take out, double or cut something in text. */
static void mutate(char *text, size_t room, unsigned *seed)
{
    static const char bytes[] = "()[]{},\"\\*|_:-0x9a \t\n\x80\xff\x1b";
    size_t len = strlen(text);
    size_t at = len ? next_random(seed) % len : 0;
    char byte = bytes[next_random(seed) % (sizeof(bytes) - 1)];

    switch (next_random(seed) % 4) {
    case 0:
        if (len)
            text[at] = byte;
        break;
    case 1: memmove(text + at, text + at + (len > 0), len - at); break;
    case 2:
        if (len + 2 < room) {
            memmove(text + at + 1, text + at, len - at + 1);
            text[at] = byte;
        }
        break;
    case 3: text[at] = '\0'; break;
    }
}

static void no_text_at_all_is_a_crash(void **state)
{
    static const char *const seeds[] = {
        "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)",
        "bind(3, [fd00::1]:12000)",
        "bind(3, unix:@name)",
        "sendto(3, \"a\\x41\\0\\\"b\"*65536, 7, MSG_NOSIGNAL, 10.0.0.1:9)",
        "setsockopt(3, SOL_SOCKET, SO_LINGER, {1, 0})",
        "recvfrom(3, _, 1024, 0, 10.0.0.2:*)",
        "fork(worker-2)",
    };
    unsigned seed = 1;
    int refused = 0;

    for (int round = 0; round < 20000; round++) {
        struct fixture *f = *state;
        char text[128];

        snprintf(text, sizeof(text), "%s",
                 seeds[next_random(&seed) % (sizeof(seeds) / sizeof(*seeds))]);
        for (unsigned n = next_random(&seed) % 6; n > 0; n--)
            mutate(text, sizeof(text), &seed);
        f->err.text[0] = '\0';
        if (call_parse(&f->call, text, &f->err) < 0)
            refused++;
        else
            assert_true(strlen(printed(f, false)) > 0);
        call_free(&f->call);
    }
    assert_true(refused > 1000);
}

/* ---- printing and checking what came ---- */

/* An outcome that holds these bytes. */
static void give(struct fixture *f, const char *bytes, size_t len)
{
    outcome_free(&f->outcome);
    f->outcome.ret = (long)len;
    f->outcome.data = malloc(len + 1);
    assert_non_null(f->outcome.data);
    memcpy(f->outcome.data, bytes, len);
    f->outcome.len = len;
}

static void received_bytes_stand_in_their_place(void **state)
{
    struct fixture *f = *state;
    char many[40];

    parse(f, "recv(3, _, 99, 0)");
    give(f,
         "a\r\n\"\\\0\1"
         "2\x7f",
         9);
    assert_string_equal(printed(f, true),
                        "recv(3, \"a\\r\\n\\\"\\\\\\0\\0012\\177\", 99, 0)");
    give(f, "", 0);
    assert_string_equal(printed(f, true), "recv(3, \"\", 99, 0)");
    memset(many, 'x', sizeof(many));
    give(f, many, sizeof(many));
    assert_string_equal(printed(f, true), "recv(3, \"x\"*40, 99, 0)");
    many[0] = 'y';
    give(f, many, sizeof(many));
    assert_string_equal(
        printed(f, true),
        "recv(3, \"yxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 99, 0)");
}

static void long_strings_of_a_script_are_cut(void **state)
{
    parse(*state, "write(3, \"0123456789012345678901234567890123456789\")");
    assert_string_equal(printed(*state, false),
                        "write(3, \"01234567890123456789012345678901\"...)");
    parse(*state, "write(3, \"x\"*65536)");
    assert_string_equal(printed(*state, false), "write(3, \"x\"*65536)");
}

static void repeats_are_compared_without_being_built(void **state)
{
    struct fixture *f = *state;

    parse(f, "recv(3, \"ab\"*3, 99, 0)");
    give(f, "ababab", 6);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_string_equal(printed(f, true), "recv(3, \"ab\"*3, 99, 0)");
    give(f, "ababa", 5);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "DATA is \"ababa\", not \"ab\"*3");
}

static void a_difference_late_in_much_data_is_found(void **state)
{
    struct fixture *f = *state;
    char many[100];

    memset(many, 'x', sizeof(many));
    many[70] = 'y';
    parse(f, "recv(3, \"x\"*100, 999, 0)");
    give(f, many, sizeof(many));
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_says(f->err.text, "100 bytes came, 100 were expected, "
                             "the first 70 agree");
}

static void a_failed_call_has_filled_in_nothing(void **state)
{
    struct fixture *f = *state;

    parse(f, "recv(3, \"hello\", 1024, 0)");
    f->outcome.ret = -1;
    f->outcome.err = EAGAIN;
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_string_equal(printed(f, true), "recv(3, _, 1024, 0)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_in_alphabetical_order),
        test(every_call_of_the_language_is_read),
        test(space_does_not_matter),
        test(a_call_knows_its_name_and_descriptor),
        test(integers_are_those_of_c),
        test(strings_have_cs_escapes),
        test(strings_repeat),
        test(a_comma_in_a_string_separates_nothing),
        test(mistakes_are_named),
        test(no_text_at_all_is_a_crash),
        test(received_bytes_stand_in_their_place),
        test(long_strings_of_a_script_are_cut),
        test(repeats_are_compared_without_being_built),
        test(a_difference_late_in_much_data_is_found),
        test(a_failed_call_has_filled_in_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
