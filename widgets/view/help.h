/*
 * help.h - help on the keys of a view.
 */
#ifndef WIDGETS_VIEW_HELP_H
#define WIDGETS_VIEW_HELP_H

#include "widgets/view/view.h"

/* What each key of the view does that is on top now. NULL without memory. */
struct view *help_view(struct view *about);

/* The app's own keys, which work in every view. */
extern const struct key help_everywhere[];

#endif
