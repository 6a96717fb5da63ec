/*
 * markdown_text.h - what md4c leaves to its caller to see in a text: entities,
 * comments, and tables that it did not take for such.
 */
#ifndef LESSONS_LESSON_MARKDOWN_TEXT_H
#define LESSONS_LESSON_MARKDOWN_TEXT_H

#include <stdbool.h>

#include "lessons/text/slice.h"

/* What is said of HTML and of tables, which a lesson can't use. */
extern const char markdown_no_html[], markdown_no_table[];

/*
 * The text of one of the few entities that a writer may need ("&lt;"); NULL for
 * any other, as all else can be written as it is.
 */
const char *markdown_entity(struct slice entity);

/*
 * Whether the text, which lies in the file, is the rule below a table's head,
 * |--|:-:|, with nothing before it but what opens quotes and items.
 */
bool markdown_table_rule(struct slice file, const char *text);

/*
 * Where the comment ends that begins at that text in the file: behind its
 * `-->`. NULL where none begins, or text stands behind it in its last line.
 */
const char *markdown_comment(struct slice file, const char *text);

#endif
