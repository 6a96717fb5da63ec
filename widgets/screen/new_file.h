/*
 * new_file.h - names for files that a key writes into the learner's folder.
 */
#ifndef WIDGETS_SCREEN_NEW_FILE_H
#define WIDGETS_SCREEN_NEW_FILE_H

#include <stddef.h>

/*
 * Make an empty file under a name that was free: `id` and `end`, as in
 * "lesson.pcapng", else "lesson-2.pcapng" and so on. Returns 0 with the name,
 * or -1 with errno set and the name that could not be had.
 */
int new_file_reserve(const char *id, const char *end, char *name, size_t size);

/*
 * Write the text into a new file, "id.txt" or the like. Returns 0 with its
 * name, or -1 with errno set, the name, and no file left.
 */
int new_file_text(const char *id, const char *text, char *name, size_t size);

#endif
