/*
 * platform.h - a page on a language or a server: how it makes its sockets when
 * nobody says otherwise, how to say otherwise, and how its messages read.
 *
 * Each is a file of its own beside the files of words, lessons/words/python.md,
 * whose form LESSONS.md describes.
 */
#ifndef LESSONS_GLOSSARY_PLATFORM_H
#define LESSONS_GLOSSARY_PLATFORM_H

#include <stdio.h>

#include "lessons/glossary/words.h"

enum part_kind {
    PART_HEADING, /* `## ` */
    PART_TEXT,    /* a paragraph */
    PART_ITEM,    /* `- `, a sentence or two with evidence */
    PART_CODE,    /* a line between two fences, as it stands there */
};

struct part {
    enum part_kind kind;
    const char *text;
    int line;
    size_t field, n_fields; /* of an item: its evidence */
};

/* A whole file; strings are pieces of `text`. */
struct platform {
    const char *name; /* "Python" */
    const char *also; /* its other names, comma between; NULL: none */
    char *text;       /* owned, as are the lists */
    struct part *parts;
    struct words_field *fields; /* sources and proofs */
    size_t n_parts, n_fields, parts_room, fields_room;
};

/*
 * Whether a file of that name, in a folder `words`, is such a page: it has
 * neither terms nor tables.
 */
bool platform_is(const char *file);

/*
 * Read len bytes as the file problems->name, and note what is wrong. Returns 0,
 * or -1 when something is; platform_free() it in both cases.
 */
int platform_read(struct platform *platform, const char *text, size_t len,
                  struct problems *problems);
void platform_free(struct platform *platform);

/* Whether it goes by this name; upper and lower case are the same. */
bool platform_named(const struct platform *platform, const char *name);

/* Print it, wrapped to width columns. */
void platform_print(FILE *out, int width, const struct platform *platform);

#endif
