/*
 * Messages are cut to their room rather than allocated: an error that is out of
 * memory must be said too.
 */
#include "lab/err.h"

#include <stdarg.h>
#include <stdio.h>

/* A NULL err is a caller to whom the return value says enough. */
static void err_write(struct err *err, enum err_kind kind, const char *format,
                      va_list args)
{
    if (!err)
        return;
    err->kind = kind;
    vsnprintf(err->text, sizeof(err->text), format, args);
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
