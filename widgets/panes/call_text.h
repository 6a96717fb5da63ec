/*
 * call_text.h - a call as one short row of text.
 */
#ifndef WIDGETS_PANES_CALL_TEXT_H
#define WIDGETS_PANES_CALL_TEXT_H

#include <stddef.h>

/*
 * Write NAME(ARGS) into out, shortened to this many columns by leaving out
 * whole arguments: the last ones, or those of setsockopt between its descriptor
 * and what is set, which are what matters. An address that needs more than
 * `sure` columns is written shorter even where it would fit: with room for any
 * result that is how it stands beside others.
 */
void call_text(const char *name, const char *args, int columns, int sure,
               char *out, size_t size);

#endif
