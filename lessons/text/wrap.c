/*
 * wrap.c - see wrap.h.
 */
#include "lessons/text/wrap.h"

#include <stdbool.h>

#include "lab/base/utf8.h"

int wrap_columns(struct slice text)
{
    int n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += !utf8_goes_on(text.at[i]);
    return n;
}

struct slice wrap_take(struct slice *text, int columns)
{
    struct slice rest = slice_trim(*text), line = {rest.at, 0};

    while (rest.len > 0) {
        struct slice word = slice_word(&rest), more = line;

        more.len = (size_t)(word.at + word.len - line.at);
        if (line.len > 0 && wrap_columns(more) > columns)
            break;
        line = more;
        *text = rest;
    }
    if (line.len == 0)
        text->len = 0;
    return line;
}

void wrap_from(FILE *out, int width, int x, int indent, struct slice text)
{
    struct slice line = wrap_take(&text, width - x);

    fwrite(line.at, 1, line.len, out);
    while (text.len > 0) {
        line = wrap_take(&text, width - indent);
        if (line.len > 0)
            fprintf(out, "\n%*s%.*s", indent, "", (int)line.len, line.at);
    }
    fputc('\n', out);
}

void wrap_print(FILE *out, int width, int indent, const char *text)
{
    fprintf(out, "%*s", indent, "");
    wrap_from(out, width, indent, indent, slice_of(text));
}
