/*
 * What a lane remembers of its actors, and what a replay makes of it.
 *
 * A life is the calls of one process in their order. When it ends, as much of
 * it as brought the program to where it serves is kept as the plan, which the r
 * key plays again. A process that dies on its way there (at bind(), say) does
 * not change the plan, or a failed replay would make the next one shorter.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lessons/runner/lane.h"

/* An index, not a pointer: the array moves when it grows. */
size_t role_find(struct lane *lane, const char *name)
{
    for (size_t i = 0; i < lane->n_roles; i++)
        if (strcmp(lane->roles[i].name, name) == 0)
            return i;
    struct role *roles =
        realloc(lane->roles, (lane->n_roles + 1) * sizeof(*roles));
    if (!roles)
        return SIZE_MAX;
    lane->roles = roles;
    struct role *role = &roles[lane->n_roles];
    *role = (struct role){0};
    strncpy(role->name, name, sizeof(role->name) - 1);
    return lane->n_roles++;
}

/* Forget all of them. */
static void calls_clear(struct calls *calls)
{
    for (size_t i = 0; i < calls->n; i++)
        free(calls->texts[i]);
    free(calls->texts);
    *calls = (struct calls){0};
}

/* Without memory the call is not remembered: a replay then stops short. */
static void calls_add(struct calls *calls, const char *text)
{
    char **texts = realloc(calls->texts, (calls->n + 1) * sizeof(*texts));

    if (!texts)
        return;
    calls->texts = texts;
    texts[calls->n] = strdup(text);
    if (texts[calls->n])
        calls->n++;
}

void role_free(struct role *role)
{
    calls_clear(&role->life);
    calls_clear(&role->plan);
}

/*
 * How many calls bring a program to where it serves or is connected: through
 * listen() and the accept() right behind it, or through connect(). 0 when it
 * never got there.
 */
static size_t calls_to_ready(const struct calls *calls)
{
    for (size_t i = 0; i < calls->n; i++) {
        if (call_named_does(calls->texts[i], CALL_CONNECTS))
            return i + 1;
        if (!call_named_does(calls->texts[i], CALL_LISTENS))
            continue;
        /*
         * A server that has been replayed should be where a client can meet it,
         * and most wait in accept() by then.
         */
        bool accepts = i + 1 < calls->n &&
                       call_named_does(calls->texts[i + 1], CALL_ACCEPTS);
        return i + 1 + accepts;
    }
    return 0;
}

/* Whether a's calls are the first ones of b. */
static bool calls_begin(const struct calls *a, const struct calls *b)
{
    if (a->n > b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->texts[i], b->texts[i]) != 0)
            return false;
    return true;
}

/* Put the life away as the plan if it is one. The life is empty then. */
static void life_end(struct role *role)
{
    size_t ready = calls_to_ready(&role->life);

    if (ready == 0 && calls_begin(&role->life, &role->plan)) {
        /* It failed on its way (at bind(), say): the plan was longer. */
        calls_clear(&role->life);
        return;
    }
    calls_clear(&role->plan);
    /* The strings change hands. */
    role->plan = role->life;
    role->life = (struct calls){0};
    if (ready == 0)
        return;
    while (role->plan.n > ready)
        free(role->plan.texts[--role->plan.n]);
}

void role_start(struct role *role, bool replayed, size_t logged)
{
    if (!replayed)
        life_end(role);
    role->unclaimed = false;
    role->ended = false;
    role->last_failed = false;
    role->since = logged;
}

/* Whether the event is a run of the role's handler that is still untaken. */
static bool is_untaken(const struct role *role, const struct event *event,
                       size_t at)
{
    return event->kind == EVENT_HANDLER &&
           strcmp(event->handler.actor, role->name) == 0 &&
           at >= role->ran[event->handler.signal];
}

int role_take_handler(struct role *role, const struct log *log, int signal)
{
    const struct event *event;
    int other = 0;

    for (size_t i = role->since; (event = log_at(log, i)); i++) {
        if (!is_untaken(role, event, i))
            continue;
        if (event->handler.signal == signal) {
            role->ran[signal] = i + 1;
            return signal;
        }
        other = event->handler.signal;
    }
    return other;
}

void role_call(struct role *role, const char *text)
{
    calls_add(&role->life, text);
}

/*
 * fork(), thread() and exit() stay in the plan, to keep its length, but are not
 * played: the one would make an actor that is there, the other end it all.
 */
size_t role_replay(struct role *role, const char **calls, size_t room)
{
    life_end(role);
    size_t n = 0;
    for (size_t i = 0; i < role->plan.n && n < room; i++) {
        const char *text = role->plan.texts[i];

        calls_add(&role->life, text);
        if (!call_named_does(text, CALL_FORKS | CALL_THREADS | CALL_EXITS))
            calls[n++] = text;
    }
    return n;
}
