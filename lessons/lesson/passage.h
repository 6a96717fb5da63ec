/*
 * passage.h - a lesson as a list of short texts that can be searched: its
 * title, each paragraph, each line of its scripts and programs.
 *
 * A passage is what a reader would call the place where a word stands. Texts
 * are copies without markup, so they outlive the lesson.
 */
#ifndef LESSONS_LESSON_PASSAGE_H
#define LESSONS_LESSON_PASSAGE_H

#include <stddef.h>

#include "lab/base/err.h"
#include "lessons/lesson/lesson.h"

/* What a reader would rather be led to comes first. */
enum passage_kind {
    PASSAGE_TITLE, /* and the id */
    PASSAGE_SUMMARY,
    PASSAGE_TOGGLE, /* "SO_REUSEADDR: off, on" */
    PASSAGE_SCRIPT,
    PASSAGE_PROSE,
    PASSAGE_QUESTION, /* and its answers */
    PASSAGE_PROGRAM,
    PASSAGE_SYMPTOMS, /* what people type who are in the lesson */
    PASSAGE_READ_ON,  /* the paragraph that names the sources */
    PASSAGE_KINDS,
};

struct passage {
    enum passage_kind kind;
    int line;           /* in the lesson's file; 0 for the front matter's */
    const char *text;   /* one line, without markup */
    const char *folded; /* the same byte for byte, as passage_fold() has it */
};

struct passages {
    struct passage *list; /* by line */
    size_t n;
    char *texts; /* owned, as is the next; the list points into both */
    char *folded;
    size_t size; /* of each, in bytes, with each text's NUL */
};

/* "title", "script", "prose": what to call such a place. */
const char *passage_kind_name(enum passage_kind kind);

/*
 * Take a lesson apart, which must be complete (lesson_complete()) to give more
 * than its front matter. Returns 0, or -1 without memory; free with
 * passages_free() in both cases.
 */
int passages_read(struct passages *passages, const struct lesson *lesson,
                  struct err *err);
void passages_free(struct passages *passages);

/*
 * Make text the way it is compared: ASCII in lower case, and `-` for `_`, so
 * that time_wait finds TIME-WAIT. In place.
 */
void passage_fold(char *text);

/*
 * Where in folded text, from there on, a word begins that begins with these
 * (folded) letters: rst is in "[RST]" and not in "first", reuseaddr is in
 * "SO_REUSEADDR". NULL when there is none.
 */
const char *passage_match(const char *folded, const char *from,
                          const char *word);

#endif
