/*
 * unseen.h - characters that nobody sees, and those that turn others round.
 *
 * They are text, and some languages need a few of them. But a title with one
 * looks like another title, and what follows an override of direction is read
 * backwards (UAX #9, UTR #36 section 2). `socket-lab check` warns of them; what
 * is shown of a lesson has U+FFFD in their place.
 */
#ifndef LESSONS_TEXT_UNSEEN_H
#define LESSONS_TEXT_UNSEEN_H

#include <stdint.h>
#include <stdio.h>

#include "lessons/text/problems.h"
#include "lessons/text/slice.h"

/* What Unicode calls the character; NULL when it is one that can be seen. */
const char *unseen_name(uint32_t character);

/*
 * Where the first such character of UTF-8 text stands; the text's length when
 * it has none.
 */
size_t unseen_find(struct slice text);

/*
 * The text with U+FFFD for each of them, and a NUL, to be freed; NULL without
 * memory.
 */
char *unseen_plain(struct slice text);

/* Print the text so. */
void unseen_print(FILE *out, const char *text);

/*
 * Warn of each line of a text that has one, or that has a combining mark with
 * no character to stand on. first_line is the number of the first line.
 */
void unseen_lint(struct slice text, int first_line, struct problems *problems);

/* The same for what stands on one line, and has none in the file as it is. */
void unseen_warn(struct slice text, int line, struct problems *problems);

#endif
