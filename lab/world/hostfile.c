#include "lab/world/hostfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void hostfile_enter(const struct netns *netns, enum host_id host)
{
    if (netns && netns_enter(netns, host) < 0)
        _exit(HOSTFILE_NOT_THERE | errno);
}

int hostfile_status(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return HOSTFILE_NOT_THERE | errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : HOSTFILE_NOT_THERE | EIO;
}

/* In the child: pass on what the file holds. Returns an errno. */
static int file_pass(const char *path, int to)
{
    char text[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;

    if (fd < 0)
        return errno;
    while ((got = read(fd, text, sizeof(text))) > 0)
        if (write(to, text, (size_t)got) != got)
            return EIO;
    return got < 0 ? errno : 0;
}

/*
 * Read until the child has written all; what there is no room for is read as
 * well, or the child would not come to its end. Returns 0 or -1.
 */
static int read_all(int from, char *text, size_t size)
{
    char rest[256] = "";
    size_t len = 0;
    ssize_t got;

    do {
        bool full = len + 1 == size;

        got = read(from, full ? rest : text + len,
                   full ? sizeof(rest) : size - 1 - len);
        if (got < 0 && errno != EINTR)
            return -1;
        len += got > 0 && !full ? (size_t)got : 0;
    } while (got != 0);
    text[len] = '\0';
    return 0;
}

int hostfile_read(const struct netns *netns, enum host_id host,
                  const char *path, char *text, size_t size, struct err *err)
{
    int ends[2];
    pid_t child;
    int got = 0;
    int failed;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_machine(err, "pipe: %s", strerror(errno));
    child = fork();
    if (child == 0) {
        close(ends[0]);
        hostfile_enter(netns, host);
        _exit(file_pass(path, ends[1]));
    }
    if (child < 0)
        err_fork(err, errno);
    close(ends[1]);
    if (child >= 0)
        got = read_all(ends[0], text, size);
    close(ends[0]);
    if (child < 0)
        return -1;
    failed = hostfile_status(child);
    if (failed == ENOENT)
        return 0;
    if (failed || got < 0)
        return err_machine(
            err, "%s: %s", path,
            strerror(failed ? failed & ~HOSTFILE_NOT_THERE : EIO));
    return 1;
}
