/*
 * lab_owner.c - which processes have a socket open, found by its inode.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lab/lab_inside.h"

/*
 * Add the descriptors with which a process holds the socket.
 *
 * The links in /proc/PID/fd read `socket:[INODE]` (proc_pid_fd(5)), which is
 * the inode that sock_diag gives. Several actors may hold one socket after a
 * fork(), and one actor several descriptors after dup(): each is listed.
 */
void lab_owner_add(struct lab *lab, const struct actor *actor, uint32_t inode,
                   char *out, size_t size)
{
    char path[64];
    char want[64];
    char target[64];
    DIR *folder;
    const struct dirent *entry;

    snprintf(path, sizeof(path), "/proc/%d/fd", (int)actor->pid);
    snprintf(want, sizeof(want), "socket:[%u]", inode);
    folder = opendir(path);
    if (!folder && err_is_shortage(errno))
        lab_give_up(lab, "%s: %s", path, strerror(errno));
    while (folder && (entry = readdir(folder))) {
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
    if (folder)
        closedir(folder);
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
