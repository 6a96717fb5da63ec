/*
 * bench.c - measures what the program must cost, each row beside its limit.
 *
 *     build/bench build/socket-lab
 *
 * Times are medians of several runs, in wall time, on whatever else the
 * machine does. `make test` asserts none of them.
 */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/lab.h"
#include "lessons/runner/runner.h"
#include "tests/support/labopen.h"

enum {
    RUNS = 15,          /* of whatever a median is taken of */
    LINES = 400,        /* script lines in one headless run */
    QUIET_MS = 80,      /* silence after which a screen is whole */
    IDLE_MS = 3000,     /* how long an idle program is watched */
    TAKE_DOWN_MS = 200, /* how long a closed lab keeps the kernel busy */
};

static int over;

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

double bench_median(double *values, size_t n)
{
    if (n == 0)
        return NAN;
    qsort(values, n, sizeof *values, compare);
    return values[n / 2];
}

void bench_row(const char *what, double value, double limit, const char *unit,
               const char *note)
{
    char limit_text[32] = "";
    const char *verdict = "";

    if (isnan(value)) {
        printf("%-34s %10s %12s  %s\n", what, "-", "", note);
        return;
    }
    if (limit >= 0) {
        snprintf(limit_text, sizeof limit_text, "%g %s", limit, unit);
        verdict = value <= limit ? "ok  " : "OVER";
        over += value > limit;
    }
    printf("%-34s %7.2f %-4s %10s  %s %s\n", what, value, unit, limit_text,
           verdict, note);
    fflush(stdout);
}

int bench_over(void)
{
    return over;
}

/* ---- through a terminal ---- */

/* The median of the time that argv takes to show its first screen. */
static double start_ms(char *const argv[])
{
    double ms[RUNS];
    size_t n = 0;

    for (int i = 0; i < RUNS; i++) {
        ms[n] = terminal_start_ms(argv);
        n += !isnan(ms[n]);
    }
    return bench_median(ms, n);
}

static bool installed(const char *name)
{
    char command[128];

    snprintf(command, sizeof command, "command -v %s >/dev/null", name);
    return system(command) == 0;
}

static void measure_start(char *program)
{
    char *menu[] = {program, NULL};
    char *htop[] = {"htop", NULL};
    char *tig[] = {"tig", NULL};
    double htop_ms = installed("htop") ? start_ms(htop) : NAN;
    double tig_ms = installed("tig") ? start_ms(tig) : NAN;

    bench_row("start to the whole first screen", start_ms(menu), 10, "ms", "");
    bench_row("  htop beside it", htop_ms, -1, "ms",
              isnan(htop_ms) ? "not installed" : "");
    bench_row("  tig beside it", tig_ms, -1, "ms",
              isnan(tig_ms) ? "not installed" : "");
}

/*
 * From a key to its last byte on the terminal, in ms; NaN when nothing is
 * drawn. The time of silence that follows does not count.
 */
static double key_ms(struct terminal *terminal, const char *key)
{
    struct pollfd readable = {.fd = terminal->fd, .events = POLLIN};
    int64_t typed = terminal_type(terminal, key);
    int64_t last;

    if (poll(&readable, 1, QUIET_MS) <= 0)
        return NAN;
    last = terminal_drain(terminal, QUIET_MS);
    return (double)(last - typed) / 1e6;
}

static void measure_keys(char *program)
{
    char *menu[] = {program, NULL};
    struct terminal terminal;
    double ms[RUNS];
    size_t n = 0;

    if (!terminal_open(&terminal, menu))
        return;
    terminal_drain(&terminal, QUIET_MS);
    for (int i = 0; i < RUNS; i++) {
        ms[n] = key_ms(&terminal, i % 2 ? "\033OA" : "\033OB");
        n += !isnan(ms[n]);
    }
    terminal_close(&terminal);
    bench_row("a moving key to its last byte", bench_median(ms, n), 2, "ms",
              "Down and Up in the menu");
}

/*
 * Letters typed into the search of the menu, each with a list to be made of
 * all lessons; and the `/` that comes before them, when lessons are still to
 * be read.
 */
static void measure_search(char *program)
{
    const char *words = "eaddrinuse reset";
    char *menu[] = {program, NULL};
    struct terminal terminal;
    double ms[32], first;
    size_t n = 0;

    if (!terminal_open(&terminal, menu))
        return;
    terminal_drain(&terminal, QUIET_MS);
    first = key_ms(&terminal, "/");
    for (; *words; words++) {
        char key[2] = {*words, '\0'};

        ms[n] = key_ms(&terminal, key);
        n += !isnan(ms[n]);
    }
    terminal_close(&terminal);
    bench_row("a letter searched, drawn", bench_median(ms, n), 2, "ms",
              "all lessons read");
    bench_row("  the / before it", first, -1, "ms", "lessons not read yet");
}

/* A number of /proc/PID/FILE, from the line that begins with name; else 0. */
static long proc_number(pid_t pid, const char *file, const char *name)
{
    char path[64];
    char line[256];
    long number = 0;
    FILE *status;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    status = fopen(path, "r");
    if (!status)
        return 0;
    while (fgets(line, sizeof line, status))
        if (strncmp(line, name, strlen(name)) == 0)
            number = strtol(line + strlen(name), NULL, 10);
    fclose(status);
    return number;
}

/* How often a program that nobody touches wakes up, in times a second. */
static double wakeups(struct terminal *terminal)
{
    const char *name = "voluntary_ctxt_switches:";
    struct pollfd readable = {.fd = terminal->fd, .events = POLLIN};
    int64_t began = bench_now();
    int64_t left;
    long before = proc_number(terminal->pid, "status", name);
    char bytes[4096];

    while ((left = IDLE_MS - (bench_now() - began) / 1000000) > 0)
        if (poll(&readable, 1, (int)left) > 0 &&
            read(terminal->fd, bytes, sizeof bytes) <= 0)
            return NAN;
    return (double)(proc_number(terminal->pid, "status", name) - before) *
           1000 / IDLE_MS;
}

static void measure_idle(char *program)
{
    char *menu[] = {program, NULL};
    struct terminal terminal;

    if (!terminal_open(&terminal, menu))
        return;
    terminal_drain(&terminal, 300);
    bench_row("idle wake-ups a second, menu", wakeups(&terminal), 0, "", "");
    terminal_close(&terminal);
}

/* What it takes of memory, the actors' processes included. */
static void measure_memory(const struct terminal *terminal)
{
    char note[80];
    long rss = proc_number(terminal->pid, "status", "VmRSS:");
    long file = proc_number(terminal->pid, "status", "RssFile:");

    snprintf(note, sizeof note,
             "%.2f MiB of it libraries' and the program's "
             "own file",
             (double)file / 1024);
    bench_row("memory, lesson 2, two lanes", (double)rss / 1024, 8, "MiB",
              note);
}

/*
 * A step of the lesson, in ms. Space is ignored at a question, which is
 * skipped, lane by lane. NaN when nothing moves any more: the lesson is over.
 */
static double step_ms(struct terminal *terminal)
{
    double ms = key_ms(terminal, " ");

    for (int lane = 0; isnan(ms) && lane < RUNNER_LANES; lane++)
        if (!isnan(key_ms(terminal, "0")))
            ms = key_ms(terminal, " ");
    return ms;
}

/*
 * Lesson 2 from its first step to its last: what a step takes, and then the
 * memory and the wake-ups with two lanes open and a TIME-WAIT counting.
 */
static void measure_lesson(char *program)
{
    char *lesson[] = {program, "2", NULL};
    struct terminal terminal;
    double ms[64];
    double worst = 0;
    size_t n = 0;
    char note[80];

    if (!terminal_open(&terminal, lesson))
        return;
    terminal_drain(&terminal, 300);
    while (n < sizeof ms / sizeof *ms) {
        ms[n] = step_ms(&terminal);
        if (isnan(ms[n]))
            break;
        worst = ms[n] > worst ? ms[n] : worst;
        n++;
    }
    snprintf(note, sizeof note,
             "lesson 2, both lanes, %zu steps; slowest %.1f to its last redraw",
             n, worst);
    bench_row("a step, drawn", bench_median(ms, n), 5, "ms", note);
    measure_memory(&terminal);
    terminal_drain(&terminal, 300);
    bench_row("idle wake-ups a second, counting", wakeups(&terminal), 1, "",
              "a TIME-WAIT on the screen");
    terminal_close(&terminal);
}

/*
 * On the bench with the wire held, the ladder shown and data waiting: the key
 * that lets a packet through, to the last byte of the screen after it.
 */
static void measure_hold(char *program)
{
    char *bench[] = {program, "bench", NULL};
    struct terminal terminal;
    double ms[2 * RUNS];
    size_t n = 0;

    if (!terminal_open(&terminal, bench))
        return;
    terminal_drain(&terminal, 300);
    for (const char *key = "s\0w\0p\0c\0>\0>\0>\0"; *key; key += 2) {
        terminal_type(&terminal, key);
        terminal_drain(&terminal, QUIET_MS);
    }
    while (n + 2 <= sizeof ms / sizeof *ms) {
        /* Data from the client, and then the acknowledgement of it. */
        terminal_type(&terminal, "d");
        terminal_drain(&terminal, QUIET_MS);
        ms[n] = key_ms(&terminal, ">");
        ms[n + 1] = key_ms(&terminal, ">");
        if (isnan(ms[n]) || isnan(ms[n + 1]))
            break;
        n += 2;
    }
    terminal_close(&terminal);
    bench_row("a step in hold mode, drawn", bench_median(ms, n), 5, "ms",
              n > 0 ? "a packet let through on the bench"
                    : "nothing could be held here");
}

/* ---- without a screen ---- */

void bench_let_kernel_finish(void)
{
    poll(NULL, 0, TAKE_DOWN_MS);
}

static void measure_lab(void)
{
    double ms[RUNS];
    size_t n = 0;
    struct err err;
    const char *kind = "";

    for (int i = 0; i < RUNS; i++) {
        bench_let_kernel_finish();

        int64_t began = bench_now();
        struct lab *lab = lab_open(ISOLATION_AUTO, &err);

        if (!lab)
            continue;
        ms[n++] = (double)(bench_now() - began) / 1e6;
        kind = isolation_name(lab_isolation(lab));
        lab_close(lab);
    }
    bench_row("a lab ready", bench_median(ms, n), 5, "ms", kind);
}

/* A script of LINES equal lines behind one that makes the socket. */
static struct lesson *line_lesson(struct err *err)
{
    static const char first[] = "server: socket(AF_INET, SOCK_STREAM, 0)\n";
    static const char line[] =
        "server: getsockopt(3, SOL_SOCKET, SO_ERROR, 0) = 0\n";
    size_t size = sizeof first - 1 + LINES * (sizeof line - 1);
    char *text = malloc(size + 1);
    struct lesson *lesson;
    char *end;

    if (!text)
        return NULL;
    end = stpcpy(text, first);
    for (int i = 0; i < LINES; i++)
        end = stpcpy(end, line);
    lesson = lesson_parse("bench.lab", text, size, err);
    free(text);
    return lesson;
}

static double system_ms(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_stime.tv_sec * 1e3 +
           (double)usage.ru_stime.tv_usec / 1e3;
}

static void measure_line(void)
{
    struct runner_options options = {.isolation = ISOLATION_AUTO};
    struct err err = {.text = "no memory"};
    struct lesson *lesson = line_lesson(&err);
    struct runner *runner = lesson ? runner_open(lesson, &options, &err) : NULL;
    int64_t began;
    double wall;
    double kernel;
    char note[80];

    if (!runner) {
        bench_row("a script line headless", NAN, 0.2, "ms", err.text);
        lesson_free(lesson);
        return;
    }
    began = bench_now();
    kernel = system_ms();
    runner_advance(runner, false);
    runner_finish(runner);
    wall = (double)(bench_now() - began) / 1e6;
    kernel = system_ms() - kernel;
    snprintf(note, sizeof note, "%.3f ms in all, %.3f of it in the kernel%s",
             wall / LINES, kernel / LINES,
             runner_lane_totals(runner, 0).failed ? "; LINES FAILED" : "");
    bench_row("a script line, beyond the kernel", (wall - kernel) / LINES, 0.2,
              "ms", note);
    runner_close(runner);
    lesson_free(lesson);
}

/* Remove the folder that stood in for the learner's own. */
static void remove_state(const char *state)
{
    char command[256];

    snprintf(command, sizeof command, "rm -r '%s'", state);
    if (system(command) != 0)
        fprintf(stderr, "bench: %s is left behind\n", state);
}

int main(int argc, char **argv)
{
    char state[] = "/tmp/socket-lab-bench-XXXXXX";

    if (argc != 2) {
        fprintf(stderr, "usage: bench PROGRAM\n");
        return 2;
    }
    /* The learner's own progress stays out of it. */
    if (!mkdtemp(state)) {
        perror(state);
        return 1;
    }
    setenv("XDG_STATE_HOME", state, 1);
    printf("%-34s %12s %10s\n", "what", "measured", "at most");
    measure_start(argv[1]);
    measure_keys(argv[1]);
    measure_search(argv[1]);
    measure_lesson(argv[1]);
    measure_hold(argv[1]);
    measure_lab();
    measure_line();
    bench_runs(argv[1]);
    bench_wire();
    measure_idle(argv[1]);
    remove_state(state);
    if (bench_over() == 0)
        puts("every row within its limit");
    else
        printf("%d over the limit\n", bench_over());
    return 0;
}
