/*
 * faults_trace.h - runs a program, makes one of its system calls or allocations
 * fail, and sees what becomes of it and of all processes that it makes.
 *
 * ptrace(2) does both: it stops each process at its system calls, and knows of
 * every process that another one makes. Allocations are preload_alloc.c's.
 */
#ifndef TESTS_FAULTS_FAULTS_TRACE_H
#define TESTS_FAULTS_FAULTS_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TRACE_CALLS = 512, TRACE_PATH = 32 };

/*
 * A process is named by how it came to be: "" is the first one, "2" the second
 * that it makes, "2.1" the first that that one makes.
 */
struct call_site {
    char path[TRACE_PATH];
    int number; /* of the system call */
    int nth;    /* among those of that number in that process, from 1 */
};

/* What shall fail. */
struct fault {
    struct call_site site; /* number < 0: no system call */
    int error;             /* the errno that it fails with */
    long allocation;       /* which one, from 1; 0: none */
    bool rest;             /* all allocations behind it as well */
};

/* How the program is run. */
struct trace {
    char *const *argv;
    const char *folder; /* the working folder; below it lie home and tmp */
    const char *out;    /* the files that its output goes to */
    const char *err;    /* of them the last is of a terminal's if that is set */
    const char *preload; /* the library for allocations, or NULL */
    bool terminal;       /* it runs on a terminal, and `q` is typed into it */
    int deadline;        /* seconds after which it counts as hanging */
    /* Called for each system call that is counted; NULL: for none. */
    void (*seen)(const struct call_site *site, void *user);
    void *user;
};

/* What came of it. */
struct trial {
    int status;                 /* as wait(2) has it */
    bool fired;                 /* what was to fail has failed */
    uint64_t first_arg;         /* of the system call that failed */
    bool hung;                  /* it did not end in time */
    bool left;                  /* a process of it lived on */
    bool terminal_left;         /* the terminal was not as it had been */
    char left_path[TRACE_PATH]; /* which process that was */
};

/* Whether this processor's system calls can be changed here. */
bool trace_possible(void);

/* Run it. Returns 0, or -1 with errno when it can't be traced. */
int trace_run(const struct trace *trace, const struct fault *fault,
              struct trial *trial);

#endif
