/*
 * bench_terminal.c - programs measured through a terminal of their own.
 */
#include "tests/bench/bench.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    FIRST_MS = 5000, /* longest wait for a program's first byte */
    END_MS = 2000,   /* longest wait for its end after SIGTERM */
    QUIET_MS = 120,  /* silence after which a screen counts as whole */
};

int64_t bench_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

bool terminal_open(struct terminal *terminal, char *const argv[])
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};

    terminal->started = bench_now();
    terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
    if (terminal->pid < 0)
        return false;
    if (terminal->pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    return true;
}

/* Read and forget whatever is there; false at the end of the terminal. */
static bool swallow(int fd)
{
    char bytes[65536];

    return read(fd, bytes, sizeof bytes) > 0 || errno == EINTR;
}

int64_t terminal_drain(struct terminal *terminal, int quiet_ms)
{
    struct pollfd readable = {.fd = terminal->fd, .events = POLLIN};
    int64_t last = 0;

    while (poll(&readable, 1, last ? quiet_ms : FIRST_MS) > 0) {
        if (!swallow(terminal->fd))
            break;
        last = bench_now();
    }
    return last;
}

int64_t terminal_type(struct terminal *terminal, const char *text)
{
    int64_t now = bench_now();

    if (write(terminal->fd, text, strlen(text)) < 0)
        return 0;
    return now;
}

/*
 * Wait for the program's end, reading on meanwhile: one that still has
 * something to write to a full terminal would never get to it.
 */
static bool gone(struct terminal *terminal, int wait_ms)
{
    struct pollfd readable = {.fd = terminal->fd, .events = POLLIN};
    int64_t deadline = bench_now() + wait_ms * INT64_C(1000000);

    while (bench_now() < deadline) {
        if (waitpid(terminal->pid, NULL, WNOHANG) == terminal->pid)
            return true;
        if (poll(&readable, 1, 5) > 0 && !swallow(terminal->fd))
            readable.events = 0;
    }
    return false;
}

void terminal_close(struct terminal *terminal)
{
    kill(terminal->pid, SIGTERM);
    if (!gone(terminal, END_MS)) {
        kill(terminal->pid, SIGKILL);
        waitpid(terminal->pid, NULL, 0);
    }
    close(terminal->fd);
}

double terminal_start_ms(char *const argv[])
{
    struct terminal terminal;
    int64_t last;

    if (!terminal_open(&terminal, argv))
        return NAN;
    last = terminal_drain(&terminal, QUIET_MS);
    terminal_close(&terminal);
    return last ? (double)(last - terminal.started) / 1e6 : NAN;
}
