/*
 * check_inside.h - private to `socket-lab check`: files of three kinds, and
 * what they share.
 */
#ifndef LESSONS_COMMANDS_CHECK_INSIDE_H
#define LESSONS_COMMANDS_CHECK_INSIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "lessons/glossary/words.h"
#include "lessons/lesson/catalog.h"
#include "lessons/marks/marks.h"
#include "lessons/text/problems.h"
#include "lessons/text/slice.h"

/* Note what is wrong with a lesson or a script (check_lesson.c). */
void check_lesson(const char *text, size_t len, struct problems *problems);

/*
 * Whether the file is a translation, LANG/NAME.md or LANG/words/NAME.md where
 * the folder above LANG, or the program, has that file without LANG (the latter
 * only where LANG is of two letters: "de", "pt_BR"). The original's name is put
 * into out then.
 */
bool check_translation_of(const char *file, char *out, size_t size);

/*
 * The text of an original of that name; *owned is to be freed. Returns 0 or -1.
 */
int check_translation_original(const char *name, char **owned,
                               struct slice *text, struct err *err);

/*
 * Note, of a translation of that original, what differs that must not, and warn
 * of each sentence of the original that is newer (check_translation.c).
 */
void check_translation(const char *text, size_t len, const char *original,
                       struct problems *problems);

/*
 * Warn of what the marks of a translation do not have of the original, which
 * has that name, and of what they have besides.
 */
void check_marks(const struct marks *original, const struct marks *translation,
                 const char *name, struct problems *problems);

/*
 * Its text with all marks made anew, to be freed; NULL, with the reason among
 * the problems, where it is not right in itself.
 */
char *check_translation_mark(const char *text, size_t len, const char *original,
                             struct problems *problems);

/*
 * Note what is wrong with a file that words_kind() knows by problems->name
 * (check_words.c). That it has the form of one is for its reader to say
 * (lessons/glossary/words.h); here it is asked whether what it says can be
 * believed: each proof is a line of a lesson or a script, each source can be
 * looked up, no name stands twice. Scripts lie beside the file, or are the
 * program's own; lessons are those of a catalog with the folder `lessons`
 * (NULL: none).
 */
void check_words(const char *text, size_t len, const char *lessons,
                 struct problems *problems);

/* check_translation_mark() of a file of words. */
char *check_words_mark(const char *text, size_t len, const char *original,
                       struct problems *problems);

/*
 * The same for a file that which_is() or platform_is() knows by its name
 * (check_guides.c).
 */
void check_guide(const char *text, size_t len, const char *lessons,
                 struct problems *problems);

/* ---- what a sentence stands on (check_evidence.c) ---- */

/* While the evidence of a file is looked at. */
struct evidence {
    struct problems *problems; /* of the file: scripts may lie beside it */
    const char *lessons;       /* the folder of --lessons; NULL: none */
    struct catalog catalog;    /* opened for the first proof */
    bool opened;
};

/*
 * Note when it is no evidence: a proof that is no line of a lesson or a script,
 * or one that checks nothing; a source that can't be looked up. Any other field
 * is none of its business.
 */
void check_evidence(struct evidence *evidence, const struct words_field *field);

/* The lesson of that id, whole; NULL, which is noted for the line. */
const struct lesson *check_evidence_lesson(struct evidence *evidence, int line,
                                           const char *id);

void check_evidence_free(struct evidence *evidence);

#endif
