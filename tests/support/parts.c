/*
 * parts.c - see parts.h.
 */
#include "tests/support/parts.h"

#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TESTS = 2, PARTS = 16 };

/* Another process than the first. */
struct part {
    pid_t pid;
    FILE *said; /* what it prints */
};

/* How much of the work of each test is taken, in memory of all processes. */
static atomic_size_t *taken;
static struct part parts[PARTS];
static int n_parts; /* 0 in all but the first process */

/* Begin one more. Returns 1 in the new process, else 0, or -1 with errno. */
static int parts_fork(struct part *part)
{
    part->said = tmpfile();
    if (!part->said)
        return -1;
    part->pid = fork();
    if (part->pid < 0)
        fclose(part->said);
    if (part->pid != 0)
        return part->pid < 0 ? -1 : 0;
    dup2(fileno(part->said), STDOUT_FILENO);
    dup2(fileno(part->said), STDERR_FILENO);
    fclose(part->said);
    return 1;
}

int parts_begin(int n)
{
    taken = mmap(NULL, TESTS * sizeof(*taken), PROT_READ | PROT_WRITE,
                 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (taken == MAP_FAILED)
        return -1;
    while (n_parts < n - 1 && n_parts < PARTS) {
        int made = parts_fork(&parts[n_parts]);

        if (made < 0)
            break;
        if (made > 0) {
            n_parts = 0;
            break;
        }
        n_parts++;
    }
    return 0;
}

size_t parts_next(int test)
{
    return atomic_fetch_add(&taken[test], 1);
}

/* Wait for it. Returns 0, or 1 where it has failed, and shows why. */
static int parts_wait(struct part *part)
{
    int ended = -1, c;

    waitpid(part->pid, &ended, 0);
    if (!WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
        rewind(part->said);
        while ((c = getc(part->said)) != EOF)
            putchar(c);
    }
    fclose(part->said);
    return ended != 0;
}

int parts_end(int status)
{
    for (int i = 0; i < n_parts; i++)
        if (parts_wait(&parts[i]) != 0)
            status = 1;
    munmap(taken, TESTS * sizeof(*taken));
    return status;
}
