/*
 * call_text.c - which arguments of a call matter most where room is short.
 *
 * Whole arguments are left out, never the middle of one: `10.0.0.1:1` would be
 * another address than 10.0.0.1:12000. A string alone may be cut, as strace(1)
 * cuts it. The text of the arguments is what the log has, so they are parted
 * here again, by commas outside of quotes and brackets.
 */
#include "widgets/panes/call_text.h"

#include <stdio.h>
#include <string.h>

#include "lab/call/call.h"
#include "lab/log/describe.h"
#include "widgets/screen/glyph.h"

/* The length of the argument at args: up to a comma outside of "" {} []. */
static size_t arg_length(const char *args)
{
    bool quoted = false;
    int depth = 0;
    size_t len = 0;

    for (; args[len]; len++) {
        char c = args[len];

        if (quoted && c == '\\' && args[len + 1])
            len++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && strchr("{[(", c))
            depth++;
        else if (!quoted && strchr("}])", c))
            depth--;
        else if (!quoted && depth <= 0 && c == ',')
            break;
    }
    return len;
}

/*
 * The last n arguments of args, NULL when there are not more than n. A value
 * that a call filled in may add arguments to those of the table, so there is
 * room for more than CALL_ARGS.
 */
static const char *last_args(const char *args, int n)
{
    const char *starts[CALL_ARGS * 2];
    int count = 0;

    while (*args && count < CALL_ARGS * 2) {
        starts[count++] = args;
        args += arg_length(args);
        args += strspn(args, ", ");
    }
    return count > n ? starts[count - n] : NULL;
}

/*
 * setsockopt(3, …SO_REUSEADDR, 1): as many of the last as fit, and before them
 * the descriptor: which socket it was may be all that matters. That is as much
 * as half of 80 columns can take.
 */
static bool keep_last(const char *name, const char *args, int columns,
                      char *out, size_t size)
{
    for (int n = 2; n > 0; n--) {
        const char *last = last_args(args, n);

        if (!last)
            continue;
        for (int fd = 1; fd >= 0; fd--) {
            snprintf(out, size, "%s(%.*s%s%s%s%s)", name,
                     fd ? (int)arg_length(args) : 0, args, fd ? ", " : "",
                     theme_sign(SIGN_ELLIPSIS), fd && n > 1 ? "" : ", ", last);
            if (glyph_columns(out) <= columns)
                return true;
        }
    }
    return false;
}

/*
 * How many bytes of a string still fit, ending between two characters. A column
 * is taken for a byte here, which at worst cuts a little early.
 */
static size_t string_fit(const char *text, size_t len, int columns)
{
    size_t fit = columns > 0 ? (size_t)columns : 0;

    return utf8_whole(text, fit < len ? fit : len);
}

/* socket(AF_INET, …): as many of the first as fit; a string in part. */
static void keep_first(const char *name, const char *args, int columns,
                       char *out, size_t size)
{
    int room = columns - glyph_columns(name) - 3; /* "(", "…", ")" */
    size_t kept = 0;
    const char *at = args;

    while (*at) {
        size_t len = arg_length(at);
        size_t next = len + strspn(at + len, ", ");

        if ((int)(at - args) + (int)next > room) {
            if (*at == '"')
                kept = (size_t)(at - args) +
                       string_fit(at, len, room - (int)(at - args));
            break;
        }
        at += next;
        kept = (size_t)(at - args);
    }
    snprintf(out, size, "%s(%.*s%s)", name, (int)kept, args,
             theme_sign(SIGN_ELLIPSIS));
}

void call_text(const char *name, const char *args, int columns, char *out,
               size_t size)
{
    snprintf(out, size, "%s(%s)", name, args);
    if (glyph_columns(out) <= columns)
        return;
    if (strstr(name, "sockopt") && keep_last(name, args, columns, out, size))
        return;
    keep_first(name, args, columns, out, size);
}

void call_text_result(const struct call_event *call, const char *otherwise,
                      char *out, size_t size)
{
    FILE *file;

    snprintf(out, size, "%s", otherwise);
    if (!call->returned || !(file = fmemopen(out, size, "w")))
        return;
    describe_result(file, call);
    fclose(file);
}

enum role call_text_role(const struct call_event *call)
{
    if (call->last)
        return ROLE_DIM;
    if (!call->returned)
        return ROLE_WARN;
    return call->err ? ROLE_ERROR : ROLE_OK;
}
