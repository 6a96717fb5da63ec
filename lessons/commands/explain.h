/*
 * explain.h - `socket-lab explain`: what a word means, and which lessons show
 * it.
 */
#ifndef LESSONS_COMMANDS_EXPLAIN_H
#define LESSONS_COMMANDS_EXPLAIN_H

#include <stdio.h>

#include "lab/base/err.h"
#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"

/* Columns that suit a terminal of 80. */
enum { EXPLAIN_COLUMNS = 78 };

/*
 * Print all that is known of a name (glossary_find()): of an errno with many
 * causes first how to tell them apart, as a table where width columns are
 * enough for it; what it means, what it means of each call, the ways into a
 * state and out of it, and for each lesson that shows it the first line that
 * does. An errno that the glossary has no sentence for is told in the system's
 * words; a platform (platform.h) by its page. The lessons are read whole for
 * this. Returns 0, or -1 with the reason, and the nearest known name, when
 * nothing is known of it.
 */
int explain(FILE *out, int width, const struct catalog *catalog,
            struct glossary *glossary, const char *name, struct err *err);

/*
 * The same for the n words of a command line, which are one name: simultaneous
 * open needs no quotes.
 */
int explain_words(FILE *out, int width, const struct catalog *catalog,
                  struct glossary *glossary, char *const *words, int n,
                  struct err *err);

#endif
