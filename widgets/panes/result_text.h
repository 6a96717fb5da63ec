/*
 * result_text.h - what a call came to in a few words, and which of the choices
 * of a question that is.
 */
#ifndef WIDGETS_PANES_RESULT_TEXT_H
#define WIDGETS_PANES_RESULT_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/lesson/lesson.h"

/*
 * The result of such a call in a few words: "-1 EADDRINUSE", "POLLIN|POLLHUP",
 * "blocks".
 */
void result_text(const char *call, const struct result *result, char *out,
                 size_t size);

/* "bind()", or "accept() ADDRESS": what a question is about. */
void result_about(const struct predict *predict, char *out, size_t size);

/* The same of what came, where a question may be about what a call fills in. */
void result_answer_text(const struct predict *predict,
                        const struct came *answer, char *out, size_t size);

/* And of what was said. */
void result_said_text(const struct predict *predict,
                      const struct choice *choice, char *out, size_t size);

/* "-1 EADDRINUSE  Address already in use", as the choice is offered. */
void result_choice_text(const struct predict *predict,
                        const struct choice *choice, char *out, size_t size);

/* Whether what the kernel answered is what the choice says. */
bool result_choice_right(const struct choice *choice,
                         const struct came *answer);

/*
 * The choice that the kernel took, NULL when the lesson did not offer it. The
 * first that fits: an author puts the exact ones before `?`.
 */
const struct choice *result_choice_for(const struct predict *predict,
                                       const struct came *answer);

#endif
