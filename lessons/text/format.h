/*
 * format.h - texts that are put together in new memory.
 */
#ifndef LESSONS_TEXT_FORMAT_H
#define LESSONS_TEXT_FORMAT_H

/* A printf() into new memory, to be freed; NULL without memory. */
char *text_format(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

#endif
