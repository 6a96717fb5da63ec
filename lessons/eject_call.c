/*
 * A call of a script as the C that makes it. Every call has the same form:
 * wait for one's turn, what the call needs before it, the call, and done()
 * with the text that steps.h prints. What differs is said by `forms`, a letter
 * for each argument.
 */
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lessons/eject_parts.h"

/*
 * f a descriptor; i an integer; p a path; a an address, A one that is filled
 * in; d bytes to send, D bytes that come, l how many of either; o the value of
 * an option, O one that is filled in. The order is that of the C call.
 */
static const struct form {
    const char *name;
    const char *args;
} forms[] = {
    {"accept", "fA"},       {"accept4", "fAi"},    {"bind", "fa"},
    {"close", "f"},         {"connect", "fa"},     {"dup", "f"},
    {"fcntl", "fii"},       {"getpeername", "fA"}, {"getsockname", "fA"},
    {"getsockopt", "fiiO"}, {"listen", "fi"},      {"poll", "fii"},
    {"read", "fDl"},        {"recv", "fDli"},      {"recvfrom", "fDliA"},
    {"send", "fdli"},       {"sendto", "fdlia"},   {"setsockopt", "fiio"},
    {"shutdown", "fi"},     {"signal", "ii"},      {"socket", "iii"},
    {"unlink", "p"},        {"write", "fdl"},
};

/* ---- lines of C ---- */

enum { WIDTH = 79 };

/*
 * Write a statement. A tab in it is a blank, or a new line below the first
 * argument where the next piece would not fit.
 */
static void put_line(struct eject_function *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put_line(struct eject_function *f, const char *format, ...)
{
    char *text = NULL;
    size_t column = 4, indent = 8;
    va_list args;

    va_start(args, format);
    if (vasprintf(&text, format, args) < 0)
        text = NULL;
    va_end(args);
    if (text == NULL) {
        f->full = true;
        return;
    }
    const char *open = strchr(text, '(');
    if (open != NULL)
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

/* ---- arguments ---- */

/* What is put together while the arguments are gone through. */
struct pieces {
    FILE *c;      /* the arguments in C */
    FILE *format; /* done()'s format */
    FILE *values; /* and what goes into it */
    bool any;     /* something stands in c */
    bool shown;   /* something stands in format */
};

/* Begin an argument of the C call. */
static FILE *c_arg(struct pieces *p)
{
    if (p->any)
        fputs(",\t", p->c);
    p->any = true;
    return p->c;
}

/* Begin an argument of what is printed. */
static FILE *shown_arg(struct pieces *p)
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

static void put_fd(struct eject_function *f, struct pieces *p,
                   const struct arg *arg)
{
    char name[64];

    eject_fd_name(f, arg->number, name, sizeof(name));
    fputs(name, c_arg(p));
    fputs("%d", shown_arg(p));
    fprintf(p->values, ",\t%s", name);
}

static void put_addr(struct eject_function *f, struct pieces *p,
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
static void put_addr_out(struct eject_function *f, struct pieces *p,
                         const struct arg *arg, const char *result, bool must)
{
    if (arg->kind != ARG_ADDR && !must) {
        fputs("NULL,\tNULL", c_arg(p));
        if (arg->kind == ARG_ANY)
            fputs("_", shown_arg(p));
        return;
    }
    f->from = true;
    put_line(f, "size = sizeof from;");
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
static void put_data(struct eject_function *f, struct pieces *p,
                     const struct arg *data, const struct arg *len)
{
    size_t total = data->len * data->repeat;
    size_t asked = len->kind == ARG_INT ? (size_t)len->number : total;
    char *literal = NULL;
    size_t size;
    FILE *out = open_memstream(&literal, &size);

    if (out == NULL) {
        f->full = true;
        return;
    }
    eject_c_string(out, data->bytes, data->len);
    fclose(out);
    if (data->repeat == 1 && asked <= total) {
        fputs(literal, c_arg(p));
    } else {
        need_data(f, asked > total ? asked : total);
        if (asked > total)
            put_line(f, "memset(data,\t0,\t%zu);", asked);
        if (data->repeat > 1 && data->len > 0)
            put_line(f, "fill(data,\t%zu,\t%s,\t%zu);", total, literal,
                     data->len);
        else
            put_line(f, "memcpy(data,\t%s,\t%zu);", literal, data->len);
        fputs("data", c_arg(p));
    }
    if (len->kind != ARG_INT)
        fprintf(p->c, ",\t%zu", total);
    free(literal);
    eject_c_format(shown_arg(p), data->text);
}

/* Bytes that come, and how many of them are asked for. */
static void put_data_out(struct eject_function *f, struct pieces *p,
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
static void put_value(struct pieces *p, const struct call *call)
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

/* The value that getsockopt() fills in, and how it is printed. */
static void put_value_out(struct eject_function *f, struct pieces *p,
                          const struct call *call)
{
    int n = call->args[3].n_ints;

    switch (value_type(call)) {
    case VALUE_LINGER:
        f->linger = true;
        put_line(f, "size = sizeof linger;");
        fputs("&linger,\t&size", c_arg(p));
        fputs("{%d, %d}", shown_arg(p));
        fputs(",\tlinger.l_onoff,\tlinger.l_linger", p->values);
        break;
    case VALUE_TIMEVAL:
        f->timeval = true;
        put_line(f, "size = sizeof timeval;");
        fputs("&timeval,\t&size", c_arg(p));
        fputs("{%ld, %ld}", shown_arg(p));
        fputs(",\t(long)timeval.tv_sec,\t(long)timeval.tv_usec", p->values);
        break;
    case VALUE_INTS:
        f->ints = true;
        put_line(f, "size = sizeof ints;");
        fputs("ints,\t&size", c_arg(p));
        fputs("{", shown_arg(p));
        for (int i = 0; i < n; i++) {
            fprintf(p->format, "%s%%d", i > 0 ? ", " : "");
            fprintf(p->values, ",\tints[%d]", i);
        }
        fputs("}", p->format);
        break;
    case VALUE_INT:
        f->value = true;
        put_line(f, "size = sizeof value;");
        fputs("&value,\t&size", c_arg(p));
        fputs("%d", shown_arg(p));
        fputs(",\tvalue", p->values);
        break;
    }
}

/* ---- calls ---- */

/* One argument, by its letter. */
static void put_arg(struct eject_function *f, struct pieces *p,
                    const struct call *call, int i, char letter,
                    const char *result)
{
    const struct arg *arg = &call->args[i];
    const char *name = call_name(call);

    switch (letter) {
    case 'f': put_fd(f, p, arg); break;
    case 'p':
        eject_c_string(c_arg(p), arg->addr.path, strlen(arg->addr.path));
        eject_c_format(shown_arg(p), arg->text);
        break;
    case 'a': put_addr(f, p, arg); break;
    case 'A':
        put_addr_out(f, p, arg, result, strncmp(name, "get", 3) == 0);
        break;
    case 'd': put_data(f, p, arg, &call->args[i + 1]); break;
    case 'D': put_data_out(f, p, &call->args[i + 1], result); break;
    case 'o': put_value(p, call); break;
    case 'O': put_value_out(f, p, call); break;
    default: /* i and l: what was left out is left out */
        if (arg->kind == ARG_ABSENT)
            break;
        put_int(c_arg(p), arg);
        eject_c_format(shown_arg(p), arg->text);
        break;
    }
}

/* poll() and signal() are not called as the lesson writes them. */
static void put_call(struct eject_function *f, const struct call *call,
                     const char *result, const char *args)
{
    char fd[64];
    char *at = NULL;

    if (strcmp(call_name(call), "poll") == 0) {
        f->pollfd = true;
        eject_fd_name(f, call->args[0].number, fd, sizeof(fd));
        at = strstr(args, "\t"); /* behind the descriptor stand the events */
        const char *ms = strrchr(args, '\t');
        put_line(f, "pollfd = (struct pollfd){.fd = %s,\t.events = %.*s};", fd,
                 (int)(ms - at - 2), at + 1);
        put_line(f, "%s = poll(&pollfd,\t1,\t%s);", result, ms + 1);
    } else if (strcmp(call_name(call), "signal") == 0) {
        put_line(f, "%s = signal(%s) == SIG_ERR ? -1 : 0;", result, args);
    } else {
        put_line(f, "%s = %s(%s);", result, call_name(call), args);
    }
}

/* Whether all of it could be kept in memory; NULL is what could not be opened.
 */
static bool closed(FILE *out)
{
    return out != NULL && fclose(out) == 0;
}

/* Make the call, and print what came of it. */
static void put_plain_call(struct eject_function *f, size_t act,
                           const char *letters)
{
    const struct call *call = &f->plan->acts[act].call;
    char *c = NULL, *format = NULL, *values = NULL;
    size_t len;
    struct pieces p = {.c = open_memstream(&c, &len),
                       .format = open_memstream(&format, &len),
                       .values = open_memstream(&values, &len)};
    char result[64];
    bool polls = strcmp(call_name(call), "poll") == 0;
    bool made = p.c != NULL && p.format != NULL && p.values != NULL;

    eject_result_name(f, act, result, sizeof(result));
    for (int i = 0; made && letters[i] != '\0'; i++)
        put_arg(f, &p, call, i, letters[i], result);
    made = closed(p.c) + closed(p.format) + closed(p.values) == 3;
    f->full = f->full || !made;
    if (made) {
        put_call(f, call, result, c);
        put_line(f, "%s(%s,\t%s\"%s(%s)\"%s);", polls ? "done_poll" : "done",
                 result, polls ? "pollfd.revents,\t" : "", call_name(call),
                 format, values);
    }
    free(c);
    free(format);
    free(values);
}

/* The child goes on in a function of its own. */
static void put_fork(struct eject_function *f, const struct eject_act *act)
{
    char name[64];

    f->child = true;
    eject_function_name(f->plan, act->child, name, sizeof(name));
    put_line(f, "child = fork();");
    put_line(f, "if (child == 0)");
    put_line(f, "    %s();", name);
    put_line(f, "done(child,\t\"fork()\");");
}

/* Only a failure comes back; of a success the new program tells. */
static void put_execve(struct eject_function *f, const struct eject_act *act)
{
    char program[64];
    int life = act->child >= 0 ? act->child : act->life;

    eject_program(f->plan, life, program, sizeof(program));
    put_line(f,
             "execve(\"/proc/self/exe\",\t(char *[]){\"%s\", \"%d\", "
             "NULL},\tenviron);",
             program, eject_number(f->plan, life));
    put_line(f, "done(-1,\t\"execve(\\\"/proc/self/exe\\\")\");");
}

static void put_exit(struct eject_function *f, const struct call *call)
{
    int status = (int)call->args[0].number;

    put_line(f, "leaving(\"exit(%%d)\",\t%d);", status);
    put_line(f, "exit(%d);", status);
}

/* A comment on what the lesson has come of the call. */
static void put_expectation(struct eject_function *f,
                            const struct eject_act *act)
{
    const struct eject_plan *plan = f->plan;
    char text[128];

    eject_result(act, &act->call, text, sizeof(text));
    if (call_is_exit(&act->call) || call_is_fork(&act->call))
        return;
    if (act->want.kind == RESULT_NONE || act->want.kind == RESULT_ANY) {
        put_line(f, "/* Any result will do. */");
    } else if (act->want.kind != RESULT_BLOCKS) {
        put_line(f, "/* Expected: %s */", text);
    } else if (act->answer == SIZE_MAX) {
        put_line(f, "/* Expected: it waits, and does not return. */");
    } else {
        const struct eject_act *answer = &plan->acts[act->answer];

        eject_result(answer, &act->call, text, sizeof(text));
        put_line(f, "/* Expected: it waits; at step %d it returns %s */",
                 answer->step, text);
    }
}

void eject_write_call(struct eject_function *f, size_t index)
{
    const struct eject_act *act = &f->plan->acts[index];

    fputc('\n', f->out);
    put_expectation(f, act);
    put_line(f, "step(%d,\t\"%s\");", act->step, call_name(&act->call));
    if (call_is_fork(&act->call))
        put_fork(f, act);
    else if (call_is_exit(&act->call))
        put_exit(f, &act->call);
    else if (strcmp(call_name(&act->call), "execve") == 0)
        put_execve(f, act);
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
        if (strcmp(forms[i].name, call_name(&act->call)) == 0)
            put_plain_call(f, index, forms[i].args);
}
