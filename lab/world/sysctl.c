/*
 * /proc/sys/net shows the network namespace of whoever opens it (proc_sys_net
 * of network_namespaces(7)), so a child does (hostfile.h).
 */
#include "lab/world/sysctl.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/world/hostfile.h"
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
        hostfile_enter(netns, host);
        _exit(maker_write(path, value) < 0 ? errno : 0);
    }
    failed = hostfile_status(child);
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
                       strerror(failed & ~HOSTFILE_NOT_THERE));
}

/* ---- reading ---- */

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

/* Ask the host where there is one. */
static int ask(const struct netns *netns, enum host_id host, const char *path,
               char *value, struct err *err)
{
    int found = hostfile_read(netns, host, path, value, SYSCTL_VALUE, err);

    if (found > 0)
        tidy(value);
    return found;
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
