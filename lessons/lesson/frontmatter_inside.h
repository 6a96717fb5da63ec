/*
 * frontmatter_inside.h - between the two files that read front matter: what the
 * YAML holds, whoever has parsed it, and what a lesson makes of that.
 */
#ifndef LESSONS_LESSON_FRONTMATTER_INSIDE_H
#define LESSONS_LESSON_FRONTMATTER_INSIDE_H

#include "lessons/lesson/lesson_inside.h"

enum front_kind {
    FRONT_NOTHING, /* only in place of the whole, where there is nothing */
    FRONT_TEXT,
    FRONT_LIST,
    FRONT_MAPPING,
};

/* A value; it lives as long as the front matter is being read. */
struct front_value {
    enum front_kind kind;
    int line;          /* of the file */
    struct slice text; /* FRONT_TEXT; else empty */
    int n;             /* items of a list, pairs of a mapping; else 0 */
    void *document;    /* frontmatter.c's own, as is node */
    const void *node;
};

/*
 * Read the YAML. Returns 0 and what it holds, to be closed, or -1 with what is
 * wrong noted.
 */
int front_open(struct front_value *root, struct slice yaml,
               struct problems *problems);
void front_close(struct front_value *root);

/* The i-th item of a list. */
struct front_value front_item(const struct front_value *list, int i);

/* The value of a mapping's i-th pair, and its key. */
struct front_value front_pair(const struct front_value *mapping, int i,
                              struct front_value *key);

#endif
