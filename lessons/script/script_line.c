/*
 * script_line.c - one line of a script: which kind it is, and its parts.
 *
 * A line is eaten from its front: each reader takes off what it knows and
 * passes the rest on. Only `within` and the conditions stand at the end, so
 * these are taken from there first.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/nearest.h"
#include "lab/base/symbol.h"
#include "lessons/script/script_inside.h"

enum { DEADLINE_MS = 2000 };

/* ---- process lines ---- */

/* An actor that no line before has put on a host, or one that was meant. */
static int refuse_actor(const struct script *script, const char *actor,
                        struct slice name, struct err *err)
{
    struct nearest near = {0};

    nearest_try(&near, name.at, name.len, "server");
    nearest_try(&near, name.at, name.len, "client");
    for (int i = 0; i < script->n_actors; i++)
        nearest_try(&near, name.at, name.len, script->actors[i].name);
    if (near.name)
        return err_input(err,
                         "'%s:' was found, %s@server: or %s@client: was "
                         "expected at an actor's first line, did you mean %s:?",
                         actor, actor, actor, near.name);
    return err_input(err,
                     "'%s:' was found, %s@server: or %s@client: was "
                     "expected at an actor's first line",
                     actor, actor, actor);
}

/* Which actor, and on which host it lives: NAME or NAME@HOST. */
static int read_actor(struct line *line, struct slice name,
                      struct script *script, struct err *err)
{
    bool has_host;
    struct slice host = name;

    name = slice_cut(&host, '@', &has_host);
    if (script_check_actor(name, err) != 0)
        return -1;
    slice_copy(name, line->actor, sizeof(line->actor));
    line->has_host = has_host;
    if (!has_host) {
        /*
         * At the prompt the lab may know an actor that no line has named:
         * fork() can have made it. HOSTS leaves it to lane_process.c to find
         * out.
         */
        line->host = script_actor_host(script, name);
        if (line->host != HOSTS || line->number == 0)
            return 0;
        return refuse_actor(script, line->actor, name, err);
    }
    line->host = host_find(host.at, (int)host.len);
    if (line->host == HOSTS)
        return err_input(err,
                         "the host '%.*s' was found, server or client was "
                         "expected",
                         SLICE(host));
    return script_add_actor(script, name, line->host, err);
}

/*
 * SIGINT, or what stands behind `killed`. Names only: 9 is SIGKILL everywhere,
 * but other numbers differ between machines (signal(7)).
 */
static int read_signal(struct line *line, enum line_kind kind,
                       struct slice name, struct err *err)
{
    line->kind = kind;
    line->signal = symbol_signal_value(name.at, name.len);
    if (line->signal != 0)
        return 0;
    return script_refuse(
        name, "'%.*s' was found, a signal such as SIGINT was expected", err);
}

/* A status as exit(3) passes it on: eight bits. */
static int read_exited(struct line *line, struct slice status, struct err *err)
{
    long number;

    line->kind = LINE_EXITED;
    if (!slice_number(status, &number) || number < 0 || number > 255)
        return script_refuse(
            status,
            "'%.*s' was found, an exit status from 0 to 255 was expected", err);
    line->status = (int)number;
    return 0;
}

/* `handler ran SIGUSR1`; the first word is read already. */
static int read_handler(struct line *line, struct slice all, struct slice text,
                        struct err *err)
{
    if (!slice_is(slice_word(&text), "ran"))
        return script_refuse(
            all, "'%.*s' was found, handler ran SIGNAL was expected", err);
    return read_signal(line, LINE_HANDLER, text, err);
}

/*
 * start, restart, SIGINT, killed SIGINT, exited 0: all that is no call, which
 * is told by its parenthesis.
 */
static int read_order(struct line *line, struct slice text, struct err *err)
{
    struct slice all = text, word = slice_word(&text);

    if (slice_is(word, "killed"))
        return read_signal(line, LINE_KILLED, text, err);
    if (slice_is(word, "exited"))
        return read_exited(line, text, err);
    if (slice_is(word, "handler"))
        return read_handler(line, all, text, err);
    if (slice_begins(word, "SIG"))
        return read_signal(line, LINE_SIGNAL, all, err);
    if (!slice_is(word, "start") && !slice_is(word, "restart"))
        return script_refuse(
            all,
            "'%.*s' was found, a call, = RESULT, start, restart, a signal, "
            "killed SIGNAL, exited STATUS or handler ran SIGNAL was expected",
            err);
    line->kind = slice_is(word, "start") ? LINE_START : LINE_RESTART;
    return line_read_end(text, err);
}

/*
 * A parenthesis makes it a call; its own reader takes the deadline then, for
 * `within 5s` may as well be what the call sends.
 */
static int read_process(struct line *line, struct slice text,
                        struct script *script, const struct scope *scope,
                        struct err *err)
{
    struct slice before = text;
    bool is_call;

    slice_cut(&before, '(', &is_call);
    if (is_call && !slice_begins(text, "="))
        return line_read_call(line, text, script, scope, err);
    if (within_read(&line->deadline_ms, &text, err) != 0)
        return -1;
    if (!slice_take(&text, "="))
        return read_order(line, text, err);
    line->kind = LINE_RETURNS;
    return alternatives_read(line, text, scope, err);
}

/* ---- dispatch ---- */

/* The one line without an actor or a host: the time is the script's. */
static int read_wait(struct line *line, struct slice time, struct err *err)
{
    line->kind = LINE_WAIT;
    return duration_read(&line->wait_ms, time, err);
}

/* Take `[NAME=VALUE]` or `[NAME=VALUE and ...]` off the front, if any. */
static int read_only(struct line *line, struct slice *text,
                     const struct scope *scope, struct err *err)
{
    struct slice rest = *text, conditions;
    bool closed;

    if (!slice_take(&rest, "["))
        return 0;
    conditions = slice_cut(&rest, ']', &closed);
    rest = slice_trim(rest);
    if (!closed || rest.len == 0)
        return err_input(err,
                         "'%.*s' was found, a line behind [NAME=VALUE] was "
                         "expected",
                         SLICE(*text));
    *text = rest;
    line->bracketed = true;
    /* Where the line is an observation, those of its `if` join them. */
    return conditions_read(&line->when, conditions, scope, err);
}

/*
 * What a line begins with tells its kind; the : or $ is its first one. Up to a
 * blank, quote or parenthesis at most: a colon behind one of these belongs to
 * an address or a string.
 */
static size_t subject_length(struct slice text)
{
    size_t n = 0;

    while (n < text.len && !strchr(":$ \t(\"", text.at[n]))
        n++;
    return n;
}

/* What stands behind `HOST$` or, without a host, behind `wire:`. */
static int read_observation(struct line *line, struct slice host,
                            struct slice text, struct script *script,
                            const struct scope *scope, struct err *err)
{
    if (host.len == 0)
        return line_read_wire(line, text, script, err);
    return line_read_host(line, host, text, script, scope, err);
}

/* The host that a line's observation is of; none for the wire's. */
static struct slice observed(const struct line *line)
{
    return slice_of(
        line_family(line->kind) == FAMILY_WIRE ? "" : host_name(line->host));
}

/* `late` as it is in this setting, read into a line that has nothing yet. */
static int read_expanded(struct line *line, const char *late, struct slice host,
                         struct script *script, const struct setting *setting,
                         struct err *err)
{
    const struct scope scope = {setting->toggles, setting->n, setting->names};
    char *text = setting_expand(setting, late, err);
    int result;

    if (!text)
        return -1;
    line->deadline_ms = DEADLINE_MS;
    result = read_observation(line, host, slice_trim(slice_of(text)), script,
                              &scope, err);
    free(text);
    return result;
}

/* Whether it can be read with these values; nothing of it is kept. */
static int try_late(struct script *script, const struct line *line,
                    const struct setting *setting, struct err *err)
{
    struct line tried = {.kind = LINE_WAIT};
    int result =
        read_expanded(&tried, line->late, observed(line), script, setting, err);

    line_free(&tried);
    return result;
}

/*
 * An observation with $NAMEs in it is read with what they might be worth, and
 * once more when it runs. A setting's value has its own way.
 */
static int read_late(struct line *line, struct slice host, struct slice text,
                     struct script *script, const struct scope *scope,
                     struct err *err)
{
    struct slice rest = text;
    struct setting setting;

    if (!memchr(text.at, '$', text.len) ||
        slice_is(slice_word(&rest), "sysctl"))
        return read_observation(line, host, text, script, scope, err);
    setting_defaults(&setting, scope);
    if (script_set_fixed(&setting, line, err) != 0)
        return -1;
    line->late = slice_dup(text);
    if (!line->late)
        return err_machine(err, "out of memory");
    if (read_expanded(line, line->late, host, script, &setting, err) != 0)
        return script_with_name(err, line->late, scope);
    return script_try_values(script, line, line->late, scope, try_late, err);
}

int line_resolve(const struct line *line, const struct setting *setting,
                 struct line *resolved, struct err *err)
{
    struct script unused = {0};

    *resolved = (struct line){.kind = line->kind,
                              .number = line->number,
                              .group = line->group,
                              .text = strdup(line->text)};
    if (!resolved->text)
        return err_machine(err, "out of memory");
    return read_expanded(resolved, line->late, observed(line), &unused, setting,
                         err);
}

/*
 * In order: the condition in brackets, `wait`, which has no subject, then by
 * the mark behind the subject, $ or :. `wire` is a subject like any actor.
 */
int line_read(struct line *line, struct slice text, struct script *script,
              const struct scope *scope, struct err *err)
{
    struct slice subject, rest;

    line->deadline_ms = DEADLINE_MS;
    if (read_only(line, &text, scope, err) != 0)
        return -1;
    rest = text;
    if (slice_is(slice_word(&rest), "wait"))
        return read_wait(line, rest, err);
    subject = (struct slice){text.at, subject_length(text)};
    rest = (struct slice){text.at + subject.len, text.len - subject.len};
    if (subject.len > 0 && slice_take(&rest, "$"))
        return read_late(line, subject, slice_trim(rest), script, scope, err);
    if (subject.len == 0 || !slice_take(&rest, ":"))
        return script_refuse(text,
                             "'%.*s' was found, a line such as server: call(), "
                             "server$ ss, wire: or wait was expected",
                             err);
    rest = slice_trim(rest);
    if (slice_is(subject, "wire"))
        return read_late(line, slice_of(""), rest, script, scope, err);
    if (read_actor(line, subject, script, err) != 0)
        return -1;
    return read_process(line, rest, script, scope, err);
}
