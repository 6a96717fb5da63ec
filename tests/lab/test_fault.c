/*
 * What the machine withholds from the lab: each time it is the machine's
 * failure, told as such, and nobody else's.
 *
 * Some calls of the C library are replaced here by ones that fail when a test
 * has asked for it, or keep a process waiting until the test lets it go on.
 * They stand before the library's own (ld.so(8), symbol interposition) and use
 * syscall(2) for the real thing. What is set before a fork() holds in the child
 * as well.
 */
#include "tests/support/runtest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/actor/child.h"
#include "lab/lab_inside.h"
#include "lessons/report/receipt.h"
#include "lessons/report/report.h"

/* ---- a machine that withholds something ---- */

/* Errno of what is to fail; 0: it does as always. */
static int fork_fails, sendmsg_fails, epoll_ctl_fails, actor_socketpair_fails;
static pid_t own_pid;
static int forks_before; /* so many still succeed */

pid_t fork(void)
{
    if (fork_fails && forks_before-- <= 0) {
        errno = fork_fails;
        return -1;
    }
    /* As fork() of glibc, without what only threads need. */
    return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    if (!sendmsg_fails)
        return syscall(SYS_sendmsg, fd, message, flags);
    errno = sendmsg_fails;
    return -1;
}

int epoll_ctl(int epoll, int what, int fd, struct epoll_event *event)
{
    if (!epoll_ctl_fails)
        return (int)syscall(SYS_epoll_ctl, epoll, what, fd, event);
    errno = epoll_ctl_fails;
    return -1;
}

/* It fails in processes that were forked while that was set, not in the test.
 */
int socketpair(int family, int type, int protocol, int ends[2])
{
    if (!actor_socketpair_fails || getpid() == own_pid)
        return (int)syscall(SYS_socketpair, family, type, protocol, ends);
    errno = actor_socketpair_fails;
    return -1;
}

/*
 * A gate is a file: as long as it is there, a process that gives itself its
 * name, as each does that starts, is forked or becomes its program anew, waits
 * before it.
 */
static char gate[PATH_MAX];

static bool gate_is_shut(void)
{
    const char *path = gate[0] ? gate : getenv("LAB_TEST_GATE");

    return path && access(path, F_OK) == 0;
}

int prctl(int option, ...)
{
    unsigned long args[4];
    va_list list;

    va_start(list, option);
    for (int i = 0; i < 4; i++)
        args[i] = va_arg(list, unsigned long);
    va_end(list);
    while (option == PR_SET_NAME && gate_is_shut())
        poll(NULL, 0, 1);
    return (int)syscall(SYS_prctl, option, args[0], args[1], args[2], args[3]);
}

static void gate_shut(void)
{
    const char *where = getenv("TMPDIR");

    snprintf(gate, sizeof(gate), "%s/socket-lab-test-gate-%d",
             where ? where : "/tmp", (int)getpid());
    setenv("LAB_TEST_GATE", gate, 1);
    close(open(gate, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
}

static void gate_open(void)
{
    if (gate[0])
        unlink(gate);
    gate[0] = '\0';
}

/* After each test the machine gives everything again. */
static void all_is_well(void)
{
    gate_open();
    fork_fails = sendmsg_fails = epoll_ctl_fails = actor_socketpair_fails = 0;
    forks_before = 0;
}

static int lab_teardown(void **state)
{
    all_is_well();
    return labtest_teardown(state);
}

static int run_teardown(void **state)
{
    all_is_well();
    return runtest_teardown(state);
}

/* ---- a lab ---- */

/* There is no lab, and that is the machine's failure; in *err it says which. */
static void no_lab(enum isolation isolation, struct err *err)
{
    *err = (struct err){.text = ""};
    assert_null(lab_open(isolation, err));
    assert_int_equal(err->kind, ERR_MACHINE);
}

/* It used to be waited for without end, as its keeper lived on. */
static void a_world_that_is_not_told_of_is_not_kept(void **state)
{
    struct err err;

    (void)state;
    labtest_need(ISOLATION_NAMESPACE);
    sendmsg_fails = ENOBUFS;
    no_lab(ISOLATION_NAMESPACE, &err);
    no_lab(ISOLATION_AUTO, &err);
}

/* A machine that has private networks is not out of them for ever. */
static void auto_does_not_fall_back_for_a_moment(void **state)
{
    struct err err;

    (void)state;
    labtest_need(ISOLATION_NAMESPACE);
    fork_fails = EAGAIN;
    no_lab(ISOLATION_AUTO, &err);
    assert_non_null(strstr(err.text, "ulimit -u"));
}

static void a_folder_of_which_nothing_is_heard_is_not_kept(void **state)
{
    struct sockdir sockdir;
    struct err err;

    (void)state;
    for (int in_memory = 0; in_memory < 2; in_memory++) {
        sendmsg_fails = ENOBUFS;
        assert_int_equal(sockdir_open(&sockdir, in_memory, &err), -1);
        all_is_well();
        fork_fails = EAGAIN;
        assert_int_equal(sockdir_open(&sockdir, in_memory, &err), -1);
        assert_non_null(strstr(err.text, "fork"));
        assert_int_equal(sockdir.root, -1);
        all_is_well();
    }
}

/* The log's only fault is the one that the lab tells of. */
static void assert_fault(const struct lab *lab, const char *text)
{
    const struct log *log = lab_log(lab);
    const struct event *fault = NULL;

    for (size_t i = 0; i < log_count(log); i++) {
        if (log_at(log, i)->kind != EVENT_FAULT)
            continue;
        assert_null(fault);
        fault = log_at(log, i);
    }
    assert_non_null(lab_fault(lab));
    if (!strstr(lab_fault(lab), text))
        fail_msg("'%s' does not say '%s'", lab_fault(lab), text);
    assert_non_null(fault);
    assert_string_equal(fault->note, lab_fault(lab));
}

/* Every order is refused from then on, with that reason. */
static void assert_over(struct lab *lab)
{
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct call call;
    struct err err = {.text = ""};

    assert_int_equal(call_parse(&call, "close(3)", &err), 0);
    assert_int_equal(lab_call(lab, server, &call, 1, &err), -1);
    assert_int_equal(err.kind, ERR_MACHINE);
    assert_string_equal(err.text, lab_fault(lab));
    assert_int_equal(lab_start(lab, server, 1, &err), -1);
    assert_int_equal(lab_signal(lab, server, SIGINT, &err), -1);
    assert_int_equal(lab_wire(lab, WIRE_HOLD, &err), -1);
    assert_int_equal(lab_pump(lab), LAB_REST);
    assert_int_equal(lab_timeout(lab), -1);
}

static void no_process_ends_a_lab(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct err err;

    fork_fails = EAGAIN;
    assert_int_equal(lab_start(lab, server, 1, &err), -1);
    assert_int_equal(err.kind, ERR_MACHINE);
    assert_fault(lab, "fork");
    assert_over(lab);
}

static void nothing_to_wait_with_ends_a_lab(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct err err;

    epoll_ctl_fails = ENOSPC;
    assert_int_equal(lab_start(lab, server, 1, &err), -1);
    assert_fault(lab, "epoll");
    assert_over(lab);
}

/* An actor inherits what fails, so that it fails in the actor alone. */
static void what_an_actor_lacks_ends_a_lab(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct call call;
    struct err err;

    /* Its first word can't be said: its exit status is all that tells. */
    sendmsg_fails = ENOBUFS;
    assert_int_equal(lab_start(lab, server, 1, &err), 0);
    all_is_well();
    labtest_rest(lab);
    assert_fault(lab, strerror(ENOBUFS));
    lab_close(lab);

    /* For fork(B) it needs a channel for its child before anything else. */
    *state = lab = labtest_open(ISOLATION_NAMESPACE);
    server = lab_actor(lab, "server", HOST_SERVER, NULL);
    actor_socketpair_fails = ENFILE;
    assert_int_equal(lab_start(lab, server, 1, &err), 0);
    all_is_well();
    labtest_rest(lab);
    assert_null(lab_fault(lab));
    assert_int_equal(call_parse(&call, "fork(b)", &err), 0);
    assert_int_equal(lab_call(lab, server, &call, 1, &err), 0);
    labtest_rest(lab);
    assert_fault(lab, "make a second process");
    assert_fault(lab, strerror(ENFILE));
}

static void a_process_that_never_comes_ends_a_lab(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct err err;

    gate_shut();
    lab->start_ns = 20 * 1000000;
    assert_int_equal(lab_start(lab, server, 1, &err), 0);
    labtest_rest(lab);
    assert_fault(lab, "has not started");
    assert_over(lab);
}

static void one_that_is_killed_on_its_way_ends_a_lab(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct err err;

    gate_shut();
    assert_int_equal(lab_start(lab, server, 1, &err), 0);
    kill(actor_pid(server), SIGKILL);
    labtest_rest(lab);
    assert_fault(lab, "was ended while it started");
}

/* By an order of the lab's it is as it was meant. */
static void one_that_the_lab_kills_on_its_way_does_not(void **state)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server = lab_actor(lab, "server", HOST_SERVER, NULL);
    struct err err;

    gate_shut();
    assert_int_equal(lab_start(lab, server, 1, &err), 0);
    assert_int_equal(lab_signal(lab, server, SIGKILL, &err), 0);
    labtest_rest(lab);
    assert_null(lab_fault(lab));
    assert_int_equal(actor_state(server), ACTOR_DEAD);
}

/* ---- forged replies, in a lab ---- */

/* Make the server's channel one that the test speaks on. */
static int take_channel(struct lab *lab, struct actor *server)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = server};
    int ends[2];

    assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    close(server->channel);
    server->channel = ends[0];
    assert_int_equal(epoll_ctl(lab->epoll, EPOLL_CTL_ADD, ends[0], &event), 0);
    return ends[1];
}

/* The reply is refused, and the lab with it. */
static void assert_refused(void **state, const struct reply *reply,
                           const char *text)
{
    struct lab *lab = labtest_begin(state);
    struct actor *server;
    int channel;

    labtest_result(lab, "server", "socket(AF_INET, SOCK_STREAM, 0)");
    server = lab_find(lab, "server");
    channel = take_channel(lab, server);
    if (reply)
        assert_int_equal(proto_send_reply(channel, reply), 0);
    else
        assert_int_equal(send(channel, "nonsense", 8, 0), 8);
    lab_stir(lab);
    labtest_rest(lab);
    close(channel);
    assert_fault(lab, text);
    lab_close(lab);
    *state = NULL;
}

/* A process id in a reply is signalled later: here it would be init's. */
static void no_forged_reply_is_believed(void **state)
{
    const struct reply unasked = {.outcome.sock.fd = -1, .channel = -1};
    const struct reply again = {.ready = true, .channel = -1};
    const struct reply child = {.outcome = {.ret = 1, .sock.fd = -1},
                                .channel = 0};

    assert_refused(state, NULL, "no reply");
    assert_refused(state, &unasked, "was not asked");
    assert_refused(state, &again, "was not asked");
    assert_refused(state, &child, "was not asked");
}

/* ---- lanes ---- */

#define TWO_PROCESSES                                                          \
    "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                            \
    "client: socket(AF_INET, SOCK_STREAM, 0) = 3\n"                            \
    "server: bind(3, 0.0.0.0:12000) = 0\n"

/* Write a whole report of a run that is over; the caller frees it. */
static char *report_of(const struct runner *runner, const char *format)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    struct report *report = report_open(format, ISOLATION_AUTO, NULL, out);

    assert_non_null(report);
    report_begin(report, "test.lab", runner);
    report_end(report, runner);
    assert_int_equal(report_close(report), 0);
    fclose(out);
    return text;
}

static void assert_holds(const struct runner *runner, const char *format,
                         const char *part)
{
    char *text = report_of(runner, format);

    if (!strstr(text, part))
        fail_msg("%s: no '%s' in:\n%s", format, part, text);
    free(text);
}

static void assert_lacks(const struct runner *runner, const char *format,
                         const char *part)
{
    char *text = report_of(runner, format);

    if (strstr(text, part))
        fail_msg("%s: '%s' in:\n%s", format, part, text);
    free(text);
}

/* The first process of the lane is there, the second can't be made. */
static void a_lane_ends_where_the_machine_can_not(void **state)
{
    struct runner *runner = runtest_open(state, TWO_PROCESSES);

    fork_fails = EAGAIN;
    forks_before = 1;
    runtest_finish(runner);
    assert_non_null(runner_fault(runner, 0));
    runtest_totals(runner, 1, 0, 2);
    runtest_expect(runner, 2, CHECK_NOT_RUN, runner_fault(runner, 0));
    runtest_expect(runner, 3, CHECK_NOT_RUN, runner_fault(runner, 0));
    assert_int_equal(receipt_write(NULL, runner, NULL), 0);
}

static void every_format_says_so(void **state)
{
    struct runner *runner = runtest_open(state, TWO_PROCESSES);

    fork_fails = EAGAIN;
    forks_before = 1;
    runtest_finish(runner);
    all_is_well();
    assert_holds(runner, "text", "This machine can't run it: there may");
    assert_holds(runner, "text", "1 passed, 0 failed, 2 not run");
    assert_holds(runner, "text", "1 lane can't be run on this machine");
    assert_lacks(runner, "text", "FAILED");
    assert_holds(runner, "tap",
                 "ok 4 - test.lab # SKIP this machine can't run it: there "
                 "may be no more processes");
    assert_lacks(runner, "tap", "not ok");
    assert_holds(runner, "tap", "\n1..4\n");
    assert_holds(runner, "json", "{\"event\":\"unable\",\"lane\":\"\",\"t\":");
    assert_holds(runner, "json", "\"reason\":\"there may be no more processes");
    assert_lacks(runner, "json", "\"ok\":false");
    assert_holds(runner, "junit",
                 "tests=\"4\" failures=\"0\" errors=\"1\" skipped=\"2\"");
    assert_holds(runner, "junit", "<error message=\"there may be no more");
    assert_lacks(runner, "junit", "<failure");
}

/* One of two lanes goes on to its end, and is judged. */
static void other_lanes_go_on(void **state)
{
    struct runner *runner = runtest_open_as(
        state, "test.md", ISOLATION_NAMESPACE,
        TWO_LANES
        "```lab\n"
        "server: socket(AF_INET, SOCK_STREAM, 0) = 3\n"
        "server: setsockopt(3, SOL_SOCKET, SO_REUSEADDR, $reuse) = 0\n"
        "server: bind(3, 0.0.0.0:12000) = 0\n"
        "```\n",
        NULL, 0);

    fork_fails = ENOMEM;
    forks_before = 1;
    runtest_finish(runner);
    assert_null(runner_fault(runner, 0));
    assert_non_null(runner_fault(runner, 1));
    assert_int_equal(runner_lane_totals(runner, 0).passed, 3);
    assert_int_equal(runner_lane_totals(runner, 1).passed, 0);
    assert_int_equal(runner_lane_totals(runner, 1).failed, 0);
    assert_int_equal(runner_lane_totals(runner, 1).not_run, 3);
}

/* A line that was typed is not run, and says why; it is no failure either. */
static void so_it_is_for_what_is_typed(void **state)
{
    struct runner *runner = runtest_open(state, TWO_PROCESSES);
    struct err err;

    fork_fails = EAGAIN;
    assert_int_equal(runner_command(runner, -1,
                                    "server: socket(AF_INET, SOCK_STREAM, 0)",
                                    &err),
                     0);
    runner_finish(runner);
    runtest_expect(runner, 0, CHECK_NOT_RUN, runner_fault(runner, 0));
    assert_int_equal(runner_command(runner, -1, "wire: hold", &err), 0);
    runner_finish(runner);
    runtest_expect(runner, 0, CHECK_NOT_RUN, runner_fault(runner, 0));
}

/* ---- slow processes ---- */

/*
 * Take a step while the gate is shut, for longer than its line has; then
 * nothing has been judged. With the gate open it is, and holds.
 */
static void step_slowly(struct runner *runner, int line, int64_t ms)
{
    const struct log *log = lab_log(runner_lab(runner, 0));
    int64_t end = log_now(log) + ms * 1000000;

    gate_shut();
    runner_advance(runner, true);
    while (log_now(log) < end) {
        struct pollfd pfds[RUNNER_LANES];

        runner_pump(runner);
        poll(pfds, (nfds_t)runner_fds(runner, pfds), 1);
    }
    assert_true(runner_busy(runner));
    assert_null(runner_fault(runner, 0));
    gate_open();
    runner_finish(runner);
    runtest_expect(runner, line, CHECK_PASSED, NULL);
}

/* Each way in which a process comes to be there, with 10 ms for each line. */
static void a_process_that_starts_slowly_is_waited_for(void **state)
{
    struct runner *runner = runtest_open(
        state, "server: socket(AF_INET, SOCK_STREAM, 0) = 3 within 10ms\n"
               "\n"
               "server: fork(b) = ? within 10ms\n"
               "\n"
               "server: execve(\"/proc/self/exe\") = 0 within 10ms\n"
               "\n"
               "server: restart within 10ms\n"
               "\n"
               "b: SIGKILL\n"
               "b: killed SIGKILL\n"
               "\n"
               "b: start within 10ms\n"
               "\n"
               "b: socket(AF_INET, SOCK_STREAM, 0) = 3 within 10s\n");

    step_slowly(runner, 1, 60);
    step_slowly(runner, 3, 60);
    step_slowly(runner, 5, 60);
    step_slowly(runner, 7, 60);
    runner_advance(runner, false);
    runner_finish(runner);
    step_slowly(runner, 12, 60);
    runtest_finish(runner);
    runtest_totals(runner, 8, 0, 0);
}

#define LAB_TEST(f)                                                            \
    cmocka_unit_test_setup_teardown(f, labtest_setup, lab_teardown)
#define LANE_TEST(f)                                                           \
    cmocka_unit_test_setup_teardown(f, runtest_setup, run_teardown)

/* The server becomes this program anew, in one of these tests. */
int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        LAB_TEST(a_world_that_is_not_told_of_is_not_kept),
        LAB_TEST(auto_does_not_fall_back_for_a_moment),
        LAB_TEST(a_folder_of_which_nothing_is_heard_is_not_kept),
        LAB_TEST(no_process_ends_a_lab),
        LAB_TEST(nothing_to_wait_with_ends_a_lab),
        LAB_TEST(what_an_actor_lacks_ends_a_lab),
        LAB_TEST(a_process_that_never_comes_ends_a_lab),
        LAB_TEST(one_that_is_killed_on_its_way_ends_a_lab),
        LAB_TEST(one_that_the_lab_kills_on_its_way_does_not),
        LAB_TEST(no_forged_reply_is_believed),
        LANE_TEST(a_lane_ends_where_the_machine_can_not),
        LANE_TEST(every_format_says_so),
        LANE_TEST(other_lanes_go_on),
        LANE_TEST(so_it_is_for_what_is_typed),
        LANE_TEST(a_process_that_starts_slowly_is_waited_for),
    };

    child_resume(argc, argv);
    own_pid = getpid();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
