/*
 * call_text.h - a call as one short row of text.
 */
#ifndef WIDGETS_CALL_TEXT_H
#define WIDGETS_CALL_TEXT_H

#include <stddef.h>

/*
 * Write NAME(ARGS) into out, shortened to this many columns by leaving out
 * whole arguments: the last ones, or the first ones of setsockopt, whose value
 * is what matters.
 */
void call_text(const char *name, const char *args, int columns, char *out,
               size_t size);

#endif
