/*
 * The lab's list of states against the kernel's own: the tracepoint
 * sock:inet_sock_set_state (tracefs, as root) says every change that a TCP
 * socket makes. For every lesson and every wire script both must tell of the
 * same lives: a life is what a socket goes through from CLOSE to CLOSE, and
 * belongs to a pair of addresses. What a look between two packets or calls
 * can't see is left out, and is this:
 *
 * - FIN-WAIT-2, where the kernel leaves it within the packet that it came
 *   with. Either that packet also carries the peer's FIN, or data that nobody
 *   will read; or no process has the socket any more, and a small stand-in
 *   takes its place, which the lab sees in FIN-WAIT-2.
 * - SYN-RECV comes later in the kernel's list, and not at all where nothing
 *   came of it: a connection that is asked for is no full socket there yet.
 * - LISTEN, where listen() says EADDRINUSE, and SYN-SENT, where connect() says
 *   EADDRNOTAVAIL: set and taken back inside of the call. As many lives of
 *   one such state may be missing as there were such calls.
 * - TIME-WAIT is the end of the full socket, and so CLOSE in the kernel's list.
 * - What is only bound (UNCONN), and what a host does with itself, are not
 *   compared: such packets never pass the wire.
 */
#include "tests/support/labtest.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/runner/runner.h"
#include "tests/support/parts.h"

enum {
    AT_ONCE = 8,
    LIVES = 20000, /* other labs' are among them */
    LIFE_STATES = 16,
    INSTANT_US = 500,
};

/* What one socket went through from CLOSE to CLOSE. */
struct life {
    uint64_t socket; /* the kernel's address of it, or the lab's cookie */
    bool over;
    bool ours;     /* one of our processes has changed its state */
    bool compared; /* it crosses the wire, or listens */
    bool instant;  /* it ended with a FIN-WAIT-2 that is left out */
    char local[ADDR_TEXT];
    char peer[ADDR_TEXT];
    enum tcp_state states[LIFE_STATES];
    int n;
    double since; /* seconds, when the newest state began; the kernel's only */
    bool paired;  /* has its like in the other list */
};

struct lives {
    struct life list[LIVES];
    int n;
};

struct fixture {
    char folder[64];   /* where tracefs is mounted */
    char instance[96]; /* our own buffer in it */
    struct lives kernel;
    struct lives lab;
    int vain_listens;  /* how many listen() said EADDRINUSE */
    int vain_connects; /* how many connect() said EADDRNOTAVAIL */
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
        put(fixture, "options/fields", "1") < 0 ||
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

/* ---- lives ---- */

/* The life that the socket leads now; a new one where it has none. */
static struct life *life_of(struct lives *lives, uint64_t socket)
{
    struct life *life;

    for (int i = lives->n; i-- > 0;)
        if (lives->list[i].socket == socket && !lives->list[i].over)
            return &lives->list[i];
    assert_true(lives->n < LIVES);
    life = &lives->list[lives->n++];
    *life = (struct life){.socket = socket};
    return life;
}

/* The address without its port: "10.0.0.1", "[fd00::1]". */
static size_t address_length(const char *addr)
{
    return (size_t)(strrchr(addr, ':') - addr);
}

static bool is_address(const char *addr, const char *wanted)
{
    return address_length(addr) == strlen(wanted) &&
           strncmp(addr, wanted, strlen(wanted)) == 0;
}

/* Whether packets between these two pass the wire. */
static bool crosses(const char *local, const char *peer)
{
    static const char *const pairs[][2] = {
        {"10.0.0.1", "10.0.0.2"},
        {"[fd00::1]", "[fd00::2]"},
        {"[::ffff:10.0.0.1]", "[::ffff:10.0.0.2]"},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
        for (int way = 0; way < 2; way++)
            if (is_address(local, pairs[i][way]) &&
                is_address(peer, pairs[i][1 - way]))
                return true;
    return false;
}

/* The life goes on in this state, unless that is one that is left out. */
static void life_goes_on(struct life *life, enum tcp_state state)
{
    life->compared = state == STATE_LISTEN || crosses(life->local, life->peer);
    if (state == STATE_SYN_RECV || state == STATE_TIME_WAIT)
        return;
    /* close() sets FIN-WAIT-2 once more where shutdown() has led there. */
    if (life->n > 0 && life->states[life->n - 1] == state)
        return;
    assert_true(life->n < LIFE_STATES);
    life->states[life->n++] = state;
}

/* ---- the kernel's list ---- */

static enum tcp_state kernel_state(unsigned number)
{
    /* The numbers of the kernel's include/net/tcp_states.h. */
    static const enum tcp_state states[] = {
        [1] = STATE_ESTAB,      [2] = STATE_SYN_SENT,   [3] = STATE_SYN_RECV,
        [4] = STATE_FIN_WAIT_1, [5] = STATE_FIN_WAIT_2, [8] = STATE_CLOSE_WAIT,
        [9] = STATE_LAST_ACK,   [10] = STATE_LISTEN,    [11] = STATE_CLOSING,
    };

    return number < sizeof(states) / sizeof(states[0]) ? states[number]
                                                       : STATE_NONE;
}

/* When it happened: "TASK-PID [CPU] FLAGS SECONDS: inet_sock_set_state". */
static double trace_time(const char *line)
{
    const char *at = strstr(line, ": inet_sock_set_state");

    while (at && at > line && at[-1] != ' ')
        at--;
    return at ? strtod(at, NULL) : 0;
}

/* The process in whose time it happened: "TASK-PID  [CPU] ...". */
static pid_t trace_pid(const char *line)
{
    const char *at = strstr(line, " [");

    while (at && at > line && *at != '-')
        at--;
    return at && *at == '-' ? (pid_t)strtol(at + 1, NULL, 10) : 0;
}

/*
 * Whether it happened inside of a call: the third of the flags behind [CPU] is
 * '.' there. A soft interrupt ('s') handles packets in the time of whatever
 * process it meets, another lab's packets too.
 */
static bool in_call(const char *line)
{
    const char *at = strstr(line, "] ");

    return at && strlen(at) > 5 && at[4] == '.';
}

/*
 * The tracepoint does not tell namespaces apart, so other labs on the machine
 * show as well. Ours are the lives in which one of our processes makes a call
 * that changes something.
 */
static bool our_call(const struct log *log, const char *line)
{
    pid_t pid = trace_pid(line);

    for (size_t i = 0; i < log_count(log); i++)
        if (log_at(log, i)->kind == EVENT_PROCESS &&
            log_at(log, i)->process.pid == pid)
            return in_call(line);
    return false;
}

/* One line of the trace in each of its forms: see read_trace(). */
static void read_trace_line(struct fixture *fixture, const char *raw,
                            const char *line)
{
    const char *at = strstr(raw, "skaddr=");
    const char *text = strstr(line, "family=");
    char family[16], saddr[64], daddr[64], saddr6[64], daddr6[64];
    unsigned sport, dport, now;
    uint64_t socket;
    struct life *life;

    if (!at || !text ||
        sscanf(at,
               "skaddr=%" SCNx64 " (%*[^)]) oldstate=%*s (%*[^)]) "
               "newstate=%x",
               &socket, &now) != 2 ||
        sscanf(text,
               "family=%15s protocol=%*s sport=%u dport=%u saddr=%63s "
               "daddr=%63s saddrv6=%63s daddrv6=%63s",
               family, &sport, &dport, saddr, daddr, saddr6, daddr6) != 7)
        return;
    if (strcmp(family, "AF_INET6") == 0) {
        snprintf(saddr, sizeof(saddr), "[%.61s]", saddr6);
        snprintf(daddr, sizeof(daddr), "[%.61s]", daddr6);
    }
    life = life_of(&fixture->kernel, socket);
    life->ours |= our_call(fixture->log, line);
    /* A SYN-SENT has no port yet; what comes after it has. */
    snprintf(life->local, ADDR_TEXT, "%.40s:%u", saddr, sport);
    snprintf(life->peer, ADDR_TEXT, "%.40s:%u", daddr, dport);
    if (kernel_state(now) == STATE_NONE && life->n > 0 &&
        life->states[life->n - 1] == STATE_FIN_WAIT_2 &&
        (trace_time(line) - life->since) * 1e6 < INSTANT_US) {
        life->instant = true;
        life->n--;
    }
    if (kernel_state(now) == STATE_NONE) {
        life->over = true;
    } else {
        int n = life->n;

        life_goes_on(life, kernel_state(now));
        if (life->n > n)
            life->since = trace_time(line);
    }
}

/* The trace's text, with the tracepoint's own words or with all its fields. */
static char *read_form(const struct fixture *fixture, const char *fields)
{
    char path[256];
    char *text = NULL;
    size_t size = 0;
    FILE *in;

    assert_int_equal(put(fixture, "options/fields", fields), 0);
    snprintf(path, sizeof(path), "%s/trace", fixture->instance);
    in = fopen(path, "r");
    assert_non_null(in);
    assert_true(getdelim(&text, &size, '\0', in) > 0);
    fclose(in);
    return text;
}

/*
 * The same lines are read twice: only the fields tell the socket apart from
 * another one with the same addresses, and only the words have those of IPv6.
 */
static void read_trace(struct fixture *fixture)
{
    char *words = read_form(fixture, "0");
    char *fields = read_form(fixture, "1");
    char *word_line, *field_line;
    char *word_rest = words;
    char *field_rest = fields;

    fixture->kernel.n = 0;
    /* Lines that came in between stand at the end of the second only. */
    while ((word_line = strsep(&word_rest, "\n")) &&
           (field_line = strsep(&field_rest, "\n")))
        read_trace_line(fixture, field_line, word_line);
    free(words);
    free(fields);
}

/* ---- the lab's list ---- */

static void read_state(struct lives *lives, const struct state_event *event)
{
    struct life *life;

    if (event->proto != IPPROTO_TCP)
        return;
    life = life_of(lives, event->cookie);
    life->ours = true;
    if (event->now == STATE_NONE || event->now == STATE_UNCONN) {
        life->over = true;
        return;
    }
    addr_format(&event->local, life->local);
    addr_format(&event->peer, life->peer);
    life_goes_on(life, event->now);
}

static void read_log(struct fixture *fixture, const struct log *log)
{
    fixture->log = log;
    fixture->lab.n = 0;
    fixture->vain_listens = 0;
    fixture->vain_connects = 0;
    for (size_t i = 0; i < log_count(log); i++) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_STATE)
            read_state(&fixture->lab, &event->state);
        if (event->kind != EVENT_CALL)
            continue;
        fixture->vain_listens += event->call.err == EADDRINUSE &&
                                 strcmp(event->call.name, "listen") == 0;
        fixture->vain_connects += event->call.err == EADDRNOTAVAIL &&
                                  strcmp(event->call.name, "connect") == 0;
    }
}

/* ---- the comparison ---- */

/* Whether the life may have its like in the other list, and has none yet. */
static bool may_pair(const struct life *life)
{
    return life->compared && life->n > 0 && !life->paired;
}

/* Whether it must have one. */
static bool must_pair(const struct life *life)
{
    return life->ours && may_pair(life);
}

/*
 * Whether a life of the kernel's list is one of the lab's. One that is still in
 * SYN-SENT has no port in the kernel's.
 */
static bool alike(const struct life *kernel, const struct life *lab)
{
    size_t length = address_length(kernel->local);
    bool one_more = kernel->instant && lab->n > 0 &&
                    lab->states[lab->n - 1] == STATE_FIN_WAIT_2;
    int n = lab->n - one_more;
    bool same_local = strcmp(kernel->local, lab->local) == 0 ||
                      (strcmp(kernel->local + length, ":0") == 0 &&
                       length == address_length(lab->local) &&
                       strncmp(kernel->local, lab->local, length) == 0);

    return same_local && strcmp(kernel->peer, lab->peer) == 0 &&
           kernel->n == n &&
           memcmp(kernel->states, lab->states,
                  (size_t)n * sizeof(lab->states[0])) == 0;
}

static void pair(struct life *kernel, struct lives *lab)
{
    for (int i = 0; i < lab->n && !kernel->paired; i++)
        if (may_pair(&lab->list[i]) && alike(kernel, &lab->list[i]))
            kernel->paired = lab->list[i].paired = true;
}

/* A life of one state, for which a call that failed may account. */
static bool in_vain(struct fixture *fixture, const struct life *life)
{
    int *vain = life->states[0] == STATE_LISTEN     ? &fixture->vain_listens
                : life->states[0] == STATE_SYN_SENT ? &fixture->vain_connects
                                                    : NULL;

    if (!vain || *vain == 0 || life->n != 1)
        return false;
    (*vain)--;
    return true;
}

/* Add "WHOSE LOCAL PEER: STATES" to the text. */
static void tell(char *out, size_t size, const char *whose,
                 const struct life *life)
{
    size_t used = strlen(out);

    used +=
        (size_t)snprintf(out + used, size - used, "\n%s only: %s %s:", whose,
                         life->local, life->peer);
    for (int i = 0; i < life->n && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, " %s",
                                 state_name(life->states[i]));
}

/* Whether both lists tell of the same lives; which ones not, if not. */
static bool all_same(struct fixture *fixture, char *why, size_t size)
{
    struct lives *kernel = &fixture->kernel;

    why[0] = '\0';
    for (int i = 0; i < kernel->n; i++)
        if (must_pair(&kernel->list[i]))
            pair(&kernel->list[i], &fixture->lab);
    /* Of a life in which nobody made such a call it can't be told whose. */
    for (int i = 0; i < kernel->n; i++)
        if (may_pair(&kernel->list[i]))
            pair(&kernel->list[i], &fixture->lab);
    for (int i = 0; i < kernel->n && strlen(why) < size / 2; i++)
        if (must_pair(&kernel->list[i]) && !in_vain(fixture, &kernel->list[i]))
            tell(why, size, "kernel", &kernel->list[i]);
    for (int i = 0; i < fixture->lab.n && strlen(why) < size / 2; i++)
        if (must_pair(&fixture->lab.list[i]))
            tell(why, size, "lab", &fixture->lab.list[i]);
    return !why[0];
}

/*
 * Timers go on behind the script's back, so that one list may be ahead of the
 * other for a moment: they have to agree after some looks.
 */
static void compare(struct fixture *fixture, struct lab *lab, const char *file)
{
    int waits = 0;
    char why[2400];

    for (;;) {
        labtest_rest(lab);
        lab_refresh(lab);
        read_log(fixture, lab_log(lab));
        read_trace(fixture);
        if (all_same(fixture, why, sizeof(why)))
            break;
        if (waits > 5000)
            fail_msg("%s: %s", file, why);
        labtest_wait(lab, &waits);
    }
    /* Nothing seen at all would agree as well. */
    assert_true(fixture->kernel.n > 0 || fixture->lab.n == 0);
}

/* ---- running ---- */

/* Every toggle is set by hand, so that there is this lane only. */
static void run_lane(struct fixture *fixture, const struct lesson *lesson,
                     const struct setting *setting)
{
    struct condition conditions[SETTING_TOGGLES];
    struct runner_options options = {
        .isolation = ISOLATION_NAMESPACE,
        .settings = conditions,
        .n_settings = setting->n,
    };
    struct err err;
    struct runner *runner;

    for (int i = 0; i < setting->n; i++) {
        const struct toggle *toggle = &setting->toggles[i];

        snprintf(conditions[i].name, sizeof(conditions[i].name), "%s",
                 toggle->name);
        snprintf(conditions[i].value, sizeof(conditions[i].value), "%s",
                 toggle->values[setting->value[i]]);
    }

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

/* Each lane by itself: all of them have the same addresses. */
static void run_file(struct fixture *fixture, const char *file)
{
    struct setting lanes[LESSON_LANES];
    struct err err;
    struct lesson *lesson = lesson_load(file, &err);

    if (!lesson)
        fail_msg("%s", err.text);
    int n = lesson_settings(lesson, NULL, 0, lanes, &err);
    for (int i = 0; i < n; i++)
        run_lane(fixture, lesson, &lanes[i]);
    lesson_free(lesson);
}

/* The last ones wait for longest, and come first. */
static void run_files(void **state, int test, const char *pattern)
{
    struct fixture *fixture = *state;
    glob_t files;

    if (!fixture->instance[0])
        skip();
    labtest_need(ISOLATION_NAMESPACE);
    assert_int_equal(glob(pattern, 0, NULL, &files), 0);
    for (size_t i; (i = parts_next(test)) < files.gl_pathc;)
        run_file(fixture, files.gl_pathv[files.gl_pathc - 1 - i]);
    globfree(&files);
}

static void test_lessons_show_the_kernels_states(void **state)
{
    run_files(state, 0, "lessons/[0-9]*.md");
}

static void test_wire_scripts_show_the_kernels_states(void **state)
{
    run_files(state, 1, "tests/program/wire/*.lab");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_lessons_show_the_kernels_states,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(
            test_wire_scripts_show_the_kernels_states, setup, teardown),
    };

    if (parts_begin(AT_ONCE) < 0)
        return 1;
    return parts_end(cmocka_run_group_tests(tests, NULL, NULL));
}
