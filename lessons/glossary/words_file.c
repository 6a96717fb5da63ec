/*
 * words_file.c - see words_file.h.
 */
#include "lessons/glossary/words_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lab/base/translate.h"
#include "lessons/text/file.h"

int words_file_read(const char *path, const struct embedded *built_in,
                    char **text, size_t *len, struct err *err)
{
    struct stat st;

    /* Most folders have none. */
    if (stat(path, &st) != 0 && !err_is_shortage(errno))
        return 0;
    if (text_read_kept(path, N_("a file of words"), text, len, err) != 0)
        return -1;
    if (!built_in || *len != built_in->len ||
        memcmp(*text, built_in->text, *len) != 0)
        return 1;
    free(*text);
    return 0;
}
