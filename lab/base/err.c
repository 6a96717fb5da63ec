/*
 * Messages are cut to their room rather than allocated: an error that is out of
 * memory must be said too.
 */
#include "lab/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*
 * Whether a terminal might act on the byte at s: C0 and DEL, and of C1 both
 * what UTF-8 makes of it (C2, and then this) and the bare byte. *behind is how
 * many more bytes the character has that began before (RFC 3629 section 3).
 */
static bool is_control(const unsigned char *s, int *behind)
{
    if (*s < 0x80) {
        *behind = 0;
        return *s < 0x20 || *s == 0x7f;
    }
    if (*s >= 0xc0) {
        *behind = *s < 0xe0 ? 1 : *s < 0xf0 ? 2 : 3;
        return *s == 0xc2 && s[1] >= 0x80 && s[1] < 0xa0;
    }
    if (*behind == 0)
        return *s < 0xa0;
    --*behind;
    return *s < 0xa0 && s[-1] == 0xc2;
}

/*
 * How many bytes the character at s has if it turns the text behind it round
 * (UAX #9), or ends the line for some: U+061C, U+200E, U+200F, U+2028 to U+202E
 * and U+2066 to U+2069. 0: it does not.
 */
static int turns(const unsigned char *s)
{
    if (s[0] == 0xd8 && s[1] == 0x9c)
        return 2;
    if (s[0] != 0xe2)
        return 0;
    if (s[1] == 0x80 &&
        ((s[2] >= 0x8e && s[2] <= 0x8f) || (s[2] >= 0xa8 && s[2] <= 0xae)))
        return 3;
    return s[1] == 0x81 && s[2] >= 0xa6 && s[2] <= 0xa9 ? 3 : 0;
}

bool err_escape(char *out, size_t size, const char *text)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t len = 0;
    bool plain = true;
    int behind = 0, left = 0; /* bytes of a character that is being escaped */

    /* Four bytes and the NUL must find room, or the rest is cut. */
    for (; *s && len + 5 <= size; s++) {
        left = left > 1 ? left - 1 : turns(s);
        if (is_control(s, &behind) || left > 0) {
            len += (size_t)snprintf(out + len, size - len, "\\x%02x", *s);
            plain = false;
        } else {
            out[len++] = (char)*s;
        }
    }
    for (; *s && len + 1 < size && !is_control(s, &behind) && left <= 1 &&
           turns(s) == 0;
         s++)
        out[len++] = (char)*s;
    if (size > 0)
        out[len] = '\0';
    return plain && !*s;
}

/*
 * A NULL err is a caller to whom the return value says enough. Much of what is
 * quoted comes from files and command lines, so all is made safe to print.
 */
static void err_write(struct err *err, enum err_kind kind, const char *format,
                      va_list args)
{
    char raw[sizeof(err->text)];
    int saved = errno;

    if (!err)
        return;
    vsnprintf(raw, sizeof(raw), format, args);
    err->kind = kind;
    err_escape(err->text, sizeof(err->text), raw);
    errno = saved;
}

int err_input(struct err *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    err_write(err, ERR_INPUT, format, args);
    va_end(args);
    return -1;
}

int err_machine(struct err *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    err_write(err, ERR_MACHINE, format, args);
    va_end(args);
    return -1;
}

int err_system(struct err *err, int error, const char *format, ...)
{
    char what[sizeof(err->text)];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof(what), format, args);
    va_end(args);
    return err_is_shortage(error)
               ? err_machine(err, "%s: %s", what, strerror(error))
               : err_input(err, "%s: %s", what, strerror(error));
}

int err_prefix(struct err *err, const char *format, ...)
{
    char old[sizeof(err->text)];
    size_t used;
    va_list args;

    if (!err)
        return -1;
    /* Copied first: the new text is written over the old one. */
    snprintf(old, sizeof(old), "%s", err->text);
    va_start(args, format);
    err_write(err, err->kind, format, args);
    va_end(args);
    for (used = 0; err->text[used]; used++)
        ;
    snprintf(err->text + used, sizeof(err->text) - used, ": %s", old);
    return -1;
}

bool err_is_shortage(int error)
{
    return error == ENOMEM || error == ENOBUFS || error == EMFILE ||
           error == ENFILE || error == EAGAIN || error == ENOSPC ||
           error == EUSERS || error == EDQUOT || error == EINTR;
}

/* EAGAIN is the one of several limits that was met (fork(2)). */
int err_fork(struct err *err, int error)
{
    if (error == EAGAIN)
        return err_machine(err,
                           "there may be no more processes here (fork: "
                           "%s); see `ulimit -u`, or what the container "
                           "was given",
                           strerror(error));
    return err_machine(err, "fork: %s", strerror(error));
}
