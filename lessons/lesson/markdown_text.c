/*
 * markdown_text.c - see markdown_text.h.
 */
#include "lessons/lesson/markdown_text.h"

#include <string.h>

#include "lab/base/translate.h"

const char markdown_no_html[] =
    N_("HTML was found, headings, text, lists, quotes, links and fenced code "
       "were expected");
const char markdown_no_table[] =
    N_("a table was found, headings, text, lists, quotes, links and fenced "
       "code were expected");

const char *markdown_entity(struct slice entity)
{
    static const struct {
        const char *entity;
        const char *text;
    } known[] = {
        {"&amp;", "&"},   {"&lt;", "<"},          {"&gt;", ">"},
        {"&quot;", "\""}, {"&nbsp;", "\xc2\xa0"},
    };

    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (slice_is(entity, known[i].entity))
            return known[i].text;
    return NULL;
}

/*
 * From text to the end of its line in the file, if it begins that line but for
 * what opens quotes and items; else nothing.
 */
static struct slice line_that_begins(struct slice file, const char *text)
{
    const char *end = file.at + file.len, *stop;

    for (const char *at = text; at > file.at && at[-1] != '\n'; at--)
        if (!strchr(" \t>", at[-1]))
            return (struct slice){0};
    stop = memchr(text, '\n', (size_t)(end - text));
    return slice_trim(
        (struct slice){text, (size_t)((stop ? stop : end) - text)});
}

/* The rule below a table's head: |--|:-:|. */
static bool is_table_rule(struct slice line)
{
    bool bar = false, dash = false;

    for (size_t i = 0; i < line.len; i++) {
        if (!strchr("|-: \t", line.at[i]))
            return false;
        bar = bar || line.at[i] == '|';
        dash = dash || line.at[i] == '-';
    }
    return bar && dash;
}

bool markdown_table_rule(struct slice file, const char *text)
{
    return is_table_rule(line_that_begins(file, text));
}

const char *markdown_comment(struct slice file, const char *text)
{
    struct slice rest = {text, (size_t)(file.at + file.len - text)};
    const char *end;

    if (!slice_take(&rest, "<!--") ||
        !(end = memmem(rest.at, rest.len, "-->", 3)))
        return NULL;
    rest = (struct slice){end + 3, (size_t)(rest.at + rest.len - end - 3)};
    return slice_trim(slice_line(&rest)).len == 0 ? end + 3 : NULL;
}
