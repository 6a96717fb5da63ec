/*
 * folders.h - the folders that lessons are looked for in, and all that lies
 * beside them.
 *
 * In this order, the first that holds something wins: --lessons DIR,
 * $SOCKET_LAB_LESSONS, the user's XDG data folder, the installed folder, the
 * source tree. Behind them all are the copies inside the program itself
 * (embedded.h).
 */
#ifndef LESSONS_LESSON_FOLDERS_H
#define LESSONS_LESSON_FOLDERS_H

#include <stdbool.h>

#include "lab/base/err.h"

struct folder {
    char *path;           /* owned */
    const char *variable; /* that named it; NULL: none did */
    bool shipped;         /* what the program brought along lies in it */
};

enum { FOLDERS = 5 };

struct folders {
    struct folder list[FOLDERS];
    int n;
};

/*
 * List them; dir is that of --lessons, NULL for none. Whether they are there is
 * not asked, but one folder that goes by two names is listed once. Returns 0,
 * or -1 without memory; folders_free() in both cases.
 */
int folders_find(struct folders *folders, const char *dir, struct err *err);
void folders_free(struct folders *folders);

#endif
