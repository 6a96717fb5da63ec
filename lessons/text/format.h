/*
 * format.h - texts that are put together from others.
 */
#ifndef LESSONS_TEXT_FORMAT_H
#define LESSONS_TEXT_FORMAT_H

#include <stddef.h>

/* A printf() into new memory, to be freed; NULL without memory. */
char *text_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/*
 * The n words of a command line as one line again, with a blank between two,
 * in out, cut where its size bytes end.
 */
void text_join(char *out, size_t size, char *const *words, int n);

#endif
