/*
 * sockdir.h - where the files of a lab's Unix sockets are (unix(7)).
 *
 * Each lab has a file system of its own for them, with nothing in it but the
 * folders that this machine has as well. It hangs nowhere in the machine's
 * tree: a file system in memory that a child has mounted in a mount namespace
 * of its own (mount_namespaces(7)), and that one descriptor keeps alive. So two
 * labs never meet, no file of the machine can be touched, and nothing is left
 * of it when the lab dies, however that happens. Where no such namespace is to
 * be had it is a folder in $TMPDIR, which a keeper removes when the lab is
 * gone.
 *
 * The root of it is the actors' working directory. Paths of a script begin
 * there, and lose their first slash on the way to the kernel.
 */
#ifndef LAB_WORLD_SOCKDIR_H
#define LAB_WORLD_SOCKDIR_H

#include <stdbool.h>

#include "lab/base/err.h"
#include "lab/call/call.h"

struct sockdir {
    int root;    /* descriptor of the folder; -1: there is none yet */
    int channel; /* the keeper waits for its end; -1: nobody keeps it */
    int child;   /* process id of who made it, to be waited for; 0: none */
};

/* A sockdir that holds nothing, fit for sockdir_close(). */
#define SOCKDIR_NONE                                                           \
    (struct sockdir)                                                           \
    {                                                                          \
        -1, -1, 0                                                              \
    }

/*
 * Make the folder; in_memory is false for one that has to be kept and removed,
 * and else it is the better of the two that can be had. Returns 0, or -1 with
 * ERR_MACHINE.
 */
int sockdir_open(struct sockdir *sockdir, bool in_memory, struct err *err);

/* Let go of it, with all that is in it. */
void sockdir_close(struct sockdir *sockdir);

/* Whether there is a path in the call. */
bool sockdir_wanted(const struct call *call);

/*
 * Turn the paths in a call into what they are inside of the folder. Returns 0,
 * or -1 with ERR_MACHINE.
 */
int sockdir_call(const struct sockdir *sockdir, struct call *call,
                 struct err *err);

/* Turn an address that the kernel gave back into the script's. */
void sockdir_back(struct addr *addr);

#endif
