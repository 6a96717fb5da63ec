/*
 * history.h - the lines that were carried out before, oldest first.
 */
#ifndef WIDGETS_PROMPT_HISTORY_H
#define WIDGETS_PROMPT_HISTORY_H

enum { HISTORY = 100 }; /* lines that are remembered */

/* All zero at first. */
struct history {
    char *lines[HISTORY]; /* owned */
    int n;
};

/*
 * Remember a line. One that was just repeated is worth one place, an empty one
 * none; without memory it is not remembered, which is no reason to stop.
 */
void history_add(struct history *history, const char *line);

/* The newest line before that one which has the text in it; -1: none has. */
int history_find(const struct history *history, int before, const char *text);

void history_free(struct history *history);

#endif
