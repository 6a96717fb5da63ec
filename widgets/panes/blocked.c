/*
 * blocked.c - a call names its socket by a descriptor; whose socket that is,
 * the actor's process says.
 */
#include "widgets/panes/blocked.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The newest event of an actor says what it is in. */
const struct call_event *blocked_actor(const struct lab *lab, const char *name)
{
    const struct log *log = lab_log(lab);

    for (size_t i = log_count(log); i-- > 0;) {
        const struct event *event = log_at(log, i);

        if (event->kind == EVENT_CALL && strcmp(event->call.actor, name) == 0)
            return event->call.returned || event->call.last ? NULL
                                                            : &event->call;
    }
    return NULL;
}

/* Calls that wait for a socket have its descriptor in front. */
static int first_fd(const struct call_event *call)
{
    const char *args = call->args ? call->args : "";

    return isdigit((unsigned char)args[0]) ? atoi(args) : -1;
}

const struct sock *blocked_socket(const struct lab *lab,
                                  const struct call_event *call)
{
    const struct actor *actor = lab_find(lab, call->actor);
    int fd = first_fd(call);

    if (!actor || fd < 0 || blocked_actor(lab, call->actor) != call)
        return NULL;
    return lab_socket_of(lab, actor, fd);
}

const struct call_event *blocked_call(const struct lab *lab, enum host_id host,
                                      const struct sock *sock)
{
    const struct actor *actor;

    for (int i = 0; (actor = lab_actor_at(lab, i)); i++) {
        const struct call_event *call = blocked_actor(lab, actor_name(actor));
        const struct sock *of = NULL;

        if (call && actor_host(actor) == host)
            of = blocked_socket(lab, call);
        if (of && of->cookie == sock->cookie)
            return call;
    }
    return NULL;
}
