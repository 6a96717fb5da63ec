/*
 * need_print.h - what a script may ask of the kernel, explained.
 */
#ifndef LESSONS_GLOSSARY_NEED_PRINT_H
#define LESSONS_GLOSSARY_NEED_PRINT_H

#include <stdbool.h>
#include <stdio.h>

/*
 * Print it, in so many columns: `can=migrate`, or the name alone where it is no
 * other word. False, and nothing printed, for anything else.
 */
bool need_print(FILE *out, int width, const char *name);

#endif
