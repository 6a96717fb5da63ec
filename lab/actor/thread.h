/*
 * thread.h - further threads of an actor's process, each of which is an actor
 * to the lab: it has a channel of its own, and all else with the others.
 *
 * They are threads as pthread_create(3) makes them: memory, descriptors and
 * what signals do are the process', and only the signals that are held back are
 * the thread's.
 */
#ifndef LAB_ACTOR_THREAD_H
#define LAB_ACTOR_THREAD_H

#include <sys/types.h>

/*
 * Begin a thread that does nothing but life(channel, with). The channel gets
 * another number on its way, and is the thread's from then on; `with` has to
 * stay as long as the process. Returns the thread's number (gettid(2)), or -1
 * with errno set and the channel closed.
 */
pid_t thread_begin(int channel, const char *name,
                   void (*life)(int channel, const void *with),
                   const void *with);

/*
 * The channel of the thread that asks, CHANNEL_AT of the first one. It may be
 * asked for in a handler (signal-safety(7)).
 */
int thread_channel(void);

#endif
