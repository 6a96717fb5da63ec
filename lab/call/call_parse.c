/*
 * Reading a call goes in four steps, each of which has its own messages: the
 * name finds the row of the table; the text between the parentheses is cut at
 * its commas; each piece is read for what it is by itself; and then the pieces
 * are placed at the row's parameters (call_place.c). Placing comes last because
 * optional parameters in the middle (the length of send()) can only be told by
 * the kinds of what follows.
 */
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_parse.h"

/* ---- cutting the text into arguments ---- */

/* One argument as it stands in the text, trimmed. */
struct span {
    const char *text;
    size_t len;
};

/*
 * Where the argument at text ends: at a comma outside quotes and braces, at
 * a closing parenthesis outside quotes, or at the end of the text.
 *
 * A backslash takes the next byte with it, so that `\"` does not end a string;
 * quotes win over all else, since data may hold any sign.
 */
static const char *argument_end(const char *text)
{
    bool quoted = false;
    int depth = 0;

    for (; *text; text++) {
        if (quoted && *text == '\\' && text[1])
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (*text == ')' || (*text == ',' && depth <= 0))
            break;
        else if (*text == '{' || *text == '}')
            depth += *text == '{' ? 1 : -1;
    }
    return text;
}

/*
 * Cut what stands between the parentheses into at most CALL_ARGS pieces;
 * text is behind the opening one. Returns how many there are (more than
 * CALL_ARGS are counted, not kept), -1 with the reason.
 */
static int cut(const char *text, struct span *pieces, struct err *err)
{
    char shown[CALL_SHOWN];
    int n = 0;
    const char *end;

    text += strspn(text, " \t");
    if (*text == ')') {
        end = text;
    } else {
        for (;; text = end + 1) {
            struct span piece = {text, 0};

            end = argument_end(text);
            piece.len = (size_t)(end - text);
            call_trim(&piece.text, &piece.len);
            if (n < CALL_ARGS)
                pieces[n] = piece;
            n++;
            if (!*end)
                return err_input(err, "the closing parenthesis is missing");
            if (*end == ')')
                break;
        }
    }
    end++;
    end += strspn(end, " \t\r\n");
    if (*end)
        return err_input(err, "found `%s` behind the call",
                         call_shown(shown, end, strlen(end)));
    return n;
}

/* ---- the whole call ---- */

/* Names what was written, and a call that may have been meant. */
static void unknown_call(const char *name, size_t len, struct err *err)
{
    char shown[CALL_SHOWN];
    struct nearest nearest = {0};

    call_shown(shown, name, len);
    for (const struct call_def *def = call_table; def->name; def++)
        nearest_try(&nearest, name, len, def->name);
    if (nearest.name)
        err_input(err, "unknown call \"%s\"; did you mean %s?", shown,
                  nearest.name);
    else
        err_input(err, "unknown call \"%s\"", shown);
}

/*
 * Find the call's row. Returns the text behind the opening parenthesis, NULL
 * with the reason.
 */
static const char *parse_name(struct call *found, const char *text,
                              struct err *err)
{
    const char *name = text + strspn(text, " \t");
    size_t len = strcspn(name, " \t(");
    const char *open = name + len;

    /* C allows blanks before the parenthesis, so scripts do. */
    open += strspn(open, " \t");
    if (*open != '(' || len == 0) {
        char shown[CALL_SHOWN];

        err_input(err,
                  "found `%s`, expected a call such as bind(3, "
                  "0.0.0.0:80)",
                  call_shown(shown, name, strlen(name)));
        return NULL;
    }
    found->def = call_find(name, len);
    if (!found->def) {
        unknown_call(name, len, err);
        return NULL;
    }
    return open + 1;
}

/* Read the arguments in the order in which they stand there. */
static int parse_args(struct call *found, const char *text, struct err *err)
{
    struct span pieces[CALL_ARGS] = {{0}};
    int n = cut(text, pieces, err);

    if (n < 0)
        return err_prefix(err, "%s()", found->def->name);
    if (n > call_params(found->def))
        return call_wrong_number(found->def, n, err);
    for (int i = 0; i < n; i++) {
        if (pieces[i].len == 0)
            return err_input(err, "%s(): argument %d is empty",
                             found->def->name, i + 1);
        found->n_args++;
        if (call_arg_parse(&found->args[i], pieces[i].text, pieces[i].len,
                           found->def->params[i].kind, err) < 0)
            return err_prefix(err, "%s()", found->def->name);
    }
    return 0;
}

/*
 * Two calls are in play: `found` has the arguments in the order in which they
 * were written, *call in that of the parameters. Both are freed on a failure,
 * whichever holds an argument by then.
 */
int call_parse(struct call *call, const char *text, struct err *err)
{
    struct call found = {0};
    int result = -1;

    memset(call, 0, sizeof(*call));
    text = parse_name(&found, text, err);
    if (text && parse_args(&found, text, err) == 0 &&
        call_place(call, &found, err) == 0)
        result = call_refuse(call, err);
    /* What call_place() has moved is call's, the rest is still found's. */
    call_free(&found);
    if (result < 0)
        call_free(call);
    return result;
}
