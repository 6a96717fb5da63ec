/*
 * plain.h - a text as it is compared with what is known: words in lower case,
 * one space between them, and none of the signs that programs put around what
 * they say. "[Errno 98] TIME_WAIT" is "errno 98 time wait".
 */
#ifndef LESSONS_GLOSSARY_PLAIN_H
#define LESSONS_GLOSSARY_PLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "lessons/text/slice.h"

enum {
    PLAIN_WORDS = 64, /* a bit each in a uint64_t */
    PLAIN_TEXT = 1024
};

struct plain_word {
    size_t at, len;  /* in the plain text */
    size_t from, to; /* in the text that it was made of */
};

/* Of a longer text only the beginning is there. */
struct plain {
    struct slice source;   /* what it was made of, which must outlive it */
    char text[PLAIN_TEXT]; /* with a space before it and behind: " errno 98 " */
    size_t len;
    struct plain_word words[PLAIN_WORDS];
    int n;
};

void plain_make(struct plain *plain, struct slice text);

/* The i-th word. */
struct slice plain_word(const struct plain *plain, int i);

/* Put another word in the place of the i-th, where there is room. */
void plain_replace(struct plain *plain, int i, const char *word);

/* Words that stand in every sentence, and say nothing of it: "the", "is". */
bool plain_is_filler(struct slice word);

/*
 * Whether two words are the same one but for its ending: restart, restarts,
 * restarted, restarting.
 */
bool plain_akin(struct slice a, struct slice b);

/*
 * What a text weighs when it is found in another: letters say more than digits,
 * of which addresses, ports and process numbers are made.
 */
int plain_weight(struct slice text);

#endif
