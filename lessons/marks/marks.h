/*
 * marks.h - which sentences of an original a translation is of.
 *
 * Above each paragraph of a translation stands a comment with a short checksum
 * of each sentence that it translates:
 *
 *     <!-- of: 5f3a 9c12 -->
 *     Der Server wird mit Strg-C beendet. Wer hat die Adresse?
 *
 * A sentence of the original whose checksum stands nowhere between the same two
 * blocks of code is newer than its translation. A question has its mark above
 * its block, and what is read of the front matter has one below it.
 */
#ifndef LESSONS_MARKS_MARKS_H
#define LESSONS_MARKS_MARKS_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/glossary/words.h"
#include "lessons/lesson/lesson.h"
#include "lessons/text/slice.h"

/* A sentence of an original. */
struct sentence {
    char *text;    /* with a blank between words; owned */
    unsigned mark; /* its checksum, of 16 bits */
    int nth;       /* in its passage, from 1 */
};

/* A paragraph, a question, or what is read of the front matter. */
struct marked {
    int line; /* in the file, where it begins */
    int at;   /* the line that its mark stands above */
    size_t section;
    size_t first, n; /* sentences */
};

/* A checksum, of a sentence or in a mark, and where it is. */
struct value {
    size_t section;
    unsigned value;
    int line; /* of a mark */
};

struct values {
    struct value *list; /* owned; sorted by section and value */
    size_t n, room;
};

/* The first line of a fenced block. Section i ends with fence i. */
struct fence_line {
    int line;
    struct slice info;
};

/* A lesson's file, cut into what is marked. */
struct marks {
    struct sentence *sentences; /* owned, as are the other lists */
    size_t n_sentences, sentences_room;
    struct marked *passages;
    size_t n_passages, passages_room;
    struct values said;  /* by the sentences */
    struct values marks; /* what the marks say */
    int *mark_lines;     /* owned: lines that are marks and nothing else */
    size_t n_mark_lines, mark_lines_room;
    struct fence_line *fences; /* infos are pieces of the file */
    size_t n_fences, fences_room;
    int last_line; /* of a lesson; 0 of words, where entries may be missing */
};

/*
 * Cut a file that was read as that lesson. What is wrong with a mark is noted.
 * Returns 0, or -1 without memory; marks_free() it in both cases.
 */
int marks_read(struct marks *marks, struct slice file,
               const struct lesson *lesson, struct problems *problems);

/*
 * The same of a file of words. There an entry is a section and a passage, and
 * has its mark below its heading; sections are counted as in the original.
 */
int marks_read_words(struct marks *marks, struct slice file,
                     const struct words *words, const struct words *original,
                     struct problems *problems);
void marks_free(struct marks *marks);

/* Whether the sentences or the marks of that section have the checksum. */
bool marks_have(const struct values *values, size_t section, unsigned value);

/*
 * The file of a translation with all marks made anew, as if it were of the
 * original as that is now; to be freed, NULL without memory.
 */
char *marks_write(const struct marks *original, const struct marks *translation,
                  struct slice file);

#endif
