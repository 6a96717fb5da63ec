/*
 * Lines of C, broken where they would be too long, and what arguments are put
 * together from.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lessons/eject/eject_inside.h"

enum { WIDTH = 79 };

void eject_put_line(struct eject_function *f, const char *format, ...)
{
    char *text = NULL;
    size_t column = 4, indent = 8;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    if (!text) {
        f->full = true;
        return;
    }
    const char *open = strchr(text, '(');
    if (open)
        indent = 4 + (size_t)(open - text) + 1;
    fputs("    ", f->out);
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\t");
        bool first = at == text;

        if (!first && column + 1 + len > WIDTH) {
            fprintf(f->out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', f->out);
            column++;
        }
        fwrite(at, 1, len, f->out);
        column += len;
        at += len + (at[len] != '\0');
    }
    fputc('\n', f->out);
    free(text);
}

char *eject_literal(struct eject_function *f, const char *bytes, size_t len)
{
    struct memory memory;

    if (memory_open(&memory))
        eject_c_string(memory.out, bytes, len);
    if (!memory_close(&memory))
        f->full = true;
    return memory.text;
}

FILE *eject_c_arg(struct eject_pieces *p)
{
    if (p->any)
        fputs(",\t", p->c);
    p->any = true;
    return p->c;
}

FILE *eject_shown_arg(struct eject_pieces *p)
{
    if (p->shown)
        fputs(", ", p->format);
    p->shown = true;
    return p->format;
}

/*
 * The lab's two hosts are macros of steps.h, because away from the lab there
 * may be no such addresses: it asks the environment, and falls back on
 * loopback. Any other address stands for itself, without its port, as
 * inet_pton(3) reads it, in quotes.
 */
void eject_put_host(FILE *out, const struct addr *addr)
{
    struct addr bare = *addr;
    char text[ADDR_TEXT];
    const char *role = eject_addr_role(addr);

    if (strncmp(role, "server", 6) == 0 || strncmp(role, "client", 6) == 0) {
        for (; *role; role++)
            fputc(*role >= 'a' ? *role - 'a' + 'A' : *role, out);
        return;
    }
    bare.port = 0;
    bare.zone[0] = '\0'; /* put_six() has it */
    addr_format(&bare, text);
    text[strlen(text) - 2] = '\0'; /* the :0 */
    if (text[0] == '[')
        fprintf(out, "\"%.*s\"", (int)strlen(text) - 2, text + 1);
    else
        fprintf(out, "\"%s\"", text);
}
