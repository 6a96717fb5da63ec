/*
 * The arguments of a call, one after the other: as C has them, and as done()
 * of steps.h prints them. Statements that an argument needs before the call,
 * such as a buffer that is filled, are written at once; the call itself can
 * only follow when all of them are known.
 */
#include <limits.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lessons/eject/eject_inside.h"

/* ---- arguments ---- */

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
    fputs(name, eject_c_arg(p));
    fputs("%d", eject_shown_arg(p));
    fprintf(p->values, ",\t%s", name);
}

static void put_addr(struct eject_function *f, struct eject_pieces *p,
                     const struct arg *arg)
{
    char size[128];

    if (arg->kind == ARG_INT) { /* AF_UNSPEC, of connect() */
        fputs("&(struct sockaddr){.sa_family = AF_UNSPEC},\t"
              "sizeof(struct sockaddr)",
              eject_c_arg(p));
        eject_c_format(eject_shown_arg(p), arg->text);
        return;
    }
    if (arg->kind != ARG_ADDR) {
        fputs("NULL,\t0", eject_c_arg(p));
        return;
    }
    const char *name = eject_addr_name(f, &arg->addr);
    eject_addr_size(&arg->addr, name, size, sizeof(size));
    fprintf(eject_c_arg(p), "(struct sockaddr *)&%s,\t%s", name, size);
    fputs("%s", eject_shown_arg(p));
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
        fputs("NULL,\tNULL", eject_c_arg(p));
        if (arg->kind == ARG_ANY)
            fputs("_", eject_shown_arg(p));
        return;
    }
    f->needs |= NEEDS_FROM;
    eject_put_line(f, "size = sizeof from;");
    fputs("(struct sockaddr *)&from,\t&size", eject_c_arg(p));
    if (arg->kind == ARG_ABSENT)
        return;
    fputs("%s", eject_shown_arg(p));
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
        fputs(literal, eject_c_arg(p));
    } else {
        need_data(f, asked > total ? asked : total);
        if (asked > total)
            eject_put_line(f, "memset(data,\t0,\t%zu);", asked);
        if (data->repeat > 1 && data->len > 0)
            eject_put_line(f, "fill(data,\t%zu,\t%s,\t%zu);", total, literal,
                           data->len);
        else
            eject_put_line(f, "memcpy(data,\t%s,\t%zu);", literal, data->len);
        fputs("data", eject_c_arg(p));
    }
    if (len->kind != ARG_INT)
        fprintf(p->c, ",\t%zu", total);
    free(literal);
    eject_c_format(eject_shown_arg(p), data->text);
}

/* Bytes that come, and how many of them are asked for. */
static void put_data_out(struct eject_function *f, struct eject_pieces *p,
                         const struct arg *len, const char *result)
{
    need_data(f, (size_t)len->number + 1);
    fputs("data", eject_c_arg(p));
    fputs("%s", eject_shown_arg(p));
    fprintf(p->values, ",\tquote(data, %s)", result);
}

/* ---- options ---- */

/* The options whose value is a struct of its own type. */
enum value_type {
    VALUE_INT,
    VALUE_LINGER,
    VALUE_TIMEVAL,
    VALUE_MEMBERSHIP,
    VALUE_INTS,
    VALUE_STRING,
};

static enum value_type value_type(const struct call *call)
{
    long option = call->args[2].number;
    const struct arg *value = &call->args[3];

    if (value->kind == ARG_BYTES)
        return VALUE_STRING;
    if (value->kind != ARG_INTS)
        return VALUE_INT;
    if (call->args[1].number == IPPROTO_IP && value->n_ints == 2 &&
        (option == IP_ADD_MEMBERSHIP || option == IP_DROP_MEMBERSHIP))
        return VALUE_MEMBERSHIP;
    if (call->args[1].number != SOL_SOCKET || value->n_ints != 2)
        return VALUE_INTS;
    return option == SO_LINGER                              ? VALUE_LINGER
           : option == SO_RCVTIMEO || option == SO_SNDTIMEO ? VALUE_TIMEVAL
                                                            : VALUE_INTS;
}

/* An IPv4 address as inet_addr(3) takes it. */
static void put_in_addr(FILE *out, int in_addr)
{
    struct addr addr;

    addr_from_ip(&addr, AF_INET, &in_addr, 0);
    eject_put_host(out, &addr);
}

/* The value of setsockopt(), as a literal of its type. */
static void put_value(struct eject_pieces *p, const struct call *call)
{
    const struct arg *value = &call->args[3];
    FILE *out = eject_c_arg(p);

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
    case VALUE_MEMBERSHIP:
        fputs("&(struct ip_mreq){.imr_multiaddr = {inet_addr(", out);
        put_in_addr(out, value->ints[0]);
        fputs(")},\t.imr_interface = {inet_addr(", out);
        put_in_addr(out, value->ints[1]);
        fputs(")}},\tsizeof(struct ip_mreq)", out);
        break;
    case VALUE_INTS:
        fputs("(int[]){", out);
        for (int i = 0; i < value->n_ints; i++)
            fprintf(out, "%s%d", i > 0 ? ", " : "", value->ints[i]);
        fprintf(out, "},\t%d * sizeof(int)", value->n_ints);
        break;
    case VALUE_STRING:
        eject_c_string(out, value->bytes, value->len);
        fprintf(out, ",\t%zu", value->len);
        break;
    case VALUE_INT:
        fputs("&(int){", out);
        put_int(out, value);
        fputs("},\tsizeof(int)", out);
        break;
    }
    eject_c_format(eject_shown_arg(p), value->text);
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
                          const struct call *call, const char *result)
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
        [VALUE_MEMBERSHIP] = {"ints", "ints", "{", "", NEEDS_INTS},
        [VALUE_INTS] = {"ints", "ints", "{", "", NEEDS_INTS},
        [VALUE_STRING] = {"name", "name", "%s", "", NEEDS_NAME},
    };
    enum value_type type = value_type(call);

    f->needs |= types[type].need;
    /* Of an empty name the kernel writes nothing. */
    if (type == VALUE_STRING)
        eject_put_line(f, "memset(name,\t0,\tsizeof name);");
    eject_put_line(f, "size = sizeof %s;", types[type].name);
    fprintf(eject_c_arg(p), "%s,\t&size", types[type].address);
    fputs(types[type].format, eject_shown_arg(p));
    fputs(types[type].values, p->values);
    if (type == VALUE_INTS || type == VALUE_MEMBERSHIP)
        put_ints_out(p, call->args[3].n_ints);
    if (type == VALUE_STRING)
        fprintf(p->values, ",\tquote(name, %s < 0 ? -1 : (long)strlen(name))",
                result);
}

/* ---- any argument ---- */

void eject_put_arg(struct eject_function *f, struct eject_pieces *p,
                   const struct call *call, int i, const char *result)
{
    const struct arg *arg = &call->args[i];

    switch (call_param(call, i)) {
    case PARAM_FD: put_fd(f, p, arg); break;
    case PARAM_PATH:
        eject_c_string(eject_c_arg(p), arg->addr.path, strlen(arg->addr.path));
        eject_c_format(eject_shown_arg(p), arg->text);
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
    case PARAM_OPTION_OUT: put_value_out(f, p, call, result); break;
    case PARAM_INT:
    case PARAM_LEN:
    case PARAM_COMMAND:
    case PARAM_FD_NEW:
    case PARAM_ENTRIES:
    case PARAM_NFDS:
    case PARAM_REQUEST:
    case PARAM_RESOURCE:
        if (arg->kind == ARG_ABSENT)
            break;
        put_int(eject_c_arg(p), arg);
        eject_c_format(eject_shown_arg(p), arg->text);
        break;
    case PARAM_HANDLER: /* the function of steps.h is called as in a script */
        if (arg->kind == ARG_HANDLER)
            fputs("handler", eject_c_arg(p));
        else
            put_int(eject_c_arg(p), arg);
        eject_c_format(eject_shown_arg(p), arg->text);
        break;
    case PARAM_ACTOR: /* fork() and execve() have forms of their own */
    case PARAM_ITSELF:
    case PARAM_CONTROL: /* eject_plan.c refuses them */
    case PARAM_CONTROL_OUT: break;
    case PARAM_PIECES: eject_put_pieces(f, p, arg); break;
    case PARAM_PIECES_OUT:
        eject_put_buffers(f, p, &call->args[i + 1], result);
        break;
    case PARAM_LENS: break; /* with what is before them */
    case PARAM_EVENTS: eject_put_epoll_event(f, p, call); break;
    case PARAM_READY_OUT: eject_put_ready(f, p, result); break;
    case PARAM_POLLED:
        if (arg->kind == ARG_INT)
            put_fd(f, p, arg);
        else
            eject_put_polled(f, p, arg, result);
        break;
    case PARAM_SET: eject_put_set(f, p, call, i, result); break;
    case PARAM_SECONDS: eject_put_seconds(p, arg); break;
    case PARAM_LIMIT: eject_put_limit(p, arg); break;
    case PARAM_PAIR_OUT: eject_put_pair(f, p, result); break;
    case PARAM_REQUEST_VALUE: eject_put_number(f, p, call, i, result); break;
    case PARAM_LABEL:
        eject_c_string(eject_c_arg(p), arg->bytes, arg->len);
        eject_c_format(eject_shown_arg(p), arg->text);
        break;
    case PARAM_OFFSET:
        if (arg->kind == ARG_ABSENT) {
            fputs("NULL", eject_c_arg(p));
            break;
        }
        fprintf(eject_c_arg(p), "&(off_t){%ld}", arg->number);
        eject_c_format(eject_shown_arg(p), arg->text);
        break;
    }
}
