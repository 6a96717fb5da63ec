/*
 * What the sockets of a host went through, found by comparing two lists of
 * them. The kernel does tell of sockets that end (sock_diag(7), multicast
 * groups), but not of changes of state on their way, so lists it is: one
 * whenever a host was touched, and of both hosts every now and then.
 *
 * A state that lasts less than the time between two looks is not seen. The lab
 * looks at every rest, and with the wire held nothing goes on unseen.
 */
#include <errno.h>
#include <string.h>

#include "lab/lab_inside.h"

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
    lab_append(lab, &event);
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

bool host_shows(const struct host_state *host, uint64_t cookie)
{
    return sock_list_find(&host->socks, cookie) != NULL;
}

void lab_expect_bound(struct lab *lab, enum host_id host, uint64_t cookie)
{
    struct host_state *at = &lab->hosts[host];

    for (int i = 0; i < at->n_bound; i++)
        if (at->bound[i] == cookie)
            return;
    /* With more than fit, one that is only bound may be listed late. */
    if (cookie && at->n_bound < HOST_BOUND)
        at->bound[at->n_bound++] = cookie;
}

/*
 * Whether the host may have a socket that is only bound and that `list` lacks:
 * one that was bound, while there is a process that could have it still.
 */
static bool lacks_bound(const struct lab *lab, enum host_id host,
                        const struct sock_list *list)
{
    const struct host_state *at = &lab->hosts[host];
    bool alive = false;

    for (int i = 0; i < lab->n_actors; i++)
        alive |= lab->actors[i]->host == host && lab->actors[i]->pid;
    for (int i = 0; alive && i < at->n_bound; i++)
        if (!sock_list_find(list, at->bound[i]))
            return true;
    return false;
}

/*
 * What to ask of a host. Sockets that are only bound cost the kernel a walk
 * over all its ports, so they are asked for only when one that was bound is
 * not found otherwise: `list` is what was found so far.
 */
static unsigned what_to_ask(const struct lab *lab, enum host_id host,
                            const struct sock_list *list)
{
    unsigned what = lab->hosts[host].what;

    return lacks_bound(lab, host, list) ? what | PROBE_BOUND : what;
}

/* Put a new list in place of the old one, and log the differences. */
static void replace_list(struct lab *lab, enum host_id host,
                         struct sock_list *list)
{
    struct host_state *at = &lab->hosts[host];
    int kept = 0;

    /*
     * One that is missing was asked for everywhere, or there is no process
     * left that could have it. It is gone when it is missing twice: a refused
     * connect() takes it from one of the kernel's tables to another, and a
     * list that is made just then may find it in neither.
     */
    for (int i = 0; i < at->n_bound; i++)
        if (sock_list_find(list, at->bound[i]) ||
            sock_list_find(&at->socks, at->bound[i]))
            at->bound[kept++] = at->bound[i];
    at->n_bound = kept;
    log_differences(lab, host, &at->socks, list);
    sock_list_free(&at->socks);
    at->socks = *list;
    at->touched = false;
}

/* The host's list, with those that are only bound if there must be some. */
static int read_host(const struct lab *lab, enum host_id host,
                     struct sock_list *list, struct err *err)
{
    const struct host_state *at = &lab->hosts[host];
    /*
     * The descriptor was opened inside of the host, so this needs no setns(2).
     */
    int diag = lab->netns.diag[host];
    int64_t now = log_now(lab->log);

    /*
     * Two dumps at most: the cheap one tells whether the dear one is needed.
     * One that was bound just now is in no list yet, which settles that.
     */
    unsigned asked = what_to_ask(lab, host, &at->socks);

    if (probe_dump(diag, asked, now, list, err) < 0)
        return -1;
    if (asked & PROBE_BOUND)
        return 0;
    asked = what_to_ask(lab, host, list);
    return asked == at->what ? 0 : probe_dump(diag, asked, now, list, err);
}

static void look_at_host(struct lab *lab, enum host_id host)
{
    struct sock_list list = {0};
    struct err err;

    /* Before anything can fail, or each rest would say the same again. */
    lab->hosts[host].touched = false;
    if (!lab->hosts[host].what)
        return;
    if (read_host(lab, host, &list, &err) == 0) {
        replace_list(lab, host, &list);
        return;
    }
    sock_list_free(&list);
    /* The old list is what was; nobody must take it for what is. */
    lab_give_up(lab, "%s", err.text);
}

/*
 * Fill both hosts' empty lists from the one list of the whole machine. Without
 * sock_diag /proc is read instead. Returns 0, or -1 with lists that are not
 * complete; the caller frees them either way.
 */
static int read_loopback(struct lab *lab, unsigned what,
                         struct sock_list lists[HOSTS], struct err *err)
{
    struct sock_list all = {0};
    int64_t now = log_now(lab->log);
    bool by_diag = lab->diag >= 0;
    int done = by_diag ? probe_dump(lab->diag, what, now, &all, err) : 0;

    if (!by_diag || (done < 0 && !err_is_shortage(errno))) {
        by_diag = false;
        done = probe_proc(now, &all, err);
    }
    for (size_t i = 0; done == 0 && i < all.n; i++) {
        enum host_id host;

        if (loopback_sock(&lab->loopback, &all.socks[i], by_diag, &host) &&
            sock_list_add(&lists[host], &all.socks[i]) < 0)
            done = err_machine(err, "out of memory");
    }
    sock_list_free(&all);
    return done;
}

/* On loopback one list holds the whole machine: pick out what is ours. */
static void look_at_loopback(struct lab *lab)
{
    static const struct sock_list nothing;
    unsigned what = what_to_ask(lab, HOST_SERVER, &nothing) |
                    what_to_ask(lab, HOST_CLIENT, &nothing);
    struct sock_list lists[HOSTS] = {{0}, {0}};
    struct err err;

    for (int host = 0; host < HOSTS; host++)
        lab->hosts[host].touched = false;
    if (!what)
        return;
    if (read_loopback(lab, what, lists, &err) == 0) {
        for (int host = 0; host < HOSTS; host++)
            replace_list(lab, (enum host_id)host, &lists[host]);
        return;
    }
    for (int host = 0; host < HOSTS; host++)
        sock_list_free(&lists[host]);
    lab_give_up(lab, "%s", err.text);
}

void lab_look(struct lab *lab, bool both)
{
    if (lab->fault[0])
        return;
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
