/*
 * history.c - a full history forgets its oldest line.
 */
#include "widgets/prompt/history.h"

#include <stdlib.h>
#include <string.h>

static void forget_oldest(struct history *history)
{
    free(history->lines[0]);
    history->n--;
    memmove(history->lines, history->lines + 1,
            (size_t)history->n * sizeof(*history->lines));
}

void history_add(struct history *history, const char *line)
{
    int n = history->n;
    char *copy;

    if (!line[0] || (n > 0 && !strcmp(history->lines[n - 1], line)))
        return;
    copy = strdup(line);
    if (!copy)
        return;
    if (n == HISTORY)
        forget_oldest(history);
    history->lines[history->n++] = copy;
}

int history_find(const struct history *history, int before, const char *text)
{
    while (--before >= 0 && !strstr(history->lines[before], text))
        ;
    return before;
}

void history_free(struct history *history)
{
    for (int i = 0; i < history->n; i++)
        free(history->lines[i]);
    history->n = 0;
}
