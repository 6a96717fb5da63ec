/*
 * problems.c - see problems.h.
 *
 * The list has a fixed length: a file with two hundred mistakes is of another
 * kind than its reader thinks, and more messages would not help.
 */
#include "lessons/text/problems.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"

/* Cut at 500 bytes, which leaves room for the place within a struct err. */
static int note(struct problems *problems, int line, const char *kind,
                const char *format, va_list args)
{
    char raw[500], what[500], name[PATH_MAX], where[32] = "";
    char *text = NULL;

    if (!problems)
        return -1;
    if (problems->n == PROBLEMS_MAX) {
        problems->dropped++;
        return -1;
    }
    /* Formatted even if it is cut: no message is better than a dropped one. */
    vsnprintf(raw, sizeof(raw), translate(format), args);
    utf8_trim(raw);
    err_escape(what, sizeof(what), raw);
    err_escape(name, sizeof(name), problems->name);
    if (line > 0)
        snprintf(where, sizeof(where), ":%d", line);
    if (asprintf(&text, "%s%s: %s%s", name, where, kind, what) < 0)
        return problems_no_memory(problems);
    problems->list[problems->n++] =
        (struct problem){.line = line, .text = text};
    return -1;
}

int problems_add(struct problems *problems, int line, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    note(problems, line, "", format, args);
    va_end(args);
    return -1;
}

/* Counted first: what there is no room to keep is still a warning. */
void problems_warn(struct problems *problems, int line, const char *format, ...)
{
    va_list args;

    problems->warnings++;
    va_start(args, format);
    note(problems, line, _("warning: "), format, args);
    va_end(args);
}

size_t problems_errors(const struct problems *problems)
{
    return problems->n + problems->dropped - problems->warnings;
}

int problems_no_memory(struct problems *problems)
{
    if (problems)
        problems->out_of_memory = true;
    return -1;
}

int problems_err(struct problems *problems, int line, const struct err *err)
{
    if (err->kind == ERR_MACHINE)
        return problems_no_memory(problems);
    return problems_add(problems, line, "%s", err->text);
}

bool problems_none(const struct problems *problems)
{
    return problems->n == 0 && !problems->out_of_memory;
}

/* Insertion keeps those of one line in the order in which they were found. */
void problems_sort(struct problems *problems)
{
    for (size_t i = 1; i < problems->n; i++) {
        struct problem moved = problems->list[i];
        size_t to = i;

        for (; to > 0 && problems->list[to - 1].line > moved.line; to--)
            problems->list[to] = problems->list[to - 1];
        problems->list[to] = moved;
    }
}

/* A toggle that there was no memory for is one that is not declared. */
int problems_end(struct problems *problems, struct err *err)
{
    int result = 0;

    problems_sort(problems);
    if (problems->out_of_memory)
        result = err_machine(err, "%s: out of memory", problems->name);
    else if (problems->n > 0)
        result = err_input(err, "%s", problems->list[0].text);
    problems_free(problems);
    return result;
}

void problems_free(struct problems *problems)
{
    for (size_t i = 0; i < problems->n; i++)
        free(problems->list[i].text);
    problems->n = 0;
}
