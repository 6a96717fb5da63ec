/*
 * The lab's list of states against the kernel's own: the tracepoint
 * sock:inet_sock_set_state (tracefs, as root) says every change that a TCP
 * socket makes. For each connection of the lessons about states and of every
 * wire script both lists must be the same, but for what a look between two
 * packets can't see:
 *
 * - FIN-WAIT-2, where one packet both acknowledges our FIN and carries the
 *   peer's, or data that nobody will read: the kernel goes through it on its
 *   way to TIME-WAIT, or to a reset.
 * - SYN-RECV comes later in the kernel's list, and not at all where nothing
 *   came of it: a connection that is asked for is no full socket there yet.
 * - SYN-SENT, where connect() finds its four-tuple taken: it is set and taken
 *   back inside the call, which says EADDRNOTAVAIL.
 * - SYN-SENT is set before the socket has a port; one that goes no further
 *   stays without it in the kernel's list.
 * - TIME-WAIT is the end of the full socket, and so CLOSE in the kernel's list.
 * - What is only bound (UNCONN), and what a host does with itself, are not
 *   compared: such packets never pass the wire.
 */
#include "tests/labtest.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/runner.h"

enum { STEPS = 4096, KEY = 2 * ADDR_TEXT };

/* One socket's arrival in one state. */
struct change {
    char key[KEY]; /* "LOCAL PEER" */
    enum tcp_state state;
    double t;     /* seconds, in the kernel's list */
    bool instant; /* FIN-WAIT-2 that was left within one packet */
};

enum { INSTANT_US = 100 };

struct changes {
    struct change list[STEPS];
    int n;
};

struct fixture {
    char folder[64];   /* where tracefs is mounted */
    char instance[96]; /* our own buffer in it */
    struct changes kernel;
    struct changes lab;
    int in_vain; /* how many connect() said EADDRNOTAVAIL */
    const struct log *log;
};

/* ---- tracefs ---- */

static int put(const struct fixture *fixture, const char *file,
               const char *text)
{
    char path[256];
    int fd;
    ssize_t done;

    snprintf(path, sizeof(path), "%s/%s", fixture->instance, file);
    fd = open(path, O_WRONLY | O_TRUNC);
    if (fd < 0)
        return -1;
    done = write(fd, text, strlen(text));
    close(fd);
    return done < 0 ? -1 : 0;
}

/* In a mount namespace of our own, so that nothing of it stays behind. */
static int mount_tracefs(struct fixture *fixture)
{
    strcpy(fixture->folder, "/tmp/test_tracepoint.XXXXXX");
    if (!mkdtemp(fixture->folder))
        return -1;
    if (unshare(CLONE_NEWNS) < 0 ||
        mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("tracefs", fixture->folder, "tracefs", 0, NULL) < 0)
        return -1;
    snprintf(fixture->instance, sizeof(fixture->instance),
             "%s/instances/test_tracepoint.%d", fixture->folder, (int)getpid());
    return mkdir(fixture->instance, 0700);
}

static int setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    *state = fixture;
    if (!fixture)
        return -1;
    if (geteuid() != 0 || mount_tracefs(fixture) < 0 ||
        put(fixture, "events/sock/inet_sock_set_state/enable", "1") < 0)
        print_message("no tracepoint: %s\n",
                      geteuid() ? "only root may trace" : strerror(errno));
    else
        return 0;
    rmdir(fixture->instance);
    fixture->instance[0] = '\0';
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;

    if (fixture->instance[0]) {
        put(fixture, "events/enable", "0");
        rmdir(fixture->instance);
    }
    umount(fixture->folder);
    rmdir(fixture->folder);
    free(fixture);
    return 0;
}

/* ---- both lists ---- */

static void add(struct changes *changes, const char *key, enum tcp_state state)
{
    assert_true(changes->n < STEPS);
    snprintf(changes->list[changes->n].key, KEY, "%s", key);
    changes->list[changes->n++].state = state;
}

static void add_at(struct changes *changes, const char *key,
                   enum tcp_state state, double t)
{
    add(changes, key, state);
    changes->list[changes->n - 1].t = t;
    changes->list[changes->n - 1].instant = false;
}

static enum tcp_state kernel_state(const char *name)
{
    static const struct {
        const char *name;
        enum tcp_state state;
    } names[] = {{"TCP_ESTABLISHED", STATE_ESTAB},
                 {"TCP_SYN_SENT", STATE_SYN_SENT},
                 {"TCP_SYN_RECV", STATE_SYN_RECV},
                 {"TCP_FIN_WAIT1", STATE_FIN_WAIT_1},
                 {"TCP_FIN_WAIT2", STATE_FIN_WAIT_2},
                 {"TCP_CLOSE_WAIT", STATE_CLOSE_WAIT},
                 {"TCP_LAST_ACK", STATE_LAST_ACK},
                 {"TCP_LISTEN", STATE_LISTEN},
                 {"TCP_CLOSING", STATE_CLOSING}};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(names[i].name, name) == 0)
            return names[i].state;
    return STATE_NONE;
}

/* When it happened: "TASK-PID [CPU] FLAGS SECONDS: inet_sock_set_state". */
static double trace_time(const char *line)
{
    const char *at = strstr(line, ": inet_sock_set_state");

    while (at && at > line && at[-1] != ' ')
        at--;
    return at ? strtod(at, NULL) : 0;
}

/* The full socket is gone: was its last state but a moment of one packet? */
static void close_key(struct changes *changes, const char *key, double t)
{
    for (int i = changes->n; i-- > 0;) {
        struct change *change = &changes->list[i];

        if (strcmp(change->key, key) != 0)
            continue;
        change->instant = (t - change->t) * 1e6 < INSTANT_US;
        return;
    }
}

/* A socket gets its port after it has become SYN-SENT: fill it in now. */
static void name_syn_sent(struct changes *changes, const char *saddr,
                          const char *peer, const char *key)
{
    char nameless[KEY];

    snprintf(nameless, sizeof(nameless), "%s:0 %s", saddr, peer);
    for (int i = 0; i < changes->n; i++)
        if (changes->list[i].state == STATE_SYN_SENT &&
            strcmp(changes->list[i].key, nameless) == 0) {
            snprintf(changes->list[i].key, KEY, "%s", key);
            return;
        }
}

/* Forget the newest SYN-SENT of a socket, which never left its call. */
static void forget_syn_sent(struct changes *changes, const char *key)
{
    for (int i = changes->n; i-- > 0;) {
        struct change *change = &changes->list[i];

        if (change->state != STATE_SYN_SENT || strcmp(change->key, key) != 0)
            continue;
        memmove(change, change + 1,
                (size_t)(changes->n - i - 1) * sizeof(*change));
        changes->n--;
        return;
    }
}

/* The process in whose time it happened: "TASK-PID  [CPU] ...". */
static pid_t trace_pid(const char *line)
{
    const char *at = strstr(line, " [");

    while (at && at > line && *at != '-')
        at--;
    return at && *at == '-' ? (pid_t)strtol(at + 1, NULL, 10) : 0;
}

static bool our_process(const struct log *log, pid_t pid)
{
    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_PROCESS &&
            log_at(log, i)->process.pid == pid)
            return true;
    return pid == getpid();
}

static bool our_key(const struct fixture *fixture, const char *key)
{
    for (int i = 0; i < fixture->lab.n; i++)
        if (strcmp(fixture->lab.list[i].key, key) == 0)
            return true;
    return false;
}

/*
 * The tracepoint does not tell namespaces apart, so other labs on the machine
 * show as well. What our own processes do counts, and of all else (timers run
 * in anybody's time) what belongs to a connection of ours.
 */
static bool ours(const struct fixture *fixture, const char *line,
                 const char *key, enum tcp_state now)
{
    return our_process(fixture->log, trace_pid(line)) ||
           (now != STATE_LISTEN && our_key(fixture, key));
}

static void read_trace_line(struct fixture *fixture, const char *line)
{
    struct changes *changes = &fixture->kernel;
    const char *at = strstr(line, "family=");
    char family[16], saddr[64], daddr[64], saddr6[64], daddr6[64];
    char old[32], now[32], key[KEY], peer[ADDR_TEXT];
    unsigned sport, dport;

    if (!at || sscanf(at,
                      "family=%15s protocol=%*s sport=%u dport=%u saddr=%63s "
                      "daddr=%63s saddrv6=%63s daddrv6=%63s oldstate=%31s "
                      "newstate=%31s",
                      family, &sport, &dport, saddr, daddr, saddr6, daddr6, old,
                      now) != 9)
        return;
    if (strcmp(family, "AF_INET6") == 0) {
        snprintf(saddr, sizeof(saddr), "[%.61s]", saddr6);
        snprintf(daddr, sizeof(daddr), "[%.61s]", daddr6);
    }
    snprintf(peer, sizeof(peer), "%s:%u", daddr, dport);
    snprintf(key, sizeof(key), "%s:%u %s", saddr, sport, peer);
    if (!ours(fixture, line, key, kernel_state(now)))
        return;
    if (strcmp(old, "TCP_SYN_SENT") == 0)
        name_syn_sent(changes, saddr, peer, key);
    if (strcmp(old, "TCP_SYN_SENT") == 0 && strcmp(now, "TCP_CLOSE") == 0 &&
        fixture->in_vain > 0) {
        fixture->in_vain--;
        forget_syn_sent(changes, key);
    }
    if (strcmp(now, "TCP_CLOSE") == 0)
        close_key(changes, key, trace_time(line));
    if (kernel_state(now) != STATE_NONE && strcmp(saddr, daddr) != 0)
        add_at(changes, key, kernel_state(now), trace_time(line));
    /* The wildcard is its own peer in a LISTEN. */
    else if (kernel_state(now) == STATE_LISTEN)
        add_at(changes, key, STATE_LISTEN, trace_time(line));
}

static void read_trace(struct fixture *fixture)
{
    char path[256], line[1024];
    FILE *in;

    snprintf(path, sizeof(path), "%s/trace", fixture->instance);
    in = fopen(path, "r");
    assert_non_null(in);
    fixture->kernel.n = 0;
    while (fgets(line, sizeof(line), in))
        read_trace_line(fixture, line);
    fclose(in);
}

static bool compared(const struct state_event *event)
{
    if (event->proto != IPPROTO_TCP || event->now == STATE_NONE ||
        event->now == STATE_UNCONN)
        return false;
    return event->now == STATE_LISTEN ||
           memcmp(event->local.ip, event->peer.ip,
                  event->local.family == AF_INET ? 4 : 16) != 0;
}

static void read_log(struct fixture *fixture, const struct log *log)
{
    char local[ADDR_TEXT], peer[ADDR_TEXT], key[KEY];

    fixture->log = log;
    fixture->lab.n = 0;
    fixture->in_vain = 0;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        fixture->in_vain += event->kind == EVENT_CALL &&
                            event->call.err == EADDRNOTAVAIL &&
                            strcmp(event->call.name, "connect") == 0;
        if (event->kind != EVENT_STATE || !compared(&event->state))
            continue;
        snprintf(key, sizeof(key), "%s %s",
                 addr_format(&event->state.local, local),
                 addr_format(&event->state.peer, peer));
        add(&fixture->lab, key, event->state.now);
    }
}

/* ---- the comparison ---- */

/*
 * The key's states in a row, as text. TIME-WAIT and SYN-RECV are left out,
 * FIN-WAIT-2 where it is not wanted.
 */
static void states_of(const struct changes *changes, const char *key, bool fin,
                      char *out, size_t size)
{
    size_t used = 0;

    out[0] = '\0';
    for (int i = 0; i < changes->n; i++) {
        const struct change *change = &changes->list[i];

        if (strcmp(change->key, key) == 0 && change->state != STATE_TIME_WAIT &&
            change->state != STATE_SYN_RECV &&
            (fin || change->state != STATE_FIN_WAIT_2))
            used += (size_t)snprintf(out + used, size - used, "%s ",
                                     state_name(change->state));
    }
}

/* Whether every FIN-WAIT-2 of the key was but a moment. */
static bool only_instants(const struct changes *changes, const char *key)
{
    for (int i = 0; i < changes->n; i++)
        if (strcmp(changes->list[i].key, key) == 0 &&
            changes->list[i].state == STATE_FIN_WAIT_2 &&
            !changes->list[i].instant)
            return false;
    return true;
}

/* Whether some SYN-SENT of the kernel's list never got its port. */
static bool nameless(const struct fixture *fixture)
{
    for (int i = 0; i < fixture->kernel.n; i++)
        if (strstr(fixture->kernel.list[i].key, ":0 "))
            return true;
    return false;
}

/* Whether both lists say the same of a key; what they say, if not. */
static bool same(const struct fixture *fixture, const char *key, char *why,
                 size_t size)
{
    bool fin = !only_instants(&fixture->kernel, key);
    char kernel[1024], lab[1024];

    states_of(&fixture->kernel, key, fin, kernel, sizeof(kernel));
    states_of(&fixture->lab, key, fin, lab, sizeof(lab));
    if (strcmp(kernel, lab) == 0 || strstr(key, ":0 ") ||
        (!kernel[0] && strcmp(lab, "SYN-SENT ") == 0 && nameless(fixture)))
        return true;
    snprintf(why, size, "%s\n kernel: %s\n    lab: %s", key, kernel, lab);
    return false;
}

static bool all_same(const struct fixture *fixture, char *why, size_t size)
{
    for (int i = 0; i < fixture->kernel.n; i++)
        if (!same(fixture, fixture->kernel.list[i].key, why, size))
            return false;
    for (int i = 0; i < fixture->lab.n; i++)
        if (!same(fixture, fixture->lab.list[i].key, why, size))
            return false;
    return true;
}

/*
 * Timers go on behind the script's back, so that one list may be ahead of the
 * other for a moment: they have to agree within five seconds.
 */
static void compare(struct fixture *fixture, struct lab *lab, const char *file)
{
    int64_t end = log_now(lab_log(lab)) + 5000000000;
    char why[2400] = "";

    for (;;) {
        labtest_rest(lab);
        lab_refresh(lab);
        read_log(fixture, lab_log(lab));
        read_trace(fixture);
        if (all_same(fixture, why, sizeof(why)))
            break;
        if (log_now(lab_log(lab)) > end)
            fail_msg("%s: %s", file, why);
        labtest_wait(lab, end + 1000000000);
    }
    /* Nothing seen at all would agree as well. */
    assert_true(fixture->kernel.n > 0 || fixture->lab.n == 0);
}

/* ---- running ---- */

static void run_lane(struct fixture *fixture, const struct lesson *lesson,
                     const struct condition *setting)
{
    struct runner_options options = {
        .isolation = ISOLATION_NAMESPACE,
        .settings = setting,
        .n_settings = setting ? 1 : 0,
    };
    struct err err;
    struct runner *runner;

    assert_int_equal(put(fixture, "trace", ""), 0);
    runner = runner_open(lesson, &options, &err);
    if (!runner)
        fail_msg("%s: %s", lesson->file, err.text);
    while (runner_step(runner) < lesson->n_steps) {
        runner_advance(runner, false);
        runner_finish(runner);
    }
    compare(fixture, runner_lab(runner, 0), lesson->file);
    runner_close(runner);
}

/* Each value of a compared toggle by itself: lanes have the same addresses. */
static void run_file(struct fixture *fixture, const char *file)
{
    struct err err;
    struct lesson *lesson = lesson_load(file, &err);
    const struct toggle *toggle;

    if (!lesson)
        fail_msg("%s", err.text);
    toggle = toggle_find(lesson->toggles, lesson->n_toggles, lesson->compare);
    for (int i = 0; toggle && i < toggle->n_values; i++) {
        struct condition setting;

        snprintf(setting.name, sizeof(setting.name), "%s", toggle->name);
        snprintf(setting.value, sizeof(setting.value), "%s", toggle->values[i]);
        run_lane(fixture, lesson, &setting);
    }
    if (!toggle)
        run_lane(fixture, lesson, NULL);
    lesson_free(lesson);
}

static void run_files(void **state, const char *pattern)
{
    struct fixture *fixture = *state;
    glob_t files;

    if (!fixture->instance[0])
        skip();
    lab_close(labtest_open(ISOLATION_NAMESPACE));
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++)
        run_file(fixture, files.gl_pathv[i]);
    globfree(&files);
}

/*
 * The lessons of first contact, and those that take opening and closing apart
 * packet by packet: their subject is the states.
 */
static void test_lessons_show_the_kernels_states(void **state)
{
    run_files(state, "lessons/0[1-5]-*.md");
    run_files(state, "lessons/1[567]-*.md");
    run_files(state, "lessons/2[47]-*.md");
    run_files(state, "lessons/3[123]-*.md");
}

static void test_wire_scripts_show_the_kernels_states(void **state)
{
    run_files(state, "tests/wire/*.lab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lessons_show_the_kernels_states,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_wire_scripts_show_the_kernels_states, setup, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
