/*
 * folder.h - a folder of a test's own, gone with the test.
 */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

enum { FOLDER_PATH = 256 };

/* Make one; its path is written to out[FOLDER_PATH]. Returns 0 or -1. */
int folder_make(char *out);

/* Remove it with all that is in it. */
void folder_remove(const char *path);

/*
 * Write a file below it, making the folders in between. Returns 0 or -1 with
 * errno.
 */
int folder_write(const char *path, const char *name, const char *text);

#endif
