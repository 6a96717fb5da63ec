/*
 * app_draw.h - the whole screen: a view, what is said below it, its keys.
 */
#ifndef WIDGETS_APP_DRAW_H
#define WIDGETS_APP_DRAW_H

#include "widgets/view/view.h"

/* Whether the screen is as large as every view needs it. */
bool app_has_room(void);

/* Draw the view and, unless it is "", the notice, and send it off. */
void app_draw(struct view *view, const char *notice);

#endif
