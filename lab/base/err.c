/*
 * Messages are cut to their room rather than allocated: an error that is out of
 * memory must be said too.
 */
#include "lab/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"

/*
 * Whether a terminal might act on the character: C0, DEL and C1 (ECMA-48), and
 * those that turn the text behind them round (UAX #9), or end the line for
 * some.
 */
static bool is_order(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e ||
           c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

bool err_escape(char *out, size_t size, const char *text)
{
    size_t len = 0;
    bool plain = true;

    while (*text) {
        uint32_t character;
        size_t n = utf8_read(text, UTF8_BYTES, &character);
        bool order = is_order(character);

        n = n > 0 ? n : 1; /* a byte by itself may be C1's */
        if (len + (order ? 4 * n : n) >= size)
            break;
        for (; n > 0; n--, text++)
            if (order)
                len += (size_t)snprintf(out + len, size - len, "\\x%02x",
                                        (unsigned char)*text);
            else
                out[len++] = *text;
        plain &= !order;
    }
    if (size > 0)
        out[len] = '\0';
    return plain && !*text;
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
    vsnprintf(raw, sizeof(raw), translate(format), args);
    utf8_trim(raw);
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
    vsnprintf(what, sizeof(what), translate(format), args);
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
    used = strlen(err->text);
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
