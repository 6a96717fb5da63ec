/*
 * release.c - see release.h.
 */
#include "lab/base/release.h"

#include <errno.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

void release_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void release_child(pid_t pid)
{
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}
