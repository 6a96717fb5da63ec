/*
 * catalog.c - goes through the folders; see catalog.h.
 *
 * An id is taken by the first lesson that has it, so the order in which folders
 * are read is all that decides who wins. A shipped lesson is found up to three
 * times (installed, in the source tree, built in); its id is read before the
 * rest, and a copy costs no more than that.
 */
#include "lessons/lesson/catalog.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lab/base/nearest.h"
#include "lab/base/translate.h"
#include "lessons/lesson/catalog_inside.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/folders.h"
#include "lessons/lesson/lesson_inside.h"
#include "lessons/lesson/translation.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"

static int no_memory(struct err *err)
{
    return err_machine(err, "out of memory");
}

/* ---- the lists ---- */

/* Takes over text. */
static int add_problem(struct catalog *catalog, char *text, struct err *err)
{
    /* A NULL text is a text_format() or strdup() that had no memory. */
    char **grown = text ? reallocarray(catalog->problems,
                                       catalog->n_problems + 1, sizeof(*grown))
                        : NULL;

    if (!grown) {
        free(text);
        return no_memory(err);
    }
    catalog->problems = grown;
    grown[catalog->n_problems++] = text;
    return 0;
}

/*
 * Why a lesson is missing. What is wrong with its file is a message; but where
 * the machine had no memory or descriptor for it, the lesson is there, and a
 * list without it would not be true.
 */
static int add_reason(struct catalog *catalog, const struct err *why,
                      struct err *err)
{
    if (why->kind == ERR_INPUT)
        return add_problem(catalog, strdup(why->text), err);
    if (err)
        *err = *why;
    return -1;
}

/* Takes over lesson. */
static int add_lesson(struct catalog *catalog, struct lesson *lesson,
                      struct err *err)
{
    struct lesson **grown =
        reallocarray(catalog->lessons, catalog->n + 1, sizeof(*grown));

    if (!grown) {
        lesson_free(lesson);
        return no_memory(err);
    }
    catalog->lessons = grown;
    grown[catalog->n++] = lesson;
    return 0;
}

/* Few enough that a table of ids would cost more than it saves. */
static struct lesson *find_id(const struct catalog *catalog, const char *id)
{
    for (size_t i = 0; i < catalog->n; i++)
        if (strcmp(catalog->lessons[i]->id, id) == 0)
            return catalog->lessons[i];
    return NULL;
}

/* NN-name.md, with its folder or without, and with .md or without. */
static bool is_file_of(const char *file, const char *name)
{
    const char *base = file_base(file);
    size_t len = strlen(name);

    return strcmp(file, name) == 0 ||
           (strncmp(base, name, len) == 0 &&
            (base[len] == '\0' || strcmp(base + len, ".md") == 0));
}

/* The number that a name is, -1 for one that is none. */
static long lesson_number(const char *name)
{
    struct slice text = slice_of(name);
    long number;

    /* "02" is as good as "2", and no number of a lesson is octal. */
    while (slice_take(&text, "0"))
        ;
    return slice_number(text, &number) && number > 0 ? number : -1;
}

/*
 * Whether catalog_find() could find a lesson of that id and file by name. It
 * may say yes too often, which costs a needless read; never no too often.
 */
static bool could_mean(const char *name, const char *id, const char *file)
{
    long number = lesson_number(name);

    return strcmp(id, name) == 0 || is_file_of(file, name) ||
           (number > 0 && strtol(file_base(file), NULL, 10) == number);
}

/*
 * Read a lesson, unless there is one with its id: that is asked first, since
 * a shipped lesson is found in up to three places and read only once.
 */
static int read_lesson(struct catalog *catalog, const char *name,
                       const char *text, size_t len, struct err *err)
{
    char *id = lesson_id(name, text, len);
    struct lesson *lesson;
    struct err why;
    bool skip;

    if (!id)
        return no_memory(err);
    skip = find_id(catalog, id) ||
           (catalog->wanted && !could_mean(catalog->wanted, id, name));
    free(id);
    if (skip)
        return 0;
    /*
     * One that can't be read is no reason to show none: it becomes a message.
     */
    lesson = catalog->heads ? lesson_parse_head(name, text, len, &why)
                            : lesson_parse(name, text, len, &why);
    if (!lesson)
        return add_reason(catalog, &why, err);
    if (!find_id(catalog, lesson->id))
        return add_lesson(catalog, lesson, err);
    lesson_free(lesson);
    return 0;
}

/* ---- folders ---- */

/* For scandir(3). A README explains a folder, hidden files are editors'. */
static int is_lesson_file(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return entry->d_name[0] != '.' && len > 3 &&
           strcmp(entry->d_name + len - 3, ".md") == 0 &&
           strcmp(entry->d_name, "README.md") != 0;
}

/*
 * A pipe or a device of that name must not hang the program. One that can't be
 * looked at for want of memory is for text_read() to tell of.
 */
static bool is_regular(const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0)
        return err_is_shortage(errno);
    return S_ISREG(st.st_mode);
}

static int read_lesson_file(struct catalog *catalog, const char *folder,
                            const char *name, struct err *err)
{
    struct err why;
    char *path = text_format("%s/%s", folder, name), *text;
    size_t len;
    int result;

    if (!path)
        return no_memory(err);
    if (!is_regular(path)) {
        result = 0;
    } else if (text_read_kept(path, N_("a lesson"), &text, &len, &why) != 0) {
        result = add_reason(catalog, &why, err);
    } else {
        result = read_lesson(catalog, path, text, len, err);
        free(text);
    }
    free(path);
    return result;
}

/*
 * Read a folder's lessons. Returns 1 when it can't be read, with the reason
 * in errno, and -1 with *err where the machine lacks what it takes.
 */
static int read_folder(struct catalog *catalog, const char *folder,
                       struct err *err)
{
    struct dirent **entries;
    int n, result = 0;

    /* Sorted, so that of two files with one id always the same one wins. */
    n = scandir(folder, &entries, is_lesson_file, alphasort);
    if (n < 0)
        return err_is_shortage(errno) ? err_system(err, errno, "%s", folder)
                                      : 1;
    for (int i = 0; i < n; i++) {
        if (result == 0)
            result = read_lesson_file(catalog, folder, entries[i]->d_name, err);
        free(entries[i]);
    }
    free(entries);
    return result;
}

/*
 * One that is not there is no mistake, unless the learner has named it. Of
 * shipped lessons the heads will do.
 */
static int read_listed(struct catalog *catalog, const struct folder *folder,
                       struct err *err)
{
    int result;

    catalog->heads = folder->shipped;
    result = read_folder(catalog, folder->path, err);
    if (result != 1 || !folder->variable)
        return result < 0 ? -1 : 0;
    return add_problem(catalog,
                       text_format("$%s: %s: %s", folder->variable,
                                   folder->path, strerror(errno)),
                       err);
}

/* Last, so that every file on disk comes before them. */
static int read_embedded(struct catalog *catalog, struct err *err)
{
    catalog->heads = true;
    for (const struct embedded *e = embedded_lessons; e->name; e++) {
        char name[NAME_MAX];

        snprintf(name, sizeof(name), "built-in/%s", e->name);
        if (read_lesson(catalog, name, e->text, e->len, err) != 0)
            return -1;
    }
    return 0;
}

/* ---- numbers ---- */

/* The first lesson in the list that has the number; NULL: none has. */
static struct lesson *find_number(const struct catalog *catalog, long number)
{
    for (size_t i = 0; i < catalog->n; i++)
        if (catalog->lessons[i]->number == number)
            return catalog->lessons[i];
    return NULL;
}

/* ---- other languages ---- */

/*
 * Put the translation of the index-th lesson in its place, if there is one, and
 * its chapter's title in *title, if none is there yet.
 */
static int translate_one(struct catalog *catalog, size_t index,
                         const struct folders *folders, char **title,
                         struct err *err)
{
    struct lesson *original = catalog->lessons[index], *lesson;
    struct err why;

    if (translation_find(original, folders, &lesson, &why) != 0)
        return add_reason(catalog, &why, err);
    if (!lesson)
        return 0;
    catalog->lessons[index] = lesson;
    lesson_free(original);
    if (!*title && !(*title = strdup(lesson->chapter)))
        return no_memory(err);
    return 0;
}

/* All of a chapter stand below one title, also those in another language. */
static int title_chapter(struct lesson **lessons, size_t n, const char *title,
                         struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        char *copy = strdup(title);

        if (!copy)
            return no_memory(err);
        free(lessons[i]->chapter);
        lessons[i]->chapter = copy;
    }
    return 0;
}

/* The lessons are sorted, and by their originals' chapters. */
static int translate_lessons(struct catalog *catalog,
                             const struct folders *folders, struct err *err)
{
    char language[64];
    size_t end;
    int result = 0;

    if (!translate_language(0, language, sizeof(language)))
        return 0;
    for (size_t begin = 0; result == 0 && begin < catalog->n; begin = end) {
        char *chapter = strdup(catalog->lessons[begin]->chapter);
        char *title = NULL;

        if (!chapter)
            return no_memory(err);
        for (end = begin; result == 0 && end < catalog->n &&
                          strcmp(catalog->lessons[end]->chapter, chapter) == 0;
             end++)
            result = translate_one(catalog, end, folders, &title, err);
        if (result == 0 && title)
            result = title_chapter(catalog->lessons + begin, end - begin, title,
                                   err);
        free(chapter);
        free(title);
    }
    return result;
}

/* ---- the whole of it ---- */

/* Read what is wanted of the lessons, or all. */
static int read_all(struct catalog *catalog, const char *dir, const char *name,
                    struct err *err)
{
    struct folders folders;
    int result = folders_find(&folders, dir, err), first = 0;

    /*
     * The order of folders.h. Only --lessons has to be there: the learner has
     * typed it just now. Of the rest any may be missing.
     */
    *catalog = (struct catalog){.wanted = name};
    if (result == 0 && dir) {
        result = read_folder(catalog, folders.list[first++].path, err);
        if (result == 1)
            result = err_input(err, "--lessons %s: %s", dir, strerror(errno));
    }
    for (int i = first; i < folders.n && result == 0; i++)
        result = read_listed(catalog, &folders.list[i], err);
    if (result == 0)
        result = read_embedded(catalog, err);
    if (result == 0)
        result = catalog_sort(catalog, err);
    if (result == 0) {
        catalog_number(catalog);
        result = translate_lessons(catalog, &folders, err);
    }
    folders_free(&folders);
    return result;
}

int catalog_open(struct catalog *catalog, const char *dir, struct err *err)
{
    return read_all(catalog, dir, NULL, err);
}

/*
 * Which number a lesson has whose file has none depends on all the others, so
 * where no file has the number, they are all read.
 */
int catalog_open_for(struct catalog *catalog, const char *dir, const char *name,
                     struct err *err)
{
    long number = name ? lesson_number(name) : -1;

    if (read_all(catalog, dir, name, err) != 0)
        return -1;
    if (number < 0 || find_id(catalog, name) || find_number(catalog, number))
        return 0;
    catalog_free(catalog);
    return read_all(catalog, dir, NULL, err);
}

void catalog_free(struct catalog *catalog)
{
    for (size_t i = 0; i < catalog->n; i++)
        lesson_free(catalog->lessons[i]);
    for (size_t i = 0; i < catalog->n_problems; i++)
        free(catalog->problems[i]);
    free(catalog->lessons);
    free(catalog->problems);
    *catalog = (struct catalog){0};
}

/* An id first: one that is a number, too, would else never be found by it. */
struct lesson *catalog_find(const struct catalog *catalog, const char *name)
{
    struct lesson *lesson = find_id(catalog, name);
    long number = lesson_number(name);

    if (lesson)
        return lesson;
    lesson = number > 0 ? find_number(catalog, number) : NULL;
    if (lesson)
        return lesson;
    for (size_t i = 0; i < catalog->n; i++)
        if (is_file_of(catalog->lessons[i]->file, name))
            return catalog->lessons[i];
    return NULL;
}

const char *catalog_nearest(const struct catalog *catalog, const char *name)
{
    struct nearest best = {0};

    for (size_t i = 0; i < catalog->n; i++)
        nearest_try(&best, name, strlen(name), catalog->lessons[i]->id);
    return best.name;
}
