/*
 * area_find.h - what was drawn, read back: where a text stands in a row of an
 * area. So whatever can be seen can be found, whoever has drawn it.
 */
#ifndef WIDGETS_SCREEN_AREA_FIND_H
#define WIDGETS_SCREEN_AREA_FIND_H

#include "widgets/screen/area.h"

/*
 * The column of the text in row y of the area, from column x on; *columns is
 * how many it takes there. Upper and lower case are alike. -1 for none.
 */
int area_find(struct area area, int y, int x, const char *text, int *columns);

/* Show every place of the text in row y in this role. */
void area_find_mark(struct area area, int y, enum role role, const char *text);

/* Whether the row has the text, and not only as a part of a longer word. */
bool area_find_word(struct area area, int y, const char *text);

/* Have all that stands in a row look like the role. */
void area_mark(struct area area, int y, enum role role);

#endif
