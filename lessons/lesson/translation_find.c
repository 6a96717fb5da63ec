/*
 * translation_find.c - looks for a lesson in another language; see
 * translation.h.
 *
 * Where no language is asked for, nothing is looked for. A translation beside
 * its original counts; one of a shipped lesson may also lie in any folder of
 * the learner's own, which come first, as with lessons.
 */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/base/translate.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/lesson/translation.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"

enum { LANGUAGE_NAME = 64 };

static int no_memory(struct err *err)
{
    return err_machine(err, "out of memory");
}

/* Two or three small letters, and then perhaps a country or a variant. */
bool translation_language(struct slice name)
{
    size_t n = slice_span(&name, "abcdefghijklmnopqrstuvwxyz").len;

    if (n < 2 || n > 3)
        return false;
    return name.len == 0 || (strchr("_@", name.at[0]) && name.len > 1);
}

/* ---- a text that was found ---- */

/* A file, or a piece of the program. */
struct found {
    char *name; /* owned */
    char *text; /* owned; NULL: it is in the program */
    const struct embedded *inside;
    bool shipped;
};

static void found_free(struct found *found)
{
    free(found->name);
    free(found->text);
}

/* One whose text was changed must be the same as the whole original. */
static int compare(struct lesson *original, const struct lesson *translation,
                   struct err *err)
{
    struct problems problems = {.name = translation->file};

    if (lesson_complete(original, err) != 0)
        return -1;
    translation_compare(original, translation, &problems);
    return problems_end(&problems, err);
}

/* What the translation has of its original besides. */
static int join(const struct lesson *original, struct lesson *translation,
                struct err *err)
{
    const char *title = original->title;
    const char *theirs = original->symptoms, *own = translation->symptoms;
    char *symptoms = text_format("%s, %s, %s", title, theirs ? theirs : title,
                                 own ? own : title);

    if (!symptoms || !(translation->original = strdup(original->file))) {
        free(symptoms);
        return no_memory(err);
    }
    free(translation->symptoms);
    translation->symptoms = symptoms;
    translation->order = original->order;
    translation->number = original->number;
    return 0;
}

/* Read it, and see whether it may stand for the original. */
static struct lesson *read_found(struct lesson *original,
                                 const struct found *found, size_t len,
                                 struct err *err)
{
    const char *text = found->inside ? found->inside->text : found->text;
    bool head = found->shipped && original->unread;
    struct lesson *lesson = head
                                ? lesson_parse_head(found->name, text, len, err)
                                : lesson_parse(found->name, text, len, err);

    if (!lesson)
        return NULL;
    if ((head || compare(original, lesson, err) == 0) &&
        join(original, lesson, err) == 0)
        return lesson;
    lesson_free(lesson);
    return NULL;
}

static int use_found(struct lesson *original, struct found *found,
                     struct lesson **lesson, struct err *err)
{
    size_t len = found->inside ? found->inside->len : 0;

    if (!found->inside && text_read_kept(found->name, N_("a lesson"),
                                         &found->text, &len, err) != 0)
        return -1;
    *lesson = read_found(original, found, len, err);
    return *lesson ? 0 : -1;
}

/* ---- where it may be ---- */

static bool is_there(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? S_ISREG(st.st_mode) : err_is_shortage(errno);
}

/* FOLDER/LANG/NAME, if there is one. Returns 0 or -1. */
static int look_in(struct slice folder, const char *language, const char *base,
                   bool shipped, struct found *found, struct err *err)
{
    char *path =
        text_format("%.*s%s/%s", (int)folder.len, folder.at, language, base);

    if (!path)
        return no_memory(err);
    if (is_there(path))
        *found = (struct found){.name = path, .shipped = shipped};
    else
        free(path);
    return 0;
}

/* What is in the program is called "de/NAME". */
static int look_inside(const char *language, const char *base,
                       struct found *found, struct err *err)
{
    const struct embedded *e;
    char name[NAME_MAX];

    snprintf(name, sizeof(name), "%s/%s", language, base);
    e = embedded_find(embedded_translations, name);
    if (!e)
        return 0;
    *found = (struct found){
        .name = text_format("built-in/%s", name), .inside = e, .shipped = true};
    return found->name ? 0 : no_memory(err);
}

/*
 * In a folder that has another lesson of that name, the translation is that
 * one's.
 */
static int look_in_folder(const struct folder *folder, const char *language,
                          const char *base, struct found *found,
                          struct err *err)
{
    char *beside = text_format("%s/%s", folder->path, base);
    struct slice path = {beside, beside ? strlen(beside) - strlen(base) : 0};
    int result = 0;

    if (!beside)
        return no_memory(err);
    if (folder->shipped || !is_there(beside))
        result = look_in(path, language, base, folder->shipped, found, err);
    free(beside);
    return result;
}

/* A lesson of which only the head was read is one that the program has. */
static int look(const struct lesson *original, const struct folders *folders,
                const char *language, struct found *found, struct err *err)
{
    const char *base = file_base(original->file);
    struct slice beside = {original->file, (size_t)(base - original->file)};

    if (!original->unread)
        return look_in(beside, language, base, false, found, err);
    for (int i = 0; i < folders->n && !found->name; i++)
        if (look_in_folder(&folders->list[i], language, base, found, err) != 0)
            return -1;
    return found->name ? 0 : look_inside(language, base, found, err);
}

int translation_find(struct lesson *original, const struct folders *folders,
                     struct lesson **lesson, struct err *err)
{
    char language[LANGUAGE_NAME];
    struct found found = {0};
    int result = 0;

    *lesson = NULL;
    for (size_t i = 0; result == 0 && !found.name &&
                       translate_language(i, language, sizeof(language));
         i++)
        result = look(original, folders, language, &found, err);
    if (result == 0 && found.name)
        result = use_found(original, &found, lesson, err);
    found_free(&found);
    return result;
}
