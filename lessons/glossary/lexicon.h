/*
 * lexicon.h - all that people may have typed or pasted and that is known: the
 * names and texts of the glossary, and the symptoms of the lessons; and which
 * of it stands in a line.
 */
#ifndef LESSONS_GLOSSARY_LEXICON_H
#define LESSONS_GLOSSARY_LEXICON_H

#include "lessons/glossary/glossary.h"
#include "lessons/glossary/plain.h"
#include "lessons/lesson/catalog.h"

struct lexicon;

enum { LEXICON_NO_LESSON = -1 };

/* Something known that stands in a line. */
struct hit {
    const struct term *term; /* that it is a name or a text of; NULL: none */
    int lesson;              /* whose symptom it is, by index in the catalog */
    int weight;              /* plain_weight() of it */
    uint64_t words;          /* of the line, a bit each */
    int first, last;         /* the first of them and the last */
    bool loose;              /* its words stand there, and not in a row */
};

/* NULL without memory. The glossary must outlive it, the catalog need not. */
struct lexicon *lexicon_open(const struct catalog *catalog,
                             struct glossary *glossary);
void lexicon_close(struct lexicon *lexicon);

/*
 * What stands in a line, as whole words: up to room hits, in no order. A
 * symptom or a text of several words may stand there with others between them.
 */
size_t lexicon_match(const struct lexicon *lexicon, const struct plain *line,
                     struct hit *hits, size_t room);

/*
 * The lessons that have a name of hit's term among their symptoms: what was
 * found, by whatever name or text of the term, is a symptom of them too.
 */
size_t lexicon_meant(const struct lexicon *lexicon, const struct hit *hit,
                     struct hit *hits, size_t room);

/* Whether any known phrase has a word that begins with these letters. */
bool lexicon_has(const struct lexicon *lexicon, struct slice word);

/* The word of a known phrase that is near to a mistyped one; NULL: none is. */
const char *lexicon_nearest(const struct lexicon *lexicon, struct slice word);

#endif
