/* folders.c - where lessons may lie; see folders.h. */
#include "lessons/lesson/folders.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lessons/text/format.h"

#ifndef LAB_LESSONS_DIR
#define LAB_LESSONS_DIR "/usr/local/share/socket-lab/lessons"
#endif

/* Whether the folder is in the list already, under this name or another. */
static bool listed(const struct folders *folders, const char *path)
{
    struct stat st, other;

    /* That it isn't there is for who reads it to say. */
    if (stat(path, &st) != 0)
        return false;
    for (int i = 0; i < folders->n; i++)
        if (stat(folders->list[i].path, &other) == 0 &&
            other.st_dev == st.st_dev && other.st_ino == st.st_ino)
            return true;
    return false;
}

/* Takes over path; NULL is one that there was no memory for. */
static int add(struct folders *folders, char *path, const char *variable,
               bool shipped, struct err *err)
{
    if (!path)
        return err_machine(err, "out of memory");
    if (listed(folders, path))
        free(path);
    else
        folders->list[folders->n++] = (struct folder){path, variable, shipped};
    return 0;
}

static int add_named(struct folders *folders, struct err *err)
{
    static const char variable[] = "SOCKET_LAB_LESSONS";
    const char *path = getenv(variable);

    if (!path || path[0] == '\0')
        return 0;
    return add(folders, strdup(path), variable, false, err);
}

/* XDG Base Directory Specification: a path that isn't absolute is ignored. */
static int add_users(struct folders *folders, struct err *err)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    char *path;

    if (data && data[0] == '/')
        path = text_format("%s/socket-lab/lessons", data);
    else if (home && home[0] == '/')
        path = text_format("%s/.local/share/socket-lab/lessons", home);
    else
        return 0;
    return add(folders, path, NULL, false, err);
}

/*
 * The program stands in the source tree's build folder, or it doesn't.
 * $PROGRAM/../lessons: the program's own file, not the current folder, tells
 * where the tree is (proc_pid_exe(5)).
 */
static int add_source(struct folders *folders, struct err *err)
{
    char program[PATH_MAX], *slash;
    ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);

    if (len < 0)
        return 0;
    program[len] = '\0';
    for (int i = 0; i < 2; i++)
        if ((slash = strrchr(program, '/')))
            *slash = '\0';
    return add(folders, text_format("%s/lessons", program), NULL, true, err);
}

int folders_find(struct folders *folders, const char *dir, struct err *err)
{
    *folders = (struct folders){0};
    if ((dir && add(folders, strdup(dir), NULL, false, err) != 0) ||
        add_named(folders, err) != 0 || add_users(folders, err) != 0 ||
        add(folders, strdup(LAB_LESSONS_DIR), NULL, true, err) != 0)
        return -1;
    return add_source(folders, err);
}

void folders_free(struct folders *folders)
{
    for (int i = 0; i < folders->n; i++)
        free(folders->list[i].path);
    *folders = (struct folders){0};
}
