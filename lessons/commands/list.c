/*
 * list.c - prints what lessons there are; see list.h.
 */
#include "lessons/commands/list.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/text/wrap.h"

/* Columns of the mark at lessons that are done. */
static int mark_width(void)
{
    return wrap_columns(slice_of(_("done")));
}

/* The title comes last, for it alone may be of any width. */
static void print_lesson(FILE *out, const struct lesson *lesson, bool done,
                         int width)
{
    const char *mark = done ? _("done") : "";
    int blanks = mark_width() - wrap_columns(slice_of(mark));
    char number[16] = "";

    if (lesson->number > 0)
        snprintf(number, sizeof(number), "%d", lesson->number);
    fprintf(out, "%4s  %-*s  %3d min  %s%*s  %s\n", number, width, lesson->id,
            lesson->minutes, mark, blanks, "", lesson->title);
}

/* All names take as many columns as the longest. */
static int name_width(const struct catalog *catalog)
{
    int width = 0;

    for (size_t i = 0; i < catalog->n; i++) {
        int len = (int)strlen(catalog->lessons[i]->id);

        width = len > width ? len : width;
    }
    return width;
}

void list_lessons(FILE *out, const struct catalog *catalog,
                  const struct progress *progress)
{
    const char *chapter = "";
    int width = name_width(catalog);

    for (size_t i = 0; i < catalog->n; i++) {
        const struct lesson *lesson = catalog->lessons[i];

        if (strcmp(chapter, lesson->chapter) != 0)
            fprintf(out, "%s%s\n", i > 0 ? "\n" : "", lesson->chapter);
        chapter = lesson->chapter;
        print_lesson(out, lesson,
                     progress && progress_done(progress, lesson->id), width);
    }
}
