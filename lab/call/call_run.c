/*
 * The arguments of a call as the kernel takes them, and the addresses that it
 * gives back; for whoever makes the calls.
 */
#include <string.h>

#include "lab/call/call_run.h"

int run_int(const struct call *call, int i)
{
    return (int)call->args[i].number;
}

const struct sockaddr *run_addr(const struct call *call, int i,
                                struct sockaddr_storage *storage,
                                socklen_t *len)
{
    if (call->args[i].kind != ARG_ADDR) {
        *len = 0;
        return NULL;
    }
    *len = addr_to_sockaddr(&call->args[i].addr, storage);
    return (const struct sockaddr *)storage;
}

void run_room(struct run_room *room, const struct call *call, int i)
{
    bool wanted = call->args[i].kind != ARG_ABSENT;

    memset(room, 0, sizeof(*room));
    room->len = sizeof(room->storage);
    room->addr = wanted ? (struct sockaddr *)&room->storage : NULL;
    room->len_at = wanted ? &room->len : NULL;
}

long run_keep_addr(struct outcome *outcome, const struct run_room *room,
                   long ret)
{
    if (ret >= 0 && room->addr) {
        addr_from_sockaddr(&outcome->addr, &room->storage, room->len);
        outcome->has_addr = true;
    }
    return ret;
}
