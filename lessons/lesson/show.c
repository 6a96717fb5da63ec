/*
 * show.c - what the screen is to show from a step on: panes, and columns of the
 * lists of sockets.
 */
#include "lessons/lesson/lesson_inside.h"

/* The words of a `show` block; `calls` stands for what shows without any. */
static const struct {
    const char *word;
    unsigned panes;
    unsigned columns;
} words[] = {
    {"calls", 0, 0},
    {"wire", SHOW_WIRE, 0},
    {"states", SHOW_STATES, 0},
    {"source", SHOW_SOURCE, 0},
    {"queues", 0, SHOW_QUEUES},
    {"owner", 0, SHOW_OWNER},
    {"flags", 0, SHOW_FLAGS},
    {"timers", 0, SHOW_TIMERS},
};

static void read_word(struct show *show, struct slice word, int line,
                      struct problems *problems)
{
    size_t n = sizeof(words) / sizeof(words[0]), i = 0;

    while (i < n && !slice_is(word, words[i].word))
        i++;
    if (i == n) {
        problems_add(problems, line,
                     "'%.*s' was found, calls, wire, states, source, queues, "
                     "owner, flags or timers was expected",
                     SLICE(word));
        return;
    }
    show->panes |= words[i].panes;
    show->columns |= words[i].columns;
}

void show_read(struct show *show, struct slice code, int line,
               struct problems *problems)
{
    bool empty = true;

    *show = (struct show){.line = line};
    for (int at = line + 1; code.len > 0; at++) {
        struct slice rest = slice_line(&code);

        for (struct slice word = slice_word(&rest); word.len > 0;
             word = slice_word(&rest)) {
            read_word(show, word, at, problems);
            empty = false;
        }
    }
    if (empty)
        problems_add(problems, line,
                     "an empty block was found, names of panes or columns were "
                     "expected, such as states or queues");
}
