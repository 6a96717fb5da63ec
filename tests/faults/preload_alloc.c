/*
 * preload_alloc.c - a library to be preloaded (ld.so(8), LD_PRELOAD) that lets
 * one allocation of a program fail, as if the machine had no memory left.
 *
 * FAIL_ALLOC_AT=N     the Nth allocation returns NULL with ENOMEM; 0 for none
 * FAIL_ALLOC_REST     set: all that come behind it fail as well
 * FAIL_ALLOC_COUNT=F  at its end, how many there were is written to the file F
 *
 * Allocations are those of malloc(), calloc() and realloc(), and so those of
 * all that calls them: strdup(), asprintf(), open_memstream(), fopen(), every
 * library. Only the process that began with the variables counts: it takes
 * them out of its environment, and a child that is forked does not count on.
 *
 * glibc lets its allocator be replaced, and has it by other names as well.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static struct {
    long at;           /* which one fails, counted from 1; 0 for none */
    long n;            /* how many there were */
    bool rest;         /* whether those behind it fail too */
    pid_t owner;       /* the process that counts; 0 before it is known */
    const char *count; /* the file to write n to, or NULL */
} alloc;

/* Whether this allocation is one that has to fail. */
static bool fails(void)
{
    bool now;

    if (alloc.owner == 0 || getpid() != alloc.owner)
        return false;
    alloc.n++;
    now = alloc.n == alloc.at ||
          (alloc.rest && alloc.at > 0 && alloc.n > alloc.at);
    if (now)
        errno = ENOMEM;
    return now;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

/* A realloc() that makes a block smaller, or frees it, needs no memory. */
void *realloc(void *old, size_t size)
{
    return size > 0 && fails() ? NULL : __libc_realloc(old, size);
}

/* Run by ld.so before main(), and after what the libraries do for themselves.
 */
__attribute__((constructor)) static void begin(void)
{
    const char *at = getenv("FAIL_ALLOC_AT");

    if (!at)
        return;
    alloc.at = atol(at);
    alloc.rest = getenv("FAIL_ALLOC_REST");
    alloc.count = getenv("FAIL_ALLOC_COUNT");
    unsetenv("FAIL_ALLOC_AT");
    alloc.owner = getpid();
}

__attribute__((destructor)) static void end(void)
{
    int out;

    if (!alloc.count || getpid() != alloc.owner)
        return;
    out = open(alloc.count, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0)
        return;
    dprintf(out, "%ld\n", alloc.n);
    close(out);
}
