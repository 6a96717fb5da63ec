/*
 * receipts.h - a page of text that can be saved: the receipt of a lesson.
 */
#ifndef WIDGETS_RECEIPTS_H
#define WIDGETS_RECEIPTS_H

#include "widgets/widget.h"

/*
 * A view of the text, which it takes over (malloc); it is saved to
 * `id`-receipt.txt. NULL without memory; the text is freed then,
 * too.
 */
struct view *receipts_view(const char *id, char *text);

#endif
