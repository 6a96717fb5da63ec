/*
 * guides.c - see guides.h.
 */
#include "lessons/glossary/guides.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "lab/base/translate.h"
#include "lessons/glossary/words_file.h"
#include "lessons/lesson/embedded.h"
#include "lessons/text/format.h"

/* Note what is wrong with a file; further ones than there is room for not. */
static int add_problem(struct guides *guides, const struct err *why,
                       struct err *err)
{
    char *text;

    if (why->kind != ERR_INPUT) {
        *err = *why;
        return -1;
    }
    if (guides->n_problems == GUIDE_PROBLEMS)
        return 0;
    text = text_format("%s", why->text);
    if (!text)
        return err_machine(err, "out of memory");
    guides->problems[guides->n_problems++] = text;
    return 0;
}

/* 1: it is read and in use; 0: it is wrong, which is noted; -1: no memory. */
static int read_text(struct guides *guides, const char *name, const char *text,
                     size_t len, struct err *err)
{
    struct problems problems = {.name = name};
    struct platform *platform = &guides->platforms[guides->n_platforms];
    bool tables = which_is(name);
    int result = tables ? which_read(&guides->which, text, len, &problems)
                        : platform_read(platform, text, len, &problems);

    if (result == 0) {
        guides->n_platforms += !tables;
        result = 1;
        problems_free(&problems);
    } else {
        struct err why;

        problems_end(&problems, &why);
        result = add_problem(guides, &why, err);
        if (tables)
            which_free(&guides->which);
        else
            platform_free(platform);
    }
    return result;
}

/* The same of a file on disk; 0 also for one that is the built-in one. */
static int read_file(struct guides *guides, const char *path,
                     const struct embedded *built_in, struct err *err)
{
    struct err why;
    char *text;
    size_t len;
    int result = words_file_read(path, built_in, &text, &len, &why);

    if (result < 0)
        return add_problem(guides, &why, err);
    if (result == 0)
        return 0;
    result = read_text(guides, path, text, len, err);
    free(text);
    return result;
}

/*
 * The first file of that name that is right, of a folder or, if it has one, of
 * the program: 1, 0 where there is none, or -1.
 */
static int read_folders(struct guides *guides, const struct folders *folders,
                        const char *name, const struct embedded *built_in,
                        struct err *err)
{
    char path[PATH_MAX];

    for (int i = 0; i < folders->n; i++) {
        int n =
            snprintf(path, sizeof(path), "%s/%s", folders->list[i].path, name);
        int result =
            n < (int)sizeof(path) ? read_file(guides, path, built_in, err) : 0;

        if (result != 0)
            return result;
    }
    snprintf(path, sizeof(path), "built-in/%s", name);
    return built_in
               ? read_text(guides, path, built_in->text, built_in->len, err)
               : 0;
}

/* The same in one of the languages that are asked for. */
static int read_languages(struct guides *guides, const struct folders *folders,
                          const char *file, struct err *err)
{
    char language[64], name[NAME_MAX];
    int result = 0;

    for (size_t i = 0;
         result == 0 && translate_language(i, language, sizeof(language));
         i++) {
        snprintf(name, sizeof(name), "%s/words/%s", language, file);
        result = read_folders(guides, folders, name,
                              embedded_find(embedded_translations, name), err);
    }
    return result;
}

static int read_guide(struct guides *guides, const struct folders *folders,
                      const struct embedded *built_in, struct err *err)
{
    int result = read_languages(guides, folders, built_in->name, err);
    char name[NAME_MAX];

    snprintf(name, sizeof(name), "words/%s", built_in->name);
    if (result == 0)
        result = read_folders(guides, folders, name, built_in, err);
    return result < 0 ? -1 : 0;
}

/* Whether a file of the folder of words is one of these. */
static bool is_guide(const char *name)
{
    return words_kind(name) == TERM_KINDS;
}

int guides_read(struct guides *guides, const struct folders *folders,
                struct err *err)
{
    *guides = (struct guides){0};
    for (const struct embedded *e = embedded_words; e->name; e++)
        if (is_guide(e->name) && guides->n_platforms < GUIDE_PLATFORMS &&
            read_guide(guides, folders, e, err) != 0)
            return -1;
    return 0;
}

void guides_free(struct guides *guides)
{
    which_free(&guides->which);
    for (size_t i = 0; i < guides->n_platforms; i++)
        platform_free(&guides->platforms[i]);
    for (size_t i = 0; i < guides->n_problems; i++)
        free(guides->problems[i]);
    *guides = (struct guides){0};
}

const struct platform *guides_platform(const struct guides *guides,
                                       const char *name)
{
    for (size_t i = 0; i < guides->n_platforms; i++)
        if (platform_named(&guides->platforms[i], name))
            return &guides->platforms[i];
    return NULL;
}

/* " listener: End it, or ..."; false when the table has no such row. */
static bool advise(FILE *out, const struct guides *guides, const char *name)
{
    const struct which *which = &guides->which;
    const struct which_table *table = which_find(which, "EADDRINUSE");
    const struct which_row *row = table ? which_row(which, table, name) : NULL;

    if (row)
        fprintf(out, " %s: %s", row->name, row->does);
    return row;
}

bool guides_advise(FILE *out, const struct guides *guides,
                   const struct culprit_event *culprit)
{
    return advise(out, guides, culprit->row);
}

bool guides_advise_call(FILE *out, const struct guides *guides,
                        const struct call_event *call)
{
    size_t len = call->args ? strlen(call->args) : 0;

    if (call->err != EADDRINUSE || len < 2 || strcmp(call->name, "bind") != 0)
        return false;
    if (strstr(call->args, " unix:"))
        return advise(out, guides, "unix");
    return strcmp(call->args + len - 2, ":0") == 0 &&
           advise(out, guides, "port-zero");
}
