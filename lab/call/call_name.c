/*
 * Names for what a call gives: `10.0.0.1:$port` in getsockname(), `$size` in
 * getsockopt(). Who keeps them, and what they are worth later, is a script's
 * business.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/call/call_table.h"

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
