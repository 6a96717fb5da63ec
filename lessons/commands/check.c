/*
 * check.c - reads files and prints what is wrong with them; see check.h.
 *
 * What there is to look at is in check_lesson.c, check_words.c and
 * check_guides.c, and what a translation has of its original in
 * check_translation.c.
 */
#include "lessons/commands/check.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/commands/check_inside.h"
#include "lessons/glossary/platform.h"
#include "lessons/glossary/which.h"
#include "lessons/glossary/words.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/folders.h"
#include "lessons/text/file.h"
#include "lessons/text/slice.h"

/* A lesson may be called ideas.md as well: it begins with its front matter. */
static bool is_words(const char *name, struct slice text)
{
    slice_take(&text, "\xef\xbb\xbf");
    return words_kind(name) != TERM_KINDS && !slice_begins(text, "---");
}

/* So may it be called which.md, or lie in a folder `words`. */
static bool is_guide(const char *name, struct slice text)
{
    slice_take(&text, "\xef\xbb\xbf");
    return (which_is(name) || platform_is(name)) && !slice_begins(text, "---");
}

void check_text(const char *text, size_t len, const char *lessons,
                struct problems *problems)
{
    struct slice file = {text, len};
    char original[PATH_MAX];

    if (is_words(problems->name, file))
        check_words(text, len, lessons, problems);
    else if (is_guide(problems->name, file))
        check_guide(text, len, lessons, problems);
    else
        check_lesson(text, len, problems);
    if (!is_words(problems->name, file) && !is_guide(problems->name, file) &&
        check_translation_of(problems->name, original, sizeof(original)))
        check_translation(text, len, original, problems);
    problems_sort(problems);
}

/* All that was found, a line each. Returns how many are mistakes. */
static int print_problems(const struct problems *problems, FILE *out)
{
    for (size_t i = 0; i < problems->n; i++)
        fprintf(out, "%s\n", problems->list[i].text);
    if (problems->dropped > 0)
        fprintf(out,
                translate_n("%s: %zu more problem was found\n",
                            "%s: %zu more problems were found\n",
                            problems->dropped),
                problems->name, problems->dropped);
    return (int)problems_errors(problems);
}

/*
 * Even a file of which nothing can be read is an answer, not a failure: -1 is
 * for what there is no memory to look at.
 */
static int report(const char *name, struct slice text, const char *lessons,
                  FILE *out, struct err *err)
{
    struct problems problems = {.name = name};

    check_text(text.at, text.len, lessons, &problems);
    if (problems.out_of_memory)
        return problems_end(&problems, err);
    int n = print_problems(&problems, out);
    problems_free(&problems);
    return n;
}

int check_file(const char *file, const char *lessons, FILE *out,
               struct err *err)
{
    char *text;
    size_t len;
    int n;

    if (text_read(file, &text, &len, err) != 0)
        return -1;
    n = report(file, (struct slice){text, len}, lessons, out, err);
    free(text);
    return n;
}

/* ---- the marks of a translation ---- */

/*
 * text_replace() puts a new file in the place of the old one, also where that
 * is a link or read-only. What a link leads to may be anything, the original as
 * well, so it is not followed. Returns 0 with the file's mode, or -1.
 */
static int may_replace(const char *file, mode_t *mode, struct err *err)
{
    struct stat st;

    if (lstat(file, &st) != 0 || access(file, W_OK) != 0)
        return err_system(err, errno, "%s", file);
    if (!S_ISREG(st.st_mode))
        return err_input(err,
                         "%s: a symbolic link was found, the translation "
                         "itself was expected",
                         file);
    *mode = st.st_mode & 0777;
    return 0;
}

/* Write the marks into the file of a translation that is right otherwise. */
static int mark(const char *file, struct slice text, const char *original,
                struct err *err)
{
    struct problems problems = {.name = file};
    char *marked =
        is_words(file, text)
            ? check_words_mark(text.at, text.len, original, &problems)
            : check_translation_mark(text.at, text.len, original, &problems);
    mode_t mode = 0;
    int result;

    if (!marked)
        return problems_end(&problems, err);
    problems_free(&problems);
    result = may_replace(file, &mode, err);
    /* A new file has no more rights than umask(2) leaves it. */
    if (result == 0 && (text_replace(file, marked, strlen(marked), mode) != 0 ||
                        chmod(file, mode) != 0))
        result = err_system(err, errno, "%s", file);
    free(marked);
    return result;
}

/* What `check` warns of now is what the marks will no longer say. */
int check_mark(const char *file, const char *lessons, FILE *out,
               struct err *err)
{
    struct problems problems = {.name = file};
    char original[PATH_MAX], *text;
    size_t len;
    int n;

    if (which_is(file) ||
        !check_translation_of(file, original, sizeof(original)))
        return err_input(err,
                         "%s: no translation of a lesson or of words was "
                         "found, LANG/NAME.md beside "
                         "NAME.md was expected",
                         file);
    if (text_read_kept(file, N_("a lesson"), &text, &len, err) != 0)
        return -1;
    check_text(text, len, lessons, &problems);
    n = (int)problems_errors(&problems);
    if (problems.out_of_memory)
        n = problems_end(&problems, err);
    else if (n > 0)
        print_problems(&problems, out);
    problems_free(&problems);
    if (n == 0)
        n = mark(file, (struct slice){text, len}, original, err);
    if (n == 0)
        fprintf(out, _("%s: all of it is marked as a translation of %s\n"),
                file, original);
    free(text);
    return n;
}

/* ---- all that is shipped ---- */

/* The file where it is installed, or in the source tree; else the built-in. */
static int check_one(const struct folders *folders, const char *below,
                     const struct embedded *file, FILE *out, struct err *err)
{
    char path[PATH_MAX];

    for (int i = 0; i < folders->n; i++) {
        snprintf(path, sizeof(path), "%s/%s%s", folders->list[i].path, below,
                 file->name);
        if (folders->list[i].shipped && access(path, F_OK) == 0)
            return check_file(path, NULL, out, err);
    }
    snprintf(path, sizeof(path), "built-in/%s%s", below, file->name);
    return report(path, (struct slice){file->text, file->len}, NULL, out, err);
}

static int check_all(const struct folders *folders, const char *below,
                     const struct embedded *file, FILE *out, struct err *err)
{
    int all = 0, n;

    for (; file->name; file++) {
        if ((n = check_one(folders, below, file, out, err)) < 0)
            return -1;
        all += n;
    }
    return all;
}

int check_shipped(FILE *out, struct err *err)
{
    struct folders folders;
    int lessons = -1, words = -1, others = -1;

    if (folders_find(&folders, NULL, err) == 0)
        lessons = check_all(&folders, "", embedded_lessons, out, err);
    if (lessons >= 0)
        words = check_all(&folders, "words/", embedded_words, out, err);
    if (words >= 0)
        others = check_all(&folders, "", embedded_translations, out, err);
    folders_free(&folders);
    return others < 0 ? -1 : lessons + words + others;
}
