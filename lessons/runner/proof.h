/*
 * proof.h - whether a script checks anything at all.
 *
 * One that does not would hold whatever the kernel does, and a report of it
 * would look like a pass. `socket-lab run` refuses it, and `socket-lab check`
 * says so in the same words.
 */
#ifndef LESSONS_RUNNER_PROOF_H
#define LESSONS_RUNNER_PROOF_H

#include "lessons/lesson/lesson.h"
#include "lessons/text/problems.h"

/*
 * Note when no line of the lesson can come out otherwise than expected: none
 * has a RESULT other than `?`, looks at a socket, a setting or a packet, or
 * says how a process ended.
 */
void proof_note(const struct lesson *lesson, struct problems *problems);

/* The same for whoever wants to run it: 0, or -1 with the reason. */
int proof_check(const struct lesson *lesson, struct err *err);

#endif
