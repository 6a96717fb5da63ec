/*
 * list.c - prints what there is to choose from; see list.h.
 */
#include "lessons/commands/list.h"

#include <string.h>

#include "lab/base/translate.h"
#include "lessons/glossary/guides.h"
#include "lessons/text/wrap.h"

enum { LIST_COLUMNS = 78 }; /* that names are wrapped to */

/* ---- lessons ---- */

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

/* ---- what can be explained ---- */

/*
 * Names have spaces in them, so a comma is between two. Returns the index of
 * the next kind's first term.
 */
static size_t list_kind(FILE *out, struct glossary *glossary, size_t index)
{
    const struct term *term = glossary_at(glossary, index);
    enum term_kind kind = term->kind;
    int x = LIST_COLUMNS;

    fputs(_(term_kind_title(kind)), out);
    while (term && term->kind == kind) {
        const struct term *next = glossary_at(glossary, ++index);
        int wide = wrap_columns(slice_of(term->name)) + 2;

        if (x + wide > LIST_COLUMNS)
            x = fprintf(out, "\n   ") - 1;
        x += wide;
        fprintf(out, " %s%s", term->name,
                next && next->kind == kind ? "," : "");
        term = next;
    }
    fputs("\n\n", out);
    return index;
}

/* The pages on languages and servers. */
static void list_platforms(FILE *out, const struct guides *guides)
{
    if (guides->n_platforms == 0)
        return;
    fprintf(out, "%s\n   ", _("Languages and servers"));
    for (size_t i = 0; i < guides->n_platforms; i++)
        fprintf(out, " %s%s", guides->platforms[i].name,
                i + 1 < guides->n_platforms ? "," : "\n\n");
}

void list_terms(FILE *out, struct glossary *glossary)
{
    for (size_t i = 0; glossary_at(glossary, i);)
        i = list_kind(out, glossary, i);
    list_platforms(out, glossary_guides(glossary));
    fputs(_("`socket-lab explain NAME` says more of one.\n"), out);
}
