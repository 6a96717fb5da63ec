/*
 * file.h - files as they come, before anything is read in them.
 */
#ifndef LESSONS_TEXT_FILE_H
#define LESSONS_TEXT_FILE_H

#include <stddef.h>
#include <sys/types.h>

#include "lab/base/err.h"
#include "lessons/text/problems.h"

enum { TEXT_MAX = 4 << 20 }; /* bytes that a lesson may have */

/* The last part of a path. */
const char *file_base(const char *path);

/*
 * Read a whole file that was named by hand, "-" for standard input, into *text
 * (to be freed, with a NUL behind its *len bytes). Returns 0, or -1 with the
 * reason; more than TEXT_MAX bytes are an error. A named pipe is waited for.
 */
int text_read(const char *file, char **text, size_t *len, struct err *err);

/*
 * The same for a file that nobody named, because it is always kept at that
 * place: it must be a regular one, so that this never waits, and "-" is a name
 * like any other. kind says in messages what it should be: "a recording".
 */
int text_read_kept(const char *file, const char *kind, char **text, size_t *len,
                   struct err *err);

/*
 * Write len bytes to the disk (fsync(2)) as a new file beside path, made with
 * that mode, and put it in the place of path: whoever reads finds the old one
 * or the new one whole. Returns 0, or -1 with errno.
 */
int text_replace(const char *path, const char *text, size_t len, mode_t mode);

/*
 * Note every line that is not plain UTF-8 text: control characters other
 * than tabs and line ends would reach the reader's terminal. Returns 0, or -1
 * when there is one. first_line is the number of the first line.
 */
int text_check(const char *text, size_t len, int first_line,
               struct problems *problems);

#endif
