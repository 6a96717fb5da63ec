/*
 * check.h - what `socket-lab check` says of a lesson, a script, or a file of
 * words.
 *
 * Nothing is run. A file that can't be read as what it should be is wrong;
 * beyond that, check finds what a reader of the lesson would stumble over,
 * such as a prediction whose right answer is not among its choices. What a
 * careful editor would ask for besides is a warning (lint.h).
 */
#ifndef LESSONS_COMMANDS_CHECK_H
#define LESSONS_COMMANDS_CHECK_H

#include <stddef.h>
#include <stdio.h>

#include "lab/base/err.h"
#include "lessons/text/problems.h"

/*
 * Read a file ("-" is standard input) and print each problem to out as a line
 * "FILE:LINE: what was found, what was expected", from the top down. lessons is
 * the folder of --lessons, NULL for none: what proves a sentence may stand
 * there. Returns how many there are, warnings not counted; -1 with the reason
 * in *err when the file can't be read at all.
 */
int check_file(const char *file, const char *lessons, FILE *out,
               struct err *err);

/*
 * Write marks into a translation (marks.h), as if all of it were of its
 * original as that is now. Where it has mistakes they are printed instead.
 * Returns as check_file().
 */
int check_mark(const char *file, const char *lessons, FILE *out,
               struct err *err);

/* check_file() for all that the program brings along. */
int check_shipped(FILE *out, struct err *err);

/*
 * The same for a text; problems->name tells by its end what it is. The problems
 * are left to whoever asks.
 */
void check_text(const char *text, size_t len, const char *lessons,
                struct problems *problems);

#endif
