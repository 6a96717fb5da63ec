/*
 * calls_list.c - finds the newest calls that fit by walking the log backwards;
 * see calls_list.h.
 *
 * The walk goes from the log's end towards its beginning and takes rows until
 * the column is full, whoever they belong to: so an actor that does nothing
 * gives its room to one that does. Where even the names would leave hardly a
 * row for calls, the idle ones share a single row.
 *
 * Twin lanes stand beside each other, and what is alike in them has to look
 * alike. So nothing here may depend on what chance decides: rows are chosen by
 * the order in which calls were made, never by the order in which they
 * returned.
 */
#include "widgets/panes/calls_list.h"

#include <string.h>

enum { LEAST_CALLS = 6 }; /* with fewer, names of idle actors are too dear */

/* In order of birth, which is the order in which a lesson brings them on. */
static void add_actors(struct calls_list *list, const struct calls_view *view)
{
    const struct actor *actor;

    for (int i = 0; (actor = lab_actor_at(view->lab, i)); i++)
        if (list->n_actors < CALLS_ACTORS &&
            (view->host == HOSTS || actor_host(actor) == view->host))
            list->actors[list->n_actors++].actor = actor;
}

/* The actor's index; -1 for one of another host. */
static int find_actor(const struct calls_list *list, const char *name)
{
    for (int i = 0; i < list->n_actors; i++)
        if (strcmp(actor_name(list->actors[i].actor), name) == 0)
            return i;
    return -1;
}

/*
 * A death has a row only where another process follows: how the newest one
 * ended is said beside its name. One that exited has its exit() for a row.
 */
static bool process_shown(struct calls_actor *owner,
                          const struct process_event *process)
{
    if (process->what == PROCESS_STARTED)
        owner->reborn = true;
    return process->what == PROCESS_KILLED && owner->reborn;
}

/*
 * A call that blocked has two events and one row. The row stands where the
 * call was made, which the script decides; when it returns is decided by
 * chance, and differs between lanes that run the same lines. So the return is
 * put by until the walk comes to where the call was made. NULL: no row here.
 */
static const struct event *call_shown_at(struct calls_actor *owner,
                                         const struct event *event)
{
    const struct event *end = owner->end;

    if (event->call.was_blocked) {
        owner->end = event;
        return NULL;
    }
    owner->end = NULL;
    return end && !event->call.returned ? end : event;
}

/* What is shown in the place of this event, NULL for nothing. */
static const struct event *shown_at(struct calls_list *list,
                                    const struct event *event, int *owner)
{
    if (event->kind == EVENT_CALL)
        *owner = find_actor(list, event->call.actor);
    else if (event->kind == EVENT_PROCESS)
        *owner = find_actor(list, event->process.actor);
    else if (event->kind == EVENT_HANDLER)
        *owner = find_actor(list, event->handler.actor);
    else
        return NULL;
    if (*owner < 0)
        return NULL;

    struct calls_actor *actor = &list->actors[*owner];
    if (event->kind == EVENT_CALL)
        return call_shown_at(actor, event);
    if (event->kind == EVENT_HANDLER)
        return event;
    return process_shown(actor, &event->process) ? event : NULL;
}

/*
 * Add a row on top of what is listed. The errno's text has a row of its own
 * only with the newest failure of a process that is still the newest, and
 * only where it fits: better the call alone than nothing. Returns whether
 * there was room.
 */
static bool add(struct calls_list *list, const struct event *event, int owner,
                int rows)
{
    struct calls_actor *actor = &list->actors[owner];
    bool failed = event->kind == EVENT_CALL && event->call.err != 0;
    bool error =
        failed && !actor->failed && !actor->reborn && list->rows + 2 <= rows;

    if (list->rows + 1 > rows || list->n_items == CALLS_ROWS)
        return false;
    actor->failed |= failed;
    list->items[list->n_items++] = (struct calls_item){
        .event = event, .actor = owner, .error = error, .over = actor->reborn};
    list->rows += 1 + error;
    return true;
}

/* In a folded list a name costs a row, which its first call has to pay. */
static bool add_named(struct calls_list *list, const struct event *event,
                      int owner, int rows)
{
    struct calls_actor *actor = &list->actors[owner];
    int name = actor->named ? 0 : 1;

    list->rows += name;
    if (!add(list, event, owner, rows)) {
        list->rows -= name;
        return false;
    }
    actor->named = true;
    return true;
}

void calls_list_gather(struct calls_list *list, const struct calls_view *view,
                       int rows, bool folded)
{
    const struct log *log = lab_log(view->lab);
    int below = view->below;

    memset(list, 0, sizeof *list);
    list->folded = folded;
    add_actors(list, view);
    for (int i = 0; i < list->n_actors; i++)
        list->actors[i].named = !folded;
    list->rows = folded ? 1 : list->n_actors;
    for (size_t i = log_count(log); i-- > 0;) {
        int owner;
        const struct event *event = shown_at(list, log_at(log, i), &owner);

        if (!event)
            continue;
        if (below > 0)
            below--;
        else if (list->older > 0 || !add_named(list, event, owner, rows))
            list->older++;
    }
}

/* Two actors are never folded: the row that they would share saves nothing. */
void calls_list_fill(struct calls_list *list, const struct calls_view *view,
                     int rows)
{
    calls_list_gather(list, view, rows, false);
    if (list->older > 0 && list->n_actors > 2 && list->n_items < LEAST_CALLS)
        calls_list_gather(list, view, rows, true);
}
