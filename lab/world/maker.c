#include "lab/world/maker.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/base/translate.h"

int maker_settle(int *channel)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    if (null < 0 || setpgid(0, 0) < 0)
        return -1;
    for (int fd = 0; fd <= 2; fd++)
        if (dup2(null, fd) < 0)
            return -1;
    /* Everything behind 3 can then be closed in one call, close_range(2). */
    if (*channel != 3 && dup3(*channel, 3, O_CLOEXEC) < 0)
        return -1;
    *channel = 3;
    /* close_range(2) is of Linux 5.9; before that, one by one. */
    if (syscall(SYS_close_range, 4, ~0U, 0) < 0)
        for (long fd = sysconf(_SC_OPEN_MAX); fd > 3; fd--)
            close((int)fd);
    return 0;
}

int maker_write(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    size_t len = strlen(text);
    ssize_t put;
    int saved;

    if (fd < 0)
        return -1;
    /* One write: the kernel takes the whole text as it is, or refuses it. */
    put = write(fd, text, len);
    saved = errno;
    close(fd);
    errno = saved;
    return put == (ssize_t)len ? 0 : -1;
}

/*
 * setgroups must be denied before an unprivileged gid_map is taken
 * (user_namespaces(7)): a group may also take rights away, from files that are
 * open to all others, and who could leave it would get them back. Where that
 * can't be denied the map is refused, which is what is reported.
 */
static int map_ids(uid_t uid, gid_t gid, struct err *err)
{
    char map[64];

    snprintf(map, sizeof(map), "%u %u 1", (unsigned)uid, (unsigned)uid);
    if (maker_write("/proc/self/uid_map", map) < 0)
        return err_machine(err, "writing uid_map: %s", strerror(errno));
    maker_write("/proc/self/setgroups", "deny");
    snprintf(map, sizeof(map), "%u %u 1", (unsigned)gid, (unsigned)gid);
    if (maker_write("/proc/self/gid_map", map) < 0)
        return err_machine(err, "writing gid_map: %s", strerror(errno));
    return 0;
}

/*
 * ENOSPC is a limit that is set to 0 or reached (namespaces(7)); EPERM a system
 * that does not let ordinary users, or containers, make any; and the others a
 * lack of memory or so, which says all by itself.
 */
static const char *user_refusal(int error)
{
    if (error == ENOSPC || error == EUSERS)
        return N_("this machine does not let you make a user namespace (%s); "
                  "see sysctl user.max_user_namespaces: a lane needs one more, "
                  "so it must not be 0");
    if (error == EPERM)
        return N_(
            "this machine does not let you make a user namespace (%s); "
            "see sysctl kernel.unprivileged_userns_clone, which must be 1 "
            "where there is one; in a container, the rights that it was "
            "started with");
    return N_("this machine does not let you make a user namespace (%s); "
              "its kernel may have been built without them");
}

int maker_enter_user(struct err *err)
{
    /* Asked first: inside, nobody has a name until the maps are written. */
    uid_t uid = geteuid();
    gid_t gid = getegid();

    if (unshare(CLONE_NEWUSER) < 0)
        return err_machine(err, user_refusal(errno), strerror(errno));
    return map_ids(uid, gid, err);
}
