#include "lessons/text/format.h"

#include <stdarg.h>
#include <stdio.h>

char *text_format(const char *format, ...)
{
    char *text;
    va_list args;
    int len;

    va_start(args, format);
    len = vasprintf(&text, format, args);
    va_end(args);
    return len < 0 ? NULL : text;
}
