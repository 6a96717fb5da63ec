/*
 * help.c - prints the help of a command, paragraph by paragraph.
 *
 * The Makefile makes a list of the same paragraphs for xgettext(1), by
 * help.awk: both have to part them alike.
 */
#include "lessons/commands/help.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/lesson/embedded.h"
#include "lessons/report/report.h"

enum { PARAGRAPH = 4000 }; /* bytes; the longest there is has 900 */

/* As it stands, but for the formats of reports, which report.c lists. */
static void put(FILE *out, const char *text)
{
    static const char mark[] = "@FORMATS@";
    const char *at = strstr(text, mark);
    char formats[512];

    if (at)
        fprintf(out, "%.*s%s%s\n", (int)(at - text), text,
                report_formats(formats, sizeof(formats), true),
                at + sizeof(mark) - 1);
    else
        fprintf(out, "%s\n", text);
}

static const char *find_text(const char *command)
{
    char name[32];

    snprintf(name, sizeof(name), "%s.txt", *command ? command : "socket-lab");
    return embedded_find(embedded_help, name)->text;
}

void help_print(FILE *out, const char *command)
{
    const char *text = find_text(command);
    char paragraph[PARAGRAPH];

    while (*text) {
        const char *end = strstr(text, "\n\n");
        /* The last one ends with the file, and its own end of a line. */
        size_t len = end ? (size_t)(end - text) : strlen(text) - 1;

        snprintf(paragraph, sizeof(paragraph), "%.*s", (int)len, text);
        put(out, translate(paragraph));
        if (end)
            fputc('\n', out);
        text += len + (end ? 2 : 1);
    }
}
