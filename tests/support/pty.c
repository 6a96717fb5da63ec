/* Waits are for bytes; each has its end, so that a test fails and not hangs. */
#include "tests/support/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

enum { LONGEST_MS = 30000 };

static const char progress[] = "state/socket-lab/progress.json";

/* In the child: the test's own folder is all that it may write to. */
static void become(const char *program, const char *folder, const char *term,
                   const char *const words[])
{
    char *argv[16] = {(char[]){"socket-lab"}};
    char state[FOLDER_PATH + 8];

    for (int i = 0; i < 14 && words[i]; i++)
        argv[i + 1] = strdup(words[i]);
    snprintf(state, sizeof state, "%s/state", folder);
    setenv("HOME", folder, 1);
    setenv("XDG_STATE_HOME", state, 1);
    setenv("XDG_CONFIG_HOME", folder, 1);
    setenv("XDG_DATA_HOME", folder, 1);
    if (term)
        setenv("TERM", term, 1);
    else
        unsetenv("TERM");
    unsetenv("NO_COLOR");
    unsetenv("COLORFGBG");
    unsetenv("LINES");
    unsetenv("COLUMNS");
    if (chdir(folder) == 0)
        execv(program, argv);
    _exit(127);
}

int pty_start(struct pty *pty, const char *term, int rows, int columns,
              const char *const words[])
{
    struct winsize size = {.ws_row = (unsigned short)rows,
                           .ws_col = (unsigned short)columns};
    const char *build = getenv("BUILD");
    char name[PATH_MAX], program[PATH_MAX];

    pty->n = 0;
    pty->out[0] = '\0';
    snprintf(name, sizeof name, "%s/socket-lab", build ? build : "build");
    if (!realpath(name, program) || folder_make(pty->folder) < 0 ||
        folder_write(pty->folder, progress,
                     "{\"version\": 1, \"welcomed\": true, \"lessons\": {}}") <
            0 ||
        openpty(&pty->fd, &pty->slave, NULL, NULL, &size) < 0)
        return -1;
    /* Held by the program, its own terminal would outlive a test that dies. */
    fcntl(pty->fd, F_SETFD, FD_CLOEXEC);
    fcntl(pty->slave, F_SETFD, FD_CLOEXEC);
    tcgetattr(pty->slave, &pty->before);
    pty->pid = fork();
    if (pty->pid == 0 && login_tty(dup(pty->slave)) == 0)
        become(program, pty->folder, term, words);
    if (pty->pid == 0)
        _exit(127);
    return pty->pid < 0 ? -1 : 0;
}

void pty_forget(struct pty *pty)
{
    pty->n = 0;
    pty->out[0] = '\0';
}

void pty_type(struct pty *pty, const char *keys)
{
    size_t len = strlen(keys);

    if (write(pty->fd, keys, len) != (ssize_t)len)
        perror("the terminal takes no keys");
}

/* Whether something came within so long; where there is no room, the half of
 * it that is older makes some. */
static bool read_some(struct pty *pty, int ms)
{
    struct pollfd readable = {.fd = pty->fd, .events = POLLIN};
    ssize_t n;

    if (poll(&readable, 1, ms) <= 0)
        return false;
    if (pty->n > PTY_BYTES / 2) {
        pty->n -= PTY_BYTES / 4;
        memmove(pty->out, pty->out + PTY_BYTES / 4, pty->n);
    }
    n = read(pty->fd, pty->out + pty->n, PTY_BYTES - pty->n - 1);
    if (n <= 0)
        return false;
    for (ssize_t i = 0; i < n; i++) /* strstr(3) ends at a NUL */
        if (!pty->out[pty->n + (size_t)i])
            pty->out[pty->n + (size_t)i] = '?';
    pty->n += (size_t)n;
    pty->out[pty->n] = '\0';
    return true;
}

bool pty_sees(struct pty *pty, const char *text)
{
    while (!strstr(pty->out, text))
        if (!read_some(pty, LONGEST_MS))
            return false;
    return true;
}

size_t pty_quiet(struct pty *pty, int ms)
{
    while (read_some(pty, ms))
        ;
    return pty->n;
}

bool pty_is_restored(const struct pty *pty)
{
    struct termios now;

    return tcgetattr(pty->slave, &now) == 0 &&
           now.c_iflag == pty->before.c_iflag &&
           now.c_oflag == pty->before.c_oflag &&
           now.c_cflag == pty->before.c_cflag &&
           now.c_lflag == pty->before.c_lflag;
}

/* It may still have something to say, and waits for who reads it. */
int pty_end(struct pty *pty)
{
    int status;

    for (int waited = 0; waited < LONGEST_MS; waited += 10) {
        while (read_some(pty, 10))
            waited = 0;
        if (waitpid(pty->pid, &status, WNOHANG) == pty->pid) {
            while (read_some(pty, 0))
                ;
            pty->pid = 0;
            return status;
        }
    }
    return -1;
}

void pty_close(struct pty *pty)
{
    if (pty->pid > 0) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, NULL, 0);
        pty->pid = 0;
    }
    close(pty->fd);
    close(pty->slave);
    folder_remove(pty->folder);
}
