/*
 * What a call fills in, as a thing that is asked about: which of its arguments
 * it is, what can stand there, and whether what came is what was said; and as a
 * thing that gets a name, `10.0.0.1:$port` in getsockname() or `$size` in
 * getsockopt(). All of it is text: what came stands in the log so. Who keeps
 * the names, and what they are worth later, is a script's business.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_table.h"

static bool is_filled(const struct param *param)
{
    return param->kind == PARAM_ADDR_OUT || param->kind == PARAM_DATA_OUT ||
           param->kind == PARAM_OPTION_OUT;
}

int call_fill_at(const char *call, const char *name)
{
    const struct call_def *def = call_find(call, strlen(call));
    int n = def ? call_params(def) : 0;

    for (int i = 0; i < n; i++)
        if (is_filled(&def->params[i]) &&
            (!name || strcmp(def->params[i].name, name) == 0))
            return i;
    return -1;
}

const char *call_fill_name(const char *call, int i)
{
    return call_find(call, strlen(call))->params[i].name;
}

/* ---- what may stand there ---- */

/* Read one argument; free_arg() it in both cases. */
static int read_arg(struct arg *arg, const char *text, struct err *err)
{
    size_t len = strlen(text);

    *arg = (struct arg){0};
    call_trim(&text, &len);
    return call_arg_parse(arg, text, len, false, err);
}

static void free_arg(struct arg *arg)
{
    free(arg->bytes);
    free(arg->text);
}

/* Something that can be told from another, and not only `_`. */
static bool is_said(const struct arg *arg, enum param_kind kind)
{
    bool is_number = arg->kind == ARG_INT || arg->kind == ARG_INTS;

    return !arg->name[0] && (kind == PARAM_ADDR_OUT   ? arg->kind == ARG_ADDR
                             : kind == PARAM_DATA_OUT ? arg->kind == ARG_BYTES
                                                      : is_number);
}

int call_fill_check(const char *call, int i, const char *text, struct err *err)
{
    static const char *const refused[] = {
        [PARAM_ADDR_OUT] = N_("'%s' was found, an address such as 10.0.0.2:* "
                              "was expected of %s()"),
        [PARAM_DATA_OUT] = N_("'%s' was found, a string in quotes was expected "
                              "of %s()"),
        [PARAM_OPTION_OUT] = N_("'%s' was found, an integer or a struct such "
                                "as {1, 0} was expected of %s()"),
    };
    enum param_kind kind = call_find(call, strlen(call))->params[i].kind;
    char shown[CALL_SHOWN];
    struct arg arg;
    int result = read_arg(&arg, text, err);

    if (result == 0 && !is_said(&arg, kind))
        result = err_input(err, refused[kind],
                           call_shown(shown, text, strlen(text)), call);
    free_arg(&arg);
    return result;
}

/* ---- whether it is the same ---- */

/* `*` is any, on either side. */
static bool same_addr(const struct addr *a, const struct addr *b)
{
    struct addr pattern = *a, other = *b;

    /* What the one leaves open, the other may as well. */
    if (other.any_host)
        pattern.any_host = true;
    if (other.any_port)
        pattern.any_port = true;
    return addr_match(&pattern, &other);
}

/* `...` may be followed by anything, on either side. */
static bool same_bytes(const struct arg *a, const struct arg *b)
{
    size_t one = a->len * a->repeat, other = b->len * b->repeat;

    if ((one < other && !a->begins) || (other < one && !b->begins))
        return false;
    for (size_t i = 0; i < one && i < other; i++)
        if (a->bytes[i % a->len] != b->bytes[i % b->len])
            return false;
    return true;
}

static bool same_args(const struct arg *a, const struct arg *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == ARG_ADDR)
        return same_addr(&a->addr, &b->addr);
    if (a->kind == ARG_BYTES)
        return same_bytes(a, b);
    if (a->kind == ARG_INT)
        return (int)a->number == (int)b->number;
    return a->kind == ARG_INTS && a->n_ints == b->n_ints &&
           memcmp(a->ints, b->ints, (size_t)a->n_ints * sizeof(*a->ints)) == 0;
}

bool call_fill_same(const char *a, const char *b)
{
    struct arg one, other = {0};
    bool same = read_arg(&one, a, NULL) == 0 &&
                read_arg(&other, b, NULL) == 0 && same_args(&one, &other);

    free_arg(&one);
    free_arg(&other);
    return same;
}

/* ---- what came ---- */

bool call_fill_came(const char *call, const char *args, int i, char *out,
                    size_t size)
{
    struct call came = {0};
    char *text = NULL;
    bool there;

    if (asprintf(&text, "%s(%s)", call, args) < 0)
        return false;
    there = call_parse(&came, text, NULL) == 0 &&
            is_said(&came.args[i], call_param(&came, i));
    if (there)
        snprintf(out, size, "%s", came.args[i].text);
    call_free(&came);
    free(text);
    return there;
}

/* ---- names for what is filled in ---- */

/* Whether the call gives something there that can have a name. */
static bool gives(const struct call *call, int i)
{
    enum param_kind kind = call_param(call, i);

    return kind == PARAM_ADDR_OUT || kind == PARAM_OPTION_OUT;
}

/* What stands for a value; an actor has a name of another kind. */
static bool has_name(const struct arg *arg)
{
    return arg->name[0] && arg->kind != ARG_NAME;
}

const char *call_name_at(const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];

    return i < call->n_args && has_name(arg) && gives(call, i) ? arg->name
                                                               : NULL;
}

const char *call_wants(const struct call *call)
{
    for (int i = 0; i < call->n_args; i++)
        if (has_name(&call->args[i]) && !gives(call, i))
            return call->args[i].name;
    return NULL;
}

/* As call_print_args() writes them: one as it is, several as a struct. */
static void write_ints(const struct outcome *outcome, char *value)
{
    size_t len = 0;

    for (int i = 0; i < outcome->n_ints; i++)
        len += (size_t)snprintf(value + len, ADDR_TEXT - len, "%s%d",
                                i > 0                 ? ", "
                                : outcome->n_ints > 1 ? "{"
                                                      : "",
                                outcome->ints[i]);
    if (outcome->n_ints > 1)
        snprintf(value + len, ADDR_TEXT - len, "}");
}

bool call_value(const struct call *call, int i, const struct outcome *outcome,
                char *value)
{
    const struct arg *arg = &call->args[i];

    if (outcome->ret < 0)
        return false;
    if (call_param(call, i) == PARAM_OPTION_OUT) {
        write_ints(outcome, value);
        return outcome->n_ints > 0;
    }
    if (!outcome->has_addr)
        return false;
    if (arg->kind == ARG_GIVEN) {
        addr_format(&outcome->addr, value);
        return true;
    }
    snprintf(value, ADDR_TEXT, "%d", outcome->addr.port);
    return addr_match(&arg->addr, &outcome->addr);
}
