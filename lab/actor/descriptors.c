#include "lab/actor/descriptors.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * The soft limit is anybody's to raise up to the hard one, which is the
 * administrator's word.
 */
int descriptors_allow(struct err *err)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return err_machine(err, "the limit of open files: %s", strerror(errno));
    if (limit.rlim_max < ACTOR_FILES)
        return err_machine(
            err,
            "a process may have only %lu files open here, and "
            "%d are needed; `ulimit -Hn` shows this limit, which "
            "was set for the shell, the user or the container",
            (unsigned long)limit.rlim_max, ACTOR_FILES);
    if (limit.rlim_cur >= ACTOR_FILES)
        return 0;
    limit.rlim_cur = ACTOR_FILES;
    if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
        return err_machine(err, "raising the limit of open files: %s",
                           strerror(errno));
    return 0;
}

/* Set the soft limit. Returns 0 or -1. */
static int allow(rlim_t files)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
        return -1;
    limit.rlim_cur = files;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

int descriptors_limit(const struct file_limit *script)
{
    return allow(script ? script->soft : ACTOR_FILES);
}

/* Where the hard limit is no higher than an actor needs, there is no room. */
int descriptors_put_away(int fd)
{
    int put =
        allow(NEVER_OPEN) < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, ACTOR_FILES);
    int error = errno;

    close(fd);
    if (allow(ACTOR_FILES) == 0)
        errno = error;
    return put;
}

/* In the order in which the kernel looks at it (do_prlimit() of Linux). */
int descriptors_set(struct file_limit *limit, unsigned long soft,
                    unsigned long hard)
{
    errno = soft > hard ? EINVAL : EPERM;
    if (soft > hard || hard > limit->hard)
        return -1;
    *limit = (struct file_limit){soft, hard};
    return 0;
}

/* Close what is open from first to last. */
static void close_all(int first, int last)
{
    /* close_range(2) is of Linux 5.9; before that, one by one. */
    if (syscall(SYS_close_range, first, last, 0) < 0)
        for (int fd = first; fd <= last; fd++)
            close(fd);
}

void descriptors_drop_threads(void)
{
    close_all(ACTOR_FILES, NEVER_OPEN - 1);
}

/*
 * The first socket of a script is to be 3, as in a program that was started
 * from a shell: 0, 1 and 2 are taken, by /dev/null, so that nothing reaches the
 * terminal.
 */
int descriptors_settle(int *channel)
{
    int null = open("/dev/null", O_RDWR);

    if (null < 0 || descriptors_limit(NULL) < 0)
        return -1;
    if (*channel != CHANNEL_AT && dup3(*channel, CHANNEL_AT, O_CLOEXEC) < 0)
        return -1;
    *channel = CHANNEL_AT;
    for (int fd = 0; fd <= 2; fd++)
        if (dup2(null, fd) < 0)
            return -1;
    close_all(3, CHANNEL_AT - 1);
    /* The lab may have had more open than an actor may. */
    syscall(SYS_close_range, CHANNEL_AT + 1, ~0U, 0);
    return 0;
}
