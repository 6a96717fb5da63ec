/*
 * glossary_read.c - puts the glossary together from files; see glossary.h.
 *
 * The program's own copies are read first, then the files on disk, those last
 * that win (folders.h): an entry takes the place of the one of its name that
 * was there, and a new one comes behind all of its kind. A file that is wrong
 * is left out whole, and said.
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lab/base/memory.h"
#include "lab/base/translate.h"
#include "lessons/glossary/glossary.h"
#include "lessons/glossary/guides.h"
#include "lessons/glossary/words.h"
#include "lessons/lesson/embedded.h"
#include "lessons/lesson/folders.h"
#include "lessons/text/file.h"
#include "lessons/text/format.h"
#include "lessons/text/slice.h"

/* The files of one kind: the built-in one, and one in each folder. */
enum { FILES = FOLDERS + 1 };

/*
 * A file whose entries are terms. Their texts, put together of its pieces, take
 * less room than the file itself: between two pieces there is a mark or a key
 * of two bytes and more in the file, and a comma and a space at most here.
 */
struct source {
    struct words words;
    char *room; /* of words.len + 1 bytes; owned */
    size_t used;
    struct meaning *meanings; /* as many as entries; owned */
    size_t n_meanings;
};

struct glossary {
    const char *dir;
    bool read;
    struct source *sources; /* owned, as are the lists */
    size_t n_sources, sources_room;
    struct term *terms;
    size_t n_terms, terms_room;
    char **problems;
    size_t n_problems, problems_room;
    struct guides guides;
};

/* ---- putting texts together ---- */

/* Begin a string in the file's room. */
static char *begin(struct source *source)
{
    char *text = source->room + source->used;

    *text = '\0';
    return text;
}

/* Add to the string that was begun last. */
static void add(struct source *source, const char *text, const char *between,
                struct slice piece)
{
    char *end = source->room + source->used;

    if (end > text)
        end = stpcpy(end, between);
    memcpy(end, piece.at, piece.len);
    end[piece.len] = '\0';
    source->used = (size_t)(end + piece.len - source->room);
}

/* End it; NULL for one that is empty. */
static const char *end(struct source *source, const char *text)
{
    if (*text == '\0')
        return NULL;
    source->used++;
    return text;
}

/* The texts of one key of an entry, NULL when it has none. */
static const char *joined(struct source *source,
                          const struct words_entry *entry, enum words_key key,
                          const char *between)
{
    char *text = begin(source);

    for (size_t i = 0; i < entry->n_fields; i++) {
        const struct words_field *field =
            &source->words.fields[entry->field + i];

        if (field->key == key)
            add(source, text, between, slice_of(field->text));
    }
    return end(source, text);
}

/* All sentences, which are a paragraph. */
static const char *paragraph(struct source *source,
                             const struct words_entry *entry)
{
    char *text = begin(source);

    for (size_t i = 0; i < entry->n_items; i++)
        add(source, text, " ",
            slice_of(source->words.items[entry->item + i].text));
    return end(source, text);
}

/* Whether a list, with commas between, has that piece. */
static bool has_piece(const char *list, struct slice piece)
{
    struct slice rest = slice_of(list);
    bool more = rest.len > 0;

    while (more) {
        struct slice one = slice_trim(slice_cut(&rest, ',', &more));

        if (one.len == piece.len && memcmp(one.at, piece.at, one.len) == 0)
            return true;
    }
    return false;
}

/* What the sentences have as their sources, each once. */
static void add_sources(struct source *source, const char *text,
                        const struct words_field *field)
{
    struct slice rest = slice_of(field->text);
    bool more = field->key == WORDS_SOURCE;

    while (more) {
        struct slice piece = slice_trim(slice_cut(&rest, ',', &more));

        if (!has_piece(text, piece))
            add(source, text, ", ", piece);
    }
}

static const char *all_sources(struct source *source,
                               const struct words_entry *entry)
{
    const struct words_item *items = source->words.items + entry->item;
    char *text = begin(source);
    const char *whole;

    for (size_t i = 0; i < entry->n_items; i++)
        for (size_t j = 0; j < items[i].n_fields; j++)
            add_sources(source, text,
                        &source->words.fields[items[i].field + j]);
    whole = end(source, text);
    return whole ? whole : "";
}

/* ---- terms ---- */

static int no_memory(struct err *err)
{
    return err_machine(err, "out of memory");
}

/* The term of that name among those of its kind, which are the last ones. */
static struct term *same_term(struct glossary *glossary, enum term_kind kind,
                              const char *name)
{
    for (size_t i = glossary->n_terms; i-- > 0;) {
        if (glossary->terms[i].kind != kind)
            break;
        if (strcmp(glossary->terms[i].name, name) == 0)
            return &glossary->terms[i];
    }
    return NULL;
}

/* One more, at the end. */
static struct term *new_term(struct glossary *glossary)
{
    struct term *grown = memory_one_more(glossary->terms, glossary->n_terms,
                                         &glossary->terms_room, sizeof(*grown));

    if (!grown)
        return NULL;
    glossary->terms = grown;
    return &grown[glossary->n_terms++];
}

/* What the entry says of a call is the last term's. */
static void add_meaning(struct source *source, struct term *term,
                        const struct words_entry *entry)
{
    struct meaning *meaning = &source->meanings[source->n_meanings++];
    bool any = strcmp(entry->name, words_any_call) == 0;

    *meaning =
        (struct meaning){any ? "" : entry->name, paragraph(source, entry)};
    term->n_meanings++;
}

/* Make terms of a file's entries. Returns 0, or -1 without memory. */
static int add_terms(struct glossary *glossary, struct source *source)
{
    struct words *words = &source->words;
    struct term *term = NULL;

    for (size_t i = 0; i < words->n_entries; i++) {
        const struct words_entry *entry = &words->entries[i];

        if (entry->of_call) {
            add_meaning(source, term, entry);
            continue;
        }
        term = same_term(glossary, words->kind, entry->name);
        if (!term && !(term = new_term(glossary)))
            return -1;
        *term = (struct term){
            .name = entry->name,
            .also = joined(source, entry, WORDS_ALSO, ", "),
            .said = joined(source, entry, WORDS_SAYS, "\n"),
            .number = joined(source, entry, WORDS_NUMBER, ", "),
            .text = paragraph(source, entry),
            .source = all_sources(source, entry),
            .kind = words->kind,
            .meanings = source->meanings + source->n_meanings,
        };
    }
    return 0;
}

/* ---- files ---- */

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

/* The texts and meanings of a file that was read, and its terms. */
static int use(struct glossary *glossary, struct source *source,
               struct err *err)
{
    source->room = malloc(source->words.len + 1);
    source->meanings =
        calloc(source->words.n_entries, sizeof(*source->meanings));
    if (!source->room || !source->meanings || add_terms(glossary, source) != 0)
        return no_memory(err);
    return 0;
}

static int read_text(struct glossary *glossary, const char *name,
                     const char *text, size_t len, struct err *err)
{
    struct problems problems = {.name = name};
    struct source *source = new_source(glossary);
    int result;

    if (!source)
        return no_memory(err);
    if (words_read(&source->words, text, len, &problems) == 0) {
        result = use(glossary, source, err);
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

/* Usually a copy of the built-in one, which has been read. */
static int read_file(struct glossary *glossary, const char *path,
                     const struct embedded *built_in, struct err *err)
{
    struct err why;
    struct stat st;
    char *text;
    size_t len;
    int result = 0;

    /* Most folders have none. */
    if (stat(path, &st) != 0 && !err_is_shortage(errno))
        return 0;
    if (text_read_kept(path, N_("a file of words"), &text, &len, &why) != 0)
        return add_problem(glossary, &why, err);
    if (len != built_in->len || memcmp(text, built_in->text, len) != 0)
        result = read_text(glossary, path, text, len, err);
    free(text);
    return result;
}

/* All files of one kind, those last that win. */
static int read_kind(struct glossary *glossary, const struct folders *folders,
                     const struct embedded *built_in, struct err *err)
{
    char path[PATH_MAX];

    snprintf(path, sizeof(path), "built-in/words/%s", built_in->name);
    if (read_text(glossary, path, built_in->text, built_in->len, err) != 0)
        return -1;
    for (int i = folders->n - 1; i >= 0; i--) {
        int n = snprintf(path, sizeof(path), "%s/words/%s",
                         folders->list[i].path, built_in->name);

        if (n < (int)sizeof(path) &&
            read_file(glossary, path, built_in, err) != 0)
            return -1;
    }
    return 0;
}

/* The built-in file of a kind, which is always there. */
static const struct embedded *built_in(enum term_kind kind)
{
    const struct embedded *e = embedded_words;

    while (strcmp(e->name, words_file(kind)) != 0)
        e++;
    return e;
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
        result =
            read_kind(glossary, &folders, built_in((enum term_kind)kind), err);
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
