/*
 * lesson_due.h - when a world is to be made anew, because the kernel's timers
 * end what the screen speaks of.
 *
 * These functions only calculate, from sockets, times and the lines of a step,
 * when to act; lesson_fresh.c acts. All times are nanoseconds on the log's
 * clock.
 */
#ifndef WIDGETS_LESSON_LESSON_DUE_H
#define WIDGETS_LESSON_LESSON_DUE_H

#include "lab/lab.h"
#include "lessons/lesson/lesson.h"

/*
 * What is known of a world: when it came to rest after the last step, and how
 * long before an end a new one has to be begun (lesson_due_lead()).
 */
struct due_world {
    int64_t rested;
    int64_t lead;
};

/*
 * When a new world is to be begun because of this socket, which is in its state
 * since then; -1: never. A TIME-WAIT and a FIN-WAIT-2 without an owner end with
 * their timer, and a new world comes before that. Packets that are sent again
 * and again without an answer fill the screen, until the kernel gives up: a new
 * world comes after a while. A socket whose whole life is short was made so by
 * the lesson itself, and no new world comes because of it.
 */
int64_t lesson_due_sock(const struct sock *sock, int64_t since,
                        struct due_world world);

/* How long it is until any socket of a lab is due; -1: none ever is. */
int64_t lesson_due_left(const struct lab *lab, struct due_world world);

/*
 * How long before an end a new world has to be begun, so that it stands in
 * time: what the lines before the step with that number may wait for in this
 * setting, and some seconds more.
 */
int64_t lesson_due_lead(const struct lesson *lesson, size_t step,
                        const struct setting *setting);

/*
 * Whether the next lines, from that step on, are about waiting: a `wait` of
 * seconds, or a `within` that is longer than what lines have by themselves.
 * Then the end that comes is the very one that the step waits for.
 */
bool lesson_due_waits(const struct lesson *lesson, size_t step,
                      const struct setting *setting);

/*
 * How long the socket of a change of state, the event at that index, had been
 * in the state before; 0 where the log does not know.
 */
int64_t lesson_due_lived(const struct log *log, size_t index);

#endif
