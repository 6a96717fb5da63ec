/*
 * lesson_search.h - which lessons hold some words, and where.
 *
 * A lesson is found when each word begins a word somewhere in it: in its
 * title, a paragraph, a line of its script. A word that is a name of the
 * glossary stands for all its names: 98 finds EADDRINUSE, ESTABLISHED finds
 * ESTAB. Lessons are read one at a time, when the owner has time for it.
 */
#ifndef LESSONS_GLOSSARY_LESSON_SEARCH_H
#define LESSONS_GLOSSARY_LESSON_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/passage.h"

struct search;

/* What was found in a lesson. */
struct found {
    bool is;                     /* it holds all words, and has been read */
    int weight;                  /* 0 is best: each word is in the title */
    const struct passage *where; /* the best place that is not the title; NULL:
                                    none */
};

/*
 * NULL without memory. The catalog and the glossary must outlive it; no lesson
 * is read yet.
 */
struct search *search_open(const struct catalog *catalog,
                           struct glossary *glossary);
void search_close(struct search *search);

/*
 * Read one lesson more, whole, which takes less than a millisecond, and look
 * for the words in it. Returns whether there was one; one that can't be read
 * is found by its front matter alone.
 */
bool search_read(struct search *search);

/* Whether all lessons have been read. */
bool search_ready(const struct search *search);

/* Look for other words, between spaces; without any, nothing is found. */
void search_set(struct search *search, const char *words);

/* What was found in the catalog's lesson of that index. */
const struct found *search_found(const struct search *search, size_t lesson);

/*
 * The first passage of a lesson from index *at on that holds one of the words,
 * titles left out; *at is then behind it. NULL when there is none.
 */
const struct passage *search_next(const struct search *search, size_t lesson,
                                  size_t *at);

/*
 * The first place in a passage, from that byte on, where one of the words is.
 * Returns its first byte, with its length in *len; -1 when there is none.
 */
long search_hit(const struct search *search, const struct passage *passage,
                size_t from, size_t *len);

#endif
