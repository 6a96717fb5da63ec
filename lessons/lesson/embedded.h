/*
 * embedded.h - the files that are inside the program itself: the lessons, the
 * words that explain them, recordings, the bench, and what every ejected lesson
 * has in common.
 *
 * They are written into the program by lessons/lesson/embed.awk when it is
 * built, so that the one file still teaches when it was copied to another
 * machine.
 */
#ifndef LESSONS_LESSON_EMBEDDED_H
#define LESSONS_LESSON_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *name; /* of the file, "02-address-already-in-use.md" */
    const char *text;
    size_t len;
};

/* By file name; a row whose name is NULL ends the list. */
extern const struct embedded embedded_lessons[];

/* The recordings of those lessons, "02-address-already-in-use.json". */
extern const struct embedded embedded_recordings[];

/* The files of lessons/words/, "errnos.md". */
extern const struct embedded embedded_words[];

/*
 * Translations of lessons, "de/02-address-already-in-use.md", and of words,
 * "de/words/errnos.md".
 */
extern const struct embedded embedded_translations[];

/* Scripts that prove a sentence of those: "syn-backlog.lab". */
extern const struct embedded embedded_proofs[];

/* What --help says of each subcommand, "run.txt". */
extern const struct embedded embedded_help[];

/* The files of lessons/eject/, in the same way. */
extern const struct embedded embedded_eject[];

/* The one file widgets/lesson/bench.md. */
extern const struct embedded embedded_bench[];

/* The file of that name in one of these lists; NULL when there is none. */
const struct embedded *embedded_find(const struct embedded *list,
                                     const char *name);

#endif
