/*
 * search.h - `socket-lab search`: the lessons and terms that some words, or a
 * line that a program has printed, are about.
 */
#ifndef LESSONS_COMMANDS_SEARCH_H
#define LESSONS_COMMANDS_SEARCH_H

#include <stdbool.h>
#include <stdio.h>

#include "lab/base/err.h"
#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"

/*
 * Print all answers to the n words (lesson_search.h), best first, each with
 * the place that says most of it; json prints an object a line. What is to be
 * said of the words themselves goes to notes. Returns how many answers there
 * were, or -1 with the reason.
 */
int search_words(FILE *out, FILE *notes, const struct catalog *catalog,
                 struct glossary *glossary, char *const *words, int n,
                 bool json, struct err *err);

#endif
