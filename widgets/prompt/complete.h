/*
 * complete.h - what could stand where the cursor is in a script line.
 *
 * Candidates come from the tables that scripts are read with (calls, the
 * headers' constants, errnos, signals) and from the lab's own names. Nothing
 * here draws or edits; prompt.c does.
 */
#ifndef WIDGETS_PROMPT_COMPLETE_H
#define WIDGETS_PROMPT_COMPLETE_H

#include <stddef.h>

#include "lessons/glossary/glossary.h"
#include "lessons/script/names.h"

enum { COMPLETE_WORDS = 64, COMPLETE_LENGTH = 48 };

/* Names of the lab at hand; all of it belongs to the caller. */
struct complete_names {
    const char *const *actors; /* "server", "client", "b" */
    int n_actors;
    const char *const *toggles; /* "reuseaddr", without $ */
    int n_toggles;
    const struct names
        *values;               /* names of what the kernel chose; may be NULL */
    struct glossary *glossary; /* names that can be explained */
};

/* Each word is whole: what stands before the cursor, and what would follow. */
struct completions {
    size_t start; /* byte of the line where the words begin */
    char words[COMPLETE_WORDS][COMPLETE_LENGTH];
    int n;
    size_t common; /* bytes that all the words have in common */
};

/*
 * Find what the word before the cursor (a byte of the line) may become. More
 * than COMPLETE_WORDS of them are left out.
 */
void complete_line(const struct complete_names *names, const char *line,
                   size_t cursor, struct completions *found);

/*
 * The usage of the call whose arguments the cursor is in, such as
 * "bind(FD, ADDRESS)", and its one line in *summary; NULL outside of a call
 * and for a name that is no call. Never freed.
 */
const char *complete_usage(const char *line, size_t cursor,
                           const char **summary);

#endif
