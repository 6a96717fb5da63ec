/*
 * wrap.h - text in lines of so many columns, for what is printed.
 */
#ifndef LESSONS_TEXT_WRAP_H
#define LESSONS_TEXT_WRAP_H

#include <stdio.h>

#include "lessons/text/slice.h"

/* Columns of UTF-8 text, where each character has one. */
int wrap_columns(struct slice text);

/*
 * Take off the words that fit into so many columns, and return them as they
 * stand. It is one word at least, even where that is too long.
 */
struct slice wrap_take(struct slice *text, int columns);

/*
 * Print words up to column width, from column x on, where the cursor is;
 * further lines begin at column indent. Ends the line.
 */
void wrap_from(FILE *out, int width, int x, int indent, struct slice text);

/* The same from the beginning of a line, with all lines indented. */
void wrap_print(FILE *out, int width, int indent, const char *text);

#endif
