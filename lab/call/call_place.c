/*
 * Which argument of a call belongs to which parameter of its row, and what is
 * said where it belongs to none.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_parse.h"

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
    TAKES_MAP = 1 << ARG_MAP,
    TAKES_PIECES = 1 << ARG_PIECES,
    TAKES_HANDLER = 1 << ARG_HANDLER,
    TAKES_MEMBERS = 1 << ARG_MEMBERS,
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
    [PARAM_OPTION] = {TAKES_INT | TAKES_INTS | TAKES_BYTES,
                      N_("%s() takes an integer or a struct such as {1, 0}, or "
                         "a name in quotes here as %s: found %s")},
    [PARAM_OPTION_OUT] =
        {TAKES_INT | TAKES_INTS | TAKES_MEMBERS | TAKES_BYTES | TAKES_ANY,
         N_("%s() takes an integer, a struct such as {1, 0}, a string in "
            "quotes, or _ here as %s: found %s")},
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
         N_("%s() takes F_GETFL, F_SETFL, F_GETFD, F_SETFD, F_DUPFD or "
            "F_DUPFD_CLOEXEC here as %s: found %s")},
    [PARAM_HANDLER] =
        {TAKES_INT | TAKES_HANDLER,
         N_("%s() takes handler, SIG_IGN or SIG_DFL here as %s: found %s")},
    [PARAM_CONTROL] =
        {TAKES_MEMBERS,
         N_("%s() takes members such as {SCM_RIGHTS: 4} here as %s: found "
            "%s")},
    [PARAM_CONTROL_OUT] =
        {TAKES_MEMBERS | TAKES_ANY,
         N_("%s() takes members such as {SCM_RIGHTS: 4}, or _ here as %s: "
            "found %s")},
    [PARAM_PIECES] = {TAKES_PIECES, N_("%s() takes strings such as {\"ab\", "
                                       "\"cd\"} here as %s: found %s")},
    [PARAM_PIECES_OUT] =
        {TAKES_PIECES | TAKES_ANY,
         N_("%s() takes strings such as {\"ab\", \"cd\"}, or _ here as %s: "
            "found %s")},
    [PARAM_LENS] =
        {TAKES_INTS,
         N_("%s() takes lengths in bytes such as {5, 5} here as %s: found %s")},
    [PARAM_READY_OUT] =
        {TAKES_MAP | TAKES_ANY,
         N_("%s() takes descriptors and their events such as {4: EPOLLIN}, or "
            "_ here as %s: found %s")},
    [PARAM_POLLED] =
        {TAKES_INT | TAKES_MAP,
         N_("%s() takes a descriptor such as 3, or several such as {3: POLLIN, "
            "4: POLLIN} -> {3: POLLIN} here as %s: found %s")},
    [PARAM_SET] =
        {TAKES_INTS,
         N_("%s() takes descriptors such as {3, 4}, or {3, 4} -> {3} here as "
            "%s: found %s")},
    [PARAM_SECONDS] =
        {TAKES_INTS,
         N_("%s() takes seconds and microseconds such as {1, 0} here as %s: "
            "found %s")},
    [PARAM_ENTRIES] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
    [PARAM_PAIR_OUT] =
        {TAKES_INTS | TAKES_ANY,
         N_("%s() takes two descriptors such as {3, 4}, or _ here as %s: "
            "found %s")},
    [PARAM_REQUEST] =
        {TAKES_INT, N_("%s() takes FIONREAD, FIONBIO, SIOCOUTQ, SIOCOUTQNSD or "
                       "SIOCATMARK here as %s: found %s")},
    [PARAM_REQUEST_VALUE] =
        {TAKES_INTS | TAKES_ANY,
         N_("%s() takes an integer in braces such as {1}, or _ here as %s: "
            "found %s")},
    [PARAM_PEER] =
        {TAKES_ADDR | TAKES_INT,
         N_("%s() takes an address such as 10.0.0.1:80, or AF_UNSPEC here as "
            "%s: found %s")},
    [PARAM_RESOURCE] = {TAKES_INT,
                        N_("%s() takes RLIMIT_NOFILE here as %s: found %s")},
    [PARAM_LIMIT] =
        {TAKES_INTS,
         N_("%s() takes a soft and a hard limit such as {8, 8} here as %s: "
            "found %s")},
    [PARAM_LABEL] = {TAKES_BYTES,
                     N_("%s() takes a string in quotes here as %s: found %s")},
    [PARAM_FD_NEW] =
        {TAKES_INT,
         N_("%s() takes a descriptor such as 3 here as %s: found %s")},
    [PARAM_EVENTS] =
        {TAKES_INT,
         N_("%s() takes events such as EPOLLIN here as %s: found %s")},
    [PARAM_OFFSET] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
    [PARAM_NFDS] =
        {TAKES_INT,
         N_("%s() takes an integer or a constant here as %s: found %s")},
};

/* An empty list may be one of any kind. */
static bool is_empty(const struct arg *arg)
{
    return arg->kind == ARG_INTS && arg->n_ints == 0;
}

/*
 * Whether what stands behind a `->`, or that nothing does, is right there: it
 * is of the same kind as what is before it, and only where a call has both.
 */
static bool then_fits(const struct arg *arg, enum param_kind kind)
{
    if (arg->then == ARG_ABSENT)
        return true;
    if (kind != PARAM_SET && (kind != PARAM_POLLED || arg->kind == ARG_INT))
        return false;
    return arg->then == ARG_ANY || arg->found.n == 0 ||
           arg->then == (kind == PARAM_SET ? ARG_INTS : ARG_MAP);
}

/* Whether what stands there can be what the parameter takes. */
static bool fits(const struct arg *arg, enum param_kind kind)
{
    bool is_path = kind == PARAM_PATH || kind == PARAM_ITSELF;

    /* It may get any value; these two take no value at all. */
    if (arg->kind == ARG_GIVEN)
        return kind != PARAM_ACTOR && kind != PARAM_ITSELF;

    if (is_path && arg->kind == ARG_ADDR && arg->addr.family != AF_UNIX)
        return false;
    if (!then_fits(arg, kind))
        return false;
    if (is_empty(arg))
        return kind == PARAM_SET || kind == PARAM_READY_OUT ||
               kind == PARAM_POLLED;
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
int call_wrong_number(const struct call_def *def, int n, struct err *err)
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
        return call_wrong_number(found->def, found->n_args, err);
    return err_input(err, kinds[param->kind].refused, found->def->name,
                     param->name, call_shown(shown, text, strlen(text)));
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

/*
 * Move the arguments from found to the places in call where they belong.
 * Arguments move, they are not copied: each has strings that one of the two
 * calls has to free, and the emptied one frees nothing.
 */
int call_place(struct call *call, struct call *found, struct err *err)
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
    return read_path(call, err);
}
