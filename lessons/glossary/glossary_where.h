/*
 * glossary_where.h - where in a lesson a word of the glossary is to be seen.
 *
 * What a script can show is looked for in its lines as they were read, not in
 * their letters: an errno among the results, a state in what `ss` is asked, a
 * flag on a packet. An idea is looked for in the prose.
 */
#ifndef LESSONS_GLOSSARY_GLOSSARY_WHERE_H
#define LESSONS_GLOSSARY_GLOSSARY_WHERE_H

#include "lessons/glossary/glossary.h"
#include "lessons/lesson/lesson.h"
#include "lessons/lesson/passage.h"

/* Whether this line of the lesson's script shows the term; no TERM_IDEA. */
bool shows_in_line(const struct lesson *lesson, const struct line *line,
                   const struct term *term);

/* Where in the passage's text an idea is named, NULL when it is not. */
const char *shows_idea(const struct passage *passage, const struct term *term);

/*
 * The first line of the script that shows the term, NULL when none does. Of an
 * idea it is the first line below the first paragraph that names it; *passage
 * (may be NULL) is set to that paragraph, or to NULL. passages are the
 * lesson's.
 */
const struct line *shows_first(const struct lesson *lesson,
                               const struct passages *passages,
                               const struct term *term,
                               const struct passage **passage);

#endif
