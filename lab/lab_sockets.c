#include <string.h>

#include "lab/inside.h"

/* Log a socket's way from one state to another; either may be NULL. */
static void log_state(struct lab *lab, enum host_id host,
                      const struct sock *old, const struct sock *now)
{
    const struct sock *sock = now ? now : old;
    struct event event = {.kind = EVENT_STATE};

    event.state.host = host;
    event.state.proto = sock->proto;
    event.state.cookie = sock->cookie;
    event.state.local = sock->local;
    event.state.peer = sock->peer;
    event.state.old = old ? old->state : STATE_NONE;
    event.state.now = now ? now->state : STATE_NONE;
    log_append(lab->log, &event);
}

/* Both lists are ordered by cookie, so one walk finds every difference. */
static void log_differences(struct lab *lab, enum host_id host,
                            const struct sock_list *before,
                            const struct sock_list *after)
{
    size_t i = 0;
    size_t k = 0;

    while (i < before->n || k < after->n) {
        const struct sock *old = i < before->n ? &before->socks[i] : NULL;
        const struct sock *now = k < after->n ? &after->socks[k] : NULL;

        if (old && now && old->cookie == now->cookie) {
            if (old->state != now->state)
                log_state(lab, host, old, now);
            i++;
            k++;
        } else if (!now || (old && old->cookie < now->cookie)) {
            log_state(lab, host, old, NULL);
            i++;
        } else {
            log_state(lab, host, NULL, now);
            k++;
        }
    }
}

/*
 * Put a new list in place of the old one. Sockets that are only bound cost
 * the kernel a walk over all its ports, so they are asked for only while
 * there may be some: from a bind() until a list shows none.
 */
static void replace_list(struct lab *lab, enum host_id host,
                         struct sock_list *list)
{
    struct host *at = &lab->hosts[host];
    bool bound = false;

    for (size_t i = 0; i < list->n && !bound; i++)
        bound = list->socks[i].bound_only;
    if (!bound)
        at->what &= ~(unsigned)PROBE_BOUND;
    log_differences(lab, host, &at->socks, list);
    sock_list_free(&at->socks);
    at->socks = *list;
    at->touched = false;
}

/* A list that can't be read leaves the old one, and says so in the log. */
static void log_failure(struct lab *lab, const struct err *err)
{
    struct event event = {.kind = EVENT_NOTE, .note = strdup(err->text)};

    log_append(lab->log, &event);
}

static void look_at_host(struct lab *lab, enum host_id host)
{
    struct host *at = &lab->hosts[host];
    struct sock_list list = {0};
    struct err err;

    at->touched = false;
    if (!at->what)
        return;
    if (probe_dump(lab->netns.diag[host], at->what, log_now(lab->log), &list,
                   &err) == 0) {
        replace_list(lab, host, &list);
        return;
    }
    sock_list_free(&list);
    log_failure(lab, &err);
}

/* On loopback one list holds the whole machine: pick out what is ours. */
static void look_at_loopback(struct lab *lab)
{
    unsigned what = lab->hosts[HOST_SERVER].what | lab->hosts[HOST_CLIENT].what;
    struct sock_list lists[HOSTS] = {{0}, {0}};
    struct sock_list all = {0};
    int64_t now = log_now(lab->log);
    struct err err;

    if (!what)
        return;
    if (lab->diag < 0 || probe_dump(lab->diag, what, now, &all, &err) < 0) {
        if (probe_proc(now, &all, &err) < 0)
            log_failure(lab, &err);
    }
    for (size_t i = 0; i < all.n; i++) {
        enum host_id host;

        if (loopback_sock(&lab->loopback, &all.socks[i], &host))
            sock_list_add(&lists[host], &all.socks[i]);
    }
    sock_list_free(&all);
    for (int host = 0; host < HOSTS; host++)
        replace_list(lab, (enum host_id)host, &lists[host]);
}

void lab_look(struct lab *lab, bool both)
{
    if (both)
        lab->looked = log_now(lab->log);
    if (lab->isolation == ISOLATION_LOOPBACK) {
        if (both || lab->hosts[HOST_SERVER].touched ||
            lab->hosts[HOST_CLIENT].touched)
            look_at_loopback(lab);
        return;
    }
    for (int host = 0; host < HOSTS; host++)
        if (both || lab->hosts[host].touched)
            look_at_host(lab, (enum host_id)host);
}

void lab_refresh(struct lab *lab)
{
    lab_look(lab, true);
}

const struct sock *lab_sockets(const struct lab *lab, enum host_id host,
                               size_t *n)
{
    *n = lab->hosts[host].socks.n;
    return lab->hosts[host].socks.socks;
}
