/*
 * Actors that call execve(): what the new program still has, and what it has
 * not. This very program is what they become, so its main() begins like that
 * of socket-lab.
 */
#include "tests/support/labtest.h"

#include <errno.h>
#include <signal.h>

#include "lab/actor/child.h"

#define EXECVE "execve(\"/proc/self/exe\")"

static struct lab *begin(void **state, enum isolation isolation)
{
    return *state = labtest_open(isolation);
}

/* Have the server listen, on a socket of that type. */
static void listens(struct lab *lab, const char *type)
{
    char call[64];

    snprintf(call, sizeof(call), "socket(AF_INET, %s, 0)", type);
    assert_int_equal(labtest_result(lab, "server", call), 3);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     0);
    assert_int_equal(labtest_result(lab, "server", "listen(3, 5)"), 0);
}

static void descriptors_stay(void **state)
{
    struct lab *lab = begin(state, ISOLATION_NAMESPACE);
    pid_t pid;

    listens(lab, "SOCK_STREAM");
    pid = actor_pid(lab_find(lab, "server"));
    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    assert_int_equal(actor_pid(lab_find(lab, "server")), pid);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 1);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"), 0);
    assert_int_equal(labtest_result(lab, "server", "accept(3, 10.0.0.2:*)"), 4);
    assert_int_equal(labtest_result(lab, "client", "send(3, \"hi\", 0)"), 2);
    assert_int_equal(labtest_result(lab, "server", "recv(4, \"hi\", 9, 0)"), 2);
}

static void marked_ones_are_closed(void **state)
{
    struct lab *lab = begin(state, ISOLATION_NAMESPACE);

    listens(lab, "SOCK_STREAM|SOCK_CLOEXEC");
    assert_int_equal(labtest_result(lab, "server", "dup(3)"), 4);
    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    /* dup(2): the copy does not have the mark. */
    assert_int_equal(labtest_result(lab, "server", "listen(3, 5)"), -EBADF);
    assert_int_equal(labtest_result(lab, "server", "listen(4, 5)"), 0);
    labtest_result(lab, "server", "fcntl(4, F_SETFD, FD_CLOEXEC)");
    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    assert_int_equal(labtest_result(lab, "server", "listen(4, 5)"), -EBADF);
    assert_int_equal(labtest_count(lab, HOST_SERVER, STATE_LISTEN), 0);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:12000)"),
                     0);
}

static void a_child_has_its_own(void **state)
{
    struct lab *lab = begin(state, ISOLATION_NAMESPACE);

    listens(lab, "SOCK_STREAM|SOCK_CLOEXEC");
    assert_true(labtest_result(lab, "server", "fork(kid)") > 0);
    assert_int_equal(labtest_result(lab, "kid", EXECVE), 0);
    assert_int_equal(labtest_result(lab, "kid", "close(3)"), -EBADF);
    assert_int_equal(labtest_result(lab, "server", "listen(3, 5)"), 0);
    assert_true(labtest_result(lab, "kid", "fork(grandkid)") > 0);
    assert_int_equal(
        labtest_result(lab, "grandkid", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
}

/* execve(2): what is ignored stays so, and rights that are gone stay away. */
static void signals_and_rights_stay(void **state)
{
    struct lab *lab = begin(state, ISOLATION_NAMESPACE);

    labtest_result(lab, "server", "signal(SIGTERM, SIG_IGN)");
    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    assert_int_equal(lab_signal(lab, lab_find(lab, "server"), SIGTERM, NULL),
                     0);
    labtest_rest(lab);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
    assert_int_equal(labtest_result(lab, "server", "bind(3, 0.0.0.0:80)"),
                     -EACCES);
    assert_int_equal(lab_signal(lab, lab_find(lab, "server"), SIGINT, NULL), 0);
    labtest_rest(lab);
    assert_int_equal(actor_state(lab_find(lab, "server")), ACTOR_DEAD);
}

/* The first call of an actor is ordered before its process has reported. */
static void the_first_call_may_be_one(void **state)
{
    struct lab *lab = begin(state, ISOLATION_NAMESPACE);

    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    assert_int_equal(labtest_result(lab, "server", EXECVE), 0);
    assert_int_equal(
        labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)"), 3);
}

/* Addresses are translated by the new program as by the old one. */
static void loopback_is_kept(void **state)
{
    struct lab *lab = begin(state, ISOLATION_LOOPBACK);

    listens(lab, "SOCK_STREAM");
    assert_int_equal(labtest_result(lab, "client", EXECVE), 0);
    labtest_result(lab, "client", "socket(AF_INET, SOCK_STREAM, 0)");
    assert_int_equal(
        labtest_result(lab, "client", "connect(3, 10.0.0.1:12000)"), 0);
    assert_int_equal(labtest_result(lab, "server", "accept(3, 10.0.0.2:*)"), 4);
    assert_int_equal(
        labtest_result(lab, "client", "getpeername(3, 10.0.0.1:12000)"), 0);
    assert_int_equal(labtest_result(lab, "client", "getsockname(3)"), 0);
}

/* The words alone make no actor: anybody may type them. */
static void nobody_else_is_taken_for_one(void **state)
{
    char name[] = "socket-lab", word[] = CHILD_RESUMES;
    char in[] = "0:1:0:0.0.0", far[] = "99999:1:0:0.0.0", bad[] = "x";
    char *argv[] = {name, word, in, NULL};

    (void)state;
    child_resume(3, argv);
    argv[2] = far;
    child_resume(3, argv);
    argv[2] = bad;
    child_resume(3, argv);
    child_resume(2, argv);
}

#define EXEC_TEST(f) cmocka_unit_test_teardown(f, labtest_teardown)

int main(int argc, char **argv)
{
    child_resume(argc, argv);

    const struct CMUnitTest tests[] = {
        EXEC_TEST(descriptors_stay),
        EXEC_TEST(marked_ones_are_closed),
        EXEC_TEST(a_child_has_its_own),
        EXEC_TEST(signals_and_rights_stay),
        EXEC_TEST(the_first_call_may_be_one),
        EXEC_TEST(loopback_is_kept),
        cmocka_unit_test(nobody_else_is_taken_for_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
