/*
 * A recorded lab is a struct lab of which nothing is open: no descriptor, no
 * process, no namespace. So everything that works on those (pumping, closing)
 * finds nothing to do, and what only reads needs to know nothing of it.
 *
 * A recorded process' number is kept apart from that of a living one: whoever
 * has it by now is not ours to be sent a signal.
 */
#include "lab/recorded.h"

#include <stdlib.h>
#include <string.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lab/lab_inside.h"

enum { SOCKS_MOST = 4096 }; /* more would only keep the reader waiting */

struct lab *recorded_open(struct err *err)
{
    struct lab *lab = lab_new(ISOLATION_NAMESPACE, err);

    if (!lab)
        return NULL;
    lab->isolation = ISOLATION_NAMESPACE;
    lab->settled = true;
    lab->recorded = calloc(1, sizeof(*lab->recorded));
    lab->log = log_open();
    if (lab->recorded && lab->log) {
        log_set_now(lab->log, 0);
        return lab;
    }
    err_machine(err, "out of memory");
    lab_close(lab);
    return NULL;
}

void recorded_pass(struct lab *lab, int64_t ns)
{
    log_set_now(lab->log, log_now(lab->log) + ns);
}

/* ---- what follows from an event ---- */

/* A process began, or the actor's ended. */
static int follow_process(struct lab *lab, const struct process_event *process,
                          struct err *err)
{
    struct actor *actor = lab_actor(lab, process->actor, process->host, err);

    if (!actor)
        return -1;
    if ((process->what == PROCESS_STARTED) == (actor->was != 0))
        return err_input(err,
                         actor->was ? N_("%s has a process already")
                                    : N_("%s is without a process already"),
                         actor->name);
    if (process->what == PROCESS_STARTED) {
        actor->was = process->pid;
        actor->state = ACTOR_READY;
        return 0;
    }
    actor->was = 0;
    actor->state = ACTOR_DEAD;
    actor->end = process->what;
    actor->status = process->status;
    return 0;
}

/* One that never returns does not block either: its process' end follows. */
static int follow_call(struct lab *lab, const struct call_event *call,
                       struct err *err)
{
    struct actor *actor = lab_find(lab, call->actor);

    if (!actor || !actor->was)
        return err_input(err, "%s has no process that could call", call->actor);
    actor->state = call->returned ? ACTOR_READY
                   : call->last   ? ACTOR_CALLING
                                  : ACTOR_BLOCKED;
    return 0;
}

/* Only a process has handlers. */
static int follow_handler(struct lab *lab, const struct handler_event *handler,
                          struct err *err)
{
    const struct actor *actor = lab_find(lab, handler->actor);

    if (actor && actor->was)
        return 0;
    return err_input(err, "%s has no process in which a handler could run",
                     handler->actor);
}

/*
 * Its state and addresses are known from the event; of the rest only that a
 * socket is its process' until something else is said.
 */
static int follow_state(struct lab *lab, const struct state_event *change,
                        struct err *err)
{
    struct sock_list *list = &lab->hosts[change->host].socks;
    struct sock born = {.cookie = change->cookie, .inode = 1};
    struct sock *sock = sock_list_find(list, change->cookie);

    if (!sock && change->now == STATE_NONE)
        return err_input(err, "there is no such socket that could end");
    if (change->now == STATE_NONE) {
        list->n--;
        memmove(sock, sock + 1,
                (size_t)(list->socks + list->n - sock) * sizeof(*sock));
        return 0;
    }
    if (!sock && list->n == SOCKS_MOST)
        return err_input(err, "more than %d sockets", SOCKS_MOST);
    if (!sock && sock_list_add(list, &born) < 0)
        return err_machine(err, "out of memory");
    if (!sock)
        sock = &list->socks[list->n - 1];
    bool astray = sock > list->socks && sock[-1].cookie > sock->cookie;
    sock->proto = change->proto;
    sock->state = change->now;
    sock->local = change->local;
    sock->peer = change->peer;
    /* In the order of their birth, which is that of their numbers. */
    if (astray)
        sock_list_sort(list);
    return 0;
}

static bool is_known(const struct recorded *recorded, uint64_t id)
{
    return id > 0 && id <= recorded->n;
}

const struct packet_event *recorded_packet(const struct lab *lab, uint64_t id)
{
    return is_known(lab->recorded, id) ? lab->recorded->packets[id - 1] : NULL;
}

/* Make room for a packet that was not there before. */
static int expect_packet(struct recorded *recorded, uint64_t id,
                         struct err *err)
{
    const struct packet_event **packets;

    if (is_known(recorded, id))
        return 0;
    if (id != recorded->n + 1)
        return err_input(err, "the packet's number is not the next one");
    packets = memory_one_more(recorded->packets, recorded->n, &recorded->room,
                              sizeof(*packets));
    if (!packets)
        return err_machine(err, "out of memory");
    recorded->packets = packets;
    return 0;
}

/* Before the event is in the log: refuse it, or do what follows from it. */
static int follow(struct lab *lab, const struct event *event, struct err *err)
{
    switch (event->kind) {
    case EVENT_CALL: return follow_call(lab, &event->call, err);
    case EVENT_STATE: return follow_state(lab, &event->state, err);
    case EVENT_PACKET:
        return expect_packet(lab->recorded, event->packet.id, err);
    case EVENT_PROCESS: return follow_process(lab, &event->process, err);
    case EVENT_HANDLER: return follow_handler(lab, &event->handler, err);
    case EVENT_CHECK:
    case EVENT_CULPRIT:
    case EVENT_NOTE:
    case EVENT_FAULT:
    case EVENT_END: break;
    }
    return 0;
}

int recorded_event(struct lab *lab, const struct event *event, struct err *err)
{
    struct recorded *recorded = lab->recorded;
    struct event refused = *event;

    if (follow(lab, event, err) < 0) {
        event_free(&refused);
        return -1;
    }
    event = log_append(lab->log, event);
    if (!event)
        return err_machine(err, "out of memory");
    if (event->kind != EVENT_PACKET)
        return 0;
    if (!is_known(recorded, event->packet.id))
        recorded->n++;
    recorded->packets[event->packet.id - 1] = &event->packet;
    return 0;
}

/* ---- how the hosts stand ---- */

const struct sock *recorded_find(const struct lab *lab, enum host_id host,
                                 uint64_t cookie)
{
    return sock_list_find(&lab->hosts[host].socks, cookie);
}

int recorded_sock(struct lab *lab, enum host_id host, const struct sock *sock,
                  struct err *err)
{
    struct sock *kept = sock_list_find(&lab->hosts[host].socks, sock->cookie);

    if (!kept)
        return err_input(err, "there is no such socket");
    *kept = *sock;
    return 0;
}

/* Put a packet that waits behind the others. */
static int keep_packet(struct lab *lab, struct wire_packet ***end, uint64_t id,
                       struct err *err)
{
    const struct packet_event *newest = recorded_packet(lab, id);
    struct wire_packet *packet;

    if (!newest)
        return err_input(err, "there was no such packet that could wait");
    packet = calloc(1, sizeof(*packet));
    if (!packet)
        return err_machine(err, "out of memory");
    packet->event = *newest;
    packet->event.frame = NULL; /* the log has it */
    packet->logged = true;
    **end = packet;
    *end = &packet->next;
    lab->wire.waiting++;
    return 0;
}

/* The queue is made anew: the newest event of a packet says most. */
int recorded_wire(struct lab *lab, bool held, bool cut, const uint64_t *ids,
                  size_t n, struct err *err)
{
    struct wire_packet **end = &lab->wire.oldest;
    struct wire_packet *packet;

    while ((packet = wire_take_oldest(&lab->wire)))
        free(packet);
    lab->wire.held = held;
    lab->wire.cut = cut;
    for (size_t i = 0; i < n; i++)
        if (keep_packet(lab, &end, ids[i], err) < 0)
            return -1;
    return 0;
}
