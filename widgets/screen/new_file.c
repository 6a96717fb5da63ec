/* Nothing that is there is ever written over. */
#include "widgets/screen/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { MOST_FILES = 99 }; /* of one lesson in one folder */

int new_file_reserve(const char *id, const char *end, char *name, size_t size)
{
    for (int i = 1; i <= MOST_FILES; i++) {
        char number[16] = "";

        if (i > 1)
            snprintf(number, sizeof number, "-%d", i);
        snprintf(name, size, "%.200s%s%s", id, number, end);
        int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd >= 0)
            return close(fd);
        if (errno != EEXIST)
            return -1;
    }
    return -1;
}

/* A file that could not be written whole is no use to anybody. */
static int write_text(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");

    if (!file)
        return -1;
    fputs(text, file);
    int error = fflush(file) != 0 || ferror(file) ? errno : 0;
    if (fclose(file) != 0 && !error)
        error = errno;
    if (!error)
        return 0;
    unlink(name);
    errno = error;
    return -1;
}

int new_file_text(const char *id, const char *text, char *name, size_t size)
{
    return new_file_reserve(id, ".txt", name, size) < 0
               ? -1
               : write_text(name, text);
}
