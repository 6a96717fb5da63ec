/*
 * test_call_run.c - calls made on this machine's own loopback.
 */
#include "tests/support/calltest.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>

/* Make the call that is written so; gives its return value. */
static long run(struct fixture *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static long run(struct fixture *f, const char *format, ...)
{
    char text[512];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    parse(f, text);
    outcome_free(&f->outcome);
    call_run(&f->call, &f->outcome);
    return f->outcome.ret;
}

/* The same for a call that gives a descriptor. */
static int opened(struct fixture *f, long fd)
{
    if (fd < 0)
        fail_msg("no descriptor: %s", strerror(f->outcome.err));
    f->fds[f->n_fds++] = (int)fd;
    return (int)fd;
}

/* A TCP listener on a port of its own; its address goes to f->outcome. */
static int listener(struct fixture *f)
{
    int fd = opened(f, run(f, "socket(AF_INET, SOCK_STREAM, 0)"));

    assert_int_equal(run(f, "bind(%d, 127.0.0.1:0)", fd), 0);
    assert_int_equal(run(f, "listen(%d, 5)", fd), 0);
    assert_int_equal(run(f, "getsockname(%d, _)", fd), 0);
    return fd;
}

/* Two connected TCP sockets: pair[0] connected, pair[1] was accepted. */
static void connected(struct fixture *f, int pair[2])
{
    int fd = listener(f);
    char addr[ADDR_TEXT];

    addr_format(&f->outcome.addr, addr);
    pair[0] = opened(f, run(f, "socket(AF_INET, SOCK_STREAM, 0)"));
    assert_int_equal(run(f, "connect(%d, %s)", pair[0], addr), 0);
    pair[1] = opened(f, run(f, "accept(%d, 127.0.0.1:*)", fd));
}

static void a_new_socket_is_noted(void **state)
{
    struct fixture *f = *state;
    int fd = opened(f, run(f, "socket(AF_INET6, SOCK_STREAM, 0)"));

    assert_int_equal(f->outcome.sock.fd, fd);
    assert_true(f->outcome.sock.cookie != 0);
    assert_false(f->outcome.sock.flags & SOCKNOTE_REUSEADDR);
    run(f, "setsockopt(%d, SOL_SOCKET, SO_REUSEADDR, 1)", fd);
    assert_true(f->outcome.sock.flags & SOCKNOTE_REUSEADDR);
    run(f, "setsockopt(%d, SOL_SOCKET, SO_REUSEPORT, 1)", fd);
    assert_true(f->outcome.sock.flags & SOCKNOTE_REUSEPORT);
    run(f, "setsockopt(%d, IPPROTO_IPV6, IPV6_V6ONLY, 1)", fd);
    assert_true(f->outcome.sock.flags & SOCKNOTE_V6ONLY);
}

static void close_notes_the_socket_that_it_ends(void **state)
{
    struct fixture *f = *state;
    long fd = run(f, "socket(AF_INET, SOCK_STREAM, 0)");
    uint64_t cookie = f->outcome.sock.cookie;

    assert_int_equal(run(f, "close(%ld)", fd), 0);
    assert_true(cookie != 0 && f->outcome.sock.cookie == cookie);
    assert_int_equal(run(f, "close(%ld)", fd), -1);
    assert_int_equal(f->outcome.err, EBADF);
    assert_int_equal(f->outcome.sock.cookie, 0);
}

static void the_note_does_not_touch_errno(void **state)
{
    struct fixture *f = *state;
    int fd = listener(f);

    /* Asking an IPv4 socket for IPV6_V6ONLY fails, after bind() did. */
    assert_int_equal(run(f, "bind(%d, 127.0.0.1:0)", fd), -1);
    assert_int_equal(f->outcome.err, EINVAL);
    assert_int_equal(run(f, "listen(999, 1)"), -1);
    assert_int_equal(f->outcome.err, EBADF);
    assert_int_equal(f->outcome.sock.cookie, 0);
}

static void accept_fills_in_the_peer(void **state)
{
    struct fixture *f = *state;
    struct sockaddr_storage name;
    struct addr peer;
    socklen_t len = sizeof(name);
    char text[ADDR_TEXT];
    char wanted[ADDR_TEXT + 32];
    int pair[2];

    connected(f, pair);
    assert_int_equal(f->outcome.sock.fd, pair[1]);
    getsockname(pair[0], (struct sockaddr *)&name, &len);
    addr_from_sockaddr(&peer, &name, len);
    snprintf(wanted, sizeof(wanted), "accept(%d, %s)",
             (int)f->call.args[0].number, addr_format(&peer, text));
    assert_string_equal(printed(f, true), wanted);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void accept4_gives_its_flags_to_the_new_socket(void **state)
{
    struct fixture *f = *state;
    int fd = listener(f);
    char addr[ADDR_TEXT];
    int client = opened(f, run(f, "socket(AF_INET, SOCK_STREAM, 0)"));
    int accepted;

    run(f, "getsockname(%d, _)", fd);
    assert_int_equal(
        run(f, "connect(%d, %s)", client, addr_format(&f->outcome.addr, addr)),
        0);
    accepted = opened(f, run(f, "accept4(%d, _, SOCK_NONBLOCK)", fd));
    assert_int_equal(run(f, "recv(%d, _, 10, 0)", accepted), -1);
    assert_int_equal(f->outcome.err, EAGAIN);
    assert_null(f->outcome.data);
}

static void data_goes_through(void **state)
{
    struct fixture *f = *state;
    int pair[2];

    connected(f, pair);
    assert_int_equal(run(f, "send(%d, \"hello\", 0)", pair[0]), 5);
    assert_int_equal(run(f, "recv(%d, \"hello\", 1024, 0)", pair[1]), 5);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    assert_int_equal(run(f, "write(%d, \"ab\"*3, 5)", pair[0]), 5);
    assert_int_equal(run(f, "read(%d, \"ababa\", 1024)", pair[1]), 5);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    run(f, "shutdown(%d, SHUT_WR)", pair[0]);
    assert_int_equal(run(f, "recv(%d, \"\", 1024, 0)", pair[1]), 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void a_length_beyond_the_data_sends_zero_bytes(void **state)
{
    struct fixture *f = *state;
    int pair[2];

    connected(f, pair);
    assert_int_equal(run(f, "send(%d, \"hi\", 5, 0)", pair[0]), 5);
    assert_int_equal(run(f, "recv(%d, \"hi\\0\\0\\0\", 9, 0)", pair[1]), 5);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void udp_says_from_whom(void **state)
{
    struct fixture *f = *state;
    int a = opened(f, run(f, "socket(AF_INET, SOCK_DGRAM, 0)"));
    int b = opened(f, run(f, "socket(AF_INET, SOCK_DGRAM, 0)"));
    char addr[ADDR_TEXT];

    run(f, "bind(%d, 127.0.0.1:0)", a);
    run(f, "bind(%d, 127.0.0.1:0)", b);
    run(f, "getsockname(%d, _)", a);
    addr_format(&f->outcome.addr, addr);
    assert_int_equal(run(f, "sendto(%d, \"hi\", 0, %s)", b, addr), 2);
    assert_int_equal(run(f, "recvfrom(%d, _, 9, 0, 127.0.0.1:1)", a), 2);
    assert_true(f->outcome.has_addr);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_says(f->err.text, "ADDRESS is 127.0.0.1:");
    assert_says(f->err.text, ", not 127.0.0.1:1");
}

static void poll_gives_what_happened(void **state)
{
    struct fixture *f = *state;
    int pair[2];

    connected(f, pair);
    assert_int_equal(run(f, "poll(%d, POLLIN, 0)", pair[1]), 0);
    assert_int_equal(run(f, "poll(%d, POLLIN|POLLOUT, 0)", pair[1]), POLLOUT);
    run(f, "send(%d, \"x\", 0)", pair[0]);
    assert_int_equal(run(f, "poll(%d, POLLIN, 1000)", pair[1]), POLLIN);
    assert_int_equal(run(f, "poll(999, POLLIN, 0)"), POLLNVAL);
}

static void options_are_read_back(void **state)
{
    struct fixture *f = *state;
    int fd = opened(f, run(f, "socket(AF_INET, SOCK_STREAM, 0)"));

    assert_int_equal(
        run(f, "setsockopt(%d, SOL_SOCKET, SO_LINGER, {1, 7})", fd), 0);
    assert_int_equal(
        run(f, "getsockopt(%d, SOL_SOCKET, SO_LINGER, {1, 7})", fd), 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    run(f, "getsockopt(%d, SOL_SOCKET, SO_LINGER, {0, 0})", fd);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "VALUE is {1, 7}, not {0, 0}");
    run(f, "getsockopt(%d, IPPROTO_TCP, TCP_NODELAY, _)", fd);
    assert_non_null(strstr(printed(f, true), "TCP_NODELAY, 0)"));
}

static void timeouts_are_seconds_and_microseconds(void **state)
{
    struct fixture *f = *state;
    int fd = opened(f, run(f, "socket(AF_INET, SOCK_DGRAM, 0)"));
    struct timeval time = {0};
    socklen_t len = sizeof(time);

    assert_int_equal(
        run(f, "setsockopt(%d, SOL_SOCKET, SO_RCVTIMEO, {2, 500000})", fd), 0);
    getsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &time, &len);
    assert_int_equal(time.tv_sec, 2);
    assert_int_equal(time.tv_usec, 500000);
    run(f, "getsockopt(%d, SOL_SOCKET, SO_RCVTIMEO, {2, 500000})", fd);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
}

static void a_pending_error_is_found_as_number_or_name(void **state)
{
    struct fixture *f = *state;
    int fd = listener(f);
    char addr[ADDR_TEXT];

    addr_format(&f->outcome.addr, addr);
    assert_int_equal(run(f, "close(%d)", fd), 0);
    f->n_fds--;
    fd = opened(f, run(f, "socket(AF_INET, SOCK_STREAM|SOCK_NONBLOCK, 0)"));
    run(f, "connect(%d, %s)", fd, addr);
    run(f, "poll(%d, POLLOUT, 1000)", fd);
    assert_int_equal(
        run(f, "getsockopt(%d, SOL_SOCKET, SO_ERROR, ECONNREFUSED)", fd), 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    run(f, "getsockopt(%d, SOL_SOCKET, SO_ERROR, 111)", fd);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
    assert_string_equal(f->err.text, "VALUE is 0, not 111");
}

static void flags_descriptors_and_signals(void **state)
{
    struct fixture *f = *state;
    int fd = opened(f, run(f, "socket(AF_INET, SOCK_STREAM, 0)"));
    int copy = opened(f, run(f, "dup(%d)", fd));

    assert_int_equal(f->outcome.sock.fd, copy);
    assert_int_equal(run(f, "fcntl(%d, F_SETFL, O_NONBLOCK)", fd), 0);
    assert_true(run(f, "fcntl(%d, F_GETFL)", copy) & 04000);
    copy = opened(f, run(f, "fcntl(%d, F_DUPFD, 100)", fd));
    assert_true(copy >= 100);
    assert_int_equal(f->outcome.sock.fd, copy);
    assert_int_equal(run(f, "signal(SIGPIPE, SIG_IGN)"), 0);
    assert_ptr_equal(signal(SIGPIPE, SIG_DFL), SIG_IGN);
    assert_int_equal(run(f, "signal(SIGKILL, SIG_IGN)"), -1);
    assert_int_equal(f->outcome.err, EINVAL);
}

static void getpeername_takes_a_left_out_address(void **state)
{
    struct fixture *f = *state;
    int pair[2];

    connected(f, pair);
    assert_int_equal(run(f, "getpeername(%d)", pair[0]), 0);
    assert_int_equal(run(f, "getpeername(%d, 127.0.0.1:*)", pair[0]), 0);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), 0);
    run(f, "getsockname(%d, 10.0.0.1:*)", pair[0]);
    assert_int_equal(call_check(&f->call, &f->outcome, &f->err), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_new_socket_is_noted),
        test(close_notes_the_socket_that_it_ends),
        test(the_note_does_not_touch_errno),
        test(accept_fills_in_the_peer),
        test(accept4_gives_its_flags_to_the_new_socket),
        test(data_goes_through),
        test(a_length_beyond_the_data_sends_zero_bytes),
        test(udp_says_from_whom),
        test(poll_gives_what_happened),
        test(options_are_read_back),
        test(timeouts_are_seconds_and_microseconds),
        test(a_pending_error_is_found_as_number_or_name),
        test(flags_descriptors_and_signals),
        test(getpeername_takes_a_left_out_address),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
