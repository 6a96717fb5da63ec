/*
 * list.h - what there is to choose from: `socket-lab list`, the lessons by
 * chapter, and `socket-lab explain` without a name.
 */
#ifndef LESSONS_COMMANDS_LIST_H
#define LESSONS_COMMANDS_LIST_H

#include <stdio.h>

#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/progress.h"

/*
 * Print a line for each lesson: number, name, minutes, whether it is done,
 * title. progress may be NULL: nothing is done.
 */
void list_lessons(FILE *out, const struct catalog *catalog,
                  const struct progress *progress);

/* Print every name that there is a sentence on, by kind (explain.h). */
void list_terms(FILE *out, struct glossary *glossary);

#endif
