/*
 * lesson_inside.h - what the parts of the lesson reader share.
 *
 * lesson.c makes steps of a document's blocks, frontmatter.c reads what stands
 * above it, question.c the questions, and fences.c sees to the blocks' ends.
 * Besides them only check needs this, which wants every problem instead of the
 * first, and the catalog, which asks for a lesson's id before it reads the
 * rest.
 */
#ifndef LESSONS_LESSON_LESSON_INSIDE_H
#define LESSONS_LESSON_LESSON_INSIDE_H

#include "lessons/lesson/lesson.h"
#include "lessons/script/script_inside.h"

/* ---- lesson.c ---- */

/*
 * lesson_parse() that notes every problem and keeps what it could read.
 * NULL only without memory, which is noted as well. lesson_free() it.
 */
struct lesson *lesson_read(const char *text, size_t len,
                           struct problems *problems);

/* The id that lesson_parse() would find, to be freed; NULL: none. */
char *lesson_id(const char *name, const char *text, size_t len);

/* The name of the call that a LINE_CALL makes. */
struct slice line_call_name(const struct line *line);

/* ---- frontmatter.c ---- */

/* The file's line that the YAML begins at, behind the first `---`. */
enum { FRONTMATTER_LINE = 2 };

/*
 * Cut a lesson in two: what stands between its `---` lines, and the Markdown
 * below, which begins at line *body_line. Returns 0, or -1 when there is no
 * front matter or no end of it.
 */
int frontmatter_cut(struct slice file, struct slice *yaml, struct slice *body,
                    int *body_line, struct problems *problems);

/* The id in the YAML alone, to be freed; NULL when it has none. */
char *frontmatter_id(struct slice yaml);

/* Read the YAML into the lesson (frontmatter_keys.c). */
void frontmatter_read(struct lesson *lesson, struct slice yaml,
                      struct problems *problems);

/*
 * Warn of each value in the YAML that has characters which can't be seen, and
 * has them by an escape, as in "\u202e": else its line shows them.
 */
void frontmatter_unseen(struct slice yaml, struct problems *problems);

/* ---- fences.c ---- */

/*
 * Note each fenced block of the Markdown that has no end. Returns 0, or -1
 * when there is one.
 */
int fences_check(struct slice body, int body_line, struct problems *problems);

/* ---- lesson_lanes.c ---- */

/*
 * Check what the front matter wants to be compared, which it says on that line:
 * toggles that there are, and not more combinations than there are lanes.
 * Returns 0 or -1.
 */
int compare_check(const struct lesson *lesson, int line,
                  struct problems *problems);

/* script_check_lives() in the lanes of the lesson. */
void compare_check_lives(const struct lesson *lesson,
                         struct problems *problems);

/* ---- show.c ---- */

/* Read a show block whose fence is at that line. */
void show_read(struct show *show, struct slice code, int line,
               struct problems *problems);

/* ---- question.c ---- */

/* Read a predict block whose fence is at that line. */
void predict_read(struct predict *predict, struct slice code, int line,
                  struct problems *problems);
void predict_free(struct predict *predict);

/*
 * Find the line that answers each question: at or behind the index that it has
 * in `about`, which then is that line's. Notes those that have none.
 */
void predict_find_all(struct lesson *lesson, struct problems *problems);

/* ---- question_check.c ---- */

/*
 * Note each question whose answer, as the script has it, is not among its
 * choices, in any lane that the lesson opens with and on any kernel that it
 * asks about. All of the script must be readable.
 */
void predict_check_all(const struct lesson *lesson, struct problems *problems);

#endif
