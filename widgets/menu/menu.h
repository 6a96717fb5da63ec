/*
 * menu.h - the view of all lessons, from which one is opened.
 */
#ifndef WIDGETS_MENU_MENU_H
#define WIDGETS_MENU_MENU_H

#include "widgets/view/app_options.h"
#include "widgets/view/view.h"

/* The menu; the options must outlive it. NULL without memory. */
struct view *menu_view(const struct app_options *options);

#endif
