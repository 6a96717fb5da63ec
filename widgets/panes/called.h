/*
 * called.h - what the calls of the last step do, in the words of the glossary:
 * for rows of the text that nothing else needs.
 */
#ifndef WIDGETS_PANES_CALLED_H
#define WIDGETS_PANES_CALLED_H

#include <stddef.h>

#include "lab/log/event.h"
#include "lessons/glossary/glossary.h"
#include "widgets/screen/area.h"

/*
 * Draw a paragraph for each call that the log has since the step began, the
 * newest first, as many of them as fit in whole: what is cut would only be
 * scrolled, and this is not worth that. Returns the rows that they take.
 */
int called_draw(struct area area, struct glossary *glossary,
                const struct log *log, size_t since);

#endif
