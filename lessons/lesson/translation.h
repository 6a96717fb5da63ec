/*
 * translation.h - a lesson in another language: LANG/NAME.md beside NAME.md, or
 * LANG/NAME.md in any folder of lessons for a lesson that the program brings
 * along.
 *
 * Only what is read by people may differ. What is run, asked and kept by the
 * program is the original's, so that progress, recordings and the place in the
 * list are the same in all languages.
 */
#ifndef LESSONS_LESSON_TRANSLATION_H
#define LESSONS_LESSON_TRANSLATION_H

#include "lessons/lesson/folders.h"
#include "lessons/lesson/lesson.h"
#include "lessons/text/slice.h"

/* Whether a folder of that name can be a language's: "de", "pt_BR". */
bool translation_language(struct slice name);

/*
 * Note, at the translation's lines, what differs that must not: id, minutes,
 * toggles, what is compared and shown, needs, script, questions, programs and
 * the order of all of these. Both are whole (lesson_complete()).
 */
void translation_compare(const struct lesson *original,
                         const struct lesson *translation,
                         struct problems *problems);

/*
 * Find the lesson in the first language that is asked for and has it
 * (translate_language()), in *found; NULL where there is none. It has the
 * number and the symptoms of the original as well. One that is shipped, as its
 * original is, is read as far as that. Returns 0, or -1 with the reason: a file
 * that is no translation of it, or (ERR_MACHINE) a lack of memory.
 */
int translation_find(struct lesson *original, const struct folders *folders,
                     struct lesson **found, struct err *err);

#endif
