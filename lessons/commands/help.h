/*
 * help.h - what --help prints: the files of lessons/commands/help, which the
 * program has embedded.
 *
 * A text is looked up a paragraph at a time: what is between two blank lines
 * is one message, in which a translation may break lines as it likes.
 */
#ifndef LESSONS_COMMANDS_HELP_H
#define LESSONS_COMMANDS_HELP_H

#include <stdio.h>

/* Print the help of a command, which is one of main.c's; "": of the program. */
void help_print(FILE *out, const char *command);

#endif
