/*
 * lesson_view.h - a lesson on the screen, or the bench.
 */
#ifndef WIDGETS_LESSON_LESSON_VIEW_H
#define WIDGETS_LESSON_LESSON_VIEW_H

#include "widgets/view/app_options.h"
#include "widgets/view/view.h"

/*
 * A view of the lesson, which must outlive it, as the options must; of the
 * bench where it is NULL. NULL without memory.
 */
struct view *lesson_view(const struct app_options *options,
                         const struct lesson *lesson);

/* The same, with the lesson run up to that step. */
struct view *lesson_view_at(const struct app_options *options,
                            const struct lesson *lesson, size_t step);

#endif
