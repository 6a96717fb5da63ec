/*
 * Which descriptors a script has: from 3 on, up to a limit that is the same on
 * every machine, and never the one over which its actor speaks with the lab.
 */
#include "tests/support/labtest.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/actor/descriptors.h"

/*
 * A call of each kind that takes a descriptor, with %d in its place. One that
 * is missing here is found by every_call_that_takes_one_is_here().
 */
static const char *const calls[] = {
    "accept(%d)",
    "accept4(%d, SOCK_CLOEXEC)",
    "bind(%d, 10.0.0.1:12000)",
    "close(%d)",
    "connect(%d, 10.0.0.1:12000)",
    "dup(%d)",
    "dup2(%d, 9)",
    "dup3(%d, 9, 0)",
    "fcntl(%d, F_GETFD)",
    "fcntl(%d, F_SETFD, 0)",
    "fcntl(%d, F_DUPFD, 0)",
    "getpeername(%d)",
    "getsockname(%d)",
    "getsockopt(%d, SOL_SOCKET, SO_TYPE, _)",
    "ioctl(%d, FIONREAD, _)",
    "listen(%d, 5)",
    "poll(%d, POLLIN|POLLOUT, 0)",
    "read(%d, _, 10)",
    "readv(%d, _, {5, 5})",
    "recv(%d, _, 10, MSG_DONTWAIT)",
    "recvfrom(%d, _, 10, MSG_DONTWAIT)",
    "recvmsg(%d, _, {10}, MSG_DONTWAIT)",
    "send(%d, \"forged\", 6, MSG_DONTWAIT)",
    "sendfile(%d, 3, 10)",
    "sendmsg(%d, {\"forged\"}, MSG_DONTWAIT)",
    "sendto(%d, \"forged\", 6, MSG_DONTWAIT, 10.0.0.1:12000)",
    "setsockopt(%d, SOL_SOCKET, SO_SNDBUF, 1)",
    "shutdown(%d, SHUT_RDWR)",
    "write(%d, \"forged\", 6)",
    "writev(%d, {\"for\", \"ged\"})",
    "epoll_ctl(%d, EPOLL_CTL_DEL, 3)",
    "epoll_wait(%d, _, 1, 0)",
};

enum { N_CALLS = sizeof(calls) / sizeof(calls[0]) };

static void every_call_that_takes_one_is_here(void **state)
{
    const char *name, *summary;

    (void)state;
    for (int i = 0; (name = call_table_name(i)); i++) {
        char begin[32];
        bool here = false;

        snprintf(begin, sizeof(begin), "%s(%%d", name);
        for (int k = 0; k < N_CALLS; k++)
            here |= strncmp(calls[k], begin, strlen(begin)) == 0;
        if (strstr(call_usage(name, &summary), "(FD") && !here)
            fail_msg("%s takes a descriptor, and is not tested", name);
    }
}

/* The result of the index-th call with that descriptor. */
static long result(struct lab *lab, int index, int fd)
{
    char text[128];

    snprintf(text, sizeof(text), calls[index], fd);
    return labtest_result(lab, "server", text);
}

/* POLLNVAL is how poll(2) says the same. */
static void the_channel_is_like_one_that_is_closed(void **state)
{
    struct lab *lab = labtest_begin(state);

    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    for (int i = 0; i < N_CALLS; i++) {
        long wanted = strncmp(calls[i], "poll", 4) == 0 ? 0x20 : -EBADF;

        assert_int_equal(result(lab, i, 500), wanted);
        for (int fd = SCRIPT_FILES; fd <= NEVER_OPEN; fd++)
            assert_int_equal(result(lab, i, fd), wanted);
    }
    /* It still hears, and says what it did before. */
    assert_null(lab_fault(lab));
    assert_int_equal(labtest_result(lab, "server", "dup(3)"), 4);
}

/* Its child has its own channel, at the same place. */
static void so_it_is_for_a_child(void **state)
{
    struct lab *lab = labtest_begin(state);

    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_true(labtest_result(lab, "server", "fork(b)") > 0);
    for (int i = 0; i < N_CALLS; i++) {
        char text[128];

        if (strncmp(calls[i], "poll", 4) == 0)
            continue;
        snprintf(text, sizeof(text), calls[i], CHANNEL_AT);
        assert_int_equal(labtest_result(lab, "b", text), -EBADF);
    }
    assert_int_equal(labtest_result(lab, "b", "close(3)"), 0);
    assert_int_equal(labtest_result(lab, "server", "close(3)"), 0);
}

/* The limit is that of a script, whatever the lab was started with. */
static void no_copy_lands_there(void **state)
{
    struct lab *lab = labtest_begin(state);
    char text[64];
    long fd, last = 3;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    for (int at = SCRIPT_FILES; at <= NEVER_OPEN; at++) {
        snprintf(text, sizeof(text), "fcntl(3, F_DUPFD, %d)", at);
        assert_int_equal(labtest_result(lab, "server", text), -EINVAL);
        snprintf(text, sizeof(text), "fcntl(3, F_DUPFD_CLOEXEC, %d)", at);
        assert_int_equal(labtest_result(lab, "server", text), -EINVAL);
    }
    snprintf(text, sizeof(text), "fcntl(3, F_DUPFD, %d)", SCRIPT_FILES - 1);
    assert_int_equal(labtest_result(lab, "server", text), SCRIPT_FILES - 1);
    while ((fd = labtest_result(lab, "server", "dup(3)")) >= 0)
        last = fd;
    assert_int_equal(fd, -EMFILE);
    assert_int_equal(last, SCRIPT_FILES - 2);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"),
        -EMFILE);
    /* The actor has what it needs for itself all the same. */
    assert_true(labtest_result(lab, "server", "fork(b)") > 0);
    assert_int_equal(labtest_result(lab, "b", "dup(3)"), -EMFILE);
}

/* ---- limits that the lab was started with ---- */

static struct rlimit set_limit(rlim_t soft, rlim_t hard)
{
    struct rlimit old, new;

    getrlimit(RLIMIT_NOFILE, &old);
    new.rlim_cur = soft;
    new.rlim_max = hard;
    if (setrlimit(RLIMIT_NOFILE, &new) < 0)
        print_message("setrlimit: %s\n", strerror(errno));
    return old;
}

static void a_low_soft_limit_is_raised(void **state)
{
    struct rlimit old = set_limit(20, RLIM_INFINITY), now;
    struct lab *lab;

    /* Only root may have a hard limit that high; any other will do too. */
    getrlimit(RLIMIT_NOFILE, &now);
    if (now.rlim_cur != 20)
        set_limit(20, old.rlim_max);
    lab = labtest_begin(state);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    for (int fd = 4; fd < 100; fd++)
        assert_int_equal(labtest_result(lab, "server", "dup(3)"), fd);
    getrlimit(RLIMIT_NOFILE, &now);
    assert_true(now.rlim_cur >= ACTOR_FILES);
    set_limit(old.rlim_cur, now.rlim_max);
}

/* In a child, since a hard limit can't be raised again. */
static void a_low_hard_limit_is_said(void **state)
{
    static const enum isolation kinds[] = {ISOLATION_AUTO, ISOLATION_NAMESPACE,
                                           ISOLATION_LOOPBACK};
    int status;

    (void)state;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        pid_t child = fork();
        struct err err;

        if (child == 0) {
            set_limit(64, 64);
            _exit(!lab_open(kinds[i], &err) && err.kind == ERR_MACHINE &&
                          strstr(err.text, "only 64 files") &&
                          strstr(err.text, "ulimit -Hn")
                      ? 0
                      : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
    }
}

#define LAB_TEST(f)                                                            \
    cmocka_unit_test_setup_teardown(f, labtest_setup, labtest_teardown)

/* setrlimit(2): the calls behind it have that limit, and the actor its own. */
static void a_limit_is_the_scripts_alone(void **state)
{
    struct lab *lab = labtest_begin(state);

    assert_int_equal(
        labtest_result(lab, "server", "setrlimit(RLIMIT_NOFILE, {4, 5})"), 0);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(labtest_result(lab, "server", "dup(3)"), -EMFILE);
    assert_int_equal(labtest_result(lab, "server", "dup2(3, 4)"), -EBADF);
    assert_int_equal(
        labtest_result(lab, "server", "setrlimit(RLIMIT_NOFILE, {4, 6})"),
        -EPERM);
    assert_int_equal(
        labtest_result(lab, "server", "setrlimit(RLIMIT_NOFILE, {6, 5})"),
        -EINVAL);
    assert_int_equal(
        labtest_result(lab, "server", "setrlimit(RLIMIT_NOFILE, {5, -1})"),
        -EPERM);
    assert_int_equal(
        labtest_result(lab, "server", "setrlimit(RLIMIT_NOFILE, {5, 5})"), 0);
    assert_int_equal(labtest_result(lab, "server", "dup(3)"), 4);
    /* A child has it as well, and fork() needs descriptors of the actor's. */
    assert_true(labtest_result(lab, "server", "fork(b)") > 0);
    assert_int_equal(labtest_result(lab, "b", "dup(3)"), -EMFILE);
    assert_int_equal(labtest_result(lab, "b", "close(4)"), 0);
    assert_int_equal(labtest_result(lab, "b", "dup(3)"), 4);
    assert_null(lab_fault(lab));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_call_that_takes_one_is_here),
        LAB_TEST(the_channel_is_like_one_that_is_closed),
        LAB_TEST(so_it_is_for_a_child),
        LAB_TEST(no_copy_lands_there),
        LAB_TEST(a_limit_is_the_scripts_alone),
        LAB_TEST(a_low_soft_limit_is_raised),
        cmocka_unit_test(a_low_hard_limit_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
