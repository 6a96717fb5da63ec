/*
 * keyline.h - the keys at the foot of the screen, as many as fit.
 */
#ifndef WIDGETS_VIEW_KEYLINE_H
#define WIDGETS_VIEW_KEYLINE_H

#include "widgets/view/view.h"

/*
 * Draw the view's keys that have a brief text, and are of use now, on the first
 * row of the area. Where it is too narrow for all, the later ones go first, but
 * help and the way out stay as long as anything does.
 */
void keyline_draw(struct area area, const struct view *view);

#endif
