/*
 * test_call_ready.c - the calls that wait for descriptors, and those that make
 * some, made in this process.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>

#include "tests/support/calltest.h"

/* Make a call whose text has descriptors in it; returns what came of it. */
__attribute__((format(printf, 2, 3))) static long made(struct fixture *f,
                                                       const char *format, ...)
{
    char text[256];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    outcome_free(&f->outcome);
    call_run(parse(f, text), &f->outcome);
    assert_int_equal(f->outcome.unable, 0);
    return f->outcome.ret;
}

/* What came is what the call says. */
static void as_written(struct fixture *f)
{
    if (call_check(&f->call, &f->outcome, &f->err) < 0)
        fail_msg("%s", f->err.text);
}

/* Two connected sockets, closed at the end of the test. */
static void pair(struct fixture *f, int fds[2])
{
    assert_int_equal(made(f, "socketpair(AF_UNIX, SOCK_STREAM, 0, _)"), 0);
    assert_int_equal(f->outcome.n_ints, 2);
    for (int i = 0; i < 2; i++)
        f->fds[f->n_fds++] = fds[i] = f->outcome.ints[i];
}

static int kept(struct fixture *f, long fd)
{
    assert_true(fd >= 0);
    f->fds[f->n_fds++] = (int)fd;
    return (int)fd;
}

static void epoll_tells_of_level_edge_and_once(void **state)
{
    struct fixture *f = *state;
    int fds[2], ep;

    pair(f, fds);
    ep = kept(f, made(f, "epoll_create1(EPOLL_CLOEXEC)"));
    assert_int_equal(
        made(f, "epoll_ctl(%d, EPOLL_CTL_ADD, %d, EPOLLIN)", ep, fds[0]), 0);
    assert_int_equal(made(f, "epoll_wait(%d, {}, 10, 0)", ep), 0);
    as_written(f);
    assert_int_equal(made(f, "write(%d, \"a\")", fds[1]), 1);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(
            made(f, "epoll_wait(%d, {%d: EPOLLIN}, 10, -1)", ep, fds[0]), 1);
        as_written(f);
    }
    made(f, "epoll_ctl(%d, EPOLL_CTL_MOD, %d, EPOLLIN|EPOLLET)", ep, fds[0]);
    assert_int_equal(made(f, "epoll_wait(%d, _, 10, 0)", ep), 1);
    assert_int_equal(made(f, "epoll_wait(%d, _, 10, 0)", ep), 0);
    assert_int_equal(made(f, "write(%d, \"b\")", fds[1]), 1);
    assert_int_equal(made(f, "epoll_wait(%d, _, 10, 0)", ep), 1);
    made(f, "epoll_ctl(%d, EPOLL_CTL_MOD, %d, EPOLLIN|EPOLLONESHOT)", ep,
         fds[0]);
    assert_int_equal(made(f, "epoll_wait(%d, _, 10, 0)", ep), 1);
    assert_int_equal(made(f, "write(%d, \"c\")", fds[1]), 1);
    assert_int_equal(made(f, "epoll_wait(%d, _, 10, 0)", ep), 0);
    assert_int_equal(made(f, "epoll_ctl(%d, EPOLL_CTL_DEL, %d)", ep, fds[0]),
                     0);
    assert_int_equal(made(f, "epoll_ctl(%d, EPOLL_CTL_DEL, %d)", ep, fds[0]),
                     -1);
    assert_int_equal(f->outcome.err, ENOENT);
}

static void poll_and_select_tell_which(void **state)
{
    struct fixture *f = *state;
    int fds[2];

    pair(f, fds);
    made(f, "write(%d, \"a\")", fds[1]);
    assert_int_equal(
        made(f,
             "poll({%d: POLLIN, %d: POLLIN|POLLOUT} -> {%d: POLLOUT, %d: "
             "POLLIN}, 0)",
             fds[0], fds[1], fds[1], fds[0]),
        2);
    as_written(f);
    assert_int_equal(made(f, "poll({900: POLLIN} -> {900: POLLNVAL}, 0)"), 1);
    as_written(f);
    assert_int_equal(
        made(f, "select(%d, {%d, %d} -> {%d}, {%d} -> {%d}, {}, {0, 0})",
             fds[1] + 1, fds[0], fds[1], fds[0], fds[1], fds[1]),
        2);
    as_written(f);
    /* Those from NFDS on are not looked at. */
    assert_int_equal(
        made(f, "select(%d, {%d} -> {}, {}, {}, {0, 0})", fds[0], fds[0]), 0);
    as_written(f);
    assert_int_equal(made(f, "select(51, {50}, {}, {}, {0, 0})"), -1);
    assert_int_equal(f->outcome.err, EBADF);
}

static void pieces_go_and_come(void **state)
{
    struct fixture *f = *state;
    int fds[2];

    pair(f, fds);
    assert_int_equal(made(f, "writev(%d, {\"ab\", \"\", \"x\"*3})", fds[0]), 5);
    assert_int_equal(made(f, "ioctl(%d, FIONREAD, {5})", fds[1]), 0);
    as_written(f);
    assert_int_equal(
        made(f, "readv(%d, {\"a\", \"bxx\", \"x\"}, {1, 3, 100})", fds[1]), 5);
    as_written(f);
    made(f, "ioctl(%d, FIONBIO, {1})", fds[1]);
    as_written(f);
    assert_int_equal(made(f, "readv(%d, _, {1})", fds[1]), -1);
    assert_int_equal(f->outcome.err, EAGAIN);
    assert_null(f->outcome.data);
}

static void a_file_in_memory_is_sent(void **state)
{
    struct fixture *f = *state;
    int fds[2], file;

    pair(f, fds);
    file = kept(f, made(f, "memfd_create(\"page\", MFD_CLOEXEC)"));
    made(f, "write(%d, \"hello, world\")", file);
    assert_int_equal(made(f, "sendfile(%d, %d, 7, 100)", fds[0], file), 5);
    /* The position is at the end, where write() left it. */
    assert_int_equal(made(f, "sendfile(%d, %d, 100)", fds[0], file), 0);
    assert_int_equal(made(f, "read(%d, \"world\", 100)", fds[1]), 5);
    as_written(f);
}

static void copies_have_the_number_that_is_asked_for(void **state)
{
    struct fixture *f = *state;
    int fds[2];

    pair(f, fds);
    assert_int_equal(made(f, "dup2(%d, 77)", fds[0]), 77);
    kept(f, 77);
    assert_int_equal(made(f, "dup3(%d, 77, O_CLOEXEC)", fds[1]), 77);
    assert_int_equal(made(f, "fcntl(77, F_GETFD)"), FD_CLOEXEC);
    assert_int_equal(made(f, "dup3(77, 77, 0)"), -1);
    assert_int_equal(f->outcome.err, EINVAL);
    assert_int_equal(made(f, "pipe2(_, O_NONBLOCK)"), 0);
    kept(f, f->outcome.ints[0]);
    kept(f, f->outcome.ints[1]);
    assert_int_equal(made(f, "read(%d, _, 1)", f->outcome.ints[0]), -1);
    assert_int_equal(f->outcome.err, EAGAIN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(epoll_tells_of_level_edge_and_once),
        test(poll_and_select_tell_which),
        test(pieces_go_and_come),
        test(a_file_in_memory_is_sent),
        test(copies_have_the_number_that_is_asked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
