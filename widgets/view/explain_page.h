/*
 * explain_page.h - what a name means, to be read beside a lesson.
 */
#ifndef WIDGETS_VIEW_EXPLAIN_PAGE_H
#define WIDGETS_VIEW_EXPLAIN_PAGE_H

#include "lab/base/err.h"
#include "lessons/glossary/glossary.h"
#include "lessons/lesson/catalog.h"
#include "widgets/view/view.h"

/*
 * A view of what `socket-lab explain NAME` prints (lessons/commands/explain.h).
 * NULL with the reason in *err.
 */
struct view *explain_page(const struct catalog *catalog,
                          struct glossary *glossary, const char *name,
                          struct err *err);

/*
 * The same behind a text of the caller's, whose lines are headings unless they
 * are indented. The name may be NULL, or one of which nothing is known.
 */
struct view *explain_text_page(const struct catalog *catalog,
                               struct glossary *glossary, const char *text,
                               const char *name, struct err *err);

#endif
