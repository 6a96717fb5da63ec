/* bench_run.c - whole runs of the program, without a screen. */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <glob.h>
#include <math.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    RUNS = 15,
    ALL_RUNS = 3, /* of all lessons, which take their time */
};

/* One whole run of the program, in ms; NaN when it failed. */
static double run_ms(char *const argv[])
{
    int64_t began = bench_now();
    int status = -1;
    pid_t pid = fork();

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);

        dup2(null, 0);
        dup2(null, 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) < 0 || status != 0)
        return NAN;
    return (double)(bench_now() - began) / 1e6;
}

/* The median of some runs; NaN when one of them failed. */
static double runs_ms(char *const argv[], size_t runs)
{
    double ms[RUNS];

    for (size_t i = 0; i < runs; i++) {
        bench_let_kernel_finish();
        ms[i] = run_ms(argv);
        if (isnan(ms[i]))
            return NAN;
    }
    return bench_median(ms, runs);
}

/*
 * Every lesson, in the folder where the program was built. Some of them show
 * how long something takes, and have to wait for it: 5 s together at most.
 */
static double curriculum_s(char *program)
{
    char *run[] = {program, "run", "-j", "8"};

    enum { HEAD = sizeof(run) / sizeof(run[0]) };
    glob_t files = {.gl_offs = HEAD};
    double s = NAN;

    if (glob("lessons/[0-9]*.md", GLOB_DOOFFS, NULL, &files) == 0) {
        for (size_t i = 0; i < HEAD; i++)
            files.gl_pathv[i] = run[i];
        s = runs_ms(files.gl_pathv, ALL_RUNS) / 1e3;
        for (size_t i = 0; i < HEAD; i++)
            files.gl_pathv[i] = NULL;
    }
    globfree(&files);
    return s;
}

void bench_runs(char *program)
{
    char *run[] = {program, "run", "2", NULL};

    bench_row("lesson 2 headless, both lanes", runs_ms(run, RUNS), 25, "ms",
              "the whole program");
    bench_row("all lessons headless, -j 8", curriculum_s(program), 3 + 5, "s",
              "3 s, and 5 s for durations that are shown");
}
