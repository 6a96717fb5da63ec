/*
 * glossary_inside.h - what the parts of the glossary share while it is put
 * together: glossary_read.c finds the files, glossary_terms.c makes terms of
 * what stands in them.
 */
#ifndef LESSONS_GLOSSARY_GLOSSARY_INSIDE_H
#define LESSONS_GLOSSARY_GLOSSARY_INSIDE_H

#include "lessons/glossary/glossary.h"
#include "lessons/glossary/guides.h"
#include "lessons/glossary/words.h"

/*
 * A file whose entries are terms. Their texts, put together of its pieces, take
 * less room than the file itself: between two pieces there is a mark or a key
 * of two bytes and more in the file, and a comma and a space at most here. A
 * translation has the names of its originals besides.
 */
struct source {
    struct words words;
    char *room; /* of words.len + 1 bytes; owned */
    size_t used;
    struct meaning *meanings; /* as many as entries; owned */
    size_t n_meanings;
};

struct glossary {
    const char *dir;
    bool read;
    struct source *sources; /* owned, as are the lists */
    size_t n_sources, sources_room;
    struct term *terms;
    size_t n_terms, terms_room;
    char **problems;
    size_t n_problems, problems_room;
    struct guides guides;
};

/*
 * Make terms of the file that was read into source->words, or put a
 * translation's sentences into those that there are. Returns 0, or -1 without
 * memory.
 */
int glossary_use(struct glossary *glossary, struct source *source);

#endif
