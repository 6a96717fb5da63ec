/*
 * Actors that are threads: what they share, what ends them, and that each is
 * heard on its own channel.
 */
#include "tests/support/labtest.h"

#include <errno.h>
#include <signal.h>

#include "lab/actor/child.h"

/* A server with a second thread, both at rest. */
static struct lab *begin(void **state)
{
    struct lab *lab = labtest_begin(state);

    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_true(labtest_result(lab, "server", "thread(worker)") > 0);
    labtest_rest(lab);
    return lab;
}

static enum actor_state state_of(struct lab *lab, const char *name)
{
    return actor_state(lab_find(lab, name));
}

static void descriptors_are_the_same(void **state)
{
    struct lab *lab = begin(state);

    assert_int_equal(labtest_result(lab, "worker", "getsockname(3)"), 0);
    /* What the lab itself has opened for the thread is nobody's to see. */
    assert_int_equal(
        labtest_result(lab, "worker", "socket(AF_INET, SOCK_STREAM, 0)"), 4);
    assert_int_equal(labtest_result(lab, "server", "close(4)"), 0);
    assert_int_equal(labtest_result(lab, "worker", "close(4)"), -EBADF);
    assert_int_equal(labtest_result(lab, "server", "close(1023)"), -EBADF);
    assert_int_equal(labtest_result(lab, "server", "close(1024)"), -EBADF);
    assert_int_equal(labtest_result(lab, "worker", "close(1023)"), -EBADF);
    assert_int_equal(labtest_result(lab, "worker", "fork(child)") > 0, true);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 4);
}

/* The handler of a thread speaks on the thread's own channel. */
static void each_is_heard_by_itself(void **state)
{
    struct lab *lab = begin(state);
    const char *last = NULL;

    labtest_result(lab, "server", "sigaction(SIGUSR1, handler)");
    assert_int_equal(lab_signal(lab, lab_find(lab, "worker"), SIGUSR1, NULL),
                     0);
    labtest_rest(lab);
    for (size_t i = 0; i < log_count(lab_log(lab)); i++)
        if (log_at(lab_log(lab), i)->kind == EVENT_HANDLER)
            last = log_at(lab_log(lab), i)->handler.actor;
    assert_non_null(last);
    assert_string_equal(last, "worker");
}

static void one_exit_ends_all(void **state)
{
    struct lab *lab = begin(state);
    struct err err;
    struct call call;
    int status;

    assert_int_equal(call_parse(&call, "exit(7)", &err), 0);
    assert_int_equal(lab_call(lab, lab_find(lab, "worker"), &call, 0, &err), 0);
    labtest_rest(lab);
    assert_int_equal(state_of(lab, "server"), ACTOR_DEAD);
    assert_int_equal(state_of(lab, "worker"), ACTOR_DEAD);
    assert_int_equal(actor_end(lab_find(lab, "worker"), &status),
                     PROCESS_EXITED);
    assert_int_equal(status, 7);
    assert_null(lab_fault(lab));
    /* A thread that is dead may be given a process. */
    assert_int_equal(lab_start(lab, lab_find(lab, "worker"), 0, &err), 0);
    labtest_rest(lab);
    assert_int_equal(state_of(lab, "worker"), ACTOR_READY);
    assert_int_equal(state_of(lab, "server"), ACTOR_DEAD);
}

static void a_stop_stops_all(void **state)
{
    struct lab *lab = begin(state);

    lab_signal(lab, lab_find(lab, "server"), SIGSTOP, NULL);
    labtest_rest(lab);
    assert_int_equal(state_of(lab, "worker"), ACTOR_STOPPED);
    lab_signal(lab, lab_find(lab, "worker"), SIGCONT, NULL);
    labtest_rest(lab);
    assert_int_equal(state_of(lab, "server"), ACTOR_READY);
    assert_int_equal(state_of(lab, "worker"), ACTOR_READY);
}

static void execve_is_for_who_began(void **state)
{
    struct lab *lab = begin(state);
    struct err err;
    struct call call;

    assert_int_equal(call_parse(&call, "execve(\"/proc/self/exe\")", &err), 0);
    assert_int_equal(lab_call(lab, lab_find(lab, "worker"), &call, 0, &err),
                     -1);
    assert_non_null(strstr(err.text, "worker is a thread of server"));
    assert_int_equal(
        labtest_result(lab, "server", "execve(\"/proc/self/exe\")"), 0);
    assert_int_equal(state_of(lab, "worker"), ACTOR_DEAD);
    assert_int_equal(labtest_result(lab, "server", "thread(worker)") > 0, true);
    assert_int_equal(labtest_result(lab, "worker", "close(3)"), 0);
}

int main(int argc, char **argv)
{
    child_resume(argc, argv);
#define LAB_TEST(name)                                                         \
    cmocka_unit_test_setup_teardown(name, labtest_setup, labtest_teardown)
    const struct CMUnitTest tests[] = {
        LAB_TEST(descriptors_are_the_same), LAB_TEST(each_is_heard_by_itself),
        LAB_TEST(one_exit_ends_all),        LAB_TEST(a_stop_stops_all),
        LAB_TEST(execve_is_for_who_began),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
