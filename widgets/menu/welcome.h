/*
 * welcome.h - what is said before anything else, at the first start.
 */
#ifndef WIDGETS_MENU_WELCOME_H
#define WIDGETS_MENU_WELCOME_H

#include "widgets/view/app_options.h"
#include "widgets/view/view.h"

/*
 * A page on what this is, what the machine can do, and the way to the first
 * lesson; NULL without memory. The options must outlive it.
 */
struct view *welcome_view(const struct app_options *options);

#endif
