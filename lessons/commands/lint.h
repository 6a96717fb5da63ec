/*
 * lint.h - what a careful editor would say of a lesson that is right.
 *
 * Everything here is a warning, since the lesson runs and says nothing wrong;
 * only a link that leads nowhere is a mistake. The headings of lint.c and
 * lint_prose.c list what is looked at, LESSONS.md what to do about it.
 */
#ifndef LESSONS_COMMANDS_LINT_H
#define LESSONS_COMMANDS_LINT_H

#include "lessons/lesson/lesson_inside.h"

/* Columns that code may have: a terminal's 80, less the frame around it. */
enum { LINT_COLUMNS = 76 };

/* Note what there is to say of a script without mistakes, and of programs. */
void lint_script(const struct lesson *lesson, struct problems *problems);

/* How wide code is. What could not be read is not looked at. */
void lint_code(const struct lesson *lesson, struct problems *problems);

/* Blocks whose word is nearly one that makes steps, such as `labs`. */
void lint_blocks(const struct lesson *lesson, struct problems *problems);

/*
 * The prose (lint_prose.c), as far as it could be read. file is the text that
 * it was read from, which alone knows where in a paragraph a word stands.
 */
void lint_prose(const struct lesson *lesson, struct slice file,
                struct problems *problems);

#endif
