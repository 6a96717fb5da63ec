/*
 * catalog_inside.h - what the two parts of the catalog share: catalog.c finds
 * the lessons, catalog_order.c puts them into order.
 */
#ifndef LESSONS_LESSON_CATALOG_INSIDE_H
#define LESSONS_LESSON_CATALOG_INSIDE_H

#include "lessons/lesson/catalog.h"

/* Sort them as they are listed. Returns 0, or -1 without memory. */
int catalog_sort(struct catalog *catalog, struct err *err);

/*
 * Give each its number. A lesson whose file has none gets one behind all that
 * there are, for it is to be typed in the menu and on the command line.
 */
void catalog_number(struct catalog *catalog);

#endif
