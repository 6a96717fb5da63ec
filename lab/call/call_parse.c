/*
 * Reading a call goes in four steps, each of which has its own messages: the
 * name finds the row of the table; the text between the parentheses is cut at
 * its commas; each piece is read for what it is by itself; and then the pieces
 * are placed at the row's parameters. Placing comes last because optional
 * parameters in the middle (the length of send()) can only be told by the kinds
 * of what follows.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_table.h"

/* ---- cutting the text into arguments ---- */

/* One argument as it stands in the text, trimmed. */
struct piece {
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
    bool braced = false;

    for (; *text; text++) {
        if (quoted && *text == '\\' && text[1])
            text++;
        else if (*text == '"')
            quoted = !quoted;
        else if (quoted)
            continue;
        else if (*text == ')' || (*text == ',' && !braced))
            break;
        else if (*text == '{' || *text == '}')
            braced = *text == '{';
    }
    return text;
}

/*
 * Cut what stands between the parentheses into at most CALL_ARGS pieces;
 * text is behind the opening one. Returns how many there are (more than
 * CALL_ARGS are counted, not kept), -1 with the reason.
 */
static int cut(const char *text, struct piece *pieces, struct err *err)
{
    char shown[CALL_SHOWN];
    int n = 0;
    const char *end;

    text += strspn(text, " \t");
    if (*text == ')') {
        end = text;
    } else {
        for (;; text = end + 1) {
            struct piece piece = {text, 0};

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

/* ---- which argument is which parameter ---- */

/* How the arguments go with the parameters. */
struct placing {
    int param[CALL_ARGS];            /* by argument */
    int stuck_arg;                   /* the last argument that did not fit */
    const char *stuck_text;          /*   how it is written; NULL: all did */
    const struct param *stuck_param; /*   and what it did not fit */
};

/* Kinds of argument, a bit each. */
enum {
    TAKES_ANY = 1 << ARG_ANY,
    TAKES_INT = 1 << ARG_INT,
    TAKES_ADDR = 1 << ARG_ADDR,
    TAKES_BYTES = 1 << ARG_BYTES,
    TAKES_INTS = 1 << ARG_INTS,
    TAKES_NAME = 1 << ARG_NAME,
};

/*
 * What a parameter takes, and what is said of anything else: of which call, as
 * which parameter, and what was found.
 */
static const struct {
    unsigned takes;
    const char *refused;
} kinds[] = {
    [PARAM_INT] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
    [PARAM_FD] = {TAKES_INT,
                  N_("%s() takes a descriptor such as 3 here as %s: found %s")},
    [PARAM_LEN] = {TAKES_INT,
                   N_("%s() takes a length in bytes here as %s: found %s")},
    [PARAM_ADDR] =
        {TAKES_ADDR,
         N_("%s() takes an address such as 10.0.0.1:80 here as %s: found %s")},
    [PARAM_ADDR_OUT] = {TAKES_ADDR | TAKES_ANY,
                        N_("%s() takes an address such as 10.0.0.2:*, or _ "
                           "here as %s: found %s")},
    [PARAM_DATA] = {TAKES_BYTES,
                    N_("%s() takes a string in quotes here as %s: found %s")},
    [PARAM_DATA_OUT] =
        {TAKES_BYTES | TAKES_ANY,
         N_("%s() takes a string in quotes, or _ here as %s: found %s")},
    [PARAM_OPTION] = {TAKES_INT | TAKES_INTS,
                      N_("%s() takes an integer or a struct such as {1, 0} "
                         "here as %s: found %s")},
    [PARAM_OPTION_OUT] = {TAKES_INT | TAKES_INTS | TAKES_ANY,
                          N_("%s() takes an integer, a struct such as {1, 0}, "
                             "or _ here as %s: found %s")},
    [PARAM_ACTOR] =
        {TAKES_NAME,
         N_("%s() takes the name of an actor here as %s: found %s")},
    [PARAM_PATH] =
        {TAKES_BYTES | TAKES_ADDR,
         N_("%s() takes a path such as \"/tmp/s\" here as %s: found %s")},
    [PARAM_ITSELF] =
        {TAKES_BYTES | TAKES_ADDR,
         N_("%s() takes a path such as \"/tmp/s\" here as %s: found %s")},
    [PARAM_COMMAND] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
    [PARAM_HANDLER] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
};

/* Whether what stands there can be what the parameter takes. */
static bool fits(const struct arg *arg, enum param_kind kind)
{
    bool is_path = kind == PARAM_PATH || kind == PARAM_ITSELF;

    /* It may get any value; these two take no value at all. */
    if (arg->kind == ARG_GIVEN)
        return kind != PARAM_ACTOR && kind != PARAM_ITSELF;

    if (is_path && arg->kind == ARG_ADDR && arg->addr.family != AF_UNIX)
        return false;
    return kinds[kind].takes & 1U << arg->kind;
}

/*
 * Place the arguments from arg on at the parameters from param on; optional
 * ones are left out only where that is the only way.
 */
static bool place(const struct call *found, int arg, int param,
                  struct placing *placing)
{
    const struct param *at = &found->def->params[param];

    if (param == call_params(found->def))
        return arg == found->n_args;
    if (arg < found->n_args && fits(&found->args[arg], at->kind)) {
        /*
         * Take the argument here if the rest then fits too; if it does not, go
         * on below as if it had been left out.
         */
        placing->param[arg] = param;
        if (place(found, arg + 1, param + 1, placing))
            return true;
    } else if (arg < found->n_args && arg >= placing->stuck_arg) {
        placing->stuck_arg = arg;
        placing->stuck_text = found->args[arg].text;
        placing->stuck_param = at;
    }
    return at->optional && place(found, arg, param + 1, placing);
}

/* "bind() takes (FD, ADDRESS): found 3 arguments". */
static int wrong_number(const struct call_def *def, int n, struct err *err)
{
    return err_input(err,
                     translate_n("%s() takes %s: found %d argument",
                                 "%s() takes %s: found %d arguments",
                                 (unsigned long)n),
                     def->name, def->usage + strlen(def->name), n);
}

/* Of the arguments that did not fit, the last one tells the most. */
static int misplaced(const struct call *found, const struct placing *placing,
                     struct err *err)
{
    const char *text = placing->stuck_text;
    const struct param *param = placing->stuck_param;
    char shown[CALL_SHOWN];

    if (!text)
        return wrong_number(found->def, found->n_args, err);
    return err_input(err, kinds[param->kind].refused, found->def->name,
                     param->name, call_shown(shown, text, strlen(text)));
}

/*
 * Move the arguments from found to the places in call where they belong.
 * Arguments move, they are not copied: each has strings that one of the two
 * calls has to free, and the emptied one frees nothing.
 */
static int settle(struct call *call, struct call *found, struct err *err)
{
    struct placing placing = {0};

    if (!place(found, 0, 0, &placing))
        return misplaced(found, &placing, err);
    call->def = found->def;
    call->n_args = call_params(found->def);
    for (int i = 0; i < found->n_args; i++) {
        call->args[placing.param[i]] = found->args[i];
        found->args[i] = (struct arg){0};
    }
    return 0;
}

/*
 * A path in quotes is kept as the address of a Unix socket: both name a file,
 * and whatever looks for one finds them in the same way. execve()'s is no
 * place for sockets, and stays as it is.
 */
static int read_path(struct call *call, struct err *err)
{
    struct arg *arg = &call->args[0];

    if (call_param(call, 0) != PARAM_PATH || arg->kind != ARG_BYTES)
        return 0;
    if (arg->len * arg->repeat >= sizeof(arg->addr.path) || arg->repeat > 1 ||
        memchr(arg->bytes, '\0', arg->len))
        return err_input(
            err, "%s() takes a path of at most %zu bytes: found %s",
            call->def->name, sizeof(arg->addr.path) - 1, arg->text);
    arg->kind = ARG_ADDR;
    arg->addr.family = AF_UNIX;
    memcpy(arg->addr.path, arg->bytes, arg->len);
    free(arg->bytes);
    arg->bytes = NULL;
    return 0;
}

/* ---- what the kinds alone do not tell ---- */

/* Pointers, locks and leases of fcntl(2) are no business of a script. */
static bool command_is_known(long command)
{
    return command == F_DUPFD || command == F_DUPFD_CLOEXEC ||
           command == F_GETFD || command == F_SETFD || command == F_GETFL ||
           command == F_SETFL;
}

/*
 * Whether it could lead out of where the lab has its files. There are no links
 * there, and so no need for it either.
 */
static bool climbs(const struct addr *addr)
{
    const char *at = addr->path;

    if (addr->family != AF_UNIX || at[0] == '@')
        return false;
    for (; *at; at += strcspn(at, "/"), at += strspn(at, "/"))
        if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || !at[2]))
            return true;
    return false;
}

/*
 * What is said where no call can do anything with that argument: of which call,
 * and what was found. NULL where one can.
 */
static const char *refusal(const struct arg *arg, enum param_kind kind)
{
    long number = arg->number;

    if (arg->name[0] && kind == PARAM_DATA_OUT)
        return N_("%s() gives bytes, which can't have a name; \"text\"... says "
                  "how they begin: found %s");
    /* Without a value it is call_wants()'s. */
    if (arg->name[0])
        return NULL;
    if (arg->begins && kind != PARAM_DATA_OUT)
        return N_("%s() takes all of its bytes, and only of those that come "
                  "may ... be the rest: found %s");
    if (kind == PARAM_LEN && (number < 0 || number > CALL_BYTES_MAX))
        return N_("%s() takes a LEN from 0 to 16777216: found %s");
    if (arg->kind == ARG_ADDR && climbs(&arg->addr))
        return N_("%s() takes a path without ..: found %s");
    if (kind == PARAM_ADDR && (arg->addr.any_host || arg->addr.any_port))
        return N_("%s() takes one address, and * stands for any; 0.0.0.0 is "
                  "all of this host, port 0 a free port: found %s");
    if (kind == PARAM_HANDLER && number != (intptr_t)SIG_IGN &&
        number != (intptr_t)SIG_DFL)
        return N_("%s() takes SIG_IGN or SIG_DFL as HANDLER: found %s");
    if (kind == PARAM_COMMAND && !command_is_known(number))
        return N_("%s() takes F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD or "
                  "F_DUPFD_CLOEXEC as COMMAND: found %s");
    if (kind == PARAM_PATH && arg->addr.path[0] == '@')
        return N_("%s() takes a path, and a name behind an @ is in no folder: "
                  "found %s");
    /* Any other program would be no actor. */
    if (kind == PARAM_ITSELF && strcmp(arg->text, CALL_ITSELF) != 0)
        return N_("%s() takes \"/proc/self/exe\", the program that runs "
                  "already, as PATH: found %s");
    return NULL;
}

/*
 * Whether the call makes sense. What the kernel itself refuses is left to the
 * kernel: to see its errno is what a script is for.
 */
static int check(const struct call *call, struct err *err)
{
    for (int i = 0; i < call->n_args; i++) {
        const struct arg *arg = &call->args[i];
        const char *refused =
            arg->kind == ARG_ABSENT ? NULL : refusal(arg, call_param(call, i));

        if (refused)
            return err_input(err, refused, call->def->name, arg->text);
    }
    return 0;
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
    struct piece pieces[CALL_ARGS] = {{0}};
    bool is_actor = found->def->params[0].kind == PARAM_ACTOR;
    int n = cut(text, pieces, err);

    if (n < 0)
        return err_prefix(err, "%s()", found->def->name);
    if (n > call_params(found->def))
        return wrong_number(found->def, n, err);
    for (int i = 0; i < n; i++) {
        if (pieces[i].len == 0)
            return err_input(err, "%s(): argument %d is empty",
                             found->def->name, i + 1);
        found->n_args++;
        if (call_arg_parse(&found->args[i], pieces[i].text, pieces[i].len,
                           is_actor, err) < 0)
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
        settle(call, &found, err) == 0 && read_path(call, err) == 0)
        result = check(call, err);
    /* What settle() has moved is call's, the rest is still found's. */
    call_free(&found);
    if (result < 0)
        call_free(call);
    return result;
}
