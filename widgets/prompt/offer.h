/*
 * offer.h - private to completion: which words may stand in each place of a
 * script line. complete.c finds out which place the cursor is in.
 *
 * Each function offers all words of one place; those are kept that begin with
 * what was typed. Names may be NULL.
 */
#ifndef WIDGETS_PROMPT_OFFER_H
#define WIDGETS_PROMPT_OFFER_H

#include "widgets/prompt/complete.h"

/* What is looked for. */
struct search {
    const char *prefix; /* the word before the cursor, not NUL-terminated */
    size_t len;
    struct completions *found;
};

/* At the line's beginning: who does it. */
void offer_subjects(struct search *search, const struct complete_names *names);

/* Behind `explain `: names of the glossary that are one word. */
void offer_terms(struct search *search, const struct complete_names *names);

/* Behind `ACTOR: `: a call, or what a process can be told. */
void offer_deeds(struct search *search);

/* Behind `handler ran `. */
void offer_signals(struct search *search);

/* Where a result is: each $NAME that a line above has given, once more. */
void offer_given(struct search *search, const struct complete_names *names);

/* Behind a $ elsewhere: toggles as well. */
void offer_values(struct search *search, const struct complete_names *names);

/*
 * Among a call's arguments, once one is begun: constants, and what this call
 * alone takes. call is the line from the call's name on.
 */
void offer_arguments(struct search *search, const char *call);

/* Behind `= `: errnos, once an E is typed. */
void offer_results(struct search *search);

/* Within `timer:(`, which stands behind a socket's addresses. */
void offer_timers(struct search *search);

/* Behind the colon of `proto:` and `users:`; start is where the word begins. */
void offer_detail(struct search *search, const char *line, const char *start,
                  const struct complete_names *names);

/*
 * Behind `HOST$ `, where rest begins; words is how many are complete there
 * already. The same of `wire: `.
 */
void offer_observations(struct search *search, const char *rest, int words);
void offer_wire(struct search *search, const char *rest, int words);

/* Behind `can=` and `can!=`: what a script may ask of the kernel. */
void offer_needs(struct search *search);

#endif
