/*
 * The new program of an actor that has called execve(): it recognises itself by
 * its arguments, before main() does anything else.
 *
 * This file is alone with its function on purpose. The linker takes it from the
 * library only for a program that calls child_resume(), and child.c looks
 * whether it is there.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "lab/actor/child.h"
#include "lab/actor/descriptors.h"

/* Whether the descriptor can be a channel: anybody may type these words. */
static bool is_channel(int fd)
{
    int type = 0;
    socklen_t len = sizeof(type);

    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0 &&
           type == SOCK_SEQPACKET;
}

void child_resume(int argc, char **argv)
{
    struct loopback loopback = {.lock = -1};
    struct child_world world = {.name = argv[0]};
    struct file_limit limit;
    int channel, host, net[3];

    if (argc != 3 || strcmp(argv[1], CHILD_RESUMES) != 0 ||
        sscanf(argv[2], CHILD_NOTE, &channel, &world.parent, &host, &net[0],
               &net[1], &net[2], &limit.soft, &limit.hard) != 8 ||
        !is_channel(channel) || host < 0 || host >= HOSTS)
        return;
    for (int i = 0; i < 3; i++)
        loopback.net[i] = (uint8_t)net[i];
    world.host = (enum host_id)host;
    /* In namespaces there is no such network, and it was written as zeros. */
    world.loopback = loopback.net[0] ? &loopback : NULL;
    child_go_on(channel, &world, &limit);
}
