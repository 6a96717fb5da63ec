/*
 * eject.h - `socket-lab eject`: what a lesson does, as programs that stand
 * alone.
 *
 * The folder that is written holds a C program for every actor, a Makefile,
 * a script that plays the lesson with them in its order, and a text on how to
 * see the same at the shell. They are made from the lines of one lane. What
 * they have in common is in lessons/eject/, and in this program as well.
 */
#ifndef LESSONS_EJECT_EJECT_H
#define LESSONS_EJECT_EJECT_H

#include <stdio.h>

#include "lab/base/err.h"
#include "lessons/lesson/lesson.h"

/*
 * Write the lane of this setting into a new folder. Nothing may be there yet
 * by that name, and nothing is left there when something fails. Returns 0, or
 * -1 with the reason.
 */
int eject(const struct lesson *lesson, const struct setting *setting,
          const char *folder, struct err *err);

/*
 * `socket-lab eject`: the same with every toggle at its first value but for
 * these, into a folder that has the lesson's name where none is given (NULL),
 * and say on out what was written. Returns 0, or -1 with the reason.
 */
int eject_lesson(const struct lesson *lesson, const struct condition *settings,
                 int n, const char *folder, FILE *out, struct err *err);

#endif
