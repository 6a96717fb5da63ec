/*
 * test_call_lists.c - arguments in braces: pieces of data, descriptors with
 * their events, sets; how they are read, written and compared.
 */
#include <poll.h>

#include "tests/support/calltest.h"

/* ---- reading ---- */

static void each_list_is_read_for_what_it_is(void **state)
{
    const struct call *call =
        parse(*state, "writev(3, {\"a,}\\\"\", \"x\"*9})");
    const struct arg *arg = &call->args[1];

    assert_int_equal(arg->kind, ARG_PIECES);
    assert_int_equal(arg->n_pieces, 2);
    assert_int_equal(arg->len, 5);
    assert_memory_equal(arg->bytes, "a,}\"x", 5);
    assert_int_equal(arg->pieces[0].len, 4);
    assert_int_equal(arg->pieces[1].repeat, 9);

    call = parse(*state, "poll({3: POLLIN|POLLOUT , 4:1} -> {4: 1}, 1000)");
    arg = &call->args[0];
    assert_int_equal(arg->kind, ARG_MAP);
    assert_int_equal(arg->map.n, 2);
    assert_int_equal(arg->map.entries[0].events, POLLIN | POLLOUT);
    assert_int_equal(arg->found.n, 1);
    assert_int_equal(arg->found.entries[0].fd, 4);
    assert_int_equal(call->args[2].number, 1000);

    call = parse(*state, "select(5, {3, 4} -> {}, {}, {})");
    assert_int_equal(call->args[1].n_ints, 2);
    assert_int_equal(call->args[1].then, ARG_INTS);
    assert_int_equal(call->args[4].kind, ARG_ABSENT);
}

/* As a struct ip_mreq and a struct ipv6_mreq have them in memory. */
static void addresses_in_a_struct_are_in_network_order(void **state)
{
    static const unsigned char four[] = {239, 1, 2, 3, 10, 0, 0, 1};
    static const unsigned char six[20] = {0xff, 0x15, [13] = 1, [15] = 3};
    const struct arg *arg;

    arg =
        &parse(*state, "setsockopt(3, 0, 35, {239.1.2.3, 10.0.0.1})")->args[3];
    assert_int_equal(arg->kind, ARG_INTS);
    assert_int_equal(arg->n_ints, 2);
    assert_memory_equal(arg->ints, four, sizeof(four));
    arg = &parse(*state, "setsockopt(3, 41, 20, {ff15::1:3, 0})")->args[3];
    assert_int_equal(arg->n_ints, 5);
    assert_memory_equal(arg->ints, six, sizeof(six));
}

static void poll_of_one_descriptor_stays_what_it_was(void **state)
{
    const struct call *call = parse(*state, "poll(3, POLLIN, 1000)");

    assert_int_equal(call->args[0].number, 3);
    assert_int_equal(call->args[1].number, POLLIN);
    assert_int_equal(call->args[2].number, 1000);
    assert_int_equal(call_fd(call), 3);
    assert_true(call_gives_events("poll", "3, POLLIN, 1000"));
    assert_false(call_gives_events("poll", "{3: POLLIN}, 1000"));
}

static void mistakes_are_named(void **state)
{
    static const char *const texts[][2] = {
        {"writev(3, {\"a\", 1})", "found `1`, expected a string in quotes"},
        {"writev(3, {\"a\")", "expected a list in braces"},
        {"writev(3, \"a\")", "takes strings such as {\"ab\", \"cd\"}"},
        {"writev(3, {\"a\"} {\"b\"})", "found `{\"b\"}` behind a list"},
        {"writev(3, {\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", "
         "\"i\"})",
         "at most 8 pieces"},
        {"writev(3, {\"a\"*16777216, \"b\"})", "more than 16777216 bytes"},
        {"readv(3, _, {5, -1})", "takes lengths from 0 on"},
        {"readv(3, _, {16777216, 1})", "of 16777216 bytes in all"},
        {"poll(3, 1000)", "events behind one descriptor"},
        {"poll({3: POLLIN}, POLLIN, 0)", "in their list alone: found POLLIN"},
        {"poll({3}, 0)", "takes a descriptor such as 3, or several such as"},
        {"poll({3: POLLIN, 4}, 0)", "found `4`, expected a descriptor and its"},
        {"poll({3: POLLIN} -> {3}, 0)", "takes a descriptor such as 3"},
        {"poll({3: POLLIN} ->, 0)", "is missing behind the ->"},
        {"poll({3: POLLINN}, 0)", "unknown constant POLLINN"},
        {"select(1, {3: POLLIN}, {}, {})", "takes descriptors such as {3, 4}"},
        {"select(9, {1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17}, "
         "{1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16}, {})",
         "at most 32 descriptors in its sets: found 33"},
        {"readv(3, _, {1,1,1,1,1,1,1,1,1})", "at most 8 members"},
        {"select(1, {1021}, {}, {})", "takes descriptors from 0 to 1020"},
        {"select(1025, {3}, {}, {})", "an NFDS of at most 1024"},
        {"select(1, {3}, {}, {}, {1})", "takes seconds and microseconds"},
        {"epoll_wait(3, {4: EPOLLIN}, 33, 0)", "a MAXEVENTS of at most 32"},
        {"epoll_wait(3, {4}, 3, 0)", "takes descriptors and their events"},
        {"epoll_wait(3, {4: 1} -> {}, 3, 0)", "takes descriptors and their"},
        {"pipe2({3, 4, 5}, 0)", "gives two descriptors"},
        {"ioctl(3, FIONREAD, 5)", "takes an integer in braces such as {1}"},
        {"ioctl(3, FIONREAD, {5, 6})", "takes one integer in braces"},
        {"ioctl(3, 1, {5})", "takes FIONREAD, FIONBIO, SIOCOUTQ"},
        {"setrlimit(1, {8, 8})", "takes RLIMIT_NOFILE as RESOURCE"},
        {"setrlimit(RLIMIT_NOFILE, {8})", "a soft and a hard limit"},
        {"memfd_create(\"a\\0b\", 0)", "takes a name without"},
        {"connect(3, AF_INET)", "or AF_UNSPEC: found AF_INET"},
        {"listen(3, {5} -> {5})", "takes an integer or a constant"},
        {"setsockopt(3, 1, 1, {5} -> {5})", "takes an integer or a struct"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct call call;

        if (call_parse(&call, texts[i][0], &f->err) == 0)
            fail_msg("%s was read", texts[i][0]);
        assert_says(f->err.text, texts[i][1]);
    }
}

/* ---- what came ---- */

static void ready(struct fixture *f, const struct entry *entries, int n)
{
    outcome_free(&f->outcome);
    f->outcome.ret = n;
    f->outcome.map.n = n;
    memcpy(f->outcome.map.entries, entries, (size_t)n * sizeof(*entries));
}

static void what_is_ready_is_a_set(void **state)
{
    struct fixture *f = *state;

    parse(f, "epoll_wait(3, {5: EPOLLIN|EPOLLHUP, 4: EPOLLIN}, 10, 0)");
    ready(f, (struct entry[]){{4, POLLIN}, {5, POLLIN | POLLHUP}}, 2);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    /* It comes to the same, and so it is shown as it was written. */
    assert_string_equal(
        printed(f, true),
        "epoll_wait(3, {5: EPOLLIN|EPOLLHUP, 4: EPOLLIN}, 10, 0)");
    ready(f, (struct entry[]){{4, POLLIN}, {5, POLLIN}}, 2);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text,
                        "READY is {4: EPOLLIN, 5: EPOLLIN}, not {4: EPOLLIN, "
                        "5: EPOLLIN|EPOLLHUP}");
    f->outcome.ret = -1;
    assert_string_equal(printed(f, true), "epoll_wait(3, _, 10, 0)");
}

static void what_was_asked_stands_before_what_was_found(void **state)
{
    struct fixture *f = *state;

    parse(f, "poll({3: POLLIN, 4: POLLOUT}, -1)");
    ready(f, (struct entry[]){{4, POLLOUT}}, 1);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_string_equal(printed(f, true),
                        "poll({3: POLLIN, 4: POLLOUT} -> {4: POLLOUT}, -1)");
    parse(f, "poll({3: POLLIN, 4: POLLOUT} -> {3: POLLIN}, -1)");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "FDS is {4: POLLOUT}, not {3: POLLIN}");
    f->outcome.ret = -1;
    assert_string_equal(printed(f, true), "poll({3: POLLIN, 4: POLLOUT}, -1)");
}

static void each_set_has_its_own(void **state)
{
    struct fixture *f = *state;

    parse(f, "select(5, {3, 4} -> {4}, {4} -> {4}, {3} -> _, {1, 0})");
    ready(f, (struct entry[]){{4, SET_READ | SET_WRITE}}, 1);
    f->outcome.ret = 2;
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_string_equal(
        printed(f, true),
        "select(5, {3, 4} -> {4}, {4} -> {4}, {3} -> {}, {1, 0})");
    parse(f, "select(5, {3, 4}, {4} -> {4}, {})");
    assert_string_equal(printed(f, true),
                        "select(5, {3, 4} -> {4}, {4} -> {4}, {})");
    parse(f, "select(5, {3, 4}, {4} -> {}, {})");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "WRITE is {4}, not {}");
}

static void pieces_are_cut_by_their_lengths(void **state)
{
    struct fixture *f = *state;

    parse(f, "readv(3, {\"hel\", \"lo\"}, {3, 9})");
    f->outcome.data = strdup("hello");
    f->outcome.ret = 5;
    f->outcome.len = 5;
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_string_equal(printed(f, true),
                        "readv(3, {\"hel\", \"lo\"}, {3, 9})");
    parse(f, "readv(3, {\"hello\", \"\"}, {5, 2})");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    parse(f, "readv(3, {\"hel\"}, {3, 9})");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text,
                        "PIECES is {\"hel\", \"lo\"}, not {\"hel\"}");
    parse(f, "readv(3, {\"hel\", \"lo\"}, {9, 9})");
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    parse(f, "readv(3, _, {9, 9})");
    assert_string_equal(printed(f, true), "readv(3, {\"hello\"}, {9, 9})");
    parse(f, "writev(3, {\"x\"*40, \"y\"})");
    assert_string_equal(printed(f, true), "writev(3, {\"x\"*40, \"y\"})");
}

static void pairs_and_numbers_are_shown_in_braces(void **state)
{
    struct fixture *f = *state;

    parse(f, "ioctl(3, FIONREAD, {5})");
    f->outcome.n_ints = 1;
    f->outcome.ints[0] = 4;
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "VALUE is {4}, not {5}");
    parse(f, "pipe2({3, 4}, 0)");
    f->outcome.n_ints = 2;
    f->outcome.ints[0] = 5;
    f->outcome.ints[1] = 6;
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "FDS is {5, 6}, not {3, 4}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(each_list_is_read_for_what_it_is),
        test(addresses_in_a_struct_are_in_network_order),
        test(poll_of_one_descriptor_stays_what_it_was),
        test(mistakes_are_named),
        test(what_is_ready_is_a_set),
        test(what_was_asked_stands_before_what_was_found),
        test(each_set_has_its_own),
        test(pieces_are_cut_by_their_lengths),
        test(pairs_and_numbers_are_shown_in_braces),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
