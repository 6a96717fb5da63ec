/*
 * menu_about.h - what the menu says of the lesson that is selected.
 */
#ifndef WIDGETS_MENU_MENU_ABOUT_H
#define WIDGETS_MENU_MENU_ABOUT_H

#include "widgets/screen/area.h"
#include "widgets/view/app_options.h"

/*
 * Its summary, what it compares, how far the learner is with it, and what it
 * needs that this machine can't give. Whatever is beyond the area is cut.
 */
void menu_about_lesson(struct area area, const struct app_options *options,
                       const struct lesson *lesson);

/* The same for the bench, which has no front matter. */
void menu_about_bench(struct area area);

#endif
