/*
 * release.h - giving back what may be there or not: descriptors, processes.
 */
#ifndef LAB_BASE_RELEASE_H
#define LAB_BASE_RELEASE_H

#include <sys/types.h>

/*
 * Close the descriptor, if there is one. It is -1 from then on: a number that
 * was closed may be another file's by the time that somebody closes it again.
 */
void release_fd(int *fd);

/* Wait for the end of this process's child; 0 or less is none. */
void release_child(pid_t pid);

#endif
