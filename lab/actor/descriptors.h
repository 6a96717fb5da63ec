/*
 * descriptors.h - which numbers the files of an actor have.
 *
 * A script sees the descriptors 0 to SCRIPT_FILES - 1, and its limit
 * (RLIMIT_NOFILE, getrlimit(2)) lies right above them, whatever limit the lab
 * itself was started with: so dup() and fcntl(F_DUPFD) give the same on every
 * machine. Above that limit stands the lab's channel, where no call of a script
 * finds it, and above that those of its further threads. A descriptor that is
 * open stays open when the limit is lowered below it.
 *
 * A script may lower its limit by setrlimit(2). The soft limit is then really
 * the kernel's, for each call of the script; between two calls the actor needs
 * its own again. It could not get that back if the hard limit were lowered, and
 * so that one is only remembered.
 */
#ifndef LAB_ACTOR_DESCRIPTORS_H
#define LAB_ACTOR_DESCRIPTORS_H

#include "lab/base/err.h"

enum {
    ACTOR_FILES = 1024, /* what an actor must be allowed to open */
    CHANNEL_AT = ACTOR_FILES - 1,
    SPARE_FILES = 2, /* for what an actor opens between two calls */
    SCRIPT_FILES = CHANNEL_AT - SPARE_FILES,
    THREAD_FILES = 64, /* channels of further threads, behind ACTOR_FILES */
    NEVER_OPEN = ACTOR_FILES + THREAD_FILES, /* no file of an actor is there */
};

/*
 * In the lab: have this process allowed to open ACTOR_FILES files, and with it
 * what it forks. Returns 0, or -1 with ERR_MACHINE where the hard limit is
 * lower.
 */
int descriptors_allow(struct err *err);

/*
 * In a new actor: 0, 1 and 2 become /dev/null, *channel goes to CHANNEL_AT, and
 * all else is closed. Returns 0, or -1 with errno set.
 */
int descriptors_settle(int *channel);

/* RLIMIT_NOFILE as a script has it, getrlimit(2). */
struct file_limit {
    unsigned long soft; /* the kernel's, while a call of the script is made */
    unsigned long hard; /* kept here: the actor's own files are above it */
};

/* That of a new actor. */
#define FILE_LIMIT ((struct file_limit){SCRIPT_FILES, SCRIPT_FILES})

/*
 * In an actor: from here on calls are the script's, under its limit; or again
 * the actor's own, with NULL. Returns 0, or -1 with errno set.
 */
int descriptors_limit(const struct file_limit *script);

/*
 * setrlimit(2) by a script, which is no privileged process: change the limit
 * as the kernel would. Returns 0, or -1 with errno set.
 */
int descriptors_set(struct file_limit *limit, unsigned long soft,
                    unsigned long hard);

/*
 * In an actor: give a descriptor a number that is out of every script's way,
 * for a further thread's channel. Returns that number, or -1 with errno set;
 * the old one is closed in both cases.
 */
int descriptors_put_away(int fd);

/* In a child of fork(): close the channels of threads that it does not have. */
void descriptors_drop_threads(void);

#endif
