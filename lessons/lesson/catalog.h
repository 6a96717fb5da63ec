/*
 * catalog.h - where lessons are found.
 *
 * In the folders of folders.h, and last as copies inside the program itself;
 * the first that holds an id wins. What is in the list then is the lesson in
 * the language that is asked for, if there is one (translation.h).
 */
#ifndef LESSONS_LESSON_CATALOG_H
#define LESSONS_LESSON_CATALOG_H

#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/lesson/lesson.h"

struct catalog {
    struct lesson **lessons; /* by chapter and order; owned */
    size_t n;
    bool heads; /* while reading: shipped lessons, whose heads will do */
    const char *wanted; /* while reading: the only one; NULL: all */
    char **problems;    /* a message for each file that could not be read */
    size_t n_problems;
};

/*
 * Read every lesson: those of others whole, so that what is wrong with them is
 * said, and the shipped ones, which tests read, only as far as a menu needs
 * (lesson_complete()). dir is --lessons' argument or NULL; a dir that can't be
 * read is an error, a lesson that can't be read is a problem in the list.
 * Returns 0 or -1. Free with catalog_free() in both cases.
 */
int catalog_open(struct catalog *catalog, const char *dir, struct err *err);

/*
 * The same with only those lessons that catalog_find() could mean by name: a
 * program that wants one lesson need not read them all.
 */
int catalog_open_for(struct catalog *catalog, const char *dir, const char *name,
                     struct err *err);
void catalog_free(struct catalog *catalog);

/* The id that is near to a mistyped one; NULL when none is. */
const char *catalog_nearest(const struct catalog *catalog, const char *name);

/*
 * By id, by number (lesson->number: "2") or by file name; NULL when there is
 * none.
 */
struct lesson *catalog_find(const struct catalog *catalog, const char *name);

#endif
