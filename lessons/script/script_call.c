/*
 * script_call.c - a call of a script: where it ends, what it asks of the world,
 * and which names it gives.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/world/loopback.h"
#include "lessons/script/script_inside.h"

/* ---- where the call ends ---- */

/*
 * How many bytes `name(args)` has at the beginning of text; 0: no end, and
 * *quoted tells whether that is for want of a string's end.
 */
static size_t call_length(struct slice text, bool *quoted)
{
    *quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        if (*quoted && text.at[i] == '\\')
            i++;
        else if (text.at[i] == '"')
            *quoted = !*quoted;
        else if (text.at[i] == ')' && !*quoted)
            /* A call's arguments hold no parentheses outside of strings. */
            return i + 1;
    }
    return 0;
}

/* ---- what the lab will need for it ---- */

/* A value that the name of an argument might have. */
static const char *likely_value(const struct call *call, int i)
{
    return call->args[i].kind == ARG_GIVEN &&
                   call_param(call, i) == PARAM_ADDR_OUT
               ? "10.0.0.1:1"
               : "1";
}

/*
 * fork(B) says where B lives: where its parent does. Every value of a toggle
 * counts: a lesson needs IPv6 if one lane does.
 */
static int note_call(struct script *script, const struct line *line,
                     const struct call *call, struct err *err)
{
    enum need need = loopback_need(call, line->host);

    for (int i = 0; i < call->n_args; i++) {
        const char *name = call_name_at(call, i);

        if (call->args[i].kind == ARG_ADDR)
            script_note_addr(script, &call->args[i].addr);
        if (name &&
            script_note_name(script, name, likely_value(call, i), err) != 0)
            return -1;
    }
    if (need != NEEDS)
        script->needs[need] = true;
    if (!call_does(call, CALL_FORKS | CALL_THREADS))
        return 0;
    if (script_check_actor(slice_of(call->args[0].name), err) != 0)
        return -1;
    if (strcmp(call->args[0].name, line->actor) == 0)
        return err_input(err,
                         call_does(call, CALL_THREADS)
                             ? N_("a thread of %s that is itself was found, "
                                  "another name was expected")
                             : N_("a fork of %s into itself was found, "
                                  "another name was expected for the child"),
                         line->actor);
    if (line->host == HOSTS)
        return 0;
    return script_add_actor(script, slice_of(call->args[0].name), line->host,
                            err);
}

/* Read the call in one setting, and note what it asks for. */
static int try_call(struct script *script, const struct line *line,
                    const struct setting *setting, struct err *err)
{
    struct call call;
    int result;

    if (line_call(line, setting, &call, err) != 0)
        return -1;
    result = note_call(script, line, &call, err);
    call_free(&call);
    return result;
}

int line_read_call(struct line *line, struct slice text, struct script *script,
                   const struct scope *scope, struct err *err)
{
    bool quoted;
    size_t len = call_length(text, &quoted);
    struct slice rest = {text.at + len, text.len - len};

    if (len == 0)
        return script_refuse(
            text,
            quoted ? N_("'%.*s' was found, a \" at the end of the string was "
                        "expected")
                   : N_("'%.*s' was found, a closing parenthesis was expected"),
            err);
    line->kind = LINE_CALL;
    line->call = slice_dup((struct slice){text.at, len});
    if (!line->call)
        return err_machine(err, "out of memory");
    if (within_read(&line->deadline_ms, &rest, err) != 0)
        return -1;
    rest = slice_trim(rest);
    if (slice_take(&rest, "=")) {
        if (alternatives_read(line, rest, scope, err) != 0)
            return -1;
    } else if (rest.len > 0) {
        return err_input(err,
                         "'%.*s' was found behind the call, = RESULT was "
                         "expected",
                         SLICE(rest));
    }
    return script_try_values(script, line, line->call, scope, try_call, err);
}
