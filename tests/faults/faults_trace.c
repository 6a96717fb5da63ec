/*
 * faults_trace.c - see faults_trace.h.
 *
 * Only the process whose call is to fail is stopped at its calls, and only up
 * to that call; all others run at their own speed and are stopped where they
 * make a process or end.
 */
#include "tests/faults/faults_trace.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum {
    PROCESSES = 256,
    LEFT_SECONDS = 5,   /* what lives so long after its parent is left behind */
    CHANNEL_FROM = 512, /* an actor's own descriptors are above a script's */
};

/* A process that is traced. */
struct process {
    pid_t pid; /* 0: this place is free */
    char path[TRACE_PATH];
    bool named;    /* its path is known: its parent has told of it */
    bool stopped;  /* it waits for that */
    bool counting; /* the program's own calls have begun, not ld.so's */
    bool actor;    /* it has given up its rights, and makes a script's calls */
    bool failing;  /* it is in the call that fails */
    int children;
    int counts[TRACE_CALLS];
};

/* A run. */
struct run {
    const struct trace *trace;
    const struct fault *fault;
    struct trial *trial;
    struct process processes[PROCESSES];
    int n;        /* how many are traced */
    pid_t first;  /* the program's own process; 0 once it has ended */
    int terminal; /* our end of the terminal, or -1 */
};

/* ---- registers ---- */

#if defined(__x86_64__)
/* No call has the number -1: the kernel then does nothing (ENOSYS). */
static int skip_call(pid_t pid)
{
    return (int)ptrace(PTRACE_POKEUSER, pid,
                       offsetof(struct user, regs.orig_rax), -1L);
}

static int set_result(pid_t pid, long result)
{
    return (int)ptrace(PTRACE_POKEUSER, pid, offsetof(struct user, regs.rax),
                       result);
}

bool trace_possible(void)
{
    return true;
}
#elif defined(__aarch64__)
static int skip_call(pid_t pid)
{
    int none = -1;
    struct iovec part = {&none, sizeof(none)};

    return (int)ptrace(PTRACE_SETREGSET, pid, NT_ARM_SYSTEM_CALL, &part);
}

static int set_result(pid_t pid, long result)
{
    struct user_regs_struct registers;
    struct iovec part = {&registers, sizeof(registers)};

    if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &part) < 0)
        return -1;
    registers.regs[0] = (unsigned long long)result;
    return (int)ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &part);
}

bool trace_possible(void)
{
    return true;
}
#else
static int skip_call(pid_t pid)
{
    (void)pid;
    return -1;
}

static int set_result(pid_t pid, long result)
{
    (void)pid;
    (void)result;
    return -1;
}

bool trace_possible(void)
{
    return false;
}
#endif

/* ---- processes ---- */

static struct process *find(struct run *run, pid_t pid)
{
    for (int i = 0; i < PROCESSES; i++)
        if (run->processes[i].pid == pid)
            return &run->processes[i];
    return NULL;
}

/* The process of that id, new if need be. */
static struct process *take(struct run *run, pid_t pid)
{
    struct process *process = find(run, pid);

    if (process)
        return process;
    process = find(run, 0);
    if (!process)
        return NULL;
    *process = (struct process){.pid = pid};
    run->n++;
    return process;
}

/* Whether the process has to stop at its system calls. */
static bool watched(const struct run *run, const struct process *process)
{
    if (run->trace->seen || process->failing)
        return true;
    return run->fault->site.number >= 0 && !run->trial->fired &&
           strcmp(process->path, run->fault->site.path) == 0;
}

/* It may have been killed meanwhile: then wait() will tell. */
static void go_on(const struct run *run, const struct process *process,
                  int signal)
{
    ptrace(watched(run, process) ? PTRACE_SYSCALL : PTRACE_CONT, process->pid,
           NULL, (long)signal);
}

/*
 * Its parent tells of a child, and the child has stopped: which of the two is
 * seen first is not said. It goes on when both have been.
 */
static void name_child(struct run *run, struct process *parent)
{
    unsigned long pid;
    struct process *child;

    if (ptrace(PTRACE_GETEVENTMSG, parent->pid, NULL, &pid) < 0)
        return;
    child = take(run, (pid_t)pid);
    if (!child)
        return;
    snprintf(child->path, sizeof(child->path), "%.15s%s%d", parent->path,
             *parent->path ? "." : "", ++parent->children);
    child->named = true;
    child->counting = true;
    child->actor = parent->actor;
    if (child->stopped)
        go_on(run, child, 0);
}

/* ---- system calls ---- */

/*
 * Whether the call is a line of the script, which an actor makes for it: that
 * one fails is what the script is about, and no fault of the lab.
 */
static bool is_scripted(const struct process *process, int number,
                        uint64_t descriptor)
{
    static const int calls[] = {
        SYS_bind,        SYS_listen,      SYS_accept,   SYS_accept4,
        SYS_connect,     SYS_sendto,      SYS_recvfrom, SYS_read,
        SYS_write,       SYS_shutdown,    SYS_close,    SYS_setsockopt,
        SYS_getsockname, SYS_getpeername, SYS_dup,      SYS_fcntl,
        SYS_sendmsg,     SYS_recvmsg,
    };

    if (!process->actor)
        return false;
    if (number == SYS_socket || number == SYS_clone || number == SYS_unlinkat ||
        number == SYS_ppoll)
        return true;
#ifdef SYS_poll
    if (number == SYS_poll || number == SYS_unlink)
        return true;
#endif
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        if (number == calls[i])
            return descriptor < CHANNEL_FROM;
    return false;
}

/*
 * ld.so's calls are not counted: where they fail, the program does not begin.
 * The first that main() makes sets a signal (main.c).
 */
static void enter_call(struct run *run, struct process *process, int number,
                       uint64_t arg)
{
    const struct fault *fault = run->fault;
    struct call_site site = {.number = number};

    process->counting = process->counting || number == SYS_rt_sigaction;
    if (number < 0 || number >= TRACE_CALLS || !process->counting)
        return;
    if (is_scripted(process, number, arg))
        return;
    process->actor = process->actor || number == SYS_capset;
    site.nth = ++process->counts[number];
    memcpy(site.path, process->path, sizeof(site.path));
    if (run->trace->seen)
        run->trace->seen(&site, run->trace->user);
    if (run->trial->fired || fault->site.number != number ||
        fault->site.nth != site.nth ||
        strcmp(fault->site.path, process->path) != 0)
        return;
    /* close() closes also where it fails (close(2)). */
    if (number != SYS_close && skip_call(process->pid) < 0)
        return;
    run->trial->fired = true;
    run->trial->first_arg = arg;
    process->failing = true;
}

static void at_call(struct run *run, struct process *process)
{
    struct __ptrace_syscall_info info;

    if (ptrace(PTRACE_GET_SYSCALL_INFO, process->pid, sizeof(info), &info) >
        0) {
        if (info.op == PTRACE_SYSCALL_INFO_ENTRY) {
            enter_call(run, process, (int)info.entry.nr, info.entry.args[0]);
        } else if (process->failing) {
            set_result(process->pid, -run->fault->error);
            process->failing = false;
        }
    }
    go_on(run, process, 0);
}

/* ---- what wait() tells ---- */

static void at_end(struct run *run, struct process *process, int status)
{
    if (process->pid == run->first) {
        run->trial->status = status;
        run->first = 0;
    }
    process->pid = 0;
    run->n--;
}

static void at_stop(struct run *run, struct process *process, int status)
{
    int signal = WSTOPSIG(status);

    switch (status >> 16) {
    case PTRACE_EVENT_FORK:
    case PTRACE_EVENT_VFORK:
    case PTRACE_EVENT_CLONE:
        name_child(run, process);
        go_on(run, process, 0);
        return;
    case PTRACE_EVENT_EXEC:
        /* ld.so again. */
        process->counting = false;
        go_on(run, process, 0);
        return;
    case PTRACE_EVENT_STOP:
        process->stopped = true;
        if (signal != SIGTRAP) /* it was sent SIGSTOP, and is to stay so */
            ptrace(PTRACE_LISTEN, process->pid, NULL, NULL);
        else if (process->named)
            go_on(run, process, 0);
        return;
    }
    if (signal == (SIGTRAP | 0x80))
        at_call(run, process);
    else
        go_on(run, process, signal);
}

/* ---- the program ---- */

static void set_path(const char *name, const char *folder, const char *below)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "%s/%s", folder, below);
    setenv(name, path, 1);
}

/* What it sees of the machine is its folder. */
static void set_environment(const struct trace *trace,
                            const struct fault *fault)
{
    char number[32];

    set_path("HOME", trace->folder, "home");
    set_path("TMPDIR", trace->folder, "tmp");
    setenv("TERM", "xterm", 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_DATA_HOME");
    unsetenv("XDG_RUNTIME_DIR");
    unsetenv("SOCKET_LAB_LESSONS");
    if (!trace->preload)
        return;
    snprintf(number, sizeof(number), "%ld", fault->allocation);
    setenv("LD_PRELOAD", trace->preload, 1);
    setenv("FAIL_ALLOC_AT", number, 1);
    if (fault->rest)
        setenv("FAIL_ALLOC_REST", "1", 1);
    set_path("FAIL_ALLOC_COUNT", trace->folder, "count");
}

static int put_output(const char *file, int fd)
{
    int out = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    return out < 0 ? -1 : dup2(out, fd);
}

/* In the child. It begins when somebody traces it. */
static void begin_program(const struct run *run, int gate)
{
    const struct trace *trace = run->trace;
    char path[PATH_MAX], byte;
    sigset_t none;
    int in = trace->terminal ? -1 : open("/dev/null", O_RDONLY | O_CLOEXEC);

    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    set_environment(trace, run->fault);
    snprintf(path, sizeof(path), "%s/cwd", trace->folder);
    if (chdir(path) < 0 || (in >= 0 && dup2(in, STDIN_FILENO) < 0) ||
        (in >= 0 && put_output(trace->out, STDOUT_FILENO) < 0) ||
        put_output(trace->err, STDERR_FILENO) < 0 || read(gate, &byte, 1) != 1)
        _exit(126);
    execv(trace->argv[0], trace->argv);
    _exit(127);
}

/* Fork it, on a terminal of 80x24 or not, and seize it. Returns 0 or -1. */
static int start(struct run *run)
{
    static const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK |
                                PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
                                PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    int gate[2];
    pid_t pid;
    bool seized;

    if (pipe2(gate, O_CLOEXEC) < 0)
        return -1;
    pid = run->trace->terminal ? forkpty(&run->terminal, NULL, NULL, &size)
                               : fork();
    if (pid == 0)
        begin_program(run, gate[0]);
    if (pid > 0) {
        seized = ptrace(PTRACE_SEIZE, pid, NULL, options) == 0 &&
                 write(gate[1], "", 1) == 1;
        if (seized)
            take(run, pid)->named = true;
        else
            kill(pid, SIGKILL);
        run->first = seized ? pid : -1;
    }
    close(gate[0]);
    close(gate[1]);
    return pid > 0 && run->first > 0 ? 0 : -1;
}

/* ---- the terminal ---- */

/* What it shows is read, as a terminal would; `q` is typed again and again. */
static void tend_terminal(const struct run *run)
{
    struct pollfd pfd = {.fd = run->terminal, .events = POLLIN};
    char bytes[4096];
    ssize_t n = 1;

    while (n > 0 && poll(&pfd, 1, 0) > 0 && (pfd.revents & POLLIN))
        n = read(run->terminal, bytes, sizeof(bytes));
    if (run->first > 0)
        (void)!write(run->terminal, "q", 1);
}

static bool same_terminal(const struct termios *a, const struct termios *b)
{
    return a->c_iflag == b->c_iflag && a->c_oflag == b->c_oflag &&
           a->c_lflag == b->c_lflag;
}

/* ---- a run ---- */

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* Until a process has something to tell; a terminal is looked at meanwhile. */
static void wait_some(const struct run *run)
{
    const struct timespec pause = {.tv_nsec = 50000000};
    sigset_t child;

    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    if (run->terminal >= 0)
        tend_terminal(run);
    sigtimedwait(&child, NULL, &pause);
}

/* All that is told now. Returns whether there is a process any more. */
static bool hear(struct run *run)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
        struct process *process = take(run, pid);

        if (!process)
            continue;
        if (WIFSTOPPED(status))
            at_stop(run, process, status);
        else
            at_end(run, process, status);
    }
    return run->n > 0;
}

/* End what is left of it, and wait for that. */
static void kill_all(struct run *run)
{
    double deadline = now() + LEFT_SECONDS;

    for (int i = 0; i < PROCESSES; i++)
        if (run->processes[i].pid > 0)
            kill(run->processes[i].pid, SIGKILL);
    while (hear(run) && now() < deadline)
        wait_some(run);
}

/*
 * What the program has left behind may need a moment for its end. A process is
 * left behind only if it outlives the program, and not if that hangs.
 */
static void follow(struct run *run)
{
    double deadline = now() + run->trace->deadline;
    bool over = false;

    while (hear(run) && now() < deadline) {
        if (!run->first && !over) {
            over = true;
            deadline = now() + LEFT_SECONDS;
        }
        wait_some(run);
    }
    run->trial->hung = run->first > 0;
    run->trial->left = run->n > 0 && !run->trial->hung;
    for (int i = 0; run->trial->left && i < PROCESSES; i++)
        if (run->processes[i].pid > 0)
            memcpy(run->trial->left_path, run->processes[i].path, TRACE_PATH);
    kill_all(run);
}

int trace_run(const struct trace *trace, const struct fault *fault,
              struct trial *trial)
{
    struct run *run = calloc(1, sizeof(*run));
    struct termios before = {0}, after = {0};
    sigset_t child;
    int result;

    *trial = (struct trial){0};
    if (!run)
        return -1;
    *run = (struct run){trace, fault, trial, .terminal = -1};
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    result = start(run);
    if (result == 0) {
        if (run->terminal >= 0)
            tcgetattr(run->terminal, &before);
        follow(run);
        if (run->terminal >= 0)
            tcgetattr(run->terminal, &after);
        trial->terminal_left = !same_terminal(&before, &after);
    }
    if (run->terminal >= 0)
        close(run->terminal);
    free(run);
    return result;
}
