#include "lab/world/sockdir.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/base/pass.h"
#include "lab/base/release.h"
#include "lab/world/maker.h"

/* ---- in the child that makes it ---- */

/*
 * A file system in memory, on /tmp as this process sees it, and nobody else.
 * The mount namespace ends with the process, and with it the place; the file
 * system lives for as long as somebody has the descriptor, as after a lazy
 * umount(2).
 */
static int open_in_memory(void)
{
    struct err why;

    /* Without user namespaces it is for root alone. */
    if (maker_enter_user(&why) < 0 && geteuid() != 0)
        return -1;
    if (unshare(CLONE_NEWNS) < 0 ||
        mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("socket-lab", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              "mode=0755,size=1m") < 0)
        return -1;
    return open("/tmp", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* A folder of a name that nobody else has; path has room for PATH_MAX. */
static int open_on_disk(char *path)
{
    const char *where = getenv("TMPDIR");

    if (snprintf(path, PATH_MAX, "%s/socket-lab-XXXXXX",
                 where && *where ? where : "/tmp") >= PATH_MAX ||
        !mkdtemp(path))
        return -1;
    return open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* For nftw(3), which goes from the innermost out and follows no links. */
static int remove_one(const char *path, const struct stat *stat, int what,
                      struct FTW *place)
{
    (void)stat;
    (void)what;
    (void)place;
    /* One that can't be removed must not keep the others. */
    remove(path);
    return 0;
}

/*
 * The keeper's life: it waits until the lab has closed its end of the channel,
 * which a lab that is killed does as well.
 */
static void keep(int channel, const char *path)
{
    char byte;

    while (read(channel, &byte, 1) < 0 && errno == EINTR)
        ;
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/*
 * An errno goes up, and the descriptor where it is 0. What could not be told to
 * the lab is not kept for it: it would wait for the message for ever.
 */
static void make(int channel, bool in_memory)
{
    char path[PATH_MAX] = "";
    int failed = 0;
    struct iovec part = {&failed, sizeof(failed)};
    int root = -1;

    /* Else our own copy of the lab's end would keep the channel open. */
    if (maker_settle(&channel) < 0)
        failed = errno;
    if (!failed && in_memory)
        root = open_in_memory();
    if (!failed && root < 0)
        root = open_on_disk(path);
    if (!failed && (root < 0 || mkdirat(root, "tmp", 0755) < 0))
        failed = errno;
    if (pass_send(channel, &part, 1, failed ? -1 : root) < 0)
        close(channel);
    if (path[0])
        keep(channel, path);
}

/* ---- in the lab ---- */

int sockdir_open(struct sockdir *sockdir, bool in_memory, struct err *err)
{
    int ends[2];
    int message = 0;
    int failed = EIO; /* it ended without a word */
    ssize_t got;

    *sockdir = SOCKDIR_NONE;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return err_machine(err, "socketpair: %s", strerror(errno));
    sockdir->child = fork();
    if (sockdir->child == 0) {
        make(ends[1], in_memory);
        _exit(0);
    }
    close(ends[1]);
    sockdir->channel = ends[0];
    if (sockdir->child < 0) {
        err_fork(err, errno);
        sockdir_close(sockdir);
        return -1;
    }
    got = pass_recv(ends[0], &message, sizeof(message), 0, &sockdir->root);
    if (sockdir->root >= 0)
        return 0;
    if (got != 0)
        failed = got < 0 ? errno : message ? message : EMFILE;
    sockdir_close(sockdir);
    return err_machine(err, "no place for the files of Unix sockets: %s",
                       strerror(failed));
}

/* The keeper is waited for, so that nothing is left when this returns. */
void sockdir_close(struct sockdir *sockdir)
{
    release_fd(&sockdir->root);
    release_fd(&sockdir->channel);
    release_child(sockdir->child);
    *sockdir = SOCKDIR_NONE;
}

/* ---- there and back ---- */

/* Neither without a name, nor with one that is in no directory. */
static bool has_path(const struct addr *addr)
{
    return addr->family == AF_UNIX && addr->path[0] && addr->path[0] != '@';
}

/*
 * `/tmp/s` becomes `tmp/s`, and `s`, which means the same as `/s`, becomes
 * `./s`: so it can be told what a name was that comes back.
 */
static void path_there(char path[sizeof(((struct addr *)0)->path)])
{
    const size_t room = sizeof(((struct addr *)0)->path);
    size_t len = strnlen(path, room);
    size_t slashes = strspn(path, "/");

    if (slashes > 0 && slashes < len) {
        memmove(path, path + slashes, len - slashes);
        memset(path + len - slashes, 0, room - (len - slashes));
    } else if (slashes == 0 && len + 3 <= room) {
        memmove(path + 2, path, len);
        memcpy(path, "./", 2);
    }
}

/*
 * A folder is there when this machine has one of that name: so a path that is
 * wrong here is wrong in a lab too. Those that lead to it come first. Returns
 * 0, or -1 with errno set where there is no room for one.
 */
static int add_folders(int root, const char *path)
{
    char folder[sizeof(((struct addr *)0)->path) + 1] = "/";
    struct stat found;

    if (path[0] != '/')
        return 0;
    for (size_t i = 1; path[i]; i++) {
        folder[i] = path[i];
        if (path[i] != '/')
            continue;
        folder[i] = '\0';
        if (i > 1 && (stat(folder, &found) < 0 || !S_ISDIR(found.st_mode)))
            return 0;
        /*
         * Mostly it is there already, and that is all that is wanted. What else
         * is in the way (a socket of that name) will be in the call's way too.
         */
        if (mkdirat(root, folder + 1, 0755) < 0 && err_is_shortage(errno))
            return -1;
        folder[i] = '/';
    }
    return 0;
}

bool sockdir_wanted(const struct call *call)
{
    for (int i = 0; i < CALL_ARGS; i++)
        if (call->args[i].kind == ARG_ADDR && has_path(&call->args[i].addr))
            return true;
    return false;
}

int sockdir_call(const struct sockdir *sockdir, struct call *call,
                 struct err *err)
{
    for (int i = 0; i < CALL_ARGS; i++) {
        struct addr *addr = &call->args[i].addr;

        if (call->args[i].kind != ARG_ADDR || !has_path(addr))
            continue;
        if (add_folders(sockdir->root, addr->path) < 0)
            return err_machine(err, "a folder for socket files: %s",
                               strerror(errno));
        path_there(addr->path);
    }
    return 0;
}

void sockdir_back(struct addr *addr)
{
    size_t len = strnlen(addr->path, sizeof(addr->path));

    if (!has_path(addr))
        return;
    if (strncmp(addr->path, "./", 2) == 0) {
        memmove(addr->path, addr->path + 2, len - 2);
        memset(addr->path + len - 2, 0, 2);
    } else if (len + 1 < sizeof(addr->path)) {
        memmove(addr->path + 1, addr->path, len + 1);
        addr->path[0] = '/';
    }
}
