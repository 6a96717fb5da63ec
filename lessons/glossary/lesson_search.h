/*
 * lesson_search.h - answers to a few words, or to a pasted line: lessons, and
 * terms of the glossary, best first. One for all who ask: the menu's `/`,
 * `socket-lab search` and `explain`.
 *
 * The longest name or text in the line that is known decides: "dial tcp
 * 127.0.0.1:80: connect: connection refused" is about ECONNREFUSED. A lesson
 * that has it among its symptoms comes first, then what the glossary says, then
 * lessons that only speak of it. Where nothing in it is known, lessons are
 * found in which each word begins a word: in the title, a paragraph, a line of
 * the script. A word that stands nowhere is left out, and search_note() says
 * so. Lessons are read one at a time, when the owner has time for it.
 */
#ifndef LESSONS_GLOSSARY_LESSON_SEARCH_H
#define LESSONS_GLOSSARY_LESSON_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"
#include "lessons/lesson/passage.h"
#include "lessons/text/slice.h"

struct search;

/* What was found in a lesson. */
struct found {
    bool is;                     /* it is an answer */
    bool symptom;                /* by a symptom of it */
    int weight;                  /* greater is better */
    const struct passage *where; /* the best place that is not the title; NULL:
                                    none, or the lesson was not read yet */
};

/* Of one line, at most so many terms decide. */
enum { SEARCH_TERMS = 2 * GLOSSARY_SAME };

/* A lesson or a term. */
struct answer {
    const struct term *term; /* NULL: a lesson */
    size_t lesson;           /* its index in the catalog */
    int weight;
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

/*
 * Look for other words; without any, nothing is found. Of a very long line only
 * the beginning is looked for.
 */
void search_set(struct search *search, const char *words);

/* All answers, best first. Of lessons not read yet only symptoms are known. */
size_t search_answers(const struct search *search,
                      const struct answer **answers);

/*
 * What is to be said of the words before the answers: which stand nowhere, and
 * which were read as others. Whole sentences, empty where there is none.
 */
void search_note(const struct search *search, char *out, size_t size);

/*
 * The piece of the words that is a name or a text of that term, as it was
 * typed; empty where none is.
 */
struct slice search_piece(const struct search *search, const struct term *term);

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
