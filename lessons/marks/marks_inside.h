/*
 * marks_inside.h - what the parts that cut files into sentences share: marks.c
 * knows sentences and marks, marks_lesson.c and marks_words.c the files.
 */
#ifndef LESSONS_MARKS_MARKS_INSIDE_H
#define LESSONS_MARKS_MARKS_INSIDE_H

#include "lessons/marks/marks.h"
#include "lessons/text/problems.h"

/* While the comments of a file are read. */
struct comments {
    struct marks *marks;
    struct problems *problems;
    size_t section;  /* that the next mark belongs to */
    int line;        /* that is looked at */
    bool in_comment; /* one that has not ended yet */
    bool in_mark;    /* and which is a mark */
};

/*
 * A passage without sentences, to which those that are added then belong. All
 * of these return 0, or -1 without memory.
 */
int marks_add_passage(struct marks *marks, size_t section, int line, int at);

/* A sentence, or all those of a text; '\n' ends one as well. */
int marks_add_sentence(struct marks *marks, struct slice text);
int marks_add_sentences(struct marks *marks, struct slice text);

/* Read a line of a comment, and the marks that are in it. */
int marks_comment(struct comments *comments, struct slice line);

/* All of them are there: marks_have() works from here on. */
void marks_sort(struct marks *marks);

#endif
