/*
 * embedded.c - what lessons/lesson/embed.awk made of files, and finding it.
 */
#include "lessons/lesson/embedded.h"

#include <string.h>

#include "embedded.inc"

const struct embedded *embedded_find(const struct embedded *list,
                                     const char *name)
{
    for (; list->name; list++)
        if (strcmp(list->name, name) == 0)
            return list;
    return NULL;
}
