/*
 * A call is written so that it could be read again: what is printed here may
 * be pasted into a script.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/call/call_table.h"

enum { SHOWN_BYTES = 32 }; /* as many as strace(1) shows */

/* ---- bytes ---- */

/* One byte inside quotes, as C writes it; next is the byte behind it. */
static void print_byte(FILE *out, unsigned char byte, char next)
{
    static const char plain[] = "\n\r\t\\\"";
    static const char letters[] = "nrt\\\"";
    const char *escape = byte ? strchr(plain, byte) : NULL;

    if (escape)
        fprintf(out, "\\%c", letters[escape - plain]);
    else if (byte >= ' ' && byte < 127)
        fputc(byte, out);
    else if (next >= '0' && next <= '7')
        fprintf(out, "\\%03o", byte); /* or it would be read as one number */
    else
        fprintf(out, "\\%o", byte);
}

/*
 * Whether all bytes are the same as the first. Each byte is compared with its
 * neighbour: memcmp() of the block with itself, moved by one. Blocks are
 * megabytes long in lessons on buffers.
 */
static bool all_same(const char *bytes, size_t len)
{
    return len > 0 && memcmp(bytes, bytes + 1, len - 1) == 0;
}

void call_print_bytes(FILE *out, const char *bytes, size_t len, size_t repeat)
{
    size_t total = len * repeat;
    /* Short runs are shown as they are: "aaa" says more than "a"*3. */
    bool one = total > SHOWN_BYTES && all_same(bytes, len);
    size_t shown = one ? 1 : total < SHOWN_BYTES ? total : SHOWN_BYTES;

    fputc('"', out);
    /* Megabytes may be meant: the period is walked, and not written out. */
    for (size_t i = 0; i < shown; i++)
        print_byte(out, (unsigned char)bytes[i % len],
                   i + 1 < shown ? bytes[(i + 1) % len] : '"');
    fputc('"', out);
    if (one)
        fprintf(out, "*%zu", total);
    else if (shown < total)
        fputs("...", out);
}

/*
 * Whether len bytes are what the argument says, its repeats included; or begin
 * so, where it says no more.
 */
static bool same_bytes(const struct arg *arg, const char *bytes, size_t len)
{
    /*
     * No overflow: call_arg_parse() has kept the product below CALL_BYTES_MAX.
     */
    size_t total = arg->len * arg->repeat;

    if (arg->begins ? len < total : len != total)
        return false;
    for (size_t done = 0; done < total; done += arg->len)
        if (memcmp(arg->bytes, bytes + done, arg->len) != 0)
            return false;
    return true;
}

/* ---- arguments ---- */

/* One integer as it is, several as a struct. */
static void print_ints(FILE *out, const int *ints, int n)
{
    if (n == 1) {
        fprintf(out, "%d", ints[0]);
        return;
    }
    fputc('{', out);
    for (int i = 0; i < n; i++)
        fprintf(out, "%s%d", i ? ", " : "", ints[i]);
    fputc('}', out);
}

/* Whether the integers are what the argument says. */
static bool same_ints(const struct arg *arg, const int *ints, int n)
{
    if (arg->kind == ARG_INT)
        return n == 1 && ints[0] == (int)arg->number;
    return arg->n_ints == n &&
           memcmp(arg->ints, ints, (size_t)n * sizeof(*ints)) == 0;
}

/* As the script wrote it, long strings cut. */
static void print_written(FILE *out, const struct arg *arg)
{
    if (arg->kind == ARG_BYTES && arg->len > SHOWN_BYTES) {
        call_print_bytes(out, arg->bytes, arg->len, 1);
        if (arg->repeat > 1)
            fprintf(out, "*%zu", arg->repeat);
        if (arg->begins && arg->repeat > 1)
            fputs("...", out);
    } else {
        fputs(arg->text, out);
    }
}

/* What the call found there, where that is not what the script wrote. */
static void print_found(FILE *out, const struct arg *arg, enum param_kind kind,
                        const struct outcome *outcome)
{
    char addr[ADDR_TEXT];

    /*
     * What the script wrote is kept where it says the same: `"x"*65536` should
     * not come back as something else. Of `"x"...` all is shown that came.
     */
    if (kind == PARAM_ADDR_OUT && outcome->has_addr)
        fputs(addr_format(&outcome->addr, addr), out);
    else if (kind == PARAM_DATA_OUT &&
             !(arg->kind == ARG_BYTES && !arg->begins &&
               same_bytes(arg, outcome->data, outcome->len)))
        call_print_bytes(out, outcome->data, outcome->len, 1);
    else if (kind == PARAM_OPTION_OUT && outcome->n_ints > 0 &&
             !same_ints(arg, outcome->ints, outcome->n_ints))
        print_ints(out, outcome->ints, outcome->n_ints);
    else
        print_written(out, arg);
}

/* Whether it is for the call to fill in what stands there. */
static bool is_result(enum param_kind kind)
{
    return kind == PARAM_ADDR_OUT || kind == PARAM_DATA_OUT ||
           kind == PARAM_OPTION_OUT;
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
        const struct arg *arg = &call->args[i];
        enum param_kind kind = call->def->params[i].kind;

        if (arg->kind == ARG_ABSENT)
            continue;
        fputs(separator, out);
        separator = ", ";
        if (outcome && outcome->ret >= 0)
            print_found(out, arg, kind, outcome);
        else if (outcome && is_result(kind))
            fputc('_', out);
        else
            print_written(out, arg);
    }
}

/* ---- checking ---- */

/*
 * Whether the argument holds what the script says that it must. What was left
 * out, or is written `_`, may hold anything.
 */
static bool holds(const struct arg *arg, enum param_kind kind,
                  const struct outcome *outcome)
{
    if (kind == PARAM_ADDR_OUT && arg->kind == ARG_ADDR)
        return outcome->has_addr && addr_match(&arg->addr, &outcome->addr);
    if (kind == PARAM_DATA_OUT && arg->kind == ARG_BYTES)
        return same_bytes(arg, outcome->data, outcome->len);
    if (kind == PARAM_OPTION_OUT &&
        (arg->kind == ARG_INT || arg->kind == ARG_INTS))
        return same_ints(arg, outcome->ints, outcome->n_ints);
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
static int say_difference(const struct arg *arg, const struct param *param,
                          const struct outcome *outcome, struct err *err)
{
    size_t total = arg->len * arg->repeat;
    struct memory memory;
    const char *written;
    FILE *out;

    if (!memory_open(&memory)) {
        memory_close(&memory);
        return err_machine(err, "out of memory");
    }
    out = memory.out;
    print_found(out, arg, param->kind, outcome);
    fputc('\0', out);
    print_written(out, arg);
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
    for (int i = 0; i < call->n_args; i++) {
        const struct arg *arg = &call->args[i];
        const struct param *param = &call->def->params[i];

        if (!holds(arg, param->kind, outcome))
            return say_difference(arg, param, outcome, err);
    }
    return 0;
}
