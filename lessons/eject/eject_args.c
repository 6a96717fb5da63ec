/*
 * The arguments of a call, one after the other: as C has them, and as done()
 * of steps.h prints them. Statements that an argument needs before the call,
 * such as a buffer that is filled, are written at once; the call itself can
 * only follow when all of them are known.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lab/base/memory.h"
#include "lessons/eject/eject_inside.h"

/* ---- lines of C ---- */

enum { WIDTH = 79 };

void eject_put_line(struct eject_function *f, const char *format, ...)
{
    char *text = NULL;
    size_t column = 4, indent = 8;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    if (!text) {
        f->full = true;
        return;
    }
    const char *open = strchr(text, '(');
    if (open)
        indent = 4 + (size_t)(open - text) + 1;
    fputs("    ", f->out);
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, "\t");
        bool first = at == text;

        if (!first && column + 1 + len > WIDTH) {
            fprintf(f->out, "\n%*s", (int)indent, "");
            column = indent;
        } else if (!first) {
            fputc(' ', f->out);
            column++;
        }
        fwrite(at, 1, len, f->out);
        column += len;
        at += len + (at[len] != '\0');
    }
    fputc('\n', f->out);
    free(text);
}

char *eject_literal(struct eject_function *f, const char *bytes, size_t len)
{
    struct memory memory;

    if (memory_open(&memory))
        eject_c_string(memory.out, bytes, len);
    if (!memory_close(&memory))
        f->full = true;
    return memory.text;
}

/* ---- arguments ---- */

/* Begin an argument of the C call. */
static FILE *c_arg(struct eject_pieces *p)
{
    if (p->any)
        fputs(",\t", p->c);
    p->any = true;
    return p->c;
}

/* Begin an argument of what is printed. */
static FILE *shown_arg(struct eject_pieces *p)
{
    if (p->shown)
        fputs(", ", p->format);
    p->shown = true;
    return p->format;
}

/* An integer as C has it: constants joined by ` | `. */
static void put_int(FILE *out, const struct arg *arg)
{
    if (arg->kind != ARG_INT) {
        fputs("0", out);
        return;
    }
    if (arg->number > INT_MAX)
        fputs("(int)", out);
    for (const char *at = arg->text; *at != '\0'; at++)
        if (*at == '|')
            fputs(" | ", out);
        else if (*at != ' ' && *at != '\t')
            fputc(*at, out);
}

static void put_fd(struct eject_function *f, struct eject_pieces *p,
                   const struct arg *arg)
{
    char name[64];

    eject_fd_name(f, arg->number, name, sizeof(name));
    fputs(name, c_arg(p));
    fputs("%d", shown_arg(p));
    fprintf(p->values, ",\t%s", name);
}

static void put_addr(struct eject_function *f, struct eject_pieces *p,
                     const struct arg *arg)
{
    char size[128];

    if (arg->kind != ARG_ADDR) {
        fputs("NULL,\t0", c_arg(p));
        return;
    }
    const char *name = eject_addr_name(f, &arg->addr);
    eject_addr_size(&arg->addr, name, size, sizeof(size));
    fprintf(c_arg(p), "(struct sockaddr *)&%s,\t%s", name, size);
    fputs("%s", shown_arg(p));
    fprintf(p->values, ",\tshow(&%s, %s)", name, size);
}

/*
 * NULL does where nobody looks at the address, but not for getsockname() and
 * getpeername(), which are about nothing else.
 */
static void put_addr_out(struct eject_function *f, struct eject_pieces *p,
                         const struct arg *arg, const char *result, bool must)
{
    if (arg->kind != ARG_ADDR && !must) {
        fputs("NULL,\tNULL", c_arg(p));
        if (arg->kind == ARG_ANY)
            fputs("_", shown_arg(p));
        return;
    }
    f->needs |= NEEDS_FROM;
    eject_put_line(f, "size = sizeof from;");
    fputs("(struct sockaddr *)&from,\t&size", c_arg(p));
    fputs("%s", shown_arg(p));
    fprintf(p->values, ",\tfound(%s, &from, size)", result);
}

/* Room of the function for that many bytes. */
static void need_data(struct eject_function *f, size_t size)
{
    f->data = size > f->data ? size : f->data;
}

/*
 * Bytes to send: a literal, or room that is filled when they repeat or when
 * the call is told more of them than there are.
 */
static void put_data(struct eject_function *f, struct eject_pieces *p,
                     const struct arg *data, const struct arg *len)
{
    size_t total = data->len * data->repeat;
    size_t asked = len->kind == ARG_INT ? (size_t)len->number : total;
    char *literal = eject_literal(f, data->bytes, data->len);

    if (!literal)
        return;
    if (data->repeat == 1 && asked <= total) {
        fputs(literal, c_arg(p));
    } else {
        need_data(f, asked > total ? asked : total);
        if (asked > total)
            eject_put_line(f, "memset(data,\t0,\t%zu);", asked);
        if (data->repeat > 1 && data->len > 0)
            eject_put_line(f, "fill(data,\t%zu,\t%s,\t%zu);", total, literal,
                           data->len);
        else
            eject_put_line(f, "memcpy(data,\t%s,\t%zu);", literal, data->len);
        fputs("data", c_arg(p));
    }
    if (len->kind != ARG_INT)
        fprintf(p->c, ",\t%zu", total);
    free(literal);
    eject_c_format(shown_arg(p), data->text);
}

/* Bytes that come, and how many of them are asked for. */
static void put_data_out(struct eject_function *f, struct eject_pieces *p,
                         const struct arg *len, const char *result)
{
    need_data(f, (size_t)len->number + 1);
    fputs("data", c_arg(p));
    fputs("%s", shown_arg(p));
    fprintf(p->values, ",\tquote(data, %s)", result);
}

/* ---- options ---- */

/* The options whose value is a struct of its own type. */
enum value_type { VALUE_INT, VALUE_LINGER, VALUE_TIMEVAL, VALUE_INTS };

static enum value_type value_type(const struct call *call)
{
    long option = call->args[2].number;
    const struct arg *value = &call->args[3];

    if (value->kind != ARG_INTS)
        return VALUE_INT;
    if (call->args[1].number != SOL_SOCKET || value->n_ints != 2)
        return VALUE_INTS;
    return option == SO_LINGER                              ? VALUE_LINGER
           : option == SO_RCVTIMEO || option == SO_SNDTIMEO ? VALUE_TIMEVAL
                                                            : VALUE_INTS;
}

/* The value of setsockopt(), as a literal of its type. */
static void put_value(struct eject_pieces *p, const struct call *call)
{
    const struct arg *value = &call->args[3];
    FILE *out = c_arg(p);

    switch (value_type(call)) {
    case VALUE_LINGER:
        fprintf(out,
                "&(struct linger){.l_onoff = %d, .l_linger = %d},\t"
                "sizeof(struct linger)",
                value->ints[0], value->ints[1]);
        break;
    case VALUE_TIMEVAL:
        fprintf(out,
                "&(struct timeval){.tv_sec = %d, .tv_usec = %d},\t"
                "sizeof(struct timeval)",
                value->ints[0], value->ints[1]);
        break;
    case VALUE_INTS:
        fputs("(int[]){", out);
        for (int i = 0; i < value->n_ints; i++)
            fprintf(out, "%s%d", i > 0 ? ", " : "", value->ints[i]);
        fprintf(out, "},\t%d * sizeof(int)", value->n_ints);
        break;
    case VALUE_INT:
        fputs("&(int){", out);
        put_int(out, value);
        fputs("},\tsizeof(int)", out);
        break;
    }
    eject_c_format(shown_arg(p), value->text);
}

/* Several ints that getsockopt() fills in. */
static void put_ints_out(struct eject_pieces *p, int n)
{
    for (int i = 0; i < n; i++) {
        fprintf(p->format, "%s%%d", i > 0 ? ", " : "");
        fprintf(p->values, ",\tints[%d]", i);
    }
    fputs("}", p->format);
}

/* The value that getsockopt() fills in, and how it is printed. */
static void put_value_out(struct eject_function *f, struct eject_pieces *p,
                          const struct call *call)
{
    static const struct {
        const char *name, *address, *format, *values;
        enum eject_need need;
    } types[] = {
        [VALUE_INT] = {"value", "&value", "%d", ",\tvalue", NEEDS_VALUE},
        [VALUE_LINGER] = {"linger", "&linger", "{%d, %d}",
                          ",\tlinger.l_onoff,\tlinger.l_linger", NEEDS_LINGER},
        [VALUE_TIMEVAL] = {"timeval", "&timeval", "{%ld, %ld}",
                           ",\t(long)timeval.tv_sec,\t(long)timeval.tv_usec",
                           NEEDS_TIMEVAL},
        [VALUE_INTS] = {"ints", "ints", "{", "", NEEDS_INTS},
    };
    enum value_type type = value_type(call);

    f->needs |= types[type].need;
    eject_put_line(f, "size = sizeof %s;", types[type].name);
    fprintf(c_arg(p), "%s,\t&size", types[type].address);
    fputs(types[type].format, shown_arg(p));
    fputs(types[type].values, p->values);
    if (type == VALUE_INTS)
        put_ints_out(p, call->args[3].n_ints);
}

/* ---- any argument ---- */

void eject_put_arg(struct eject_function *f, struct eject_pieces *p,
                   const struct call *call, int i, const char *result)
{
    const struct arg *arg = &call->args[i];

    switch (call_param(call, i)) {
    case PARAM_FD: put_fd(f, p, arg); break;
    case PARAM_PATH:
        eject_c_string(c_arg(p), arg->addr.path, strlen(arg->addr.path));
        eject_c_format(shown_arg(p), arg->text);
        break;
    case PARAM_ADDR:
    case PARAM_PEER: put_addr(f, p, arg); break;
    case PARAM_ADDR_OUT:
        put_addr_out(f, p, arg, result,
                     call_does(call, CALL_ASKS_NAME | CALL_ASKS_PEER));
        break;
    case PARAM_DATA: put_data(f, p, arg, &call->args[i + 1]); break;
    case PARAM_DATA_OUT: put_data_out(f, p, &call->args[i + 1], result); break;
    case PARAM_OPTION: put_value(p, call); break;
    case PARAM_OPTION_OUT: put_value_out(f, p, call); break;
    case PARAM_INT:
    case PARAM_LEN:
    case PARAM_COMMAND:
    case PARAM_HANDLER:
    case PARAM_ENTRIES:
    case PARAM_NFDS:
    case PARAM_REQUEST:
    case PARAM_RESOURCE:
        if (arg->kind == ARG_ABSENT)
            break;
        put_int(c_arg(p), arg);
        eject_c_format(shown_arg(p), arg->text);
        break;
    case PARAM_ACTOR: /* fork() and execve() have forms of their own */
    case PARAM_ITSELF:
    /* Those of calls that are refused, eject_refuse(). */
    case PARAM_PIECES:
    case PARAM_PIECES_OUT:
    case PARAM_LENS:
    case PARAM_READY_OUT:
    case PARAM_POLLED:
    case PARAM_SET:
    case PARAM_SECONDS:
    case PARAM_PAIR_OUT:
    case PARAM_REQUEST_VALUE:
    case PARAM_LIMIT:
    case PARAM_LABEL: break;
    }
}
