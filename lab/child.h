/*
 * child.h - the life of an actor's process, from fork() to _exit().
 *
 * It moves onto its host, gives up all rights that an ordinary user would not
 * have (inside a user namespace everybody is root, and root may bind port
 * 80), and then makes socket calls one by one as the lab orders them.
 */
#ifndef LAB_CHILD_H
#define LAB_CHILD_H

#include <stdnoreturn.h>

#include "lab/loopback.h"
#include "lab/netns.h"

/* Where and as whom an actor lives. */
struct child_world {
    const struct netns *netns;       /* NULL on plain loopback */
    const struct loopback *loopback; /* NULL in namespaces */
    enum host_id host;
    const char *name; /* as ps shows it */
    int parent;       /* process id of the lab */
};

/*
 * Be an actor that takes orders from channel. To be called in a forked child;
 * leaves through _exit() only: 0 when the lab lets go, the script's status
 * after exit().
 */
noreturn void child_main(int channel, const struct child_world *world);

#endif
