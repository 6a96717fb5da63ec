/*
 * folder.c - see folder.h.
 */
#include "tests/support/folder.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int folder_make(char *out)
{
    snprintf(out, FOLDER_PATH, "/tmp/socket-lab-test.XXXXXX");
    return mkdtemp(out) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int flag,
                      struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

void folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static int make_parents(char *path)
{
    for (char *p = path + 1; *p != '\0'; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return -1;
        *p = '/';
    }
    return 0;
}

int folder_write(const char *path, const char *name, const char *text)
{
    char file[2 * FOLDER_PATH];
    FILE *out;

    snprintf(file, sizeof(file), "%s/%s", path, name);
    if (make_parents(file) != 0)
        return -1;
    out = fopen(file, "w");
    if (!out)
        return -1;
    fputs(text, out);
    return fclose(out);
}
