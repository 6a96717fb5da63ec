/*
 * script.c - a script that was read: its actors, what it needs of the world,
 * and what its lines say with the toggles as they are.
 */
#include "lessons/script/script.h"

#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/script/script_inside.h"

/* ---- lines as text ---- */

/*
 * A # begins a comment only where a word could begin, and outside of quotes:
 * "#" is data, and a#b a name that is refused elsewhere.
 */
struct slice script_strip(struct slice line)
{
    bool quoted = false, blank = true;

    for (size_t i = 0; i < line.len; i++) {
        char c = line.at[i];

        if (c == '#' && blank && !quoted) {
            line.len = i;
            break;
        }
        blank = c == ' ' || c == '\t';
        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
    }
    return slice_trim(line);
}

/* ---- actors ---- */

/* Two actors have their homes by their names (see LESSONS.md). */
enum host_id script_actor_host(const struct script *script, struct slice name)
{
    if (slice_is(name, "server"))
        return HOST_SERVER;
    if (slice_is(name, "client"))
        return HOST_CLIENT;
    for (int i = 0; i < script->n_actors; i++)
        if (slice_is(name, script->actors[i].name))
            return script->actors[i].host;
    return HOSTS;
}

/* Saying again where an actor lives is fine, as long as it is the same. */
int script_check_actor(struct slice name, struct err *err)
{
    if (slice_is_name(name) && name.at[0] != '-' && !slice_is(name, "wire"))
        return 0;
    return err_input(err,
                     "the actor '%.*s' was found, a name of at most 31 "
                     "letters, digits, _ and -, not first, other than wire "
                     "was expected",
                     SLICE(name));
}

int script_add_actor(struct script *script, struct slice name,
                     enum host_id host, struct err *err)
{
    enum host_id lives = script_actor_host(script, name);
    struct script_actor *actor = &script->actors[script->n_actors];

    if (lives == host)
        return 0;
    if (lives != HOSTS)
        return err_input(err,
                         "the actor %.*s on host %s was found, but it lives "
                         "on host %s",
                         SLICE(name), host_name(host), host_name(lives));
    if (script->n_actors == SCRIPT_ACTORS)
        return err_input(err,
                         "more than %d actors were found, fewer were expected",
                         SCRIPT_ACTORS);
    slice_copy(name, actor->name, sizeof(actor->name));
    actor->host = host;
    script->n_actors++;
    return 0;
}

/* ---- what it needs ---- */

/* ::1 and [::] are on plain loopback too; v4-mapped ones are IPv4 there. */
static bool needs_ipv6(const struct addr *addr)
{
    struct in6_addr ip;

    if (addr->family != AF_INET6 || addr->any_host)
        return false;
    memcpy(&ip, addr->ip, sizeof(ip));
    return !IN6_IS_ADDR_LOOPBACK(&ip) && !IN6_IS_ADDR_UNSPECIFIED(&ip) &&
           !IN6_IS_ADDR_V4MAPPED(&ip);
}

void script_note_addr(struct script *script, const struct addr *addr)
{
    if (needs_ipv6(addr))
        script->needs[NEED_IPV6] = true;
}

/* ---- names ---- */

/* One that the prompt knows already keeps what it is worth. */
int script_note_name(struct script *script, const char *name, const char *value,
                     struct err *err)
{
    struct slice slice = slice_of(name);

    if (!script->names && !(script->names = calloc(1, sizeof *script->names)))
        return err_machine(err, "out of memory");
    if (names_value(script->names, slice) ||
        names_set(script->names, slice, value))
        return 0;
    return err_input(err, "more than %d names were found, fewer were expected",
                     SCRIPT_VALUES);
}

/* ---- kinds of lines ---- */

/* What tells lines apart, whatever stands in them. */
static const struct {
    enum line_family family;
    bool proves;
} kinds[] = {
    [LINE_CALL] = {FAMILY_PROCESS, false}, /* what it must give does */
    [LINE_RETURNS] = {FAMILY_PROCESS, false},
    [LINE_START] = {FAMILY_PROCESS, false},
    [LINE_RESTART] = {FAMILY_PROCESS, false},
    [LINE_SIGNAL] = {FAMILY_PROCESS, false},
    [LINE_KILLED] = {FAMILY_PROCESS, true},
    [LINE_EXITED] = {FAMILY_PROCESS, true},
    [LINE_HANDLER] = {FAMILY_PROCESS, true},
    [LINE_SS] = {FAMILY_HOST, true},
    [LINE_SS_NO] = {FAMILY_HOST, true},
    [LINE_SS_KILL] = {FAMILY_HOST, true},
    [LINE_SYSCTL] = {FAMILY_HOST, true},
    [LINE_SYSCTL_IS] = {FAMILY_HOST, true},
    [LINE_SYSCTL_NO] = {FAMILY_HOST, true},
    [LINE_NSTAT] = {FAMILY_HOST, true},
    [LINE_WIRE_ORDER] = {FAMILY_WIRE, false},
    [LINE_WIRE_PACKET] = {FAMILY_WIRE, true},
    [LINE_WIRE_FORGE] = {FAMILY_WIRE, false},
    [LINE_WIRE_ALL] = {FAMILY_WIRE, false},
    [LINE_WIRE_EXPECT] = {FAMILY_WIRE, true},
    [LINE_WIRE_NONE] = {FAMILY_WIRE, true},
    [LINE_WAIT] = {FAMILY_TIME, false},
};

enum line_family line_family(enum line_kind kind)
{
    return kinds[kind].family;
}

/* `?` is all that may come. */
bool line_proves(const struct line *line)
{
    for (int i = 0; i < line->n_alternatives; i++)
        if (line->alternatives[i].result.kind != RESULT_ANY)
            return true;
    return kinds[line->kind].proves;
}

/* ---- $NAME in a line ---- */

/*
 * Expanded and parsed each time that it is asked for: a call is read once or
 * twice in a run, and a toggle may be turned at any moment.
 */
int line_call(const struct line *line, const struct setting *setting,
              struct call *call, struct err *err)
{
    char *text = setting_expand_call(setting, line->call, err);
    char wanted[VALUE_NAME + 1];
    int result;

    if (!text)
        return -1;
    result = call_parse(call, text, err);
    free(text);
    if (result != 0 || !call_wants(call))
        return result;
    snprintf(wanted, sizeof(wanted), "$%.31s", call_wants(call));
    call_free(call);
    return setting_refuse_name(setting, slice_of(wanted), err);
}

/* The text of a call or the value of a sysctl, which a line keeps as such. */
static char *own_text(const struct line *line)
{
    bool is_sysctl = line->kind == LINE_SYSCTL || line->kind == LINE_SYSCTL_IS;

    return line->kind == LINE_CALL ? line->call
           : is_sysctl             ? line->value
                                   : NULL;
}

const char *line_template(const struct line *line)
{
    return line->late ? line->late : own_text(line);
}

char *line_sysctl_value(const struct line *line, const struct setting *setting)
{
    return setting_expand(setting, line->value, NULL);
}

/* ---- the whole of it ---- */

void line_free(struct line *line)
{
    free(line->text);
    free(own_text(line));
    free(line->late);
    free(line->alternatives);
}

void script_drop_lines(struct script *script, size_t keep)
{
    while (script->n > keep)
        line_free(&script->lines[--script->n]);
}

void script_free(struct script *script)
{
    script_drop_lines(script, 0);
    free(script->lines);
    free(script->names);
    *script = (struct script){0};
}
