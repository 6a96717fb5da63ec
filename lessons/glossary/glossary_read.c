/*
 * glossary_read.c - puts the glossary together from files; see glossary.h.
 *
 * The program's own copies are read first, then the files on disk, those last
 * that win (folders.h): an entry takes the place of the one of its name that
 * was there, and a new one comes behind all of its kind. A file that is wrong
 * is left out whole, and said. Behind each file come its translations into the
 * languages that are asked for, whose entries replace sentences only.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/glossary/glossary_inside.h"
#include "lessons/glossary/words_file.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/folders.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"

/* The files of one kind: the built-in one, and one in each folder. */
enum { FILES = FOLDERS + 1 };

/* ---- files ---- */

static int no_memory(struct err *err)
{
    return err_machine(err, "out of memory");
}

/* A message for a file that is not used; 0, or -1 without memory. */
static int add_problem(struct glossary *glossary, const struct err *why,
                       struct err *err)
{
    char **grown;

    if (why->kind != ERR_INPUT) {
        *err = *why;
        return -1;
    }
    grown = memory_one_more(glossary->problems, glossary->n_problems,
                            &glossary->problems_room, sizeof(*grown));
    if (!grown)
        return no_memory(err);
    glossary->problems = grown;
    grown[glossary->n_problems] = text_format("%s", why->text);
    return grown[glossary->n_problems++] ? 0 : no_memory(err);
}

static void free_source(struct source *source)
{
    words_free(&source->words);
    free(source->room);
    free(source->meanings);
}

/* One more, with nothing in it yet. */
static struct source *new_source(struct glossary *glossary)
{
    struct source *grown =
        memory_one_more(glossary->sources, glossary->n_sources,
                        &glossary->sources_room, sizeof(*grown));

    if (!grown)
        return NULL;
    glossary->sources = grown;
    grown[glossary->n_sources] = (struct source){0};
    return &grown[glossary->n_sources++];
}

static int read_text(struct glossary *glossary, const char *name,
                     struct slice text, bool translation, struct err *err)
{
    struct problems problems = {.name = name};
    struct source *source = new_source(glossary);
    int result = 0;

    if (!source)
        return no_memory(err);
    if (words_read(&source->words, text.at, text.len, translation, &problems) ==
        0) {
        if (glossary_use(glossary, source) != 0)
            result = no_memory(err);
        problems_free(&problems);
    } else {
        struct err why;

        problems_end(&problems, &why);
        result = add_problem(glossary, &why, err);
        free_source(source);
        glossary->n_sources--;
    }
    return result;
}

/* The built-in one, where there is any, was read before. */
static int read_file(struct glossary *glossary, const char *path,
                     const struct embedded *built_in, bool translation,
                     struct err *err)
{
    struct err why;
    char *text;
    size_t len;
    int result = words_file_read(path, built_in, &text, &len, &why);

    if (result < 0)
        return add_problem(glossary, &why, err);
    if (result == 0)
        return 0;
    result =
        read_text(glossary, path, (struct slice){text, len}, translation, err);
    free(text);
    return result;
}

/* ---- languages ---- */

/*
 * One translation, "de/words/errnos.md", of a folder or, where that is NULL, of
 * the program.
 */
static int read_translation(struct glossary *glossary, const char *folder,
                            const char *name, struct err *err)
{
    const struct embedded *inside = embedded_find(embedded_translations, name);
    char path[PATH_MAX];
    int n = snprintf(path, sizeof(path), "%s/%s", folder ? folder : "built-in",
                     name);

    if (n >= (int)sizeof(path))
        return 0;
    if (folder)
        return read_file(glossary, path, inside, true, err);
    return inside
               ? read_text(glossary, path,
                           (struct slice){inside->text, inside->len}, true, err)
               : 0;
}

/* That of the language wished for most comes last: it wins. */
static int read_languages(struct glossary *glossary, const char *folder,
                          const char *name, struct err *err)
{
    char language[64], below[NAME_MAX];
    size_t n = 0;
    int result = 0;

    while (translate_language(n, language, sizeof(language)))
        n++;
    while (n-- > 0 && result == 0) {
        translate_language(n, language, sizeof(language));
        snprintf(below, sizeof(below), "%s/words/%s", language, name);
        result = read_translation(glossary, folder, below, err);
    }
    return result;
}

/* ---- kinds ---- */

/* All files of one kind, those last that win. */
static int read_kind(struct glossary *glossary, const struct folders *folders,
                     const struct embedded *built_in, struct err *err)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "built-in/words/%s", built_in->name);
    if (read_text(glossary, path, (struct slice){built_in->text, built_in->len},
                  false, err) != 0 ||
        read_languages(glossary, NULL, built_in->name, err) != 0)
        return -1;
    for (int i = folders->n - 1; i >= 0; i--) {
        int n = snprintf(path, sizeof(path), "%s/words/%s",
                         folders->list[i].path, built_in->name);

        if (n < (int)sizeof(path) &&
            (read_file(glossary, path, built_in, false, err) != 0 ||
             read_languages(glossary, folders->list[i].path, built_in->name,
                            err) != 0))
            return -1;
    }
    return 0;
}

/* ---- the whole ---- */

struct glossary *glossary_open(const char *dir)
{
    struct glossary *glossary = calloc(1, sizeof(*glossary));

    if (glossary)
        glossary->dir = dir;
    return glossary;
}

/* Forget all that was read. */
static void clear(struct glossary *glossary)
{
    for (size_t i = 0; i < glossary->n_sources; i++)
        free_source(&glossary->sources[i]);
    for (size_t i = 0; i < glossary->n_problems; i++)
        free(glossary->problems[i]);
    free(glossary->sources);
    free(glossary->terms);
    free(glossary->problems);
    guides_free(&glossary->guides);
    *glossary = (struct glossary){.dir = glossary->dir, .read = glossary->read};
}

void glossary_close(struct glossary *glossary)
{
    if (!glossary)
        return;
    clear(glossary);
    free(glossary);
}

/* Kind by kind, as terms stand in that order. */
int glossary_read(struct glossary *glossary, struct err *err)
{
    struct folders folders;
    int result;

    if (!glossary)
        return no_memory(err);
    if (glossary->read)
        return 0;
    result = folders_find(&folders, glossary->dir, err);
    for (int kind = 0; kind < TERM_KINDS && result == 0; kind++)
        /* There is a built-in file of each. */
        result = read_kind(
            glossary, &folders,
            embedded_find(embedded_words, words_file((enum term_kind)kind)),
            err);
    if (result == 0)
        result = guides_read(&glossary->guides, &folders, err);
    folders_free(&folders);
    /* Asked again it may have more luck; half of it would be misleading. */
    glossary->read = result == 0;
    if (result != 0)
        clear(glossary);
    return result;
}

const char *glossary_problem(struct glossary *glossary, size_t index)
{
    struct err err;

    if (glossary_read(glossary, &err) != 0)
        return NULL;
    if (index < glossary->n_problems)
        return glossary->problems[index];
    index -= glossary->n_problems;
    return index < glossary->guides.n_problems
               ? glossary->guides.problems[index]
               : NULL;
}

const struct term *glossary_at(struct glossary *glossary, size_t index)
{
    struct err err;

    if (glossary_read(glossary, &err) != 0 || index >= glossary->n_terms)
        return NULL;
    return &glossary->terms[index];
}

const struct guides *glossary_guides(struct glossary *glossary)
{
    static const struct guides none;
    struct err err;

    return glossary_read(glossary, &err) == 0 ? &glossary->guides : &none;
}
