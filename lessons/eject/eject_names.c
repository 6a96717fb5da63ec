/*
 * The variables of a function that is being written. A script numbers its
 * descriptors; a program that is to be read gives them names, by what they
 * are for, and gives a name to each address.
 */
#include <string.h>
#include <sys/socket.h>

#include "lessons/eject/eject_inside.h"

/* ---- descriptors ---- */

/* Note a new variable; the last one again when there are too many. */
static struct eject_variable *add_variable(struct eject_function *f,
                                           const struct eject_variable *one)
{
    if (f->n_variables == EJECT_NAMES) {
        f->full = true;
        return &f->variables[EJECT_NAMES - 1];
    }
    f->variables[f->n_variables] = *one;
    return &f->variables[f->n_variables++];
}

static bool name_taken(const struct eject_function *f, const char *name)
{
    for (int i = 0; i < f->n_variables; i++)
        if (strcmp(f->variables[i].name, name) == 0)
            return true;
    return false;
}

/* The last variable that was given to this descriptor; NULL for none. */
static struct eject_variable *find_fd(struct eject_function *f, long number)
{
    for (int i = f->n_variables - 1; i >= 0; i--)
        if (!f->variables[i].is_addr && f->variables[i].number == number)
            return &f->variables[i];
    return NULL;
}

/*
 * A descriptor in C: its variable; one that it has from its parent, or from
 * before an execve(), gets one here; any other number stands for itself, as the
 * lesson has it.
 */
const char *eject_fd_name(struct eject_function *f, long number, char *out,
                          size_t size)
{
    struct eject_variable *known = find_fd(f, number);
    struct eject_variable one = {.number = number, .inherited = true};

    if (!known && number > 2 && f->plan->lives[f->life].parent >= 0) {
        snprintf(one.name, sizeof(one.name), "fd%ld", number);
        known = add_variable(f, &one);
    }
    if (known)
        snprintf(out, size, "%.39s", known->name);
    else
        snprintf(out, size, "%ld", number);
    return out;
}

/* What comes of a call that gives a descriptor: the number it should have. */
static long new_fd(const struct eject_function *f, size_t act)
{
    const struct eject_act *acts = f->plan->acts;

    if (acts[act].want.kind == RESULT_BLOCKS && acts[act].answer != SIZE_MAX)
        act = acts[act].answer;
    if (acts[act].want.name[0])
        return EJECT_GIVEN + (long)act;
    return acts[act].want.kind == RESULT_VALUE ? acts[act].want.value : -1;
}

/* Whether this process calls listen() on a descriptor that begins here. */
static bool will_listen(const struct eject_function *f, size_t act)
{
    const struct eject_plan *plan = f->plan;
    long number = new_fd(f, act);

    for (size_t i = act + 1; i < plan->n; i++) {
        const struct eject_act *one = &plan->acts[i];

        if (one->life != f->life || one->line->kind != LINE_CALL)
            continue;
        if (call_does(&one->call, CALL_LISTENS) &&
            call_fd(&one->call) == number)
            return true;
        if (call_does(&one->call, CALL_MAKES_SOCKET) && new_fd(f, i) == number)
            return false;
    }
    return false;
}

/*
 * The variable that takes the result: one for a new descriptor, named by what
 * it is for, or `result`.
 */
const char *eject_result_name(struct eject_function *f, size_t act, char *out,
                              size_t size)
{
    const struct call *call = &f->plan->acts[act].call;
    struct eject_variable one = {.number = new_fd(f, act)};
    const char *base = call_does(call, CALL_MAKES_SOCKET) && will_listen(f, act)
                           ? "listener"
                           : call_gives(call);

    /* dup2() of a descriptor and its own number gives nothing new. */
    bool same = call_param(call, 1) == PARAM_FD_NEW &&
                call->args[1].number == call_fd(call);

    if (!base || one.number < 0 || same) {
        f->needs |= NEEDS_RESULT;
        snprintf(out, size, "result");
        return out;
    }
    for (int i = 0; i < f->n_variables; i++)
        if (f->variables[i].number == one.number && !f->variables[i].is_addr &&
            strncmp(f->variables[i].name, base, strlen(base)) == 0) {
            /* The last one that was given to it is what it is known by. */
            one = f->variables[i];
            memmove(&f->variables[i], &f->variables[i + 1],
                    (size_t)(--f->n_variables - i) * sizeof(one));
            break;
        }
    if (one.name[0] == '\0')
        snprintf(one.name, sizeof(one.name), "%s", base);
    if (name_taken(f, one.name))
        snprintf(one.name, sizeof(one.name), "%s%ld", base, one.number);
    snprintf(out, size, "%.39s", add_variable(f, &one)->name);
    return out;
}

/* ---- addresses ---- */

const char *eject_addr_role(const struct addr *addr)
{
    static const struct {
        const char *addr, *role;
    } roles[] = {
        {"0.0.0.0:0", "any"},       {"10.0.0.1:0", "server"},
        {"10.0.0.2:0", "client"},   {"127.0.0.1:0", "local"},
        {"[::]:0", "any6"},         {"[fd00::1]:0", "server6"},
        {"[fd00::2]:0", "client6"}, {"[::1]:0", "local6"},
    };
    struct addr bare = *addr;
    char text[ADDR_TEXT];

    bare.port = 0;
    addr_format(&bare, text);
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (strcmp(text, roles[i].addr) == 0)
            return roles[i].role;
    return "other";
}

/* The variable that holds this address. */
const char *eject_addr_name(struct eject_function *f, const struct addr *addr)
{
    struct eject_variable one = {.is_addr = true, .addr = *addr};
    const char *role = addr->family == AF_UNIX ? "path" : eject_addr_role(addr);

    for (int i = 0; i < f->n_variables; i++)
        if (f->variables[i].is_addr && addr_equal(&f->variables[i].addr, addr))
            return f->variables[i].name;
    if (addr->family == AF_UNIX)
        snprintf(one.name, sizeof(one.name), "path");
    else
        snprintf(one.name, sizeof(one.name), "%s_%d", role, addr->port);
    for (int i = 2; name_taken(f, one.name); i++)
        snprintf(one.name, sizeof(one.name), "%s%d_%d", role, i, addr->port);
    return add_variable(f, &one)->name;
}

/* How many bytes of it count: an abstract name ends with its last one. */
void eject_addr_size(const struct addr *addr, const char *name, char *out,
                     size_t size)
{
    if (addr->family == AF_UNIX && addr->path[0] == '@')
        snprintf(out, size, "offsetof(struct sockaddr_un, sun_path) + %zu",
                 strlen(addr->path));
    else
        snprintf(out, size, "sizeof %.39s", name);
}
