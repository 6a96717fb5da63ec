/*
 * prompt_inside.h - what the prompt's two parts share: prompt.c edits the line,
 * prompt_draw.c draws it.
 */
#ifndef WIDGETS_PROMPT_PROMPT_INSIDE_H
#define WIDGETS_PROMPT_PROMPT_INSIDE_H

#include "widgets/prompt/history.h"
#include "widgets/prompt/prompt.h"

enum {
    LINE_BYTES = 1024, /* of a line, with its NUL */
    MESSAGE = 600,     /* bytes, as in struct err */
    SOUGHT = 80,       /* of what Ctrl-R looks for, with its NUL */
};

struct prompt {
    const struct complete_names *names; /* the owner's; may be NULL */
    char text[LINE_BYTES];              /* UTF-8, ends with a NUL */
    size_t len;                         /* strlen(text) */
    size_t cursor; /* a byte of the text, always a character's first */
    char *block;   /* what was pasted, in place of the line; NULL */
    struct history history;
    int at;                   /* in the history; history.n: the new line */
    bool seeking;             /* Ctrl-R: keys are for sought */
    char sought[SOUGHT];      /* what is looked for */
    char draft[LINE_BYTES];   /* the new line while older ones are looked at */
    char message[MESSAGE];    /* until the next key; "": none */
    struct completions found; /* of the last Tab */
    bool listed;              /* its words are shown until the next key */
};

#endif
