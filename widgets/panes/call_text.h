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
 * and what is set, which are what matters. An address that needs more than
 * `sure` columns is written shorter even where it would fit: with room for any
 * result that is how it stands beside others.
 */
void call_text(const char *name, const char *args, int columns, int sure,
               char *out, size_t size);

/* "3", "-1 EACCES"; `otherwise` stands for what has not returned. */
void call_text_result(const struct call_event *call, const char *otherwise,
                      char *out, size_t size);

/*
 * A call that leaves its result room in so many columns, and the result; "..."
 * as scripts write a call that blocks. A twin is to look like the call beside
 * it, whatever came of the two.
 */
void call_text_pair(const struct call_event *call, int columns, bool twin,
                    char text[CALL_TEXT], char result[CALL_TEXT_RESULT]);

/* How a result looks; it says what the text says as well. */
enum role call_text_role(const struct call_event *call);

#endif
