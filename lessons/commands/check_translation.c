/*
 * check_translation.c - looks at a lesson in a folder LANG beside its original;
 * see check_inside.h.
 *
 * What is run and asked must be the original's, or the lesson is not shown.
 * Prose that is older than the original's is shown all the same, so it is a
 * warning.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/commands/check_inside.h"
#include "lessons/glossary/which.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/lesson/translation.h"
#include "lessons/marks/marks.h"
#include "lessons/text/file.h"

/* A lesson and its file, cut. */
struct side {
    char *text; /* owned; NULL: it is not ours */
    struct slice file;
    struct lesson *lesson;
    struct marks marks;
};

static void side_free(struct side *side)
{
    marks_free(&side->marks);
    lesson_free(side->lesson);
    free(side->text);
}

/* ---- the original ---- */

/* Take the last part, and its `/`, off a path; false: it has but one. */
static bool take_last(struct slice *path, struct slice *last)
{
    size_t begin = path->len;

    while (begin > 0 && path->at[begin - 1] != '/')
        begin--;
    *last = (struct slice){path->at + begin, path->len - begin};
    path->len = begin > 0 ? begin - 1 : 0;
    return begin > 0;
}

/*
 * What stands before LANG of FOLDER/LANG/NAME or FOLDER/LANG/words/NAME; false:
 * it is no such path.
 */
static bool folder_above(const char *file, bool words, struct slice *folder)
{
    struct slice path = slice_of(file), part;

    if (!take_last(&path, &part) ||
        (words && (!take_last(&path, &part) || !slice_is(part, "words"))))
        return false;
    take_last(&path, &part);
    *folder = (struct slice){file, (size_t)(part.at - file)};
    return translation_language(part);
}

/* The bench is translated as a lesson is. */
static const struct embedded *find_lesson(const char *file)
{
    const char *base = file_base(file);
    const struct embedded *lesson = embedded_find(embedded_lessons, base);

    return lesson ? lesson : embedded_find(embedded_bench, base);
}

/*
 * Where the original is not beside it, a folder of three letters is more often
 * somebody's `own`.
 */
static bool two_letters(const char *file, struct slice folder)
{
    const char *language = file + folder.len;

    return strcspn(language, "_@/") == 2;
}

bool check_translation_of(const char *file, char *original, size_t size)
{
    const char *base = file_base(file), *dot = strrchr(base, '.');
    bool words = words_kind(file) != TERM_KINDS || which_is(file);
    const char *below = words ? "words/" : "";
    struct slice folder;
    struct stat st;
    int n;

    if (!dot || strcmp(dot, ".md") != 0 || !folder_above(file, words, &folder))
        return false;
    n = snprintf(original, size, "%.*s%s%s", (int)folder.len, folder.at, below,
                 base);
    if (n < (int)size && stat(original, &st) == 0 && S_ISREG(st.st_mode))
        return true;
    n = snprintf(original, size, "built-in/%s%s", below, base);
    return n < (int)size && two_letters(file, folder) &&
           (words ? embedded_find(embedded_words, base) : find_lesson(base));
}

int check_translation_original(const char *name, char **owned,
                               struct slice *text, struct err *err)
{
    const struct embedded *e = NULL;

    *owned = NULL;
    if (strncmp(name, "built-in/words/", 15) == 0)
        e = embedded_find(embedded_words, file_base(name));
    else if (strncmp(name, "built-in/", 9) == 0)
        e = find_lesson(name);
    if (e) {
        *text = (struct slice){e->text, e->len};
        return 0;
    }
    if (text_read_kept(name, N_("an original"), owned, &text->len, err) != 0)
        return -1;
    text->at = *owned;
    return 0;
}

/*
 * Read one of the two. What is wrong with it in itself is said where it is
 * checked; then there is nothing to compare, and this is false.
 */
static bool side_read(struct side *side, const char *name, struct slice file,
                      struct problems *problems)
{
    struct problems own = {.name = name};
    struct err err;

    side->file = file;
    side->lesson = lesson_read(file.at, file.len, &own);
    if (problems_end(&own, &err) == 0)
        return marks_read(&side->marks, file, side->lesson, problems) == 0;
    if (err.kind == ERR_MACHINE)
        problems_no_memory(problems);
    return false;
}

static bool read_original(struct side *side, const char *name,
                          struct problems *problems)
{
    struct problems own = {.name = name};
    struct slice file;
    struct err err;
    bool read;

    if (check_translation_original(name, &side->text, &file, &err) != 0) {
        problems_err(problems, 0, &err);
        return false;
    }
    read = side_read(side, name, file, &own);
    if (own.out_of_memory)
        problems_no_memory(problems);
    else if (!read)
        problems_add(problems, 0,
                     "a translation of %s was found, which is no lesson that "
                     "can be read, a right one was expected there",
                     name);
    problems_free(&own);
    return read;
}

/* ---- what differs ---- */

/* A block that one of the two lacks (its line is 0), or that is another. */
static void differing_fence(const struct marks *marks,
                            const struct fence_line *found,
                            const struct fence_line *other,
                            const char *original, struct problems *problems)
{
    if (!found->line)
        problems_add(problems, marks->last_line,
                     "the end was found, the block ```%.*s was expected, as in "
                     "%s:%d",
                     SLICE(other->info), original, other->line);
    else if (!other->line)
        problems_add(problems, found->line,
                     "the block ```%.*s was found, none was expected, as in %s",
                     SLICE(found->info), original);
    else
        problems_add(problems, found->line,
                     "the block ```%.*s was found, ```%.*s was expected, as in "
                     "%s:%d",
                     SLICE(found->info), SLICE(other->info), original,
                     other->line);
}

/* All blocks of code, in their order. */
static bool same_fences(const struct marks *a, const struct marks *b,
                        const char *original, struct problems *problems)
{
    static const struct fence_line none = {0};

    for (size_t i = 0; i < a->n_fences || i < b->n_fences; i++) {
        const struct fence_line *found =
            i < a->n_fences ? &a->fences[i] : &none;
        const struct fence_line *other =
            i < b->n_fences ? &b->fences[i] : &none;

        if (found->line && other->line && slice_equal(found->info, other->info))
            continue;
        differing_fence(a, found, other, original, problems);
        return false;
    }
    return true;
}

/* Where in the translation the passage, or what is in its place, begins. */
static int line_there(const struct marks *original, size_t index,
                      const struct marks *translation)
{
    const struct marked *passage = &original->passages[index];
    size_t nth = 0, seen = 0;
    int line = 0;

    while (nth < index &&
           original->passages[index - nth - 1].section == passage->section)
        nth++;
    for (size_t i = 0; i < translation->n_passages && seen <= nth; i++)
        if (translation->passages[i].section == passage->section) {
            line = translation->passages[i].line;
            seen++;
        }
    if (line == 0 && passage->section < translation->n_fences)
        line = translation->fences[passage->section].line;
    return line > 0 ? line : translation->last_line;
}

/* Whether all of a passage has been translated as it is now. */
static bool passage_is_new(const struct marks *original, size_t index,
                           const struct marks *translation, const char *name,
                           struct problems *problems)
{
    const struct marked *passage = &original->passages[index];
    int line = line_there(original, index, translation);
    bool same = true;

    /* Words may be translated one after the other. */
    if (line == 0)
        return true;
    for (size_t i = 0; i < passage->n; i++) {
        const struct sentence *one = &original->sentences[passage->first + i];
        struct slice text = slice_of(one->text);

        if (marks_have(&translation->marks, passage->section, one->mark))
            continue;
        same = false;
        problems_warn(problems, line,
                      "an older translation was found, that of sentence %d at "
                      "%s:%d (%04x) was expected: '%.*s'",
                      one->nth, name, passage->line, one->mark, SLICE(text));
    }
    return same;
}

/* A sentence that has changed is told as such, and not once more as gone. */
static void check_gone(const struct marks *original,
                       const struct marks *translation, const char *name,
                       struct problems *problems)
{
    const struct values *marks = &translation->marks;

    for (size_t i = 0; i < marks->n; i++)
        if (!marks_have(&original->said, marks->list[i].section,
                        marks->list[i].value))
            problems_warn(problems, marks->list[i].line,
                          "the mark %04x was found, but its sentence is no "
                          "longer in %s",
                          marks->list[i].value, name);
}

void check_marks(const struct marks *original, const struct marks *translation,
                 const char *name, struct problems *problems)
{
    bool same = true;

    if (translation->marks.n == 0) {
        problems_warn(problems, 0,
                      "no mark was found that says which sentences are "
                      "translated, `socket-lab check --mark FILE` writes them");
        return;
    }
    for (size_t i = 0; i < original->n_passages; i++)
        same = passage_is_new(original, i, translation, name, problems) && same;
    if (same)
        check_gone(original, translation, name, problems);
}

/* ---- the whole ---- */

/* Read both, and compare what must be the same. */
static bool read_both(struct side *translation, struct side *original,
                      const char *name, struct slice file,
                      struct problems *problems)
{
    if (!read_original(original, name, problems) ||
        !side_read(translation, problems->name, file, problems))
        return false;
    translation_compare(original->lesson, translation->lesson, problems);
    return same_fences(&translation->marks, &original->marks, name, problems);
}

void check_translation(const char *text, size_t len, const char *original,
                       struct problems *problems)
{
    struct side ours = {0}, theirs = {0};

    if (read_both(&ours, &theirs, original, (struct slice){text, len},
                  problems))
        check_marks(&theirs.marks, &ours.marks, original, problems);
    side_free(&ours);
    side_free(&theirs);
}

char *check_translation_mark(const char *text, size_t len, const char *original,
                             struct problems *problems)
{
    struct side ours = {0}, theirs = {0};
    char *marked = NULL;

    if (read_both(&ours, &theirs, original, (struct slice){text, len},
                  problems) &&
        problems_errors(problems) == 0 &&
        !(marked = marks_write(&theirs.marks, &ours.marks, ours.file)))
        problems_no_memory(problems);
    side_free(&ours);
    side_free(&theirs);
    return marked;
}
