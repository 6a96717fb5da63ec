/*
 * source.h - the C program that an actor plays, with the line that runs.
 *
 * Which line that is follows from the actor's calls in the log: each call is
 * looked for behind the one before it.
 */
#ifndef WIDGETS_PANES_SOURCE_H
#define WIDGETS_PANES_SOURCE_H

#include "lessons/runner/runner.h"
#include "widgets/view/pane.h"

/* A reader's place in one lane's log. All zero at first. */
struct source {
    size_t cursor;
    int line[LESSON_PROGRAMS];     /* 1 + the line that runs, 0: none */
    bool blocked[LESSON_PROGRAMS]; /* it has not returned */
    int program;                   /* the one that ran last */
};

/* Look at the calls that came since the last time. */
void source_update(struct source *source, const struct lesson *lesson,
                   const struct log *log);

/*
 * Draw the program that ran last, with a title; lane ("" for the only one)
 * says whose log it follows. Until one scrolls, the page is the one that shows
 * the running line.
 */
void source_draw(struct area area, const struct source *source,
                 const struct lesson *lesson, const char *lane,
                 struct pane *pane);

#endif
