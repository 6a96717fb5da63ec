/*
 * receipt_page.h - a page of text that can be saved: the receipt of a lesson.
 */
#ifndef WIDGETS_VIEW_RECEIPT_PAGE_H
#define WIDGETS_VIEW_RECEIPT_PAGE_H

#include "widgets/view/view.h"

/*
 * A view of the text, which it takes over (malloc); it is saved to
 * `id`-receipt.txt. NULL without memory; the text is freed then,
 * too.
 */
struct view *receipt_page(const char *id, char *text);

#endif
