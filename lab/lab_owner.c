/*
 * lab_owner.c - who has a socket, and which socket a descriptor is.
 *
 * The links in /proc/PID/fd read `socket:[INODE]` (proc_pid_fd(5)), which is
 * the inode that sock_diag gives. A recorded lab has no processes; there the
 * calls of its log, which name descriptors and cookies, have to do.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/lab_inside.h"

enum { PATH = 64 };

/*
 * Several actors may hold one socket after a fork(), and one actor several
 * descriptors after dup(): each is listed. Returns 0, or -1 with errno where
 * the process can't be asked.
 */
static int list_held(const struct actor *actor, uint32_t inode, char *out,
                     size_t size)
{
    char path[PATH], want[PATH], target[PATH];
    DIR *folder;
    const struct dirent *entry;

    snprintf(path, sizeof(path), "/proc/%d/fd", (int)actor->pid);
    snprintf(want, sizeof(want), "socket:[%u]", inode);
    folder = opendir(path);
    if (!folder)
        return -1;
    while ((entry = readdir(folder))) {
        ssize_t got = readlinkat(dirfd(folder), entry->d_name, target,
                                 sizeof(target) - 1);
        size_t used = strlen(out);

        if (got <= 0)
            continue;
        target[got] = '\0';
        if (strcmp(target, want) == 0)
            snprintf(out + used, size - used, "%s%s fd %.10s", used ? ", " : "",
                     actor->name, entry->d_name);
    }
    closedir(folder);
    return 0;
}

/* A process that can't be asked for want of something ends the lab. */
void lab_owner_add(struct lab *lab, const struct actor *actor, uint32_t inode,
                   char *out, size_t size)
{
    if (list_held(actor, inode, out, size) < 0 && err_is_shortage(errno))
        lab_give_up(lab, "/proc/%d/fd: %s", (int)actor->pid, strerror(errno));
}

bool lab_owner_is(const char *owner, const char *name)
{
    size_t len = strlen(name);

    for (const char *at = owner; at; at = strstr(at, ", ")) {
        at += at == owner ? 0 : 2;
        if (strncmp(at, name, len) == 0 && strncmp(at + len, " fd ", 4) == 0)
            return true;
    }
    return false;
}

/* Each actor once, however many descriptors it has for the socket. */
static void name_owners(struct lab *lab, struct sock *sock)
{
    size_t used = 0;

    sock->owner[0] = '\0';
    for (int i = 0; sock->inode && i < lab->n_actors; i++) {
        const struct actor *actor = lab->actors[i];
        char held[64] = "";

        if (!actor->pid)
            continue;
        lab_owner_add(lab, actor, sock->inode, held, sizeof(held));
        if (held[0] && used < sizeof(sock->owner))
            used +=
                (size_t)snprintf(sock->owner + used, sizeof(sock->owner) - used,
                                 "%s%s", used ? "," : "", actor->name);
    }
}

void lab_name_owners(struct lab *lab, enum host_id host)
{
    struct sock_list *list = &lab->hosts[host].socks;

    for (size_t i = 0; i < list->n; i++)
        name_owners(lab, &list->socks[i]);
}

/* The newest call of the log that was about this socket. */
static const struct call_event *last_call(const struct lab *lab,
                                          uint64_t cookie)
{
    for (size_t i = log_count(lab->log); i-- > 0;) {
        const struct event *event = log_at(lab->log, i);

        if (event->kind == EVENT_CALL && event->call.sock.cookie == cookie)
            return &event->call;
    }
    return NULL;
}

void lab_socket_owner(const struct lab *lab, const struct sock *sock, char *out,
                      size_t size)
{
    const struct call_event *call =
        lab->recorded ? last_call(lab, sock->cookie) : NULL;

    out[0] = '\0';
    if (!sock->inode)
        return;
    if (call)
        snprintf(out, size, "%s fd %d", call->actor, call->sock.fd);
    for (int i = 0; i < lab->n_actors; i++)
        if (lab->actors[i]->pid > 0 && !lab->recorded)
            list_held(lab->actors[i], sock->inode, out, size);
}

bool lab_socket_flags(const struct lab *lab, const struct sock *sock,
                      unsigned *flags)
{
    const struct call_event *call = last_call(lab, sock->cookie);

    *flags = call ? call->sock.flags : 0;
    return call;
}

/* The inode of a descriptor; 0 for what is no socket, or not to be found. */
static uint32_t inode_of(const struct actor *actor, int fd)
{
    char path[PATH], target[PATH];
    unsigned inode;
    ssize_t got;

    snprintf(path, sizeof(path), "/proc/%d/fd/%d", (int)actor->pid, fd);
    got = readlink(path, target, sizeof(target) - 1);
    if (got <= 0)
        return 0;
    target[got] = '\0';
    return sscanf(target, "socket:[%u]", &inode) == 1 ? inode : 0;
}

/* What the actor's calls say of the descriptor; 0: nothing. */
static uint64_t cookie_of(const struct lab *lab, const struct actor *actor,
                          int fd)
{
    for (size_t i = log_count(lab->log); i-- > 0;) {
        const struct event *event = log_at(lab->log, i);

        if (event->kind == EVENT_CALL && event->call.sock.fd == fd &&
            strcmp(event->call.actor, actor->name) == 0)
            return event->call.sock.cookie;
    }
    return 0;
}

const struct sock *lab_socket_of(const struct lab *lab,
                                 const struct actor *actor, int fd)
{
    const struct sock_list *list = &lab->hosts[actor->host].socks;
    uint64_t cookie = lab->recorded ? cookie_of(lab, actor, fd) : 0;
    uint32_t inode = lab->recorded ? 0 : inode_of(actor, fd);

    for (size_t i = 0; i < list->n; i++)
        if ((inode && list->socks[i].inode == inode) ||
            (cookie && list->socks[i].cookie == cookie))
            return &list->socks[i];
    return NULL;
}
