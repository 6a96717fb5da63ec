/*
 * A call of a script as the C that makes it. Every call has the same form:
 * wait for one's turn, what the call needs before it, the call, and done()
 * with the text that steps.h prints. What differs is told by the table of
 * calls.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "lab/base/memory.h"
#include "lessons/eject/eject_inside.h"

/* ---- calls ---- */

/* poll() of one descriptor, whose result are events. */
static bool polls_one(const struct call *call)
{
    return call_does(call, CALL_POLLS) && call->args[0].kind == ARG_INT;
}

/* Behind the signal stands the handler, and then flags, or nothing. */
static void put_signal(struct eject_function *f, const struct call *call,
                       const char *result, const char *args)
{
    const char *handler = strchr(args, '\t') + 1;
    const char *flags = strchr(handler, '\t');

    if (strcmp(call_name(call), "signal") == 0) {
        eject_put_line(f, "%s = signal(%s) == SIG_ERR ? -1 : 0;", result, args);
        return;
    }
    f->needs |= NEEDS_ACTION;
    eject_put_line(f, "action = (struct sigaction){.sa_handler = %.*s%s%s};",
                   (int)strcspn(handler, ",\t"), handler,
                   flags ? ",\t.sa_flags = " : "", flags ? flags + 1 : "");
    eject_put_line(f, "%s = sigaction(%.*s,\t&action,\tNULL);", result,
                   (int)(handler - args - 2), args);
}

/*
 * poll(), signal() and sigaction() are not called as the lesson writes them,
 * and unlink() only for files that are the programs' own.
 */
static void put_call(struct eject_function *f, const struct call *call,
                     const char *result, const char *args)
{
    char fd[64];

    if (polls_one(call)) {
        /* Behind the descriptor stand the events, and then the time. */
        const char *at = strchr(args, '\t'), *ms = strrchr(args, '\t');

        f->needs |= NEEDS_POLLFD;
        eject_fd_name(f, call->args[0].number, fd, sizeof(fd));
        eject_put_line(f,
                       "pollfd = (struct pollfd){.fd = %s,\t.events = %.*s};",
                       fd, (int)(ms - at - 2), at + 1);
        eject_put_line(f, "%s = poll(&pollfd,\t1,\t%s);", result, ms + 1);
    } else if (call_does(call, CALL_SIGNALS)) {
        put_signal(f, call, result, args);
    } else if (call_does(call, CALL_UNLINKS)) {
        eject_put_line(f, "%s = unlink_noted(%s);", result, args);
    } else {
        eject_put_line(f, "%s = %s(%s);", result, call_name(call), args);
    }
}

/* A file that it has made is noted before anybody hears of it. */
static void put_note(struct eject_function *f, size_t act, const char *result)
{
    const char *path = eject_makes_file(&f->plan->acts[act]);
    char *literal = path ? eject_literal(f, path, strlen(path)) : NULL;

    if (literal)
        eject_put_line(f, "note_file(%s,\t%s);", result, literal);
    free(literal);
}

/* Make the call, and print what came of it. */
static void put_plain_call(struct eject_function *f, size_t act)
{
    const struct call *call = &f->plan->acts[act].call;
    struct memory c, format, values;
    struct eject_pieces p;
    char result[64];
    bool polls = polls_one(call);
    /* All three are opened, and so can be closed, also if one can't be had. */
    bool made =
        memory_open(&c) + memory_open(&format) + memory_open(&values) == 3;

    p = (struct eject_pieces){
        .c = c.out, .format = format.out, .values = values.out};
    eject_result_name(f, act, result, sizeof(result));
    for (int i = 0; made && i < call->n_args; i++)
        eject_put_arg(f, &p, call, i, result);
    made =
        memory_close(&c) + memory_close(&format) + memory_close(&values) == 3;
    f->full = f->full || !made;
    if (made) {
        put_call(f, call, result, c.text);
        put_note(f, act, result);
        eject_put_line(f, "%s(%s,\t%s\"%s(%s)\"%s);",
                       polls ? "done_poll" : "done", result,
                       polls ? "pollfd.revents,\t" : "", call_name(call),
                       format.text, values.text);
    }
    free(c.text);
    free(format.text);
    free(values.text);
}

/* The child goes on in a function of its own. */
static void put_fork(struct eject_function *f, const struct eject_act *act)
{
    char name[64];

    f->needs |= NEEDS_CHILD;
    eject_function_name(f->plan, act->child, name, sizeof(name));
    eject_put_line(f, "child = fork();");
    eject_put_line(f, "if (child == 0)");
    eject_put_line(f, "    %s();", name);
    eject_put_line(f, "done(child,\t\"fork()\");");
}

/* Only a failure comes back; of a success the new program tells. */
static void put_execve(struct eject_function *f, const struct eject_act *act)
{
    char program[64];
    int life = act->child >= 0 ? act->child : act->life;

    eject_program(f->plan, life, program, sizeof(program));
    eject_put_line(f,
                   "execve(\"/proc/self/exe\",\t(char *[]){\"%s\", \"%d\", "
                   "NULL},\tenviron);",
                   program, eject_number(f->plan, life));
    eject_put_line(f, "done(-1,\t\"execve(\\\"/proc/self/exe\\\")\");");
}

static void put_exit(struct eject_function *f, const struct call *call)
{
    int status = (int)call->args[0].number;

    eject_put_line(f, "leaving(\"exit(%%d)\",\t%d);", status);
    eject_put_line(f, "exit(%d);", status);
}

/* A comment on what the lesson has come of the call. */
static void put_expectation(struct eject_function *f,
                            const struct eject_act *act)
{
    const struct eject_plan *plan = f->plan;
    char text[128];

    eject_result(act, &act->call, text, sizeof(text));
    if (call_does(&act->call, CALL_EXITS | CALL_FORKS))
        return;
    if (act->want.kind == RESULT_NONE || act->want.kind == RESULT_ANY) {
        eject_put_line(f, "/* Any result will do. */");
    } else if (act->want.kind != RESULT_BLOCKS) {
        eject_put_line(f, "/* Expected: %s */", text);
    } else if (act->answer == SIZE_MAX) {
        eject_put_line(f, "/* Expected: it waits, and does not return. */");
    } else {
        const struct eject_act *answer = &plan->acts[act->answer];

        eject_result(answer, &act->call, text, sizeof(text));
        eject_put_line(f, "/* Expected: it waits; at step %d it returns %s */",
                       answer->step, text);
    }
}

void eject_write_call(struct eject_function *f, size_t index)
{
    const struct eject_act *act = &f->plan->acts[index];

    fputc('\n', f->out);
    put_expectation(f, act);
    eject_put_line(f, "step(%d,\t\"%s\");", act->step, call_name(&act->call));
    if (call_does(&act->call, CALL_FORKS))
        put_fork(f, act);
    else if (call_does(&act->call, CALL_EXITS))
        put_exit(f, &act->call);
    else if (call_does(&act->call, CALL_EXECS))
        put_execve(f, act);
    else
        put_plain_call(f, index);
}
