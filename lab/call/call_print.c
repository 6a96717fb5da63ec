/*
 * A call is written so that it could be read again: what is printed here may
 * be pasted into a script.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/call/call_member.h"
#include "lab/call/call_show.h"

/* As the script wrote it, long strings cut. */
static void print_written(FILE *out, const struct arg *arg)
{
    if (arg->kind == ARG_BYTES && arg->len > SHOWN_BYTES) {
        call_print_bytes(out, arg->bytes, arg->len, 1);
        if (arg->repeat > 1)
            fprintf(out, "*%zu", arg->repeat);
        if (arg->begins && arg->repeat > 1)
            fputs("...", out);
    } else if (arg->kind == ARG_PIECES && arg->len > SHOWN_BYTES) {
        show_pieces(out, arg);
    } else {
        fputs(arg->text, out);
    }
}

/* A list, with what was ready in the place of what was expected. */
static void print_list(FILE *out, const struct call *call, int i,
                       const struct outcome *outcome)
{
    if (show_list_given(out, call, i))
        show_list_found(out, call, i, outcome);
}

/* Whether what was found is what the script wrote, and that leaves no range. */
static bool says_members(const struct arg *arg, const struct outcome *outcome)
{
    for (int i = 0; i < arg->n_members; i++)
        if (arg->members[i].range)
            return false;
    return same_members(arg, outcome);
}

/* What the call found there, where that is not what the script wrote. */
static void print_found(FILE *out, const struct call *call, int i,
                        const struct outcome *outcome)
{
    const struct arg *arg = &call->args[i];
    enum param_kind kind = call_param(call, i);
    char addr[ADDR_TEXT];

    /*
     * What the script wrote is kept where it says the same: `"x"*65536` should
     * not come back as something else.
     */
    if (kind == PARAM_ADDR_OUT && outcome->has_addr)
        fputs(addr_format(&outcome->addr, addr), out);
    else if ((arg->kind == ARG_MEMBERS && call_fills(call, i) &&
              !says_members(arg, outcome)) ||
             (kind == PARAM_CONTROL_OUT && arg->kind == ARG_ANY &&
              outcome->n_members > 0))
        show_members_found(out, arg, outcome);
    else if (kind == PARAM_OPTION_OUT && outcome->data &&
             !(arg->kind == ARG_BYTES &&
               same_bytes(arg, outcome->data, outcome->len)))
        call_print_bytes(out, outcome->data, outcome->len, 1);
    else if (kind == PARAM_DATA_OUT &&
             !(arg->kind == ARG_BYTES && !arg->begins &&
               same_bytes(arg, outcome->data, outcome->len)))
        call_print_bytes(out, outcome->data, outcome->len, 1);
    else if ((kind == PARAM_OPTION_OUT || kind == PARAM_PAIR_OUT ||
              kind == PARAM_REQUEST_VALUE) &&
             outcome->n_ints > 0 &&
             !same_ints(arg, outcome->ints, outcome->n_ints))
        show_ints(out, outcome->ints, outcome->n_ints,
                  kind == PARAM_REQUEST_VALUE);
    else if (kind == PARAM_PIECES_OUT &&
             (show_is_open(arg) || !same_pieces(call, i, outcome)))
        show_pieces_found(out, call, i, outcome);
    else if (call_is_list(call, i) && !same_list(call, i, outcome))
        print_list(out, call, i, outcome);
    else
        print_written(out, arg);
}

/* What a call that has failed was given, without what it was to find. */
static void print_given(FILE *out, const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];

    if (call_fills(call, i))
        fputc('_', out);
    else if (arg->then != ARG_ABSENT)
        fprintf(out, "%.*s", (int)arg->given, arg->text);
    else
        print_written(out, arg);
}

/*
 * A call that has failed has filled in nothing: what the script expects there
 * is not shown as if it had come.
 */
void call_print_args(FILE *out, const struct call *call,
                     const struct outcome *outcome)
{
    const char *separator = "";

    for (int i = 0; i < call->n_args; i++) {
        if (call->args[i].kind == ARG_ABSENT)
            continue;
        fputs(separator, out);
        separator = ", ";
        if (outcome && outcome->ret >= 0)
            print_found(out, call, i, outcome);
        else if (outcome)
            print_given(out, call, i);
        else
            print_written(out, &call->args[i]);
    }
}

/* ---- checking ---- */

/*
 * Whether the argument holds what the script says that it must. What was left
 * out, or is written `_`, may hold anything.
 */
static bool holds(const struct call *call, int i, const struct outcome *outcome)
{
    const struct arg *arg = &call->args[i];
    enum param_kind kind = call_param(call, i);

    if (kind == PARAM_ADDR_OUT && arg->kind == ARG_ADDR)
        return outcome->has_addr && addr_match(&arg->addr, &outcome->addr);
    if ((kind == PARAM_DATA_OUT || kind == PARAM_OPTION_OUT) &&
        arg->kind == ARG_BYTES)
        return same_bytes(arg, outcome->data, outcome->len);
    if (call_fills(call, i) && arg->kind == ARG_MEMBERS)
        return same_members(arg, outcome);
    if ((kind == PARAM_OPTION_OUT || kind == PARAM_PAIR_OUT ||
         (kind == PARAM_REQUEST_VALUE && call_fills(call, i))) &&
        (arg->kind == ARG_INT || arg->kind == ARG_INTS))
        return same_ints(arg, outcome->ints, outcome->n_ints);
    if (kind == PARAM_PIECES_OUT && arg->kind == ARG_PIECES)
        return same_pieces(call, i, outcome);
    if (call_is_list(call, i) && show_list_wanted(call, i))
        return same_list(call, i, outcome);
    return true;
}

/* How far data is as expected; says more than two cut strings do. */
static size_t common_bytes(const struct arg *arg, const struct outcome *outcome)
{
    size_t total = arg->len * arg->repeat;
    size_t i = 0;

    /* The period is walked round and round instead of being written out. */
    while (i < total && i < outcome->len &&
           arg->bytes[i % arg->len] == outcome->data[i])
        i++;
    return i;
}

/* "DATA is "hel", not "hello"" into *err. */
static int say_difference(const struct call *call, int i,
                          const struct outcome *outcome, struct err *err)
{
    const struct arg *arg = &call->args[i];
    const struct param *param = &call->def->params[i];
    size_t total = arg->len * arg->repeat;
    struct memory memory;
    const char *written;
    FILE *out;

    if (!memory_open(&memory)) {
        memory_close(&memory);
        return err_machine(err, "out of memory");
    }
    out = memory.out;
    if (call_is_list(call, i)) {
        show_list_found(out, call, i, outcome);
        fputc('\0', out);
        show_list_expected(out, call, i);
    } else {
        print_found(out, call, i, outcome);
        fputc('\0', out);
        print_written(out, arg);
    }
    if (!memory_close(&memory))
        return err_machine(err, "out of memory");
    written = memory.text + strlen(memory.text) + 1;
    if (param->kind == PARAM_DATA_OUT && arg->begins)
        err_input(err,
                  "%s is %s, and does not begin with %s: the first %zu of %zu "
                  "bytes agree",
                  param->name, memory.text, written, common_bytes(arg, outcome),
                  total);
    else if (param->kind == PARAM_DATA_OUT &&
             total + outcome->len > SHOWN_BYTES)
        err_input(err,
                  "%s is %s, not %s; %zu bytes came, %zu were expected, the "
                  "first %zu agree",
                  param->name, memory.text, written, outcome->len, total,
                  common_bytes(arg, outcome));
    else
        err_input(err, "%s is %s, not %s", param->name, memory.text, written);
    free(memory.text);
    return -1;
}

int call_check(const struct call *call, const struct outcome *outcome,
               struct err *err)
{
    if (outcome->ret == -1)
        return 0; /* a call that failed has filled in nothing */
    for (int i = 0; i < call->n_args; i++)
        if (!holds(call, i, outcome))
            return say_difference(call, i, outcome, err);
    return 0;
}
