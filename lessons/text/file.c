/*
 * file.c - see file.h.
 *
 * Lessons come from anywhere, and what they hold goes to a terminal: so bytes
 * that could mean something to it are refused before anything else looks at the
 * text (ECMA-48: ESC and the C1 set begin control sequences).
 */
#include "lessons/text/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"

const char *file_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/*
 * Read until the end of file or one byte too many; returns -1 with errno. A
 * pipe gives what it has, which is no end of file yet.
 */
static ssize_t read_all(int fd, char *out, size_t size)
{
    size_t len = 0;

    while (len < size) {
        ssize_t n = read(fd, out + len, size - len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        len += (size_t)n;
    }
    return (ssize_t)len;
}

/*
 * A pipe's length isn't known before: then the most that is accepted. One byte
 * more than the file has: if that comes, it is growing, and the rest is left.
 */
static size_t room_for(int fd)
{
    struct stat st;

    if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
        st.st_size < TEXT_MAX)
        return (size_t)st.st_size + 1;
    return (size_t)TEXT_MAX + 1;
}

/* One byte more than allowed is asked for, to tell too long from just so. */
static int read_fd(int fd, const char *file, const char *kind, char **text,
                   size_t *len, struct err *err)
{
    size_t room = room_for(fd);
    char *all = malloc(room + 1), *fitted;
    int error;
    ssize_t n;

    if (!all)
        return err_machine(err, "%s: out of memory", file);
    n = read_all(fd, all, room);
    error = errno;
    if (n < 0 || n > TEXT_MAX) {
        free(all);
        if (n < 0)
            return err_system(err, error, "%s", file);
        return err_input(err, "%s: more than 4 MiB were found, %s was expected",
                         file, translate(kind));
    }
    all[n] = '\0';
    *len = (size_t)n;
    *text = all;
    /* A pipe was given the largest room; most of it goes back. */
    fitted = realloc(all, (size_t)n + 1);
    if (fitted)
        *text = fitted;
    return 0;
}

/*
 * Reports and lists name the file as it is, so its name must be fit for that.
 * Returns -1, which is noted, when it is not.
 */
static int check_name(const char *file, struct err *err)
{
    char plain[PATH_MAX];

    if (strlen(file) >= sizeof(plain))
        return err_input(err, "%s: %s", file, strerror(ENAMETOOLONG));
    if (err_escape(plain, sizeof(plain), file))
        return 0;
    return err_input(err,
                     "%s: a control character was found in the file's name, "
                     "text was expected",
                     plain);
}

/* What a folder is called by read(2) everybody knows: it is left to that. */
static bool is_file(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

/*
 * One that is always kept there is opened with O_NONBLOCK, since open(2) would
 * wait for the writer of a named pipe. It means nothing to a regular file
 * (open(2)), and nothing else is read. One that was named by hand may be a
 * pipe, as a shell's <(...) is, and is waited for as cat(1) would.
 */
static int read_path(const char *file, const char *kind, bool kept, char **text,
                     size_t *len, struct err *err)
{
    int fd, result;

    if (check_name(file, err) != 0)
        return -1;
    fd = open(file, O_RDONLY | O_CLOEXEC | (kept ? O_NONBLOCK : 0));
    /* ENXIO is what a socket gives. */
    if (fd < 0 && (!kept || errno != ENXIO))
        return err_system(err, errno, "%s", file);
    if (fd >= 0 && (!kept || is_file(fd)))
        result = read_fd(fd, file, kind, text, len, err);
    else
        result = err_input(err,
                           "%s: a pipe, a socket or a device was found, %s "
                           "in a regular file was expected",
                           file, translate(kind));
    if (fd >= 0)
        close(fd);
    return result;
}

int text_read(const char *file, char **text, size_t *len, struct err *err)
{
    static const char kind[] = N_("a lesson or a script");

    if (strcmp(file, "-") == 0)
        return read_fd(STDIN_FILENO, file, kind, text, len, err);
    return read_path(file, kind, false, text, len, err);
}

int text_read_kept(const char *file, const char *kind, char **text, size_t *len,
                   struct err *err)
{
    return read_path(file, kind, true, text, len, err);
}

/* A signal or a nearly full disk may have write(2) take only a part. */
static int write_all(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text += n;
        len -= (size_t)n;
    }
    /*
     * A rename() may reach the disk before the data that it names; without this
     * a crash could leave an empty file in place of the old one.
     */
    return fsync(fd);
}

/*
 * In the same folder, for rename(2) replaces within one file system only, and
 * by a name that no other process writes to; one that was left behind may have
 * had the same number.
 */
int text_replace(const char *path, const char *text, size_t len, mode_t mode)
{
    char *temporary = text_format("%s.%ld", path, (long)getpid());
    int fd, error = 0;

    if (!temporary) {
        errno = ENOMEM;
        return -1;
    }
    unlink(temporary);
    fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0 || write_all(fd, text, len) != 0)
        error = errno;
    if (fd >= 0 && close(fd) != 0 && error == 0)
        error = errno;
    if (error == 0 && rename(temporary, path) != 0)
        error = errno;
    if (fd >= 0 && error != 0)
        unlink(temporary);
    free(temporary);
    errno = error;
    return error == 0 ? 0 : -1;
}

/* Whether the character at s is a control character, C1's (U+0080..) too. */
static bool is_control(const unsigned char *s)
{
    if (s[0] == 0xc2)
        return s[1] < 0xa0;
    return (s[0] < 0x20 && s[0] != '\t') || s[0] == 0x7f;
}

/* One message a line is enough: bytes that are wrong come in crowds. */
static int check_line(struct slice line, int number, struct problems *problems)
{
    const unsigned char *s = (const unsigned char *)line.at;

    for (size_t i = 0; i < line.len;) {
        size_t n = utf8_read(line.at + i, line.len - i, NULL);

        if (n == 0)
            return problems_add(problems, number,
                                "the byte 0x%02x was found, UTF-8 text was "
                                "expected (\\x%02x in a string)",
                                s[i], s[i]);
        if (s[i] == '\0')
            return problems_add(problems, number,
                                "a NUL byte was found, text was expected");
        if (is_control(s + i))
            return problems_add(problems, number,
                                "a control character was found, text was "
                                "expected (\\x%02x in a string)",
                                n == 1 ? s[i] : s[i + 1]);
        i += n;
    }
    return 0;
}

/* Every line is looked at, so that check can report them all. */
int text_check(const char *text, size_t len, int first_line,
               struct problems *problems)
{
    struct slice rest = {text, len};
    int result = 0;

    for (int number = first_line; rest.len > 0; number++)
        if (check_line(slice_line(&rest), number, problems) != 0)
            result = -1;
    return result;
}
