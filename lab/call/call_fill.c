/*
 * What a call fills in, as a thing that is asked about: which of its arguments
 * it is, what can stand there, and whether what came is what was said; and as a
 * thing that gets a name, `10.0.0.1:$port` in getsockname() or `$size` in
 * getsockopt(). All of it is text: what came stands in the log so. Who keeps
 * the names, and what they are worth later, is a script's business.
 */
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lab/call/call_arg.h"
#include "lab/call/call_member.h"
#include "lab/call/call_table.h"

/*
 * What can be asked about: which kinds of argument can stand there, a bit each,
 * and what is said of any other.
 */
static const struct {
    unsigned said;
    const char *refused;
} kinds[] = {
    [PARAM_ADDR_OUT] = {1U << ARG_ADDR,
                        N_("'%s' was found, an address such as 10.0.0.2:* "
                           "was expected of %s()")},
    [PARAM_DATA_OUT] = {1U << ARG_BYTES,
                        N_("'%s' was found, a string in quotes was expected "
                           "of %s()")},
    [PARAM_OPTION_OUT] = {1U << ARG_INT | 1U << ARG_INTS | 1U << ARG_BYTES |
                              1U << ARG_MEMBERS,
                          N_("'%s' was found, an integer, a struct such as "
                             "{1, 0} or a name in quotes was expected of "
                             "%s()")},
    [PARAM_PIECES_OUT] = {1U << ARG_PIECES,
                          N_("'%s' was found, strings such as {\"ab\", "
                             "\"cd\"} were expected of %s()")},
    [PARAM_CONTROL_OUT] = {1U << ARG_MEMBERS,
                           N_("'%s' was found, members such as {SCM_RIGHTS: "
                              "4} were expected of %s()")},
    [PARAM_READY_OUT] = {1U << ARG_MAP,
                         N_("'%s' was found, descriptors and their events "
                            "such as {4: EPOLLIN} were expected of %s()")},
    [PARAM_PAIR_OUT] = {1U << ARG_INTS,
                        N_("'%s' was found, two descriptors such as {3, 4} "
                           "were expected of %s()")},
    [PARAM_REQUEST_VALUE] = {1U << ARG_INTS,
                             N_("'%s' was found, an integer in braces such as "
                                "{1} was expected of %s()")},
};

static bool is_filled(const struct param *param)
{
    return (size_t)param->kind < sizeof(kinds) / sizeof(*kinds) &&
           kinds[param->kind].refused;
}

int call_fill_at(const char *call, const char *name)
{
    const struct call_def *def = call_find(call, strlen(call));
    int n = def ? call_params(def) : 0;

    for (int i = 0; i < n; i++)
        if (is_filled(&def->params[i]) &&
            (!name || strcmp(def->params[i].name, name) == 0))
            return i;
    return -1;
}

const char *call_fill_name(const char *call, int i)
{
    return call_find(call, strlen(call))->params[i].name;
}

/* ---- what may stand there ---- */

/* Read one argument; free_arg() it in both cases. */
static int read_arg(struct arg *arg, const char *text, struct err *err)
{
    size_t len = strlen(text);

    *arg = (struct arg){0};
    call_trim(&text, &len);
    return call_arg_parse(arg, text, len, false, err);
}

static void free_arg(struct arg *arg)
{
    free(arg->bytes);
    free(arg->text);
}

/* Something that can be told from another, and not only `_`. */
static bool is_said(const struct arg *arg, enum param_kind kind)
{
    bool nothing = kind == PARAM_READY_OUT && arg->kind == ARG_INTS;

    if (arg->name[0] || (nothing && arg->n_ints > 0))
        return false;
    return nothing || kinds[kind].said & 1U << arg->kind;
}

int call_fill_check(const char *call, int i, const char *text, struct err *err)
{
    enum param_kind kind = call_find(call, strlen(call))->params[i].kind;
    char shown[CALL_SHOWN];
    struct arg arg;
    int result = read_arg(&arg, text, err);

    if (result == 0 && !is_said(&arg, kind))
        result = err_input(err, kinds[kind].refused,
                           call_shown(shown, text, strlen(text)), call);
    free_arg(&arg);
    return result;
}

/* ---- whether it is the same ---- */

/* `*` is any, on either side. */
static bool same_addr(const struct addr *a, const struct addr *b)
{
    struct addr pattern = *a, other = *b;

    /* What the one leaves open, the other may as well. */
    if (other.any_host)
        pattern.any_host = true;
    if (other.any_port)
        pattern.any_port = true;
    return addr_match(&pattern, &other);
}

/* `...` may be followed by anything, on either side. */
static bool same_bytes(const struct arg *a, const struct arg *b)
{
    size_t one = a->len * a->repeat, other = b->len * b->repeat;

    if ((one < other && !a->begins) || (other < one && !b->begins))
        return false;
    for (size_t i = 0; i < one && i < other; i++)
        if (a->bytes[i % a->len] != b->bytes[i % b->len])
            return false;
    return true;
}

/* Whether each piece is the same, or may be. */
static bool same_pieces_of(const struct arg *a, const struct arg *b)
{
    struct arg one = {.bytes = a->bytes}, other = {.bytes = b->bytes};

    for (int i = 0; i < a->n_pieces && i < b->n_pieces; i++) {
        one.len = a->pieces[i].len;
        one.repeat = a->pieces[i].repeat;
        one.begins = a->pieces[i].begins;
        other.len = b->pieces[i].len;
        other.repeat = b->pieces[i].repeat;
        other.begins = b->pieces[i].begins;
        if (!same_bytes(&one, &other))
            return false;
        one.bytes += one.len;
        other.bytes += other.len;
    }
    return a->n_pieces == b->n_pieces;
}

/* Whether all that a names is in b; what it does not name is not compared. */
static bool has_members(const struct arg *a, const struct arg *b)
{
    for (int i = 0; i < a->n_members; i++) {
        bool held = false;

        for (int k = 0; k < b->n_members; k++)
            held |= member_holds(&a->members[i], &b->members[k]);
        if (!held)
            return false;
    }
    return true;
}

/* In any order. */
static bool same_map(const struct map *a, const struct map *b)
{
    for (int i = 0; i < a->n; i++) {
        bool found = false;

        for (int k = 0; k < b->n; k++)
            found |= a->entries[i].fd == b->entries[k].fd &&
                     a->entries[i].events == b->entries[k].events;
        if (!found)
            return false;
    }
    return a->n == b->n;
}

/* Of those that can be said; an actor's name and `_` are none. */
static bool same_args(const struct arg *a, const struct arg *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == ARG_ADDR)
        return same_addr(&a->addr, &b->addr);
    if (a->kind == ARG_BYTES)
        return same_bytes(a, b);
    if (a->kind == ARG_PIECES)
        return same_pieces_of(a, b);
    if (a->kind == ARG_MEMBERS)
        return has_members(a, b) || has_members(b, a);
    if (a->kind == ARG_MAP)
        return same_map(&a->map, &b->map);
    if (a->kind == ARG_INT)
        return (int)a->number == (int)b->number;
    return a->kind == ARG_INTS && a->n_ints == b->n_ints &&
           memcmp(a->ints, b->ints, (size_t)a->n_ints * sizeof(*a->ints)) == 0;
}

bool call_fill_same(const char *a, const char *b)
{
    struct arg one, other = {0};
    bool same = read_arg(&one, a, NULL) == 0 &&
                read_arg(&other, b, NULL) == 0 && same_args(&one, &other);

    free_arg(&one);
    free_arg(&other);
    return same;
}

/* ---- what came ---- */

bool call_fill_came(const char *call, const char *args, int i, char *out,
                    size_t size)
{
    struct call came = {0};
    char *text = NULL;
    bool there;

    if (asprintf(&text, "%s(%s)", call, args) < 0)
        return false;
    there = call_parse(&came, text, NULL) == 0 &&
            is_said(&came.args[i], call_param(&came, i));
    if (there)
        snprintf(out, size, "%s", came.args[i].text);
    call_free(&came);
    free(text);
    return there;
}

/* ---- names for what is filled in ---- */

/* Whether the call gives something there that can have a name. */
static bool gives(const struct call *call, int i)
{
    enum param_kind kind = call_param(call, i);

    return kind == PARAM_ADDR_OUT || kind == PARAM_OPTION_OUT;
}

/* What stands for a value; an actor has a name of another kind. */
static bool has_name(const struct arg *arg)
{
    return arg->name[0] && arg->kind != ARG_NAME;
}

const char *call_name_at(const struct call *call, int i)
{
    const struct arg *arg = &call->args[i];

    return i < call->n_args && has_name(arg) && gives(call, i) ? arg->name
                                                               : NULL;
}

const char *call_wants(const struct call *call)
{
    for (int i = 0; i < call->n_args; i++)
        if (has_name(&call->args[i]) && !gives(call, i))
            return call->args[i].name;
    return NULL;
}

/* As many bytes as have room, if each were written as four. */
enum { NAMED_BYTES = 31 };

/* As call_print_args() writes them: one as it is, several as a struct. */
static void write_ints(const struct outcome *outcome, char *value)
{
    size_t len = 0;

    for (int i = 0; i < outcome->n_ints; i++)
        len += (size_t)snprintf(value + len, ADDR_TEXT - len, "%s%d",
                                i > 0                 ? ", "
                                : outcome->n_ints > 1 ? "{"
                                                      : "",
                                outcome->ints[i]);
    if (outcome->n_ints > 1)
        snprintf(value + len, ADDR_TEXT - len, "}");
}

/* In quotes; false where there are none, or more than have room. */
static bool write_bytes(const struct outcome *outcome, char *value)
{
    FILE *out = outcome->data && outcome->len <= NAMED_BYTES
                    ? fmemopen(value, ADDR_TEXT, "w")
                    : NULL;

    if (!out)
        return false;
    call_print_bytes(out, outcome->data, outcome->len, 1);
    return fclose(out) == 0;
}

bool call_value(const struct call *call, int i, const struct outcome *outcome,
                char *value)
{
    const struct arg *arg = &call->args[i];

    if (outcome->ret < 0)
        return false;
    if (call_param(call, i) == PARAM_OPTION_OUT) {
        write_ints(outcome, value);
        return outcome->n_ints > 0 || write_bytes(outcome, value);
    }
    if (!outcome->has_addr)
        return false;
    if (arg->kind == ARG_GIVEN) {
        addr_format(&outcome->addr, value);
        return true;
    }
    snprintf(value, ADDR_TEXT, "%d", outcome->addr.port);
    return addr_match(&arg->addr, &outcome->addr);
}
