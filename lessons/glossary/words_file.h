/*
 * words_file.h - the text of a file in a folder of words.
 *
 * What it says is for others to read: words.h, which.h, platform.h.
 */
#ifndef LESSONS_GLOSSARY_WORDS_FILE_H
#define LESSONS_GLOSSARY_WORDS_FILE_H

#include "lab/base/err.h"
#include "lessons/lesson/embedded.h"

/*
 * Read the file at that path. built_in is the program's own one of that name,
 * NULL where it has none. Returns 1 with the text, to be freed; 0 where no such
 * file is there, or it is a mere copy of the built-in one; -1 with the reason
 * where it can't be read.
 */
int words_file_read(const char *path, const struct embedded *built_in,
                    char **text, size_t *len, struct err *err);

#endif
