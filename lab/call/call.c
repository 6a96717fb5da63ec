/*
 * The questions that the table of calls answers by itself, and what goes before
 * and behind every call that is made.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "lab/call/call_table.h"

const struct call_def *call_find(const char *name, size_t len)
{
    for (const struct call_def *def = call_table; def->name; def++)
        if (strlen(def->name) == len && memcmp(def->name, name, len) == 0)
            return def;
    return NULL;
}

int call_params(const struct call_def *def)
{
    /*
     * The rows of the table are shorter than params[]; the rest of each is
     * zero.
     */
    int n = 0;

    while (n < CALL_ARGS && def->params[n].name)
        n++;
    return n;
}

void call_free(struct call *call)
{
    for (int i = 0; i < CALL_ARGS; i++) {
        /* Zeroed afterwards, so that to free a call twice is harmless. */
        free(call->args[i].bytes);
        free(call->args[i].text);
    }
    memset(call, 0, sizeof(*call));
}

const char *call_name(const struct call *call)
{
    return call->def->name;
}

bool arg_has_bytes(const struct arg *arg)
{
    return arg->kind == ARG_BYTES || arg->kind == ARG_PIECES;
}

int call_fd(const struct call *call)
{
    enum param_kind kind = call->def->params[0].kind;

    if (kind != PARAM_FD &&
        (kind != PARAM_POLLED || call->args[0].kind != ARG_INT))
        return -1;
    return (int)call->args[0].number;
}

/* The same of descriptors that go along with a message. */
static void replace_right(struct member *member, int fd, int other)
{
    if (strcmp(member->name, "SCM_RIGHTS") != 0)
        return;
    for (int i = 0; i < member->n; i++)
        if ((int)member->values[i] == fd)
            member->values[i] = other;
}

/* The kernel takes an int, so a number that is cut to fd is fd as well. */
void call_replace_fd(struct call *call, int fd, int other)
{
    const struct param *params = call->def->params;

    for (int i = 0; i < CALL_ARGS && params[i].name; i++) {
        struct arg *arg = &call->args[i];

        for (int k = 0; k < arg->n_members; k++)
            replace_right(&arg->members[k], fd, other);
        if ((params[i].kind == PARAM_FD || params[i].kind == PARAM_FD_NEW ||
             params[i].kind == PARAM_POLLED) &&
            (int)arg->number == fd)
            arg->number = other;
        for (int k = 0; k < arg->map.n; k++)
            if (arg->map.entries[k].fd == fd)
                arg->map.entries[k].fd = other;
    }
}

enum param_kind call_param(const struct call *call, int i)
{
    return call->def->params[i].kind;
}

bool call_does(const struct call *call, unsigned traits)
{
    return call->def->traits & traits;
}

bool call_named_does(const char *text, unsigned traits)
{
    const struct call_def *def = call_find(text, strcspn(text, "("));

    return def && (def->traits & traits);
}

bool call_gives_events(const char *name, const char *args)
{
    return call_named_does(name, CALL_POLLS) && !(args && args[0] == '{');
}

const char *call_gives(const struct call *call)
{
    return call->def->gives;
}

const char *call_traced(const struct call *call)
{
    return call->def->traced;
}

int call_number(const struct call *call)
{
    return (int)(call->def - call_table);
}

/* The row of that number, NULL behind the last. */
static const struct call_def *row_at(int number)
{
    const struct call_def *def = number < 0 ? NULL : call_table;

    while (def && def->name && number-- > 0)
        def++;
    return def && def->name ? def : NULL;
}

int call_set_number(struct call *call, int number)
{
    call->def = row_at(number);
    return call->def ? 0 : -1;
}

const char *call_table_name(int index)
{
    const struct call_def *def = row_at(index);

    return def ? def->name : NULL;
}

const char *call_kin(const char *name)
{
    const struct call_def *def = call_find(name, strlen(name));

    return def && def->kin ? def->kin : name;
}

const char *call_usage(const char *name, const char **summary)
{
    const struct call_def *def = call_find(name, strlen(name));

    if (!def)
        return NULL;
    if (summary)
        *summary = def->summary;
    return def->usage;
}

/* ---- making a call ---- */

/* Whether the call gives a new descriptor, which the note is about then. */
static bool makes_descriptor(const struct call *call)
{
    long command = call->args[1].number;

    return call->def->gives ||
           (call_param(call, 1) == PARAM_COMMAND &&
            (command == F_DUPFD || command == F_DUPFD_CLOEXEC));
}

void call_run(const struct call *call, struct outcome *outcome)
{
    bool closes = call_does(call, CALL_CLOSES);
    int noted;

    memset(outcome, 0, sizeof(*outcome));
    outcome->sock.fd = -1;
    if (closes && socknote_read(&outcome->sock, call_fd(call)) < 0)
        outcome->unable = errno;
    /* A call that fails without setting errno would else show an old one. */
    errno = 0;
    outcome->ret = call->def->run(call, outcome);
    /* Asking for the note makes calls of its own: errno is kept first. */
    outcome->err = outcome->ret == -1 ? errno : 0;
    if (closes)
        return;
    /*
     * What came of accept() is of more interest than the listener; where it
     * failed, the socket that was asked is all there is.
     */
    if (outcome->ret >= 0 && makes_descriptor(call))
        noted = socknote_read(&outcome->sock, (int)outcome->ret);
    else
        noted = socknote_read(&outcome->sock, call_fd(call));
    if (noted < 0)
        outcome->unable = errno;
}

void outcome_free(struct outcome *outcome)
{
    free(outcome->data);
    memset(outcome, 0, sizeof(*outcome));
}
