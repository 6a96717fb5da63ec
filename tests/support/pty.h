/*
 * pty.h - the program on a terminal of the test's own, which keeps the bytes
 * that it is sent.
 */
#ifndef TESTS_SUPPORT_PTY_H
#define TESTS_SUPPORT_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "tests/support/folder.h"

enum { PTY_BYTES = 1 << 20 };

struct pty {
    char folder[FOLDER_PATH]; /* where it runs, and has its files */
    pid_t pid;
    int fd;
    int slave;             /* kept open, to see the terminal's modes */
    struct termios before; /* its modes when the program began */
    char out[PTY_BYTES];   /* what it has sent since pty_forget(), then NUL */
    size_t n;
};

/*
 * Run $BUILD/socket-lab with these words (the last one NULL) on a terminal of
 * that type, where somebody has started it before. Returns 0 or -1.
 */
int pty_start(struct pty *pty, const char *term, int rows, int columns,
              const char *const words[]);

/* Forget what it has sent so far. */
void pty_forget(struct pty *pty);

void pty_type(struct pty *pty, const char *keys);

/* Read until it has sent the text; false where it does not come. */
bool pty_sees(struct pty *pty, const char *text);

/* Read until nothing has come for so long; returns the bytes since the last
 * pty_forget(). */
size_t pty_quiet(struct pty *pty, int ms);

/* Whether the terminal's modes are what they were. */
bool pty_is_restored(const struct pty *pty);

/* Read until the program has ended; its status as of waitpid(2), or -1. */
int pty_end(struct pty *pty);

/* End it, whatever it does, and remove its folder. */
void pty_close(struct pty *pty);

#endif
