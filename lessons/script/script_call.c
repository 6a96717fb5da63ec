/*
 * script_call.c - a call of a script: where it ends, and whether it can be
 * made with every value of its toggles.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/base/utf8.h"
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

/*
 * fork(B) says where B lives: where its parent does. Every value of a toggle
 * counts: a lesson needs IPv6 if one lane does.
 */
static int note_call(struct script *script, const struct line *line,
                     const struct call *call, struct err *err)
{
    enum need need = loopback_need(call, line->host);

    for (int i = 0; i < call->n_args; i++)
        if (call->args[i].kind == ARG_ADDR)
            script_note_addr(script, &call->args[i].addr);
    if (need != NEEDS)
        script->needs[need] = true;
    if (!call_does(call, CALL_FORKS))
        return 0;
    if (strcmp(call->args[0].name, line->actor) == 0)
        return err_input(err,
                         "a fork of %s into itself was found, another name "
                         "was expected for the child",
                         line->actor);
    if (line->host == HOSTS)
        return 0;
    return script_add_actor(script, slice_of(call->args[0].name), line->host,
                            err);
}

/* ---- with every value ---- */

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

/* Say with which value it went wrong. */
static int with_value(struct err *err, const struct toggle *toggle,
                      const char *value)
{
    char what[sizeof(err->text) - 2 * SCRIPT_NAME - 16];

    /* That there was no memory has nothing to do with the value. */
    if (err->kind == ERR_MACHINE)
        return -1;
    /* Cut, so that the value behind it is never what is cut off. */
    memcpy(what, err->text, sizeof(what));
    what[sizeof(what) - 1] = '\0';
    utf8_trim(what);
    return err_input(err, "%s (with %s=%s)", what, toggle->name, value);
}

static int try_values(struct script *script, const struct line *line,
                      struct setting setting, int index, struct err *err)
{
    const struct toggle *toggle = &setting.toggles[index];

    for (int v = 0; v < toggle->n_values; v++) {
        setting.value[index] = v;
        if (try_call(script, line, &setting, err) != 0)
            return with_value(err, toggle, toggle->values[v]);
    }
    return 0;
}

/* Whether the line, by what stands in brackets, runs with one value only. */
static bool is_fixed(const struct line *line, const char *toggle)
{
    for (int i = 0; i < line->when.n; i++)
        if (strcmp(line->when.list[i].name, toggle) == 0)
            return true;
    return false;
}

/* Those toggles get their values. */
static int set_fixed(struct setting *setting, const struct line *line,
                     struct err *err)
{
    for (int i = 0; i < line->when.n; i++)
        if (line->when.list[i].kind == CONDITION_TOGGLE &&
            setting_set(setting, line->when.list[i].name,
                        line->when.list[i].value, err) != 0)
            return -1;
    return 0;
}

/*
 * The toggles are tried one after the other with the rest at their defaults:
 * they are arguments of their own, and all combinations could be very many.
 */
static int check_call(struct script *script, const struct line *line,
                      const struct scope *scope, struct err *err)
{
    struct setting setting;
    bool tried = false;

    setting_defaults(&setting, scope);
    if (set_fixed(&setting, line, err) != 0)
        return -1;
    for (int i = 0; i < scope->n; i++) {
        if (is_fixed(line, scope->toggles[i].name) ||
            !text_uses_toggle(line->call, scope, i))
            continue;
        tried = true;
        if (try_values(script, line, setting, i, err) != 0)
            return -1;
    }
    return tried ? 0 : try_call(script, line, &setting, err);
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
    return check_call(script, line, scope, err);
}
