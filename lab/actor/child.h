/*
 * child.h - the life of an actor's process, from fork() to _exit().
 *
 * It moves onto its host, gives up all rights that an ordinary user would not
 * have (inside a user namespace everybody is root, and root may bind port
 * 80), and then makes socket calls one by one as the lab orders them.
 */
#ifndef LAB_ACTOR_CHILD_H
#define LAB_ACTOR_CHILD_H

#include <stdnoreturn.h>

#include "lab/world/loopback.h"
#include "lab/world/netns.h"

/* Where and as whom an actor lives. */
struct child_world {
    const struct netns *netns;       /* NULL on plain loopback */
    const struct loopback *loopback; /* NULL in namespaces */
    enum host_id host;
    const char *name; /* as ps shows it */
    int parent;       /* process id of the lab */
};

struct file_limit; /* descriptors.h */

/*
 * Be an actor that takes orders from channel. To be called in a forked child;
 * leaves through _exit() only: 0 when the lab lets go, the script's status
 * after exit().
 */
noreturn void child_main(int channel, const struct child_world *world);

/*
 * The same for a process that has become this program by execve(), and is in
 * its world already: report that the call has succeeded, and go on under the
 * limit that it had.
 */
noreturn void child_go_on(int channel, const struct child_world *world,
                          const struct file_limit *limit);

/*
 * The first thing in the main() of a program that is to have actors which can
 * call execve(): where this process is such an actor, it goes on as one and
 * never returns. In a program that does not call it, execve() fails in scripts
 * with ENOSYS (resume.c).
 */
void child_resume(int argc, char **argv);

/* How the old program tells the new one; resume.c reads it. */
#define CHILD_RESUMES "resume-actor"
#define CHILD_NOTE    "%d:%d:%d:%d.%d.%d:%lu:%lu"
enum { CHILD_NOTE_SIZE = 96 };

#endif
