/*
 * which.h - "Which of these is mine?": for an errno with many causes, a table
 * of what ss(8) shows of each, what it is, and what to do.
 *
 * The tables are a file, lessons/words/which.md, whose form LESSONS.md
 * describes. A row has a name: the lab finds the row of a socket that stands in
 * the way (struct culprit_event), and the sentences are here.
 */
#ifndef LESSONS_GLOSSARY_WHICH_H
#define LESSONS_GLOSSARY_WHICH_H

#include <stdio.h>

#include "lessons/glossary/words.h"
#include "lessons/lesson/catalog.h"
#include "lessons/text/problems.h"

enum { WHICH_EVIDENCE = 4 };

struct which_row {
    const char *name;   /* "time-wait" */
    const char *shows;  /* what ss, lsof or netstat show */
    const char *is;     /* whole sentences */
    const char *does;   /* `do:`, what to do */
    const char *lesson; /* its id; NULL: none */
    struct words_field evidence[WHICH_EVIDENCE]; /* sources and proofs */
    int n_evidence;
    int line;
};

/* The rows of one errno. */
struct which_table {
    const char *name;   /* "EADDRINUSE" */
    const char *text;   /* what stands above the table: where to look */
    size_t row, n_rows; /* index of the first one, and how many */
    int line;
};

/* A whole file; strings are pieces of `text`. */
struct which {
    char *text; /* owned, as are the lists */
    struct which_table *tables;
    struct which_row *rows;
    size_t n_tables, n_rows, tables_room, rows_room;
};

/* Whether a file of that name has the tables: "lessons/words/which.md". */
bool which_is(const char *file);

/*
 * Read len bytes as the file problems->name, and note what is wrong. Returns 0,
 * or -1 when something is; which_free() it in both cases.
 */
int which_read(struct which *which, const char *text, size_t len,
               struct problems *problems);
void which_free(struct which *which);

/* The table of an errno, the row of that name in it; NULL when there is none.
 */
const struct which_table *which_find(const struct which *which,
                                     const char *name);
const struct which_row *which_row(const struct which *which,
                                  const struct which_table *table,
                                  const char *name);

/*
 * Print a table, at most width columns wide: a row is a block of lines where
 * that is narrow, and has columns side by side from WHICH_WIDE on. The catalog
 * has the numbers of the lessons.
 */
enum { WHICH_WIDE = 116 };
void which_print(FILE *out, int width, const struct which *which,
                 const struct which_table *table,
                 const struct catalog *catalog);

#endif
