/*
 * search_inside.h - what the parts of the search share: lesson_search.c reads
 * the lessons and looks into them, search_line.c makes words of what was
 * typed, search_rank.c says which answers there are, and which is best.
 */
#ifndef LESSONS_GLOSSARY_SEARCH_INSIDE_H
#define LESSONS_GLOSSARY_SEARCH_INSIDE_H

#include "lessons/glossary/lesson_search.h"
#include "lessons/glossary/lexicon.h"

enum {
    SEARCH_LINE = 1000, /* bytes that are searched for, with the NUL */
    SEARCH_WORDS = 32,  /* a bit each in an unsigned */
    SEARCH_NAMES = 8,
    SEARCH_HITS = 256,
};

/* What a word is looked for as: itself, and other names of the same thing. */
struct word {
    char names[SEARCH_NAMES][GLOSSARY_NAME]; /* folded */
    int n;
    struct slice typed;      /* in search.line */
    uint64_t plain;          /* which words of search.plain it is */
    const struct term *term; /* that it names; NULL: none */
    int weight;              /* plain_weight() */
    bool filler;             /* it says nothing, and need not be found */
    bool somewhere;          /* in a lesson, or it is known */
};

struct search {
    const struct catalog *catalog;
    struct glossary *glossary;
    struct lexicon *lexicon;
    struct passages *passages; /* by lesson; empty for one not read yet */
    struct found *found;       /* by lesson */
    /* By lesson: how good a place each word has in it, 0 for none. */
    unsigned char (*places)[SEARCH_WORDS];
    size_t read; /* how many lessons have been read */

    char line[SEARCH_LINE]; /* what was typed */
    struct plain plain;     /* of it, with mistyped words put right */
    struct word words[SEARCH_WORDS];
    int n_words;
    struct hit hits[SEARCH_HITS];
    size_t n_hits;
    const char *elsewhere; /* what it is about that is not ours; NULL */

    /* What decides: terms of one weight, the greatest. */
    const struct term *terms[SEARCH_TERMS];
    size_t n_terms;
    int terms_weight;
    struct term nameless;  /* an errno that the glossary has no sentence of */
    char meanings[200];    /* of a number with two; else empty */
    char corrections[200]; /* what was read otherwise than typed; else empty */

    struct answer *answers; /* best first; room for all that there can be */
    size_t n_answers;
};

/* ---- search_line.c ---- */

/* Take search.line apart: hits, deciding terms, words. */
void search_line(struct search *search);

/*
 * Read words that stand nowhere as known ones that they are near to. Returns
 * whether there was one: all is to be looked for once more then.
 */
bool search_correct(struct search *search);

/* ---- search_rank.c ---- */

/* How much a place of that kind says of the lesson that has it, from 1 on. */
unsigned char search_place(enum passage_kind kind);

/* Make found and answers of what each lesson holds. */
void search_rank(struct search *search);

#endif
