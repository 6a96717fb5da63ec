/*
 * err.h - how a function of the lab says that it failed.
 *
 * A failed system call of an actor is data and goes into the log; a failure of
 * the lab itself (a namespace that can't be made, a script line that can't be
 * read) is a struct err that the caller passes down and main prints.
 */
#ifndef LAB_BASE_ERR_H
#define LAB_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

/* Decides the exit status: input is 2, machine is 3. */
enum err_kind {
    ERR_INPUT,   /* a script, a lesson or the command line is wrong */
    ERR_MACHINE, /* this machine lacks something, or a resource ran out */
};

struct err {
    enum err_kind kind;
    char text[600]; /* one sentence or more in one line, safe to print */
};

/*
 * Write a message into *err (which may be NULL: then nothing is kept).
 * All of them return -1, so that a caller can write
 * `return err_input(err, ...)`. errno stays as it was.
 */
int err_input(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
int err_machine(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Write "WHAT: " (printf-like) and what the errno means: ERR_MACHINE where it
 * is a lack, else ERR_INPUT, for what was named can't be had as it was named.
 * Returns -1.
 */
int err_system(struct err *err, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Copy text, and cut it to the size bytes of out. Control characters, with
 * which a text could drive the terminal that shows it (ECMA-48), and those that
 * turn the text behind them round (UAX #9), are written as \x1b; the messages
 * of these functions have been through it. Returns whether out is the same as
 * text.
 */
bool err_escape(char *out, size_t size, const char *text);

/*
 * fork() has failed with that errno: ERR_MACHINE, with what may be the limit.
 * Returns -1.
 */
int err_fork(struct err *err, int error);

/*
 * Whether this errno says that something has run out for now: memory, buffers,
 * descriptors, processes, namespaces. Where it comes, nothing is known of what
 * this machine has otherwise.
 */
bool err_is_shortage(int error);

/* Put "prefix: " (printf-like) in front of what *err says. Returns -1. */
int err_prefix(struct err *err, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
