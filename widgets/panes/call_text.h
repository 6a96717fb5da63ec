/*
 * call_text.h - a call as one short row of text.
 */
#ifndef WIDGETS_PANES_CALL_TEXT_H
#define WIDGETS_PANES_CALL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "lab/log/event.h"
#include "widgets/screen/theme.h"

enum {
    CALL_TEXT = 512, /* bytes of a call as text */
    CALL_TEXT_RESULT = 64,
};

/*
 * Write NAME(ARGS) into out, shortened to this many columns by leaving out
 * whole arguments: the last ones, or those of setsockopt between its descriptor
 * and what is set, which are what matters.
 */
void call_text(const char *name, const char *args, int columns, char *out,
               size_t size);

/* "3", "-1 EACCES"; `otherwise` stands for what has not returned. */
void call_text_result(const struct call_event *call, const char *otherwise,
                      char *out, size_t size);

/* How a result looks; it says what the text says as well. */
enum role call_text_role(const struct call_event *call);

#endif
