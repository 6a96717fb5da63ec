/*
 * /proc/sys/net shows the network namespace of whoever opens it (proc_sys_net
 * of network_namespaces(7)), and a process can't leave a user namespace that it
 * has entered. So each question is asked by a child, which enters the host,
 * opens one file, and ends.
 */
#include "lab/world/sysctl.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lab/world/maker.h"

enum { SYSCTL_PATH = 256 };

/* An empty part, or a slash, would lead to other files of /proc/sys. */
bool sysctl_is_name(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

    return strncmp(name, "net.", 4) == 0 && !strstr(name, "..") &&
           name[strspn(name, allowed)] == '\0';
}

/* The file behind a name: dots become slashes. */
static int sysctl_path(char *path, const char *name, struct err *err)
{
    int len = snprintf(path, SYSCTL_PATH, "/proc/sys/%s", name);

    if (len >= SYSCTL_PATH || !sysctl_is_name(name))
        return err_input(err, "found the sysctl \"%s\", expected net.…", name);
    for (char *dot = path + strlen("/proc/sys/"); *dot; dot++)
        if (*dot == '.')
            *dot = '/';
    return 0;
}

/* An exit status is an errno, and this with it where the host was not entered.
 */
enum { NOT_THERE = 128 };

/* In the child: go to the host, if there is one; else it ends here. */
static void enter(const struct netns *netns, enum host_id host)
{
    if (netns && netns_enter(netns, host) < 0)
        _exit(NOT_THERE | errno);
}

/* Wait for the child. Returns what it said by its exit status. */
static int child_status(pid_t child)
{
    int status = 0;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return NOT_THERE | errno;
    return WIFEXITED(status) ? WEXITSTATUS(status) : NOT_THERE | EIO;
}

/*
 * A kernel answers that it does not take that value. Anything else, such as a
 * /proc that may only be read or a setting that this kernel lacks, was in our
 * way.
 */
static bool is_answer(int status)
{
    return status == EINVAL || status == ERANGE || status == EDOM;
}

int sysctl_write(const struct netns *netns, enum host_id host, const char *name,
                 const char *value, struct err *err)
{
    char path[SYSCTL_PATH];
    pid_t child;
    int failed;

    if (sysctl_path(path, name, err) < 0)
        return -1;
    child = fork();
    if (child < 0)
        return err_fork(err, errno);
    if (child == 0) {
        enter(netns, host);
        _exit(maker_write(path, value) < 0 ? errno : 0);
    }
    failed = child_status(child);
    if (failed == 0)
        return 0;
    if (is_answer(failed))
        return err_input(err, "sysctl %s=%s: %s", name, value,
                         strerror(failed));
    if (failed == ENOENT)
        return err_machine(err,
                           "sysctl %s=%s: this kernel has no such setting, or "
                           "hides it in a user namespace",
                           name, value);
    return err_machine(err, "sysctl %s=%s: %s", name, value,
                       strerror(failed & ~NOT_THERE));
}

/* ---- reading ---- */

/* In the child: pass on what the file holds. Returns an errno. */
static int file_pass(const char *path, int to)
{
    char text[SYSCTL_VALUE];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

    if (got < 0)
        return errno;
    return write(to, text, (size_t)got) == got ? 0 : EIO;
}

/* Values of several numbers have tabs between them, and end in a newline. */
static void tidy(char *value)
{
    char *to = value;

    for (const char *from = value; *from; from++) {
        if (!isspace((unsigned char)*from))
            *to++ = *from;
        else if (to > value && to[-1] != ' ')
            *to++ = ' ';
    }
    if (to > value && to[-1] == ' ')
        to--;
    *to = '\0';
}

/* Have a child read the file; the host is entered where there is one. */
static int ask(const struct netns *netns, enum host_id host, const char *path,
               char *value, struct err *err)
{
    int ends[2];
    pid_t child;
    ssize_t got;
    int failed;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return err_machine(err, "pipe: %s", strerror(errno));
    child = fork();
    if (child == 0) {
        enter(netns, host);
        _exit(file_pass(path, ends[1]));
    }
    if (child < 0)
        err_fork(err, errno);
    close(ends[1]);
    /* One write of less than PIPE_BUF is one read (pipe(7)). */
    do
        got = child < 0 ? 0 : read(ends[0], value, SYSCTL_VALUE - 1);
    while (got < 0 && errno == EINTR);
    close(ends[0]);
    if (child < 0)
        return -1;
    failed = child_status(child);
    if (failed == ENOENT)
        return 0;
    if (failed || got < 0)
        return err_machine(err, "%s: %s", path,
                           strerror(failed ? failed & ~NOT_THERE : EIO));
    value[got > 0 ? got : 0] = '\0';
    tidy(value);
    return 1;
}

/*
 * Some settings are shown in the machine's first namespace only. One that the
 * host lacks is looked for there too: to say that the kernel has none, when it
 * has one for the machine as a whole, would be wrong.
 */
int sysctl_read(const struct netns *netns, enum host_id host, const char *name,
                char *value, struct err *err)
{
    char path[SYSCTL_PATH];
    int found;

    if (sysctl_path(path, name, err) < 0)
        return -1;
    found = ask(netns, host, path, value, err);
    return found == 0 && netns ? ask(NULL, host, path, value, err) : found;
}
